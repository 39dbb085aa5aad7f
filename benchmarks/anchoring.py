"""Anchoring under random edits: how often is a passage found again, and how often wrongly?

    python -m benchmarks.anchoring [--seed 7] [--rounds 250] [--texts FOLDER ...] [--show]

Passages of many kinds (quotations, sentences, clauses, a word or two, split
quotations) are taken from each text; the text is edited at random, each character
followed by its origin, so the right answer is known without asking the anchoring.
An answer is wrong if it points to any words but those that the passage became: to
like words, to words half of which are new or whose numbers changed, or to a copy
while the original stands (but a copy at the very old position in the very old
surroundings is the original to anybody who reads it).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from benchmarks.edits import EDITS, SAID, SENTENCE, WORD, Edit, Tracked, paragraphs, spans_of
from generator.content_files import iter_sources
from generator.model import Span
from generator.reading.sources import read_document
from generator.review.anchoring.parts import anchor_all
from generator.review.anchoring.selectors import Found, Selector, describe
from generator.review.anchoring.words import SearchText

ROOT = Path(__file__).parent.parent
HEADER = (
    "| edits of one kind | edits | decisions | words stand once | of these correct, % "
    "| silent | wrong | wrong, % |\n|---|---|---|---|---|---|---|---|"
)


# --- passages ------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """Something that a correction speaks of: one span, or the two of a split quotation."""

    spans: tuple[Span, ...]
    selectors: tuple[Selector, ...]


def passages(text: str, dice: random.Random) -> list[Passage]:
    """Some of each kind: quotations, sentences, clauses, short words, split quotations."""
    quoted = spans_of(SAID, text)
    sentences = spans_of(SENTENCE, text)
    kinds: list[list[tuple[Span, ...]]] = [
        [(span,) for span in dice.sample(quoted, min(6, len(quoted)))],
        [(span,) for span in dice.sample(sentences, min(6, len(sentences)))],
        [(span,) for span in _clauses(text, dice, 4, 18, 8)],
        [(span,) for span in _clauses(text, dice, 1, 3, 6)],
        list(_split(text, quoted, dice))[:3],
    ]
    return [Passage(spans, tuple(describe(text, s) for s in spans)) for kind in kinds for spans in kind]


def _clauses(text: str, dice: random.Random, fewest: int, most: int, count: int) -> Iterator[Span]:
    places = paragraphs(text)
    for _ in range(count):
        paragraph = dice.choice(places)
        words = [s.shift(paragraph.start) for s in spans_of(WORD, text[paragraph.start : paragraph.end])]
        if len(words) >= fewest:
            first = dice.randrange(len(words) - fewest + 1)
            last = min(len(words), first + dice.randint(fewest, most)) - 1
            yield Span(words[first].start, words[last].end)


def _split(text: str, quoted: list[Span], dice: random.Random) -> Iterator[tuple[Span, ...]]:
    """Two quotations of one paragraph, as a quotation split by its attribution is."""
    pairs = list(pairwise(quoted))
    for one, other in dice.sample(pairs, len(pairs)):
        if "\n" not in text[one.end : other.start]:
            yield one, other


# --- the right answer ----------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What became of one decision; ``once``: the words still stand, and nowhere else."""

    outcome: str  # "correct", "silent", "wrong"
    once: bool


def judge(passage: Passage, old: str, tracked: Tracked, found: Sequence[Span] | None) -> Verdict:
    """Compare a decision with what the passage became."""
    gold = _gold(passage, tracked)
    once = gold is not None and _stands_once(passage, old, gold, tracked.text)
    if found is None:
        return Verdict("silent", once)
    if all(map(_is_unmoved, [tracked.text] * len(found), passage.selectors, found)):
        return Verdict("correct", once)
    right = gold is not None and all(map(_agree, [tracked.text] * len(found), gold, found))
    kept = all(
        _survives(_words(old, span), _words(tracked.text, place))
        for span, place in zip(passage.spans, found, strict=True)
    )
    return Verdict("correct" if right and kept else "wrong", once)


def _gold(passage: Passage, tracked: Tracked) -> list[Span] | None:
    """Return where the passage's own characters are now; if none is left, where its copy's are."""
    for origins in (tracked.origin, tracked.copied):
        spans = [_became(tracked.text, origins, span) for span in passage.spans]
        whole = [span for span in spans if span is not None]
        if len(whole) == len(spans):
            return whole
    return None


def _became(text: str, origins: list[int], span: Span) -> Span | None:
    places = [i for i, o in enumerate(origins) if span.start <= o < span.end and text[i].isalnum()]
    return Span(places[0], places[-1] + 1) if places else None


def _stands_once(passage: Passage, old: str, gold: list[Span], text: str) -> bool:
    every = _words(text, Span(0, len(text)))
    return all(
        (words := _words(old, span)) == _words(text, place) and _count(words, every) == 1
        for span, place in zip(passage.spans, gold, strict=True)
    )


def _words(text: str, span: Span) -> list[str]:
    return [word.lower().replace("’", "'") for word in WORD.findall(text[span.start : span.end])]


