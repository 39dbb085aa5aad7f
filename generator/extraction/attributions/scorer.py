"""Estimate how likely a candidate is an attribution whose content and source are both right.

Small models in a row, boosted trees over the named features of ``features`` and over what the
encoder says of the words (``tags``): *boundary* draws the content, *holder* picks the source,
*keep* weighs the whole, *rival* weighs it again beside the candidates that want the same words.
An isotonic table turns the last into the share that was right.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.extraction.attributions.candidates import Candidate
from generator.extraction.attributions.contents import Content, content_options, distinct
from generator.extraction.attributions.features import (
    CONTENT_FEATURES,
    CUE_FEATURES,
    HOLDER_FEATURES,
    OPTION_FEATURES,
    content_features,
    cue_features,
    holder_features,
    option_features,
)
from generator.extraction.attributions.holders import Holder
from generator.extraction.attributions.proposals import (
    RULE,
    Proposals,
    candidates_for,
    extents,
    options_for,
    with_linked,
)
from generator.extraction.attributions.reporting import ReportingTable, reporting_table
from generator.extraction.attributions.rivals import RIVAL_FEATURES, rival_features
from generator.extraction.attributions.tags import (
    CONTENT_TAGS,
    SOURCE_TAGS,
    Told,
    content_tags,
    source_tags,
    tell,
)
from generator.extraction.grammar import Grammar
from generator.extraction.stretches import Layout
from generator.extraction.trees import Trees, load_models, trees_from
from generator.model import Feature, Span

CHOICE_FEATURES = ("boundary-score", "boundary-lead", "boundary-rank", "holder-score", "holder-lead")
_OF_WORD, _OF_PLACE = 4, 7  # so many of the cue's features help to draw the content, to pick the source
_OF_KEEP = (
    *CUE_FEATURES, *CONTENT_FEATURES, *HOLDER_FEATURES, *CHOICE_FEATURES, *CONTENT_TAGS, *SOURCE_TAGS,
)  # fmt: skip
NAMES = {
    "boundary": (*OPTION_FEATURES, *CUE_FEATURES[:_OF_WORD], *CONTENT_TAGS),
    "holder": (*HOLDER_FEATURES, *CUE_FEATURES[:_OF_PLACE], *SOURCE_TAGS),
    "keep": _OF_KEEP,
    "rival": (*RIVAL_FEATURES, *_OF_KEEP),
}
_MOST_PASSED_ON = 3.0  # beyond this the two last models' scales say nothing of one another
_HOPELESS = -4.5  # log-odds of the keep model below which the rival model is not asked
_LEAST_STRENGTH = 0.05  # an expression that reports more seldom is not looked at
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Described:
    """A candidate with its options, and a row of features for each and for each possible source."""

    candidate: Candidate
    options: list[Content]
    option_rows: list[list[float]]
    holder_rows: list[list[float]]
    cue_row: list[float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A candidate with content and source chosen, and the features of the whole."""

    candidate: Candidate
    content: Content
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
    def content(self) -> Content:
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
    """The fitted models with the counts of expressions that their features ask."""

    reporting: ReportingTable
    boundary: Trees
    holder: Trees
    keep: Trees
    rival: Trees
    calibration: Calibration

    def score(self, g: Grammar, layout: Layout, candidates: Sequence[Candidate]) -> list[Scored]:
        """Choose each candidate's content and source, and give it a probability."""
        told = tell(g)
        described = describe(g, layout, candidates, self.reporting, told)
        bounds = self.boundary.predict([row for d in described for row in d.option_rows])
        holders = self.holder.predict([row for d in described for row in d.holder_rows])
        drawn = draw(g, layout, described, bounds.tolist(), holders.tolist(), told)
        first = self.keep.predict([d.row for d in drawn]).tolist()
        rows = rival_features(drawn, first)
        hopeful = [n for n, score in enumerate(first) if score > _HOPELESS]
        logits = self.rival.predict([rows[n] for n in hopeful]).tolist()
        return [
            Scored(drawn[n], rows[n], logit, self.calibration.share(logit))
            for n, logit in zip(hopeful, logits, strict=True)
        ]

    def worth(self, g: Grammar, anchor: int, pattern: str) -> bool:
        """Return whether a candidate of this word and construction could pass at all."""
        return worth_a_look(g, anchor, pattern, self.reporting)

    def explain(self, scored: Scored) -> tuple[Feature, ...]:
        """The features that moved the log-odds most; with ``other`` they add up to them.

        The rival model's main question is the keep model's answer: what that moved is
        divided among the keep model's features, in proportion to what they moved there.
        """
        weights = self._weights(scored)
        values = dict(zip(self.rival.names, scored.row, strict=True))
        base = weights.pop("base")
        ranked = sorted(weights.items(), key=lambda item: (-abs(item[1]), item[0]))
        other = sum(weight for _, weight in ranked[_MOST_SHOWN:])
        return (
            *(
                Feature(name, f"{values[name]:.3g}", round(weight, 3))
                for name, weight in ranked[:_MOST_SHOWN]
            ),
            Feature("other", "", round(other, 3)),
            Feature("base", "", round(base, 3)),
        )

    def _weights(self, scored: Scored) -> dict[str, float]:
        outer = self.rival.contributions(scored.row)
        inner = self.keep.contributions(scored.drawn.row)
        moved = sum(weight for name, weight in inner.items() if name != "base")
        share = outer["first-pass"] / moved if "first-pass" in outer and moved else 0.0
        if not 0.0 < share <= _MOST_PASSED_ON:
            return outer
        del outer["first-pass"]
        for name, weight in inner.items():
            if name != "base":
                outer[name] = outer.get(name, 0.0) + share * weight
        return outer


