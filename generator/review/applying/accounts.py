"""Corrections of where accounts differ: a charge that only a person can make in public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.model import AccountPair, Attribution, Span, Status
from generator.review.applying.attributions import made
from generator.review.applying.draft import Proof, provenance
from generator.review.applying.finding import around, find
from generator.review.applying.placement import Placed
from generator.review.corrections.correction import Action

WHY = "editor"


def correct(proof: Proof, placed: Placed) -> str | None:
    """Apply a correction whose words were found; returns why not, if it cannot be."""
    c = placed.correction
    pair = _find(proof, placed)
    if c.action is Action.REJECT:
        if pair is not None:
            proof.accounts[pair.id] = replace(pair, provenance=provenance(c, Status.REJECTED))
        return None
    if pair is None:
        made_pair = _make(proof, placed)
        if made_pair is None:
            return "one of its statements is not marked; with against and two speakers it would be kept"
        pair = made_pair
    status = Status.CONFIRMED if c.action is Action.CONFIRM else Status.EDITED
    subject = c.subject or pair.subject
    proof.accounts[pair.id] = replace(pair, subject=subject, provenance=provenance(c, status))
    return None


def _find(proof: Proof, placed: Placed) -> AccountPair | None:
    """The pair of these two statements; named by one alone, if that is in one pair only."""
    one = {a.id for a in _statements(proof, placed.content)}
    other = {a.id for a in _statements(proof, placed.against)}
    pairs = proof.accounts.values()
    if not placed.correction.against:
        found = [pair for pair in pairs if one & {*pair.attributions}]
        return found[0] if len(found) == 1 else None
    return next((p for p in pairs if one & {*p.attributions} and other & {*p.attributions}), None)


def _statements(proof: Proof, spans: Sequence[Span]) -> list[Attribution]:
    return find(proof, spans) or around(proof, spans)[:1] if spans else []


def _make(proof: Proof, placed: Placed) -> AccountPair | None:
    """A pair of two statements; one that is no longer found is made from what the correction tells."""
    c = placed.correction
    if not placed.against:
        return None
    speakers = c.speakers if c.speakers and len(c.speakers) == 2 else (None, None)
    sides = []
    for spans, speaker in zip((placed.content, placed.against), speakers, strict=True):
        found = _statements(proof, spans)
        if not found and speaker is None:
            return None
        sides.append(found[0] if found else made(proof, c, tuple(spans), speaker or ""))
    pair = AccountPair(proof.free_id(f"d-{c.id}"), c.subject or "", (sides[0].id, sides[1].id), WHY)
    proof.accounts[pair.id] = pair
    return pair
