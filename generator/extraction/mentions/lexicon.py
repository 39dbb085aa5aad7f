"""The word lists on names, titles, roles and places, read once from ``data/``.

Words are looked up folded: lower case, without accents, a final full stop left off.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from generator.extraction.mentions.names import fold

_NAMED_AFTER_SOMEBODY = frozenset(("county", "college", "hospital", "university", "city", "street"))

Sets = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Titles:
    """Words before and after names; ``gender`` knows those that tell one."""

    words: frozenset[str]  # every word that can be (part of) a title before a name
    closing: frozenset[str]  # those that may stand right before the name
    honorifics: frozenset[str]
    short: frozenset[str]
    suffixes: frozenset[str]
    surnames_too: frozenset[str]
    full: dict[str, str]  # "gen" → "general"
    gender: dict[str, str]


@dataclass(frozen=True, slots=True)
class Roles:
    """Common nouns by what they stand for; ``alike`` maps a role to those it may stand for."""

    person: frozenset[str]
    group: frozenset[str]
    organisation: frozenset[str]
    document: frozenset[str]
    stand_in: frozenset[str]
    adjectives: frozenset[str]
    relative: frozenset[str]
    anonymous: frozenset[str]
    judging: frozenset[str]
    bare: frozenset[str]
    gender: dict[str, str]
    alike: dict[str, frozenset[str]]
    alike_groups: dict[str, frozenset[str]]
    apart: tuple[dict[str, str], ...]  # of words that tell bearers of a role apart, which say the same


@dataclass(frozen=True, slots=True)
class Authored:
    """Nouns of texts whose words are their author's; ``of`` those whose "of" names the author.

    ``of_court`` are what a court makes; ``of_state`` what a state does ("the US statement"),
    ``by_many`` what ``many`` give ("eyewitness accounts").
    """

    nouns: frozenset[str]
    of: frozenset[str]
    verbs: frozenset[str]
    of_body: frozenset[str]
    of_court: frozenset[str]
    of_state: frozenset[str]
    by_many: frozenset[str]
    many: frozenset[str]
    courts: frozenset[str]
    judges: frozenset[str]


@dataclass(frozen=True, slots=True)
class Places:
    """Folded place names and demonyms, each with its country's code ("" for none)."""

    country_of: dict[str, str]
    demonym_of: dict[str, str]
    countries: frozenset[str]
    country_name: dict[str, str]
    full: dict[str, str]  # "calif" → "California"
    region_of: dict[str, str]  # states and provinces alone


@cache
def titles() -> Titles:
    data = _toml("titles.toml")
    honorifics = {w for group in data["honorifics"].values() for w in group}
    before = {w for group in data["before"].values() for w in group}
    closing = honorifics | before | set(data["short"]["words"])
    words = {part for w in closing for part in w.split()} | set(data["qualifiers"]["words"])
    gender = {w: g for table in ("honorifics", "before") for g in ("m", "f") for w in data[table].get(g, ())}
    return Titles(
        words=frozenset(words),
        closing=frozenset(closing),
        honorifics=frozenset(honorifics),
        short=frozenset(data["short"]["words"]),
        suffixes=frozenset(data["suffixes"]["words"]),
        surnames_too=frozenset(data["surnames_too"]["words"]),
        full=data["full"],
        gender=gender,
    )


@cache
def roles() -> Roles:
    data = _toml("roles.toml")
    person = data["person"]
    return Roles(
        person=frozenset(w for group in person.values() for w in group),
        group=frozenset(data["group"]["words"]),
        organisation=frozenset(data["organisation"]["words"]),
        document=frozenset(data["document"]["words"]),
        stand_in=frozenset(data["stand_in"]["words"]),
        adjectives=frozenset(data["adjectives"]["words"]),
        relative=frozenset(data["relative"]["words"]),
        anonymous=frozenset(data["anonymous"]["words"]),
        judging=frozenset(data["judging"]["words"]),
        bare=frozenset(data["bare"]["words"]),
        gender={w: g for g in ("m", "f") for w in person[g]},
        alike=_alike(data["alike"]["sets"], data["distinct"]["sets"]),
        alike_groups=_alike(data["alike_groups"]["sets"]),
        apart=tuple({w: line[0] for line in lines for w in line} for lines in data["apart"]["sets"]),
    )


