"""People, organisations and places of a text for the fact sidebar, most salient first."""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generator.extraction.encoder.name_shares import NameShares
from generator.extraction.mentions import lexicon
from generator.extraction.mentions.entity_types import is_realm
from generator.extraction.mentions.mention import EntityType, Form, Mention, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.mentions.names import fold, is_full
from generator.extraction.mentions.titles import titles_of
from generator.extraction.speakers.coreference_result import Reading
from generator.extraction.speakers.countries import Countries
from generator.model import Entity, Source

Entities = tuple[Entity, ...]
_ACTING = frozenset((Role.SUBJECT, Role.PASSIVE))
_LEAD, _NEAR_LEAD = 2, 3  # paragraphs after the first one
_LAST = 2  # paragraphs at the end
# How likely a name must be what it is taken for, and how likely something else, over all its mentions.
_LEAST = {EntityType.PERSON: 0.2, EntityType.ORGANISATION: 0.2, EntityType.PLACE: 0.1}
_LIKELY = 0.6
_CUT = 0.6  # how likely a name must be a piece of a longer one, wherever it stands, to be neither
_SURE = {
    EntityType.PERSON: 0.5,
    EntityType.ORGANISATION: 0.5,
}  # how likely somewhere, to be printed as what it is
_SURE_IN_CAPTION = 0.8  # the same of an organisation that only a caption names
MOST = 80  # entities a list; the least salient of a long text are left out
_SCALE = 2.5  # points that make a salience of about .73


@dataclass(frozen=True, slots=True)
class Prominence:
    """Points of a name for what a text is about (``data/salience.toml``)."""

    opening: float
    lead: float
    near_lead: float
    often: float
    subject: float
    voice: float
    late: float
    last: float


@cache
def fitted_prominence() -> Prominence:
    text = files("generator.extraction").joinpath("data", "salience.toml").read_text(encoding="utf-8")
    return Prominence(**tomllib.loads(text)["prominence"])


def gather(source: Source, reading: Reading) -> tuple[Entities, Entities, Entities]:
    """``(people, organisations, places)``: named ones only, each with its places by name.

    Spans are of ``source.text``; ``salience`` runs from 0 to 1.
    """
    demonyms, length = _demonyms(reading.paragraphs), max(1, len(source.blocks))
    countries = Countries(source, reading, set(demonyms))
    found: dict[EntityType, list[Entity]] = {
        EntityType.PERSON: [],
        EntityType.ORGANISATION: [],
        EntityType.PLACE: [],
    }
    for identity in reading.identities.all:
        if identity.undecided:
            continue
        entity_type = _listed_as(identity, reading) if identity.named else None
        if entity_type in found and reading.names.get(identity.number):
            country = countries.of(identity.number, identity.name) if entity_type is EntityType.PLACE else ""
            adjectives = demonyms.get(country, []) if _is_country(identity) else []
            salience = _salience(identity, reading, adjectives, length)
            sure = _is_sure(identity, entity_type, reading)
            found[entity_type].append(_entity(identity, entity_type, reading, salience, country, sure))
    people, organisations, places = (_by_salience(entities) for entities in found.values())
    return people, organisations, places


def _by_salience(entities: Iterable[Entity]) -> Entities:
    return tuple(sorted(entities, key=lambda e: (-e.salience, e.mentions[0]))[:MOST])


def _listed_as(identity: Identity, reading: Reading) -> EntityType | None:
    """Return what a name is, or None where the encoder takes it for the name of nobody and of no place.

    Whoever speaks is what it is taken for there; a country is one whatever stands around it.
    """
    shares = reading.shares.get(identity.number)
    if not shares or _is_country(identity) or identity.number in reading.settlements:
        return identity.entity_type
    if identity.entity_type not in _LEAST or any(place.source for place in reading.places[identity.number]):
        return identity.entity_type
    share = {
        entity_type: sum(_share(one, entity_type) for one in shares) / len(shares) for entity_type in _LEAST
    }
    if share[identity.entity_type] >= _LEAST[identity.entity_type]:
        return identity.entity_type
    likeliest = max(share, key=lambda entity_type: share[entity_type])
    sure = share[likeliest] >= _LIKELY and (likeliest is not EntityType.PERSON or is_full(identity.name))
    return likeliest if sure else None


