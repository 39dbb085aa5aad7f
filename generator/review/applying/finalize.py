"""Restore consistency after the last correction: no dangling reference, everything in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.model import AccountPair, Assertion, Attribution, Extraction, Provenance, Span, Status
from generator.review.annotations import facts_of
from generator.review.applying.draft import ExtractionDraft
from generator.review.applying.matching import covered

_HELD = 0.5  # an attribution asserts what mostly lies in its content, and the sentence around its content
_TAKEN = 0.9  # an assertion without a speaker belongs to a reviewed attribution that holds this much of it


def finalize(draft: ExtractionDraft, before: Extraction) -> Extraction:
    """Build the reviewed extraction; ``before`` is what the machine found."""
    assertions = [_linked(draft, one) for one in draft.assertions.values()]
    attributions = sorted(draft.attributions.values(), key=lambda one: (one.content, one.id))
    named_before = set(_names(before.attributions, before.assertions))
    named = set(_names(attributions, assertions))
    return Extraction(
        speakers=tuple(
            one
            for one in draft.speakers.values()
            if one.name in named or one.name not in named_before or not _is_machine(one.provenance)
        ),
        attributions=tuple(attributions),
        assertions=tuple(_ranked(assertions, draft.first)),
        accounts=tuple(_standing(draft)),
        facts=facts_of(draft.facts),
    )


def _is_machine(provenance: Provenance) -> bool:
    return provenance.status is Status.MACHINE


def _names(attributions: Iterable[Attribution], assertions: Iterable[Assertion]) -> Iterator[str]:
    for attribution in attributions:
        yield from attribution.speakers
    for assertion in assertions:
        yield from assertion.speakers


# --- assertions --------------------------------------------------------------


def _linked(draft: ExtractionDraft, one: Assertion) -> Assertion:
    """Link an assertion to the attribution that now asserts it.

    One that the machine took from a rejected attribution is rejected too: without a
    speaker it would be published as the text's own.
    """
    if one.attribution is None:
        return _adopted(draft, one)
    holder = draft.live(one.attribution)
    if holder is None or not _asserts(holder, one):
        holder = draft.attribution_of(one.span)
    if holder is None and _is_machine(one.provenance):
        return replace(one, attribution=None, speakers=(), provenance=Provenance(Status.REJECTED))
    if holder is None:
        return replace(one, attribution=None)
    speakers = holder.speakers if _is_machine(one.provenance) else one.speakers
    return replace(one, attribution=holder.id, speakers=speakers)


def _asserts(holder: Attribution, one: Assertion) -> bool:
    """Tell whether an assertion lies in what was said, or is the sentence that reports it."""
    return max(covered((one.span,), holder.content), covered(holder.content, (one.span,))) >= _HELD


def _adopted(draft: ExtractionDraft, one: Assertion) -> Assertion:
    """Link an assertion of the text itself to a speaker whom a person has identified."""
    holder = draft.attribution_of(one.span)
    if holder is None or not holder.provenance.is_reviewed or not _is_machine(one.provenance):
        return one
    if covered((one.span,), holder.content) < _TAKEN:
        return one
    return replace(one, attribution=holder.id, speakers=holder.speakers)


def _ranked(assertions: Iterable[Assertion], first: Sequence[str]) -> Iterator[Assertion]:
    """Number the ranks without gaps: first what a person placed, rejected ones last."""
    places = {identifier: place for place, identifier in enumerate(first)}

    def order(one: Assertion) -> tuple[bool, int, int, Span, str]:
        rejected = one.provenance.status is Status.REJECTED
        return rejected, places.get(one.id, len(places)), one.rank, one.span, one.id

    for rank, one in enumerate(sorted(assertions, key=order), start=1):
        yield replace(one, rank=rank)


# --- accounts and facts ------------------------------------------------------


def _standing(draft: ExtractionDraft) -> Iterator[AccountPair]:
    """Yield the pairs of two remaining statements by different speakers."""
    for pair in draft.accounts.values():
        one, other = (draft.live(identifier) for identifier in pair.attributions)
        if one is None or other is None or one.id == other.id:
            continue
        if _is_machine(pair.provenance) and set(one.speakers) & set(other.speakers):
            continue
        yield replace(pair, attributions=(one.id, other.id))
