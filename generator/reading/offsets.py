"""Map the plain text back to the file: spans, lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from generator.model import Span


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps code points of ``Source.text`` to code points of the file as read.

    Segment ``k`` starts at ``plain[k]`` in the text and at ``file[k]`` in the file.
    Where ``width[k]`` is 0 the segment is a copy, character by character; else
    its one character stands for ``width[k]`` characters of the file (an escape,
    an entity, a line break with its indentation).
    """

    plain: tuple[int, ...]
    file: tuple[int, ...]
    width: tuple[int, ...]
    newlines: tuple[int, ...]  # where each line of the file ends

    def span(self, span: Span) -> Span:
        """The file's code points of a span of the text."""
        return Span(self._start(span.start), self._end(span.end - 1))

    def line_column(self, position: int) -> tuple[int, int]:
        """Line and column in the file, both from 1, of a position of the text."""
        return self.file_line_column(self._start(position))

    def file_line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a code point of the file."""
        line = bisect_right(self.newlines, offset - 1) if offset else 0
        start = self.newlines[line - 1] + 1 if line else 0
        return line + 1, offset - start + 1

    def _segment(self, position: int) -> int:
        return max(0, bisect_right(self.plain, position) - 1)

    def _start(self, position: int) -> int:
        if not self.plain:
            return 0
        k = self._segment(position)
        return self.file[k] + (0 if self.width[k] else position - self.plain[k])

    def _end(self, last: int) -> int:
        k = self._segment(last)
        return self.file[k] + (self.width[k] or last - self.plain[k] + 1)


@dataclass(slots=True)
class TextBuilder:
    """Builds a plain text piece by piece and remembers where each piece came from."""

    raw: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    _plain: list[int] = field(default_factory=list)
    _file: list[int] = field(default_factory=list)
    _width: list[int] = field(default_factory=list)

    def copy(self, text: str, file_start: int) -> Span:
        """Append ``text``, which stands in the file at ``file_start``."""
        return self._add(text, file_start, 0)

    def stand_in(self, text: str, file_start: int, width: int) -> Span:
        """Append ``text`` for ``width`` other characters of the file."""
        # Each character of a longer stand-in points at the whole of it.
        start = self.length
        for character in text:
            self._add(character, file_start, max(1, width))
        return Span(start, self.length)

    def _add(self, text: str, file_start: int, width: int) -> Span:
        start = self.length
        if text:
            self._plain.append(start)
            self._file.append(file_start)
            self._width.append(width)
            self.parts.append(text)
            self.length += len(text)
        return Span(start, self.length)

    def since(self, start: int) -> str:
        """The text from ``start`` on, without joining all that came before."""
        parts: list[str] = []
        missing = self.length - start
        for part in reversed(self.parts):
            if missing <= 0:
                break
            parts.append(part)
            missing -= len(part)
        return "".join(reversed(parts))

    def text(self) -> str:
        return "".join(self.parts)

    def offsets(self) -> OffsetMap:
        newlines = tuple(found.start() for found in re.finditer("\n", self.raw))
        return OffsetMap(tuple(self._plain), tuple(self._file), tuple(self._width), newlines)
