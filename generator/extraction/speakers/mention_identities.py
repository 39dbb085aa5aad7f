"""Find whom each mention stands for: by its name, by grammar, as a pronoun or as a description."""

from __future__ import annotations

from generator.extraction.mentions import pronouns
from generator.extraction.mentions.mention import EntityType, Form, Mention, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.antecedents import Antecedents
from generator.extraction.speakers.enumerations import MAY_SPEAK
from generator.extraction.speakers.identities import Identities
from generator.extraction.speakers.nominals import Nominals
from generator.extraction.speakers.paragraph import Paragraph
from generator.extraction.speakers.plurals import Plurals
from generator.extraction.speakers.possessors import Possessions
from generator.extraction.speakers.salience import Place

_APPOSED = 3  # mentions behind a description that may be its name


class MentionIdentities:
    """Asks what a text has named and described so far."""

    def __init__(
        self,
        identities: Identities,
        antecedents: Antecedents,
        nominals: Nominals,
        possessions: Possessions,
        plurals: Plurals,
    ) -> None:
        self._identities = identities
        self._antecedents = antecedents
        self._nominals = nominals
        self._possessions = possessions
        self._plurals = plurals

    def find(self, paragraph: Paragraph, index: int, place: Place) -> Identity | None:
        """Find one identity; None where it is nobody's, or several's: those are in the paragraph."""
        mention = paragraph.mentions[index]
        if mention.form is Form.NAME:
            known = self._identities.of(paragraph.number, index)
            return known or (self._unlisted(mention) if place.source else None)
        linked = self.linked(paragraph, index)
        if linked is not None:
            return self._possess(paragraph, index, linked)
        if mention.form is Form.PRONOUN:
            return self._pronoun(paragraph, index, place)
        if mention.role is Role.PREDICATE:
            return None
        pair = self._plurals.two(paragraph, mention, place)
        if pair:
            paragraph.several[index] = pair
            return None
        return self._described(paragraph, index, place)

    def linked(self, paragraph: Paragraph, index: int) -> Identity | None:
        """Find by grammar: a relative pronoun's noun, an apposition's name (before or after it)."""
        mention = paragraph.mentions[index]
        if mention.same_as is not None:
            return self._same(paragraph, index, mention.same_as)
        if mention.form is Form.NOMINAL:
            same, behind = {index}, range(index + 1, len(paragraph.mentions))
            for later in behind[:_APPOSED]:
                if paragraph.mentions[later].same_as in same:
                    if paragraph.mentions[later].form is Form.NAME:
                        return self._identities.of(paragraph.number, later)
                    same.add(later)
        return None

    def _same(self, paragraph: Paragraph, index: int, same_as: int) -> Identity | None:
        """Return whom another mention stands for, if the two may be one."""
        if same_as > index:
            return self._identities.of(paragraph.number, same_as)
        mention, other = paragraph.mentions[index], paragraph.mentions[same_as]
        alike = (
            mention.form is Form.PRONOUN
            or other.form is Form.NAME
            or other.entity_type is mention.entity_type
        )
        if alike and paragraph.found[same_as] is None and other.form is Form.NAME:
            return self._unlisted(other) if index in paragraph.heads.by_mention else None
        return paragraph.found[same_as] if alike else None

    def _unlisted(self, mention: Mention) -> Identity:
        """A name that speaks is somebody, whatever the words are."""
        entity_type = mention.entity_type if mention.entity_type in MAY_SPEAK else EntityType.ORGANISATION
        return self._identities.named(entity_type, mention.words)

    def _possess(self, paragraph: Paragraph, index: int, identity: Identity) -> Identity:
        """``my mother, Anna Weber,``: from now on "my mother" is she, of this possessor."""
        mention = paragraph.mentions[index]
        if mention.form is Form.NOMINAL and mention.entity_type is EntityType.PERSON:
            possessor = paragraph.owners.whose(index).possessor
            if possessor is not None:
                self._possessions.note(identity, mention.words, possessor)
        return identity

    def _pronoun(self, paragraph: Paragraph, index: int, place: Place) -> Identity | None:
        mention = paragraph.mentions[index]
        if mention.words in pronouns.SINGULAR:
            return self._antecedents.he_or_she(place, paragraph.said(index), mention.gender)
        if not place.source and index not in paragraph.credited:
            return None
        if mention.words in pronouns.THEY:
            return self._plurals.they(paragraph, index, place)
        if mention.words in pronouns.IT:
            return self._antecedents.it(place, paragraph.said(index))
        return None

    def _described(self, paragraph: Paragraph, index: int, place: Place) -> Identity:
        mention, voice = paragraph.mentions[index], paragraph.voice
        text = paragraph.printed(mention.span)
        whose = paragraph.owners.whose(index)
        found = self._nominals.resolve(mention, place, text, paragraph.said(index), whose)
        if voice is not None and found.final is voice.final:
            # In their own turn people say "I", not "the contractor".
            return self._nominals.introduce(mention.entity_type, mention.words, text, whose, mention)
        return found
