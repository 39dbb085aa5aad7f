"""Fitting the tagger: which words of the train split stand in a content, a source, a cue.

A net with one hidden layer, all five labels at once (scikit-learn's MLP, Adam, a rate
that falls to nothing), written down as bytes with a factor a hidden unit.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier

from benchmarks.fitting.articles import Article, Paragraph
from generator.extraction.attributions.reporting import ReportingTable
from generator.extraction.attributions.tagger import LABELS, SCALE, Reader, reader_from

Matrix = NDArray[np.float32]
Labels = NDArray[np.uint8]

_HIDDEN = 48
_ROUNDS = 5
_RATE = 2e-3
_SLOWEST = 1e-5
_RIDGE = 1e-3
_LARGEST = 127
_NARROWEST = 1e-3


def gold_labels(article: Article) -> list[Labels]:
    """For each paragraph one row a token, one column for each of :data:`LABELS`."""
    marked = np.zeros((len(article.text) + 1, len(LABELS)), dtype=np.uint8)
    for attribution in article.gold:
        for column, spans in enumerate((attribution.content, attribution.source, attribution.cue)):
            for start, end in spans:
                marked[start:end, column] = 1
        if attribution.content:
            marked[min(start for start, _ in attribution.content), LABELS.index("start")] = 1
            marked[max(end for _, end in attribution.content) - 1, LABELS.index("end")] = 1
    return [_of_tokens(paragraph, marked) for paragraph in article.paragraphs]


def _of_tokens(paragraph: Paragraph, marked: Labels) -> Labels:
    rows = np.zeros((len(paragraph.g.tokens), len(LABELS)), dtype=np.uint8)
    for row, token in zip(rows, paragraph.g.tokens, strict=True):
        start, end = token.start + paragraph.offset, token.end + paragraph.offset
        row[:3] = marked[start, :3]
        row[3:] = marked[start:end, 3:].max(axis=0, initial=0)
    return rows


def what_to_read(paragraphs: Sequence[Paragraph]) -> dict[str, Any]:
    """The stored form of the reader: vectors' means and spreads, names of relations."""
    vectors = np.concatenate([p.g.parse.tensor for p in paragraphs if p.g.parse.tensor is not None])
    spread = vectors.std(axis=0, dtype=np.float64) + _NARROWEST
    return {
        "mean": _whole(vectors.mean(axis=0, dtype=np.float64)),
        "spread": _whole(spread),
        "relations": sorted({token.dep for p in paragraphs for token in p.g.tokens}),
    }


def read(reading: dict[str, Any], paragraph: Paragraph, reporting: ReportingTable) -> Matrix:
    """One paragraph as the net sees it."""
    reader: Reader = reader_from(reading)
    rows = reader.read(paragraph.g, paragraph.layout, reporting)
    if rows is None:
        raise ValueError("the fit needs a pipeline with token vectors")
    return rows


def grow_tagger(reading: dict[str, Any], rows: Matrix, labels: Labels) -> dict[str, Any]:
    """Fit the net, and return it in its stored form."""
    net = MLPClassifier((_HIDDEN,), alpha=_RIDGE, batch_size=512, learning_rate_init=_RATE, random_state=7)
    for nth in range(_ROUNDS):
        net.partial_fit(rows, labels, classes=np.arange(len(LABELS)) if nth == 0 else None)
        rate = _RATE * (1 - (nth + 1) / _ROUNDS) + _SLOWEST
        net._optimizer.learning_rate_init = net._optimizer.learning_rate = rate
    hidden, out = net.coefs_
    factors = np.abs(hidden).max(axis=0) / _LARGEST
    return {
        **reading,
        "hidden": b64encode(np.round(hidden / factors).astype(np.int8).tobytes()).decode(),
        "factors": _whole(factors, SCALE),
        "bias": _whole(net.intercepts_[0]),
        "out": _whole(out.ravel()),
        "out_bias": _whole(net.intercepts_[1]),
    }


def _whole(values: NDArray[Any], scale: int = 1) -> list[int]:
    return [round(float(value) * scale * SCALE) for value in values]
