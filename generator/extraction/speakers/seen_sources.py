"""Say who speaks where a source holds mentions, and why it is they."""

from __future__ import annotations

from generator.extraction.mentions import pronouns
from generator.extraction.mentions.mention import EntityType, Form
from generator.extraction.mentions.name_index import Identity
from generator.extraction.mentions.names import fold
from generator.extraction.speakers.coreference_result import Reading
from generator.extraction.speakers.mention_identities import MentionIdentities
from generator.extraction.speakers.paragraph import Paragraph
from generator.extraction.speakers.reasons import Ground, Reason
from generator.extraction.speakers.salience import Memory, Place


class SeenSources:
    """``first_persons`` are the drafts with "I" or "we" as source, and where: whoever says it speaks."""

    def __init__(self, reading: Reading, memory: Memory, mention_identities: MentionIdentities) -> None:
        self._reading = reading
        self._memory = memory
        self._mention_identities = mention_identities
        self.first_persons: list[tuple[int, int]] = []

    def give_reason(self, paragraph: Paragraph, index: int, place: Place) -> None:
        """Note why a source is this one, before the source itself counts as a mention."""
        mention, identity = paragraph.mentions[index], paragraph.found[index]
        words, back = paragraph.printed(mention.span), 0
        summed_up = identity is not None and identity.entity_type is EntityType.GROUP and identity.authors
        if index in paragraph.several or summed_up:
            ground = Ground.TOGETHER
        elif mention.author is not None or (identity is not None and identity.final.authors):
            ground = Ground.AUTHOR
        elif mention.form is Form.NAME:
            same = identity is None or fold(mention.words) == fold(identity.name)
            ground = Ground.NAMED if same else Ground.SHORT
        elif mention.form is Form.PRONOUN:
            ground = Ground.FIRST if mention.words in pronouns.FIRST else Ground.PRONOUN
            back = self._sentences_back(identity, place)
        elif identity is None or not identity.named:
            ground = Ground.DESCRIBED
        else:
            linked = self._mention_identities.linked(paragraph, index)
            ground = Ground.BESIDE if linked is not None else Ground.ROLE
        for draft in paragraph.heads.by_mention.get(index, ()):
            self._reading.reasons.setdefault(draft, Reason(ground, words, back))

    def give_speakers(self, paragraph: Paragraph, index: int, place: Place) -> None:
        """Give the drafts whose source a mention is to whom it stands for."""
        mention = paragraph.mentions[index]
        for draft in paragraph.heads.by_mention.get(index, ()):
            if mention.form is Form.PRONOUN and mention.words in pronouns.FIRST:
                self.first_persons.append((draft, place.start))
            else:
                self._speaks(draft, paragraph.speaks_as(index), place)

    def _speaks(self, draft: int, members: tuple[Identity, ...], place: Place) -> None:
        speakers = self._reading.speakers
        speakers[draft] = speakers[draft] + tuple(m for m in members if m not in speakers[draft])
        if members:
            self._memory.spoke(members[0].voices()[0], place)

    def _sentences_back(self, identity: Identity | None, place: Place) -> int:
        """Count the sentences since somebody was mentioned last."""
        last = self._memory.known(identity) if identity is not None else None
        return place.sentence - last.sentence if last is not None else 0
