"""People, organisations and places of a text for the fact sidebar, most salient first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from generator.extraction import lexicon
from generator.extraction.coreference import Reading
from generator.extraction.identities import Identity
from generator.extraction.mentions import Role, Sort
from generator.extraction.names import fold
from generator.extraction.titles import titles_of
from generator.model import Entity, Source

Entities = tuple[Entity, ...]
EARLY = 0.15  # of the text: what comes up there is what the text is about
_PROMINENT = frozenset((Role.SUBJECT, Role.PASSIVE))


def gather(source: Source, reading: Reading) -> tuple[Entities, Entities, Entities]:
    """``(people, organisations, places)``: named ones only, each with its places by name."""
    spoken = Counter(i.number for identities in reading.speakers for i in identities)
    length = max(1, len(source.text))
    found: dict[Sort, list[Entity]] = {Sort.PERSON: [], Sort.ORGANISATION: [], Sort.PLACE: []}
    for identity in reading.identities.all:
        if identity.named and identity.sort in found and reading.names.get(identity.number):
            salience = _salience(identity, reading, spoken[identity.number], length)
            found[identity.sort].append(_entity(identity, reading, salience))
    people, organisations, places = (_by_salience(entities) for entities in found.values())
    return people, organisations, places


def _by_salience(entities: Iterable[Entity]) -> Entities:
    return tuple(sorted(entities, key=lambda e: (-e.salience, e.mentions[0])))


def _entity(identity: Identity, reading: Reading, salience: float) -> Entity:
    country = None
    if identity.sort is Sort.PLACE:
        places = lexicon.places()
        country = places.country_name.get(places.country_of.get(fold(identity.name), ""))
    mentions = tuple(sorted(reading.names[identity.number]))
    return Entity(identity.name, titles_of(identity), mentions, salience, country)


def _salience(identity: Identity, reading: Reading, spoken: int, length: int) -> float:
    """From 0 to 1: how often, how early, as subject, and whether it speaks."""
    places = reading.places[identity.number]
    if not places:
        return 0.0
    first = min(place.start for place in places) / length
    subjects = sum(place.role in _PROMINENT for place in places)
    points = math.log1p(len(places)) + 0.5 * math.log1p(subjects) + 0.3 * math.log1p(spoken)
    points += 1.5 if first < EARLY else 0.5 * (1 - first)
    return round(1 - math.exp(-points / 3), 3)
