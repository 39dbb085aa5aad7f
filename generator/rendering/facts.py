"""The sidebar's facts, each with its places in the text; what is not shown has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import DateFact, Entity, Facts, Source, Span
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
    speakers: Mapping[str, SpeakerView],
    shown: Sequence[Span],
    tongue: Tongue,
) -> tuple[FactsView, tuple[Place, ...]]:
    """The sidebar, and the places in the text that it leads to."""
    finder = _Finder(source, shown, tongue, speakers)
    dates = finder.dates(facts.dates)
    view = FactsView(
        own=tuple(OwnFact(fact.label, fact.value, fact.source) for fact in own),
        people=finder.entities(facts.people, "person"),
        organisations=finder.entities(facts.organisations, "organisation"),
        places=finder.entities(facts.places, "place"),
        dates=dates,
        numbers=tuple(
            NumberView(number.text, number.about, finder.place(number.span, "number", f"{number.value:.15g}"))
            for number in facts.numbers
            if inside(number.span, shown)
        ),
        timeline=timeline([date.value for date in dates], source.date),
    )
    return view, tuple(finder.places)


class _Finder:
    def __init__(
        self, source: Source, shown: Sequence[Span], tongue: Tongue, speakers: Mapping[str, SpeakerView]
    ) -> None:
        self.source, self.shown, self.tongue, self.speakers = source, shown, tongue, speakers
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
            )
            for date, value in known
        )
