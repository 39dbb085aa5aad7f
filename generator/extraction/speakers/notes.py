"""Note what a mention tells of whom it stands for: a place, a name, gender and titles, who wrote a text."""

from __future__ import annotations

from generator.extraction.mentions import pronouns
from generator.extraction.mentions.mention import UNPROVEN, EntityType, Form, Mention, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.coreference_result import Reading
from generator.extraction.speakers.delayed_names import DelayedNames
from generator.extraction.speakers.paragraph import Paragraph
from generator.extraction.speakers.possessors import is_own
from generator.extraction.speakers.salience import Memory, Place
from generator.model import Span

_NEVER_MEANT = frozenset(
    (EntityType.PLACE, EntityType.OTHER, EntityType.UNKNOWN)
)  # by a pronoun or description


class Notes:
    """Writes into the reading, and into the memory that pronouns ask."""

    def __init__(self, reading: Reading, memory: Memory) -> None:
        self._reading = reading
        self._memory = memory
        self._delayed_names = DelayedNames()

    def label(self, paragraph: Paragraph, span: Span, identity: Identity) -> None:
        """Note the whole label of a turn as one mention of its speaker."""
        place = Place(span.start, paragraph.sentences, paragraph.number, Role.OTHER, named=True, quoted=True)
        self._memory.note(identity, place)
        self._reading.places[identity.number].append(place)
        if identity.named:
            self._reading.names[identity.number].append(span)

    def mention(self, paragraph: Paragraph, index: int, identity: Identity, place: Place) -> None:
        """Note one mention."""
        mention = paragraph.mentions[index]
        places = self._reading.places[identity.number]
        places.append(place)
        if mention.weight != UNPROVEN and identity.entity_type not in _NEVER_MEANT:
            self._memory.note(identity, place)
        if mention.form is Form.NAME:
            self._reading.names[identity.number].append(mention.core.shift(paragraph.offset))
            self._doubt(identity, mention)
            if mention.shares is not None:
                self._reading.shares[identity.number].append(mention.shares)
            if len(places) == 1:
                for described in self._delayed_names.name(identity, place):
                    identity.merge(described)
                    self._memory.merge(described, identity)
        elif mention.form is Form.NOMINAL and not is_own(paragraph.mentions, index):
            self._delayed_names.describe(identity, mention, place, paragraph.said(index))
        elif mention.form is Form.PRONOUN:
            if mention.gender in ("m", "f") and identity.named and not identity.gender:
                identity.gender = mention.gender
            if mention.words in pronouns.WHO or _is_alone(paragraph, index, identity, place):
                for title in mention.titles:
                    identity.entitle(title)

    def _doubt(self, identity: Identity, mention: Mention) -> None:
        """Note whether a name means somebody; "Ned" is only short for a character that was named in full."""
        reading = self._reading
        if mention.invented:
            reading.invented.add(identity.number)
        if mention.settlement:
            reading.settlements.add(identity.number)
        short = len(mention.words) < len(identity.name) and not mention.titles and not mention.honorific
        if not mention.doubtful and not (short and identity.number in reading.invented):
            reading.told.add(identity.number)


def _is_alone(paragraph: Paragraph, index: int, identity: Identity, place: Place) -> bool:
    """Return whether "she is a judge" can only be of her: the paragraph names nobody else before it.

    Somebody else's role under a name is worse than none.
    """
    before = {
        found
        for mention, found in zip(paragraph.mentions[:index], paragraph.found, strict=False)
        if mention.form is Form.NAME and found is not None and found.entity_type is EntityType.PERSON
    }
    return not place.quoted and not place.reported and before == {identity}


def credit(paragraph: Paragraph, index: int, author: int) -> None:
    """Give what a text says to its author, both by the mention."""
    mentions = paragraph.mentions
    text, several = paragraph.found[index], [author]
    within = mentions[index].extent
    made = not within.contains(mentions[author].core)  # "The trust and the league filed a lawsuit"
    for later in range(author + 1, len(mentions)):
        joined = mentions[later].joined_to in several
        if joined and (within.contains(mentions[later].core) or (made and later < index)):
            several.append(later)
    authors = tuple(identity for number in several for identity in paragraph.speaks_as(number))
    if text is not None and not text.named and text not in authors and not text.authors:
        text.authors = authors
