"""The extraction while corrections are applied to it: the one place where it can change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator.model import (
    AccountPair,
    Assertion,
    Attribution,
    DateFact,
    Entity,
    Extraction,
    NumberFact,
    Provenance,
    Speaker,
    SpeakerKind,
    Status,
)
from generator.review.applying.matching import SpanIndex
from generator.review.corrections.correction import Correction, FactKind


def provenance(correction: Correction, status: Status) -> Provenance:
    """Who stands behind an annotation after this correction."""
    return Provenance(status, correction.by, correction.at, correction.text_hash, correction.note)


@dataclass(slots=True)
class Proof:
    """Everything by its id or name, in order; ``renamed`` leads from dropped attributions to their heirs."""

    text: str
    attributions: dict[str, Attribution]
    speakers: dict[str, Speaker]
    assertions: dict[str, Assertion]
    accounts: dict[str, AccountPair]
    entities: dict[FactKind, list[Entity]]
    dates: list[DateFact]
    numbers: list[NumberFact]
    index: SpanIndex = field(default_factory=SpanIndex)
    renamed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, extraction: Extraction) -> Proof:
        facts = extraction.facts
        proof = cls(
            text,
            {one.id: one for one in extraction.attributions},
            {one.name: one for one in extraction.speakers},
            {one.id: one for one in extraction.assertions},
            {one.id: one for one in extraction.accounts},
            {
                FactKind.PERSON: list(facts.people),
                FactKind.ORGANISATION: list(facts.organisations),
                FactKind.PLACE: list(facts.places),
            },
            list(facts.dates),
            list(facts.numbers),
        )
        for attribution in extraction.attributions:
            proof.index.add(attribution.id, attribution.content)
        return proof

    # --- attributions ---

    def put(self, attribution: Attribution) -> None:
        """Add an attribution, or put it in the place of the one with its id."""
        self.drop(attribution.id)
        self.attributions[attribution.id] = attribution
        self.index.add(attribution.id, attribution.content)

    def drop(self, identifier: str, heir: str | None = None) -> None:
        """Take an attribution away; what refers to it will refer to ``heir``."""
        old = self.attributions.pop(identifier, None)
        if old is not None:
            self.index.discard(identifier, old.content)
        if heir is not None and heir != identifier:
            self.renamed[identifier] = heir

    def free_id(self, wanted: str) -> str:
        """``wanted``, or a variant of it that no attribution and no assertion has."""
        taken = self.attributions.keys() | self.assertions.keys() | self.accounts.keys()
        identifier, copy = wanted, 2
        while identifier in taken:
            identifier, copy = f"{wanted}-{copy}", copy + 1
        return identifier

    # --- speakers ---

    def rename_speakers(self, names: Mapping[str, str]) -> None:
        """Give speakers another name wherever they are named; two that become one are one."""
        for one in self.attributions.values():
            if names.keys() & set(one.speakers):
                self.attributions[one.id] = replace(one, speakers=_renamed(one.speakers, names))
        for assertion in self.assertions.values():
            if names.keys() & set(assertion.speakers):
                changed = replace(assertion, speakers=_renamed(assertion.speakers, names))
                self.assertions[assertion.id] = changed

    def kind_of(self, name: str) -> SpeakerKind:
        """What a speaker whom only a person named may be; in doubt one who gets no page of their own."""
        for kind, known in (
            (FactKind.PERSON, SpeakerKind.PERSON),
            (FactKind.ORGANISATION, SpeakerKind.ORGANISATION),
        ):
            if any(entity.name == name for entity in self.entities[kind]):
                return known
        words = name.split()
        named = len(words) > 1 and words[0][:1].isupper() and words[-1][:1].isupper()
        return SpeakerKind.PERSON if named else SpeakerKind.UNNAMED


def _renamed(speakers: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.get(name, name) for name in speakers))
