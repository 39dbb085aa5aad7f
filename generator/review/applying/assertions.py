"""Apply corrections to key assertions, and verdicts on them."""

from __future__ import annotations

from dataclasses import replace

from generator.model import Assertion, Attribution, Span, Status
from generator.review.applying.draft import ExtractionDraft, provenance
from generator.review.applying.matching import SAME, covered, likeness
from generator.review.applying.miss import NOTHING_THERE, NOTHING_TO_REJECT, Miss
from generator.review.applying.placement import Placed
from generator.review.corrections.correction import Action, Correction

_MOSTLY = 0.9
UNRANKED = 0  # before everything that the extraction ranked
WHY = "editor"


def correct(draft: ExtractionDraft, placed: Placed) -> Miss | None:
    """Apply a correction whose words were found; return what it did not find."""
    c = placed.correction
    span = Span(placed.content[0].start, placed.content[-1].end)
    old = _find(draft, Span(placed.was[0].start, placed.was[-1].end) if placed.was else span)
    if c.action is Action.REJECT:
        if old is not None:
            draft.assertions[old.id] = replace(old, provenance=provenance(c, Status.REJECTED))
        return None if old else Miss(NOTHING_TO_REJECT)
    if old is None and not placed.makes:
        return Miss(NOTHING_THERE)
    new = _corrected(draft, placed, span, old)
    draft.assertions[new.id] = new
    if c.action is Action.ADD:
        draft.put_first(new.id)
    return None


def _find(draft: ExtractionDraft, span: Span) -> Assertion | None:
    """Find the assertion that is mostly these words, or holds them."""
    every = list(draft.assertions.values())
    best = max(every, key=lambda one: likeness((span,), (one.span,)), default=None)
    if best is not None and likeness((span,), (best.span,)) >= SAME:
        return best
    holding = [one for one in every if covered((span,), (one.span,)) >= _MOSTLY]
    return min(holding, key=lambda one: one.span.end - one.span.start, default=None)


def _corrected(draft: ExtractionDraft, placed: Placed, span: Span, old: Assertion | None) -> Assertion:
    c = placed.correction
    extent_given = old is None or placed.makes or c.action is Action.RESIZE
    place = span if extent_given or old is None else old.span
    holder = draft.attribution_of(place)
    judged = c.action in (Action.CONFIRM, Action.VERDICT)
    return Assertion(
        id=old.id if old else draft.free_id(f"a-{c.id}"),
        rank=old.rank if old else UNRANKED,
        span=place,
        score=old.score if old else 1.0,
        speakers=_speakers(draft, c, old, holder),
        attribution=holder.id if holder else None,
        why=old.why if old else WHY,
        refers=tuple(one for one in old.refers if place.contains(one[0])) if old else (),
        verdict=c.text_value if c.action is Action.VERDICT else old.verdict if old else None,
        link=c.link or (old.link if old else None),
        wording=(old.wording if old else None) if c.wording is None else c.wording or None,
        provenance=provenance(c, Status.CONFIRMED if judged else Status.EDITED),
    )


def _speakers(
    draft: ExtractionDraft, c: Correction, old: Assertion | None, holder: Attribution | None
) -> tuple[str, ...]:
    if c.speakers is not None:
        return draft.ensure_speakers(c.speakers)
    if old is not None:
        return old.speakers
    return holder.speakers if holder else ()
