"""Numbers in plain text: digits or words, with sign of currency, magnitude and unit.

Finds quantities by their form alone; what a number counts is grammar's business, see
:mod:`~generator.extraction.facts.numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.extraction.tables import table
from generator.model import SHARE, Span

WORDS = table("numbers.toml")
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed: ``span`` takes in "more than", the magnitude and a printed unit.

    ``number`` is the span of the figure alone, of a range its upper end, ``lower`` its lower one;
    ``unit`` is None where none is printed; ``aged`` is true of "45-year-old"; ``upper`` is the upper
    end of a range; ``scaled`` is true of "3 million".
    """

    span: Span
    number: Span
    value: float
    unit: str | None
    spelled: bool
    aged: bool = False
    upper: float | None = None
    lower: Span | None = None
    scaled: bool = False
    qualified: bool = False


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_PLURALS = {"foot", "feet", "century", "centuries", "mph", "km", "%", "pct", "percent", "per cent"}
_NAMES = {**WORDS["units"], **WORDS["currency_names"]}
_UNIT = "|".join(
    sorted(
        (re.escape(n) + ("" if n in _PLURALS else "s?") for n in _NAMES if n != "%"), key=len, reverse=True
    )
)
_SMALL = _any(WORDS["words"])
_LARGE = _any(m for m in WORDS["magnitudes"] if len(m) > 2)
_LETTERS = _any(m for m in WORDS["magnitudes"] if len(m) <= 2)
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "quarters": 3 / 4}
_SIGNS_OF_PARTS = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4}
_PART = rf"(?:an?|one|three)[ -](?:{_any(_PARTS)})\b"
# "Three and a half million", "a million and a half", "a quarter of a million".
_MIXED = (
    rf"(?:an?|{_SMALL})(?:[ -](?:{_LARGE}))?[ -]and[ -]{_PART}(?:[ -](?:{_LARGE})\b)?"
    rf"|(?:half|{_PART}) of an? (?:{_LARGE})\b"
)
_MIXED_PARTS = re.compile(
    rf"(?:(?P<whole>.+?)[ -]and[ -])?(?:(?:an?|one|three)[ -])?(?P<part>{_any(_PARTS)})(?: of an?)?"
    rf"(?:[ -](?P<scale>{_LARGE}))?"
)
_SPELLED = (
    rf"{_MIXED}"
    rf"|(?:(?:an?|half an?|{_SMALL})[ -])?(?:(?:{_LARGE})\b)"
    rf"(?:(?: and|,)? (?:{_SMALL}|{_LARGE})\b(?:-(?:{_SMALL})\b)?)*"
    rf"|(?:{_SMALL})(?:-(?:{_SMALL}))?(?:[ -](?:{_LARGE}))*"
)
_DIGITS = (
    r"\d{1,3}(?: ?[½⅓⅔¼¾]| (?:1/2|1/4|3/4)\b)|\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?"
)
_SIGN = rf"(?:{_any(WORDS['currency_signs'])})"
_OPENING = rf"(?P<qualifier>\b(?i:{_any(WORDS['qualifiers'])}) )?(?P<sign>(?<![\w$]){_SIGN} ?)?"
_NOT_WITHIN = r"(?<![\w#:/.\-–])"
_CLOSING = (
    rf"(?:[ -]?(?P<magnitude>(?i:{_LARGE}))\b|(?P<letters>{_LETTERS})\b(?![.’'-]?\w))?"
    rf"(?:(?P<percent> ?%)|[ –-]?(?P<unit>(?:U\.S\. )?(?i:{_UNIT}))\b"
    r"(?P<old>[-–]olds?|s? old\b)?(?:-long\b)?)?"
    r"(?![\w]|[,.:/]\d|-\d|’\w|(?:st|nd|rd|th)\b)"
)
_FIGURE = re.compile(
    rf"{_OPENING}{_NOT_WITHIN}(?P<number>(?P<digits>{_DIGITS})|(?P<words>\b(?i:{_SPELLED})\b)){_CLOSING}"
)
_RANGES = (
    re.compile(
        rf"(?P<between>\b[Bb]etween )?{_OPENING}{_NOT_WITHIN}(?P<lower>{_DIGITS})(?P<share> ?%| percent)?"
        rf"(?:[ -]?(?P<scale>(?i:{_LARGE}))\b|(?P<letter>{_LETTERS})\b)?"
        rf"(?(between) and |(?:[-–]| to ))(?:{_SIGN} ?)?(?P<number>(?P<digits>{_DIGITS})){_CLOSING}"
    ),
    re.compile(
        rf"(?P<between>\b[Bb]etween )?{_OPENING}\b(?P<lower>(?i:{_SMALL}))(?(between) and | to )"
        rf"(?P<number>(?P<words>(?i:{_SMALL})))\b{_CLOSING}"
    ),
)
# "Rose from 40 to 52" is two numbers, "from 3 to 5 percent of the goods" a range.
_CHANGED = re.compile(rf"\b(?:{_any(WORDS['changes'])})\b[^.;:,]{{0,60}}$")
_SHARES = (
    re.compile(
        rf"\b(?P<part>\d{{1,3}}|(?i:{_SMALL})) (?:in|out of)(?: every)? "
        rf"(?P<whole>\d{{1,4}}|(?i:{_SMALL}))\b(?![\w:/%-]|[.,]\d)"
    ),
    re.compile(
        rf"\b(?:(?P<part>(?i:a|{_SMALL}))[ -])?(?P<name>(?i:{_any(WORDS['fractions'])}))"
        rf"(?= of\b(?! an? (?i:{_LARGE})\b))"
    ),
)
_TRIGGER = re.compile(rf"\d|\b(?i:{_SMALL}|{_LARGE}|{_any(WORDS['fractions'])})\b")
_HANGS = re.compile(rf"-(?:(?:{_SMALL}) )?$")
_GOES_ON = re.compile(r"-and-|-[a-z]?[A-Z]")
_WORD = re.compile(r"[a-z]+")
_WITH_PART = re.compile(r"(?P<whole>\d+) ?(?P<part>\D|\d/\d)")