def _count(words: list[str], every: list[str]) -> int:
    size = len(words)
    return sum(every[i : i + size] == words for i, word in enumerate(every) if word == words[0])


def _is_unmoved(text: str, selector: Selector, found: Span) -> bool:
    """Return whether the words found are at the very old position, in the very old surroundings."""
    start = found.start - len(selector.prefix)
    phrase = selector.prefix + selector.exact + selector.suffix
    return found.start == selector.start and text.startswith(phrase, start)


def _agree(text: str, gold: Span, found: Span) -> bool:
    """Return whether two spans hold the same words, new ones between the old apart."""
    one, other = ({m.start() for m in WORD.finditer(text, s.start, s.end)} for s in (gold, found))
    return len(one & other) >= 0.75 * len(one | other)


def _survives(before: list[str], after: list[str]) -> bool:
    """Return whether words found are mostly those remembered, their numbers among them."""
    numbers = [[w for w in words if w[0].isdigit()] for words in (before, after)]
    common = Counter(before) & Counter(after)
    return common.total() >= 0.5 * len(before) and numbers[0] == numbers[1]


# --- the run ---------------------------------------------------------------------


@dataclass
class Row:
    """One line of the table."""

    name: str
    edits: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)

    def add(self, other: Row) -> None:
        self.edits += other.edits
        self.verdicts += other.verdicts

    def count(self, outcome: str) -> int:
        return self.verdicts[Verdict(outcome, True)] + self.verdicts[Verdict(outcome, False)]

    @property
    def decisions(self) -> int:
        return self.verdicts.total()

    @property
    def once(self) -> int:
        return sum(n for verdict, n in self.verdicts.items() if verdict.once)

    @property
    def correct(self) -> float:
        """The share of right answers among passages whose words still stand once."""
        return self.verdicts[Verdict("correct", True)] / max(1, self.once)

    @property
    def wrong(self) -> float:
        """The share of wrong answers among all."""
        return self.count("wrong") / max(1, self.decisions)

    def __str__(self) -> str:
        return (
            f"| {self.name} | {self.edits:,} | {self.decisions:,} | {self.once:,} | {100 * self.correct:.2f} "
            f"| {self.count('silent'):,} | {self.count('wrong')} | {100 * self.wrong:.3f} |"
        )


@dataclass(frozen=True)
class Run:
    """Rounds of edits: in each, one text is edited up to ``most`` times, then all is looked for."""

    name: str
    edits: Sequence[Edit]
    rounds: int
    most: int

    def row(self, texts: Sequence[str], seed: int, *, show: bool = False) -> Row:
        dice = random.Random(f"{seed} {self.name}")
        row = Row(self.name)
        for number in range(self.rounds):
            old = texts[number % len(texts)]
            chosen = passages(old, dice)
            tracked = Tracked.of(old)
            for _ in range(dice.randint(1, self.most)):
                dice.choice(self.edits)(tracked, dice)
                row.edits += 1
            row.verdicts.update(_decide(chosen, old, tracked, show=show))
        return row


def _decide(chosen: list[Passage], old: str, tracked: Tracked, *, show: bool) -> Iterator[Verdict]:
    searched = SearchText(tracked.text)
    for passage in chosen:
        answer = anchor_all(passage.selectors, searched)
        found = answer.spans if isinstance(answer, Found) else None
        verdict = judge(passage, old, tracked, found)
        if show and verdict.outcome == "wrong":
            print(passage, answer, [tracked.text[s.start : s.end] for s in found or ()], sep="\n    ")
        yield verdict


def runs(rounds: int) -> list[Run]:
    """Each kind of edit by itself, then all of them mixed and more of them at once."""
    single = [Run(name, [edit], rounds, 3) for name, edit in EDITS.items()]
    return [*single, Run("all kinds mixed", list(EDITS.values()), 2 * rounds, 8)]


def texts_of(folders: list[Path]) -> list[str]:
    """The sample content, and plain texts from elsewhere where they are to be had."""
    content = ROOT / "content"
    texts = [read_document(content, path).source.text for path in iter_sources(content)]
    for folder in folders:
        if not folder.is_dir():
            print(f"{folder} is not there, and left out\n")
        texts.extend(path.read_text("utf-8") for path in sorted(folder.glob("*.txt")))
    return [text for text in texts if len(paragraphs(text)) > 4 and spans_of(SENTENCE, text)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=250, help="for each kind of edit")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], metavar="FOLDER")
    parser.add_argument("--show", action="store_true", help="print each wrong decision")
    options = parser.parse_args()
    started = time.process_time()
    texts = texts_of(options.texts)
    print(
        f"{len(texts)} texts, {sum(len(t.split()) for t in texts):,} words, seed {options.seed}\n\n{HEADER}"
    )
    total = Row("**all**")
    for run in runs(options.rounds):
        row = run.row(texts, options.seed, show=options.show)
        print(row, flush=True)
        total.add(row)
    print(f"{total}\n\n{time.process_time() - started:.0f} s of CPU")
    return 0 if total.wrong <= 0.001 and total.correct >= 0.98 else 1


if __name__ == "__main__":
    sys.exit(main())
