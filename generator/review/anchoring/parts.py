"""Find a passage of several parts, such as a split quotation: whole, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generator.model import Span
from generator.review.anchoring.anchor import MOST_CANDIDATES, Tolerance, anchor
from generator.review.anchoring.selectors import (
    Ambiguous,
    Anchor,
    Anchored,
    Candidate,
    Found,
    Lost,
    Moved,
    Orphaned,
    Selector,
)
from generator.review.anchoring.words import SearchText

NEARBY = 300  # code points between the place that its neighbours predict and its actual one


def anchor_all(
    selectors: Sequence[Selector],
    text: SearchText | str,
    *,
    near: int | None = None,
    tolerance: Tolerance = Tolerance.SPELLING,
) -> Anchor:
    """Find all parts of a passage again, in order, or none.

    ``near`` is where the first part should begin. A part that is doubtful by itself is
    accepted where exactly one of its candidates is where its neighbours predict it.
    """
    searched = SearchText(text) if isinstance(text, str) else text
    shift = _shift(selectors[0], near)
    answers: list[Anchor] = []
    for selector in selectors:
        expected = None if selector.start is None else selector.start + shift
        answer = anchor(selector, searched, near=expected, tolerance=tolerance)
        shift = _shift(selector, answer.spans[0].start) if isinstance(answer, Found) else shift
        answers.append(answer)
    return answers[0] if len(answers) == 1 else _joined(selectors, answers, searched.text)


def _shift(selector: Selector, start: int | None) -> int:
    return start - selector.start if selector.start is not None and start is not None else 0


def _joined(selectors: Sequence[Selector], answers: list[Anchor], text: str) -> Anchor:
    settled = [_settled(selectors, answers, i) for i in range(len(answers))]
    found = [answer for answer in settled if isinstance(answer, Found)]
    spans = tuple(answer.spans[0] for answer in found)
    if len(found) < len(settled) or any(one.end > other.start for one, other in pairwise(spans)):
        return _doubt(settled, spans)
    score = min(answer.score for answer in found)
    if _torn(selectors, spans, text):
        return Ambiguous((Candidate(spans, score),))
    if all(isinstance(answer, Anchored) for answer in found):
        return Anchored(spans, score)
    return Moved(spans, score)


def _settled(selectors: Sequence[Selector], answers: list[Anchor], i: int) -> Anchor:
    """Return the answer for part ``i``, decided by its neighbours where it is doubtful."""
    answer = answers[i]
    expected = _expected(selectors, answers, i)
    if not isinstance(answer, Lost) or expected is None:
        return answer
    low = max((a.spans[0].end for a in answers[:i] if isinstance(a, Found)), default=0)
    high = min((a.spans[0].start for a in answers[i + 1 :] if isinstance(a, Found)), default=None)
    fitting = [c for c in answer.candidates if _fits(c, low, high, expected)]
    return Moved(fitting[0].spans, fitting[0].score) if len(fitting) == 1 else answer


def _fits(candidate: Candidate, low: int, high: int | None, expected: int) -> bool:
    span = candidate.spans[0]
    between = low <= span.start and (high is None or span.end <= high)
    return between and candidate.same_words and abs(span.start - expected) <= NEARBY


def _expected(selectors: Sequence[Selector], answers: list[Anchor], i: int) -> int | None:
    """Return where part ``i`` begins if it moved as its nearest neighbour did."""
    own = selectors[i].start
    found = [
        (abs(k - i), answer.spans[0].start - start)
        for k, answer in enumerate(answers)
        if isinstance(answer, Found) and (start := selectors[k].start) is not None
    ]
    return own + min(found)[1] if found and own is not None else None


def _torn(selectors: Sequence[Selector], spans: Sequence[Span], text: str) -> bool:
    """Tell whether neighbours were found in two copies: one of them is also beside the other."""
    for (one, other), (here, there) in zip(pairwise(selectors), pairwise(spans), strict=True):
        if one.start is None or other.start is None:
            continue
        apart = other.start - one.start
        if there.start - here.start != apart and (
            text.startswith(other.exact, here.start + apart)
            or (there.start >= apart and text.startswith(one.exact, there.start - apart))
        ):
            return True
    return False


def _doubt(settled: Sequence[Anchor], spans: tuple[Span, ...]) -> Lost:
    """Say why the passage is not whole: a part may be gone, or occur in several places."""
    doubtful = [c for answer in settled if isinstance(answer, Ambiguous) for c in answer.candidates]
    if not doubtful or any(isinstance(answer, Orphaned) for answer in settled):
        return Orphaned((Candidate(spans, 0.5),) if spans else ())
    whole = [Candidate(tuple(sorted({*spans, *c.spans})), c.score) for c in doubtful]
    return Ambiguous(tuple(whole[:MOST_CANDIDATES]))
