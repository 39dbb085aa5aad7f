"""The spellings of names in a text, and what sort of thing each stands for throughout.

Every mention votes: by the title before it, by its words, by the pipeline's label. A
surname goes with the full name that ends in it, whatever label it got by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.extraction.mentions.mention import Form, Mention, Role, Sort
from generator.extraction.mentions.names import fold, parse_person

_SORTS = (Sort.PERSON, Sort.ORGANISATION, Sort.PLACE, Sort.GROUP, Sort.OTHER)
_ACTING = frozenset((Role.SUBJECT, Role.PASSIVE, Role.POSSESSIVE))
_TABLED = 3  # weight of a sort that a table of places gave


@dataclass(slots=True)
class Spelling:
    """One spelling of a name: ``proven`` counts its mentions outside of headlines."""

    text: str
    count: int = 0
    proven: int = 0
    votes: Counter[Sort] = field(default_factory=Counter)
    tabled_place: bool = False
    acting: int = 0  # mentions as subject or possessor
    hinted: Sort = Sort.UNKNOWN  # what a headline would make of it
    sort: Sort = Sort.UNKNOWN


def spell(paragraphs: Sequence[Sequence[Mention]], persons: Sequence[str] = ()) -> dict[str, Spelling]:
    """All spellings by folded words, each with the sort it has in this text.

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
    _elect(spellings.values(), {parse_person(name).core for name in persons})
    return spellings


def _vote(spelling: Spelling, mention: Mention) -> None:
    spelling.count += 1
    spelling.acting += mention.role in _ACTING
    if mention.weight < 0:
        spelling.hinted = mention.sort
    if mention.weight >= 0:
        spelling.proven += 1
        spelling.votes[mention.sort] += 1 + mention.weight
        if mention.sort is Sort.PLACE and mention.weight >= _TABLED:
            spelling.tabled_place = True


def _elect(spellings: Iterable[Spelling], surnames: set[str]) -> None:
    short: list[Spelling] = []
    for spelling in spellings:
        spelling.sort = _winner(spelling.votes)
        parsed = parse_person(spelling.text)
        if not parsed.given:
            short.append(spelling)
        elif spelling.sort is Sort.PERSON:
            surnames.add(parsed.core)
    for spelling in short:
        of_person = parse_person(spelling.text).core in surnames
        if of_person and (not spelling.tabled_place or _acts_like_person(spelling)):
            spelling.sort = Sort.PERSON


def _acts_like_person(spelling: Spelling) -> bool:
    """``Paris`` of a text that has a Vera Paris: "Paris said", more than "in Paris"."""
    return bool(spelling.votes[Sort.PERSON]) or 2 * spelling.acting >= spelling.count


def _winner(votes: Counter[Sort]) -> Sort:
    known = [sort for sort in _SORTS if votes[sort]]
    return max(known, key=lambda sort: votes[sort]) if known else Sort.UNKNOWN
