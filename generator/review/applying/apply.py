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
from generator.review.applying.candidates import candidates
from generator.review.applying.draft import ExtractionDraft
from generator.review.applying.finalize import finalize
from generator.review.applying.miss import Miss
from generator.review.applying.placement import Placed, place_all
from generator.review.corrections.correction import Action, Correction, Target
from generator.review.people.registry import NOBODY, Registry


class OutcomeState(StrEnum):
    """What became of a correction; the last three are misses: it was not applied, or not whole."""

    APPLIED = "applied"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    ORPHANED = "orphaned"
    SUPERSEDED = "superseded"


MISSES = (OutcomeState.AMBIGUOUS, OutcomeState.ORPHANED, OutcomeState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one correction: where its words are and, if it was not applied, why."""

    placed: Placed
    state: OutcomeState
    message: str | None = None
    candidates: tuple[Candidate, ...] = ()  # places that may be meant, the best first

    @property
    def correction(self) -> Correction:
        return self.placed.correction


@dataclass(frozen=True, slots=True)
class Review:
    """The reviewed extraction, and what became of each correction."""

    extraction: Extraction
    outcomes: tuple[Outcome, ...] = ()

    def count(self, state: OutcomeState) -> int:
        return Counter(outcome.state for outcome in self.outcomes)[state]

    @property
    def unapplied(self) -> tuple[Outcome, ...]:
        """The misses, which a person has to look at."""
        return tuple(o for o in self.outcomes if o.state in MISSES)


# Each returns None, or what it did not find where the words are.
_TARGETS: dict[Target, Callable[[ExtractionDraft, Placed], Miss | None]] = {
    Target.ATTRIBUTION: attributions.correct,
    Target.ASSERTION: assertions.correct,
    Target.SPEAKER: speakers.correct,
    Target.FACT: facts.correct,
    Target.ACCOUNT_PAIR: accounts.correct,
}


def apply(
    source: Source, extraction: Extraction, corrections: Sequence[Correction], registry: Registry = NOBODY
) -> Review:
    """Apply ``corrections`` to what was extracted from ``source``; ``registry`` says who is who."""
    if not corrections:
        return Review(extraction)
    draft = ExtractionDraft.of(source.text, extraction, registry)
    placed = place_all(corrections, SearchText(source.text))
    outcomes = [_apply(draft, one, source.text, extraction) for one in placed]
    return Review(finalize(draft, extraction), tuple(outcomes))


def _apply(draft: ExtractionDraft, placed: Placed, text: str, found: Extraction) -> Outcome:
    """Apply one correction; ``found`` is what the machine found, before all corrections."""
    correction, lost = placed.correction, placed.lost
    partly = correction.action is Action.SPLIT_SPEAKER and placed.content
    if lost is not None and not partly:
        return _lost(placed, text, found)
    miss = _TARGETS[correction.target](draft, placed)
    if lost is not None:
        return _lost(placed, text, found)
    if miss is None:
        return Outcome(placed, OutcomeState.MOVED if placed.moved else OutcomeState.APPLIED)
    if miss.several:
        return Outcome(placed, OutcomeState.AMBIGUOUS, miss.message)
    if (
        not miss.refused
        and _TARGETS[correction.target](ExtractionDraft.of(text, found, draft.registry), placed) is None
    ):
        return Outcome(placed, OutcomeState.SUPERSEDED, "an earlier correction has changed what it speaks of")
    return Outcome(placed, OutcomeState.ORPHANED, miss.message)


def _lost(placed: Placed, text: str, found: Extraction) -> Outcome:
    """Say why the words were not found, and where they may be now."""
    possible = candidates(placed, text, found)
    if isinstance(placed.lost, Ambiguous):
        return Outcome(placed, OutcomeState.AMBIGUOUS, "its words occur in several places", possible)
    return Outcome(placed, OutcomeState.ORPHANED, _why_orphaned(placed), possible)


def _why_orphaned(placed: Placed) -> str:
    found = placed.lost.candidates if placed.lost else ()
    if not any(candidate.same_words for candidate in found):
        return "its words are no longer in the text"
    parts = (*placed.correction.content, *placed.correction.against)
    if any(part.prefix.strip() or part.suffix.strip() for part in parts):
        return "its words occur in the text, but in another context, and are too few to be sure"
    return "its words are too few to be sure; give some of those before or behind them (prefix, suffix)"
