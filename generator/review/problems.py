"""Report what stands in the way of publication: missing reviews, lost corrections, stray files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from generator.content_files import iter_files
from generator.errors import Problem, Severity
from generator.model import Act, Extraction
from generator.review.applying import Outcome, Review
from generator.review.corrections.sidecar import SUFFIX as CORRECTIONS
from generator.review.corrections.sidecar import Sidecar
from generator.review.corrections.sidecar import path_for as corrections_of
from generator.review.gate import shortened
from generator.review.progress import unreviewed
from generator.review.versions.change_log import SUFFIX as CHANGES
from generator.review.versions.change_log import path_for as changes_of
from generator.settings import ReviewSettings

Locate = Callable[[int], tuple[int, int]]
"""From a position of the text to line and column of its file."""


def lost_corrections(
    review: Review, sidecar: Sidecar, text: str, sidecar_name: str, source_name: str, locate: Locate
) -> Iterator[Problem]:
    """Yield a warning for each correction whose words are ambiguous or gone."""
    for outcome in review.unapplied:
        line = sidecar.line_of(outcome.correction.id)
        hint = _hint(outcome, text, source_name, locate)
        message = f"{outcome.state} correction {outcome.correction.id}: {outcome.message}"
        yield Problem(message, sidecar_name, line, 1, hint, Severity.WARNING)


def missing_reviews(
    extraction: Extraction,
    text: str,
    settings: ReviewSettings,
    file: str,
    locate: Locate,
    acts: Collection[Act] = tuple(Act),
) -> Iterator[Problem]:
    """Yield an error for each annotation that must be reviewed before publication and is not."""
    for waiting in unreviewed(extraction, acts):
        if waiting.target in settings.require:
            line, column = locate(waiting.span.start)
            words = shortened(text[waiting.span.start : waiting.span.end])
            sure = "" if waiting.confidence is None else f", {waiting.confidence:.0%} sure"
            hint = "confirm, correct or reject it; or change [review] require in briefing.toml"
            yield Problem(f"{waiting.target} not reviewed: {words}{sure}", file, line, column, hint)


def stray_files(
    content: Path, sources: Iterable[PurePosixPath], *, prefix: str = "content/"
) -> Iterator[Problem]:
    """Yield a warning for each review file or change log without a source of its name."""
    known = set(sources)
    kept = {beside(source) for source in known for beside in (corrections_of, changes_of)}
    for path in sorted(iter_files(content, PurePosixPath("content"))):
        relative = path.relative_to("content")
        if path.name.endswith((CORRECTIONS, CHANGES)) and relative not in kept:
            message = "there is no source of this name"
            hint = "was the source renamed? give this file the same name, or delete it"
            yield Problem(message, f"{prefix}{relative}", 1, 1, hint, Severity.WARNING)


def _hint(outcome: Outcome, text: str, source_name: str, locate: Locate) -> str:
    """Name the best candidate, or the words that are missing."""
    if outcome.candidates:
        span = outcome.candidates[0].spans[0]
        line, column = locate(span.start)
        return f"perhaps {source_name}:{line}:{column}: {shortened(text[span.start : span.end])}"
    if outcome.correction.content:
        return f"its words were: {shortened(outcome.correction.content[0].exact)}"
    return "remove it, or name a speaker of this text"
