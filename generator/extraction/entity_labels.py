"""Label the tokens of a paragraph: names by the encoder; groups, dates and amounts by words.

The labels are those of OntoNotes as far as they are used: ``PERSON``, ``ORG``, ``GPE``, ``NORP``,
``DATE``, ``TIME``, ``MONEY``, ``PERCENT``, ``QUANTITY``, ``CARDINAL``; "" is none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from generator.extraction.encoder.predictions import Matrix, Reading
from generator.extraction.mentions import lexicon
from generator.extraction.mentions.names import fold
from generator.extraction.tables import table

if TYPE_CHECKING:
    from generator.extraction.language import Token

_NAMES = ("", "PERSON", "ORG", "GPE")
_MONEY = frozenset("$€£¥")
_YEARS = range(1000, 2100)
_DATED = ("DATE", "TIME")


class _Label(NamedTuple):
    label: str
    begins: bool = False


def labelled(tokens: Sequence[Token], reading: Reading) -> tuple[Token, ...]:
    """Return the tokens with their labels; ``entity_start`` is true at the first token of each entity."""
    found = _completed(tokens, _names(tokens, reading))
    labels = [name.label or _by_words(tokens, i) for i, name in enumerate(found)]
    _spread_dates(tokens, labels)
    starts = [bool(label) and _starts(labels, found[i].begins, i) for i, label in enumerate(labels)]
    return tuple(
        replace(token, entity=label, entity_start=start)
        for token, label, start in zip(tokens, labels, starts, strict=True)
    )


def _starts(labels: Sequence[str], begins: bool, i: int) -> bool:
    return begins or not i or labels[i - 1] != labels[i] or labels[i] in ("NORP", "CARDINAL")


# --- names ------------------------------------------------------------------------------------


def _names(tokens: Sequence[Token], reading: Reading) -> list[_Label]:
    """For each token, the label of the name that the encoder sees over its pieces."""
    firsts = np.searchsorted(reading.ends, [token.start for token in tokens], "right")
    lasts = np.searchsorted(reading.starts, [token.end for token in tokens], "left")
    pieces = zip(firsts.tolist(), lasts.tolist(), strict=True)
    return [_name(reading.names[first:last]) if first < last else _Label("") for first, last in pieces]


def _name(shares: Matrix) -> _Label:
    """The likeliest label of a token; ``shares`` has a row a piece, the encoder's name tags in columns."""
    mean = shares.mean(axis=0)
    kind = int(np.argmax((mean[0], mean[1] + mean[2], mean[3] + mean[4], mean[5] + mean[6])))
    return _Label(_NAMES[kind], bool(kind) and bool(shares[0, 2 * kind - 1] > shares[0, 2 * kind]))


def _completed(tokens: Sequence[Token], names: list[_Label]) -> list[_Label]:
    """Give a name what closes it (``Brandt & Co.``), and a state or a town its label."""
    words = _words()
    for i in range(1, len(tokens)):
        before, here, word = names[i - 1].label, names[i].label, fold(tokens[i].text)
        if before == "ORG" and word in words["legal_forms"] and tokens[i].text[:1].isupper():
            names[i] = _Label("ORG")
        elif here == "PERSON" != before and _is_of_place(tokens, i):
            names[i] = _Label("GPE", begins=True)
        elif word in words["realms"]:
            first, last = _realm(tokens, i)
            names[first:last] = [_Label("GPE", begins=j == first) for j in range(first, last)]
    return names


def _realm(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """Tokens of ``Democratic People's Republic of Graustark`` around its ``Republic``; none of a bare one."""
    first, last = i, i + 2
    while first and (tokens[first - 1].tag == "POS" or tokens[first - 1].text[:1].isupper()):
        first -= 1
    while last < len(tokens) and tokens[last].text[:1].isupper():
        last += 1
    is_whole = i + 2 < last and tokens[i + 1].lower == "of" and tokens[i].text[:1].isupper()
    return (first, last) if is_whole else (i, i)


def _is_of_place(tokens: Sequence[Token], i: int) -> bool:
    """``a resident of Harbury``: nobody, whatever it sounds like; ``the town of Ada Quill`` stays hers."""
    alone = i + 1 == len(tokens) or not tokens[i + 1].text[:1].isupper()
    return alone and i > 1 and tokens[i - 1].lower == "of" and tokens[i - 2].lower in _words()["of_places"]


# --- words ------------------------------------------------------------------------------------


def _by_words(tokens: Sequence[Token], i: int) -> str:
    token = tokens[i]
    if _is_group(tokens, i):
        return "NORP"
    if token.tag == "CD":
        return _number(tokens, i)
    if token.text in _calendar() or (token.lower in _words()["dates"] and not token.text.istitle()):
        return "DATE"
    if token.text in _doubtful_months() and _is_month(tokens, i):
        return "DATE"
    return "TIME" if token.lower in _words()["times"] else ""


def _is_group(tokens: Sequence[Token], i: int) -> bool:
    word, after = fold(tokens[i].text), tokens[i + 1].lower if i + 1 < len(tokens) else ""
    known = word in lexicon.places().demonym_of or word in _words()["groups"]
    return known and tokens[i].text[:1].isupper() and after not in _words()["realms"]


def _is_month(tokens: Sequence[Token], i: int) -> bool:
    """``in March``, ``June 3``: a month that may be a name or a verb needs a sign."""
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    led = before is not None and (before.lower in _before_year() or before.lower in _words()["in_dates"])
    return led or any(near is not None and near.tag == "CD" for near in (before, after))


def _number(tokens: Sequence[Token], i: int) -> str:
    first, last = i, i + 1
    while first > 0 and tokens[first - 1].tag == "CD":
        first -= 1
    while last < len(tokens) and tokens[last].tag == "CD":
        last += 1
    after = tokens[last].lower if last < len(tokens) else ""
    if (first > 0 and tokens[first - 1].text in _MONEY) or after in _words()["money"]:
        return "MONEY"
    if after in ("%", "percent", "percentage"):
        return "PERCENT"
    return "QUANTITY" if after in _words()["units"] else _year(tokens, i)


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


def _spread_dates(tokens: Sequence[Token], labels: list[str]) -> None:
    """Give the label of a date to what stands beside it: ``last week``, ``June 3, 2019``."""
    inside = _words()["in_dates"]
    for i in range(1, len(labels)):
        if labels[i - 1] in _DATED and labels[i] in ("", "CARDINAL") and tokens[i].tag == "CD":
            labels[i] = labels[i - 1]
    for i in range(len(labels) - 2, -1, -1):
        counts = labels[i] in ("", "CARDINAL") and tokens[i].tag == "CD"
        if labels[i + 1] in _DATED and (counts or (not labels[i] and tokens[i].lower in inside)):
            labels[i] = labels[i + 1]


@cache
def _words() -> dict[str, frozenset[str]]:
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
