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
    text: str, blocks: Sequence[Block], spans: Sequence[Span], edge: Edge, words: int, *, part: int = -1
) -> tuple[Span, ...]:
    """Move an edge of one part to the next word boundary; of the outer ones where ``part`` is -1.

    Returns ``spans`` unchanged where the paragraph, the part itself or its neighbour leaves no
    further word.
    """
    at = part if 0 <= part < len(spans) else (0 if edge == "start" else len(spans) - 1)
    span = spans[at]
    place = span.start if edge == "start" else span.end
    block = _block_at(blocks, span)
    free = _free(block, spans, at, edge)
    stops = [stop for stop in _stops(text, block, edge) if free.start <= stop <= free.end]
    ahead = [stop for stop in stops if (stop > place if words > 0 else stop < place)]
    if not ahead:
        return tuple(spans)
    stop = ahead[0] if words > 0 else ahead[-1]
    moved = Span(stop, span.end) if edge == "start" else Span(span.start, stop)
    return (*spans[:at], moved, *spans[at + 1 :])


def _block_at(blocks: Sequence[Block], span: Span) -> Span:
    return next((block.span for block in blocks if block.span.overlaps(span)), span)


def _free(block: Span, spans: Sequence[Span], at: int, edge: Edge) -> Span:
    """Return where the edge may stand: in its paragraph, beside a word that stays, clear of other parts."""
    span = spans[at]
    if edge == "start":
        before = spans[at - 1].end + 1 if at else 0
        return Span(max(before, min(block.start, span.start)), span.end - 1)
    behind = spans[at + 1].start - 1 if at + 1 < len(spans) else block.end
    return Span(span.start + 1, max(min(block.end, behind), span.end))


def _stops(text: str, block: Span, edge: Edge) -> list[int]:
    """Return where a word begins or ends, with the marks around it and without."""
    part = text[block.start : block.end]
    words = Words.of(part)
    chunks = _CHUNK.finditer(part)
    if edge == "start":
        found = {*words.starts, *(chunk.start() for chunk in chunks)}
    else:
        found = {*words.ends, *(chunk.end() for chunk in chunks)}
    return sorted(block.start + stop for stop in found)
