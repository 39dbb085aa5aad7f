"""Long texts: the words first, the annotations a moment later.

To annotate fifty thousand words anew takes a second or two, which is too long to wait
for one's own words. So the preview keeps, of the pages that take long, where each
element of the text stands in them (``data-b``, a hash of its words), and puts a changed
element into the last page at once, without annotations. The whole page follows.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.model import Span
from generator.reading import Document
from generator.reading.markup import Close, Open, Piece, Text, Void, plain_html

_END = Void('<span data-b="end" hidden></span>')


@dataclass(frozen=True, slots=True)
class Element:
    """A top-level element of the text, ``pieces`` of a body; equal elements differ in ``nth``."""

    digest: str
    nth: int
    pieces: tuple[Piece, ...]

    @property
    def mark(self) -> bytes:
        return f' data-b="{self.digest}"'.encode()


@dataclass(frozen=True, slots=True)
class LongPage:
    """A page that takes long to make, as it was last shown; ``key`` is of its source."""

    key: str
    elements: list[Element]
    page: bytes


class Deferred(Exception):
    """A page was begun and put off, because something else was saved."""


def elements(document: Document) -> list[Element]:
    """The top-level elements of a document; what stands between them is white space."""
    seen: Counter[str] = Counter()
    found = []
    for pieces in _top_level(document.body):
        digest = _digest(pieces, document.source.text)
        found.append(Element(digest, seen[digest], pieces))
        seen[digest] += 1
    return found


def marked(document: Document) -> Document:
    """The document with a mark on each top-level element, and one behind the last."""
    body: list[Piece] = []
    for element in elements(document):
        first = element.pieces[0]
        if isinstance(first, Open):
            start = len(first.name) + 1
            html = first.html[:start] + element.mark.decode() + first.html[start:]
            body += (replace(first, html=html), *element.pieces[1:], Void("\n"))
        else:
            body += (*element.pieces, Void("\n"))
    return replace(document, body=(*body, _END))


def patched(page: bytes, before: Sequence[Element], after: Sequence[Element], text: str) -> bytes | None:
    """The page of ``before`` with the words of ``after``, whose text is ``text``.

    None where nothing in the text differs, or where the page does not have the marks.
    """
    same = _common(before, after)
    until = _common(before[same:][::-1], after[same:][::-1])
    if same == len(before) == len(after):
        return None
    start = _place(page, before[same] if same < len(before) else None)
    end = _place(page, before[len(before) - until] if until else None)
    if start is None or end is None or end < start:
        return None
    changed = after[same : len(after) - until]
    html = "".join(f"{_plain(element, text)}\n" for element in changed)
    return page[:start] + html.encode() + page[end:]


def _top_level(body: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    depth, start = 0, 0
    for index, piece in enumerate(body):
        if isinstance(piece, Open):
            start = start if depth else index
            depth += 1
        elif isinstance(piece, Close):
            depth -= 1
            if not depth:
                yield tuple(body[start : index + 1])
        elif not depth and isinstance(piece, Void) and piece.html.strip():
            yield (piece,)


def _digest(pieces: Sequence[Piece], text: str) -> str:
    parts = []
    for piece in pieces:
        match piece:
            case Text(span=Span(start, end)):
                parts.append(text[start:end])
            case Open(html=html) | Void(html=html):
                parts.append(html)
            case _:
                parts.append("/")
    return f"{zlib.crc32(chr(0).join(parts).encode('utf-8', 'surrogatepass')):08x}"


def _common(one: Sequence[Element], other: Sequence[Element]) -> int:
    """Return how many elements both begin with."""
    length = min(len(one), len(other))
    return next((i for i in range(length) if one[i].digest != other[i].digest), length)


def _place(page: bytes, element: Element | None) -> int | None:
    """Return where an element's start tag stands in the page; the end mark, for None."""
    mark = b' data-b="end"' if element is None else element.mark
    at = -1
    for _ in range(1 + (element.nth if element else 0)):
        at = page.find(mark, at + 1)
        if at < 0:
            return None
    return page.rfind(b"<", 0, at)


def _plain(element: Element, text: str) -> str:
    """The element's words, marked like those of the whole page."""
    html = plain_html(element.pieces, text)
    name = element.pieces[0].name if isinstance(element.pieces[0], Open) else ""
    return html.replace(f"<{name}", f"<{name}{element.mark.decode()}", 1) if name else html
