"""The sidebar's facts, each with its places in the text; what is not shown has none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from generator.iso_dates import day_of
from generator.model import DateFact, Entity, Facts, NumberFact, Source, Span
from generator.reading.frontmatter import FactEntry
from generator.rendering.charts import timeline
from generator.rendering.context import (
    DateView,
    EntityView,
    FactsView,
    Jump,
    NumberView,
    OwnFact,
    SpeakerView,
)
from generator.rendering.dates_in_words import in_words
from generator.rendering.excerpts import inside
from generator.rendering.figures import in_figures
from generator.rendering.i18n import PageLocale
from generator.rendering.speaker_views import Spoken
from generator.rendering.teller import shortened
from generator.slugs import Fragments

_LONGEST_OF = 20  # characters of "of all the"
_WORDS_OF = 3
Held = TypeVar("Held")


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
    locale: PageLocale,
    unsaid: Sequence[Span] = (),
) -> tuple[FactsView, tuple[Place, ...]]:
    """The sidebar, and the places in the text that it leads to.

    People who speak have an entry as speakers already; a date without a value tells nobody when.
    Of what is ``unsaid`` a date or number tells nothing but itself.
    """
    finder = _Finder(source, shown, locale, _Voices(spoken, unsaid))
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
    def __init__(self, source: Source, shown: Sequence[Span], locale: PageLocale, voices: _Voices) -> None:
        self.source, self.shown, self.locale, self.voices = source, shown, locale, voices
        self.speakers = {speaker.name: speaker for speaker in voices.spoken.speakers}
        self.fragments = Fragments()
        self.places: list[Place] = []

    def place(self, span: Span, kind: str, value: str | None = None) -> str:
        fragment = self.fragments.of(kind, self.source.text[span.start : span.end])
        self.places.append(Place(span, fragment, kind, value))
        return fragment

    def entities(self, entities: Sequence[Entity], kind: str) -> tuple[EntityView, ...]:
        sure = (entity for entity in entities if entity.sure or entity.provenance.is_reviewed)
        found = (self._entity(entity, kind) for entity in sure)
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
                when=in_words(value, self.locale),
                about=self.voices.told(date.span, date.about),
                fragment=self.place(date.span, "date", value),
                absolute=(value or "?")[:3] in date.text,
                speakers=self.voices.of(date.span),
                lead=self.voices.lead(date.span, date.about),
                inverted=self.voices.is_inverted(date.span),
                corrected=date.corrected,
            )
            for date, value in known
        )

    def numbers(self, numbers: Sequence[NumberFact]) -> tuple[NumberView, ...]:
        """Money and shares first, each in the order of the text; only those that tell what they count.

        What an editor confirmed stands as it is.
        """
        known = [number for number in numbers if inside(number.span, self.shown) and self._tells(number)]
        known.sort(key=lambda number: not _weighs(number))
        return tuple(
            NumberView(
                in_figures(number, self.locale) if number.corrected else number.text,
                self._counted(number),
                self.place(number.span, "number", f"{number.value:.15g}"),
                self.voices.of(number.span),
                self.voices.lead(number.span, number.about),
                self.voices.is_inverted(number.span),
                number.text if number.corrected else None,
            )
            for number in known
        )

    def _tells(self, number: NumberFact) -> bool:
        told = self.voices.told(number.span, number.about)
        return told is not None or number.provenance.is_reviewed

    def _counted(self, number: NumberFact) -> str | None:
        """Return what is counted; a share or a measure with the text's "of": ``of the vote``."""
        told = self.voices.told(number.span, number.about)
        if told is None:
            return None
        behind = self.source.text[number.span.end : number.span.end + len(told) + _LONGEST_OF]
        link, found, _ = behind.partition(told)
        words = link.split()
        return " ".join((*words, told)) if found and words[:1] == ["of"] and len(words) <= _WORDS_OF else told


def _weighs(number: NumberFact) -> bool:
    """Return whether it is an amount of money or a share."""
    return number.unit == "percent" or bool(re.fullmatch(r"[A-Z]{3}", number.unit or ""))


class _Voices:
    """Whose statement words of the text are in: the innermost one's."""

    def __init__(self, spoken: Spoken, unsaid: Sequence[Span]) -> None:
        self.spoken = spoken
        pairs = zip(spoken.attributions, spoken.statements, strict=True)
        told = [(span, view) for one, view in pairs for span in one.content]
        self.statements = _Containing(told)
        self.unsaid = _Containing([(span, None) for span in unsaid])
        self.holder = tuple(speaker for speaker in spoken.speakers if speaker.holds)

    def of(self, span: Span) -> tuple[SpeakerView, ...]:
        statement = self.statements.innermost(span)
        return statement[1].speakers if statement else self.holder

    def lead(self, span: Span, about: str | None) -> str:
        """The reporting words, unless what is told has them."""
        statement = self.statements.innermost(span)
        return statement[1].lead if statement and statement[1].cue not in (about or "") else ""

    def is_inverted(self, span: Span) -> bool:
        statement = self.statements.innermost(span)
        return statement is not None and statement[1].inverted

    def told(self, span: Span, about: str | None) -> str | None:
        """Return what is told of a date or number, where that is said at all."""
        return None if self.unsaid.innermost(span) else about


class _Containing(Generic[Held]):
    """Finds the innermost of spans that contain another."""

    def __init__(self, held: Sequence[tuple[Span, Held]]) -> None:
        self.held = sorted(held, key=lambda pair: (pair[0].start, -pair[0].end))  # the innermost last
        self.longest = max((span.end - span.start for span, _ in held), default=0)

    def innermost(self, span: Span) -> tuple[Span, Held] | None:
        at = bisect_right(self.held, span.start, key=lambda pair: pair[0].start) - 1
        while at >= 0 and self.held[at][0].start + self.longest >= span.end:
            if self.held[at][0].contains(span):
                return self.held[at]
            at -= 1
        return None
