"""Key assertions: the five to eight statements that a text is about, best first.

Sentences are weighed by :mod:`~generator.extraction.assertions.ranking`. The first few tell the news;
each next one is the likeliest that is not like those before it, nor from the same part of the text.
One that repeats a better one is passed over, whoever says it. Where an attribution makes up most of
a sentence, its speakers assert it; else the text itself does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.extraction.assertions.features import ASSERTING, EARLY, TURN, Headline, Placed, Turns
from generator.extraction.assertions.likeness import Likeness
from generator.extraction.assertions.ranking import FITTED, PHRASES, Ranked, Weights
from generator.extraction.assertions.ranking import rank as rank_sentences
from generator.extraction.assertions.sentences import SentenceSummary, behind_label
from generator.extraction.assertions.stems import stem
from generator.extraction.tables import table
from generator.model import (
    Assertion,
    Attribution,
    BlockKind,
    Entity,
    How,
    Kind,
    Reference,
    Source,
    Span,
)
from generator.slugs import Fragments

LEAST, MOST = 5, 8
LIKELY = 0.1  # beyond the fifth only what is at least so probable
LEAST_LIKELY = 0.01
LEADING = 3  # the first so many tell the news
UNLIKE = 0.6  # of the log-odds, for full likeness to one that is taken
PARTS, APART = 4, 0.15  # of the text; of the log-odds, for each that is taken from the same part
SAME_WORDS = 0.8  # share of the longer statement's words that makes it one, whatever its stems
ALIKE = 0.7  # share of the shorter sentence's stems that makes it a repetition
MOSTLY = 0.5  # share of a sentence that a content must fill for its speakers to assert it …
PARTLY = 0.25  # … where it is quoted, or the sentence says first of all that somebody says it …
HALF, SURE = 0.35, 0.6  # … or where the attribution is so sure
REPORTED = 0.6  # the same of what is left of the sentence besides name and reporting words
ALONE = 0.6  # share of a sentence from which on a content stands for itself
_WORDS = table("assertions.toml")["words"]
_UNFIT = frozenset((BlockKind.HEADING, BlockKind.CODE, BlockKind.TABLE_CELL, BlockKind.FOOTNOTE))
# Rules whose content is no clause: "accused the council of waste" is the text's own statement.
_NO_CLAUSE = frozenset(_WORDS["rules_without_clause"])
_OBJECTS = frozenset(_WORDS["rules_of_objects"])
_PLAIN = frozenset((How.SAYS, How.PREDICTS))
# What the encoder alone reads may be a clause or not; of these it mostly is none. "Reportedly" is the text's.
_DONE = frozenset((How.ANNOUNCES, How.CALLS_FOR, How.OTHER))
_READ, _HEDGE = "read", "hedge"
SHORT_WORD = 3  # letters; shorter words of a title tell nothing
_THAT = re.compile(r"that\s+(?=\w)", re.IGNORECASE)


def rank(
    source: Source,
    summaries: Sequence[Sequence[SentenceSummary]],
    attributions: Sequence[Attribution] = (),
    weights: Weights = FITTED,
) -> tuple[Assertion, ...]:
    """The key assertions of a text; ``summaries`` has one entry a block."""
    sentences, headline = candidates(source, summaries), headline_of(source, summaries)
    likeness = Likeness([s.summary.stems for s in sentences], headline.stems if headline else ())
    ranked = rank_sentences(source, sentences, headline, likeness, attributions, weights)
    ids = Fragments()
    return tuple(
        _assertion(source, one, holder, number, ids)
        for number, (one, holder) in enumerate(
            _chosen(source, ranked, likeness, Holders(source, attributions)), start=1
        )
    )


def _assertion(
    source: Source, one: Ranked, holder: Attribution | None, number: int, ids: Fragments
) -> Assertion:
    span = _statement(source.text, _sentence_span(source, one.sentence), holder)
    return Assertion(
        id=ids.of("a", source.text[span.start : span.end]),
        rank=number,
        span=span,
        score=one.score,
        speakers=holder.speakers if holder else orator(source),
        attribution=holder.id if holder else None,
        why=_why(one, holder),
    )


def referring(
    assertions: Sequence[Assertion], references: Sequence[Reference], named: Sequence[Entity]
) -> tuple[Assertion, ...]:
    """The assertions, each with whom it means and does not name before."""
    mentions = {entity.name: entity.mentions for entity in named}
    found = []
    for assertion in assertions:
        told: dict[str, Reference] = {}
        for span, name in references:
            before = Span(assertion.span.start, max(span.start, assertion.span.start + 1))
            named_before = any(before.contains(mention) for mention in mentions.get(name, ()))
            if assertion.span.contains(span) and name not in told and not named_before:
                told[name] = Reference(span, name)
        found.append(replace(assertion, refers=tuple(told.values())))
    return tuple(found)


def orator(source: Source) -> tuple[str, ...]:
    """Return who gives a speech: the one speaker that its front matter lists."""
    return (source.sole_speaker.name,) if source.sole_speaker else ()


def candidates(source: Source, summaries: Sequence[Sequence[SentenceSummary]]) -> list[Placed]:
    """The sentences that can be assertions, in the order of the text; a turn's without its label."""
    labels = _labels(source)
    fit = [
        (summary, number)
        for number, (block, sentences) in enumerate(zip(source.blocks, summaries, strict=True))
        if block.kind not in _UNFIT
        for summary in _spoken(source, sentences, block.span.start, labels.get(number))
        if summary.stating
    ]
    return [Placed(summary, block, number) for number, (summary, block) in enumerate(fit)]


