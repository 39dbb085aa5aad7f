"""Reporting expressions: how strongly a word in a construction reports, and what it does.

Both tables are data: ``reporting.tsv`` (counts) and ``acts.toml``. Strength is a
share with two steps of back-off: word and construction, then each alone, in the
manner of Witten and Bell's smoothing.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from generator.model import Act

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
    """The counts, by word and construction, by word, and by construction."""

    def __init__(self, rows: dict[tuple[str, str], Counts]) -> None:
        self.rows = rows
        self.by_word = _pooled(rows, lambda key: (key[0], key[1][:2] in ("n:", "a:")))
        self.by_pattern = _pooled(rows, lambda key: key[1])

    def strength(self, word: str, pattern: str) -> float:
        """The share of uses in which this word in this construction reports."""
        general = self.by_pattern.get(pattern, NO_COUNTS).share(0.05)
        alone = self.by_word.get((word, pattern[:2] in ("n:", "a:")), NO_COUNTS).share(general)
        return self.rows.get((word, pattern), NO_COUNTS).share((general * alone) ** 0.5)


def _pooled(rows: dict[tuple[str, str], Counts], key: Any) -> dict[Any, Counts]:
    attributed: Counter[Any] = Counter()
    seen: Counter[Any] = Counter()
    for pair, counts in rows.items():
        attributed[key(pair)] += counts.attributed  # type: ignore[assignment]
        seen[key(pair)] += counts.seen  # type: ignore[assignment]
    return {k: Counts(attributed[k], seen[k]) for k in seen}


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
    """What the source does; words are lemmas in lower case."""
    acts = _acts()
    if source_head in acts.documents and word in acts.shown_by_documents:
        return Act.SHOWS
    return acts.pairs.get((word, pattern)) or acts.words.get(word) or acts.defaults.get(pattern, Act.SAYS)


@dataclass(frozen=True, slots=True)
class _Acts:
    words: dict[str, Act]
    pairs: dict[tuple[str, str], Act]
    defaults: dict[str, Act]
    documents: frozenset[str]
    shown_by_documents: frozenset[str]


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
    )


def _data(name: str) -> str:
    return files("generator.extraction").joinpath("data", name).read_text(encoding="utf-8")
