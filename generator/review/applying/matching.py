"""Match annotations to corrections by the words they share, never by an id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from generator.model import Span

SAME = 0.5  # the share of all characters of two contents that both have
_BUCKET = 512  # code points


def common(one: Sequence[Span], other: Sequence[Span]) -> int:
    """Count the code points two sets of spans share; spans within a set must not overlap."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


def size(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def likeness(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return Jaccard's index of the code points: 1 for the same, 0 for none in common."""
    shared = common(one, other)
    return shared / (size(one) + size(other) - shared) if shared else 0.0


def covered(part: Sequence[Span], whole: Sequence[Span]) -> float:
    """Return the share of ``part`` that lies in ``whole``."""
    return common(part, whole) / size(part) if part else 0.0


def are_one(
    content: Sequence[Span], cue: Sequence[Span], other: Sequence[Span], other_cue: Sequence[Span]
) -> bool:
    """Tell whether two reports are one: mostly the same content, or the same cue and much of it.

    A report within another one's content is its own, however much they share: the
    cue of the inner one lies in the content of the outer.
    """
    if common(cue, other_cue):
        most = SAME * min(size(content), size(other))
        return likeness(content, other) >= SAME or common(content, other) >= most
    nested = common(cue, other) or common(other_cue, content)
    return not nested and likeness(content, other) >= SAME


class SpanIndex:
    """An index of names by their spans, to find those near other spans quickly."""

    def __init__(self) -> None:
        self._buckets: defaultdict[int, set[str]] = defaultdict(set)

    def add(self, name: str, spans: Iterable[Span]) -> None:
        for bucket in _buckets(spans):
            self._buckets[bucket].add(name)

    def discard(self, name: str, spans: Iterable[Span]) -> None:
        for bucket in _buckets(spans):
            self._buckets[bucket].discard(name)

    def near(self, spans: Iterable[Span]) -> set[str]:
        found: set[str] = set()
        return found.union(*(self._buckets[b] for b in _buckets(spans) if b in self._buckets))


def _buckets(spans: Iterable[Span]) -> Iterable[int]:
    return {b for span in spans for b in range(span.start // _BUCKET, (span.end - 1) // _BUCKET + 1)}
