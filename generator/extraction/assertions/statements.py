"""Attributions with what they state, clause by clause: what accounts are compared by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.extraction.assertions.propositions import Contrast, Proposition
from generator.extraction.facts.numbers import NumberMention
from generator.model import Act, Attribution, Source, Span

SURE = 0.45  # of an attribution, before anything is built on it
_ASSERTING = frozenset((Act.SAYS, Act.SHOWS))


@dataclass(frozen=True, slots=True)
class Grounds:
    """What one paragraph gives the comparison; spans are the paragraph's."""

    propositions: tuple[Proposition, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    numbers: tuple[NumberMention, ...] = ()
    sentences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sure attribution; ``block`` is where its content begins, ``cue`` its reporting words."""

    attribution: Attribution
    block: int
    cue: str
    propositions: tuple[tuple[int, Proposition], ...]  # each with its block
    numbers: tuple[NumberMention, ...]
    stems: frozenset[str]


def statements(
    source: Source, grounds: Sequence[Grounds], attributions: Sequence[Attribution]
) -> list[Statement]:
    """The statements that somebody makes, in the order of the text."""
    starts = [block.span.start for block in source.blocks]
    numbers = [(n.span.shift(start), n) for start, g in zip(starts, grounds, strict=True) for n in g.numbers]
    places = [span.start for span, _ in numbers]
    sure = [a for a in attributions if a.act in _ASSERTING and a.confidence >= SURE and a.speakers]
    made = _made(starts, grounds, sure)
    found = []
    for number, attribution in enumerate(sure):
        block = block_at(starts, attribution.content[0].start)
        own = tuple(made.get(number, ()))
        cue = " ".join(source.text[span.start : span.end].lower() for span in attribution.cue)
        counted = tuple(
            number
            for span in attribution.content
            for place, number in numbers[bisect_left(places, span.start) : bisect_left(places, span.end)]
            if place.end <= span.end
        )
        stems = frozenset[str]().union(*(p.stems for _, p in own))
        found.append(Statement(attribution, block, cue, own, counted, stems))
    return sorted(found, key=lambda statement: statement.attribution.content[0])


def block_at(starts: Sequence[int], offset: int) -> int:
    """The number of the block that holds an offset of the text."""
    return max(0, bisect_right(starts, offset) - 1)


def _made(
    starts: Sequence[int], grounds: Sequence[Grounds], attributions: Sequence[Attribution]
) -> dict[int, list[tuple[int, Proposition]]]:
    """Return whose each proposition is: the innermost attribution's; what is taken back, the outermost's."""
    spans = sorted((span, number) for number, a in enumerate(attributions) for span in a.content)
    found: dict[int, list[tuple[int, Proposition]]] = {}
    open_spans: list[tuple[Span, int]] = []
    upcoming = 0
    for block, start, proposition in _in_order(starts, grounds):
        at = start + proposition.at
        while upcoming < len(spans) and spans[upcoming][0].start <= at:
            open_spans.append(spans[upcoming])
            upcoming += 1
        open_spans = [item for item in open_spans if item[0].end > at]
        holding = open_spans
        if proposition.under is not None and not proposition.taken_back:
            # Within what she says, "he insists that …" states his clause and not hers.
            told = start + proposition.under
            holding = [item for item in holding if not item[0].start <= told < item[0].end]
        if holding:
            choose = max if proposition.taken_back else min
            owner = choose(holding, key=lambda item: item[0].end - item[0].start)[1]
            found.setdefault(owner, []).append((block, proposition))
    return found


def _in_order(starts: Sequence[int], grounds: Sequence[Grounds]) -> Iterator[tuple[int, int, Proposition]]:
    for block, (start, ground) in enumerate(zip(starts, grounds, strict=True)):
        for proposition in ground.propositions:
            yield block, start, proposition
