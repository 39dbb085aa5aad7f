"""Say who speaks where a source holds no mention, or where there is none: a quotation on its own."""

from __future__ import annotations

import re

from generator.extraction.mentions import pronouns
from generator.extraction.mentions.mention import EntityType, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.coreference_result import Reading
from generator.extraction.speakers.enumerations import Enumerations
from generator.extraction.speakers.identities import Identities
from generator.extraction.speakers.nominals import Nominals
from generator.extraction.speakers.paragraph import Paragraph
from generator.extraction.speakers.reasons import Ground, Reason
from generator.extraction.speakers.salience import Memory, Place
from generator.model import Act, Attribution, Span

UNNAMED = "unnamed reports"  # whom a text follows that only says "reportedly"
_REPORTED = re.compile(r"\b(?:report|alleg|rumou?r)(?:ed|edly)\b|\bsaid\b", re.IGNORECASE)
_RELATIVE = re.compile(r"(?<=\w),? (?:who|whom|whose)\b.*", re.DOTALL)  # a clause behind the noun
_ARTICLES = frozenset(("the", "a", "an"))  # all that the parser leaves of some phrases
_ORDERED = re.compile(r"\b(?:ordered|sentenced|convicted|acquitted|remanded|fined)\b", re.IGNORECASE)
_LATELY_IN_COURT = 3  # sentences back to the court that "was ordered" means


class UnseenSources:
    """Takes the last speaker, the sentence's subject, a court, a known name, or the words themselves."""

    def __init__(
        self,
        reading: Reading,
        identities: Identities,
        memory: Memory,
        nominals: Nominals,
        enumerations: Enumerations,
    ) -> None:
        self._reading = reading
        self._identities = identities
        self._memory = memory
        self._nominals = nominals
        self._enumerations = enumerations

    def note_name(self, paragraph: Paragraph, span: Span, sentence: int) -> None:
        """Note a known name that no mention is at: the tagger took it for something else.

        ``sentence`` is that of the mention behind it.
        """
        known = self._identities.known(paragraph.text[span.start : span.end])
        if known is not None and known.entity_type is EntityType.PERSON:
            there = paragraph.sentences + sentence
            place = Place(span.start, there, paragraph.number, Role.SUBJECT, source=True, named=True)
            self._memory.note(known, place)
            self._memory.spoke(known, place)

    def give_speakers(self, paragraph: Paragraph, span: Span, draft: int) -> None:
        """Give a draft its speakers; the span of the text is its source's, else its cue's or content's."""
        attribution = paragraph.drafts[draft]
        words = _RELATIVE.sub("", paragraph.text[span.start : span.end])
        if attribution.source:
            self._by_words(paragraph, span, words, draft)
        elif not attribution.cue:
            self._give(draft, self._memory.speaker, Reason(Ground.GOES_ON))
        elif words.lower().endswith("ing"):
            self._reading.speakers[draft] = _of_participle(paragraph, span.start - paragraph.offset)
        elif (court := self._court(paragraph, span, attribution)) is not None:
            self._give(draft, court, Reason(Ground.COURT))
        elif attribution.act is Act.SAYS and _has_cue(_REPORTED, paragraph, attribution):
            whose = paragraph.owners.whose_text(span, UNNAMED)
            unnamed = self._nominals.by_text(UNNAMED, whose, EntityType.PERSON)
            self._give(draft, unnamed, Reason(Ground.REPORTED, words))

    def _by_words(self, paragraph: Paragraph, span: Span, words: str, draft: int) -> None:
        """Take a source by its words: one of two, a known name, something of unknown make."""
        self._reading.reasons.setdefault(draft, Reason(Ground.DESCRIBED, words))
        one = self._enumerations.of_two(words)
        if one is not None:
            self._give(draft, one, Reason(Ground.TOGETHER, words))
        elif words.lower() not in pronouns.ALL | _ARTICLES:
            known = self._identities.known(words)
            speaker = known or self._nominals.by_text(words, paragraph.owners.whose_text(span, words))
            self._reading.speakers[draft] = (speaker,)

    def _give(self, draft: int, speaker: Identity | None, reason: Reason) -> None:
        self._reading.speakers[draft] = (speaker,) if speaker else ()
        self._reading.reasons[draft] = reason

    def _court(self, paragraph: Paragraph, span: Span, attribution: Attribution) -> Identity | None:
        """Find the court that was named last, where somebody ``was ordered``, ``was sentenced``."""
        if not _has_cue(_ORDERED, paragraph, attribution):
            return None
        before = (m for m in paragraph.mentions if m.core.start + paragraph.offset < span.start)
        sentence = paragraph.sentences + max((m.sentence for m in before), default=0)
        place = Place(span.start, sentence, paragraph.number, Role.OTHER)
        return self._nominals.court(place, _LATELY_IN_COURT)


def _has_cue(words: re.Pattern[str], paragraph: Paragraph, attribution: Attribution) -> bool:
    return any(words.search(paragraph.text, *cue) for cue in attribution.cue)


def _of_participle(paragraph: Paragraph, cue: int) -> tuple[Identity, ...]:
    """Return who "saying" goes with: the sentence's last source before it, else its subject."""
    mentions = paragraph.mentions
    before = [n for n, m in enumerate(mentions) if m.core.start < cue]
    if not before:
        return ()
    sentence = mentions[before[-1]].sentence
    here = [n for n in before if mentions[n].sentence == sentence and paragraph.speaks_as(n)]
    spoken = [n for n in here if n in paragraph.heads.by_mention]
    subjects = [n for n in here if mentions[n].role in (Role.SUBJECT, Role.PASSIVE)]
    if spoken or not subjects:
        return paragraph.speaks_as(spoken[-1]) if spoken else ()
    chain = [n for n in here if n == subjects[0] or mentions[n].joined_to == subjects[0]]
    return tuple(i for n in chain for i in paragraph.speaks_as(n))