@cache
def authored() -> Authored:
    data = _toml("roles.toml")["authored"]
    keys = ("words", "of", "verbs", "of_body", "of_court", "of_state", "by_many", "many", "courts", "judges")
    return Authored(*(frozenset(data[key]) for key in keys))


def _alike(sets: list[list[str]], distinct: Iterable[list[list[str]]] = ()) -> dict[str, frozenset[str]]:
    """Return for each word all of its sets, but for what is ``distinct`` from it."""
    alike: dict[str, set[str]] = {}
    for words in sets:
        for word in words:
            alike.setdefault(word, set()).update(words)
    for lines in distinct:
        together = {word for line in lines for word in line}
        for line in lines:
            for word in line:
                alike[word] -= together.difference(line)
    return {word: frozenset(others) for word, others in alike.items()}


@cache
def organisation_words() -> Sets:
    """``heads`` (last words of organisations), ``places`` (of places), ``never`` (no names at all)."""
    return {key: frozenset(table["words"]) for key, table in _toml("organisations.toml").items()}


@cache
def firms() -> dict[str, frozenset[str]]:
    """Description of a business ("airline") to the last words of names that it may mean."""
    data = _toml("firms.toml")
    trades, common = data["trades"].values(), frozenset(data["any"]["heads"])
    every = common.union(*(trade["heads"] for trade in trades))
    heads: dict[str, set[str]] = {noun: set(every) for noun in data["any"]["nouns"]}
    for trade in trades:
        for noun in trade["nouns"]:
            heads.setdefault(noun, set(common)).update(trade["heads"])
    return {noun: frozenset(allowed) for noun, allowed in heads.items()}


@cache
def particles() -> frozenset[str]:
    return frozenset(_toml("titles.toml")["particles"]["words"])


@cache
def given_names() -> dict[str, str]:
    """Folded given name to ``m``, ``f`` or ``u`` (either)."""
    return {row[0]: row[1] for row in _rows("given_names.tsv")}


@cache
def places() -> Places:
    country_of: dict[str, str] = {fold(city): code for city, code in _rows("cities.tsv")}
    demonym_of: dict[str, str] = {}
    names: dict[str, str] = {}
    countries: set[str] = set()
    full: dict[str, str] = {}
    region_of: dict[str, str] = {}
    for name, code, forms, demonyms in _rows("regions.tsv"):
        demonym_of.update((fold(demonym), code) for demonym in filter(None, demonyms.split("|")))
        for form in (name, *filter(None, forms.split("|"))):
            country_of[fold(form)] = region_of[fold(form)] = code
            full[fold(form)] = name
    for code, forms, demonyms, capitals in _rows("countries.tsv"):
        names[code] = forms.split("|")[0]
        countries.update(fold(form) for form in forms.split("|"))
        country_of.update((fold(place), code) for place in (*capitals.split("|"), *forms.split("|")))
        demonym_of.update((fold(demonym), code) for demonym in filter(None, demonyms.split("|")))
    return Places(country_of, demonym_of, frozenset(countries), names, full, region_of)


def gender_of_title(words: tuple[str, ...]) -> str:
    """``m``, ``f`` or "" by folded words of a title or role; nobody is a he in ``King County``."""
    for word, behind in pairwise((*words, "")):
        found = titles().gender.get(word) or roles().gender.get(word)
        if found and behind not in _NAMED_AFTER_SOMEBODY:
            return found
    return ""


def gender_of_given(name: str) -> str:
    """``m``, ``f`` or "" by a folded given name; of "jean-luc", the first part that tells."""
    known = given_names()
    gender = known.get(name) or next((known[p] for p in name.split("-") if p in known), "")
    return gender if gender != "u" else ""


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _rows(name: str) -> Iterator[list[str]]:
    for line in _text(name).splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _text(name: str) -> str:
    return files("generator.extraction").joinpath("data", name).read_text(encoding="utf-8")
