"""Turns of a transcript: ``NAME: ...`` or ``[00:12:30] NAME: ...`` at a line's start."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from generator.model import Block, BlockKind, SourceKind, Span, Turn

_TIME = r"[\[(]?(?P<time>\d{1,2}:\d{2}(?::\d{2})?)[\])]?"
_NAME = r"(?P<name>[^\W\d_][^:\n\"“”!?;]{0,60}?)"
_LABEL = re.compile(rf"(?:{_TIME}\s+)?{_NAME}(?:\s+{_TIME.replace('time', 'later')})?:(?=\s|$)")
_MAX_WORDS = 7
_SPOKEN = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})


def split_turns(
    text: str, blocks: Sequence[Block], breaks: Sequence[int], kind: SourceKind | None
) -> tuple[tuple[Block, ...], tuple[Turn, ...], SourceKind]:
    """Blocks cut where a turn starts inside of them, the turns, and the kind.

    Under ``kind: transcript`` every label counts; where no kind is given the
    pattern must be certain; in an article or a speech no label is a turn.
    """
    if kind not in (None, SourceKind.TRANSCRIPT):
        return tuple(blocks), (), kind or SourceKind.ARTICLE
    cut = _cut(text, blocks, breaks)
    labels = [_label(text, block) for block in cut]
    if kind is None and not _is_certain(labels):
        return tuple(blocks), (), SourceKind.ARTICLE
    return tuple(cut), tuple(_turns(text, cut, labels)), SourceKind.TRANSCRIPT


def _cut(text: str, blocks: Sequence[Block], breaks: Sequence[int]) -> list[Block]:
    starts = {place + 1 for place in breaks if _match(text, place + 1, len(text))}
    found: list[Block] = []
    ordered = sorted(starts)
    at = 0
    for block in blocks:
        begin = block.span.start
        while at < len(ordered) and ordered[at] < block.span.end:
            if ordered[at] > begin and block.kind in _SPOKEN:
                found.append(replace(block, span=Span(begin, ordered[at] - 1)))
                begin = ordered[at]
            at += 1
        found.append(replace(block, span=Span(begin, block.span.end)))
    return found


def _match(text: str, start: int, end: int) -> re.Match[str] | None:
    match = _LABEL.match(text, start, min(end, start + 120))
    if match is None:
        return None
    name = match["name"].strip()
    if len(re.sub(r"\(.*?\)", "", name).split()) > _MAX_WORDS or not name[:1].isupper():
        return None
    return match


def _label(text: str, block: Block) -> re.Match[str] | None:
    return _match(text, *block.span) if block.kind in _SPOKEN else None


def _is_certain(labels: Sequence[re.Match[str] | None]) -> bool:
    """Two speakers at least who each return, and labels on half of the paragraphs."""
    names = Counter(match["name"] for match in labels if match)
    returning = [name for name, times in names.items() if times > 1]
    return len(returning) >= 2 and sum(names.values()) * 2 >= len(labels)


def _turns(text: str, blocks: Sequence[Block], labels: Sequence[re.Match[str] | None]) -> list[Turn]:
    turns: list[tuple[re.Match[str], list[Span]]] = []
    for block, label in zip(blocks, labels, strict=True):
        if label is not None:
            turns.append((label, []))
        if not turns or block.kind not in _SPOKEN:
            continue
        span = _spoken(text, block, label)
        if span is not None:
            turns[-1][1].append(span)
    return [_turn(label, content) for label, content in turns if content]


def _spoken(text: str, block: Block, label: re.Match[str] | None) -> Span | None:
    start = label.end() if label else block.span.start
    while start < block.span.end and text[start].isspace():
        start += 1
    stage_direction = re.fullmatch(r"[\[(][^\])]*[\])]", text[start : block.span.end])
    return None if start >= block.span.end or stage_direction else Span(start, block.span.end)


def _turn(label: re.Match[str], content: list[Span]) -> Turn:
    return Turn(Span(*label.span("name")), tuple(content), label["time"] or label["later"])
