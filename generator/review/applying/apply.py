"""Apply corrections to an extraction. Pure, and repeated with every change.

    Extraction ─place→ ─each correction in the file's order→ ─finalize→ reviewed Extraction

Later corrections win over earlier ones. What a person rejected stays in the reviewed
extraction, marked as rejected; :mod:`generator.review.gate` keeps it from being published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.model import Extraction, Source
from generator.review.anchoring.selectors import Ambiguous, Candidate
from generator.review.anchoring.words import SearchText
from generator.review.applying import accounts, assertions, attributions, facts, speakers
from generator.review.applying.draft import ExtractionDraft
from generator.review.applying.finalize import finalize
from generator.review.applying.placement import Placed, place_all
from generator.review.corrections.correction import Action, Correction, Target


class OutcomeState(StrEnum):
    """What became of a correction; the last two were not applied."""

    APPLIED = "applied"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one correction: where its words are and, if it was not applied, why."""

    placed: Placed
    state: OutcomeState
    message: str | None = None

    @property
    def correction(self) -> Correction:
        return self.placed.correction

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Possible places, the best first."""
        return self.placed.lost.candidates if self.placed.lost else ()


@dataclass(frozen=True, slots=True)
class Review:
    """The reviewed extraction, and what became of each correction."""

    extraction: Extraction
    outcomes: tuple[Outcome, ...] = ()

    def count(self, state: OutcomeState) -> int:
        return Counter(outcome.state for outcome in self.outcomes)[state]

    @property
    def unapplied(self) -> tuple[Outcome, ...]:
        """The outcomes that a person has to look at: ambiguous or orphaned."""
        return tuple(o for o in self.outcomes if o.state in (OutcomeState.AMBIGUOUS, OutcomeState.ORPHANED))


# Each returns None, or why the annotation that the words lead to cannot be corrected.
_TARGETS: dict[Target, Callable[[ExtractionDraft, Placed], str | None]] = {
    Target.ATTRIBUTION: attributions.correct,
    Target.ASSERTION: assertions.correct,
    Target.SPEAKER: speakers.correct,
    Target.FACT: facts.correct,
    Target.ACCOUNT_PAIR: accounts.correct,
}


def apply(source: Source, extraction: Extraction, corrections: Sequence[Correction]) -> Review:
    """Apply ``corrections`` to what was extracted from ``source``."""
    if not corrections:
        return Review(extraction)
    draft = ExtractionDraft.of(source.text, extraction)
    outcomes = [_apply(draft, placed) for placed in place_all(corrections, SearchText(source.text))]
    return Review(finalize(draft, extraction), tuple(outcomes))


def _apply(draft: ExtractionDraft, placed: Placed) -> Outcome:
    correction, lost = placed.correction, placed.lost
    partly = correction.action is Action.SPLIT_SPEAKER and placed.content
    if lost is not None and not partly:
        return _unapplied(placed)
    message = _TARGETS[correction.target](draft, placed)
    if lost is not None:
        return _unapplied(placed)
    if message is not None:
        return Outcome(placed, OutcomeState.ORPHANED, message)
    return Outcome(placed, OutcomeState.MOVED if placed.moved else OutcomeState.APPLIED)


def _unapplied(placed: Placed) -> Outcome:
    lost = placed.lost
    if isinstance(lost, Ambiguous):
        return Outcome(placed, OutcomeState.AMBIGUOUS, "its words occur in several places")
    if lost is not None and any(candidate.same_words for candidate in lost.candidates):
        message = "its words occur in the text, but in another context, and are too few to be sure"
    else:
        message = "its words are no longer in the text"
    return Outcome(placed, OutcomeState.ORPHANED, message)
