"""What ``briefing check`` says about corrections that were not applied, or belong to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from generator.content_files import iter_files
from generator.errors import Problem, Severity
from generator.review.applying import Outcome, Review
from generator.review.corrections.sidecar import SUFFIX as CORRECTIONS
from generator.review.corrections.sidecar import Sidecar
from generator.review.corrections.sidecar import path_for as corrections_of
from generator.review.gate import Locate, shortened
from generator.review.versions.change_log import SUFFIX as CHANGES
from generator.review.versions.change_log import path_for as changes_of


def unapplied(
    review: Review, sidecar: Sidecar, text: str, sidecar_name: str, source_name: str, locate: Locate
) -> Iterator[Problem]:
    """One warning for each correction whose words are ambiguous or gone, where it stands in its file."""
    for outcome in review.unapplied:
        line = sidecar.line_of(outcome.correction.id)
        hint = _hint(outcome, text, source_name, locate)
        message = f"{outcome.state} correction {outcome.correction.id}: {outcome.message}"
        yield Problem(message, sidecar_name, line, 1, hint, Severity.WARNING)


def strays(content: Path, sources: Iterable[PurePosixPath], *, prefix: str = "content/") -> Iterator[Problem]:
    """One warning for each file of corrections or changes whose source was renamed or removed."""
    known = set(sources)
    kept = {beside(source) for source in known for beside in (corrections_of, changes_of)}
    for path in sorted(iter_files(content, PurePosixPath("content"))):
        relative = path.relative_to("content")
        if path.name.endswith((CORRECTIONS, CHANGES)) and relative not in kept:
            message = "there is no source of this name"
            hint = "was the source renamed? give this file the same name, or delete it"
            yield Problem(message, f"{prefix}{relative}", 1, 1, hint, Severity.WARNING)


def _hint(outcome: Outcome, text: str, source_name: str, locate: Locate) -> str:
    """The best candidate, or the words that are missed."""
    if outcome.candidates:
        span = outcome.candidates[0].spans[0]
        line, column = locate(span.start)
        return f"perhaps {source_name}:{line}:{column}: {shortened(text[span.start : span.end])}"
    if outcome.correction.content:
        return f"its words were: {shortened(outcome.correction.content[0].exact)}"
    return "remove it, or name a speaker of this text"
