"""HTML comments of a Markdown text, taken out before anybody reads it: they are the editors' own.

They are replaced by as many characters, so that all places stay. A comment that shares its
line with text leaves :data:`GAP`, which the reader drops; one that has its lines to
itself leaves blank lines. In code a comment is an example, and stays.
"""

from __future__ import annotations

import re

from generator.errors import ContentError

GAP = "\ufdd0"  # a character that no text holds

_FENCE = re.compile(
    r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}(?=[^`\r\n]*(?:[\r\n]|\Z))|~{3,})"
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_ALONE = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*\Z")
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_OPEN = "<!--"


def without_comments(raw: str, start: int, file: str) -> str:
    """Take the comments out of ``raw[start:]``. Raises ``ContentError`` where one never ends."""
    if _OPEN not in raw:
        return raw
    text, at, fence = raw, start, None
    while at < len(text):
        line = _LINE.match(text, at)
        end = line.end() if line else len(text)
        opened = _FENCE.match(text, at, end)
        if fence is not None:
            if re.match(rf"[ \t>]*{fence[0]}{{{len(fence)},}}[ \t]*[\r\n]*\Z", text[at:end]):
                fence = None
            at = end
        elif opened is not None:
            fence, at = opened["fence"], end
        else:
            found = _comment(text, at, end)
            if found is None:
                at = end
            else:
                text = _taken_out(text, found, _end_of(text, found, file))
    return text


def _comment(text: str, start: int, end: int) -> int | None:
    """Return where the first comment of a line begins: none in code, none that is escaped."""
    line = text[start:end]
    code = [match.span() for match in _CODE.finditer(line)]
    for match in re.finditer(r"(\\*)<!--", line):
        at = match.end(1)
        if len(match[1]) % 2 == 0 and not any(first <= at < last for first, last in code):
            return start + at
    return None


def _end_of(text: str, start: int, file: str) -> int:
    short = re.compile(r"<!--+>").match(text, start)  # <!--> and <!---> hold nothing
    if short is not None:
        return short.end()
    found = text.find("-->", start + len(_OPEN))
    if found < 0:
        line = len(re.findall(r"\r\n|\n|\r", text[:start])) + 1
        column = start - max(text.rfind("\n", 0, start), text.rfind("\r", 0, start))
        raise ContentError(
            "the comment never ends", file=file, line=line, column=column, hint="close it with -->"
        )
    return found + len("-->")


def _taken_out(text: str, start: int, end: int) -> str:
    """The text with gaps in the lines that the comment shares, and blanks in those it has to itself."""
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    after = re.compile(r"[^\r\n]*").match(text, end)
    before, rest = text[line_start:start], after.group() if after else ""
    lines = re.split(r"(\r\n|\n|\r)", text[start:end])
    opens = _ALONE.match(before) is not None  # whether nothing stands before it in its line
    alone = [opens, *(True for _ in lines[2::2])]
    alone[-1] = alone[-1] and not rest.strip()
    if before.strip() and not opens and (len(lines) > 1 or not rest or rest[:1].isspace()):
        start = line_start + len(before.rstrip(" \t"))  # one of the two blanks around it is enough
        lines[0] = text[start : line_start + len(before)] + lines[0]
    for number, by_itself in enumerate(alone):
        lines[2 * number] = (" " if by_itself else GAP) * len(lines[2 * number])
    return text[:start] + "".join(lines) + text[end:]
