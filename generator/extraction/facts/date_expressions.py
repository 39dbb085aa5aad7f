"""Date expressions in plain text: one pattern a form, each with what it means.

Patterns are tried in the order of :data:`FORMS`; words that an earlier form has taken
are not offered to a later one. Nothing here looks at grammar or at the day of
publication: see :mod:`~generator.extraction.facts.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.extraction.facts.calendar_values import (
    Anchored,
    Calendar,
    Decade,
    Expression,
    Interval,
    Quarter,
    Season,
    Shift,
    Unit,
    Weekday,
    is_day,
)
from generator.extraction.tables import table
from generator.model import Span

WORDS = table("dates.toml")
MONTHS = {name: i for i, names in enumerate(WORDS["months"], 1) for name in names.split("|")}
WEEKDAYS = {name: i for i, name in enumerate(WORDS["weekdays"])}
SHIFTS = {"last": -1, "past": -1, "previous": -1, "this": 0, "coming": 1, "next": 1}
CENTURY = 100


@dataclass(frozen=True, slots=True)
class Found:
    """An expression at its place, with the name of the form that found it."""

    span: Span
    form: str
    expression: Expression


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_WHOLE = ("May", "June", "July")  # short, and written without a full stop
_SHORT = _any(name for name in MONTHS if len(name) <= 4 and name not in _WHOLE)
_FULL = _any(name for name in MONTHS if len(name) > 4 or name in _WHOLE)
_MONTH = rf"(?P<month>(?:{_FULL})\b|(?:{_SHORT})\b\.?)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?![%:]|[.,/]\d)"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)\b(?![%:]|[.,/]\d)"
_PART = r"(?P<part>(?:[Ee]arly|[Ll]ate|[Mm]id)[- ](?:in )?)?"
_WEEKDAY = rf"(?P<weekday>{_any(WEEKDAYS)})"
_TIME = r"(?: (?:morning|afternoon|evening|night)\b)?"
_TENS = _any(word for word, value in WORDS["numbers"].items() if value >= 20)
_ONES = _any(word for word, value in WORDS["numbers"].items() if value < 10 and len(word) > 2)
_NUMBER = rf"(?P<number>\d{{1,3}}|(?:{_TENS})-(?:{_ONES})|{_any(WORDS['numbers'])})"
_DASH = r" ?[-–—] ?"
_NOT_OURS = r"(?<![\w.,/$€£#-])"


def _calendar(match: re.Match[str]) -> Expression | None:
    groups = match.groupdict()
    month, day, year = groups.get("month"), groups.get("day"), groups.get("year")
    number = (int(month) if month.isdigit() else _month(month)) if month else None
    value = Calendar(int(year) if year else None, number, int(day) if day else None)
    return value if value.month is None or is_day(value.year or 2000, value.month, value.day or 1) else None


def _days(match: re.Match[str]) -> Expression | None:
    """ "Jan. 5-7", "Jan. 30-Feb. 2": a year, when there is one, closes the range."""
    year = int(match["year"]) if match["year"] else None
    month = _month(match["month"])
    until = _month(match["until_month"]) if match["until_month"] else month
    start, end = Calendar(year, month, int(match["day"])), Calendar(year, until, int(match["until"]))
    return Interval(start, end) if is_day(2000, until, int(match["until"])) else None


def _years(match: re.Match[str]) -> Expression | None:
    """ "2015-16", "2007-2009"."""
    first, until = int(match["year"]), match["until"]
    last = int(until) if len(until) == 4 else first // CENTURY * CENTURY + int(until)
    return Interval(Calendar(first), Calendar(last)) if first < last <= first + CENTURY else None


def _numeric(match: re.Match[str]) -> Expression | None:
    """ "12/31/2024": only where one of the two numbers cannot be a month, or both are equal."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first != second and first <= 12 and second <= 12:
        return None
    month, day = (second, first) if first > 12 else (first, second)
    return Calendar(year, month, day) if is_day(year, month, day) else None


def _decade(match: re.Match[str]) -> Expression | None:
    return Decade(int(match["decade"]) if len(match["decade"]) == 4 else 1900 + int(match["decade"]))


def _weekday(match: re.Match[str]) -> Expression | None:
    return Weekday(WEEKDAYS[match["weekday"]], SHIFTS[(match["shift"] or "this").lower()])


def _month(name: str) -> int:
    return MONTHS[name.rstrip(".")]


def _month_alone(match: re.Match[str]) -> Expression | None:
    turn = SHIFTS[(match["shift"] or "this").lower()]
    return Calendar(month=_month(match["month"]), turn=turn)


def _month_of_year(match: re.Match[str]) -> Expression | None:
    """ "Aug. 3 last year", "in August of that year"."""
    if match["shift"] is None:
        return Anchored()
    day = int(match["day"]) if match["day"] else None
    return Calendar(month=_month(match["month"]), day=day, years=SHIFTS[match["shift"].lower()])


_DAYS_OFF = {"yesterday": -1, "last night": -1, "tomorrow": 1}


def _day(match: re.Match[str]) -> Expression | None:
    return Shift(Unit.DAY, _DAYS_OFF.get(match["word"].lower(), 0))


def _shift(match: re.Match[str]) -> Expression | None:
    return Shift(Unit(match["unit"]), SHIFTS[match["shift"].lower()])


def _ago(match: re.Match[str]) -> Expression | None:
    word = match["number"].lower()
    return Shift(Unit(match["unit"]), -number(word))


