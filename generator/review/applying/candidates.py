"""Propose where a lost correction may belong: whole phrases, the machine's own marks first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.model import Entity, Extraction, Span
from generator.review.anchoring.edges import whole_phrase
from generator.review.anchoring.selectors import Candidate
from generator.review.annotations import facts_by_kind
from generator.review.applying.matching import common, likeness
from generator.review.applying.placement import Placed
from generator.review.corrections.correction import Target

MOST = 3
_UNLIKELY = 0.5  # of the score of the likeliest
_LIKELY = 0.4  # the score of other words from which on they may be meant: most of them, or the same context
_THERE = 0.3  # likeness from which on a mark is the one that a candidate is about

Spans = tuple[Span, ...]


def candidates(placed: Placed, text: str, found: Extraction) -> tuple[Candidate, ...]:
    """List at most three places for a correction whose words were lost, the likeliest first.

    The very words stay as they are; of others the machine's mark there is proposed, and
    where it has none, the phrase that they are part of.
    """
    lost = placed.lost.candidates if placed.lost else ()
    marks = list(_marks(placed.correction.target, found))
    likely = [one for one in lost if one.score >= _UNLIKELY * lost[0].score]
    likely = [one for one in likely if one.same_words or one.score >= _LIKELY]
    whole = [_whole(one, placed, text, marks) for one in likely]
    distinct = {candidate.spans: candidate for candidate in reversed(whole)}
    return tuple(reversed(distinct.values()))[:MOST]


def _marks(target: Target, found: Extraction) -> Iterator[Spans]:
    """Yield what the machine marked for a target, as spans."""
    match target:
        case Target.ASSERTION:
            yield from ((one.span,) for one in found.assertions)
        case Target.FACT:
            for facts in facts_by_kind(found.facts).values():
                for fact in facts:
                    yield from ((s,) for s in (fact.mentions if isinstance(fact, Entity) else (fact.span,)))
        case _:
            yield from (one.content for one in found.attributions)


def _mark_at(spans: Spans, marks: Sequence[Spans]) -> Spans | None:
    """Return the mark most like the spans, if it is like enough."""
    there = [mark for mark in marks if common(spans, mark)]
    best = max(there, key=lambda mark: likeness(spans, mark), default=None)
    if best is None or likeness(spans, best) < _THERE:
        return None
    return best


def _whole(candidate: Candidate, placed: Placed, text: str, marks: Sequence[Spans]) -> Candidate:
    """Turn a candidate into the machine's mark there, or extend it to its phrase."""
    if candidate.same_words:
        return candidate
    mark = _mark_at(candidate.spans, marks)
    if mark is not None:
        return replace(candidate, spans=mark)
    parts = placed.correction.content
    if placed.correction.target is Target.FACT or len(parts) != len(candidate.spans):
        return candidate
    spans = [whole_phrase(text, s, part.exact) for s, part in zip(candidate.spans, parts, strict=True)]
    ordered = all(one.end <= other.start for one, other in pairwise(spans))
    return replace(candidate, spans=tuple(spans)) if ordered else candidate
