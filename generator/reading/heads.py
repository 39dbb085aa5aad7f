"""The head of a source: where its front matter begins and ends, and what only looks like one.

A draft that is published because its fence was mistyped cannot be called back. So a
blank before the fence is forgiven, and what looks like broken or foreign front matter
is an error with its place, never text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import ContentError, Problem

_BLANK = re.compile(r"[\s\ufeff\u200b\u200e\u2060]*")
_OPENING = re.compile(r"---[^\S\r\n]*\u200b*(?:\r\n|\n|\r)")
_INDENT = re.compile(r"[ \t]*\Z")
_KEY = re.compile(r"\s*(?:#|[\"']?[A-Za-z_][\w-]*[\"']?[ \t]*:(?:\s|$))")
_KNOWN_KEY = re.compile(
    r"\s*[\"']?(?:title|date|draft|embargo|slug|tags|lang|authors?|summary|excerpt|kind)[\"']?[ \t]*[:=]",
    re.I,
)
_FENCES = re.compile(r"(?:[-–—−_*=~+.]{1,12}|`{3,}[\w ]*|~{3,}[\w ]*)[^\S\r\n]*(?:\r\n|\n|\r)")
_COMMENT = re.compile(r"<!--.*?-->\s*|\{#.*?#\}\s*", re.S)
_WITHHELD = re.compile(
    r"\s*[\"']?(?:draft[\"']?\s*[:=]\s*[\"']?(?:true|yes|on|1)\b|embargo[\"']?\s*[:=]\s*[\"']?\d{4}-)", re.I
)
_LOOKED_AT = 20  # lines of the text
_HINT = "open and close it with a line of three hyphens, as the first thing in the file"


@dataclass(frozen=True, slots=True)
class Head:
    """``yaml`` is the front matter, its first line ``line`` of the file; the body begins at ``start``."""

    yaml: str | None
    start: int
    line: int = 1


def find_head(raw: str, file: str) -> Head:
    """Find the front matter of a file's text. Raises ``ContentError`` for what only looks like one."""
    blank = _BLANK.match(raw)
    at = blank.end() if blank else 0
    opening = _OPENING.match(raw, at)
    if opening is not None:
        indent = _INDENT.search(raw, 0, at)
        yaml_end = _closing(len(indent.group()) if indent else 0).search(raw, opening.end())
        if yaml_end is not None:
            yaml = raw[opening.end() : yaml_end.start()]
            return Head(yaml, yaml_end.end(), line_of(raw, opening.end()))
    _refuse_foreign(raw, at, file)
    return Head(None, 1 if raw.startswith("\ufeff") else 0)


def _closing(indent: int) -> re.Pattern[str]:
    """A closing fence, indented no further than the opening one: deeper, it is part of a value."""
    return re.compile(rf"(?:^|(?<=\r))[ \t]{{0,{indent}}}(?:---|\.\.\.)[^\S\r\n]*(?:\r\n|\n|\r|\Z)", re.M)


def _refuse_foreign(raw: str, at: int, file: str) -> None:
    place = {"line": line_of(raw, at), "column": at - max(raw.rfind("\n", 0, at), raw.rfind("\r", 0, at))}
    opening, comment = _OPENING.match(raw, at), _COMMENT.match(raw, at)
    if opening is not None and _KEY.match(raw, _text_from(raw, opening.end())):
        hint = "end it with a line of three hyphens"
        raise ContentError("the front matter never ends", file=file, hint=hint, **place)
    if re.compile(r"\+\+\+[^\S\r\n]*[\r\n]").match(raw, at):
        raise ContentError("TOML front matter is not read", file=file, hint=_yaml(), **place)
    if re.compile(r";;;[^\S\r\n]*[\r\n]|\{\s*\"[\w-]+\"\s*:").match(raw, at):
        raise ContentError("JSON front matter is not read", file=file, hint=_yaml(), **place)
    fence = _FENCES.match(raw, at)
    if fence is not None and _KNOWN_KEY.match(raw, _text_from(raw, fence.end())):
        raise ContentError("this looks like front matter, and is not", file=file, hint=_HINT, **place)
    if comment is not None and _OPENING.match(raw, comment.end()):
        message = "the front matter does not come first"
        raise ContentError(message, file=file, hint="move the comment behind it", **place)


def _yaml() -> str:
    return "write it as YAML between two lines of three hyphens"


def _text_from(raw: str, at: int) -> int:
    found = _BLANK.match(raw, at)
    return found.end() if found else at


def line_of(raw: str, at: int) -> int:
    """Return the line of a place in a file's text, from 1."""
    return len(re.findall(r"\r\n|\n|\r", raw[:at])) + 1


# --- at the beginning of the text ----------------------------------------------


def misplaced(raw: str, start: int, file: str) -> Iterator[Problem]:
    """Yield the keys that a text begins with and that withhold nothing there."""
    first = line_of(raw, start)
    lines = raw[start : start + 20_000].splitlines()[:_LOOKED_AT]
    for number, line in enumerate(lines, start=first):
        if _WITHHELD.match(line):
            message = f"{line.strip()[:40]!r} stands in the text, where it withholds nothing"
            yield Problem(message, file, number, 1, _HINT)
