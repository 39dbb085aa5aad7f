"""Split a YAML list into blocks of text, one an entry, so that one changes and no other.

Comments, order, quoting and line ends of everything else stay byte for byte; a diff shows
the one entry. Reading is quick too: an entry that was read before is not parsed again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

_COMMENT_OR_BLANK = re.compile(r"[ \t]*(?:#.*)?")
_NEVER = 1_000_000  # columns: lines are never wrapped, to keep diffs small
_FIRST_DASH = re.compile(r"^( *)-(?:\s|$)", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_BROKEN = re.compile(r"[\n\r\t\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines ``[start, end)`` of the file, from 0; ``text`` includes their line ends."""

    start: int
    end: int
    text: str


def split(text: str) -> list[Block] | None:
    """Split a list written one entry a dash into blocks; None where it is written otherwise.

    Comments and blank lines between two entries belong to neither.
    """
    lines = _LINE.findall(text)
    indent = indentation(text)
    starts = [number for number, line in enumerate(lines) if _opens(line, indent)]
    head = lines[: starts[0]] if starts else lines
    if any(not _is_filler(line) and line.strip("\ufeff \t\r\n") != "---" for line in head):
        return None
    return [_block(lines, start, end) for start, end in pairwise([*starts, len(lines)])]


def indentation(text: str) -> str:
    """Return the spaces before the first dash."""
    found = _FIRST_DASH.search(text)
    return found[1] if found else ""


def _opens(line: str, indent: str) -> bool:
    rest = line.removeprefix(indent)
    return len(rest) == len(line) - len(indent) and rest.startswith(("- ", "-\n", "-\r"))


def _is_filler(line: str) -> bool:
    return _COMMENT_OR_BLANK.fullmatch(line.strip("\r\n\ufeff")) is not None


def _block(lines: Sequence[str], start: int, end: int) -> Block:
    while end > start + 1 and _is_filler(lines[end - 1]) and not lines[end - 1].startswith(" "):
        end -= 1
    return Block(start, end, "".join(lines[start:end]))


def with_block(text: str, block: str) -> str:
    """Append an entry to ``text``."""
    gap = "" if not text or text.endswith(("\n", "\r")) else _newline(text)
    return text + gap + _fitted(block, text)


def with_replaced(text: str, old: Block, new: str) -> str:
    """Replace the block ``old`` in ``text``; an empty one removes it."""
    lines = _LINE.findall(text)
    return "".join([*lines[: old.start], _fitted(new, text), *lines[old.end :]])


def _fitted(block: str, text: str) -> str:
    """Give a block the indentation and the line ends of the file."""
    indent = indentation(text)
    lines = (indent + line for line in block.splitlines(keepends=True)) if indent else (block,)
    return "".join(lines).replace("\n", _newline(text))


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def dump_entry(entry: Mapping[str, Any]) -> str:
    """Format one entry as a block: keys in their order, no line folded."""
    stream = StringIO()
    _yaml().dump(dict(_plain(entry)), stream)
    lines = stream.getvalue().splitlines(keepends=True)
    return "".join(("- " if number == 0 else "  ") + line for number, line in enumerate(lines))


def _plain(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in entry.items():
        yield key, _styled(value)


def _styled(value: Any) -> Any:
    """Put names in one line, passages one a line, and escape a text of several lines."""
    if isinstance(value, str):
        text = value if type(value) is str else str(value)
        # A question mark opens a key in a list of names in one line.
        return DoubleQuotedScalarString(text) if _BROKEN.search(text) or text.startswith("?") else text
    if isinstance(value, Mapping):
        return dict(_plain(value))
    if isinstance(value, list | tuple):
        listed = CommentedSeq([_styled(one) for one in value])
        if not any(isinstance(one, Mapping) for one in value):
            listed.fa.set_flow_style()
        return listed
    return value


class _Representer(RoundTripRepresenter):
    """Writes times as people do: 2025-01-09T10:00:00Z."""


def _represent_time(representer: _Representer, time: dt.datetime) -> Any:
    text = time.isoformat(timespec="seconds").replace("+00:00", "Z")
    return representer.represent_scalar("tag:yaml.org,2002:timestamp", text)


_Representer.add_representer(dt.datetime, _represent_time)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Representer = _Representer
    yaml.width = _NEVER
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
