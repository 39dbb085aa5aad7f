"""Count reporting expressions article by article, so that folds can leave some out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from benchmarks.fitting.articles import Article
from benchmarks.fitting.labels import Judge
from generator.extraction.attributions.contents import content_options
from generator.extraction.attributions.reporting import Counts, ReportingTable, word_class

Expression = tuple[str, str]  # the word, the construction


class Tally:
    """How often each expression was seen, and how often it reported."""

    def __init__(self) -> None:
        self.seen: Counter[Expression] = Counter()
        self.attributed: Counter[Expression] = Counter()

    def add(self, expression: Expression, attributed: bool) -> None:
        self.seen[expression] += 1
        self.attributed[expression] += attributed


def count(article: Article) -> Tally:
    """All that one article has to say."""
    tally, judge = Tally(), Judge(article)
    for paragraph in article.paragraphs:
        for candidate in paragraph.candidates:
            options = content_options(paragraph.g, paragraph.layout, candidate)
            match = judge.match(paragraph, candidate, options)
            word = paragraph.g.word(candidate.anchor)
            tally.add((word, candidate.pattern), match is not None and match.found)
    return tally


def table_from(tallies: Iterable[Tally]) -> ReportingTable:
    """Return the table of some articles."""
    seen: Counter[Expression] = Counter()
    attributed: Counter[Expression] = Counter()
    for tally in tallies:
        seen.update(tally.seen)
        attributed.update(tally.attributed)
    return ReportingTable(_worth_keeping({key: Counts(attributed[key], n) for key, n in seen.items()}))


def _worth_keeping(rows: dict[Expression, Counts]) -> dict[Expression, Counts]:
    """Expressions that report now and then, with totals (``*``) by word and by construction."""
    kept = {k: c for k, c in rows.items() if (c.attributed and c.seen >= 2) or c.seen >= 25}
    pooled: dict[Expression, list[float]] = {}
    for (word, pattern), counts in rows.items():
        for key in ((word, f"{word_class(pattern)}*"), ("*", pattern)):
            pair = pooled.setdefault(key, [0, 0])
            pair[0] += counts.attributed
            pair[1] += counts.seen
    for key, (attributed, seen) in pooled.items():
        if key[0] == "*" or (attributed and seen >= 2) or seen >= 40:
            kept[key] = Counts(attributed, seen)
    return {k: c for k, c in kept.items() if k[0].strip() and not any(s in k[0] for s in "\t\n#")}
