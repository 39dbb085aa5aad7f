"""Find where each speaker is first spoken of: the card with name and title stands beside it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model import Entity, Facts, Source, SourceKind, Span
from generator.rendering.context import SpeakerView
from generator.rendering.excerpts import inside
from generator.rendering.margin import Card, brief_cards
from generator.rendering.speaker_views import Spoken


@dataclass(frozen=True, slots=True)
class Introduction:
    """The words that a speaker's card stands beside; it is ``brief`` where cards crowd the margin."""

    span: Span
    speaker: SpeakerView
    brief: bool


def introductions(
    source: Source, spoken: Spoken, facts: Facts, shown: Sequence[Span]
) -> Iterator[Introduction]:
    """One for each speaker of whom a card would tell something; none for the speaker of a speech."""
    if source.kind is SourceKind.SPEECH and len(spoken.speakers) == 1:
        return
    places = _FirstMentions(source, spoken, facts, shown)
    told = [speaker for speaker in spoken.speakers if speaker.title or speaker.address]
    found = [(span, speaker) for speaker in told if (span := places.of(speaker))]
    brief = brief_cards([Card(span.start, speaker.title) for span, speaker in found], shown)
    for span, speaker in found:
        yield Introduction(span, speaker, span.start in brief)


class _FirstMentions:
    def __init__(self, source: Source, spoken: Spoken, facts: Facts, shown: Sequence[Span]) -> None:
        self.source, self.spoken, self.shown = source, spoken, shown
        self.entities = {entity.name: entity for entity in (*facts.people, *facts.organisations)}
        labels = {turn.content[0].start: turn.label for turn in source.turns}
        turns = [(labels.get(one.content[0].start), one.speakers) for one in spoken.attributions]
        self.callers = {label: speakers for label, speakers in turns if label}
        self.labels = sorted(self.callers)

    def of(self, speaker: SpeakerView) -> Span | None:
        own = [one for one in self.spoken.attributions if speaker.name in one.speakers]
        named = [span for one in own for span in one.source if inside(span, self.shown)]
        entity = self.entities.get(speaker.name)
        if entity:
            labels = [span for span in named if span in self.callers]
            return min((*labels, *self._mentions(entity)), default=None)
        words = set(re.findall(r"\w{3,}", speaker.name.casefold()))
        telling = [s for s in named if words & set(re.findall(r"\w+", self._text(s).casefold()))]
        return min(telling or named, default=None)

    def _mentions(self, entity: Entity) -> Iterator[Span]:
        """Those that stand in the page, and not in the label of somebody else of that surname."""
        for span in entity.mentions:
            index = bisect_right(self.labels, Span(span.start, len(self.source.text))) - 1
            label = self.labels[index] if index >= 0 else None
            calls = self.callers[label] if label and label.contains(span) else (entity.name,)
            if entity.name in calls and inside(span, self.shown):
                yield span

    def _text(self, span: Span) -> str:
        return self.source.text[span.start : span.end]
