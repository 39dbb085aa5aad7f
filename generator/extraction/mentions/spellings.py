"""The spellings of names in a text, and which type of entity each stands for throughout.

Every mention votes: by the title before it, by its words, by the pipeline's label. A
surname goes with the full name that ends in it, whatever label it got by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import EntityType, Form, Mention, Role
from generator.extraction.mentions.names import (
    fold,
    is_abbreviation,
    is_contraction,
    one_edit_apart,
    parse_person,
)

_TYPES = (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE, EntityType.GROUP, EntityType.OTHER)
_ACTING = frozenset((Role.SUBJECT, Role.PASSIVE, Role.POSSESSIVE))
MISPRINTS = 2  # mentions of a name that may be a misprint
_SURE = 3  # weight of a type that words, tables or titles gave
_TABLED = 3  # weight of a type that a table of places gave


@dataclass(slots=True)
class Spelling:
    """One spelling of a name: ``proven`` counts its mentions outside of headlines."""

    text: str
    count: int = 0
    proven: int = 0
    votes: Counter[EntityType] = field(default_factory=Counter)
    tabled_place: bool = False
    acting: int = 0  # mentions as subject or possessor
    known: bool = False  # its type is more than the pipeline's guess somewhere
    listed: bool = False  # beside a place, "Geneva and Harbury"
    hinted: EntityType = EntityType.UNKNOWN  # what a headline would make of it
    entity_type: EntityType = EntityType.UNKNOWN
    short_for: str = ""  # the folded name whose abbreviation in brackets this is


def spell(paragraphs: Sequence[Sequence[Mention]], persons: Sequence[str] = ()) -> dict[str, Spelling]:
    """All spellings by folded words, each with the type it has in this text.

    ``persons`` are full names known beforehand.
    """
    spellings: dict[str, Spelling] = {}
    for mentions in paragraphs:
        for mention in mentions:
            if mention.form is Form.NAME:
                key = fold(mention.words)
                spelling = spellings.get(key)
                if spelling is None:
                    spelling = spellings[key] = Spelling(mention.words)
                _vote(spelling, mention)
                if _is_called_organisation(mentions, mention):
                    spelling.votes[EntityType.ORGANISATION] += 1 + _SURE
                    spelling.known = True
                spelling.listed = spelling.listed or _is_beside_place(mentions, mention)
                if mention.same_as is not None:
                    long = mentions[mention.same_as]
                    short = is_abbreviation(mention.words) or is_contraction(mention.words, long.words)
                    if short and long.form is Form.NAME and " " in long.words:
                        spelling.short_for = spelling.short_for or fold(long.words)
    _elect(spellings.values(), {parse_person(name).core for name in persons})
    for spelling in spellings.values():
        if spelling.short_for:
            spelling.entity_type = spellings[spelling.short_for].entity_type
    return spellings


def _is_beside_place(mentions: Sequence[Mention], mention: Mention) -> bool:
    """Return whether an enumeration joins a name to a place."""
    before = None if mention.joined_to is None else mentions[mention.joined_to]
    return before is not None and before.form is Form.NAME and before.entity_type is EntityType.PLACE


def _is_called_organisation(mentions: Sequence[Mention], mention: Mention) -> bool:
    """``the company, Nordholt Marine,``: whatever the pipeline's label is."""
    same = None if mention.same_as is None else mentions[mention.same_as]
    guessed = mention.entity_type is EntityType.PERSON and mention.weight < _SURE and not mention.titles
    described = same is not None and same.form is Form.NOMINAL and not same.plural
    return guessed and described and same is not None and same.entity_type is EntityType.ORGANISATION


def _vote(spelling: Spelling, mention: Mention) -> None:
    spelling.count += 1
    spelling.acting += mention.role in _ACTING
    if mention.weight < 0:
        spelling.hinted = mention.entity_type
    if mention.weight >= 0:
        spelling.proven += 1
        spelling.votes[mention.entity_type] += 1 + mention.weight
        spelling.known = spelling.known or mention.weight >= _SURE
        if mention.entity_type is EntityType.PLACE and mention.weight >= _TABLED:
            spelling.tabled_place = True


def _elect(spellings: Iterable[Spelling], surnames: set[str]) -> None:
    short: list[Spelling] = []
    others: set[str] = set()  # given and middle names
    for spelling in spellings:
        spelling.entity_type = _winner(spelling.votes)
        parsed = parse_person(spelling.text)
        if not parsed.given:
            short.append(spelling)
        elif spelling.entity_type is EntityType.PERSON:
            surnames.add(parsed.core)
            others.update(word for word in parsed.given if len(word) > 2)
    for spelling in short:
        core = parse_person(spelling.text).core
        if core in surnames:
            is_person = not spelling.tabled_place or _acts_like_person(spelling)
        else:
            is_person = _is_called(spelling, core, surnames, others)
        if is_person:
            spelling.entity_type = EntityType.PERSON
        elif spelling.entity_type is EntityType.PERSON and _is_guess(spelling):
            spelling.entity_type = EntityType.PLACE if spelling.listed else EntityType.UNKNOWN


def _is_guess(spelling: Spelling) -> bool:
    """One word that does nothing and that nothing but the pipeline's label makes a person."""
    given = fold(spelling.text) in lexicon.given_names()
    return not (spelling.acting or spelling.known or given or spelling.short_for)


def _is_called(spelling: Spelling, core: str, surnames: set[str], others: set[str]) -> bool:
    """A given name or a misprint of a surname that acts, and that no table makes a place."""
    if spelling.tabled_place or not spelling.acting or spelling.text.isupper() or spelling.short_for:
        return False
    near = spelling.count <= MISPRINTS and any(one_edit_apart(core, surname) for surname in surnames)
    return near or core in others


def _acts_like_person(spelling: Spelling) -> bool:
    """``Paris`` of a text that has a Vera Paris: "Paris said", more than "in Paris"."""
    return bool(spelling.votes[EntityType.PERSON]) or 2 * spelling.acting >= spelling.count


def _winner(votes: Counter[EntityType]) -> EntityType:
    known = [entity_type for entity_type in _TYPES if votes[entity_type]]
    return max(known, key=lambda entity_type: votes[entity_type]) if known else EntityType.UNKNOWN
