"""The labels of a transcript's turns: what stands in one is its speaker, whatever the parser sees in it.

``EDDA FERRANT:`` is no organisation of that name, and the ``NAGEL`` of ``HILDE NAGEL:`` nobody else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.extraction.mentions.labels import Label, read_label
from generator.extraction.mentions.mention import Mention
from generator.extraction.speakers.source_heads import TURN
from generator.model import Attribution, Source, SourceKind, Span

_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_OPENING = re.compile(rf"(?:{_TIME}\s+)?(?P<name>[^:\n]{{1,120}}?)(?:\s+{_TIME})?:")


@dataclass(frozen=True, slots=True)
class TurnLabel:
    """One label in print: its span of ``Source.text``; ``draft`` is the turn, None where nothing is said."""

    span: Span
    label: Label
    draft: int | None


def find_labels(source: Source, drafts: Sequence[Attribution]) -> dict[int, TurnLabel]:
    """The labels by the paragraph that they open, in the order of the text."""
    starts = [block.span.start for block in source.blocks]
    read: dict[str, Label] = {}
    found: dict[int, TurnLabel] = {}
    for number, draft in enumerate(drafts):
        if draft.rule == TURN and draft.source:
            span = draft.source[0]
            text = source.text[span.start : span.end]
            label = read[text] = read.get(text) or read_label(text)
            found[bisect_right(starts, span.start) - 1] = TurnLabel(span, label, number)
    if source.kind is SourceKind.TRANSCRIPT:
        found |= _of_silent_turns(source, found, read)
    return dict(sorted(found.items()))


def _of_silent_turns(
    source: Source, found: Mapping[int, TurnLabel], read: Mapping[str, Label]
) -> dict[int, TurnLabel]:
    """``HILDE NAGEL: [Nods.]``: a known label with no words behind it."""
    silent = {}
    for number, block in enumerate(source.blocks):
        opening = _OPENING.match(source.text, *block.span) if number not in found else None
        if opening and opening["name"] in read:
            silent[number] = TurnLabel(Span(*opening.span("name")), read[opening["name"]], None)
    return silent


def behind_labels(
    source: Source, paragraphs: Sequence[Sequence[Mention]], labels: Mapping[int, TurnLabel]
) -> list[Sequence[Mention]]:
    """The mentions of every paragraph without those in its label."""
    cut = list(paragraphs)
    for number, label in labels.items():
        cut[number] = _behind(paragraphs[number], label.span.end - source.blocks[number].span.start)
    return cut


def _behind(mentions: Sequence[Mention], end: int) -> Sequence[Mention]:
    """The mentions that begin behind ``end``, in order; what they are linked to is numbered anew."""
    dropped = sum(mention.core.start < end for mention in mentions)
    return tuple(_cut_off(mention, dropped, end) for mention in mentions[dropped:])


def _cut_off(mention: Mention, dropped: int, end: int) -> Mention:
    reaches = min(mention.span.start, mention.extent.start) < end
    if mention.same_as is None and mention.joined_to is None and mention.author is None and not reaches:
        return mention
    return replace(
        mention,
        span=Span(max(mention.span.start, end), mention.span.end),
        extent=Span(max(mention.extent.start, end), mention.extent.end),
        same_as=_without(mention.same_as, dropped),
        joined_to=_without(mention.joined_to, dropped),
        author=_without(mention.author, dropped),
    )


def _without(index: int | None, dropped: int) -> int | None:
    return None if index is None or index < dropped else index - dropped
