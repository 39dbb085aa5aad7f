"""Compute what a date expression means on a given day, as ISO 8601 text.

Calendar values are ``2024-12-31``, ``2024-12`` and ``2024``; weeks ``2025-W01``;
quarters ``2018-Q3``; decades ``199X``, seasons ``2024-23`` and intervals
``2024-08-05/2024-08-07`` as in ISO 8601-2 (EDTF). ``None`` stands for a date that
stays relative: without a day of publication, or because the words do not tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SATURDAY, SUNDAY = 5, 6
FORTNIGHT = timedelta(days=14)


class Tense(StrEnum):
    """Where the governing verb places an event, seen from the day of publication."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    NEAREST = "nearest"
    UNKNOWN = "unknown"


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year, a month, a day, or any run of them; what is missing comes from the context.

    ``years`` counts from the year of publication ("in August last year" has -1); ``turn``
    is -1 for "last March", 1 for "next March", else 0. ``event`` is true of a day that names
    what happened ("the January 6 committee"): of which year, the calendar tells only while it
    is news.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    years: int | None = None
    turn: int = 0
    weekday: int | None = None
    event: bool = False

    def resolve(self, today: date | None, tense: Tense) -> str | None:
        if self.year is not None:
            return self._text(self.year)
        if today is None or self.month is None:
            return None
        if self.event:
            value = self._text(self._year_near(today, Tense.PAST) or today.year)
            return value if value and timedelta(0) <= today - date.fromisoformat(value) <= FORTNIGHT else None
        if self.years is not None:
            return self._text(today.year + self.years)
        year = self._year_in_turn(today) if self.turn else self._year_near(today, tense)
        return self._text(year) if year else None

    def _text(self, year: int) -> str | None:
        if self.month is None:
            return f"{year:04d}"
        if self.day is None:
            return f"{year:04d}-{self.month:02d}"
        return str(date(year, self.month, self.day)) if is_day(year, self.month, self.day) else None

    def _year_in_turn(self, today: date) -> int:
        """The year of the latest such month before this one, or of the first after it."""
        month = self.month or 1
        if self.turn < 0:
            return today.year if month < today.month else today.year - 1
        return today.year if month > today.month else today.year + 1

    def _year_near(self, today: date, tense: Tense) -> int | None:
        """The year whose month (and day) lies before, after or next to ``today``."""
        years = [y for y in (today.year - 1, today.year, today.year + 1) if self._fits(y)]
        named = [y for y in years if self._is_weekday(y)]
        if named:  # "Wednesday, July 31" is of a year in which it is one
            return min(named, key=lambda y: abs(self._distance(y, today)))
        if tense is Tense.PAST:
            years = [y for y in years if self._distance(y, today) <= 1][-1:]
        elif tense is Tense.FUTURE or (tense is Tense.PRESENT and self.day is None):
            years = [y for y in years if self._distance(y, today) >= -1][:1]
        return min(years, key=lambda y: abs(self._distance(y, today)), default=None)

    def _fits(self, year: int) -> bool:
        return is_day(year, self.month or 1, self.day or 1)

    def _is_weekday(self, year: int) -> bool:
        return bool(self.day) and date(year, self.month or 1, self.day or 1).weekday() == self.weekday

    def _distance(self, year: int, today: date) -> int:
        """Days from ``today``; a month without a day is nought while it lasts."""
        month = self.month or 1
        if self.day:
            return (date(year, month, self.day) - today).days
        return ((year - today.year) * 12 + month - today.month) * 30


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday 0.

    ``week`` is -1 for "last Friday", the one of the week before, and 1 for "next Friday";
    ``turn`` is -1 for "this past Friday", the latest before today, and 1 for "this coming Friday".
    """

    day: int
    week: int = 0
    turn: int = 0

    def resolve(self, today: date | None, tense: Tense) -> str | None:
        if today is None:
            return None
        back = (today.weekday() - self.day) % 7
        if self.week:
            return str(self._in_week(today))
        if self.turn < 0:
            return str(today - timedelta(days=back or 7))
        if self.turn > 0:
            return str(today + timedelta(days=7 - back))
        ahead = tense in (Tense.PRESENT, Tense.FUTURE) or (tense is Tense.NEAREST and back > 3)
        return str(today + timedelta(days=(7 - back) % 7) if ahead else today - timedelta(days=back))

    def _in_week(self, today: date) -> date:
        """The day in the week before or after; to a Sunday, the week that begins is the present one."""
        monday = today - timedelta(days=today.weekday())
        if self.week < 0 and today.weekday() == SUNDAY and self.day != SUNDAY:
            monday += timedelta(weeks=1)
        return monday + timedelta(weeks=self.week, days=self.day)


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units from the day of publication: "last week" is ``Shift(WEEK, -1)``."""

    unit: Unit
    by: int

    def resolve(self, today: date | None, tense: Tense) -> str | None:
        if today is None:
            return None
        by = self.by
        if self.unit is Unit.WEEKEND and not by and tense is Tense.PAST and today.weekday() < SATURDAY:
            by = -1
        try:
            return _SHIFTS[self.unit](today, by)
        except (OverflowError, ValueError):  # before year 1, after 9999
            return None


