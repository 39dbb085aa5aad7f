"""Measure how well the context of a place agrees with the one that a selector remembers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, LCSseq

from generator.model import Span
from generator.review.anchoring.words import Words

_PUSHED_AWAY = 0.8  # weight of context that new words separate from the passage
_REACH = 3  # how far such context is searched for, in multiples of its length
_BESIDE = 3  # words right before a passage that identify its old place
_FOLLOWS = 0.7  # likeness of what follows there to what followed the passage
_ENOUGH_WORDS = 3  # fewer remembered words prove less


@dataclass(frozen=True, slots=True)
class ContextMatch:
    """Agreement before and behind a place, from 0 to 1; None where nothing is remembered.

    ``contradicted``: the text there differs from a remembered side.
    """

    before: float | None
    behind: float | None
    contradicted: bool

    @property
    def _sides(self) -> list[float]:
        return [side for side in (self.before, self.behind) if side is not None] or [0.0]

    @property
    def best(self) -> float:
        return max(self._sides)

    @property
    def worst(self) -> float:
        return min(self._sides)

    @property
    def mean(self) -> float:
        return sum(self._sides) / len(self._sides)


@dataclass(frozen=True, slots=True)
class Context:
    """The words before and behind a passage, on either side the nearest first.

    ``opens``: there was nothing before ``before``, the text began with it;
    ``closes``: the text ended with the passage.
    """

    before: tuple[str, ...]
    behind: tuple[str, ...]
    opens: bool = False
    closes: bool = False

    @classmethod
    def of(cls, prefix: str, suffix: str, start: int | None) -> Context:
        before, behind = Words.of(prefix).forms[::-1], Words.of(suffix).forms
        return cls(before, behind, start == len(prefix), start is not None and not behind)

    def at(self, words: Words, start: int, end: int) -> ContextMatch:
        """Measure how far the words around ``[start, end)`` are the remembered ones."""
        before = words.forms[max(0, start - _REACH * len(self.before)) : start][::-1]
        behind = words.forms[end : end + _REACH * len(self.behind)]
        opens = self.opens and start == len(self.before) and before == self.before
        closes = self.closes and end == len(words)
        return ContextMatch(
            before=1.0 if opens else _agreement(self.before, before),
            behind=1.0 if closes else _agreement(self.behind, behind),
            contradicted=before[: len(self.before)] != self.before
            or behind[: len(self.behind)] != self.behind,
        )

    def occurs_elsewhere(self, words: Words, size: int, place: Span) -> bool:
        """Return whether both sides stand together somewhere else, around other words: changed there.

        ``size`` is the passage's in words; ``place`` is where its words were found.
        """
        beside = self.before[:_BESIDE][::-1]
        if len(beside) < _BESIDE or not self.behind:
            return False
        here = words.inside(place)
        starts = (start + _BESIDE for start in occurrences(beside, words))
        elsewhere = (start for start in starts if not here.start - _BESIDE < start < here.stop + _BESIDE)
        return any(self._goes_on(words, start, size) for start in elsewhere)

    def _goes_on(self, words: Words, start: int, size: int) -> bool:
        """Tell whether, a few words after word ``start``, the text goes on as after the passage."""
        size_here = len(self.behind)
        for gap in range(1, size + _BESIDE):
            found = words.forms[start + gap : start + gap + size_here]
            if Indel.normalized_similarity(self.behind, found) >= _FOLLOWS:
                return True
        return False


def _agreement(remembered: Sequence[str], found: Sequence[str]) -> float | None:
    size = len(remembered)
    if not size:
        return None
    beside = Indel.normalized_similarity(remembered, found[:size])
    apart = LCSseq.similarity(remembered, found) / size * _PUSHED_AWAY
    return max(beside, apart) * min(1.0, size / _ENOUGH_WORDS)


def occurrences(passage: Sequence[str], words: Words) -> Iterator[int]:
    """Yield where the very words of ``passage`` begin, as word numbers, in order."""
    rarest = min(range(len(passage)), key=lambda k: len(words.places.get(passage[k], ())))
    wanted = tuple(passage)
    for place in words.places.get(passage[rarest], ()):
        start = place - rarest
        if start >= 0 and words.forms[start : start + len(wanted)] == wanted:
            yield start
