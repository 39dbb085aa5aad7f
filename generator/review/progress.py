"""What is left to review, the most doubtful first, and how far one has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model import Extraction, Provenance, Span, Status
from generator.review.corrections.correction import Target


@dataclass(frozen=True, slots=True)
class Waiting:
    """An annotation that nobody has looked at; ``name`` is its id, or the name of a speaker or a fact.

    ``span`` is where a person would look first.
    """

    target: Target
    name: str
    span: Span
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many annotations of one kind a person has looked at."""

    target: Target
    reviewed: int
    total: int


def unreviewed(extraction: Extraction) -> list[Waiting]:
    """All that is the machine's alone: by kind, the least confident first, then by place."""
    order = list(Target)
    waiting = [one for one, by in _annotations(extraction) if by.status is Status.MACHINE]
    return sorted(waiting, key=lambda w: (order.index(w.target), w.confidence or 0, w.span, w.name))


def progress(extraction: Extraction) -> list[Progress]:
    """A line for each kind that there is; a rejected annotation has been looked at, too."""
    every = list(_annotations(extraction))
    found = []
    for target in Target:
        looked_at = [by.status is not Status.MACHINE for one, by in every if one.target is target]
        if looked_at:
            found.append(Progress(target, sum(looked_at), len(looked_at)))
    return found


def _annotations(extraction: Extraction) -> Iterator[tuple[Waiting, Provenance]]:
    places = {one.id: one.content[0] for one in extraction.attributions}
    for one in extraction.attributions:
        yield Waiting(Target.ATTRIBUTION, one.id, one.content[0], one.confidence), one.provenance
    for assertion in extraction.assertions:
        waiting = Waiting(Target.ASSERTION, assertion.id, assertion.span, assertion.score)
        yield waiting, assertion.provenance
    yield from _speakers(extraction)
    yield from _facts(extraction)
    for pair in extraction.accounts:
        place = places.get(pair.attributions[0])
        if place:
            yield Waiting(Target.ACCOUNT_PAIR, pair.id, place), pair.provenance


def _speakers(extraction: Extraction) -> Iterator[tuple[Waiting, Provenance]]:
    first: dict[str, Span] = {}
    for one in extraction.attributions:
        for name in one.speakers:
            first.setdefault(name, (one.source or one.content)[0])
    for speaker in extraction.speakers:
        if speaker.name in first:
            yield Waiting(Target.SPEAKER, speaker.name, first[speaker.name]), speaker.provenance


def _facts(extraction: Extraction) -> Iterator[tuple[Waiting, Provenance]]:
    facts = extraction.facts
    for entity in (*facts.people, *facts.organisations, *facts.places):
        if entity.mentions:
            yield Waiting(Target.FACT, entity.name, entity.mentions[0], entity.salience), entity.provenance
    for date in facts.dates:
        yield Waiting(Target.FACT, date.text, date.span), date.provenance
    for number in facts.numbers:
        yield Waiting(Target.FACT, number.text, number.span), number.provenance


def by_target(waiting: Iterable[Waiting]) -> dict[Target, int]:
    """How many wait, of each kind that does."""
    counts: dict[Target, int] = {}
    for one in waiting:
        counts[one.target] = counts.get(one.target, 0) + 1
    return counts
