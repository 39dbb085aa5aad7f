"""How likely a candidate is an attribution whose content and source are both right.

Four small models in a row, all boosted trees over the named features of
``features``: *boundary* draws the content, *holder* picks the source, *keep* weighs
the whole, *rival* weighs it again beside the candidates that want the same words.
An isotonic table turns the last into the share that was right.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.extraction.candidates import Candidate
from generator.extraction.contents import Option, content_options
from generator.extraction.counts import Tables, fitted_tables
from generator.extraction.features import (
    CONTENT_FEATURES,
    CUE_FEATURES,
    HOLDER_FEATURES,
    OPTION_FEATURES,
    content_features,
    cue_features,
    holder_features,
    option_features,
    word_of,
)
from generator.extraction.grammar import Grammar
from generator.extraction.holders import Holder
from generator.extraction.rivals import RIVAL_FEATURES, rival_features
from generator.extraction.stretches import Layout
from generator.extraction.trees import Trees, load_models, trees_from
from generator.model import Feature, Span

CHOICE_FEATURES = ("boundary-score", "boundary-lead", "boundary-rank", "holder-score", "holder-lead")
BOUNDARY_NAMES = (*OPTION_FEATURES, *CUE_FEATURES[:5])
HOLDER_NAMES = (*HOLDER_FEATURES, *CUE_FEATURES[:12])
KEEP_NAMES = (*CUE_FEATURES, *CONTENT_FEATURES, *HOLDER_FEATURES, *CHOICE_FEATURES)
RIVAL_NAMES = (*RIVAL_FEATURES, *KEEP_NAMES)
MODELS = ("boundary", "holder", "keep", "rival")
LEAST_STRENGTH = 0.012  # an expression that reports more seldom is not looked at


@dataclass(frozen=True, slots=True)
class Described:
    """A candidate with its options and the features of each."""

    candidate: Candidate
    options: list[Option]
    option_rows: list[list[float]]
    holder_rows: list[list[float]]
    cue_row: list[float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A candidate with content and source chosen, and the features of the whole."""

    candidate: Candidate
    content: tuple[Span, ...]
    holder: Holder
    source: tuple[Span, ...]
    row: list[float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A drawn candidate, its log-odds and the share of such that were right.

    ``row`` are the rival model's features. Order candidates by ``logit``: shares have ties.
    """

    drawn: Drawn
    row: list[float]
    logit: float
    probability: float

    @property
    def candidate(self) -> Candidate:
        return self.drawn.candidate

    @property
    def content(self) -> tuple[Span, ...]:
        return self.drawn.content


@dataclass(frozen=True, slots=True)
class Calibration:
    """Steps of an isotonic fit: log-odds up to ``edges[i]`` were right with ``shares[i]``."""

    edges: tuple[float, ...]
    shares: tuple[float, ...]

    def share(self, logit: float) -> float:
        """Between two edges the share is interpolated, so that order is kept."""
        nth = bisect_right(self.edges, logit)
        if nth == 0:
            return self.shares[0]
        if nth == len(self.edges):
            return self.shares[-1]
        low, high = self.edges[nth - 1], self.edges[nth]
        part = (logit - low) / (high - low)
        return self.shares[nth - 1] + part * (self.shares[nth] - self.shares[nth - 1])


@dataclass(frozen=True, slots=True)
class Scorer:
    """The fitted models with the counts that their features ask."""

    tables: Tables
    boundary: Trees
    holder: Trees
    keep: Trees
    rival: Trees
    calibration: Calibration

    def score(self, g: Grammar, layout: Layout, candidates: Sequence[Candidate]) -> list[Scored]:
        """Choose each candidate's content and source, and give it a probability."""
        described = describe(g, layout, candidates, self.tables)
        if not described:
            return []
        bounds = self.boundary.predict([row for d in described for row in d.option_rows])
        holders = self.holder.predict([row for d in described for row in d.holder_rows])
        drawn = draw(g, layout, described, bounds.tolist(), holders.tolist(), self.tables)
        first = self.keep.predict([d.row for d in drawn]).tolist()
        rows = rival_features(drawn, first)
        logits = self.rival.predict(rows).tolist()
        return [
            Scored(one, row, logit, self.calibration.share(logit))
            for one, row, logit in zip(drawn, rows, logits, strict=True)
        ]

    def explain(self, scored: Scored, most: int = 12) -> tuple[Feature, ...]:
        """The features that moved the probability most, in log-odds.

        The rival model's first question is the keep model's answer; that part is
        divided among the features of the keep model in proportion to theirs.
        """
        outer = self.rival.contributions(scored.row)
        inner = self.keep.contributions(scored.drawn.row)
        passed = outer.pop("first-pass", 0.0)
        total = sum(abs(weight) for weight in inner.values()) or 1.0
        direction = 1.0 if sum(inner.values()) * passed >= 0 else -1.0
        for name, weight in inner.items():
            outer[name] = outer.get(name, 0.0) + direction * weight * abs(passed) / total
        values = dict(zip(self.keep.names, scored.drawn.row, strict=True))
        values.update(zip(self.rival.names, scored.row, strict=True))
        ranked = sorted(outer.items(), key=lambda item: (-abs(item[1]), item[0]))[:most]
        return tuple(
            Feature(name, f"{values[name]:.3g}" if name in values else "", round(weight, 4))
            for name, weight in ranked
        )


def describe(g: Grammar, layout: Layout, candidates: Sequence[Candidate], tables: Tables) -> list[Described]:
    """The candidates worth a look, with their options and features."""
    described = []
    for candidate in candidates:
        strength = tables.reporting.strength(word_of(g, candidate.anchor), candidate.pattern)
        if strength < LEAST_STRENGTH:
            continue
        options = content_options(g, layout, candidate)
        cue = cue_features(g, layout, candidate, tables)
        lead = cue[:5]
        described.append(
            Described(
                candidate,
                options,
                [
                    [*option_features(g, layout, candidate, n, option, tables), *lead]
                    for n, option in enumerate(options)
                ],
                [
                    [*holder_features(g, layout, candidate, n, holder, tables), *cue[:12]]
                    for n, holder in enumerate(candidate.holders)
                ],
                cue,
            )
        )
    return described


def draw(
    g: Grammar,
    layout: Layout,
    described: Sequence[Described],
    bounds: Sequence[float],
    holders: Sequence[float],
    tables: Tables,
) -> list[Drawn]:
    """Take each candidate's best option and source; ``bounds`` and ``holders`` score all rows in order."""
    drawn = []
    at_option = at_holder = 0
    for one in described:
        option, option_score, option_lead = _best(bounds, at_option, len(one.options))
        holder, holder_score, holder_lead = _best(holders, at_holder, len(one.holder_rows))
        at_option += len(one.options)
        at_holder += len(one.holder_rows)
        content = one.options[option].content
        chosen = one.candidate.holders[holder]
        source = (g.chars(chosen.tokens),) if chosen.tokens else ()
        row = [
            *one.cue_row,
            *content_features(g, layout, one.candidate, content, tables),
            *one.holder_rows[holder][: len(HOLDER_FEATURES)],
            option_score, option_lead, float(option), holder_score, holder_lead,
        ]  # fmt: skip
        drawn.append(Drawn(one.candidate, content, chosen, source, row))
    return drawn


def _best(scores: Sequence[float], start: int, length: int) -> tuple[int, float, float]:
    """Place of the best of ``length`` scores from ``start``, the score, and its lead over the next."""
    part = scores[start : start + length]
    best = max(range(length), key=lambda n: (part[n], -n))
    others = [value for n, value in enumerate(part) if n != best]
    return best, part[best], part[best] - max(others) if others else 5.0


@cache
def fitted_scorer() -> Scorer:
    """The scorer shipped with the package."""
    return scorer_from(load_models(), fitted_tables())


def scorer_from(models: dict[str, Any], tables: Tables) -> Scorer:
    """A scorer from the stored form of its models."""
    steps = models["calibration"]
    calibration = Calibration(tuple(steps["edges"]), tuple(steps["shares"]))
    boundary, holder, keep, rival = (trees_from(models[name]) for name in MODELS)
    return Scorer(tables, boundary, holder, keep, rival, calibration)
