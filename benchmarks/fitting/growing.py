"""Growing boosted trees with scikit-learn, and writing them down without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)

from generator.extraction.trees import SCALE, Trees, trees_from


@dataclass(frozen=True, slots=True)
class Growth:
    """How many trees, how large, how fast."""

    trees: int
    leaves: int
    rate: float
    least: int = 30
    ridge: float = 1.0
    shown: float = 1.0  # share of the features that each split may ask


def grow(
    rows: NDArray[np.float64], targets: NDArray[np.float64], names: Sequence[str], growth: Growth,
    weights: NDArray[np.float64] | None = None, regression: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Fit, and return the model in its stored form."""
    kind = HistGradientBoostingRegressor if regression else HistGradientBoostingClassifier
    model = kind(
        max_iter=growth.trees, max_leaf_nodes=growth.leaves, learning_rate=growth.rate, max_depth=9,
        min_samples_leaf=growth.least, l2_regularization=growth.ridge, early_stopping=False,
        max_features=growth.shown, random_state=7,
    )  # fmt: skip
    model.fit(rows, targets, sample_weight=weights)
    base = float(np.ravel(model._baseline_prediction)[0])
    return _stored([stage[0].nodes for stage in model._predictors], base, names)


def _stored(trees: Sequence[Any], base: float, names: Sequence[str]) -> dict[str, Any]:
    feature: list[int] = []
    threshold: list[int] = []
    value: list[int] = []
    for nodes in trees:
        means = _means(nodes)
        order = [0]
        for node in order:  # grows while we go: breadth first, so that siblings are neighbours
            record = nodes[node]
            value.append(round(means[node] * SCALE))
            if record["is_leaf"]:
                feature.append(-1)
                threshold.append(0)
            else:
                feature.append(int(record["feature_idx"]))
                threshold.append(round(float(record["num_threshold"]) * SCALE))
                order += [int(record["left"]), int(record["right"])]
    return {
        "names": list(names), "base": round(base * SCALE), "sizes": [len(nodes) for nodes in trees],
        "feature": feature, "threshold": threshold, "value": value,
    }  # fmt: skip


def _means(nodes: Any) -> list[float]:
    """The expected value below every node, by the training rows that came there."""
    means = [float(record["value"]) for record in nodes]
    for n in range(len(nodes) - 1, -1, -1):  # children come after their parents
        record = nodes[n]
        if not record["is_leaf"]:
            one, two = int(record["left"]), int(record["right"])
            a, b = float(nodes[one]["count"]), float(nodes[two]["count"])
            means[n] = (means[one] * a + means[two] * b) / (a + b)
    return means


def revive(stored: dict[str, Any]) -> Trees:
    """The model as the product will read it."""
    return trees_from(stored)
