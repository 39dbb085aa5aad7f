"""Write ISO dates out, as exact as known."""

from __future__ import annotations

from babel.dates import format_date, format_interval

from generator.iso_dates import SPRING, days_of, parts_of
from generator.rendering.i18n import PageLocale


def in_words(value: str | None, locale: PageLocale) -> str | None:
    """``31 December 2024``, ``autumn 2024``, ``5–7 August 2024``: as exact as known."""
    start, slash, end = (value or "").partition("/")
    if slash:
        return _interval(start, end, locale)
    parts, days = parts_of(value or ""), days_of(value or "")
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
    return (*names, gettext("winter %(year)s"))[number - SPRING]


def _interval(start: str, end: str, locale: PageLocale) -> str | None:
    first, last = days_of(start), days_of(end)
    if first is None or last is None or last.last < first.first:
        return None
    return str(format_interval(first.first, last.last, "yMMMd", locale=locale.babel))
