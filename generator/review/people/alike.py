"""Tell names that may be one misspelt: a letter apart, two letters exchanged, or alike in sound."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from rapidfuzz.distance import OSA

from generator.extraction.mentions.lexicon import roles, titles
from generator.extraction.mentions.names import Fit, bare, compare_persons, parse_person

LETTER, EXCHANGED, SOUND = "one letter apart", "the same but for two exchanged letters", "alike in sound"

_HEARD = 4  # letters of a word whose sound is compared
_SOUNDS = (
    ("sch|sh|ch(?=[lmnrw])", "s"),
    ("ph|v|w", "f"),
    ("th|dt|d", "t"),
    ("ck|ch|c|q|gh|g|x", "k"),
    ("z|ß", "s"),
    ("p", "b"),
    ("[aeiouyj]+h?|h(?=[aeiouy])", "a"),
    ("h", ""),
    (r"(.)\1+", r"\1"),
)


def alike(one: str, other: str) -> str | None:
    """Say how two names of which one may be a misspelling are alike; None where they are not.

    They have the same words but for one.
    """
    words, others = _words(one), _words(other)
    differing = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    if len(words) != len(others) or len(differing) != 1:
        return None
    return _words_alike(*differing[0])


def _words(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return tuple(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def _words_alike(one: str, other: str) -> str | None:
    if min(len(one), len(other)) > 1 and OSA.distance(one, other) == 1:
        return EXCHANGED if sorted(one) == sorted(other) else LETTER
    return SOUND if min(len(one), len(other)) >= _HEARD and _sound(one) == _sound(other) else None


def _sound(word: str) -> str:
    for letters, heard in _SOUNDS:
        word = re.sub(letters, heard, word)
    return word


def alike_pairs(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each pair of names that are alike, and how; it compares those that share all other words."""
    sharing: defaultdict[tuple[int, tuple[str, ...]], list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        words = _words(name)
        for place in range(len(words)):
            sharing[place, (*words[:place], "", *words[place + 1 :])].append(name)
    for (_, rest), same in sharing.items():
        if len(rest) > 1:
            for one, other in combinations(same, 2):
                how = alike(one, other)
                if how:
                    yield one, other, how


def offered(name: str, known: Iterable[str]) -> list[str]:
    """List who of ``known`` may be meant by a name that is new.

    Whoever is called alike, bears the surname or one like it, these initials, or the same words and more.
    Titles before the name do not count: "Commissioner Brandt" may be Ilse Brandt.
    """
    _, plain = bare(name, titles().words | roles().person)
    return [one for one in dict.fromkeys(known) if _may_be(plain, one)]


def _may_be(name: str, known: str) -> bool:
    words, others = _words(name), _words(known)
    if alike(name, known) or compare_persons(name, known) > Fit.MISPRINT:
        return True
    if len(words) == 1:
        surnames = (*_words(parse_person(known).core), *others[-1:])
        return any(words[0] == one or (len(one) > 2 and _words_alike(words[0], one)) for one in surnames)
    return min(len(words), len(others)) > 1 and (set(words) <= set(others) or set(others) <= set(words))
