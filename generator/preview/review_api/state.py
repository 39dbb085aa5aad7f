"""Describe a review to its page: from annotations and corrections to plain values for JSON."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from generator.model import (
    AccountPair,
    Act,
    Assertion,
    Attribution,
    DateFact,
    Entity,
    Kind,
    NumberFact,
    Speaker,
)
from generator.preview.review_api.form_values import fields_of
from generator.preview.review_api.schemas import AnnotationView, CandidateView, LostView, ReviewState
from generator.rendering.teller import Teller
from generator.review import Outcome, Review, progress, unreviewed
from generator.review.annotations import Reviewable, annotations_by_key
from generator.review.corrections.factory import written
from generator.review.corrections.values import read_number
from generator.review.gate import shortened

_TOLD = 1200  # code points of a sentence that the panel shows
_QUOTED = 240  # code points of an annotation that the panel shows
_AROUND = 60  # code points before and behind a candidate


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """What a state holds besides the review.

    ``fragments`` maps keys to element ids in the page; ``acts`` are those that the site publishes.
    """

    version: str
    sidecar: str
    by: str | None
    fragments: Mapping[str, str]
    names: Sequence[str] = ()
    undo: str | None = None
    chosen: str | None = None
    acts: Collection[Act] = tuple(Act)
    sure: float = 1.0
    teller: Teller | None = None


def describe_review(text: str, review: Review, context: ReviewContext) -> ReviewState:
    """Build the state of a review of ``text``."""
    extraction = review.extraction
    annotations = annotations_by_key(extraction)
    names = [*(s.name for s in extraction.speakers), *(e.name for e in extraction.facts.people)]
    names += [e.name for e in extraction.facts.organisations]
    return ReviewState(
        version=context.version,
        sidecar=context.sidecar,
        by=context.by,
        annotations=tuple(_annotation(item, text, context) for item in annotations.values()),
        waiting=tuple(dict.fromkeys(item.key for item in unreviewed(extraction, context.acts))),
        progress=tuple(progress(extraction, context.acts)),
        speakers=tuple(dict.fromkeys([*names, *context.names])),
        lost=tuple(_lost(outcome, text) for outcome in review.unapplied),
        undo=context.undo,
        chosen=context.chosen,
    )


# --- annotations -------------------------------------------------------------


def _annotation(found: Reviewable, text: str, context: ReviewContext) -> AnnotationView:
    value, by = found.value, found.provenance
    return AnnotationView(
        key=found.key,
        target=found.target.value,
        kind=_kind(found),
        words=_words(found, text),
        speakers=value.speakers if isinstance(value, Attribution | Assertion) else (),
        says=_says(found),
        status=by.status.value,
        confidence=round(value.confidence, 3) if isinstance(value, Attribution) else None,
        by=by.by,
        at=by.at.date().isoformat() if by.at else None,
        marks=value.id if isinstance(value, Attribution | Assertion) else None,
        fragment=context.fragments.get(found.key),
        can=_can(found),
        parts=len(found.spans),
        how=value.how.value if isinstance(value, Attribution) else "",
        not_said=value.not_said.value if isinstance(value, Attribution) and value.not_said else None,
        start=found.span.start,
        paragraph=_paragraph(found, context.teller),
        sure=_is_sure(found, context.sure),
        told=_told(found, context.teller),
        fields=fields_of(found),
    )


def _paragraph(found: Reviewable, teller: Teller | None) -> int:
    """Return the number of the paragraph that an annotation begins in."""
    blocks = teller.source.blocks if teller else ()
    return bisect_right([block.span.start for block in blocks], found.span.start)


def _is_sure(found: Reviewable, sure: float) -> bool:
    one = found.value
    return (
        isinstance(one, Attribution)
        and one.kind is Kind.DIRECT
        and bool(one.speakers)
        and one.confidence >= sure
    )


def _told(found: Reviewable, teller: Teller | None) -> tuple[tuple[str, str], ...]:
    if teller is None or not isinstance(found.value, Attribution):
        return ()
    words = teller.in_sentence(found.value)
    whole = sum(len(one.text) for one in words) <= _TOLD
    return tuple((one.text, one.role.value) for one in words) if whole else ()


def _kind(found: Reviewable) -> str:
    if isinstance(found.value, Attribution | Speaker):
        return found.value.kind.value
    return found.kind.value if found.kind else ""


def _words(found: Reviewable, text: str) -> str:
    if isinstance(found.value, Speaker | Entity):
        return found.value.name
    return shortened(" … ".join(text[span.start : span.end] for span in found.spans), _QUOTED)


def _says(found: Reviewable) -> str:
    """Return what is claimed about the words, besides who says them."""
    match found.value:
        case Attribution(act=act):
            return act.value
        case Assertion(verdict=verdict):
            return verdict or ""
        case Speaker(titles=titles) | Entity(titles=titles):
            return titles[0] if titles else ""
        case DateFact(value=value):
            return value or ""
        case NumberFact(unit=unit) as number:
            typed = written(number)
            figure = typed if isinstance(typed, str) else f"{typed:.15g}"
            read = read_number(typed)
            return figure if unit is None or (read and read.unit) else f"{figure} {unit}"
        case AccountPair(subject=subject):
            return subject


def _can(found: Reviewable) -> tuple[str, ...]:
    if isinstance(found.value, Attribution):
        return ("accept", "reject", "attribute", "tell", "pair", "resize")
    if isinstance(found.value, Assertion):
        return ("accept", "reject", "attribute", "alter", "lead", "resize")
    return ("accept", "reject", "alter")


# --- corrections that were not applied ----------------------------------------


def _lost(outcome: Outcome, text: str) -> LostView:
    correction = outcome.correction
    words = " … ".join(part.exact for part in correction.content) or ", ".join(correction.speakers or ())
    return LostView(
        correction=correction.id,
        action=correction.action.value,
        target=correction.target.value,
        words=shortened(words, _QUOTED),
        message=outcome.message or "",
        candidates=tuple(_candidate(text, c.spans[0].start, c.spans[-1].end) for c in outcome.candidates),
    )


def _candidate(text: str, start: int, end: int) -> CandidateView:
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return CandidateView(
        " ".join(before.split()), shortened(text[start:end], _QUOTED), " ".join(behind.split())
    )
