"""Measure how alike sentences are in what they tell, for all that asks.

Today by the stems that they share, the rarer in the text the heavier. Whoever has better
vectors of sentences replaces :class:`Likeness`; nothing else compares sentences.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from math import log, sqrt

Vector = dict[str, float]


class Likeness:
    """Likeness from 0 to 1 between the sentences of one text, its title and the whole."""

    def __init__(self, sentences: Sequence[Collection[str]], title: Collection[str] = ()) -> None:
        rows = [*sentences, title]
        known = Counter(stem for row in rows for stem in row)
        weights = {stem: log((len(rows) + 1) / count) for stem, count in known.items()}
        self._vectors = [_unit({stem: weights[stem] for stem in sorted(row)}) for row in rows]
        whole: Vector = defaultdict(float)
        for vector in self._vectors[:-1]:
            for stem, weight in vector.items():
                whole[stem] += weight
        self._whole = _unit(whole)

    def between(self, one: int, other: int) -> float:
        """Compare two sentences by their numbers."""
        return _product(self._vectors[one], self._vectors[other])

    def to_title(self, one: int) -> float:
        """Compare a sentence with the title."""
        return _product(self._vectors[one], self._vectors[-1])

    def to_whole(self, one: int) -> float:
        """Compare a sentence with all of the text."""
        return _product(self._vectors[one], self._whole)


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {stem: weight / length for stem, weight in vector.items()}


def _product(one: Vector, other: Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other.get(stem, 0.0) for stem, weight in one.items())
