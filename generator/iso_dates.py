"""Read ISO dates, exact or not: which days they name, and what HTML accepts.

Besides days, months and years: weeks (``2025-W01``), quarters (``2018-Q3``), and of
ISO 8601-2 decades (``199X``), seasons (``2024-21`` spring to ``2024-24`` winter) and
intervals (``2024-08-05/2024-08-07``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_SHAPE = re.compile(
    r"(?P<year>\d{3}[\dX])(?:-(?:W(?P<week>\d\d)|Q(?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
)
SPRING, _WINTER = 21, 24
_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}


class Days(NamedTuple):
    """First and last day of what a value names."""

    first: date
    last: date

    @property
    def middle(self) -> date:
        return self.first + (self.last - self.first) // 2


@dataclass(frozen=True, slots=True)
class DateParts:
    """A single date taken apart; a season is told by its month."""

    year: int
    decade: bool
    week: int | None
    quarter: int | None
    month: int | None
    day: int | None

    @property
    def season(self) -> int | None:
        return self.month if self.month and SPRING <= self.month <= _WINTER else None


def day_of(value: str | None) -> date | None:
    """The middle of what ``value`` names, of an interval its start; None where it names no date."""
    days = days_of((value or "").split("/")[0])
    return days.middle if days else None


def is_date(value: str) -> bool:
    """Tell whether a value names a date, or an interval of two in order."""
    first, slash, last = value.partition("/")
    start, end = days_of(first), days_of(last if slash else first)
    return start is not None and end is not None and start.first <= end.last


def for_html(value: str | None) -> str | None:
    """The value if a ``time`` element may carry it."""
    parts = parts_of(value or "")
    if parts is None or parts.decade or parts.quarter or parts.season or days_of(value or "") is None:
        return None
    return value


def parts_of(value: str) -> DateParts | None:
    """Return year, month, week and the like of a single date; None where it is none."""
    match = _SHAPE.fullmatch(value)
    if match is None or match["year"] == "0000":
        return None
    numbers = {
        name: int(match[name]) if match[name] else None for name in ("week", "quarter", "month", "day")
    }
    decade = match["year"].endswith("X")
    return DateParts(int(match["year"].replace("X", "0")), decade, **numbers)


def days_of(value: str) -> Days | None:
    """Return the days of a single date; None where it is none, or where no calendar has it."""
    parts = parts_of(value)
    try:
        return _span(parts) if parts else None
    except ValueError:
        return None


def _span(parts: DateParts) -> Days:
    """Raises ``ValueError`` for a day that no calendar has."""
    if parts.decade:
        return Days(date(parts.year, 1, 1), date(parts.year + 9, 12, 31))
    if parts.week:
        first = date.fromisocalendar(parts.year, parts.week, 1)
        return Days(first, first + timedelta(days=6))
    if parts.quarter:
        return Days(date(parts.year, parts.quarter * 3 - 2, 1), _month_end(parts.year, parts.quarter * 3))
    if parts.season:
        month = _FIRST_MONTH[parts.season]
        return Days(date(parts.year, month, 1), _month_end(parts.year, month + 2))
    if parts.month is None:
        return Days(date(parts.year, 1, 1), date(parts.year, 12, 31))
    if parts.day is None:
        return Days(date(parts.year, parts.month, 1), _month_end(parts.year, parts.month))
    return Days(*[date(parts.year, parts.month, parts.day)] * 2)


def _month_end(year: int, month: int) -> date:
    """The last day of a month; a winter's months run on into the next year."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
