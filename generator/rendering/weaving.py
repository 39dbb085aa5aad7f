"""Annotations woven into a text's pieces: pure, and linear in what it is given.

The plain page stays what it is: every character and tag of ``plain_html`` comes
out in its order, byte for byte. Two things are added, and can be told by their
first attribute: elements *around* the document's words (``data-a``), and elements
with words of *our own* (``data-x``). Unwrap the first, drop the second, and the
plain page is back.

A mark is one element where the markup allows it. It stays open around emphasis or
a link that it contains; where it would cross a boundary, it is closed and opened
again, and only its first part carries the id.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import escape

from generator.model import Span
from generator.reading.markup import Close, NoteReference, Open, Piece, Text, Void

_HOISTING = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Inserted:
    """HTML of our own at one point: phrasing content, its outermost elements with ``data-x``.

    ``inline`` stays at the point; ``aside`` is led out to before the table or
    heading that the point is in. Neither is ever put inside of a link.
    """

    inline: str = ""
    aside: str = ""


NOTHING = Inserted()


@dataclass(frozen=True, slots=True)
class Mark:
    """An element around ``Source.text[span]``; ``attributes`` is HTML, a blank before each."""

    span: Span
    name: str
    attributes: str = ""
    ident: str | None = None
    before: Inserted = NOTHING
    after: Inserted = NOTHING

    def start_tag(self, *, first: bool) -> str:
        ident = f' id="{self.ident}"' if first and self.ident else ""
        return f"<{self.name} data-a{ident}{self.attributes}>"


References = Callable[[NoteReference], Inserted]


def no_references(_: NoteReference) -> Inserted:
    """Leaves the references to notes out."""
    return NOTHING


def weave(
    pieces: Sequence[Piece], text: str, marks: Sequence[Mark], references: References = no_references
) -> str:
    """The HTML of ``pieces`` with ``marks`` as elements and note references filled in.

    The spans of the text pieces must ascend. Marks may overlap in any way; what of
    them the pieces do not show is left out. Of two marks that start together the
    longer is the outer one, of two equal ones the one that comes first in ``marks``.
    """
    return _Weaver(pieces, text, marks, references).woven()


class _Live:
    """A mark on its way through the text; ``start`` and ``end`` are of what of it is shown."""

    __slots__ = ("end", "mark", "opened", "order", "start")

    def __init__(self, mark: Mark, start: int, end: int, order: int) -> None:
        self.mark, self.start, self.end, self.order = mark, start, end, order
        self.opened = False


@dataclass(frozen=True, slots=True)
class _Reach:
    """What a start tag encloses: shown text ``[start, end)``, and whether a block is among it."""

    start: int
    end: int
    block: bool

    def joined(self, later: _Reach) -> _Reach:
        block = self.block or later.block
        if later.start == later.end:
            return _Reach(self.start, self.end, block)
        return _Reach(self.start if self.start < self.end else later.start, later.end, block)


class _Weaver:
    def __init__(
        self, pieces: Sequence[Piece], text: str, marks: Sequence[Mark], references: References
    ) -> None:
        self.pieces, self.text, self.references = pieces, text, references
        self.reaches = _reaches(pieces)
        self.coming = _shown(pieces, marks)[::-1]  # the next one last, to be popped
        self.waiting: list[_Live] = []  # begun, not ended, not open just now
        self.stack: list[_Live | str] = []  # open marks, and names of open tags between them
        self.out: list[str] = []
        self.at = 0
        self.links = 0
        self.held: list[Inserted] = []  # until the link is over
        self.hoist: tuple[str, int] | None = None  # an element, and the place before it in ``out``

    def woven(self) -> str:
        for index, piece in enumerate(self.pieces):
            if isinstance(piece, Text):
                self._text(*piece.span)
            elif isinstance(piece, Open):
                self._open_tag(piece, self.reaches[index])
            elif isinstance(piece, Close):
                self._close_tag(piece.name)
            else:
                self._close_marks(ending=self.at)
                self._point(piece)
        self._close_marks()
        return "".join(self.out)

    # --- the document's own pieces ---

    def _text(self, start: int, end: int) -> None:
        self.at = start
        while self.at < end:
            self._close_marks(ending=self.at)
            self._begin(self.at)
            self._open_waiting()
            stop = min(end, self._next_boundary(end))
            self.out.append(str(escape(self.text[self.at : stop])))
            self.at = stop

    def _next_boundary(self, end: int) -> int:
        nearest = min((live.end for live in self.stack if isinstance(live, _Live)), default=end)
        return min(nearest, self.coming[-1].start) if self.coming else nearest

    def _open_tag(self, piece: Open, reach: _Reach) -> None:
        if reach.block:
            self._close_marks()
            self._start_hoisting(piece.name)
        else:
            self._close_marks(ending=max(self.at, reach.end - 1))
            if reach.start < reach.end:
                self._begin(reach.start)
                self._open_waiting(reaching=reach.end)
        self.links += piece.name == "a"
        self.out.append(piece.html)
        self.stack.append(piece.name)

    def _close_tag(self, name: str) -> None:
        self._close_marks()
        self.stack.pop()
        self.out.append(f"</{name}>")
        if self.hoist and self.hoist[0] == name:
            self.hoist = None
        self.links -= name == "a"
        if not self.links and self.held:
            held, self.held = self.held, []
            for inserted in held:
                self._insert(inserted)

    def _point(self, piece: Void | NoteReference) -> None:
        if isinstance(piece, Void):
            self.out.append(piece.html)
        else:
            self._insert(self.references(piece))

    # --- what is added ---

    def _begin(self, offset: int) -> None:
        """The marks that have started by ``offset`` wait to be opened."""
        while self.coming and self.coming[-1].start <= offset:
            self.waiting.append(self.coming.pop())

    def _open_waiting(self, reaching: int = 0) -> None:
        """Open what waits, the farthest-reaching outermost; those that end before ``reaching`` wait on."""
        if not self.waiting:
            return
        ready = sorted((w for w in self.waiting if w.end >= reaching), key=lambda w: (-w.end, w.order))
        self.waiting = [w for w in self.waiting if w.end < reaching]
        for live in ready:
            if not live.opened:
                self._insert(live.mark.before)
            self.out.append(live.mark.start_tag(first=not live.opened))
            live.opened = True
            self.stack.append(live)

    def _close_marks(self, ending: int | None = None) -> None:
        """Close the marks above the innermost tag: those that end by ``ending``, or all.

        What stands above one of them is closed with it, and waits to be opened again.
        """
        low = self._lowest(ending)
        while len(self.stack) > low and isinstance(live := self.stack[-1], _Live):
            self.stack.pop()
            self.out.append(f"</{live.mark.name}>")
            if live.end <= self.at:
                self._insert(live.mark.after)
            else:
                self.waiting.append(live)

    def _lowest(self, ending: int | None) -> int:
        """Return how much of the stack stays."""
        low = index = len(self.stack)
        while index and isinstance(live := self.stack[index - 1], _Live):
            index -= 1
            if ending is None or live.end <= ending:
                low = index
        return low

    def _insert(self, inserted: Inserted) -> None:
        if inserted is NOTHING:
            return
        if self.links:
            self.held.append(inserted)
            return
        self.out.append(inserted.inline)
        place = self.hoist[1] if self.hoist else len(self.out) - 1
        self.out[place] += inserted.aside

    def _start_hoisting(self, name: str) -> None:
        if name in _HOISTING and self.hoist is None:
            self.hoist = (name, len(self.out))
            self.out.append("")


# --- looked up beforehand ---


def _reaches(pieces: Sequence[Piece]) -> dict[int, _Reach]:
    """For each start tag (by its index) what it encloses."""
    found: dict[int, _Reach] = {}
    opened: list[int] = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, Open):
            opened.append(index)
            found[index] = _Reach(0, 0, piece.block)
        elif isinstance(piece, Text) and opened:
            found[opened[-1]] = found[opened[-1]].joined(_Reach(*piece.span, block=False))
        elif isinstance(piece, Close):
            inner = found[opened.pop()]
            if opened:
                found[opened[-1]] = found[opened[-1]].joined(inner)
    return found


def _shown(pieces: Sequence[Piece], marks: Sequence[Mark]) -> list[_Live]:
    """The marks cut to the text that is shown, by start; what shows nothing is left out."""
    spans = [piece.span for piece in pieces if isinstance(piece, Text) and piece.span.start < piece.span.end]
    starts = [span.start for span in spans]
    ends = [span.end for span in spans]
    found = []
    for order, mark in enumerate(marks):
        first, last = bisect_right(ends, mark.span.start), bisect_left(starts, mark.span.end) - 1
        if first <= last:
            start, end = max(mark.span.start, starts[first]), min(mark.span.end, ends[last])
            found.append(_Live(mark, start, end, order))
    return sorted(found, key=lambda live: live.start)
