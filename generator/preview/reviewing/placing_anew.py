"""A correction whose words were lost, put where a person says they are now. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model import Span
from generator.preview.reviewing.refusing import refused, unknown
from generator.review import Action, Correction, Outcome, Target
from generator.review.anchoring.selectors import Selector, describe
from generator.review.corrections.factory import reanchored


def candidates_fit(outcome: Outcome) -> bool:
    """Whether a candidate is all that is missed; of several passages it would be one of them."""
    return outcome.correction.action is not Action.SPLIT_SPEAKER


def placed_anew(outcome: Outcome, candidate: int, text: str) -> Correction:
    """The correction with its words where the candidate is. Raises ``Refused``."""
    correction = outcome.correction
    if candidate >= len(outcome.candidates):
        raise unknown()
    if not candidates_fit(outcome):
        raise refused("Several passages belong to this one: correct its words in the file.")
    spans = outcome.candidates[candidate].spans
    if correction.target is Target.ACCOUNT_PAIR and outcome.placed.content:
        return correction.model_copy(update={"against": tuple(describe(text, span) for span in spans)})
    return _with_company(correction, text, spans)


def _with_company(correction: Correction, text: str, spans: Sequence[Span]) -> Correction:
    """Source and cue come along where they stand as far from the words as they did."""
    before = correction.content[0].start
    shift = 0 if before is None else spans[0].start - before
    company = {name: _shifted(getattr(correction, name), text, shift) for name in ("source", "cue")}
    return reanchored(correction, text, spans).model_copy(update=company)


def _shifted(parts: Sequence[Selector], text: str, shift: int) -> tuple[Selector, ...]:
    return tuple(_shifted_part(part, text, shift) for part in parts)


def _shifted_part(part: Selector, text: str, shift: int) -> Selector:
    if part.start is None or part.start + shift < 0 or not text.startswith(part.exact, part.start + shift):
        return part
    start = part.start + shift
    return describe(text, Span(start, start + len(part.exact)))
