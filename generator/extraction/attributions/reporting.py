"""Reporting expressions: how strongly a word in a construction reports, and what it does.

Both tables are data: ``reporting.tsv`` (counts) and ``acts.toml``. Strength is a
share with two steps of back-off: word and construction, then each alone, in the
manner of Witten and Bell's smoothing.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generator.model import Act

_QUOTED = "quote-"  # patterns of whole quotations
_OVERALL = 0.05  # of an expression of which nothing is known
_PRIOR_WEIGHT = 4.0  # a count of this size weighs as much as the back-off


@dataclass(frozen=True, slots=True)
class Counts:
    """How often something reported, among how many uses."""

    attributed: float
    seen: float

    def share(self, prior: float, weight: float = _PRIOR_WEIGHT) -> float:
        return (self.attributed + weight * prior) / (self.seen + weight)


NO_COUNTS = Counts(0.0, 0.0)


class ReportingTable:
    """Counts by word and construction; ``*`` stands for all words or all constructions."""

    def __init__(self, rows: dict[tuple[str, str], Counts]) -> None:
        self.rows = rows
        self._strengths: dict[tuple[str, str], float] = {}

    def strength(self, word: str, pattern: str) -> float:
        """The share of uses in which this word in this construction reports."""
        known = self._strengths.get((word, pattern))
        if known is None:
            prior = (self.pattern_strength(pattern) * self.word_strength(word, pattern)) ** 0.5
            known = self.rows.get((word, pattern), NO_COUNTS).share(prior)
            self._strengths[word, pattern] = known
        return known

    def word_strength(self, word: str, pattern: str) -> float:
        """The same for the word in any construction of the kind (noun, adjective, verb)."""
        return self.rows.get((word, f"{word_class(pattern)}*"), NO_COUNTS).share(_OVERALL)

    def pattern_strength(self, pattern: str) -> float:
        """The same for the construction, whatever the word."""
        return self.rows.get(("*", pattern), NO_COUNTS).share(_OVERALL)

    def seen(self, word: str, pattern: str) -> float:
        """On how many uses the strength rests."""
        return self.rows.get((word, pattern), NO_COUNTS).seen


def word_class(pattern: str) -> str:
    """Words are counted apart as nouns, as adjectives and as all else."""
    return pattern[:2] if pattern[:2] in ("n:", "a:") else ""


@cache
def reporting_table() -> ReportingTable:
    """The table shipped with the package."""
    rows = {}
    for line in _data("reporting.tsv").splitlines():
        if line and not line.startswith("#"):
            word, pattern, attributed, seen = line.split("\t")
            rows[word, pattern] = Counts(float(attributed), float(seen))
    return ReportingTable(rows)


def act_of(word: str, pattern: str, source_head: str | None) -> Act:
    """Return what the source does; words are lemmas in lower case."""
    acts = _acts()
    if source_head in acts.documents and word in acts.shown_by_documents:
        return Act.SHOWS
    if pattern.startswith(_QUOTED) and word not in acts.inner:
        return Act.SHOWS if acts.words.get(word) is Act.SHOWS else Act.SAYS
    return acts.pairs.get((word, pattern)) or acts.words.get(word) or acts.defaults.get(pattern, Act.SAYS)


def never_reports(word: str, pattern: str) -> bool:
    """Return whether a reporting lemma tells of an act in this construction: ``continues to hold``."""
    return (word, pattern.partition("_")[0]) in _acts().never


def naming_words() -> frozenset[str]:
    """Verbs (lemmas) that give a thing its name: call, dub, title."""
    return _acts().naming


def documents() -> frozenset[str]:
    """Nouns (lemmas) of things that show: polls, reports, recordings."""
    return _acts().documents


@dataclass(frozen=True, slots=True)
class _Acts:
    words: dict[str, Act]
    pairs: dict[tuple[str, str], Act]
    defaults: dict[str, Act]
    documents: frozenset[str]
    shown_by_documents: frozenset[str]
    never: frozenset[tuple[str, str]]
    naming: frozenset[str]
    inner: frozenset[str]


@cache
def _acts() -> _Acts:
    data = tomllib.loads(_data("acts.toml"))
    pairs = {}
    for act, table in data["constructions"].items():
        for pair in table["words"].split():
            word, _, pattern = pair.partition("/")
            pairs[word, pattern] = Act(act)
    return _Acts(
        words={word: act for act in reversed(Act) for word in data[act]["words"].split()},
        pairs=pairs,
        defaults={p: Act(act) for act, patterns in data["defaults"].items() for p in patterns.split()},
        documents=frozenset(data["documents"]["sources"].split()),
        shown_by_documents=frozenset(data["documents"]["words"].split()),
        never=frozenset(_pair(words) for words in data["never"]["words"].split()),
        naming=frozenset(data["never"]["naming"].split()),
        inner=frozenset(data["quotations"]["inner"].split()),
    )


def _pair(words: str) -> tuple[str, str]:
    word, _, pattern = words.partition("/")
    return word, pattern


def _data(name: str) -> str:
    return files("generator.extraction").joinpath("data", name).read_text(encoding="utf-8")