def _labels(source: Source) -> dict[int, Span]:
    """The labels of a transcript's turns by the block that they open."""
    starts = [block.span.start for block in source.blocks]
    return {bisect_right(starts, turn.label.start) - 1: turn.label for turn in source.turns}


def _spoken(
    source: Source, sentences: Sequence[SentenceSummary], start: int, label: Span | None
) -> Iterator[SentenceSummary]:
    """The sentences of a block that starts at ``start``, the first without the speaker's label."""
    for sentence in sentences:
        if label is not None and sentence.span.start + start < label.end:
            text = source.text[label.start : label.end]
            said = source.text[label.end + 1 : sentence.span.end + start]
            yield behind_label(sentence, text, label.end - start, said)
        else:
            yield sentence


def headline_of(source: Source, summaries: Sequence[Sequence[SentenceSummary]]) -> Headline | None:
    """The words of the first block, where that is a heading; else of the title, which is not parsed."""
    if source.blocks and source.blocks[0].kind is BlockKind.HEADING:
        stems = frozenset[str]().union(*(s.stems for s in summaries[0]))
        events = frozenset[str]().union(*(s.events for s in summaries[0]))
        return Headline(stems, events) if stems else None
    words = (word.lower() for word in re.findall(r"\w+", source.title or ""))
    stems = frozenset(stem(word) for word in words if len(word) > SHORT_WORD)
    return Headline(stems, frozenset()) if stems else None