def find(text: str) -> Iterator[Quantity]:
    """The quantities of ``text``, in order: shares and ranges before the figures they are made of."""
    if not _TRIGGER.search(text):
        return
    free = bytearray(b"\1") * len(text)
    found: list[Quantity] = []
    for quantity in _candidates(text):
        if all(free[quantity.span.start : quantity.span.end]):
            free[quantity.span.start : quantity.span.end] = bytes(quantity.span.end - quantity.span.start)
            found.append(quantity)
    yield from sorted(found, key=lambda quantity: quantity.span)


def _candidates(text: str) -> Iterator[Quantity]:
    readings = [(pattern, _share) for pattern in _SHARES] + [(pattern, _range) for pattern in _RANGES]
    for pattern, read in readings:
        for match in pattern.finditer(text):
            quantity = read(match)
            if quantity is not None:
                yield quantity
    for match in _FIGURE.finditer(text):
        if not _is_half_of_a_word(match):
            yield _figure(match)


def _is_half_of_a_word(match: re.Match[str]) -> bool:
    """ "One-to-two hundred", "a million-and-a-half", "2019-nCoV": the figure alone is another one."""
    hangs = match["words"] is not None and _HANGS.search(match.string, 0, match.start("number"))
    return bool(hangs or _GOES_ON.match(match.string, match.end()))


def _share(match: re.Match[str]) -> Quantity | None:
    """ "Three in ten", "a third of"."""
    groups = match.groupdict()
    part = _counted(groups["part"]) if groups["part"] else 1.0
    whole = WORDS["fractions"][groups["name"].lower()] if groups.get("name") else _counted(groups["whole"])
    if not 0 < part < whole or (groups["part"] is None and whole != 2):
        return None
    span = Span(*match.span())
    number = Span(*match.span("name" if groups.get("name") else "whole"))
    return Quantity(span, number, part / whole, SHARE, spelled=True, qualified=True)


