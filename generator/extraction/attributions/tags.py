"""Turn the encoder's answers for tokens into features of candidates, those that weigh most.

For each of the two corpora that it learned from there is a set of tags; a corpus has its
own mind of what counts. Links lead from where a content begins to its source and its cue.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.extraction.attributions.holders import Holder
from generator.extraction.encoder.predictions import CORPORA, Matrix, Reading
from generator.extraction.grammar import Grammar
from generator.model import Span

_CONTENT = ("content", "content-least", "start", "end", "before", "after", "content-late", "inner-start")
_SOURCE = ("source", "source-head", "cue")
CONTENT_TAGS = tuple(f"{corpus}-{name}" for corpus in CORPORA for name in _CONTENT)
SOURCE_TAGS = (*(f"{corpus}-{name}" for corpus in CORPORA for name in _SOURCE), "linked-source", "linked-cue")
_OUTSIDE = -6.9
_NOT_READ = np.float32(_OUTSIDE)


@dataclass(frozen=True, slots=True)
class Tags:
    """Log-odds for each token, as one corpus would have them."""

    content: list[float]
    source: list[float]
    cue: list[float]
    start: list[float]
    end: list[float]
    source_start: list[float]


@dataclass(frozen=True, slots=True)
class Told:
    """The tags of each of the corpora; ``first`` and ``last`` are the pieces of each token."""

    tags: tuple[Tags, ...]
    reading: Reading
    first: list[int]
    last: list[int]  # behind the last one

    def linked(self, kind: int, token: int, first: int, end: int) -> float:
        """Return how likely source (0) or cue (1) of what begins at ``token`` begins among some tokens."""
        at = self.first[token]
        if at >= len(self.reading.starts):
            return 0.0
        low, high = self.first[first], self.last[end - 1]
        pairs = zip(
            self.reading.linked[kind, at].tolist(), self.reading.link_shares[kind, at].tolist(), strict=True
        )
        return float(sum(share for piece, share in pairs if low <= piece < high))

    def unlinked(self, kind: int, token: int) -> float:
        """Return how likely what begins at ``token`` has none in this paragraph."""
        at = self.first[token]
        if at >= len(self.reading.starts):
            return 1.0
        nowhere = self.reading.linked[kind, at] < 0
        return float(self.reading.link_shares[kind, at][nowhere].sum())

    def likeliest(self, kind: int, token: int) -> int | None:
        """The token where the source or cue of what begins at ``token`` begins."""
        at = self.first[token]
        piece = int(self.reading.linked[kind, at, 0]) if at < len(self.reading.starts) else -1
        if piece < 0:
            return None
        return max(0, bisect_right(self.first, piece) - 1)


def tell(g: Grammar) -> Told:
    """The paragraph's reading, token by token."""
    reading = g.parse.reading
    if reading is None:
        raise ValueError("the paragraph was parsed without the encoder")
    starts, ends = reading.starts.tolist(), reading.ends.tolist()
    first = [bisect_right(ends, token.start) for token in g.tokens]
    last = [max(one, bisect_left(starts, token.end)) for one, token in zip(first, g.tokens, strict=True)]
    edges = np.array([first, last]).T.ravel()
    return Told(tuple(_tags(reading, corpus, edges) for corpus in CORPORA), reading, first, last)


def _tags(reading: Reading, corpus: str, edges: NDArray[np.intp]) -> Tags:
    columns = {
        name: reading.tag(corpus, name)
        for name in ("content", "source", "cue", "begin", "end", "source-begin")
    }
    return Tags(
        *(
            _greatest(columns[name], edges)
            for name in ("content", "source", "cue", "begin", "end", "source-begin")
        )
    )


def _greatest(column: Matrix, edges: NDArray[np.intp]) -> list[float]:
    """The greatest value among each token's pieces."""
    padded = np.append(column, _NOT_READ)
    values = np.maximum.reduceat(padded, edges)[::2] if len(edges) else padded[:0]
    values[edges[::2] == edges[1::2]] = _NOT_READ
    found: list[float] = values.tolist()
    return found


def content_tags(g: Grammar, told: Told, content: Sequence[Span]) -> list[float]:
    """Return what the tags say of a content: inside, at its edges, beside them (:data:`CONTENT_TAGS`)."""
    ranges = [(bisect_left(g.starts, s.start), bisect_left(g.starts, s.end)) for s in content]
    return [value for tags in told.tags for value in _content(tags, ranges)]


def _content(tags: Tags, ranges: Sequence[tuple[int, int]]) -> list[float]:
    inside = [value for first, end in ranges for value in tags.content[first:end]]
    if not inside:
        return [0.0] * len(_CONTENT)
    first, end = ranges[0][0], ranges[-1][1]
    late = inside[len(inside) // 2 :]
    return [
        sum(inside) / len(inside),
        min(inside),
        max(tags.start[first : first + 2]),
        max(tags.end[max(0, end - 2) : end + 1]),
        tags.content[first - 1] if first else _OUTSIDE,
        _mean(tags.content[end : end + 2]),
        sum(late) / len(late),
        max(tags.start[first + 2 : end], default=_OUTSIDE),
    ]


def source_tags(g: Grammar, told: Told, anchor: int, holder: Holder, content: Sequence[Span]) -> list[float]:
    """Return what the tags say of a source; of nobody: whether any word of the sentence is one."""
    begin = min(bisect_left(g.starts, content[0].start), len(g.tokens) - 1)
    cue = told.linked(1, begin, anchor, anchor + 1)
    if holder.tokens is None or holder.head is None:
        first, end = g.sentence(anchor)
        rows = [[_OUTSIDE, max(tags.source[first:end]), tags.cue[anchor]] for tags in told.tags]
        return [*(value for row in rows for value in row), told.unlinked(0, begin), cue]
    first, end = holder.tokens
    rows = [[_mean(tags.source[first:end]), tags.source[holder.head], tags.cue[anchor]] for tags in told.tags]
    return [*(value for row in rows for value in row), told.linked(0, begin, first, end), cue]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else _OUTSIDE