def _chosen(
    source: Source, ranked: Sequence[Ranked], likeness: Likeness, holders: Holders
) -> Iterator[tuple[Ranked, Attribution | None]]:
    """The best without repetitions, each with who holds it; of many speakers nobody has too many."""
    taken: list[tuple[Ranked, Attribution | None]] = []
    worded: list[frozenset[str]] = []  # along ``taken``
    share, held = _share_of_a_speaker(source), Counter[tuple[str, ...]]()
    most = min(MOST, max(LEAST, len(ranked) * 3 // 5))
    for one in _Order(source, ranked, likeness, taken):
        if len(taken) >= most or one.score < (LIKELY if len(taken) >= LEAST else LEAST_LIKELY):
            return
        if any(_repeats(one, better) for better, _ in taken):
            continue
        saying = "saying" in one.sentence.summary.marks
        holder = holders.of(_sentence_span(source, one.sentence), saying=saying)
        if holder is not None and holder.rule != TURN and any(holder is other for _, other in taken):
            continue
        speakers = holder.speakers if holder else ()
        if share is not None and held[speakers] >= share:
            continue
        words = _words_of(source, one, holder)
        if any(_says_the_same(words, other) for other in worded):
            continue
        held[speakers] += 1
        worded.append(words)
        taken.append((one, holder))
        yield one, holder


class _Order:
    """Sentences by what each adds to those ``taken`` so far, which grow while it is read."""

    def __init__(
        self,
        source: Source,
        ranked: Sequence[Ranked],
        likeness: Likeness,
        taken: Sequence[tuple[Ranked, Attribution | None]],
    ) -> None:
        self.likeness = likeness
        self.taken = taken
        self.left = list(ranked)
        self.alike = dict.fromkeys((one.sentence.number for one in ranked), 0.0)  # to any taken
        width = len(source.text) / PARTS
        self.part = {
            one.sentence.number: int(_sentence_span(source, one.sentence).start / width) for one in ranked
        }

    def __iter__(self) -> Iterator[Ranked]:
        compared = 0
        while self.left:
            for other, _ in self.taken[compared:]:
                self._compare(other.sentence.number)
            compared = len(self.taken)
            best = max(self.left, key=self._gain)
            self.left.remove(best)
            yield best

    def _compare(self, taken: int) -> None:
        for one in self.left:
            number = one.sentence.number
            self.alike[number] = max(self.alike[number], self.likeness.between(number, taken))

    def _gain(self, one: Ranked) -> tuple[float, int]:
        number = one.sentence.number
        if len(self.taken) < LEADING:
            return one.event, -number
        same = sum(self.part[other.sentence.number] == self.part[number] for other, _ in self.taken)
        return one.odds - UNLIKE * self.alike[number] - APART * same, -number


def _share_of_a_speaker(source: Source) -> int | None:
    """Return how many assertions one of several speakers in turn can have; who only asks is none of them."""
    stating = Turns(source).stating() if source.turns else ()
    return max(2, MOST + 1 - len(stating)) if len(stating) > 1 else None


def _repeats(one: Ranked, other: Ranked) -> bool:
    mine, theirs = one.sentence.summary.stems, other.sentence.summary.stems
    shorter = min(len(mine), len(theirs))
    if mine == theirs:
        return bool(mine)
    return shorter > 2 and len(mine & theirs) >= ALIKE * shorter


def _words_of(source: Source, one: Ranked, holder: Attribution | None) -> frozenset[str]:
    """The words of what is asserted, without those that say who says it."""
    span = _statement(source.text, _sentence_span(source, one.sentence), holder, least=0.0)
    return frozenset(re.findall(r"\w+", source.text[span.start : span.end].casefold()))


def _says_the_same(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return len(mine & theirs) >= SAME_WORDS * max(len(mine), len(theirs), 1)


def _sentence_span(source: Source, sentence: Placed) -> Span:
    return sentence.summary.span.shift(source.blocks[sentence.block].span.start)


class Holders:
    """Finds the attribution whose content a sentence is."""

    def __init__(self, source: Source, attributions: Sequence[Attribution]) -> None:
        pieces = sorted((span, n) for n, a in enumerate(attributions) for span in a.content)
        self.attributions = attributions
        self.pieces = pieces
        self.starts = [span.start for span, _ in pieces]
        self.longest = max((span.end - span.start for span, _ in pieces), default=0)

    def of(self, sentence: Span, *, saying: bool) -> Attribution | None:
        """The attribution that ``sentence`` is mostly made of; ``saying`` if that is its main verb."""
        filled: Counter[int] = Counter()
        at = bisect_right(self.starts, sentence.end) - 1
        while at >= 0 and self.starts[at] > sentence.start - self.longest:
            span, number = self.pieces[at]
            filled[number] += max(0, min(span.end, sentence.end) - max(span.start, sentence.start))
            at -= 1
        width = sentence.end - sentence.start
        fit = []
        for number, size in filled.items():
            one = self.attributions[number]
            if one.act not in ASSERTING or not one.speakers or not _is_assertion(one):
                continue
            least = HALF if one.confidence >= SURE else MOSTLY
            least = PARTLY if saying or one.kind is Kind.DIRECT else least
            if size >= least * width or (saying and size >= REPORTED * _beside_report(one, sentence)):
                fit.append(one)
        return max(fit, key=lambda a: (a.rule == TURN, a.rule not in _NO_CLAUSE, a.confidence), default=None)


def _beside_report(one: Attribution, sentence: Span) -> int:
    """Return how much of a sentence lies on the side of the reporting words where the content is."""
    words = (*one.source, *one.cue)
    width = sentence.end - sentence.start
    if not (one.source and one.cue and all(sentence.contains(span) for span in words)):
        return width
    hull = Span(min(words).start, max(span.end for span in words))
    if all(span.start >= hull.end for span in one.content):
        return sentence.end - hull.end
    if all(span.end <= hull.start for span in one.content):
        return hull.start - sentence.start
    return width


def _is_assertion(one: Attribution) -> bool:
    """Return whether what is reported is the speaker's: "announced the sale of the mill" is the text's."""
    if one.kind is not Kind.INDIRECT:
        return True
    if one.rule in _NO_CLAUSE:
        return one.rule in _OBJECTS and one.how in _PLAIN
    return one.rule != _HEDGE and not (one.rule == _READ and one.how in _DONE)


def _statement(text: str, sentence: Span, holder: Attribution | None, least: float = ALONE) -> Span:
    """Return what is asserted: the content within the sentence, where that is one piece and at least so much.

    Else the sentence, since what it says besides is needed to understand the rest.
    """
    if holder is None:
        return sentence
    inside = [
        Span(max(span.start, sentence.start), min(span.end, sentence.end))
        for span in holder.content
        if span.overlaps(sentence)
    ]
    if len(inside) != 1 or holder.rule in _NO_CLAUSE:
        return sentence
    start, end = inside[0]
    if end - start < least * (sentence.end - sentence.start):
        return sentence
    opener = _THAT.match(text, start, end)
    start = opener.end() if opener else start
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    return Span(start, end)


def _why(one: Ranked, holder: Attribution | None) -> str:
    """One or two reasons, the strongest first."""
    phrases = list(dict.fromkeys(PHRASES[name] for name in one.reasons))[:2]
    if not phrases and one.sentence.number < EARLY:
        phrases = [PHRASES["early"]]
    if holder is not None and holder.kind is Kind.DIRECT and holder.rule != TURN and len(phrases) < 2:
        phrases.append(PHRASES["own-words"])
    return " and ".join(phrases) or PHRASES["rest"]
