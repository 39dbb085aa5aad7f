"""Choose the best scored candidates that do not stand in each other's way."""

from __future__ import annotations

from collections.abc import Sequence

from generator.extraction.attributions.scorer import Scored
from generator.model import Span

_CELL = 400  # code points; keeps the search for rivals local in a very long paragraph


def choose(scored: Sequence[Scored]) -> list[Scored]:
    """The likeliest candidates, none of whose contents overlaps a better one's.

    A candidate that lies within another's content with cue, source and all is nested
    and kept; so is one that holds another whole. In order of their contents.
    """
    chosen: list[Scored] = []
    by_place: dict[int, list[Scored]] = {}
    for one in sorted(scored, key=lambda s: (-s.logit, s.content, s.candidate.anchor)):
        places = range(one.content[0].start // _CELL, one.content[-1].end // _CELL + 1)
        near = {id(other): other for place in places for other in by_place.get(place, ())}
        same = by_place.get(-1 - one.candidate.anchor, ())
        if same or any(_rivals(one, other) for other in near.values()):
            continue
        chosen.append(one)
        by_place[-1 - one.candidate.anchor] = [one]
        for place in places:
            by_place.setdefault(place, []).append(one)
    return sorted(chosen, key=lambda s: (s.content, s.candidate.anchor))


def _rivals(one: Scored, other: Scored) -> bool:
    if not _overlap(one.content, other.content):
        return False
    return not (_nested(one, other) or _nested(other, one))


def _nested(inner: Scored, outer: Scored) -> bool:
    """Return whether ``inner``'s cue and content both lie in ``outer``'s content."""
    hull = Span(outer.content[0].start, outer.content[-1].end)
    cue = inner.candidate.cue_span
    return all(any(o.contains(span) for o in outer.content) for span in inner.content) and hull.contains(cue)


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a.overlaps(b) for a in one for b in other)
