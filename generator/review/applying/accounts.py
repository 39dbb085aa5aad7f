"""Apply corrections to pairs of differing accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.model import AccountPair, Attribution, Span, Status
from generator.review.applying.attributions import made
from generator.review.applying.draft import ExtractionDraft, provenance
from generator.review.applying.miss import Miss
from generator.review.applying.placement import Placed
from generator.review.corrections.correction import Action

WHY = "editor"
_UNPAIRED = "one of its statements is not annotated; with against and two speakers it would be kept"


def correct(draft: ExtractionDraft, placed: Placed) -> Miss | None:
    """Apply a correction whose words were found; return what it did not find."""
    c = placed.correction
    found = _find(draft, placed)
    if len(found) > 1:
        return Miss("the statement is in several pairs; name the other one (against)", several=True)
    pair = found[0] if found else None
    if c.action is Action.REJECT:
        if pair is not None:
            draft.accounts[pair.id] = replace(pair, provenance=provenance(c, Status.REJECTED))
        return None if pair else Miss("no pair of accounts holds these statements, so none is rejected")
    if pair is None:
        pair = _make(draft, placed) if placed.makes else None
        if pair is None:
            return Miss(_UNPAIRED if placed.makes else "no pair of accounts holds these statements")
    status = Status.CONFIRMED if c.action is Action.CONFIRM else Status.EDITED
    subject = c.subject or pair.subject
    draft.accounts[pair.id] = replace(pair, subject=subject, provenance=provenance(c, status))
    return None


def _find(draft: ExtractionDraft, placed: Placed) -> list[AccountPair]:
    """Find the pair of these two statements; by one alone, the pairs that it is in."""
    one = {a.id for a in _at(draft, placed.content)}
    other = {a.id for a in _at(draft, placed.against)}
    pairs = [pair for pair in draft.accounts.values() if one & {*pair.attributions}]
    if not placed.correction.against:
        return pairs
    return [pair for pair in pairs if other & {*pair.attributions}][:1]


def _at(draft: ExtractionDraft, spans: Sequence[Span]) -> list[Attribution]:
    return draft.statements_at(spans) if spans else []


def _make(draft: ExtractionDraft, placed: Placed) -> AccountPair | None:
    """Make a pair; a statement that is no longer found is made from the correction."""
    c = placed.correction
    if not placed.against:
        return None
    speakers = c.speakers if c.speakers and len(c.speakers) == 2 else (None, None)
    sides = []
    for spans, speaker in zip((placed.content, placed.against), speakers, strict=True):
        found = _at(draft, spans)
        if not found and speaker is None:
            return None
        sides.append(found[0] if found else made(draft, c, tuple(spans), speaker or ""))
    pair = AccountPair(draft.free_id(f"d-{c.id}"), c.subject or "", (sides[0].id, sides[1].id), WHY)
    draft.accounts[pair.id] = pair
    return pair
