"""The sidebar's facts, each with its places in the text; what is not shown has none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from generator.model import DateFact, Entity, Facts, NumberFact, Source, Span
from generator.reading.frontmatter import FactEntry
from generator.rendering.context import (
    DateView,
    EntityView,
    FactsView,
    Jump,
    NumberView,
    OwnFact,
    SpeakerView,
)
from generator.rendering.dating import day_of, in_words
from generator.rendering.drawing import timeline
from generator.rendering.excerpts import inside
from generator.rendering.i18n import Tongue
from generator.rendering.speaking import Spoken
from generator.rendering.telling import shortened
from generator.slugs import Fragments

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A mention: ``kind`` is person, organisation, place, date or number; ``value`` is machine-readable."""

    span: Span
    fragment: str
    kind: str
    value: str | None = None


def view_facts(
    source: Source,
    facts: Facts,
    own: Sequence[FactEntry],
    spoken: Spoken,
    shown: Sequence[Span],
    tongue: Tongue,
) -> tuple[FactsView, tuple[Place, ...]]:
    """The sidebar, and the places in the text that it leads to.

    People who speak have an entry as speakers already; a date without a value tells nobody when.
    """
    finder = _Finder(source, shown, tongue, spoken)
    dates = finder.dates(facts.dates)
    people = finder.entities(facts.people, "person")
    view = FactsView(
        own=tuple(OwnFact(fact.label, fact.value, fact.source) for fact in own),
        people=tuple(person for person in people if not person.speaker),
        organisations=finder.entities(facts.organisations, "organisation"),
        places=finder.entities(facts.places, "place"),
        dates=tuple(date for date in dates if date.when),
        numbers=finder.numbers(facts.numbers),
        timeline=timeline([date.value for date in dates if date.when], source.date),
    )
    return view, tuple(finder.places)


class _Finder:
    def __init__(self, source: Source, shown: Sequence[Span], tongue: Tongue, spoken: Spoken) -> None:
        self.source, self.shown, self.tongue = source, shown, tongue
        self.speakers = {speaker.name: speaker for speaker in spoken.speakers}
        self.voices = _Voices(spoken)
        self.fragments = Fragments()
        self.places: list[Place] = []

    def place(self, span: Span, kind: str, value: str | None = None) -> str:
        fragment = self.fragments.of(kind, self.source.text[span.start : span.end])
        self.places.append(Place(span, fragment, kind, value))
        return fragment

    def entities(self, entities: Sequence[Entity], kind: str) -> tuple[EntityView, ...]:
        found = (self._entity(entity, kind) for entity in entities)
        return tuple(view for view in found if view.jumps)

    def _entity(self, entity: Entity, kind: str) -> EntityView:
        mentions = [span for span in entity.mentions if inside(span, self.shown)]
        jumps = [
            Jump(number, self.place(span, kind), self._around(span))
            for number, span in enumerate(mentions, start=1)
        ]
        title = entity.titles[0] if entity.titles else None
        return EntityView(entity.name, title, entity.country, tuple(jumps), self.speakers.get(entity.name))

    def _around(self, span: Span) -> str:
        """The mention with a few words after it: where a jump would lead."""
        return shortened(" ".join(self.source.text[span.start : span.end + 60].split()), 50)

    def dates(self, dates: Sequence[DateFact]) -> tuple[DateView, ...]:
        """In the order of time; those that stay relative last, in the order of the text."""
        known = [(date, date.within or date.value) for date in dates if inside(date.span, self.shown)]
        known.sort(key=lambda one: (day_of(one[1]) is None, day_of(one[1]) or 0, one[0].span))
        return tuple(
            DateView(
                text=date.text,
                value=value,
                when=in_words(value, self.tongue),
                about=date.about,
                fragment=self.place(date.span, "date", value),
                absolute=(value or "?")[:3] in date.text,
                speakers=self.voices.of(date.span),
            )
            for date, value in known
        )

    def numbers(self, numbers: Sequence[NumberFact]) -> tuple[NumberView, ...]:
        """Money and shares first, each in the order of the text."""
        known = [number for number in numbers if inside(number.span, self.shown)]
        known.sort(key=lambda number: not _weighs(number))
        return tuple(
            NumberView(
                number.text,
                number.about,
                self.place(number.span, "number", f"{number.value:.15g}"),
                self.voices.of(number.span),
            )
            for number in known
        )


def _weighs(number: NumberFact) -> bool:
    """Whether it is an amount of money or a share."""
    return number.unit == "percent" or bool(re.fullmatch(r"[A-Z]{3}", number.unit or ""))


class _Voices:
    """Whose statement words of the text are in: the innermost one's."""

    def __init__(self, spoken: Spoken) -> None:
        pairs = zip(spoken.attributions, spoken.statements, strict=True)
        spans = ((span, number) for number, (one, _) in enumerate(pairs) for span in one.content)
        self.held = sorted(spans, key=lambda pair: (pair[0].start, -pair[0].end))  # the innermost last
        self.statements = spoken.statements
        self.longest = max((span.end - span.start for span, _ in self.held), default=0)
        self.holder = tuple(speaker for speaker in spoken.speakers if speaker.holds)

    def of(self, span: Span) -> tuple[SpeakerView, ...]:
        at = bisect_right(self.held, span.start, key=lambda pair: pair[0].start) - 1
        while at >= 0 and self.held[at][0].start + self.longest >= span.end:
            held, number = self.held[at]
            if held.contains(span):
                return self.statements[number].speakers
            at -= 1
        return self.holder
