"""Label by words what is no name of a person, an organisation or a place: peoples, dates, amounts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.names import fold
from generator.extraction.tables import table

if TYPE_CHECKING:
    from generator.extraction.language import Token

_MONEY = frozenset("$€£¥")
_YEARS = range(1000, 2100)
_DATED = ("DATE", "TIME")


def label_by_words(tokens: Sequence[Token], i: int) -> str:
    """Return the label of one token by its own word and its neighbours, "" for none."""
    token = tokens[i]
    if is_group(tokens, i):
        return "NORP"
    if token.tag == "CD":
        return _number(tokens, i)
    if token.text in _calendar() or (token.lower in entity_words()["dates"] and not token.text.istitle()):
        return "DATE"
    if token.text in _doubtful_months() and _is_month(tokens, i):
        return "DATE"
    return "TIME" if token.lower in entity_words()["times"] else ""


def is_group(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a token names a people, a faith or a party: ``Samoan``, ``Muslims``."""
    word, after = fold(tokens[i].text), tokens[i + 1].lower if i + 1 < len(tokens) else ""
    known = word in lexicon.places().demonym_of or word in entity_words()["groups"]
    return known and tokens[i].text[:1].isupper() and after not in entity_words()["realms"]


def _is_month(tokens: Sequence[Token], i: int) -> bool:
    """``in March``, ``June 3``: a month that may be a name or a verb needs a sign."""
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    led = before is not None and (
        before.lower in _before_year() or before.lower in entity_words()["in_dates"]
    )
    return led or any(near is not None and near.tag == "CD" for near in (before, after))


def _number(tokens: Sequence[Token], i: int) -> str:
    first, last = i, i + 1
    while first > 0 and tokens[first - 1].tag == "CD":
        first -= 1
    while last < len(tokens) and tokens[last].tag == "CD":
        last += 1
    after = tokens[last].lower if last < len(tokens) else ""
    if (first > 0 and tokens[first - 1].text in _MONEY) or after in entity_words()["money"]:
        return "MONEY"
    if after in ("%", "percent", "percentage"):
        return "PERCENT"
    return "QUANTITY" if after in entity_words()["units"] else _year(tokens, i)


def _year(tokens: Sequence[Token], i: int) -> str:
    """Label four digits: a date in ``the 1968 riots``, a number in ``flight 2024``; neither where unsure."""
    text, before = tokens[i].text, tokens[i - 1] if i else None
    if len(text) != len("2019") or not text.isdigit() or int(text) not in _YEARS:
        return "CARDINAL"
    if before is None:
        return ""
    if before.lower in _before_year() or before.tag in ("DT", "PRP$", "POS"):
        return "DATE"
    return "CARDINAL" if before.lower in _before_labels() else ""


def spread_dates(tokens: Sequence[Token], labels: list[str]) -> None:
    """Give the label of a date to what stands beside it: ``last week``, ``June 3, 2019``."""
    inside = entity_words()["in_dates"]
    for i in range(1, len(labels)):
        if labels[i - 1] in _DATED and labels[i] in ("", "CARDINAL") and tokens[i].tag == "CD":
            labels[i] = labels[i - 1]
    for i in range(len(labels) - 2, -1, -1):
        counts = labels[i] in ("", "CARDINAL") and tokens[i].tag == "CD"
        if labels[i + 1] in _DATED and (counts or (not labels[i] and tokens[i].lower in inside)):
            labels[i] = labels[i + 1]


@cache
def entity_words() -> dict[str, frozenset[str]]:
    """Return the word lists of ``data/entity_words.toml``."""
    return {key: frozenset(value) for key, value in table("entity_words.toml").items()}


@cache
def _before_year() -> frozenset[str]:
    return frozenset(table("dates.toml")["before_year"])


@cache
def _before_labels() -> frozenset[str]:
    return frozenset(table("numbers.toml")["labels"])


@cache
def _doubtful_months() -> frozenset[str]:
    return frozenset(table("dates.toml")["doubtful_months"])


@cache
def _calendar() -> frozenset[str]:
    """Months and weekdays with their abbreviations, but for those that are other words, too."""
    calendar = table("dates.toml")
    forms = (form for key in ("months", "weekdays") for names in calendar[key] for form in names.split("|"))
    return frozenset(forms) - _doubtful_months()
