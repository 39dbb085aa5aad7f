"""Write numbers out that an editor gave in place of the text's."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import format_compact_decimal, format_decimal, format_percent, get_currency_symbol

from generator.model import SHARE, NumberFact
from generator.rendering.i18n import PageLocale
from generator.review.corrections.values import read_number

_CURRENCY = re.compile(r"[A-Z]{3}")
_MILLION = 1_000_000
_DIGIT = re.compile(r"\d")


def in_figures(number: NumberFact, locale: PageLocale) -> str:
    """Write a corrected number as its editor did, else in figures; with its unit, unless that is told.

    ``4.4 million``, ``$4.4 million``, ``16%``, ``12–22 tonnes``.
    """
    typed = read_number(number.wording) if number.wording else None
    if number.wording and typed and (typed.unit or not number.unit):
        return number.wording
    unit, told = number.unit or "", (number.about or "").casefold().split()
    words = number.wording or _range(number, locale)
    if unit == SHARE:
        return _percent(number, 100, locale)
    if unit == "percent" and not number.wording:
        return _percent(number, 1, locale)
    if _CURRENCY.fullmatch(unit):
        return _with_sign(words, unit, locale)
    return f"{words} {unit}" if unit and unit.casefold() not in told else words


def _range(number: NumberFact, locale: PageLocale) -> str:
    ends = (number.value,) if number.upper is None else (number.value, number.upper)
    return "–".join(_plain(end, locale) for end in ends)


def _plain(value: float, locale: PageLocale) -> str:
    """``4.4 million``, where two decimals tell it exactly; else all digits."""
    if abs(value) >= _MILLION:
        scale = 10 ** min(12, (len(f"{abs(value):.0f}") - 1) // 3 * 3)
        if round(value / scale, 2) * scale == value:
            return format_compact_decimal(value, format_type="long", locale=locale.babel, fraction_digits=2)
    digits = Decimal(f"{value:.15g}")
    return format_decimal(digits, locale=locale.babel, decimal_quantization=False)


def _percent(number: NumberFact, times: int, locale: PageLocale) -> str:
    ends = (number.value,) if number.upper is None else (number.value, number.upper)
    return "–".join(
        format_percent(round(end * times / 100, 6), locale=locale.babel, decimal_quantization=False)
        for end in ends
    )


def _with_sign(words: str, currency: str, locale: PageLocale) -> str:
    """Put the sign where the language has it; a code such as CHF stands apart."""
    sign = get_currency_symbol(currency, locale=locale.babel)
    first = locale.babel.currency_formats["standard"].pattern.startswith("¤")
    if not first or not _DIGIT.search(words):
        return f"{words} {sign}"
    apart = " " if sign[-1].isalnum() else ""
    return _DIGIT.sub(lambda digit: f"{sign}{apart}{digit[0]}", words, count=1)
