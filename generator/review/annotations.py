"""Walk over everything in an extraction that a person can review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model import (
    AccountPair,
    Assertion,
    Attribution,
    DateFact,
    Entity,
    Extraction,
    Facts,
    NumberFact,
    Provenance,
    Span,
    Speaker,
)
from generator.review.corrections.correction import FactKind, Target

Fact = Entity | DateFact | NumberFact
Annotation = Attribution | Assertion | Speaker | Fact | AccountPair

_FIELDS = {
    FactKind.PERSON: "people",
    FactKind.ORGANISATION: "organisations",
    FactKind.PLACE: "places",
    FactKind.DATE: "dates",
    FactKind.NUMBER: "numbers",
}


@dataclass(frozen=True, slots=True)
class Reviewable:
    """An annotation with its place in the text.

    ``name`` is its id, or the name or words of a speaker or a fact. ``spans`` are where a
    person would look first, and never empty. ``kind`` is set for facts only.
    """

    target: Target
    name: str
    spans: tuple[Span, ...]
    value: Annotation
    kind: FactKind | None = None

    @property
    def key(self) -> str:
        """A name that is unique in one version of text and corrections, such as ``attribution:q-3``."""
        if self.target is Target.FACT:
            return f"{self.target}:{self.span.start}-{self.span.end}:{self.name}"
        return f"{self.target}:{self.name}"

    @property
    def span(self) -> Span:
        return self.spans[0]

    @property
    def provenance(self) -> Provenance:
        return self.value.provenance

    @property
    def confidence(self) -> float | None:
        """How sure the extraction is, from 0 to 1; None where it does not say."""
        match self.value:
            case Attribution(confidence=confidence):
                return confidence
            case Assertion(score=score):
                return score
            case Entity(salience=salience):
                return salience
        return None


def iter_annotations(extraction: Extraction) -> Iterator[Reviewable]:
    """Yield every annotation: target by target, each in the order of the text."""
    for said in extraction.attributions:
        yield Reviewable(Target.ATTRIBUTION, said.id, said.content, said)
    for assertion in sorted(extraction.assertions, key=lambda assertion: assertion.span):
        yield Reviewable(Target.ASSERTION, assertion.id, (assertion.span,), assertion)
    yield from _speakers(extraction)
    yield from sorted(_facts(extraction.facts), key=lambda fact: fact.spans)
    content = {said.id: said.content for said in extraction.attributions}
    for pair in extraction.accounts:
        spans = tuple(content[identifier][0] for identifier in pair.attributions if identifier in content)
        if spans:
            yield Reviewable(Target.ACCOUNT_PAIR, pair.id, spans, pair)


def annotations_by_key(extraction: Extraction) -> dict[str, Reviewable]:
    """Map each key to its annotation, in the order of :func:`iter_annotations`."""
    found: dict[str, Reviewable] = {}
    for annotation in iter_annotations(extraction):
        found.setdefault(annotation.key, annotation)
    return found


def _speakers(extraction: Extraction) -> Iterator[Reviewable]:
    """Yield those who say something, where they are first named as saying it."""
    first: dict[str, Span] = {}
    for said in extraction.attributions:
        for name in said.speakers:
            first.setdefault(name, (said.source or said.content)[0])
    speaking = (speaker for speaker in extraction.speakers if speaker.name in first)
    for speaker in sorted(speaking, key=lambda speaker: first[speaker.name]):
        yield Reviewable(Target.SPEAKER, speaker.name, (first[speaker.name],), speaker)


def _facts(facts: Facts) -> Iterator[Reviewable]:
    for kind, listed in facts_by_kind(facts).items():
        for fact in listed:
            if isinstance(fact, Entity):
                if fact.mentions:
                    yield Reviewable(Target.FACT, fact.name, fact.mentions[:1], fact, kind)
            else:
                yield Reviewable(Target.FACT, fact.text, (fact.span,), fact, kind)


def facts_by_kind(facts: Facts) -> dict[FactKind, tuple[Fact, ...]]:
    """Return the lists of the fact sidebar by their kind."""
    return {kind: getattr(facts, name) for kind, name in _FIELDS.items()}


def facts_of(lists: Mapping[FactKind, Sequence[Fact]]) -> Facts:
    """Build :class:`Facts` from the lists of :func:`facts_by_kind`."""
    return Facts(**{name: tuple(lists[kind]) for kind, name in _FIELDS.items()})  # type: ignore[arg-type]
