"""What a page is told of its review: plain values, ready for JSON.

``generator/preview/assets/review.js`` reads these names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import AccountPair, Assertion, Attribution, DateFact, Entity, NumberFact, Speaker
from generator.preview.reviewing.annotations import Reviewable, key_of, reviewables
from generator.review import Outcome, Progress, Review, progress, unreviewed
from generator.review.gate import shortened

_QUOTED = 240  # code points of an annotation that the panel shows
_AROUND = 60  # code points before and behind a candidate


@dataclass(frozen=True, slots=True)
class ShownAnnotation:
    """Where it stands in the page: ``marks`` is the ``data-id`` of its marks, ``fragment`` an element's id.

    ``can`` names what may be decided of it.
    """

    key: str
    target: str
    kind: str
    words: str
    speakers: tuple[str, ...]
    says: str
    status: str
    confidence: float | None
    by: str | None
    at: str | None
    marks: str | None
    fragment: str | None
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """A place that a lost correction may mean; ``words`` with what stands around them."""

    before: str
    words: str
    behind: str


@dataclass(frozen=True, slots=True)
class ShownLost:
    """A correction that was not applied, and why."""

    correction: str
    action: str
    target: str
    words: str
    message: str
    candidates: tuple[ShownCandidate, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A review as it stands: ``waiting`` are keys, the least confident first.

    ``version`` hashes what was read and found, ``sidecar`` the corrections; a decision
    names those that it was made upon.
    ``undo`` says what could be taken back. ``chosen`` is what the last decision was about.
    """

    version: str
    sidecar: str
    by: str | None
    annotations: tuple[ShownAnnotation, ...]
    waiting: tuple[str, ...]
    progress: tuple[Progress, ...]
    speakers: tuple[str, ...]
    lost: tuple[ShownLost, ...]
    undo: str | None = None
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a state tells besides the review itself; ``fragments`` are ids in the page by key."""

    version: str
    sidecar: str
    by: str | None
    fragments: Mapping[str, str]
    names: Sequence[str] = ()
    undo: str | None = None
    chosen: str | None = None


def state_of(text: str, review: Review, around: Circumstances) -> State:
    """The state of a review of ``text``."""
    extraction = review.extraction
    every = reviewables(extraction)
    names = [*(s.name for s in extraction.speakers), *(e.name for e in extraction.facts.people)]
    names += [e.name for e in extraction.facts.organisations]
    return State(
        version=around.version,
        sidecar=around.sidecar,
        by=around.by,
        annotations=tuple(_shown(one, text, around.fragments.get(one.key)) for one in every.values()),
        waiting=tuple(dict.fromkeys(map(key_of, unreviewed(extraction)))),
        progress=tuple(progress(extraction)),
        speakers=tuple(dict.fromkeys([*names, *around.names])),
        lost=tuple(_lost(outcome, text) for outcome in review.unapplied),
        undo=around.undo,
        chosen=around.chosen,
    )


# --- annotations -------------------------------------------------------------


def _shown(found: Reviewable, text: str, fragment: str | None) -> ShownAnnotation:
    one, by = found.one, found.one.provenance
    return ShownAnnotation(
        key=found.key,
        target=found.target.value,
        kind=_kind(found),
        words=_words(found, text),
        speakers=one.speakers if isinstance(one, Attribution | Assertion) else (),
        says=_says(found),
        status=by.status.value,
        confidence=round(one.confidence, 3) if isinstance(one, Attribution) else None,
        by=by.by,
        at=by.at.date().isoformat() if by.at else None,
        marks=one.id if isinstance(one, Attribution | Assertion) else None,
        fragment=fragment,
        can=_can(found),
    )


def _kind(found: Reviewable) -> str:
    one = found.one
    if isinstance(one, Attribution | Speaker):
        return one.kind.value
    return found.kind.value if found.kind else ""


def _words(found: Reviewable, text: str) -> str:
    if isinstance(found.one, Speaker | Entity):
        return found.one.name
    return shortened(" … ".join(text[span.start : span.end] for span in found.spans), _QUOTED)


def _says(found: Reviewable) -> str:
    """What is claimed of the words besides who says them."""
    match found.one:
        case Attribution(act=act):
            return act.value
        case Assertion(verdict=verdict):
            return verdict or ""
        case Speaker(titles=titles) | Entity(titles=titles):
            return titles[0] if titles else ""
        case DateFact(value=value):
            return value or ""
        case NumberFact(value=value, unit=unit):
            return f"{value:.15g} {unit or ''}".strip()
        case AccountPair(subject=subject):
            return subject


def _can(found: Reviewable) -> tuple[str, ...]:
    if isinstance(found.one, Attribution | Assertion):
        return ("accept", "reject", "attribute", "resize")
    return ("accept", "reject")


# --- what was not applied ----------------------------------------------------


def _lost(outcome: Outcome, text: str) -> ShownLost:
    correction = outcome.correction
    words = " … ".join(part.exact for part in correction.content) or ", ".join(correction.speakers or ())
    return ShownLost(
        correction=correction.id,
        action=correction.action.value,
        target=correction.target.value,
        words=shortened(words, _QUOTED),
        message=outcome.message or "",
        candidates=tuple(_candidate(text, c.spans[0].start, c.spans[-1].end) for c in outcome.candidates),
    )


def _candidate(text: str, start: int, end: int) -> ShownCandidate:
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return ShownCandidate(
        " ".join(before.split()), shortened(text[start:end], _QUOTED), " ".join(behind.split())
    )
