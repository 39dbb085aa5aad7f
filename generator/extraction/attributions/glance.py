"""A glance at the pipeline's own token vectors: does a content end here?

One linear model over the vectors (``doc.tensor``) of the words on both sides of the
content's edges and of the words that govern it. Each token is projected once; an
option then costs a few additions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.extraction.attributions.contents import Option
from generator.extraction.grammar import Grammar

PLACES = ("last", "next", "first", "cue", "joint", "last-but-one", "next-but-one")
SCALE = 100_000  # stored weights are whole
UNKNOWN = 0.6  # how well an option fits on the whole, for a pipeline without these vectors


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """``weights`` has a row for each of :data:`PLACES`; the sum estimates the content's fit."""

    weights: NDArray[np.float64]
    bias: float

    def look(self, g: Grammar, cases: Sequence[tuple[int, Sequence[Option]]]) -> list[list[float]]:
        """An estimate for every option of every case, given as (anchor, options)."""
        tensor = g.parse.tensor
        if tensor is None or tensor.shape[1] != self.weights.shape[1]:
            return [[UNKNOWN] * len(options) for _, options in cases]
        projected = (np.asarray(tensor, dtype=np.float64) @ self.weights.T).tolist()
        return [
            [
                self.bias + sum(projected[i][n] for n, i in enumerate(places(g, anchor, option)) if i >= 0)
                for option in options
            ]
            for anchor, options in cases
        ]


def places(g: Grammar, anchor: int, option: Option) -> list[int]:
    """The tokens at :data:`PLACES`; -1 where there is none."""
    count = len(g.tokens)
    following = bisect_left(g.starts, option.content[-1].end)
    first = min(count - 1, bisect_left(g.starts, option.content[0].start))
    joint = -1 if option.joint is None else option.joint
    found = [
        following - 1,
        following,
        first,
        anchor,
        joint,
        following - 2,
        following + 1,
    ]
    return [i if 0 <= i < count else -1 for i in found]


def glance_from(data: dict[str, Any]) -> Glance:
    """A glance as ``data/models.json`` holds it: whole numbers, times 100,000."""
    weights = np.asarray(data["weights"], dtype=np.float64) / SCALE
    return Glance(weights.reshape(len(PLACES), -1), data["bias"] / SCALE)
