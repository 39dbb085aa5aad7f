"""Make links of addresses that stand bare in the text: not a letter of it changes.

Only what begins with ``http://`` or ``https://`` is an address; a name such as ``notes.md`` is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from linkify_it import LinkifyIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import escapeHtml

from generator.model import Span
from generator.reading.markup import Close, Open, Piece, Text

_NO_LINK_IN = frozenset({"a", "code", "pre"})
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»‹›‘’‚…", " "))  # they end an address, as a straight one does
_WORD = re.compile(r"\S+")
_LONGEST = 1000  # letters: nobody writes a longer address, and to look through one takes too long


def with_bare_links(pieces: Sequence[Piece], text: str) -> tuple[Piece, ...]:
    """Return the pieces of ``text`` with a link around each bare address."""
    return tuple(_linked(pieces, text)) if "://" in text else tuple(pieces)


def _linked(pieces: Sequence[Piece], text: str) -> Iterator[Piece]:
    run: list[Span] = []
    closed: list[str] = []  # elements that hold no further link
    for piece in pieces:
        if isinstance(piece, Text) and not closed:
            run.append(piece.span)
            continue
        yield from _run(run, text, cut_off=isinstance(piece, Open) and not piece.block)
        run = []
        if isinstance(piece, Open) and piece.name in _NO_LINK_IN:
            closed.append(piece.name)
        elif isinstance(piece, Close) and closed and closed[-1] == piece.name:
            closed.pop()
        yield piece
    yield from _run(run, text)


def _run(run: Sequence[Span], text: str, *, cut_off: bool = False) -> Iterator[Piece]:
    """Yield texts that follow one another; one that emphasis ``cut_off`` at the end is no address."""
    if not run:
        return
    first, last = run[0].start, run[-1].end
    addresses = [(Span(first + at, first + end), url) for at, end, url in _found(text[first:last])]
    if cut_off and addresses and addresses[-1][0].end == last:
        addresses.pop()
    edges = [edge for span, _ in addresses for edge in span]
    opened, closing = {span.start: url for span, url in addresses}, {span.end for span, _ in addresses}
    for part in _split(run, edges):
        if part.start in opened:
            yield Open(
                "a", f'<a href="{escapeHtml(opened[part.start])}">', block=False, target=opened[part.start]
            )
        yield Text(part)
        if part.end in closing:
            yield Close("a", block=False)


def _split(run: Sequence[Span], edges: Sequence[int]) -> Iterator[Span]:
    """Yield the spans of a run, parted at the edges, which ascend."""
    coming = iter((*edges, run[-1].end))
    edge = next(coming)
    for span in run:
        start = span.start
        while start < span.end:
            while edge <= start:
                edge = next(coming)
            end = min(edge, span.end)
            yield Span(start, end)
            start = end


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where addresses begin and end, and where they lead."""
    for word in _WORD.finditer(text.translate(_QUOTES)) if "://" in text else ():
        at, letters = word.start(), word.group()
        if "://" in letters and len(letters) <= _LONGEST:
            for match in _finder().match(letters) or ():
                yield at + match.index, at + match.last_index, normalizeLink(match.url)


@cache
def _finder() -> LinkifyIt:
    finder = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for scheme in ("ftp:", "//", "mailto:"):
        finder.add(scheme, None)
    return finder
