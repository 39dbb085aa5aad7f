"""What ``briefing check`` says about corrections that were not applied."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Problem, Severity
from generator.review.applying import Outcome, Review
from generator.review.gate import Locate, shortened
from generator.review.sidecar import Sidecar


def unapplied(
    review: Review, sidecar: Sidecar, text: str, sidecar_name: str, source_name: str, locate: Locate
) -> Iterator[Problem]:
    """One warning for each correction whose words are ambiguous or gone, where it stands in its file."""
    for outcome in review.unapplied:
        line = sidecar.line_of(outcome.correction.id)
        hint = _hint(outcome, text, source_name, locate)
        message = f"{outcome.state} correction {outcome.correction.id}: {outcome.message}"
        yield Problem(message, sidecar_name, line, 1, hint, Severity.WARNING)


def _hint(outcome: Outcome, text: str, source_name: str, locate: Locate) -> str:
    """The best candidate, or the words that are missed."""
    if outcome.candidates:
        span = outcome.candidates[0].spans[0]
        line, column = locate(span.start)
        return f"perhaps {source_name}:{line}:{column}: {shortened(text[span.start : span.end])}"
    if outcome.correction.content:
        return f"it spoke of: {shortened(outcome.correction.content[0].exact)}"
    return "take it out, or name a speaker of this text"
