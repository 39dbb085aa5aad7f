"""Corrections of the key assertions, and verdicts on them."""

from __future__ import annotations

from dataclasses import replace

from generator.model import Assertion, Attribution, Span, Status
from generator.review.applying.draft import Proof, provenance
from generator.review.applying.matching import SAME, covered, likeness
from generator.review.applying.placement import Placed
from generator.review.applying.speakers import known_names
from generator.review.corrections.correction import Action, Correction

_MOSTLY = 0.9
_HELD = 0.5  # the share of an assertion that must lie in the attribution that asserts it
UNRANKED = 0  # before all that the extraction ranked
WHY = "editor"


def correct(proof: Proof, placed: Placed) -> str | None:
    """Apply a correction whose words were found; returns why not, if it cannot be."""
    c = placed.correction
    span = Span(placed.content[0].start, placed.content[-1].end)
    old = _find(proof, Span(placed.was[0].start, placed.was[-1].end) if placed.was else span)
    if c.action is Action.REJECT:
        if old is not None:
            proof.assertions[old.id] = replace(old, provenance=provenance(c, Status.REJECTED))
        return None
    new = _corrected(proof, c, span, old)
    proof.assertions[new.id] = new
    return None


def _find(proof: Proof, span: Span) -> Assertion | None:
    """The assertion that is mostly these words, or holds them."""
    every = list(proof.assertions.values())
    best = max(every, key=lambda one: likeness((span,), (one.span,)), default=None)
    if best is not None and likeness((span,), (best.span,)) >= SAME:
        return best
    holding = [one for one in every if covered((span,), (one.span,)) >= _MOSTLY]
    return min(holding, key=lambda one: one.span.end - one.span.start, default=None)


def _corrected(proof: Proof, c: Correction, span: Span, old: Assertion | None) -> Assertion:
    extent_given = old is None or c.is_whole or c.action in (Action.ADD, Action.RESIZE)
    place = span if extent_given or old is None else old.span
    holder = holder_of(proof, place)
    judged = c.action in (Action.CONFIRM, Action.VERDICT)
    return Assertion(
        id=old.id if old else proof.free_id(f"a-{c.id}"),
        rank=old.rank if old else UNRANKED,
        span=place,
        score=old.score if old else 1.0,
        speakers=_speakers(proof, c, old, holder),
        attribution=holder.id if holder else None,
        why=old.why if old else WHY,
        verdict=c.text_value if c.action is Action.VERDICT else old.verdict if old else None,
        link=c.link or (old.link if old else None),
        provenance=provenance(c, Status.CONFIRMED if judged else Status.EDITED),
    )


def _speakers(
    proof: Proof, c: Correction, old: Assertion | None, holder: Attribution | None
) -> tuple[str, ...]:
    if c.speakers is not None:
        return known_names(proof, c.speakers)
    if old is not None:
        return old.speakers
    return holder.speakers if holder else ()


def holder_of(proof: Proof, span: Span) -> Attribution | None:
    """The attribution, not rejected, whose content is or holds most of the span."""
    near = [proof.attributions[name] for name in proof.index.near([span])]
    live = [one for one in near if one.provenance.status is not Status.REJECTED]
    holding = [one for one in live if covered((span,), one.content) >= _HELD]
    return max(holding, key=lambda one: (likeness((span,), one.content), one.id), default=None)
