"""List registered people and organisations of the fact sidebar as the registry has them, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.model import Entity, Facts, Status
from generator.review.people.registry import Person, Registry

_PEOPLE, _ORGANISATIONS, _PLACES = "people", "organisations", "places"
_LISTS = {"person": _PEOPLE, "organisation": _ORGANISATIONS}


def canonical_facts(facts: Facts, registry: Registry, names: Mapping[str, str], day: dt.date | None) -> Facts:
    """Return the facts with registered names, in the lists of their kinds and with titles of the day.

    ``names`` leads from the speakers of the text to their registered names. What a person
    decided in the review stays in its list.
    """
    if not registry.records:
        return facts
    lists: dict[str, dict[str, Entity]] = {_PEOPLE: {}, _ORGANISATIONS: {}, _PLACES: {}}
    for listed in (_PEOPLE, _ORGANISATIONS, _PLACES):
        for entity in getattr(facts, listed):
            person = _person(entity, listed, registry, names)
            new, place = (entity, listed) if person is None else _registered(entity, listed, person, day)
            _add(lists[place], new)
    people, organisations, places = (tuple(entities.values()) for entities in lists.values())
    return replace(facts, people=people, organisations=organisations, places=places)


def _person(entity: Entity, listed: str, registry: Registry, names: Mapping[str, str]) -> Person | None:
    """Find who an entity is; a place is only somebody whose whole name it has."""
    person = registry.find(names.get(entity.name, entity.name))
    if listed == _PLACES and person is not None and len(entity.name.split()) < 2:
        return None
    return person


def _registered(entity: Entity, listed: str, person: Person, day: dt.date | None) -> tuple[Entity, str]:
    reviewed = entity.provenance.status is not Status.MACHINE
    title = person.title_on(day)
    own = (title,) if title else ()
    titles = (*entity.titles, *own) if reviewed else (*own, *entity.titles)
    new = replace(entity, name=person.name, titles=tuple(dict.fromkeys(titles)))
    return new, listed if reviewed else _LISTS[person.kind]


def _add(entities: dict[str, Entity], new: Entity) -> None:
    """Add an entity, or unite it with the one of its name; one that was rejected stays by itself."""
    old = entities.get(new.name)
    if old is None:
        entities[new.name] = new
    elif Status.REJECTED in (old.provenance.status, new.provenance.status):
        entities[f"{new.name}\0{len(entities)}"] = new
    else:
        entities[new.name] = _united((old, new))


def _united(same: Iterable[Entity]) -> Entity:
    """Unite entities of one name; what a person reviewed comes first."""
    first, *others = sorted(same, key=lambda one: not one.provenance.is_reviewed)
    everything = (first, *others)
    return replace(
        first,
        titles=tuple(dict.fromkeys(title for one in everything for title in one.titles)),
        mentions=tuple(sorted({mention for one in everything for mention in one.mentions})),
        salience=max(one.salience for one in everything),
    )
