"""Rivals: candidates that want the same words, and how likely they looked at first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from generator.extraction.attributions.candidates import Candidate
from generator.model import Span

RIVAL_FEATURES = (
    "first-pass", "best-rival", "best-same-cue", "best-holding", "best-held", "rivals", "rank",
    "best-same-source-before",
)  # fmt: skip
_NONE = -8.0


class _Drawn(Protocol):
    @property
    def candidate(self) -> Candidate: ...
    @property
    def content(self) -> tuple[Span, ...]: ...
    @property
    def row(self) -> list[float]: ...


def rival_features(drawn: Sequence[_Drawn], first: Sequence[float]) -> list[list[float]]:
    """For each candidate of a paragraph: its first score, its rivals' scores, then its own features.

    Only candidates whose contents come near can be rivals; a sweep in order of the
    contents keeps the work in proportion to the pairs that do.
    """
    hulls = [Span(d.content[0].start, d.content[-1].end) for d in drawn]
    found = [[score, _NONE, _NONE, _NONE, _NONE, 0.0, 0.0, _NONE] for score in first]
    for a, b in _near(hulls, [d.candidate.anchor for d in drawn]):
        _note(found[a], drawn[a], hulls[a], drawn[b], hulls[b], first[b], first[a])
        _note(found[b], drawn[b], hulls[b], drawn[a], hulls[a], first[a], first[b])
    return [[*row, *d.row] for row, d in zip(found, drawn, strict=True)]


def _near(hulls: Sequence[Span], anchors: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs whose contents overlap or that share a cue."""
    order = sorted(range(len(hulls)), key=lambda n: hulls[n])
    pairs: set[tuple[int, int]] = set()
    live: list[int] = []
    for n in order:
        live = [m for m in live if hulls[m].end > hulls[n].start][-40:]
        pairs.update((min(m, n), max(m, n)) for m in live)
        live.append(n)
    by_anchor: dict[int, list[int]] = {}
    for n, anchor in enumerate(anchors):
        for m in by_anchor.get(anchor, ()):
            pairs.add((m, n))
        by_anchor.setdefault(anchor, []).append(n)
    return sorted(pairs)


def _note(
    row: list[float], one: _Drawn, own: Span, other: _Drawn, hull: Span, score: float, own_score: float
) -> None:
    if one.candidate.anchor == other.candidate.anchor:
        row[2] = max(row[2], score)
    elif own.contains(other.candidate.cue_span) and own.contains(hull):
        row[4] = max(row[4], score)
    elif hull.contains(one.candidate.cue_span) and hull.contains(own):
        row[3] = max(row[3], score)
    else:
        row[1] = max(row[1], score)
    row[5] += 1.0
    row[6] += score > own_score
