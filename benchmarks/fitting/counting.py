"""The counts that the features ask, article by article, so that folds can leave some out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.fitting.articles import Article
from benchmarks.fitting.labels import DETECTED, Judge
from generator.extraction.attributions.candidates import Candidate
from generator.extraction.attributions.contents import content_options
from generator.extraction.attributions.counts import SHARED_TABLES, Key, Pairs, Shares, Tables
from generator.extraction.attributions.features import (
    family,
    first_word,
    object_word,
    source_word,
    word_of,
)
from generator.extraction.attributions.reporting import Counts, ReportingTable, word_class
from generator.extraction.grammar import Grammar

_TELLING = 0.4  # in log-odds: a pair that moves less is left out
LEAST_SEEN = {
    "heads": 5,
    "ways": 5,
    "governors": 8,
    "openings": 6,
    "cores": 10,
    "pairs": 5,
}


@dataclass(slots=True)
class Tally:
    """What was seen and what of it was attributed, by table and key."""

    seen: Counter[tuple[str, Key]] = field(default_factory=Counter)
    attributed: Counter[tuple[str, Key]] = field(default_factory=Counter)

    def add(self, table: str, key: Key, attributed: bool) -> None:
        self.seen[table, key] += 1
        self.attributed[table, key] += attributed

    def merged(self, tallies: Iterable[Tally]) -> Tally:
        for tally in tallies:
            self.seen.update(tally.seen)
            self.attributed.update(tally.attributed)
        return self


def count(article: Article) -> Tally:
    """All that one article has to say."""
    tally, judge = Tally(), Judge(article)
    for paragraph in article.paragraphs:
        g, text = paragraph.g, paragraph.g.parse.text
        for candidate in paragraph.candidates:
            options = content_options(g, paragraph.layout, candidate)
            match = judge.match(paragraph, candidate, [o.content for o in options])
            found = match is not None and match.found
            word, kin = word_of(g, candidate.anchor), family(candidate)
            tally.add("reporting", (word, candidate.pattern), found)
            head = g.tokens[candidate.anchor].head
            governor = word_of(g, head) if head != candidate.anchor else ""
            tally.add("governors", (governor, g.tokens[candidate.anchor].dep), found)
            tally.add("openings", (kin, first_word(text, candidate.content)), found)
            tally.add("cores", (kin, word_of(g, candidate.focus)), found)
            for key in _pairs(g, text, candidate, word, governor):
                tally.add("pairs", key, found)
            holders = candidate.holders
            if match is None or not match.found:
                tally.add("heads", (source_word(g, holders[0]),), False)
                continue
            for n, holder in enumerate(holders):
                right = judge.source_right(paragraph, match.gold, holder)
                tally.add("ways", (kin, holder.way), right)
                if n == 0:
                    tally.add("heads", (source_word(g, holder),), right)
            for option, fit in zip(options[1:], match.fits[1:], strict=True):
                if option.piece is not None and option.piece.end > option.piece.first:
                    lead = g.tokens[option.piece.first].lower
                    tally.add(
                        "openings",
                        ("piece", lead),
                        fit > match.fits[0] and fit >= DETECTED,
                    )
    return tally


def _pairs(g: Grammar, text: str, candidate: Candidate, word: str, governor: str) -> list[Key]:
    """The cue's word with the words around it, in the respects that ``features`` asks."""
    return [
        ("above", word, governor),
        ("object", word, object_word(g, candidate.anchor, candidate.focus)),
        ("core", word, word_of(g, candidate.focus)),
        ("opening", word, first_word(text, candidate.content)),
        ("source", word, source_word(g, candidate.holders[0])),
    ]


def tables_from(
    tallies: Sequence[Tally],
) -> tuple[Tables, dict[str, dict[Key, Counts]]]:
    """The tables of some articles, and their rows as they go into the data files."""
    total = Tally().merged(tallies)
    rows: dict[str, dict[Key, Counts]] = {name: {} for name in ("reporting", "pairs", *SHARED_TABLES)}
    for (table, key), seen in total.seen.items():
        rows[table][key] = Counts(total.attributed[table, key], seen)
    rows["reporting"] = _expressions(rows["reporting"])
    for name in SHARED_TABLES:
        rows[name] = _common(rows[name], LEAST_SEEN[name])
    reporting = ReportingTable({(k[0], k[1]): c for k, c in rows["reporting"].items()})
    rows["pairs"] = _telling(rows["pairs"], rows["reporting"], reporting)
    return Tables(reporting, *(Shares(rows[name]) for name in SHARED_TABLES), Pairs(rows["pairs"])), rows


def _telling(
    rows: dict[Key, Counts], expressions: dict[Key, Counts], reporting: ReportingTable
) -> dict[Key, Counts]:
    """Pairs seen often enough that say something beyond the word, of words that report now and then."""
    words = {key[0] for key, counts in expressions.items() if counts.attributed >= 2}
    kept = _common({key: c for key, c in rows.items() if key[1] in words and key[2]}, LEAST_SEEN["pairs"])
    kept.pop(("*",), None)
    strengths = {word: reporting.word_strength(word, "") for word in words}
    alone = Pairs(kept)
    return {
        key: c
        for key, c in kept.items()
        if c.seen >= 25 or abs(alone.of(strengths[key[1]], *key)) >= _TELLING
    }


def _common(rows: dict[Key, Counts], least: int) -> dict[Key, Counts]:
    """Frequent keys; the rest as one row ``*``, which keeps the table's overall share."""
    kept = {key: c for key, c in rows.items() if c.seen >= least and "\t" not in "".join(key)}
    rest = [c for key, c in rows.items() if key not in kept]
    if rest:
        kept[("*",)] = Counts(sum(c.attributed for c in rest), sum(c.seen for c in rest))
    return kept


def _expressions(rows: dict[Key, Counts]) -> dict[Key, Counts]:
    """Expressions that report now and then, with totals (``*``) by word and by construction."""
    kept = {k: c for k, c in rows.items() if (c.attributed and c.seen >= 2) or c.seen >= 25}
    pooled: dict[Key, list[float]] = {}
    for (word, pattern), counts in rows.items():
        for key in ((word, f"{word_class(pattern)}*"), ("*", pattern)):
            pair = pooled.setdefault(key, [0, 0])
            pair[0] += counts.attributed
            pair[1] += counts.seen
    for key, (attributed, seen) in pooled.items():
        if key[0] == "*" or (attributed and seen >= 2) or seen >= 40:
            kept[key] = Counts(attributed, seen)
    return {k: c for k, c in kept.items() if k[0].strip() and not any(s in k[0] for s in "\t\n#")}