def worth_a_look(g: Grammar, anchor: int, pattern: str, reporting: ReportingTable) -> bool:
    """Return whether an expression reports often enough to be looked at."""
    return reporting.strength(g.word(anchor), pattern) >= _LEAST_STRENGTH


def describe(
    g: Grammar, layout: Layout, candidates: Sequence[Candidate], reporting: ReportingTable, told: Told
) -> list[Described]:
    """The candidates worth a look and the encoder's own, with their options and features."""
    proposed = Proposals(extents(g, told))
    found = [c for c in candidates if worth_a_look(g, c.anchor, c.pattern, reporting)]
    found = [with_linked(g, layout, told, c) for c in found]
    found += candidates_for(g, layout, told, proposed.extents, found)
    return [_described(g, layout, candidate, reporting, proposed, told) for candidate in found]


def _described(
    g: Grammar,
    layout: Layout,
    candidate: Candidate,
    reporting: ReportingTable,
    proposed: Proposals,
    told: Told,
) -> Described:
    options = [] if candidate.rule == RULE else content_options(g, layout, candidate)
    options = distinct((*options, *options_for(g, layout, candidate, proposed))) or [candidate.content]
    cue = cue_features(g, layout, candidate, reporting)
    anchor, content = candidate.anchor, candidate.content
    return Described(
        candidate,
        options,
        [
            [*option_features(g, candidate, n, option), *cue[:_OF_WORD], *content_tags(g, told, option)]
            for n, option in enumerate(options)
        ],
        [
            [
                *holder_features(g, candidate, n, holder),
                *cue[:_OF_PLACE],
                *source_tags(g, told, anchor, holder, content),
            ]
            for n, holder in enumerate(candidate.holders)
        ],
        cue,
    )


def draw(
    g: Grammar, layout: Layout, described: Sequence[Described],
    bounds: Sequence[float], holders: Sequence[float], told: Told,
) -> list[Drawn]:  # fmt: skip
    """Take each candidate's best option and source; ``bounds`` and ``holders`` score all rows in order."""
    drawn = []
    at_option = at_holder = 0
    for one in described:
        option, option_score, option_lead = _best(bounds, at_option, len(one.option_rows))
        holder, holder_score, holder_lead = _best(holders, at_holder, len(one.holder_rows))
        at_option += len(one.option_rows)
        at_holder += len(one.holder_rows)
        content, chosen = one.options[option], one.candidate.holders[holder]
        row = [
            *one.cue_row,
            *content_features(g, layout, one.candidate, content),
            *one.holder_rows[holder][: len(HOLDER_FEATURES)],
            option_score, option_lead, float(option), holder_score, holder_lead,
            *one.option_rows[option][-len(CONTENT_TAGS) :],
            *source_tags(g, told, one.candidate.anchor, chosen, content),
        ]  # fmt: skip
        drawn.append(Drawn(one.candidate, content, chosen, _source(g, layout, chosen, content), row))
    return drawn


def _source(g: Grammar, layout: Layout, holder: Holder, content: Sequence[Span]) -> tuple[Span, ...]:
    """The source's words; marks that it opens it also closes."""
    if holder.tokens is None:
        return ()
    source = g.chars(holder.tokens)
    for number in layout.across(source):
        mark = layout.quotations[number].span
        if source.start <= mark.start < source.end < mark.end <= source.end + 2:
            source = Span(source.start, mark.end)
    return _clear_of(g, source, content)


def _clear_of(g: Grammar, source: Span, content: Sequence[Span]) -> tuple[Span, ...]:
    """The source up to where the content begins in it; nothing is both."""
    over = [span for span in content if span.overlaps(source)]
    if not over:
        return (source,)
    text = g.parse.text
    before = text[source.start : max(source.start, over[0].start)]
    after = text[min(over[-1].end, source.end) : source.end]
    if len(before) >= len(after):
        cut = before.rfind(",")
        kept = before[:cut] if cut > 0 else before
        return (Span(source.start, source.start + len(kept.rstrip(" ,:;"))),) if kept.strip(" ,:;") else ()
    kept = after.strip(" ,:;.")
    end = source.end - (len(after) - len(after.rstrip(" ,:;.")))
    return (Span(end - len(kept), end),) if kept else ()


def _best(scores: Sequence[float], start: int, length: int) -> tuple[int, float, float]:
    """Place of the best of ``length`` scores from ``start``, the score, and its lead over the next."""
    part = scores[start : start + length]
    best = max(range(length), key=lambda n: (part[n], -n))
    others = [value for n, value in enumerate(part) if n != best]
    return best, part[best], part[best] - max(others) if others else 5.0


@cache
def fitted_scorer() -> Scorer:
    """The scorer shipped with the package."""
    return scorer_from(load_models(), reporting_table())


def scorer_from(models: dict[str, Any], reporting: ReportingTable) -> Scorer:
    """A scorer from the stored form of its models."""
    steps = models["calibration"]
    calibration = Calibration(tuple(steps["edges"]), tuple(steps["shares"]))
    trees = {name: trees_from(models[name]) for name in NAMES}
    return Scorer(reporting=reporting, calibration=calibration, **trees)
