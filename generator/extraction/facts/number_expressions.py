"""Numbers in plain text: digits or words, with sign of currency, magnitude and unit.

Finds quantities by their form alone; what a number counts is grammar's business, see
:mod:`~generator.extraction.facts.numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.extraction.tables import table
from generator.model import Span

WORDS = table("numbers.toml")
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed: ``span`` takes in "more than", the magnitude and a printed unit.

    ``number`` is the span of the figure alone; ``unit`` is None where none is printed;
    ``aged`` is true of "45-year-old"; ``range`` of either end of a range.
    """

    span: Span
    number: Span
    value: float
    unit: str | None
    spelled: bool
    aged: bool = False
    range: bool = False


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
_SPELLED = (
    rf"(?:(?:an?|half an?|{_SMALL})[ -])?(?:(?:{_LARGE})\b)"
    rf"(?:(?: and|,)? (?:{_SMALL}|{_LARGE})\b(?:-(?:{_SMALL})\b)?)*"
    rf"|(?:{_SMALL})(?:-(?:{_SMALL}))?(?:[ -](?:{_LARGE}))*"
)
_DIGITS = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?"
_FIGURE = re.compile(
    rf"(?P<between>\b[Bb]etween )?(?P<qualifier>\b(?i:{_any(WORDS['qualifiers'])}) )?"
    rf"(?P<sign>(?<![\w$])(?:{_any(WORDS['currency_signs'])}) ?)?"
    rf"(?<![\w#:/.\-–])(?:(?P<lower>{_DIGITS})(?P<share>%| percent)?(?P<dash>[-–]| to | and )(?:[$€£] ?)?)?"
    rf"(?P<number>(?P<digits>{_DIGITS})|(?P<words>\b(?i:{_SPELLED})\b))"
    rf"(?:[ -]?(?P<magnitude>(?i:{_LARGE}))\b|(?P<letters>{_LETTERS})\b(?![.’'-]?\w))?"
    rf"(?:(?P<percent> ?%)|[ -]?(?P<unit>(?:U\.S\. )?(?i:{_UNIT}))\b(?P<old>-olds?|s? old\b)?)?"
    r"(?![\w]|[,.:/]\d|-\d|’\w|(?:st|nd|rd|th)\b)"
)
_TRIGGER = re.compile(rf"\d|\b(?i:{_SMALL}|{_LARGE})\b")
_PART = re.compile(r"[a-z]+")


def find(text: str) -> Iterator[Quantity]:
    """The quantities of ``text``, in order."""
    if not _TRIGGER.search(text):
        return
    for match in _FIGURE.finditer(text):
        yield from _quantities(match)


def _quantities(match: re.Match[str]) -> Iterator[Quantity]:
    """One quantity, or both ends of a range; "rose 4.5 percent to 1,200" is two and no range."""
    upper = _upper(match)
    if match["lower"] is None:
        yield upper
        return
    number = Span(*match.span("lower"))
    value = float(match["lower"].replace(",", ""))
    begin = next(match.start(g) for g in ("qualifier", "sign", "lower") if match[g] is not None)
    if match["share"] and upper.unit != "percent":
        yield Quantity(Span(begin, match.end("share")), number, value, "percent", spelled=False)
        yield upper
    elif match["dash"] == " and " and not match["between"]:
        yield Quantity(Span(begin, number.end), number, value, None, spelled=False)
        yield upper
    elif value < upper.value:  # "5-10 million" scales both ends
        low = Quantity(Span(begin, number.end), number, value * _scale(match), upper.unit, False, upper.aged)
        yield replace(low, range=True)
        yield replace(upper, range=True)


def _upper(match: re.Match[str]) -> Quantity:
    """The number proper, which of a range is its upper end."""
    spelled = match["words"] is not None
    value = spelled_value(match["words"]) if spelled else float(match["digits"].replace(",", ""))
    first = ("number",) if match["lower"] is not None else ("qualifier", "sign", "number")
    begin = next(match.start(group) for group in first if match[group] is not None)
    span, number = Span(begin, match.end()), Span(*match.span("number"))
    return Quantity(span, number, value * _scale(match), _unit(match), spelled, aged=match["old"] is not None)


def _scale(match: re.Match[str]) -> int:
    magnitude = match["magnitude"] or match["letters"]
    return int(WORDS["magnitudes"][magnitude.lower()]) if magnitude else 1


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
    total, group = 0.0, 0.0
    for word in _PART.findall(words.lower()):
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
