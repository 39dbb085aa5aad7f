"""Geometry of the two small pictures: who speaks when, and the timeline.

All x run from 0 to :data:`WIDTH`; templates turn them into SVG.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.iso_dates import day_of
from generator.model import Span

WIDTH = 1000
_THINNEST = 3
_ROWS = 8
_DOT = 26  # how far apart two dots of one level stand
_LEVELS = 4


Passage = tuple[Span, str]
"""What somebody says, and the fragment that leads to it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A passage; ``fragment`` leads to it."""

    x: int
    width: int
    fragment: str


@dataclass(frozen=True, slots=True)
class Row:
    """The passages of one speaker, by ``SpeakerView.number``."""

    speaker: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Who speaks when; ``more`` speakers have no row of their own."""

    rows: tuple[Row, ...]
    more: int


def strip(passages: Sequence[Sequence[Passage]], length: int) -> Strip | None:
    """The strip over a text of ``length``, from each speaker's passages, the first speaker first."""
    if not any(passages) or length <= 0:
        return None
    rows = tuple(
        Row(number, _bars(own, length)) for number, own in enumerate(passages[:_ROWS], start=1) if own
    )
    return Strip(rows, max(0, len(passages) - _ROWS))


def _bars(passages: Iterable[Passage], length: int) -> tuple[Bar, ...]:
    """The passages as bars, those that touch joined, none too thin to be seen."""
    bars: list[Bar] = []
    for span, fragment in sorted(passages):
        x = round(span.start * WIDTH / length)
        right = max(x + _THINNEST, round(span.end * WIDTH / length))
        if bars and x <= bars[-1].x + bars[-1].width:
            last = bars.pop()
            bars.append(Bar(last.x, max(right, x) - last.x, last.fragment))
        else:
            bars.append(Bar(min(x, WIDTH - _THINNEST), right - x, fragment))
    return tuple(bars)


@dataclass(frozen=True, slots=True)
class Dot:
    """A date on the line; ``level`` counts upwards where several would touch."""

    x: int
    level: int
    index: int  # of the date in the list that was given


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the line that carries a date."""

    x: int
    day: date


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dates on a line that is stretched towards the day of publication.

    A day before publication lies as far from a week before as a month from half
    a year: news happens on such a scale.
    """

    dots: tuple[Dot, ...]
    published: int | None
    first: Tick
    last: Tick

    @property
    def levels(self) -> int:
        """How many levels of dots there are."""
        return 1 + max(dot.level for dot in self.dots)


def timeline(values: Sequence[str | None], published: date | None) -> Timeline | None:
    """The timeline of ISO dates; None where fewer than three different ones are known."""
    days = [(index, day) for index, value in enumerate(values) if (day := day_of(value))]
    if len({day for _, day in days}) < 3:
        return None
    around = published or max(day for _, day in days)
    line = _Line([day for _, day in days] + ([published] if published else []), around)
    dots = _levelled(sorted((line.x(day), index) for index, day in days))
    at = line.x(published) if published else None
    return Timeline(dots, at, Tick(line.x(line.first), line.first), Tick(line.x(line.last), line.last))


class _Line:
    def __init__(self, days: Sequence[date], around: date) -> None:
        self.around, self.first, self.last = around, min(days), max(days)
        self.low, self.high = self._place(self.first), self._place(self.last)

    def _place(self, day: date) -> float:
        distance = (day - self.around).days
        return math.copysign(math.log1p(abs(distance)), distance)

    def x(self, day: date) -> int:
        inner = WIDTH - 2 * _DOT
        return _DOT + round((self._place(day) - self.low) / (self.high - self.low) * inner)


def _levelled(places: Sequence[tuple[int, int]]) -> tuple[Dot, ...]:
    """Each dot on the lowest level where it touches none."""
    ends = [-WIDTH] * _LEVELS
    dots = []
    for x, index in places:
        level = next((n for n, end in enumerate(ends) if end + _DOT <= x), _LEVELS - 1)
        ends[level] = x
        dots.append(Dot(x, level, index))
    return tuple(dots)
