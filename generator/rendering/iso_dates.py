"""ISO dates, exact or not: where they lie on a line, what HTML accepts, how one says them.

Besides days, months and years: weeks (``2025-W01``), quarters (``2018-Q3``), and of
ISO 8601-2 decades (``199X``), seasons (``2024-21`` spring to ``2024-24`` winter) and
intervals (``2024-08-05/2024-08-07``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from babel.dates import format_date, format_interval

from generator.rendering.i18n import PageLocale

_SHAPE = re.compile(
    r"(?P<year>\d{3}[\dX])(?:-(?:W(?P<week>\d\d)|Q(?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
)
_SPRING, _WINTER = 21, 24
_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}


class Days(NamedTuple):
    """First and last day of what a value names."""

    first: date
    last: date

    @property
    def middle(self) -> date:
        return self.first + (self.last - self.first) // 2


@dataclass(frozen=True, slots=True)
class _Parts:
    year: int
    decade: bool
    week: int | None
    quarter: int | None
    month: int | None
    day: int | None

    @property
    def season(self) -> int | None:
        return self.month if self.month and _SPRING <= self.month <= _WINTER else None


def day_of(value: str | None) -> date | None:
    """The middle of what ``value`` names, of an interval its start; None where it names no date."""
    days = _days((value or "").split("/")[0])
    return days.middle if days else None


def for_html(value: str | None) -> str | None:
    """The value if a ``time`` element may carry it."""
    parts = _parts(value or "")
    if parts is None or parts.decade or parts.quarter or parts.season or _days(value or "") is None:
        return None
    return value


def in_words(value: str | None, locale: PageLocale) -> str | None:
    """``31 December 2024``, ``autumn 2024``, ``5–7 August 2024``: as exact as known."""
    start, slash, end = (value or "").partition("/")
    if slash:
        return _interval(start, end, locale)
    parts, days = _parts(value or ""), _days(value or "")
    if parts is None or days is None:
        return None
    if parts.decade:
        return locale.translations.gettext("the %(year)ss") % {"year": parts.year}
    if parts.season:
        return _season(parts.season, locale) % {"year": parts.year}
    if parts.quarter:
        return format_date(days.first, "QQQQ y", locale=locale.babel)
    if parts.week:
        return _interval(days.first.isoformat(), days.last.isoformat(), locale)
    if parts.day:
        return locale.day(days.first)
    return locale.month(days.first) if parts.month else str(parts.year)


def _season(number: int, locale: PageLocale) -> str:
    gettext = locale.translations.gettext
    names = (gettext("spring %(year)s"), gettext("summer %(year)s"), gettext("autumn %(year)s"))
    return (*names, gettext("winter %(year)s"))[number - _SPRING]


def _interval(start: str, end: str, locale: PageLocale) -> str | None:
    first, last = _days(start), _days(end)
    if first is None or last is None or last.last < first.first:
        return None
    return str(format_interval(first.first, last.last, "yMMMd", locale=locale.babel))


def _parts(value: str) -> _Parts | None:
    match = _SHAPE.fullmatch(value)
    if match is None or match["year"] == "0000":
        return None
    numbers = {
        name: int(match[name]) if match[name] else None for name in ("week", "quarter", "month", "day")
    }
    decade = match["year"].endswith("X")
    return _Parts(int(match["year"].replace("X", "0")), decade, **numbers)


def _days(value: str) -> Days | None:
    parts = _parts(value)
    try:
        return _span(parts) if parts else None
    except ValueError:
        return None


def _span(parts: _Parts) -> Days:
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
