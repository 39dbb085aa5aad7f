"""Key assertions: the five to eight statements that a text is about, best first.

Sentences are ranked by :mod:`~generator.extraction.assertions.ranking`; one that repeats a better
one is passed over, whoever says it. Where an attribution makes up most of a sentence, its content is the
assertion and its speakers assert it; else the text itself does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.extraction.assertions.ranking import EARLY, PHRASES, Headline, Placed, Ranked
from generator.extraction.assertions.ranking import rank as rank_sentences
from generator.extraction.assertions.sentences import SentenceSummary, behind_label
from generator.extraction.assertions.stems import stem
from generator.extraction.tables import table
from generator.model import Act, Assertion, Attribution, BlockKind, Kind, Source, SourceKind, Span
from generator.slugs import Fragments

LEAST, MOST = 5, 8
LIKELY = 0.1  # beyond the fifth only what is at least so probable
LEAST_LIKELY = 0.01
SAME_WORDS = 0.8  # share of the longer statement's words that makes it one, whatever its stems
ALIKE = 0.7  # share of the shorter sentence's stems that makes it a repetition
MOSTLY = 0.5  # share of a sentence that a content must fill to be the assertion …
PARTLY = 0.25  # … where it is quoted, or the sentence says first of all that somebody says it
_WORDS = table("assertions.toml")["words"]
_UNFIT = frozenset((BlockKind.HEADING, BlockKind.CODE, BlockKind.TABLE_CELL, BlockKind.FOOTNOTE))
_ASSERTING = frozenset((Act.SAYS, Act.SHOWS))
# Rules whose content is no clause: "accused the council of waste" is the text's own statement.
_NO_CLAUSE = frozenset(_WORDS["rules_without_clause"])
TURN = "turn"  # the rule that reads a transcript's turns
SHORT_WORD = 3  # letters; shorter words of a title tell nothing
_THAT = re.compile(r"that\s+(?=\w)", re.IGNORECASE)


def rank(
    source: Source,
    summaries: Sequence[Sequence[SentenceSummary]],
    attributions: Sequence[Attribution] = (),
) -> tuple[Assertion, ...]:
    """The key assertions of a text; ``summaries`` has one entry a block."""
    spoken = source.kind is not SourceKind.ARTICLE
    ranked = rank_sentences(candidates(source, summaries), headline_of(source, summaries), spoken=spoken)
    ids = Fragments()
    return tuple(
        _assertion(source, one, holder, number, ids)
        for number, (one, holder) in enumerate(
            _chosen(source, ranked, Holders(source, attributions)), start=1
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


def orator(source: Source) -> tuple[str, ...]:
    """Who gives a speech: the one speaker that its front matter lists."""
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
            yield behind_label(sentence, text, label.end - start)
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
    source: Source, ranked: Sequence[Ranked], holders: Holders
) -> Iterator[tuple[Ranked, Attribution | None]]:
    """The best without repetitions, each with who holds it; of many speakers nobody has too many."""
    taken: list[tuple[Ranked, Attribution | None]] = []
    worded: list[frozenset[str]] = []  # along ``taken``
    share, held = _share_of_a_speaker(source), Counter[tuple[str, ...]]()
    for one in ranked:
        if len(taken) >= MOST or one.score < (LIKELY if len(taken) >= LEAST else LEAST_LIKELY):
            return
        if any(_repeats(one, better) for better, _ in taken):
            continue
        saying = "saying" in one.sentence.summary.marks
        holder = holders.of(_sentence_span(source, one.sentence), saying=saying)
        if share is None and holder is not None and any(holder is other for _, other in taken):
            continue
        speakers = holder.speakers if holder else ()
        if source.kind is SourceKind.SPEECH and speakers and speakers != orator(source):
            continue  # what others are quoted with is not what the speech asserts
        if share is not None and held[speakers] >= share:
            continue
        words = _words_of(source, one, holder)
        if any(_says_the_same(words, other) for other in worded):
            continue
        held[speakers] += 1
        worded.append(words)
        taken.append((one, holder))
        yield one, holder


def _share_of_a_speaker(source: Source) -> int | None:
    """How many assertions one of several speakers in turn can have."""
    labels = {source.text[turn.label.start : turn.label.end] for turn in source.turns}
    return 1 - -MOST // len(labels) if len(labels) > 1 else None


def _repeats(one: Ranked, other: Ranked) -> bool:
    mine, theirs = one.sentence.summary.stems, other.sentence.summary.stems
    shorter = min(len(mine), len(theirs))
    if mine == theirs:
        return bool(mine)
    return shorter > 2 and len(mine & theirs) >= ALIKE * shorter


def _words_of(source: Source, one: Ranked, holder: Attribution | None) -> frozenset[str]:
    """The words of what is asserted, without those that say who says it."""
    span = _statement(source.text, _sentence_span(source, one.sentence), holder)
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
            if one.act not in _ASSERTING or not one.speakers or one.rule in _NO_CLAUSE:
                continue
            least = PARTLY if saying or one.kind is Kind.DIRECT else MOSTLY
            if size >= least * width:
                fit.append(one)
        return max(fit, key=lambda a: (a.rule == TURN, a.confidence), default=None)


def _statement(text: str, sentence: Span, holder: Attribution | None) -> Span:
    """What is asserted: the content within the sentence, where that is one piece; else the sentence."""
    if holder is None:
        return sentence
    inside = [
        Span(max(span.start, sentence.start), min(span.end, sentence.end))
        for span in holder.content
        if span.overlaps(sentence)
    ]
    if len(inside) != 1:
        return sentence
    start, end = inside[0]
    opener = _THAT.match(text, start, end)
    start = opener.end() if opener else start
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    return Span(start, end)


def _why(one: Ranked, holder: Attribution | None) -> str:
    """One or two reasons, the strongest first."""
    phrases = [PHRASES[name] for name in one.reasons[:2]]
    if not phrases and one.sentence.number < EARLY:
        phrases = [PHRASES["early"]]
    if holder is not None and holder.kind is Kind.DIRECT and holder.rule != TURN and len(phrases) < 2:
        phrases.append(PHRASES["own-words"])
    return " and ".join(phrases) or PHRASES["rest"]
