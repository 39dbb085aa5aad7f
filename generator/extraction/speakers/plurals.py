"""Find those whom "they", "both" and "the two men" stand for: a group, or who were named together."""

from __future__ import annotations

import re

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import EntityType, Mention, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.antecedents import COMPANIES, PAIRS, Antecedents
from generator.extraction.speakers.enumerations import Enumeration, Enumerations
from generator.extraction.speakers.nominals import Nominals
from generator.extraction.speakers.paragraph import Paragraph
from generator.extraction.speakers.salience import Memory, Place

# "The two", "both"; "two residents" and "the two hundred" are other people.
_BOTH = re.compile(
    r"(?:both|each|(?:the|these|those)(?: other)? two|the (?:pair|duo|couple))\b"
    r"(?![\s-]+(?:dozen|hundred|thousand|million|billion|thirds?)\b)",
    re.IGNORECASE,
)
_ALONE = frozenset(("both", "each", "two")) | PAIRS
_FAR = 3  # sentences of talk behind which "they" is hardly the group last spoken of


class Plurals:
    """Asks the memory of a text and its last enumeration."""

    def __init__(
        self, memory: Memory, antecedents: Antecedents, nominals: Nominals, enumerations: Enumerations
    ) -> None:
        self._memory = memory
        self._antecedents = antecedents
        self._nominals = nominals
        self._enumerations = enumerations

    def they(self, paragraph: Paragraph, index: int, place: Place) -> Identity | None:
        """Find the last enumeration, or a group or organisation that was mentioned since."""
        group = self._antecedents.they(place, paragraph.said(index))
        if group is not None and self._is_far(group, place):
            group = None
        several = self._enumerations.near(place)
        if several is None:
            return group
        if group is not None and self._is_since(several, group):
            in_subject = self._memory.last(group).role in (Role.SUBJECT, Role.PASSIVE)
            if in_subject or several.place.role is not Role.SUBJECT:
                return group
        return self._together(paragraph, index, several)

    def two(self, paragraph: Paragraph, mention: Mention, place: Place) -> tuple[Identity, ...] | None:
        """Find the two who are ``both``, ``the two men``, where a mention says so."""
        if not self._means_two(paragraph, mention, place):
            return None
        return self._enumerations.pair(mention, place) or self._antecedents.two(place, mention)

    def _is_since(self, several: Enumeration, group: Identity) -> bool:
        """Return whether a group came up behind an enumeration: not as one of those that it names."""
        last = self._memory.last(group)
        within = group in several.members and last.sentence == several.place.sentence
        return last.start > several.place.start and not within

    def _is_far(self, group: Identity, place: Place) -> bool:
        """In talk "they" are often nobody in particular: "they tell us to wash our hands"."""
        back = place.sentence - self._memory.last(group).sentence
        return place.quoted and back > _FAR and group is not self._memory.speaker

    def _together(self, paragraph: Paragraph, index: int, several: Enumeration) -> Identity | None:
        """Several speakers if one of them has a name; one group if they have none."""
        if any(m.named and m.entity_type is not EntityType.GROUP for m in several.members):
            paragraph.several[index] = several.members
            return None
        return self._enumerations.as_group(several)

    def _means_two(self, paragraph: Paragraph, mention: Mention, place: Place) -> bool:
        """Return whether ``both``, ``the two men`` are two people with names: no nation, none described."""
        if not _BOTH.match(paragraph.text, mention.span.start + paragraph.offset):
            return False
        if mention.words in _ALONE:
            return place.source
        is_people = mention.words in lexicon.roles().person | COMPANIES
        acts = place.source or mention.role is Role.SUBJECT
        return is_people and acts and not self._nominals.knows(mention.words)
