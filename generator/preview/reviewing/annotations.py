"""Everything in an extraction that can be reviewed, under one kind of name.

A key such as ``attribution:q3`` holds for one version of text and sidecar, no longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model import (
    AccountPair,
    Assertion,
    Attribution,
    DateFact,
    Entity,
    Extraction,
    NumberFact,
    Span,
    Speaker,
)
from generator.review import FactKind, Target, Waiting

Annotation = Attribution | Assertion | Speaker | Entity | DateFact | NumberFact | AccountPair


@dataclass(frozen=True, slots=True)
class Reviewable:
    """An annotation with its key and where its words are; ``kind`` is a fact's."""

    key: str
    target: Target
    one: Annotation
    spans: tuple[Span, ...]
    kind: FactKind | None = None


def key_of(waiting: Waiting) -> str:
    """The key of what :func:`generator.review.unreviewed` lists."""
    if waiting.target is Target.FACT:
        return _fact_key(waiting.span, waiting.name)
    return f"{waiting.target}:{waiting.name}"


def _fact_key(span: Span, name: str) -> str:
    return f"{Target.FACT}:{span.start}-{span.end}:{name}"


def reviewables(extraction: Extraction) -> dict[str, Reviewable]:
    """All annotations by key: each kind in the order of the text."""
    found: dict[str, Reviewable] = {}
    for one in _all(extraction):
        found.setdefault(one.key, one)
    return found


def _all(extraction: Extraction) -> Iterator[Reviewable]:
    for said in extraction.attributions:
        yield Reviewable(f"{Target.ATTRIBUTION}:{said.id}", Target.ATTRIBUTION, said, said.content)
    for assertion in sorted(extraction.assertions, key=lambda one: one.span):
        key = f"{Target.ASSERTION}:{assertion.id}"
        yield Reviewable(key, Target.ASSERTION, assertion, (assertion.span,))
    yield from _speakers(extraction)
    yield from sorted(_facts(extraction), key=lambda one: one.spans)
    places = {said.id: said.content for said in extraction.attributions}
    for pair in extraction.accounts:
        spans = tuple(span for name in pair.attributions for span in places.get(name, ())[:1])
        yield Reviewable(f"{Target.ACCOUNT_PAIR}:{pair.id}", Target.ACCOUNT_PAIR, pair, spans)


def _speakers(extraction: Extraction) -> Iterator[Reviewable]:
    """Those who say something; shown where they are first named as saying it."""
    first: dict[str, Span] = {}
    for said in extraction.attributions:
        for name in said.speakers:
            first.setdefault(name, (said.source or said.content)[0])
    for speaker in sorted(extraction.speakers, key=lambda one: first.get(one.name, Span(0, 0))):
        if speaker.name in first:
            yield Reviewable(
                f"{Target.SPEAKER}:{speaker.name}", Target.SPEAKER, speaker, (first[speaker.name],)
            )


def _facts(extraction: Extraction) -> Iterator[Reviewable]:
    facts = extraction.facts
    yield from _entities(facts.people, FactKind.PERSON)
    yield from _entities(facts.organisations, FactKind.ORGANISATION)
    yield from _entities(facts.places, FactKind.PLACE)
    for date in facts.dates:
        yield Reviewable(_fact_key(date.span, date.text), Target.FACT, date, (date.span,), FactKind.DATE)
    for number in facts.numbers:
        key = _fact_key(number.span, number.text)
        yield Reviewable(key, Target.FACT, number, (number.span,), FactKind.NUMBER)


def _entities(entities: Iterable[Entity], kind: FactKind) -> Iterator[Reviewable]:
    for entity in entities:
        key = _fact_key(entity.mentions[0], entity.name)
        yield Reviewable(key, Target.FACT, entity, entity.mentions[:1], kind)
