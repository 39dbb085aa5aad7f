"""Names of persons and organisations as words: when can two of them be one?

Pure functions over strings, for a single text and for the registry across texts.
Nothing here knows titles' meaning: callers pass names without titles where they can;
:func:`bare` takes leading titles off.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$", re.IGNORECASE)
_AGED = re.compile(r"\d+[-‑–]years?[-‑–]old")
_NICKNAME = re.compile(r"\s*(?:[\"“(][^\"”)]*[\"”)])\s*")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "mp", "mep", "obe", "mbe", "cbe"))
_GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
_PARTICLES = frozenset((
    "al", "el", "bin", "ibn", "ben", "bint", "abu", "de", "del", "della", "der", "den", "di", "da", "das",
    "do", "dos", "du", "la", "le", "van", "von", "vom", "zu", "ter", "ten", "dela", "delos", "dal",
))  # fmt: skip
_GIVEN_TOO = frozenset(("Al", "Ben", "Van"))  # with a capital, in front
_SMALL = frozenset(("of", "for", "the", "and", "on", "in", "at", "to", "&", "de"))
LONGEST_ABBREVIATION = 10
SHORTEST_TO_MEND = 5  # letters of a surname that may hold a misprint


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes, no final full stop: for look-up."""
    text = text.translate(_APOSTROPHES)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    text = text.casefold()
    return text[:-1] if text.endswith(".") and text.count(".") == 1 else text


def without_possessive(name: str) -> str:
    """``Weber’s`` is Weber; ``McDonald's`` loses it too: callers decide where it applies."""
    return _POSSESSIVE.sub("", name.translate(_APOSTROPHES)) if name[-2:-1] in "'’s" else name


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart, folded: ``given`` names and initials, then the surname.

    Particles and hyphens belong to the surname (``al-assad``, ``van der leyen``); ``core``
    is the surname without them (``assad``, ``leyen``). A single word is a surname.
    """

    given: tuple[str, ...]
    surname: str
    core: str
    generation: str = ""  # "jr", "sr", "iii"


class Fit(IntEnum):
    """How well two names fit one person, rising."""

    NONE = 0
    MISPRINT = 1  # one letter apart
    PARTIAL = 2  # one lacks what the other has
    FULL = 3


@lru_cache(maxsize=16384)
def parse_person(name: str) -> PersonName:
    """``Brig. Gen.`` and the like must be off; nicknames and Jr. are dropped here."""
    printed = _NICKNAME.sub(" ", name).replace(",", " ").split()
    words = [fold(word) for word in printed]
    words = [word.replace(".", "") for word in words]
    generation = ""
    while len(words) > 1 and words[-1] in _SUFFIXES:
        last = words.pop()
        generation = last if last in _GENERATIONS else generation
    if not words:
        return PersonName((), "", "")
    start = len(words) - 1
    while start > 0 and words[start - 1] in _PARTICLES:
        start -= 1
    if start == 0 and len(words) > 1 and printed[0] in _GIVEN_TOO:
        start = 1
    if start == 0 and len(words) > 1 and words[0] not in _PARTICLES:
        start = 1
    surname = " ".join(words[start:])
    core = re.split(r"[ -]", surname)[-1] if _has_particle(surname) else surname
    return PersonName(tuple(words[:start]), surname, core, generation)


def is_full(name: str) -> bool:
    """More than a surname: ``Ella van der Berg``, but not ``van der Berg``."""
    return bool(parse_person(name).given)


def _has_particle(surname: str) -> bool:
    return re.split(r"[ -]", surname)[0] in _PARTICLES


def compare_persons(a: str, b: str) -> Fit:
    """Return whether two names without titles can be one person's."""
    x, y = parse_person(a), parse_person(b)
    if not x.core or not y.core:
        return Fit.NONE
    if x.generation and y.generation and x.generation != y.generation:
        return Fit.NONE
    given = _given_fit(x.given, y.given)
    if x.core == y.core:
        return given
    if not x.given and len(y.given) and x.surname == y.given[0]:
        return Fit.PARTIAL
    if not y.given and len(x.given) and y.surname == x.given[0]:
        return Fit.PARTIAL
    if given is not Fit.NONE and one_edit_apart(x.core, y.core):
        return Fit.MISPRINT
    return Fit.NONE


