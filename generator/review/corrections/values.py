"""Read the numbers and dates that editors write. Pure.

What finds numbers and dates in texts takes long to import, and few briefings have such corrections.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.iso_dates import is_date

if TYPE_CHECKING:
    from generator.extraction.facts.number_expressions import Quantity

NUMBER_HINT = "a number is written 16, 0.5, 4400000, 4.4 million, 14 percent or $4.4 million"
DATE_HINT = "a date is written 2031-05-04, 2031-05, 2031, 2031-Q2 or 4 May 2031"
_SIGNED = re.compile(r"percent|[A-Z]{3}")
_MINUS = ("-", "−")
_RANGE = re.compile(r"[\d.,]+ ?[-–] ?[\d.,]+")
_PLAIN = re.compile(r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as an editor writes it; ``upper`` is the upper end of a range.

    ``wording`` are the editor's own words where they are more than digits: ``4.4 million``.
    """

    value: float
    unit: str | None = None
    upper: float | None = None
    wording: str | None = None
    qualifier: str = ""  # "about", "more than"


def read_number(written: float | str) -> Figure | None:
    """Read a number in digits or words, with its sign, magnitude and unit; None where it is none.

    A comma stands between thousands only: "4,4" is refused, not read as 44.
    """
    if isinstance(written, float):
        return Figure(written) if math.isfinite(written) else None
    words = " ".join(written.split())
    if _PLAIN.fullmatch(words):
        return Figure(float(words.replace(",", "").replace("−", "-")))
    sign = -1 if words[:1] in _MINUS else 1
    quantity = _only_quantity(words if sign > 0 else words[1:])
    if quantity is None or (sign < 0 and quantity.upper is not None):
        return None
    wording = None if _RANGE.fullmatch(words) else words
    return Figure(sign * quantity.value, quantity.unit, quantity.upper, wording, _qualifier(words))


def _qualifier(words: str) -> str:
    from generator.extraction.facts.number_expressions import WORDS

    plain = words.casefold()
    return max((one for one in WORDS["qualifiers"] if plain.startswith(f"{one} ")), key=len, default="")


def _only_quantity(words: str) -> Quantity | None:
    """Return the quantity that all the words are."""
    from generator.extraction.facts.number_expressions import find

    found = list(find(words))
    return found[0] if len(found) == 1 and found[0].span == (0, len(words)) else None


def read_unit(written: str) -> str:
    """Return ``percent`` for "%" and ``EUR`` for "euros", as facts have them; other units as written."""
    unit = _canonical(written)
    return unit if _SIGNED.fullmatch(unit) else written


def same_unit(one: str, other: str) -> bool:
    """Tell whether two names are of one unit, as "metres" and "m"."""
    return _canonical(one) == _canonical(other)


def _canonical(unit: str) -> str:
    quantity = _only_quantity(f"2 {unit}") or _only_quantity(f"{unit}2")
    return (quantity.unit if quantity is not None else None) or unit


def read_date(written: str) -> str | None:
    """Read a date, in ISO 8601 or in words with its year, as ISO 8601; None where it is none."""
    from generator.extraction.facts.calendar_values import Tense
    from generator.extraction.facts.date_expressions import find

    words = " ".join(written.split())
    if is_date(words):
        return words
    found = find(words)
    if len(found) != 1 or found[0].span != (0, len(words)):
        return None
    return found[0].expression.resolve(None, Tense.UNKNOWN)
