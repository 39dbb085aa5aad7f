"""After the last correction: nothing may refer to what is gone, and all stands in order again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.model import AccountPair, Assertion, Attribution, Extraction, Facts, Provenance, Status
from generator.review.applying.assertions import holder_of
from generator.review.applying.draft import Proof
from generator.review.applying.matching import covered
from generator.review.corrections.correction import FactKind

_HELD = 0.5  # an attribution asserts what mostly lies in its content
_TAKEN = 0.9  # what nobody asserted is asserted by a person's attribution that holds nearly all of it


def settle(proof: Proof, before: Extraction) -> Extraction:
    """The reviewed extraction; ``before`` is what the machine found."""
    assertions = [_linked(proof, one) for one in proof.assertions.values()]
    attributions = sorted(proof.attributions.values(), key=lambda one: (one.content, one.id))
    named_before = set(_names(before.attributions, before.assertions))
    named = set(_names(attributions, assertions))
    return Extraction(
        speakers=tuple(
            one
            for one in proof.speakers.values()
            if one.name in named or one.name not in named_before or not _is_machine(one.provenance)
        ),
        attributions=tuple(attributions),
        assertions=tuple(_ranked(assertions)),
        accounts=tuple(_standing(proof)),
        facts=_facts(proof),
    )


def _is_machine(provenance: Provenance) -> bool:
    return provenance.status is Status.MACHINE


def _names(attributions: Iterable[Attribution], assertions: Iterable[Assertion]) -> Iterator[str]:
    for attribution in attributions:
        yield from attribution.speakers
    for assertion in assertions:
        yield from assertion.speakers


def _heir(proof: Proof, identifier: str) -> str:
    while identifier in proof.renamed:
        identifier = proof.renamed[identifier]
    return identifier


def _live(proof: Proof, identifier: str | None) -> Attribution | None:
    """The attribution that an id leads to today, unless it was rejected."""
    found = proof.attributions.get(_heir(proof, identifier)) if identifier else None
    return found if found and found.provenance.status is not Status.REJECTED else None


# --- assertions --------------------------------------------------------------


def _linked(proof: Proof, one: Assertion) -> Assertion:
    """The assertion with who asserts it today.

    One that the machine took from an attribution which a person rejected goes with it:
    printed without, it would be the text's own.
    """
    if one.attribution is None:
        return _adopted(proof, one)
    holder = _live(proof, one.attribution)
    if holder is None or covered((one.span,), holder.content) < _HELD:
        holder = holder_of(proof, one.span)
    if holder is None and _is_machine(one.provenance):
        return replace(one, attribution=None, speakers=(), provenance=Provenance(Status.REJECTED))
    if holder is None:
        return replace(one, attribution=None)
    speakers = holder.speakers if _is_machine(one.provenance) else one.speakers
    return replace(one, attribution=holder.id, speakers=speakers)


def _adopted(proof: Proof, one: Assertion) -> Assertion:
    """What the text itself asserts, unless a person has found out who says it."""
    holder = holder_of(proof, one.span)
    if holder is None or not holder.provenance.is_reviewed or not _is_machine(one.provenance):
        return one
    if covered((one.span,), holder.content) < _TAKEN:
        return one
    return replace(one, attribution=holder.id, speakers=holder.speakers)


def _ranked(assertions: Iterable[Assertion]) -> Iterator[Assertion]:
    """Ranks without gaps: a person's own first, what was rejected last."""
    order = sorted(
        assertions, key=lambda one: (one.provenance.status is Status.REJECTED, one.rank, one.span, one.id)
    )
    for rank, one in enumerate(order, start=1):
        yield replace(one, rank=rank)


# --- accounts and facts ------------------------------------------------------


def _standing(proof: Proof) -> Iterator[AccountPair]:
    """The pairs whose two statements still stand, by different speakers."""
    for pair in proof.accounts.values():
        one, other = (_live(proof, identifier) for identifier in pair.attributions)
        if one is None or other is None or one.id == other.id:
            continue
        if _is_machine(pair.provenance) and set(one.speakers) & set(other.speakers):
            continue
        yield replace(pair, attributions=(one.id, other.id))


def _facts(proof: Proof) -> Facts:
    return Facts(
        people=tuple(proof.entities[FactKind.PERSON]),
        organisations=tuple(proof.entities[FactKind.ORGANISATION]),
        places=tuple(proof.entities[FactKind.PLACE]),
        dates=tuple(proof.dates),
        numbers=tuple(proof.numbers),
    )