def _is_sure(identity: Identity, entity_type: EntityType, reading: Reading) -> bool:
    """Return whether some place shows beyond doubt that it is a person or an organisation; others are.

    What is everywhere a piece of a longer name is neither.
    """
    bodies = lexicon.organisation_words()
    if (
        entity_type not in _SURE
        or _is_country(identity)
        or fold(identity.name) in bodies["known"] | bodies["assemblies"]
    ):
        return True
    told = identity.number in reading.told
    if entity_type is EntityType.PERSON and not told:
        return identity.number not in reading.shares
    shares = reading.shares.get(identity.number)
    if not shares:
        return True
    if min(one.cut for one in shares) >= _CUT:
        return False
    best = {kind: max(_share(one, kind) for one in shares) for kind in _LEAST}
    least = _SURE[entity_type] if told else _SURE_IN_CAPTION
    return best[entity_type] >= least and best[entity_type] == max(best.values())


def _share(shares: NameShares, entity_type: EntityType) -> float:
    return {
        EntityType.PERSON: shares.person,
        EntityType.ORGANISATION: shares.organisation,
        EntityType.PLACE: shares.place,
    }[entity_type]


def _entity(
    identity: Identity, entity_type: EntityType, reading: Reading, salience: float, country: str, sure: bool
) -> Entity:
    mentions = tuple(sorted(reading.names[identity.number]))
    country_name = lexicon.places().country_name.get(country)
    # "The officer in Syria, Brig. …": what stands beside a place is somebody else's title.
    titles = () if entity_type is EntityType.PLACE else titles_of(identity)
    return Entity(identity.name, titles, mentions, salience, country_name, sure=sure)


def _is_country(identity: Identity) -> bool:
    folded = fold(identity.name)
    country = folded in lexicon.places().countries or is_realm(folded)
    return identity.entity_type is EntityType.PLACE and country


def _demonyms(paragraphs: Sequence[Sequence[Mention]]) -> dict[str, list[int]]:
    """By country, the paragraphs that speak of it with an adjective: "the Ruritanian navy"."""
    found: dict[str, list[int]] = defaultdict(list)
    demonym_of = lexicon.places().demonym_of
    for number, mentions in enumerate(paragraphs):
        for mention in mentions:
            for word in _words(mention):
                if word in demonym_of:
                    found[demonym_of[word]].append(number)
    return found


def _words(mention: Mention) -> Iterator[str]:
    yield from mention.modifiers
    if mention.form is Form.NAME:
        yield from map(fold, mention.words.split())


def _salience(identity: Identity, reading: Reading, adjectives: Sequence[int], length: int) -> float:
    """Weigh, from 0 to 1, how early, how often, and whether it acts or only comments."""
    points = fitted_prominence()
    places = reading.places[identity.number]
    paragraphs = {place.paragraph for place in places} | set(adjectives)
    first = min(paragraphs)
    total = points.often * math.log1p(len(places) + len(adjectives))
    total += points.opening * (0 in paragraphs)
    total += points.lead * any(0 < p <= _LEAD for p in paragraphs)
    total += points.near_lead * (_NEAR_LEAD in paragraphs)
    total += points.late * first / length
    total += points.last * (len(paragraphs) == 1 and first >= length - _LAST)
    total += points.subject * sum(place.role in _ACTING for place in places) / len(places)
    if identity.entity_type is EntityType.PERSON:
        total += points.voice * sum(place.source for place in places) / len(places)
    return round(1 / (1 + math.exp(1 - total / _SCALE * 2)), 3)