@dataclass(frozen=True, slots=True)
class Season:
    """A season by its ISO 8601-2 number, 21 to 24; ``months`` are its first and last."""

    number: int
    months: tuple[int, int]
    year: int | None = None
    shift: int = 0

    def resolve(self, today: date | None, tense: Tense) -> str | None:
        if self.year is not None:
            return f"{self.year:04d}-{self.number}"
        if today is None:
            return None
        return f"{self._begin(today, tense):04d}-{self.number}"

    def _begin(self, today: date, tense: Tense) -> int:
        """The year in which the season meant begins."""
        first, last = self.months
        inside = first <= today.month <= last or (first > last and not last < today.month < first)
        latest = today.year if today.month >= first else today.year - 1
        if self.shift:
            return latest + 1 if self.shift > 0 else latest - inside
        if inside or tense is Tense.PAST:
            return latest
        return latest + 1 if tense is Tense.FUTURE else today.year


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter, 1 to 4, of a year that is named."""

    number: int
    year: int

    def resolve(self, today: date | None, tense: Tense) -> str | None:
        return f"{self.year:04d}-Q{self.number}"


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years from ``start``; a bare "'90s" is of the century that lies nearest behind."""

    start: int

    def resolve(self, today: date | None, tense: Tense) -> str | None:
        return f"{self.start // 10}X"


@dataclass(frozen=True, slots=True)
class Interval:
    """From one calendar date to another; a year that the first lacks is the second's."""

    start: Calendar
    end: Calendar

    def resolve(self, today: date | None, tense: Tense) -> str | None:
        start, end = self.start.resolve(today, tense), self.end.resolve(today, tense)
        return f"{start}/{end}" if start and end and start < end else None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """So many units from another date of the text: "the next day", "two years later", "that year".

    ``onward`` is true where that date follows: "two days before 4 May"; ``month`` is that of
    "December of that year".
    """

    unit: Unit
    by: int
    onward: bool = False
    month: int | None = None

    def resolve(self, today: date | None, tense: Tense) -> str | None:
        return None

    def from_anchor(self, anchor: str) -> str | None:
        """The value reckoned from that of another date; None where that one is not exact enough."""
        parts = [int(part) for part in anchor.split("-")] if _EXACT.fullmatch(anchor) else []
        if len(parts) < _PRECISION.get(self.unit, 4):
            return None
        if self.month is not None:
            return f"{parts[0] + self.by:04d}-{self.month:02d}"
        day = date(*[*parts, 1, 1][:3])
        try:
            if self.unit is Unit.WEEK:
                return str(day + timedelta(weeks=self.by))
            return _SHIFTS[self.unit](day, self.by)
        except (OverflowError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Anchored:
    """Relative to an event: "the night before the city fell" has no value."""

    def resolve(self, today: date | None, tense: Tense) -> str | None:
        return None


Expression = Calendar | Weekday | Shift | Season | Quarter | Decade | Interval | Reckoned | Anchored

_EXACT = re.compile(r"\d{4}(?:-\d\d){0,2}")
_SEASON = re.compile(r"\d{4}-2[1-4]")
_PRECISION = {Unit.DAY: 3, Unit.WEEK: 3, Unit.MONTH: 2, Unit.YEAR: 1}  # parts that the anchor must have


def is_day(year: int, month: int, day: int) -> bool:
    """Return whether the calendar has this day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _week(today: date, by: int) -> str:
    year, week, _ = (today + timedelta(weeks=by)).isocalendar()
    return f"{year:04d}-W{week:02d}"


def _weekend(today: date, by: int) -> str:
    """Saturday and Sunday of the week of ``today``, shifted."""
    saturday = today + timedelta(days=SATURDAY - today.weekday(), weeks=by)
    return f"{saturday}/{saturday + timedelta(days=1)}"


def _month(today: date, by: int) -> str:
    months = today.year * 12 + today.month - 1 + by
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _quarter(today: date, by: int) -> str:
    quarters = today.year * 4 + (today.month - 1) // 3 + by
    return f"{quarters // 4:04d}-Q{quarters % 4 + 1}"


def _year(today: date, by: int) -> str:
    if not 0 < today.year + by < 10_000:
        raise ValueError(by)
    return f"{today.year + by:04d}"


_SHIFTS: dict[Unit, Callable[[date, int], str]] = {
    Unit.DAY: lambda today, by: str(today + timedelta(days=by)),
    Unit.WEEK: _week,
    Unit.WEEKEND: _weekend,
    Unit.MONTH: _month,
    Unit.QUARTER: _quarter,
    Unit.YEAR: _year,
    Unit.DECADE: lambda today, by: f"{_year(today, by * 10)[:3]}X",
}


def split(value: str | None) -> tuple[str | None, str | None]:
    """A calendar date, as exact as is known, and the whole stretch where it is longer than that.

    A range begins with its first day, a season lies in its year; of a week and of a decade there
    is no date that is as exact.
    """
    if value is None or (_EXACT.fullmatch(value) and not _SEASON.fullmatch(value)):
        return value, None
    if "/" in value:
        return value.partition("/")[0], value
    if _SEASON.fullmatch(value):
        return value[:4], value
    return (value, None) if "Q" in value else (None, value)
