"""From scored candidates to reports: the best ones that do not stand in each other's way."""

from __future__ import annotations

from collections.abc import Sequence

from generator.extraction.scoring import Scored
from generator.model import Span


def choose(scored: Sequence[Scored], least: float) -> list[Scored]:
    """The likeliest candidates, none of whose contents overlaps a better one's.

    A candidate that lies within another's content with cue, source and all is nested
    and kept; so is one that holds another whole.
    """
    chosen: list[Scored] = []
    for one in sorted(scored, key=lambda s: (-s.probability, s.content, s.candidate.anchor)):
        if one.probability < least:
            break
        if not any(_rivals(one, other) for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda s: (s.content, s.candidate.anchor))


def _rivals(one: Scored, other: Scored) -> bool:
    if one.candidate.anchor == other.candidate.anchor:
        return True
    if not _overlap(one.content, other.content):
        return False
    return not (_nested(one, other) or _nested(other, one))


def _nested(inner: Scored, outer: Scored) -> bool:
    """Whether ``inner``'s cue and content both lie in ``outer``'s content."""
    hull = Span(outer.content[0].start, outer.content[-1].end)
    cue = inner.candidate.cue_span
    return all(any(o.contains(span) for o in outer.content) for span in inner.content) and hull.contains(cue)


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a.overlaps(b) for a in one for b in other)
