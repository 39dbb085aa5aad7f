"""From log-odds to the share that was right, and the thresholds, on answers out of fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

import numpy as np
from sklearn.isotonic import IsotonicRegression

from benchmarks.fitting.articles import Article
from benchmarks.fitting.crossfit import Case
from benchmarks.fitting.labels import DETECTED, jaccard
from generator.extraction.attributions.decoding import choose
from generator.extraction.attributions.paragraphs import act
from generator.extraction.attributions.scorer import Scored
from generator.model import Act

_STEPS = 40
_SURE = 0.90


@dataclass(frozen=True, slots=True)
class Answer:
    """One chosen candidate: where it is, what the models say, whether it was right."""

    article: int
    act: Act
    quoted: bool
    logit: float
    right: bool


def answers(articles: Sequence[Article], cases: Sequence[Case]) -> list[Answer]:
    """The candidates that decoding leaves, paired with the gold as the scorer pairs them."""
    found: list[Answer] = []
    by_article: dict[int, list[tuple[Case, Scored]]] = {}
    for case in cases:
        scored = [
            Scored(d, [], logit, 1 / (1 + exp(-logit)))
            for d, logit in zip(case.drawn, case.logits, strict=True)
        ]
        by_article.setdefault(case.article, []).extend((case, s) for s in choose(scored))
    for number, chosen in sorted(by_article.items()):
        taken: set[int] = set()
        for case, one in sorted(chosen, key=lambda pair: -pair[1].logit):
            gold = _gold_of(case, one, articles[number])
            right = gold is not None and gold not in taken
            if gold is not None:
                taken.add(gold)
            whole = bool(one.drawn.candidate.quotations)
            found.append(Answer(number, act(case.paragraph.g, one.drawn), whole, one.logit, right))
    return found


def _gold_of(case: Case, one: Scored, article: Article) -> int | None:
    """The gold attribution whose content and source a candidate has, as the scorer counts it."""
    judge, offset = case.judge, case.paragraph.offset
    words = judge.index.covered([s.shift(offset) for s in one.content])
    fits = [(jaccard(content, words), n) for n, content in enumerate(judge.contents)]
    best, n = max(fits, default=(0.0, 0), key=lambda fit: (fit[0], -fit[1]))
    if best < DETECTED or not judge.spans_right(case.paragraph, n, one.drawn.source):
        return None
    return n


def calibration(found: Sequence[Answer]) -> dict[str, list[float]]:
    """An isotonic fit in a few steps: ``edges`` in log-odds, ``shares`` that were right."""
    logits = np.asarray([a.logit for a in found])
    right = np.asarray([float(a.right) for a in found])
    model = IsotonicRegression(y_min=0.002, y_max=0.995, out_of_bounds="clip").fit(logits, right)
    edges = np.unique(np.quantile(logits, np.linspace(0.002, 0.998, _STEPS)))
    width = np.diff(edges, prepend=edges[0] - 0.1, append=edges[-1] + 0.1)
    shares = [
        float(model.predict(np.linspace(e - low / 2, e + high / 2, 9)).mean())
        for e, low, high in zip(edges, width[:-1], width[1:], strict=True)
    ]
    return {
        "edges": [round(float(e), 4) for e in edges],
        "shares": [round(s, 4) for s in shares],
    }


def thresholds(found: Sequence[Answer], shares: Sequence[float], gold: int) -> dict[str, Any]:
    """``listed`` for the best joint F1 over all acts, ``sure`` for nine in ten right."""
    probability = np.asarray(shares)
    right = np.asarray([a.right for a in found])
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(right[order])
    precision = hits / np.arange(1, len(order) + 1)
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + gold)
    listed = float(probability[order[int(np.argmax(f1))]])
    sure = float(probability[order[int(np.flatnonzero(precision >= _SURE).max())]])
    return {"listed": round(listed, 3), "sure": round(sure, 3), "f1": float(f1.max())}
