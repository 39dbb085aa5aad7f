"""Boosted trees without the library that grew them: evaluate, and explain.

A prediction is a sum over trees in log-odds; a step from a node to its child
changes the expected value, and that change is the contribution of the feature
asked there (Saabas, "Interpreting random forests", 2014). Contributions and the
base add up to the prediction exactly.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

SCALE = 10_000  # stored numbers are whole

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """All nodes of all trees in flat arrays.

    The children of node ``n`` are ``left[n]`` and ``left[n] + 1``; a leaf is its own
    left child under a threshold that nothing exceeds. ``value`` is the expected
    value below a node, in log-odds (or the target's unit).
    """

    names: tuple[str, ...]
    base: float
    roots: Ints
    feature: Ints
    threshold: Floats
    left: Ints
    value: Floats
    depth: int

    def predict(self, rows: Sequence[Sequence[float]]) -> Floats:
        """One sum a row; ``rows`` hold features in the order of ``names``."""
        x = np.asarray(rows, dtype=np.float64)
        if not len(x):
            return np.zeros(0)
        flat = x.ravel()
        offset = (np.arange(len(x)) * x.shape[1])[:, None]
        node = np.repeat(self.roots[None, :], len(x), axis=0)
        for _ in range(self.depth):  # take() with clip: half the time of indexing, and no index is out
            asked = flat.take(self.feature.take(node, mode="clip") + offset, mode="clip")
            node = self.left.take(node, mode="clip") + (asked > self.threshold.take(node, mode="clip"))
        total: Floats = self.value.take(node, mode="clip").sum(axis=1) + self.base
        return total

    def contributions(self, row: Sequence[float]) -> dict[str, float]:
        """Return what each feature adds to the prediction of one row; ``base`` is what all rows share."""
        found: dict[str, float] = {"base": self.base + float(self.value[self.roots].sum())}
        for root in self.roots:
            node = int(root)
            while (left := int(self.left[node])) != node:
                child = left + int(row[self.feature[node]] > self.threshold[node])
                name = self.names[self.feature[node]]
                found[name] = found.get(name, 0.0) + float(self.value[child] - self.value[node])
                node = child
        return found


def trees_from(data: dict[str, Any]) -> Trees:
    """Trees as ``data/models.json`` holds them.

    Each tree is written breadth first, so that the places of children follow from
    which nodes are leaves (``feature`` is -1). Thresholds and values are stored times
    10,000.
    """
    asked = np.asarray(data["feature"], dtype=np.intp)
    leaf = asked < 0
    roots, left, depth = _places(leaf, data["sizes"])
    threshold = np.asarray(data["threshold"], dtype=np.float64) / SCALE
    return Trees(
        names=tuple(data["names"]),
        base=data["base"] / SCALE,
        roots=roots,
        feature=np.where(leaf, 0, asked).astype(np.intp),
        threshold=np.where(leaf, np.inf, threshold),
        left=left,
        value=np.asarray(data["value"], dtype=np.float64) / SCALE,
        depth=depth,
    )


def _places(leaf: NDArray[np.bool_], sizes: Sequence[int]) -> tuple[Ints, Ints, int]:
    """Roots, left children (a leaf is its own) and the depth of the deepest tree."""
    left = np.arange(len(leaf), dtype=np.intp)
    roots = np.zeros(len(sizes), dtype=np.intp)
    deepest = start = 0
    for number, size in enumerate(sizes):
        roots[number] = start
        level = {start: 0}
        following = start + 1
        for node in range(start, start + size):
            deepest = max(deepest, level[node])
            if not leaf[node]:
                left[node] = following
                level[following] = level[following + 1] = level[node] + 1
                following += 2
        start += size
    return roots, left, deepest


@cache
def load_models() -> dict[str, Any]:
    """The fitted models by name, as stored."""
    path = files("generator.extraction").joinpath("data", "models.json")
    models: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return models
