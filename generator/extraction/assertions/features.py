"""Compute the features of every sentence that tell a key assertion, by name.

:func:`main_event_features` describe whether a sentence of news tells its main event,
:func:`features` whether a reader who sums up the text would pick it. Their weights are
fitted (docs/assertions.md); a new feature needs a new fit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, log1p

from generator.extraction.assertions.likeness import Likeness
from generator.extraction.assertions.sentences import SentenceSummary
from generator.model import Act, Attribution, Kind, Source, Span

EARLY = 12  # sentences among which the news must come after an opening that is none
WEAK = 0.15  # share of the headline's words below which an opening does not tell the news
SHORT, LONG = 12, 45  # words
RECURRING = 8  # stems of a sentence by which it is seen how much it takes up
MARKS = ("saying", "history", "greeting", "quotation", "pronoun")
ASSERTING = frozenset((Act.SAYS, Act.SHOWS))
TURN = "turn"  # the rule that reads a transcript's turns
ASKING = 0.6  # questions a turn, from which on a speaker asks rather than states


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


def main_event_features(sentences: Sequence[Placed], headline: Headline | None) -> Iterator[dict[str, float]]:
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
    """Return what tells an opening that is the news from one that leads up to it."""
    return {
        "opening": 1.0,
        "opening-quotation": float("quotation" in opening.marks),
        "opening-pronoun": float("pronoun" in opening.marks),
        "opening-short": float(opening.words < SHORT),
        "opening-apart": float(headline is not None and headline.stems.isdisjoint(opening.stems)),
    }


def _share(wanted: frozenset[str], found: frozenset[str]) -> float:
    return len(wanted & found) / len(wanted) if wanted else 0.0


def features(
    source: Source, sentences: Sequence[Placed], likeness: Likeness, attributions: Sequence[Attribution]
) -> list[dict[str, float]]:
    """The features of every sentence, in order; ``likeness`` is of the same sentences."""
    recurrence = _Recurrence(sentences)
    reports = _Reports(source, attributions)
    turns = Turns(source)
    paragraphs = Counter(sentence.block for sentence in sentences)
    lengths = sorted(sentence.summary.words for sentence in sentences)
    whole = [likeness.to_whole(n) for n in range(len(sentences))]
    ordered = sorted(whole)
    found, place = [], 0
    for n, sentence in enumerate(sentences):
        summary, length = sentence.summary, paragraphs[sentence.block]
        span = summary.span.shift(source.blocks[sentence.block].span.start)
        place = place + 1 if n and sentences[n - 1].block == sentence.block else 0
        row = {
            "opening": float(n == 0),
            "lateness": log1p(n),
            "in-paragraph": float(place),
            "paragraph": log(length),
            "paragraph-end": float(place == length - 1),
            "length": log1p(summary.words),
            "short": float(summary.words < SHORT),
            "long": float(summary.words > LONG),
            "length-rank": bisect_left(lengths, summary.words) / len(lengths),
            "title": likeness.to_title(n),
            "whole": whole[n],
            "whole-rank": bisect_left(ordered, whole[n]) / len(ordered),
            "before": likeness.between(n, n - 1) if n else 0.0,
            "after": likeness.between(n, n + 1) if n + 1 < len(sentences) else 0.0,
        }
        row |= recurrence.of(n) | reports.of(span) | turns.of(span)
        row |= {mark: float(mark in summary.marks) for mark in MARKS}
        row |= {name.replace("_", "-"): float(value) for name, value in summary.form._asdict().items()}
        found.append(row)
    return found


class _Recurrence:
    """How much of what a sentence tells is told elsewhere in the text."""

    def __init__(self, sentences: Sequence[Placed]) -> None:
        self.stems = [sentence.summary.stems for sentence in sentences]
        self.counts = Counter(stem for stems in self.stems for stem in stems)
        self.first: dict[str, int] = {}
        self.last: dict[str, int] = {}
        for n, stems in enumerate(self.stems):
            for stem in stems:
                self.first.setdefault(stem, n)
                self.last[stem] = n

    def of(self, n: int) -> dict[str, float]:
        stems = self.stems[n]
        size = len(stems) or 1
        heavy = sorted((log(self.counts[stem]) for stem in stems), reverse=True)[:RECURRING]
        return {
            "told-before": sum(self.first[stem] < n for stem in stems) / size,
            "told-again": sum(self.last[stem] > n for stem in stems) / size,
            "told-once": sum(self.counts[stem] == 1 for stem in stems) / size,
            "recurring": sum(heavy) / (RECURRING * log1p(len(self.stems))),
        }


_REPORTED = ("report", "reports", "sure", "reported-here", "new-voice", "direct", "mixed")


class _Reports:
    """What of a sentence is reported of somebody."""

    def __init__(self, source: Source, attributions: Sequence[Attribution]) -> None:
        self.reports = [a for a in attributions if a.act in ASSERTING and a.rule != TURN]
        self.pieces = sorted((span, n) for n, a in enumerate(self.reports) for span in a.content)
        self.starts = [span.start for span, _ in self.pieces]
        self.longest = max((span.end - span.start for span, _ in self.pieces), default=0)
        self.heard: set[str] = set()  # speakers of the sentences before

    def of(self, sentence: Span) -> dict[str, float]:
        """To be asked in the order of the text."""
        shares = Counter[int]()
        for at in range(
            bisect_left(self.starts, sentence.start - self.longest), bisect_left(self.starts, sentence.end)
        ):
            span, number = self.pieces[at]
            shared = min(span.end, sentence.end) - max(span.start, sentence.start)
            if shared > 0:
                shares[number] += shared
        row = dict.fromkeys(
            ("report", "reports", "sure", "reported-here", "new-voice", "direct", "mixed"), 0.0
        )
        if not shares:
            return row
        best = max(shares, key=lambda number: shares[number] * self.reports[number].confidence)
        report = self.reports[best]
        row["report"] = min(1.0, max(shares.values()) / (sentence.end - sentence.start))
        row["reports"] = float(len(shares))
        row["sure"] = report.confidence
        row["reported-here"] = float(any(cue.overlaps(sentence) for cue in report.cue))
        row["new-voice"] = float(not self.heard.issuperset(report.speakers))
        row["direct"] = float(report.kind is Kind.DIRECT)
        row["mixed"] = float(report.kind is Kind.MIXED)
        self.heard.update(report.speakers)
        return row


class Turns:
    """The turns of a transcript: who has how much of it, and who mostly asks."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.turns = source.turns
        self.starts = [turn.label.start for turn in self.turns]
        self.labels = [source.text[turn.label.start : turn.label.end] for turn in self.turns]
        self.texts = [
            " ".join(source.text[span.start : span.end] for span in turn.content) for turn in self.turns
        ]
        sizes, asked, counts = Counter[str](), Counter[str](), Counter(self.labels)
        for label, text in zip(self.labels, self.texts, strict=True):
            sizes[label] += len(text)
            asked[label] += text.count("?")
        whole = sum(sizes.values()) or 1
        self.shares = {label: size / whole for label, size in sizes.items()}
        self.askers = {label for label, count in counts.items() if asked[label] > ASKING * count}

    def stating(self) -> set[str]:
        """The labels of those who do more than ask."""
        return set(self.labels) - self.askers or set(self.labels)

    def of(self, sentence: Span) -> dict[str, float]:
        row = dict.fromkeys(("turn-start", "turn-end", "asker", "share", "answer", "narration"), 0.0)
        number = bisect_right(self.starts, sentence.start) - 1
        if number < 0 or sentence.start >= self.turns[number].content[-1].end:
            return row | {"narration": float(bool(self.turns))}
        turn, label = self.turns[number], self.labels[number]
        return row | {
            "turn-start": float(sentence.start <= turn.content[0].start + 1),
            "turn-end": float(sentence.end >= turn.content[-1].end - 1),
            "asker": float(label in self.askers),
            "share": self.shares[label],
            "answer": float(number > 0 and "?" in self.texts[number - 1]),
        }
