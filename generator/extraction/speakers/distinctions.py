"""Tell by country, party and office that a description is of somebody else who bears the same role.

"The German president" is not the French one whom the text named, nor "the health minister"
the one for finance: to name the wrong one puts words into somebody's mouth.
"""

from __future__ import annotations

from collections.abc import Collection, Set

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.names import fold, without_possessive

# Names that stand before a noun like an adjective.
_STATES = frozenset(("us", "u.s", "u.s.", "usa", "uk", "u.k", "u.k.", "eu", "e.u", "e.u."))
_OF_A_PLACE = frozenset(("mayor", "governor", "senator", "premier", "sheriff"))


def is_other(noun: str, before: str, modifiers: Collection[str], known: Set[str]) -> bool:
    """Return whether a description is of another than the one of whom a text says ``known``.

    ``noun`` is its head, ``before`` what stands in front of that; all words but ``before`` are folded.
    """
    ahead = [fold(without_possessive(word.strip(",-"))) for word in before.split()]
    said = {*ahead, *modifiers, noun}
    if any(
        _apart({same[w] for w in said & same.keys()}, {same[w] for w in known & same.keys()})
        for same in lexicon.roles().apart
    ):
        return True
    if _apart(_countries(ahead), _countries(known)):
        return True
    return noun in _OF_A_PLACE and _apart(_places(said), _places(known))


def _apart(one: Set[str], other: Set[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _countries(words: Collection[str]) -> set[str]:
    """The countries that adjectives tell: "envoy to Ruritania" is another country's."""
    places = lexicon.places()
    codes = {places.demonym_of.get(word, "") for word in words}
    codes |= {places.country_of.get(word, word) for word in words if word in _STATES}
    return codes - {""}


def _places(words: Collection[str]) -> set[str]:
    """Return states, provinces and cities, by their full names."""
    places = lexicon.places()
    return {places.full.get(word, word) for word in words if word in places.country_of} - places.countries
