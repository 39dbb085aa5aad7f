"""Move an edge of a span by one word. Pure; positions are code points of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from generator.model import Block, Span
from generator.review.anchoring.words import Words

_CHUNK = re.compile(r"\S+")
Edge = Literal["start", "end"]


def move_edge(
    text: str, blocks: Sequence[Block], spans: Sequence[Span], edge: Edge, words: int
) -> tuple[Span, ...]:
    """Move the start of the first span, or the end of the last, to the next word boundary.

    Returns ``spans`` unchanged where the paragraph, or the span itself, has no further word.
    """
    span = spans[0] if edge == "start" else spans[-1]
    place = span.start if edge == "start" else span.end
    block = _block_at(blocks, span)
    free = _free(block, spans, edge)
    stops = [stop for stop in _stops(text, block, edge) if free.start <= stop <= free.end]
    ahead = [stop for stop in stops if (stop > place if words > 0 else stop < place)]
    if not ahead:
        return tuple(spans)
    stop = ahead[0] if words > 0 else ahead[-1]
    if edge == "start":
        return (Span(stop, span.end), *spans[1:])
    return (*spans[:-1], Span(span.start, stop))


def _block_at(blocks: Sequence[Block], span: Span) -> Span:
    return next((block.span for block in blocks if block.span.overlaps(span)), span)


def _free(block: Span, spans: Sequence[Span], edge: Edge) -> Span:
    """Where the edge may stand: in its paragraph, and on its side of a word that stays."""
    if edge == "start":
        return Span(min(block.start, spans[0].start), spans[0].end - 1)
    return Span(spans[-1].start + 1, max(block.end, spans[-1].end))


def _stops(text: str, block: Span, edge: Edge) -> list[int]:
    """Where a word begins or ends, with the marks around it and without."""
    part = text[block.start : block.end]
    words = Words.of(part)
    chunks = _CHUNK.finditer(part)
    if edge == "start":
        found = {*words.starts, *(chunk.start() for chunk in chunks)}
    else:
        found = {*words.ends, *(chunk.end() for chunk in chunks)}
    return sorted(block.start + stop for stop in found)
