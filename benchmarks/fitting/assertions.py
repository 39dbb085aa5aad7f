"""Fit the weights of key assertions on annotated news: main events against the rest.

    python -m benchmarks.fitting.assertions CORPORA [--folds]

Reads ``CORPORA/newsdiscourse/train`` alone, writes ``assertion_weights.toml`` beside the
other data of the extraction. Logistic regression on the features of
``generator.extraction.assertions.ranking``, a fixed penalty, no randomness. ``--folds`` prints
cross-validated figures instead of writing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

import generator.extraction
from generator.extraction.assertions import sentences
from generator.extraction.assertions.key_assertions import candidates, headline_of
from generator.extraction.assertions.ranking import BY_HAND, news_features
from generator.extraction.language import LanguageModel
from generator.model import BlockKind
from generator.reading.sources import read_document

TARGET = Path(generator.extraction.__file__).parent / "data" / "assertion_weights.toml"
RELEVANT = frozenset(("Main", "Main_Consequence"))
PENALTY = 0.1  # C of scikit-learn, on features scaled to unit deviation
FOLDS = 6
Row = dict[str, float]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Article:
    """The candidates of one article: features, label and gold sentence (None: none)."""

    rows: list[Row]
    labels: list[bool]
    sentences: list[int | None]
    wanted: int  # sentences in the gold


def load(split: Path) -> Iterator[Article]:
    """The articles in order of their names."""
    model = LanguageModel()
    for path in sorted((split / "text").glob("*.txt")):
        document = read_document(path.parent, PurePosixPath(path.name), prefix="")
        source = document.source
        parses = model.parse(source.text[b.span.start : b.span.end] for b in source.blocks)
        summaries = [
            sentences.summarise(parse, heading=block.kind is BlockKind.HEADING)
            for block, parse in zip(source.blocks, parses, strict=True)
        ]
        placed = candidates(source, summaries)
        gold = json.loads((split / "gold" / f"{path.stem}.json").read_text("utf-8"))
        spans = [s.summary.span.shift(source.blocks[s.block].span.start) for s in placed]
        found = [_gold_sentence(gold, document.offsets.span(span)) for span in spans]
        yield Article(
            list(news_features(placed, headline_of(source, summaries))) if placed else [],
            [f is not None and bool(RELEVANT & set(gold["sentences"][f]["labels"])) for f in found],
            found,
            len(gold["sentences"]),
        )


def _gold_sentence(gold: dict[str, Any], span: tuple[int, int]) -> int | None:
    shared = [min(span[1], s["span"][1]) - max(span[0], s["span"][0]) for s in gold["sentences"]]
    best = int(np.argmax(shared))
    return best if shared[best] > 0 else None


def names_of(articles: Sequence[Article]) -> list[str]:
    return sorted({name for article in articles for row in article.rows for name in row})


def fit(articles: Sequence[Article], names: Sequence[str]) -> dict[str, float]:
    """The weight of each feature, and the bias."""
    values, labels = _matrix(articles, names), np.array([y for a in articles for y in a.labels])
    scale = values.std(0) + 1e-9
    model = LogisticRegression(C=PENALTY, max_iter=5000).fit(values / scale, labels)
    weights = dict(zip(names, (model.coef_[0] / scale).tolist(), strict=True))
    return {"bias": float(model.intercept_[0]), **weights}


def _matrix(articles: Sequence[Article], names: Sequence[str]) -> Matrix:
    return np.array([[row.get(name, 0.0) for name in names] for a in articles for row in a.rows])


def precision(article: Article, weights: dict[str, float], k: int) -> float:
    """P@k as the scorer counts it."""
    scores = [weights["bias"] + sum(weights.get(n, 0.0) * v for n, v in row.items()) for row in article.rows]
    listed: dict[int, bool] = {}
    for i in sorted(range(len(scores)), key=lambda i: -scores[i]):
        found = article.sentences[i]
        if found is not None:
            listed.setdefault(found, article.labels[i])
    return sum(list(listed.values())[:k]) / min(k, article.wanted)


def cross_validated(articles: Sequence[Article], names: Sequence[str]) -> dict[str, float]:
    """P@1, P@3 and P@5 with each fold ranked by the others' weights."""
    found: dict[int, list[float]] = {1: [], 3: [], 5: []}
    for fold in range(FOLDS):
        weights = fit([a for i, a in enumerate(articles) if i % FOLDS != fold], names)
        for article in articles[fold::FOLDS]:
            for k, values in found.items():
                values.append(precision(article, weights, k))
    return {f"P@{k}": round(float(np.mean(values)), 3) for k, values in found.items()}


def main(arguments: Sequence[str]) -> None:
    articles = [a for a in load(Path(arguments[0]) / "newsdiscourse" / "train") if a.rows]
    names = [name for name in names_of(articles) if name not in BY_HAND]
    if "--folds" in arguments:
        print(cross_validated(articles, names))
        return
    lines = [f"{name} = {value:.4f}" for name, value in fit(articles, names).items()]
    head = "# Fitted by benchmarks/fitting/assertions.py; see docs/assertions.md. In log-odds.\n\n[weights]\n"
    TARGET.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