def number(word: str) -> int:
    """ "30", "thirty" and "thirty-one" as a number."""
    if word.isdigit():
        return int(word)
    return sum(WORDS["numbers"][part] for part in word.split("-"))


def _season(match: re.Match[str]) -> Expression | None:
    code = WORDS["seasons"][match["season"].lower()]
    first, last = WORDS["season_months"][str(code)]
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    return Season(code, (first, last), year, SHIFTS[(groups.get("shift") or "this").lower()])


def _quarter(match: re.Match[str]) -> Expression | None:
    word = match["quarter"].lower()
    return Quarter(int(word) if word.isdigit() else WORDS["ordinals"][word], int(match["year"]))


def _anchored(match: re.Match[str]) -> Expression | None:
    return Anchored()


Form = tuple[str, re.Pattern[str], Callable[[re.Match[str]], Expression | None]]


def _form(name: str, pattern: str, meaning: Callable[[re.Match[str]], Expression | None]) -> Form:
    return name, re.compile(pattern), meaning


_SEASONS = rf"(?P<season>{_any(WORDS['seasons'])})\b"

FORMS: tuple[Form, ...] = (
    _form("iso", r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b(?:T[\d:.Z+-]+)?", _calendar),
    _form("numeric", rf"{_NOT_OURS}(?P<first>\d\d?)(?P<sep>[/.])(?P<second>\d\d?)(?P=sep){_YEAR}", _numeric),
    _form(
        "days",
        rf"\b{_MONTH} {_DAY}(?:{_DASH}| to )(?:(?P<until_month>{_any(MONTHS)})\b\.? )?"
        rf"(?P<until>\d\d?)\b(?:,? {_YEAR})?",
        _days,
    ),
    _form(
        "month-of-year",
        rf"\b{_PART}{_MONTH}(?: {_DAY})?,?(?: of)? (?:(?P<shift>last|this|next) year"
        r"|(?:that|the (?:same|following|next|previous)) year)\b",
        _month_of_year,
    ),
    _form("month-day", rf"\b(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?:,? {_YEAR})?", _calendar),
    _form(
        "day-month",
        rf"\b(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        _calendar,
    ),
    _form("month-year", rf"\b{_PART}{_MONTH}(?: of|,)? {_YEAR}", _calendar),
    _form("quarter", rf"\b(?:Q(?P<quarter>[1-4]) {_YEAR})", _quarter),
    _form("quarter", rf"\b(?P<quarter>{_any(WORDS['ordinals'])})[ -]quarter (?:of )?{_YEAR}", _quarter),
    _form("season", rf"\b(?i:{_SEASONS})(?: of)? {_YEAR}", _season),
    _form("season", rf"\b(?<!the )(?P<shift>(?i:last|this|next)) {_SEASONS}", _season),
    _form("decade", r"\b(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b", _decade),
    _form("decade", r"(?<!\w)['’‘](?P<decade>[2-9]0)s\b", _decade),
    _form("years", rf"{_NOT_OURS}{_YEAR}(?<=\d)[-–](?P<until>\d{{4}}|\d\d)\b(?![-–/%])", _years),
    _form("year", rf"{_NOT_OURS}{_PART}{_YEAR}(?!-(?:year|page|seat)| (?:GMT|UTC))", _calendar),
    _form("weekday", rf"\b(?:(?P<shift>(?i:last|this|next|coming)) )?{_WEEKDAY}\b{_TIME}", _weekday),
    _form("month", rf"\b(?:(?P<shift>(?i:last|next)) )?{_PART}{_MONTH}", _month_alone),
    _form("day", r"\b(?P<word>(?i:yesterday|today|tomorrow|tonight|last night))\b", _day),
    _form("day", r"\b(?P<word>(?i:this (?:morning|afternoon|evening)))\b", _day),
    _form(
        "shift",
        r"\b(?:(?i:earlier|later|early|late|sometime) )?(?<!the )(?P<shift>(?i:last|this|next)) "
        r"(?P<unit>week|weekend|month|quarter|year|decade)\b",
        _shift,
    ),
    _form("ago", rf"\b(?i:{_NUMBER}) (?P<unit>day|week|month|year|decade)s? ago\b", _ago),
    _form(
        "anchored",
        r"\b(?i:the) (?:very )?(?:day|night|morning|evening|week|month|year|weekend)"
        r" (?:before|after|that followed)\b",
        _anchored,
    ),
)  # fmt: skip

# What every form has somewhere: most paragraphs without a date are left after one search.
_TRIGGER = re.compile(
    rf"\d{{4}}|\b(?:{_any(MONTHS)}|{_any(WEEKDAYS)})\b|['’]\d0s\b"
    r"|\b(?i:yesterday|today|tomorrow|tonight|ago|last|this|next|before|after|that followed)\b"
)


def find(text: str) -> list[Found]:
    """The date expressions of ``text``, in order; spans count its code points."""
    if not _TRIGGER.search(text):
        return []
    taken: list[Found] = []
    free = bytearray(b"\1") * len(text)
    for name, pattern, meaning in FORMS:
        for match in pattern.finditer(text):
            span = Span(*match.span())
            if not all(free[span.start : span.end]):
                continue
            expression = meaning(match)
            if expression is not None:
                taken.append(Found(span, name, expression))
                free[span.start : span.end] = bytes(span.end - span.start)
    return sorted(taken, key=lambda found: found.span)


def full_dates(text: str) -> Iterator[Found]:
    """Only the dates that name day, month and year."""
    for found in find(text):
        if isinstance(found.expression, Calendar) and found.expression.year and found.expression.day:
            yield found
