"""Counts drawn from annotated articles: how often a word, asked in one respect, reported.

Each table is a data file that people can read and change (``word``, attributed,
seen); a share is drawn towards a prior, so that rare words say little.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

from generator.extraction.attributions.reporting import Counts, ReportingTable, reporting_table

Key = tuple[str, ...]


class Shares:
    """One table of counts; the overall share is the prior."""

    __slots__ = ("_prior", "_rows", "_weight")

    def __init__(self, rows: dict[Key, Counts], weight: float = 10.0) -> None:
        seen = sum(counts.seen for counts in rows.values())
        attributed = sum(counts.attributed for counts in rows.values())
        self._prior = (attributed + 1.0) / (seen + 10.0)
        self._weight = weight
        self._rows = {key: _log_odds(counts.share(self._prior, weight)) for key, counts in rows.items()}

    def of(self, *key: str) -> float:
        """Log-odds for a key; the prior's where it is unknown."""
        found = self._rows.get(key)
        return found if found is not None else _log_odds(self._prior)


class Pairs:
    """Counts of an expression's word with another; the expression's strength is the prior."""

    __slots__ = ("_rows", "_weight")

    def __init__(self, rows: dict[Key, Counts], weight: float = 5.0) -> None:
        self._rows = rows
        self._weight = weight

    def of(self, prior: float, *key: str) -> float:
        """Log-odds for a pair beyond the prior; 0 where it is unknown."""
        found = self._rows.get(key)
        if found is None:
            return 0.0
        return _log_odds(found.share(prior, self._weight)) - _log_odds(prior)


def _log_odds(share: float) -> float:
    share = min(max(share, 1e-4), 1 - 1e-4)
    return log(share / (1 - share))


@dataclass(frozen=True, slots=True)
class Tables:
    """All counts that the features ask.

    ``heads``: the source's main word; ``ways``: how the source was reached, by family of
    construction; ``governors``: the word above the cue and its relation; ``openings``:
    the content's first word, by family; ``cores``: the content's main word, by family;
    ``pairs``: the cue's word with the word above it, its object, its source, its content.
    """

    reporting: ReportingTable
    heads: Shares
    ways: Shares
    governors: Shares
    openings: Shares
    cores: Shares
    pairs: Pairs


SHARED_TABLES = ("heads", "ways", "governors", "openings", "cores")


@cache
def fitted_tables() -> Tables:
    """The tables shipped with the package."""
    heads, ways, governors, openings, cores = (Shares(_read(name)) for name in SHARED_TABLES)
    return Tables(reporting_table(), heads, ways, governors, openings, cores, Pairs(_read("pairs")))


def _read(name: str) -> dict[Key, Counts]:
    rows: dict[Key, Counts] = {}
    path = files("generator.extraction").joinpath("data", f"{name}.tsv")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            *key, attributed, seen = line.split("\t")
            rows[tuple(key)] = Counts(float(attributed), float(seen))
    return rows
