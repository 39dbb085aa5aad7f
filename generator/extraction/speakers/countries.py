"""In which country a place of the text lies: by the words behind it, by what else is named, by tables.

The table of cities knows one bearer of each name; "Birmingham, Alabama" says which one is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import Form, Mention, Role
from generator.extraction.mentions.names import fold
from generator.extraction.speakers.coreference_result import Reading
from generator.model import Source


class Countries:
    """The codes of countries for one text; ``adjectives`` are those that it has demonyms of."""

    def __init__(self, source: Source, reading: Reading, adjectives: Collection[str]) -> None:
        self._told = dict(_told(source, reading))
        self._named = Counter(_codes(reading))
        self._named.update(adjectives)

    def of(self, number: int, name: str) -> str:
        """The code for an identity by number and name, "" where it is not known."""
        folded, places = fold(name), lexicon.places()
        country = self._told.get(number) or places.country_of.get(folded, "")
        region = places.region_of.get(folded, country)
        if region == country or folded not in places.countries:
            return country
        # "Georgia" among other states of the union, and nothing of Tbilisi.
        others, own = self._named[region], self._named[country] - 1
        return region if others > own else country


def _told(source: Source, reading: Reading) -> Iterator[tuple[int, str]]:
    """``San Jose, California``: the place right behind the comma is where the first one lies."""
    for number, mentions in enumerate(reading.paragraphs):
        names = [n for n, m in enumerate(mentions) if m.form is Form.NAME]
        offset = source.blocks[number].span.start
        for first, second in pairwise(names):
            identity, wider = reading.identities.of(number, first), mentions[second]
            code = "" if wider.role is Role.POSSESSIVE or wider.joined_to == first else _wider(wider)
            between = slice(mentions[first].core.end + offset, mentions[second].core.start + offset)
            if identity is not None and code and source.text[between] == ", " and not _wider(mentions[first]):
                yield identity.number, code


def _wider(mention: Mention) -> str:
    """The code of a state's, province's or country's name."""
    places, folded = lexicon.places(), fold(mention.words)
    if folded in places.region_of:
        return places.region_of[folded]
    return places.country_of[folded] if folded in places.countries else ""


def _codes(reading: Reading) -> Iterator[str]:
    known: Mapping[str, str] = lexicon.places().country_of
    seen: set[int] = set()
    paragraphs: Sequence[Sequence[Mention]] = reading.paragraphs
    for number, mentions in enumerate(paragraphs):
        for index, mention in enumerate(mentions):
            identity = reading.identities.of(number, index) if mention.form is Form.NAME else None
            if identity is not None and identity.number not in seen:
                seen.add(identity.number)
                yield known.get(fold(identity.name), "")