def _counted(word: str) -> float:
    return float(word) if word.isdigit() else 1.0 if word.lower() == "a" else spelled_value(word)


def _range(match: re.Match[str]) -> Quantity | None:
    """ "5-10 million" scales both ends; "rose 4.5 percent to 1,200" and "from 40 to 52" are two numbers."""
    groups = match.groupdict()
    own = groups.get("scale") or groups.get("letter")
    low = _plain(groups["lower"]) * (_times(own) if own else _scale(match))
    high, unit = _value(match), _unit(match)
    if low >= high or (groups.get("share") and unit != "percent"):
        return None
    if not groups["between"] and _CHANGED.search(match.string, 0, match.start()):
        return None
    return Quantity(
        Span(*match.span()),
        Span(*match.span("number")),
        low,
        unit,
        spelled=groups.get("words") is not None,
        aged=match["old"] is not None,
        upper=high,
        lower=Span(*match.span("lower")),
        scaled=bool(match["magnitude"] or match["letters"]),
        qualified=True,
    )


def _figure(match: re.Match[str]) -> Quantity:
    return Quantity(
        Span(*match.span()),
        Span(*match.span("number")),
        _value(match),
        _unit(match),
        spelled=match["words"] is not None,
        aged=match["old"] is not None,
        scaled=bool(match["magnitude"] or match["letters"]),
        qualified=match["qualifier"] is not None,
    )


def _value(match: re.Match[str]) -> float:
    return _plain(match["number"]) * _scale(match)


def _plain(number: str) -> float:
    if not number[0].isdigit():
        return spelled_value(number)
    mixed = _WITH_PART.fullmatch(number)
    return _with_part(mixed["whole"], mixed["part"]) if mixed else float(number.replace(",", ""))


def _with_part(whole: str, part: str) -> float:
    """ "2½", "2 1/2"."""
    above, _, below = part.partition("/")
    return float(whole) + (int(above) / int(below) if below else _SIGNS_OF_PARTS[part])


def _scale(match: re.Match[str]) -> int:
    magnitude = match["magnitude"] or match["letters"]
    return _times(magnitude) if magnitude else 1


def _times(magnitude: str) -> int:
    return int(WORDS["magnitudes"][magnitude.lower()])


def _unit(match: re.Match[str]) -> str | None:
    if match["percent"]:
        return "percent"
    if match["sign"]:
        return str(WORDS["currency_signs"][match["sign"].strip()])
    if match["unit"] is None:
        return None
    name = " ".join(match["unit"].lower().replace(".", "").split())
    return _NAMES.get(name) or _NAMES.get(name.removesuffix("s"))


def spelled_value(words: str) -> float:
    """ "three hundred and fifty thousand" as a number, 350000."""
    mixed = _MIXED_PARTS.fullmatch(words.lower())
    if mixed is not None and (mixed["whole"] or mixed["scale"]):
        return _mixed_value(mixed)
    total, group = 0.0, 0.0
    for word in _WORD.findall(words.lower()):
        if word in WORDS["words"]:
            group += WORDS["words"][word]
        elif word == "half":
            group = 0.5
        elif word in WORDS["magnitudes"]:
            scale = WORDS["magnitudes"][word]
            group = (group or 1) * scale
            if scale > HUNDRED:
                total, group = total + group, 0.0
    return total + group


def _mixed_value(match: re.Match[str]) -> float:
    """ "Three and a half million"; "a million and a half" adds half of the million."""
    whole, part, scale = match["whole"], _PARTS[match["part"]], match["scale"]
    last = _WORD.findall(whole)[-1] if whole else ""
    own = WORDS["magnitudes"].get(last, 1) if not scale else 1
    counted = (spelled_value(whole) or 1.0) if whole else 0.0
    return float((counted + part * own) * (WORDS["magnitudes"][scale] if scale else 1))
