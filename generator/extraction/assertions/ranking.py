"""How likely each sentence states the main event, from a few named features.

News tells its main event in the first sentence, and comes back to it with the verbs
and names of headline and opening. Each feature has a weight in :data:`NEWS`, fitted on
annotated news (docs/assertions.md); speeches and transcripts have weights of their own,
set by hand, since nothing of theirs is opened by its main point.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, log1p

from generator.extraction.assertions.sentences import SentenceSummary
from generator.extraction.tables import table

_TABLE = table("assertions.toml")
PHRASES: dict[str, str] = _TABLE["why"]
BY_HAND: dict[str, float] = _TABLE["news"]
NEWS: dict[str, float] = {**table("assertion_weights.toml")["weights"], **BY_HAND}
SPOKEN: dict[str, float] = _TABLE["spoken"]
EARLY = 12  # sentences among which the news must come after an opening that is none
WEAK = 0.15  # share of the headline's words below which an opening does not tell the news
SHORT = 12  # words
SPOKEN_MARKS = ("pronoun", "greeting", "first-person", "second-person", "counting")


@dataclass(frozen=True, slots=True)
class Headline:
    """Stems of the headline's words, and of its verbs."""

    stems: frozenset[str]
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence that can be an assertion, with its block and place among such sentences."""

    summary: SentenceSummary
    block: int
    number: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with its probability and the features that speak for it, the strongest first."""

    sentence: Placed
    score: float
    reasons: tuple[str, ...]


def rank(sentences: Sequence[Placed], headline: Headline | None, *, spoken: bool) -> list[Ranked]:
    """The sentences by falling probability; of equals the earlier first."""
    if not sentences:
        return []
    weights = SPOKEN if spoken else NEWS
    describe = spoken_features if spoken else news_features
    ranked = [
        _weighed(sentence, features, weights)
        for sentence, features in zip(sentences, describe(sentences, headline), strict=True)
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.sentence.number))


def _weighed(sentence: Placed, features: dict[str, float], weights: dict[str, float]) -> Ranked:
    parts = [(weights.get(name, 0.0) * value, name) for name, value in features.items()]
    total = weights["bias"] + sum(part for part, _ in parts)
    reasons = sorted(((part, name) for part, name in parts if part > 0 and name in PHRASES), reverse=True)
    return Ranked(sentence, 1 / (1 + exp(-total)), tuple(name for _, name in reasons))


def news_features(sentences: Sequence[Placed], headline: Headline | None) -> Iterator[dict[str, float]]:
    """The features of every sentence of a piece of news, in order."""
    opening = sentences[0].summary
    weak = headline is not None and _share(headline.stems, opening.stems) < WEAK
    for number, sentence in enumerate(sentences):
        summary = sentence.summary
        features = {
            "lateness": log1p(number),
            "history": float("history" in summary.marks),
            "short": float(summary.words < SHORT),
            "pronoun": float("pronoun" in summary.marks and "quotation" not in summary.marks),
        }
        if headline is not None:
            features["headline"] = _share(headline.stems, summary.stems)
            features["event-of-headline"] = float(not headline.events.isdisjoint(summary.events))
        if number == 0:
            features |= _of_the_opening(summary, headline)
        else:
            features["same-event"] = float(not opening.events.isdisjoint(summary.events))
            if weak and number < EARLY:
                features["after-weak-opening"] = log1p(number)
        yield features


def _of_the_opening(opening: SentenceSummary, headline: Headline | None) -> dict[str, float]:
    """What tells an opening that is the news from one that leads up to it."""
    return {
        "opening": 1.0,
        "opening-quotation": float("quotation" in opening.marks),
        "opening-pronoun": float("pronoun" in opening.marks),
        "opening-short": float(opening.words < SHORT),
        "opening-apart": float(headline is not None and headline.stems.isdisjoint(opening.stems)),
    }


def _share(wanted: frozenset[str], found: frozenset[str]) -> float:
    return len(wanted & found) / len(wanted) if wanted else 0.0


def spoken_features(sentences: Sequence[Placed], headline: Headline | None) -> Iterator[dict[str, float]]:
    """The features of what is spoken: how much a sentence says of what the whole keeps saying."""
    spread = Counter(stem for sentence in sentences for stem in sentence.summary.stems)
    heavy = log(1 + len(sentences))
    for sentence in sentences:
        stems, marks = sentence.summary.stems, sentence.summary.marks
        repeated = sorted((log(spread[stem]) for stem in stems), reverse=True)[:8]
        yield {
            "recurring": sum(repeated) / (8 * heavy) if repeated else 0.0,
            "headline": _share(headline.stems, stems) if headline else 0.0,
            "too-short": float(sentence.summary.words < 8),
            "too-long": float(sentence.summary.words > 45),
            **{name: 1.0 for name in SPOKEN_MARKS if name in marks},
        }
