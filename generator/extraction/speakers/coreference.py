"""Read a text through, and say whom each mention stands for and who speaks.

One pass from left to right. Names are settled beforehand (``identities.py``); a
pronoun is given to the likeliest identity that fits (``antecedents.py``, ``plurals.py``), a
description to who bears it (``nominals.py``). Time is linear: the memory is of fixed size.

Of each mention in turn ``mention_identities.py`` says whom it stands for, ``seen_sources.py`` what
they say and why it is they, ``notes.py`` what it tells of them; ``enumerations.py`` remembers who is
named together. At the end of a paragraph ``unseen_sources.py`` finds who speaks without a mention.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.extraction.mentions.mention import Mention, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.antecedents import Antecedents
from generator.extraction.speakers.coreference_result import Reading
from generator.extraction.speakers.enumerations import Enumerations
from generator.extraction.speakers.identities import Identities
from generator.extraction.speakers.mention_identities import MentionIdentities
from generator.extraction.speakers.nominals import Nominals
from generator.extraction.speakers.notes import Notes, credit
from generator.extraction.speakers.paragraph import Paragraph
from generator.extraction.speakers.plurals import Plurals
from generator.extraction.speakers.possessors import Owners, Possessions
from generator.extraction.speakers.reasons import Ground, Reason
from generator.extraction.speakers.salience import Cover, Memory, Place, fitted_points
from generator.extraction.speakers.seen_sources import SeenSources
from generator.extraction.speakers.source_heads import SourceHeads, find_heads, sources_by_paragraph
from generator.extraction.speakers.surnames import with_surnames
from generator.extraction.speakers.turn_labels import behind_labels
from generator.extraction.speakers.unseen_sources import UnseenSources
from generator.extraction.speakers.voices import Voices
from generator.model import Attribution, Source


def read(source: Source, paragraphs: Sequence[Sequence[Mention]], drafts: Sequence[Attribution]) -> Reading:
    """``paragraphs`` are the mentions of each block; ``drafts`` are attributions without speakers."""
    return _Reader(source, paragraphs, drafts).run()


class _Reader:
    """The pass over a text: what it carries from paragraph to paragraph, and who does what in it."""

    def __init__(
        self, source: Source, paragraphs: Sequence[Sequence[Mention]], drafts: Sequence[Attribution]
    ) -> None:
        self.source = source
        self.drafts = drafts
        self.voices = Voices(source, drafts)
        self.paragraphs = with_surnames(source, behind_labels(source, paragraphs, self.voices.labels))
        self.sources = sources_by_paragraph(source, drafts)
        self.reports = Cover(span for draft in drafts for span in draft.content)
        labels = {number: turn.label for number, turn in self.voices.labels.items()}
        self.identities = Identities(self.paragraphs, source.speakers, labels, source.title or "")
        self.memory = Memory(fitted_points())
        self.reading = Reading(self.identities, self.paragraphs, speakers=[() for _ in drafts])
        self.possessions = Possessions(self.reading.speakers)
        nominals = Nominals(self.identities, self.memory, self.possessions)
        self.enumerations = Enumerations(nominals, self.reading.speakers)
        antecedents = Antecedents(self.memory)
        self.mention_identities = MentionIdentities(
            self.identities,
            antecedents,
            nominals,
            self.possessions,
            Plurals(self.memory, antecedents, nominals, self.enumerations),
        )
        self.notes = Notes(self.reading, self.memory)
        self.seen = SeenSources(self.reading, self.memory, self.mention_identities)
        self.unseen = UnseenSources(self.reading, self.identities, self.memory, nominals, self.enumerations)

    def run(self) -> Reading:
        self.voices.identify(self.identities, self.reading.speakers)
        for turn in self.voices.labels.values():
            if turn.draft is not None:
                self.reading.reasons[turn.draft] = Reason(Ground.LABEL)
        sentences = 0
        for number, mentions in enumerate(self.paragraphs):
            self._read(self._paragraph(number, mentions, sentences))
            sentences += 1 + max((m.sentence for m in mentions), default=0)
        self.voices.lend(self.reading.speakers, self.seen.first_persons)
        self.possessions.rename()
        self.reading.settle()
        return self.reading

    def _paragraph(self, number: int, mentions: Sequence[Mention], sentences: int) -> Paragraph:
        """Put together what is known of a paragraph before it is read."""
        text, (offset, end) = self.source.text, self.source.blocks[number].span
        sources = self.sources.get(number, ())
        found: list[Identity | None] = [None] * len(mentions)
        return Paragraph(
            number,
            text,
            offset,
            sentences,
            mentions,
            found,
            owners=Owners(self.voices, mentions, found, text, offset),
            heads=find_heads(sources, self.drafts, mentions, offset, text) if sources else SourceHeads(),
            drafts=self.drafts,
            reports=self.reports,
            # A time may stand before the label that opens a block's turn; its end is within it.
            voice=self.voices.of(end - 1),
        )

    def _read(self, paragraph: Paragraph) -> None:
        if paragraph.voice is not None:
            start = Place(paragraph.offset, paragraph.sentences, paragraph.number, Role.OTHER)
            self.memory.spoke(paragraph.voice, start)
        label = self.voices.labels.get(paragraph.number)
        if label is not None:
            self.notes.label(paragraph, label.span, self.identities.labelled(label.label))
        unseen = [span for span, draft in paragraph.heads.without if self.drafts[draft].source]
        for index, mention in enumerate(paragraph.mentions):
            while unseen and unseen[0].start < mention.core.start + paragraph.offset:
                self.unseen.note_name(paragraph, unseen.pop(0), mention.sentence)
            self._read_mention(paragraph, index, mention)
        for index, mention in enumerate(paragraph.mentions):
            if mention.author is not None:
                credit(paragraph, index, mention.author)
        for span, draft in paragraph.heads.without:
            self.unseen.give_speakers(paragraph, span, draft)

    def _read_mention(self, paragraph: Paragraph, index: int, mention: Mention) -> None:
        place = paragraph.place(index)
        identity = paragraph.found[index] = self.mention_identities.find(paragraph, index, place)
        if place.source:
            self.seen.give_reason(paragraph, index, place)
        if identity is not None:
            self.notes.mention(paragraph, index, identity, place)
        if mention.author is not None and mention.author < index:
            credit(paragraph, index, mention.author)
        if paragraph.ends_chain(index):
            self.enumerations.remember(paragraph, index, place)
        self.seen.give_speakers(paragraph, index, place)
