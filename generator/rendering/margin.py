"""Decide which cards must be brief to stay beside their words, where they crowd the margin.

Cards float: one that does not fit beside its words is pushed down by the one before,
and where many people are introduced in few lines the last stands a screen below. How
high a page sets its text only a browser knows; an estimate is enough to tell a crowd.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model import Span

# All heights are in lines of the text.
_CHARACTERS = 66  # in a line of the text
_GAP = 0.65  # between paragraphs
_FULL, _TITLE_LINE = 2.3, 0.6  # of a card without its title, and of a line of that
_TITLE = 28  # characters in a line of the margin
_FAR = 5.0  # below its words, where a reader looks for a card in vain


@dataclass(frozen=True, slots=True)
class Card:
    """A card that belongs beside position ``start`` of the text."""

    start: int
    title: str | None

    @property
    def height(self) -> float:
        return _FULL + _TITLE_LINE * -(-len(self.title or "") // _TITLE)


def brief_cards(cards: Sequence[Card], shown: Sequence[Span]) -> frozenset[int]:
    """The positions whose cards are brief; ``shown`` are the passages that the page sets, in order.

    A crowd is a run of cards each pushed by the one before. Where it pushes one of them
    too far, all of it is brief: a margin of one manner reads better than a mixed one.
    """
    brief: set[int] = set()
    for crowd in _crowds(sorted(cards, key=lambda card: card.start), shown):
        if crowd.drift > _FAR:
            brief |= {card.start for card in crowd.cards}
    return frozenset(brief)


@dataclass(frozen=True, slots=True)
class _Crowd:
    cards: tuple[Card, ...]
    drift: float


def _crowds(cards: Sequence[Card], shown: Sequence[Span]) -> Iterator[_Crowd]:
    heights = _Heights(shown)
    crowd: list[Card] = []
    free, drift = 0.0, 0.0  # where the margin is free again; how far the crowd has pushed one of its own
    for card in cards:
        at = heights.of(card.start)
        if crowd and at >= free:
            yield _Crowd(tuple(crowd), drift)
            crowd, drift = [], 0.0
        placed = max(at, free) if crowd else at
        drift, free = max(drift, placed - at), placed + card.height
        crowd.append(card)
    if crowd:
        yield _Crowd(tuple(crowd), drift)


class _Heights:
    """How far down the page a position stands."""

    def __init__(self, shown: Sequence[Span]) -> None:
        self.starts = [span.start for span in shown]
        self.tops: list[float] = []
        top = 0.0
        for span in shown:
            self.tops.append(top)
            top += -(-(span.end - span.start) // _CHARACTERS) + _GAP

    def of(self, position: int) -> float:
        index = max(0, bisect_right(self.starts, position) - 1)
        return self.tops[index] + (position - self.starts[index]) // _CHARACTERS if self.starts else 0.0
