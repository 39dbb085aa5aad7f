"""The tagger: how likely each word belongs to a content, a source, a cue.

A small net with one hidden layer reads the pipeline's vectors (``doc.tensor``) of a
word, of its neighbours and of its head, with a few plain signs. It knows nothing of
candidates; what it says of their words is among the features that weigh them.
Decision 53 has the figures.
"""

from __future__ import annotations

from base64 import b64decode
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.extraction.attributions.features import log_odds, word_of
from generator.extraction.attributions.holders import Holder
from generator.extraction.attributions.reporting import ReportingTable
from generator.extraction.attributions.stretches import Layout
from generator.extraction.grammar import Grammar
from generator.model import Span

Matrix = NDArray[np.float32]

LABELS = ("content", "source", "cue", "start", "end")
WINDOW = 2  # neighbours on either side
SCALE = 1_000  # stored numbers are whole, but for the hidden layer's: bytes and a factor
CONTENT_TAGS = (
    "tag-content", "tag-content-least", "tag-start", "tag-end", "tag-before", "tag-after", "tag-content-late",
)  # fmt: skip
SOURCE_TAGS = ("tag-source", "tag-source-head", "tag-cue")
_MAY_REPORT = frozenset(("VERB", "NOUN", "ADJ", "AUX", "ADP", "SCONJ"))
_NEVER = -6.0  # log-odds that a word reports which is none of these
_STRENGTH_SCALE = 3.0
# A larger product OpenBLAS spreads over all processors, which here costs more than it gives.
_ROWS_AT_ONCE = 8
_CERTAIN = 6.9  # log-odds of one in a thousand
_OUTSIDE = -7.0


@dataclass(frozen=True, slots=True)
class Tags:
    """Log-odds for each token of a paragraph, a list a label of :data:`LABELS`."""

    content: list[float]
    source: list[float]
    cue: list[float]
    start: list[float]
    end: list[float]


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """What the net sees of a token: standardised vectors, known relations."""

    mean: Matrix
    spread: Matrix
    relations: dict[str, int]

    def read(self, g: Grammar, layout: Layout, reporting: ReportingTable) -> Matrix | None:
        """One row a token; None where the pipeline's vectors are not those of the fit."""
        tensor = g.parse.tensor
        if tensor is None or tensor.shape[1] != len(self.mean):
            return None
        heads = [token.head for token in g.tokens]
        vectors = (tensor - self.mean) / self.spread
        signs = np.asarray(_signs(g, layout, reporting), dtype=np.float32)
        relation = np.zeros((len(heads), len(self.relations)), dtype=np.float32)
        for i, token in enumerate(g.tokens):
            if token.dep in self.relations:
                relation[i, self.relations[token.dep]] = 1.0
        place = np.asarray([[log1p(i)] for i in range(len(heads))], dtype=np.float32)
        return np.concatenate(
            [*_shifted(vectors), vectors[heads], *_shifted(signs), signs[heads, :1], place, relation],
            axis=1,
            dtype=np.float32,
        )


def _signs(g: Grammar, layout: Layout, reporting: ReportingTable) -> list[tuple[float, float, float]]:
    """How strongly a word reports, whether it is quoted, whether it is capitalised."""
    signs = []
    for i, token in enumerate(g.tokens):
        strength = _NEVER
        if token.pos in _MAY_REPORT:
            strength = log_odds(reporting.word_strength(word_of(g, i), ""))
        quoted = layout.inside[i] >= 0
        signs.append((strength / _STRENGTH_SCALE, float(quoted), float(token.text[:1].isupper())))
    return signs


def _shifted(rows: Matrix) -> list[Matrix]:
    """The rows of the neighbours from ``-WINDOW`` to ``WINDOW``; zeros beyond the ends."""
    edge = np.zeros((WINDOW, rows.shape[1]), dtype=np.float32)
    padded = np.concatenate([edge, rows, edge])
    return [padded[k : k + len(rows)] for k in range(2 * WINDOW + 1)]


@dataclass(frozen=True, slots=True, eq=False)
class Tagger:
    """The net: ``relu(x · hidden + bias) · out + out_bias``, in log-odds."""

    reader: Reader
    hidden: Matrix
    bias: Matrix
    out: Matrix
    out_bias: Matrix

    def tag(self, g: Grammar, layout: Layout, reporting: ReportingTable) -> Tags | None:
        """Log-odds for every token; None where the net cannot read the paragraph."""
        rows = self.reader.read(g, layout, reporting)
        return None if rows is None else self.judge(rows)

    def judge(self, rows: Matrix) -> Tags:
        """The same from what was read, one row a token."""
        parts = [rows[i : i + _ROWS_AT_ONCE] @ self.hidden for i in range(0, len(rows), _ROWS_AT_ONCE)]
        inner = np.maximum(np.concatenate(parts) + self.bias, 0.0)
        answers = inner @ self.out + self.out_bias
        return Tags(*np.clip(answers, -_CERTAIN, _CERTAIN).T.tolist())


def tagger_from(data: dict[str, Any]) -> Tagger:
    """A tagger as ``data/models.json`` holds it."""
    reader = reader_from(data)
    factors = _floats(data["factors"])
    hidden = np.frombuffer(b64decode(data["hidden"]), dtype=np.int8).astype(np.float32)
    return Tagger(
        reader,
        hidden.reshape(-1, len(factors)) * factors / np.float32(SCALE),
        _floats(data["bias"]),
        _floats(data["out"]).reshape(len(factors), len(LABELS)),
        _floats(data["out_bias"]),
    )


def reader_from(data: dict[str, Any]) -> Reader:
    """The part that reads, alone."""
    relations = {name: n for n, name in enumerate(data["relations"])}
    return Reader(_floats(data["mean"]), _floats(data["spread"]), relations)


def _floats(whole: Sequence[int]) -> Matrix:
    return np.asarray(whole, dtype=np.float32) / np.float32(SCALE)


# --- features of candidates -----------------------------------------------------------


def content_tags(g: Grammar, tags: Tags | None, content: Sequence[Span]) -> list[float]:
    """What the tags say of a content: inside, at its edges, beside them (:data:`CONTENT_TAGS`)."""
    ranges = [(bisect_left(g.starts, s.start), bisect_left(g.starts, s.end)) for s in content]
    inside = [mark for first, end in ranges for mark in tags.content[first:end]] if tags else []
    if tags is None or not inside:
        return [0.0] * len(CONTENT_TAGS)
    first, end = ranges[0][0], ranges[-1][1]
    late = inside[len(inside) // 2 :]
    return [
        sum(inside) / len(inside),
        min(inside),
        tags.start[first],
        max(tags.end[end - 1 : end + 1]),
        tags.content[first - 1] if first else _OUTSIDE,
        _mean(tags.content[end : end + 2]),
        sum(late) / len(late),
    ]


def source_tags(g: Grammar, tags: Tags | None, anchor: int, holder: Holder) -> list[float]:
    """What the tags say of a source; of nobody: whether any word of the sentence is one."""
    if tags is None:
        return [0.0] * len(SOURCE_TAGS)
    if holder.tokens is None or holder.head is None:
        first, end = g.sentence(anchor)
        return [0.0, max(tags.source[first:end]), tags.cue[anchor]]
    first, end = holder.tokens
    return [_mean(tags.source[first:end]), tags.source[holder.head], tags.cue[anchor]]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else _OUTSIDE
