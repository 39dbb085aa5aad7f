"""Delayed identification: "A retired general has said …", and the next paragraph names him.

A lead often describes its main speaker and leaves the name to the second or third
paragraph. The description is then one of that person's titles. Whoever is kept unnamed
on purpose ("an official said") must not be named by this: such nouns need a role
in common.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import EntityType, Mention, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.mentions.names import parse_person
from generator.extraction.speakers.distinctions import is_other
from generator.extraction.speakers.nominals import clash, is_of_rank, words_before
from generator.extraction.speakers.salience import Place, within
from generator.model import Span

WITHIN = 4  # paragraphs: the lead, and from the lead to the name


class DelayedNames:
    """The described but unnamed speakers of a text's first paragraphs."""

    def __init__(self) -> None:
        self._open: list[tuple[Identity, Place, Sequence[Span]]] = []

    def describe(self, identity: Identity, mention: Mention, place: Place, said: Sequence[Span]) -> None:
        """Remember a description that a lead begins with, and where what it says stands."""
        subject = mention.role in (Role.SUBJECT, Role.POSSESSIVE) and mention.sentence == 0
        unnamed = identity.entity_type is EntityType.PERSON and not identity.named
        if unnamed and subject and place.source and place.paragraph < WITHIN:
            self._open.append((identity, place, said))

    def name(self, person: Identity, place: Place) -> list[Identity]:
        """``person`` is named for the first time: those descriptions that were of them."""
        if not self._open or person.entity_type is not EntityType.PERSON:
            return []
        found = [
            described
            for described, where, said in self._open
            if not within(place, said) and _is_delayed(described, where, person, place)
        ]
        self._open = [known for known in self._open if known[0] not in found]
        return found


def _is_delayed(described: Identity, where: Place, person: Identity, place: Place) -> bool:
    if place.paragraph - where.paragraph > WITHIN or clash(described.gender, person.gender):
        return False
    roles = lexicon.roles()
    if not described.roles.isdisjoint(roles.relative):
        return _is_family(described, person)
    if not all(is_of_rank(person, noun, described.words) for noun in described.roles):
        return False
    if any(_is_other(described, noun, person) for noun in described.roles):
        return False
    if not described.roles.isdisjoint(person.roles):
        return True
    alike = {other for noun in described.roles for other in roles.alike.get(noun, ())}
    if not place.reported and not alike.isdisjoint(person.roles):
        return True
    anonymous = not described.roles.isdisjoint(roles.anonymous)
    has_other_role = bool(person.roles & roles.person)
    return place.source and not anonymous and not has_other_role


def _is_other(described: Identity, noun: str, person: Identity) -> bool:
    """``The Ruritanian minister``, and the name is that of another country's."""
    return is_other(noun, words_before(described.name, noun), described.words, person.words)


def _is_family(described: Identity, person: Identity) -> bool:
    """``Karl Weber's wife`` is Anna Weber."""
    parsed = parse_person(person.name)
    return parsed.core in described.words and not described.words.issuperset(parsed.given)
