"""Estimate how likely a reader who sums up a text picks each of its sentences.

A weighted sum of the features of :mod:`~generator.extraction.assertions.features`, in
log-odds. News has a second sum besides: how likely a sentence tells the main event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from generator.extraction.assertions.features import (
    Headline,
    Placed,
    features,
    main_event_features,
)
from generator.extraction.assertions.likeness import Likeness
from generator.extraction.tables import table
from generator.model import Attribution, Source, SourceKind

_TABLE = table("assertions.toml")
PHRASES: dict[str, str] = _TABLE["why"]
BY_HAND: dict[str, float] = _TABLE["main-event"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature is worth, in log-odds, beside a bias: of the main event, of a reader's choice."""

    main_event: Mapping[str, float]
    news: Mapping[str, float]
    spoken: Mapping[str, float]


def _fitted() -> Weights:
    fitted = table("assertion_weights.toml")
    return Weights({**fitted["main-event"], **BY_HAND}, fitted["news"], fitted["spoken"])


FITTED = _fitted()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with the probability that a reader picks it.

    ``odds`` are the log-odds of the same, ``event`` those of telling the main
    event (of what is spoken: the same again);
    ``reasons`` name the features that speak for it, the strongest first.
    """

    sentence: Placed
    score: float
    odds: float
    event: float
    reasons: tuple[str, ...]


def rank(
    source: Source,
    sentences: Sequence[Placed],
    headline: Headline | None,
    likeness: Likeness,
    attributions: Sequence[Attribution] = (),
    weights: Weights = FITTED,
) -> list[Ranked]:
    """Weigh every sentence, in the order of the text; ``likeness`` is of the same sentences."""
    if not sentences:
        return []
    spoken = source.kind is not SourceKind.ARTICLE
    of_choice = weights.spoken if spoken else weights.news
    rows = features(source, sentences, likeness, attributions)
    events = [dict[str, float]()] * len(rows) if spoken else list(main_event_features(sentences, headline))
    usual = {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}
    ranked = []
    for sentence, row, event in zip(sentences, rows, events, strict=True):
        odds = weigh(row, of_choice)
        told = weigh(event, weights.main_event) if event else odds
        lift = {
            name: of_choice.get(name, 0.0) * (value - usual[name]) for name, value in row.items() if value
        }
        for name, value in event.items():
            lift[name] = lift.get(name, 0.0) + weights.main_event.get(name, 0.0) * value
        ranked.append(Ranked(sentence, 1 / (1 + exp(-odds)), odds, told, _reasons(lift)))
    return ranked


def weigh(row: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The log-odds of one row of features."""
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in row.items())


def _reasons(lift: Mapping[str, float]) -> tuple[str, ...]:
    """Return what lifts a sentence above the usual one of its text, by how much."""
    named = [(part, name) for name, part in lift.items() if part > 0 and name in PHRASES]
    return tuple(name for _, name in sorted(named, reverse=True))
