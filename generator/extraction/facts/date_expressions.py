"""Date expressions in plain text: one pattern a form, each with what it means.

Patterns are tried in the order of :data:`FORMS`; words that an earlier form has taken
are not offered to a later one. Nothing here looks at grammar or at the day of
publication: see :mod:`~generator.extraction.facts.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from generator.extraction.facts.calendar_values import (
    Anchored,
    Calendar,
    Decade,
    Expression,
    Interval,
    Quarter,
    Reckoned,
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
SHIFTS = {"last": -1, "this past": -1, "this": 0, "this coming": 1, "coming": 1, "next": 1}
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
_FOUR_DIGITS = r"(?P<year>(?:1[5-9]|20)\d\d)\b"
_YEAR = rf"{_FOUR_DIGITS}(?![%:]|[.,/]\d)"
_PART = r"(?P<part>(?:[Ee]arly|[Ll]ate|[Mm]id)[- ](?:in )?)?"
_HOLIDAYS = {name: tuple(day) for name, day in WORDS["holidays"].items()}
_HOLIDAY = _any(_HOLIDAYS).replace("'", "['’]")
_SHIFT = r"(?P<shift>(?i:this past|this coming|last|this|next|coming))"
_WEEKDAY = rf"(?P<weekday>{_any(WEEKDAYS)})"
_TIME = r"(?: (?:morning|afternoon|evening|night)\b)?"
_TENS = _any(word for word, value in WORDS["numbers"].items() if value >= 20)
_ONES = _any(word for word, value in WORDS["numbers"].items() if value < 10 and len(word) > 2)
_COUNT = rf"\d{{1,3}}|(?:{_TENS})-(?:{_ONES})|{_any(WORDS['numbers'])}"
_NUMBER = rf"(?P<number>{_COUNT})"
_TIES = {word.removesuffix("y") + "ies": value for word, value in WORDS["numbers"].items() if value >= 20}
_DASH = r" ?[-–—] ?"
_NOT_OURS = r"(?<![\w.,/$€£#-])"


def _calendar(match: re.Match[str]) -> Expression | None:
    groups = match.groupdict()
    month, day, year = groups.get("month"), groups.get("day"), groups.get("year")
    number = (int(month) if month.isdigit() else _month(month)) if month else None
    weekday = WEEKDAYS.get(groups.get("weekday") or "")
    value = Calendar(int(year) if year else None, number, int(day) if day else None, weekday=weekday)
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
    """ "The 1970s", "the '70s", "the seventies"; "the 1800s" may be ten years or a hundred."""
    word = match["decade"].lower()
    start = int(word) if word.isdigit() else _TIES[word]
    if start < CENTURY:
        start += 1900
    return Anchored() if start % CENTURY == 0 and start < 2000 else Decade(start)


def _weekday(match: re.Match[str]) -> Expression | None:
    shift = (match["shift"] or "this").lower()
    by = SHIFTS[shift]
    day = WEEKDAYS[match["weekday"]]
    return Weekday(day, week=by) if shift in ("last", "next") else Weekday(day, turn=by)


def _fiscal(match: re.Match[str]) -> Expression | None:
    """ "2019/20": two years that follow one another."""
    first = int(match["year"])
    return (
        Interval(Calendar(first), Calendar(first + 1))
        if int(match["until"]) == (first + 1) % CENTURY
        else None
    )


def _month(name: str) -> int:
    return MONTHS[name.rstrip(".")]


def _month_alone(match: re.Match[str]) -> Expression | None:
    shift = (match["shift"] or "this").lower()
    if shift == "that":
        return Reckoned(Unit.YEAR, 0, month=_month(match["month"]))
    return Calendar(month=_month(match["month"]), turn=SHIFTS[shift])


def _month_of_year(match: re.Match[str]) -> Expression | None:
    """ "Aug. 3 last year", "last year, Aug. 3", "in August of that year"."""
    month, day = _month(match["month"]), int(match["day"]) if match["day"] else None
    if match["shift"] is None:
        by = _SIDES.get((match["side"] or "").lower(), 0)
        return Anchored() if day else Reckoned(Unit.YEAR, by, month=month)
    return Calendar(month=month, day=day, years=SHIFTS[match["shift"].lower()])


def _days_of_year(match: re.Match[str]) -> Expression | None:
    """ "July 13 to 17 of last year"."""
    found = _days(match)
    if not isinstance(found, Interval):
        return None
    years = SHIFTS[match["shift"].lower()]
    return Interval(replace(found.start, years=years), replace(found.end, years=years))


def _holiday(match: re.Match[str]) -> Expression | None:
    month, day = _HOLIDAYS[match["holiday"].replace("’", "'")]
    return Calendar(int(match["year"]) if match["year"] else None, month, day)


_DAYS_OFF = {"yesterday": -1, "last night": -1, "tomorrow": 1}


def _day(match: re.Match[str]) -> Expression | None:
    return Shift(Unit.DAY, _DAYS_OFF.get(match["word"].lower(), 0))


def _shift(match: re.Match[str]) -> Expression | None:
    return Shift(Unit(match["unit"]), SHIFTS[match["shift"].lower()])


def _ago(match: re.Match[str]) -> Expression | None:
    if match["hedge"]:
        return Anchored()
    return Shift(Unit(match["unit"]), -number(match["number"].lower()))


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


_SIDES = {"later": 1, "after": 1, "earlier": -1, "before": -1, "next": 1, "following": 1, "previous": -1}
_DAY_PARTS = ("day", "date", "morning", "afternoon", "evening", "night")


def _unit(name: str) -> Unit:
    return Unit.DAY if name in _DAY_PARTS else Unit(name)


def _reckoned(match: re.Match[str]) -> Expression | None:
    """ "two years later", "the next morning", "later that day", "the day before"."""
    groups = match.groupdict()
    by = _SIDES.get((groups.get("side") or "").lower(), 0)
    times = number(match["number"].lower()) if groups.get("number") else 1
    return Reckoned(_unit(match["unit"].lower()), by * times)


def _onward(match: re.Match[str]) -> Expression | None:
    """ "two days before", where 4 May follows."""
    word = match["number"].lower()
    times = 1 if word == "the" else number(word)
    return Reckoned(_unit(match["unit"].lower()), _SIDES[match["side"].lower()] * times, onward=True)


def _anchored(match: re.Match[str]) -> Expression | None:
    return Anchored()


Form = tuple[str, re.Pattern[str], Callable[[re.Match[str]], Expression | None]]


def _form(name: str, pattern: str, meaning: Callable[[re.Match[str]], Expression | None]) -> Form:
    return name, re.compile(pattern), meaning


_PARTS_OF_DAY = _any(_DAY_PARTS)
_DATE_FOLLOWS = rf"(?= (?:the )?(?:\d{{1,2}} )?(?:{_any(MONTHS)}|{_any(WEEKDAYS)})\b| (?:1[5-9]|20)\d\d\b)"
_SEASONS = rf"(?P<season>{_any(WORDS['seasons'])})\b"

FORMS: tuple[Form, ...] = (
    _form("iso", r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b(?:T[\d:.Z+-]+)?", _calendar),
    _form("numeric", rf"{_NOT_OURS}(?P<first>\d\d?)(?P<sep>[/.])(?P<second>\d\d?)(?P=sep){_YEAR}", _numeric),
    _form(
        "days",
        rf"\b{_MONTH} {_DAY}(?:{_DASH}| to | and )(?P<until_month>(?!))?(?P<until>\d\d?)\b,? (?:of )?"
        r"(?P<year>(?!))?(?P<shift>last|this|next) year\b",
        _days_of_year,
    ),
    _form(
        "days",
        rf"\b(?:the )?{_DAY}(?:{_DASH}| to | and )(?P<until>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?(?: of)? "
        rf"{_MONTH}(?P<until_month>(?!))?(?:,? {_YEAR})?",
        _days,
    ),
    _form(
        "days",
        rf"\b{_MONTH} {_DAY}(?:{_DASH}| to | and (?=\d))(?:(?P<until_month>{_any(MONTHS)})\b\.? )?"
        rf"(?P<until>3[01]|[12]\d|0?[1-9])\b(?![%:]|[.,/]\d)(?:,? {_YEAR})?",
        _days,
    ),
    _form(
        "month-of-year",
        rf"\b{_PART}{_MONTH}(?: {_DAY})?,?(?: of)? (?:(?P<shift>last|this|next) year"
        r"|(?:that|the (?:same|(?P<side>following|next|previous))) year)\b",
        _month_of_year,
    ),
    _form(
        "month-of-year",
        rf"\b(?P<shift>(?i:last|this|next)) year,? (?:on |in )?{_MONTH}(?: {_DAY})?",
        _month_of_year,
    ),
    _form("month-day", rf"\b(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?:,? {_YEAR})?", _calendar),
    _form("holiday", rf"\b(?P<holiday>{_HOLIDAY})\b(?:,? {_YEAR})?", _holiday),
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
    _form(
        "decade",
        rf"(?<=\bthe )(?:(?:early|mid|late)[- ])?(?P<decade>{_any(_TIES)})\b",
        _decade,
    ),
    _form(
        "century",
        r"\b(?i:the) (?:(?i:early|late|mid)[- ])?"
        rf"(?:\d\d?(?:st|nd|rd|th)|{_any(WORDS['centuries'])}|last) century\b",
        _anchored,
    ),
    _form("years", rf"{_NOT_OURS}{_YEAR}(?<=\d)[-–](?P<until>\d{{4}}|\d\d)\b(?![-–/%])", _years),
    _form("years", rf"{_NOT_OURS}{_FOUR_DIGITS}/(?P<until>\d\d)\b(?![-–/%])", _fiscal),
    _form(
        "year",
        rf"{_NOT_OURS}{_PART}(?:(?i:fiscal|financial) year |FY ?)?{_YEAR}(?!-[A-Za-z]| (?:GMT|UTC))",
        _calendar,
    ),
    _form(
        "onward",
        rf"\b(?i:(?P<number>the|{_COUNT})) (?P<unit>day|week|month|year)s? "
        rf"(?P<side>before|after){_DATE_FOLLOWS}",
        _onward,
    ),
    _form("weekday", rf"\b(?:{_SHIFT} )?{_WEEKDAY}\b{_TIME}", _weekday),
    _form(
        "month",
        rf"\b(?:(?P<shift>(?i:last|next|this past|this coming|that)) )?{_PART}{_MONTH}",
        _month_alone,
    ),
    _form("day", r"\b(?P<word>(?i:yesterday|today|tomorrow|tonight|last night))\b", _day),
    _form("day", r"\b(?P<word>(?i:this (?:morning|afternoon|evening)))\b", _day),
    _form(
        "shift",
        r"\b(?:(?i:earlier|later|early|late|sometime) )?(?<!the )"
        r"(?P<shift>(?i:last|this|next|this past(?= weekend)|this coming)) "
        r"(?P<unit>week|weekend|month|quarter|year|decade)\b",
        _shift,
    ),
    _form(
        "reckoned",
        rf"\b(?i:{_NUMBER}) (?P<unit>day|week|month|year)s? (?P<side>later|earlier)\b",
        _reckoned,
    ),
    _form(
        "reckoned",
        rf"\b(?:(?i:later|earlier) )?(?i:that)(?: same)? (?P<unit>{_PARTS_OF_DAY}|month|year)\b",
        _reckoned,
    ),
    _form(
        "reckoned",
        rf"\b(?i:the) (?:very )?(?P<side>same|next|following|previous) (?P<unit>{_PARTS_OF_DAY})\b",
        _reckoned,
    ),
    _form(
        "reckoned",
        r"\b(?i:the) (?P<side>same|following|previous) (?P<unit>week|month|year)\b(?! \d)",
        _reckoned,
    ),
    _form(
        "reckoned",
        rf"\b(?i:the) (?P<unit>{_PARTS_OF_DAY}|week|month|year) (?P<side>before|after)(?=[,.;:)]|$)",
        _reckoned,
    ),
    _form(
        "ago",
        rf"(?P<hedge>\b(?i:{_any(WORDS['hedges'])}) )?\b(?i:{_NUMBER}) "
        r"(?P<unit>day|week|month|year|decade)s? ago\b",
        _ago,
    ),
    _form(
        "anchored",
        r"\b(?i:the) (?:very )?(?:day|night|morning|evening|week|month|year|weekend)"
        r" (?:before|after|that followed)\b",
        _anchored,
    ),
)  # fmt: skip

# What every form has somewhere: most paragraphs without a date are left after one search.
_TRIGGER = re.compile(
    rf"\d{{4}}|\b(?:{_any(MONTHS)}|{_any(WEEKDAYS)}|{_HOLIDAY})\b|['’]\d0s\b"
    r"|\b(?i:yesterday|today|tomorrow|tonight|ago|last|this|next|before|after|that|same|following|previous)\b"
    rf"|\b(?i:earlier|later|century)\b|\b(?:{_any(_TIES)})\b"
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