def _given_fit(a: tuple[str, ...], b: tuple[str, ...]) -> Fit:
    if not a or not b:
        return Fit.FULL if a == b else Fit.PARTIAL
    if not _agree(a[0], b[0]) and a[0] not in b and b[0] not in a:
        return Fit.NONE
    middles = zip(a[1:], b[1:], strict=False)
    return Fit.FULL if all(_agree(x, y) for x, y in middles) else Fit.NONE


def _agree(x: str, y: str) -> bool:
    """Equal, an initial of it, or a short form of at least three letters (``ben``, ``benjamin``)."""
    if x == y:
        return True
    short, long = sorted((x, y), key=len)
    return long.startswith(short) and (len(short) == 1 or len(short) >= 3)


def one_edit_apart(a: str, b: str) -> bool:
    """One letter more, less, other, or two neighbours swapped; short words never."""
    if a == b or min(len(a), len(b)) < SHORTEST_TO_MEND or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    x, y = a[start:], b[start:]
    if len(x) == len(y):
        return x[1:] == y[1:] or (x[:2] == y[1::-1] and x[2:] == y[2:])
    return x[1:] == y if len(x) > len(y) else x == y[1:]


def bare(name: str, titles: Set[str]) -> tuple[str, str]:
    """``(title, name)``: leading words of ``titles`` (folded) split off, the last word never."""
    words = name.split()
    cut = 0
    while cut < len(words) - 1 and fold(words[cut]) in titles:
        cut += 1
    return " ".join(words[:cut]), " ".join(words[cut:])


# --- organisations -------------------------------------------------------------


@lru_cache(maxsize=16384)
def organisation_words(name: str) -> tuple[str, ...]:
    """Folded words without a leading article and without full stops."""
    words = tuple(w.replace(".", "") for w in fold(name.replace("-", " ")).split())
    return words[1:] if len(words) > 1 and words[0] == "the" else words


@lru_cache(maxsize=16384)
def initials(name: str) -> str:
    """``Democratic National Committee`` → ``dnc``; small words do not count."""
    return "".join(w[0] for w in organisation_words(name) if w and w not in _SMALL)


def is_abbreviation(name: str) -> bool:
    """``TfL``, ``PG&E``, ``U.N.``: one word with two capitals or more."""
    return " " not in name and len(name) <= LONGEST_ABBREVIATION and sum(c.isupper() for c in name) > 1


def is_contraction(short: str, name: str) -> bool:
    """``Unicef`` of ``United Nations Children's Fund``: a word of letters that the name has, in order."""
    words = organisation_words(name)
    letters = fold(short)
    if len(words) < 3 or len(letters) < 4 or not letters.isalpha() or letters[0] != words[0][0]:
        return False
    rest = iter("".join(words))
    return letters not in words and all(letter in rest for letter in letters)


def part_of_organisation(part: str, whole: str) -> bool:
    """``Wells``, ``the Court``: a longer name, or what stands before its "of", begins or ends so."""
    x, y = organisation_words(part), organisation_words(whole)
    return any(0 < len(x) < len(y) and (z[: len(x)] == x or z[-len(x) :] == x) for z in (y, head_words(y)))


def is_aged(words: str) -> bool:
    """Return whether folded words tell somebody's age and nothing else: ``67-year-old``."""
    return bool(_AGED.fullmatch(words))


def head_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands before "of" or "for": ``supreme court`` of ``Supreme Court of Ruritania``."""
    cut = next((i for i, word in enumerate(words) if i and word in ("of", "for")), len(words))
    return words[:cut]
