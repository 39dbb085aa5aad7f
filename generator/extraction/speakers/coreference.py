"""Read a text through, and say whom each mention stands for and who speaks.

One pass from left to right. Names are settled beforehand (``identities.py``); a
pronoun is given to the likeliest identity that fits (``antecedents.py``), a description
to who bears it (``nominals.py``). Time is linear: the memory is of fixed size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.extraction.mentions import lexicon, pronouns
from generator.extraction.mentions.mention import UNPROVEN, EntityType, Form, Mention, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.mentions.names import fold
from generator.extraction.speakers.antecedents import COMPANIES, PAIRS, Antecedents, may_be
from generator.extraction.speakers.delayed_names import DelayedNames
from generator.extraction.speakers.identities import Identities
from generator.extraction.speakers.nominals import Nominals, without_article
from generator.extraction.speakers.possessors import Owners, Possessions, Whose, is_own
from generator.extraction.speakers.reading import Reading
from generator.extraction.speakers.reasons import Ground, Reason
from generator.extraction.speakers.salience import Cover, Memory, Place, fitted_points
from generator.extraction.speakers.source_heads import SourceHeads, find_heads, sources_by_paragraph, sums_up
from generator.extraction.speakers.surnames import with_surnames
from generator.extraction.speakers.turn_labels import TurnLabel, behind_labels
from generator.extraction.speakers.voices import Voices
from generator.model import Act, Attribution, Source, Span

UNNAMED = "unnamed reports"  # whom a text follows that only says "reportedly"
_REPORTED = re.compile(r"\b(?:report|alleg|rumou?r)(?:ed|edly)\b|\bsaid\b", re.IGNORECASE)
_ARTICLES = frozenset(("the", "a", "an"))  # all that the parser leaves of some phrases
# "The two", "both"; "two residents" and "the two hundred" are other people.
_BOTH = re.compile(
    r"(?:both|each|(?:the|these|those)(?: other)? two|the (?:pair|duo|couple))\b"
    r"(?![\s-]+(?:dozen|hundred|thousand|million|billion|thirds?)\b)",
    re.IGNORECASE,
)
_ALONE = frozenset(("both", "each", "two")) | PAIRS
_LATTER = re.compile(r"the (?P<which>former|latter)(?: (?:yesterday|today))?$", re.IGNORECASE)
_ORDERED = re.compile(r"\b(?:ordered|sentenced|convicted|acquitted|remanded|fined)\b", re.IGNORECASE)
_LATELY_IN_COURT = 3  # sentences back to the court that "was ordered" means
_SAYING_BEFORE = 2  # sentences back to an enumeration that "they" may mean
_OPENING_A_LIST = frozenset(",:(–—-")
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}
_FAR = 3  # sentences of talk behind which "they" is hardly the group last spoken of
_NEVER_MEANT = frozenset(
    (EntityType.PLACE, EntityType.OTHER, EntityType.UNKNOWN)
)  # by a pronoun or description
_MAY_SPEAK = frozenset((EntityType.PERSON, EntityType.ORGANISATION, EntityType.GROUP, EntityType.PLACE))


def read(source: Source, paragraphs: Sequence[Sequence[Mention]], drafts: Sequence[Attribution]) -> Reading:
    """``paragraphs`` are the mentions of each block; ``drafts`` are attributions without speakers."""
    return _Reader(source, paragraphs, drafts).run()


class _Reader:
    """What the pass over a text carries from paragraph to paragraph."""

    def __init__(
        self, source: Source, paragraphs: Sequence[Sequence[Mention]], drafts: Sequence[Attribution]
    ) -> None:
        self.source = source
        self.drafts = drafts
        self.voices = Voices(source, drafts)
        self.paragraphs = with_surnames(source, behind_labels(source, paragraphs, self.voices.labels))
        labels = {number: turn.label for number, turn in self.voices.labels.items()}
        self.identities = Identities(self.paragraphs, source.speakers, labels, source.title or "")
        self.memory = Memory(fitted_points())
        self.reading = Reading(self.identities, self.paragraphs, speakers=[() for _ in drafts])
        self.possessions = Possessions(self.reading.speakers)
        self.nominals = Nominals(self.identities, self.memory, self.possessions)
        self.sources = sources_by_paragraph(source, drafts)
        self.reports = Cover(span for draft in drafts for span in draft.content)
        self.delayed_names = DelayedNames()
        self.enumeration: _Enumeration | None = None
        self.first_persons: list[tuple[int, int]] = []  # drafts with "I" or "we" as source, and where
        self.sentence = 0

    def run(self) -> Reading:
        self.voices.identify(self.identities, self.reading.speakers)
        for turn in self.voices.labels.values():
            if turn.draft is not None:
                self.reading.reasons[turn.draft] = Reason(Ground.LABEL)
        for number, mentions in enumerate(self.paragraphs):
            _Paragraph(self, number, mentions).read()
            self.sentence += 1 + max((m.sentence for m in mentions), default=0)
        self.voices.lend(self.reading.speakers, self.first_persons)
        self.possessions.rename()
        self.reading.settle()
        return self.reading


@dataclass(frozen=True, slots=True)
class _Enumeration:
    """``The mayor and her deputy``: what a "they" may take up."""

    place: Place
    members: tuple[Identity, ...]
    text: str
    whose: Whose


class _Paragraph:
    """The part of the pass that concerns one paragraph."""

    def __init__(self, reader: _Reader, number: int, mentions: Sequence[Mention]) -> None:
        self.reader = reader
        self.memory = reader.memory
        self.antecedents = Antecedents(reader.memory)
        self.number = number
        self.mentions = mentions
        self.offset = reader.source.blocks[number].span.start
        # A time may stand before the label that opens a block's turn; its end is within it.
        self.voice = reader.voices.of(reader.source.blocks[number].span.end - 1)
        self.found: list[Identity | None] = [None] * len(mentions)
        self.owners = Owners(reader.voices, mentions, self.found, reader.source.text, self.offset)
        self.credited = {m.author for m in mentions if m.author is not None}
        self.several: dict[int, tuple[Identity, ...]] = {}  # mention → those that it stands for together
        self.last_of_chain = {m.joined_to for m in mentions}
        sources = reader.sources.get(number, ())
        text = reader.source.text
        self.heads = (
            find_heads(sources, reader.drafts, mentions, self.offset, text) if sources else SourceHeads()
        )

    def read(self) -> None:
        if self.voice is not None:
            self.memory.spoke(self.voice, Place(self.offset, self.reader.sentence, self.number, Role.OTHER))
        label = self.reader.voices.labels.get(self.number)
        if label is not None:
            self._note_label(label, self.reader.identities.labelled(label.label))
        unseen = [span for span, draft in self.heads.without if self.reader.drafts[draft].source]
        for index, mention in enumerate(self.mentions):
            while unseen and unseen[0].start < mention.core.start + self.offset:
                self._note_unseen(unseen.pop(0), mention.sentence)
            self._read_mention(index, mention)
        for index, mention in enumerate(self.mentions):
            if mention.author is not None:
                self._credit(index, mention.author)
        for span, draft in self.heads.without:
            self._speaks_unseen(span, draft)

    def _read_mention(self, index: int, mention: Mention) -> None:
        place = self._place(index, mention)
        identity = self.found[index] = self._whom(index, mention, place)
        if place.source:
            self._give_reason(index, mention, identity, place)
        if identity is not None:
            self._note(index, mention, identity, place)
        if mention.author is not None and mention.author < index:
            self._credit(index, mention.author)
        if mention.joined_to is not None and index not in self.last_of_chain:
            self._remember_enumeration(index, place)
        for draft in self.heads.by_mention.get(index, ()):
            if mention.form is Form.PRONOUN and mention.words in pronouns.FIRST:
                self.reader.first_persons.append((draft, place.start))
            else:
                self._speaks(draft, index, place)

    def _give_reason(self, index: int, mention: Mention, identity: Identity | None, place: Place) -> None:
        """Note why a source is this one, before the source itself counts as a mention."""
        words, back = self._text(mention.span), 0
        summed_up = identity is not None and identity.entity_type is EntityType.GROUP and identity.authors
        if index in self.several or summed_up:
            ground = Ground.TOGETHER
        elif mention.author is not None or (identity is not None and identity.final.authors):
            ground = Ground.AUTHOR
        elif mention.form is Form.NAME:
            same = identity is None or fold(mention.words) == fold(identity.name)
            ground = Ground.NAMED if same else Ground.SHORT
        elif mention.form is Form.PRONOUN:
            ground = Ground.FIRST if mention.words in pronouns.FIRST else Ground.PRONOUN
            last = self.memory.known(identity) if identity is not None else None
            back = place.sentence - last.sentence if last is not None else 0
        elif identity is None or not identity.named:
            ground = Ground.DESCRIBED
        else:
            ground = Ground.BESIDE if self._linked(index, mention) is not None else Ground.ROLE
        for draft in self.heads.by_mention.get(index, ()):
            self.reader.reading.reasons.setdefault(draft, Reason(ground, words, back))

    def _credit(self, index: int, author: int) -> None:
        """Return what a text says, its author says."""
        text, several = self.found[index], [author]
        within = self.mentions[index].extent
        made = not within.contains(self.mentions[author].core)  # "The trust and the league filed a lawsuit"
        for later in range(author + 1, len(self.mentions)):
            joined = self.mentions[later].joined_to in several
            if joined and (within.contains(self.mentions[later].core) or (made and later < index)):
                several.append(later)
        authors = tuple(identity for number in several for identity in self._speaks_as(number))
        if text is not None and not text.named and text not in authors and not text.authors:
            text.authors = authors

    def _place(self, index: int, mention: Mention) -> Place:
        start = mention.core.start + self.offset
        return Place(
            start,
            self.reader.sentence + mention.sentence,
            self.number,
            mention.role,
            mention.quoted or start in self.reader.reports,
            index in self.heads.by_mention,
            mention.form is Form.NAME,
            mention.quoted or self.voice is not None,
        )

    def _note_label(self, label: TurnLabel, identity: Identity) -> None:
        """The whole label of a turn is one mention of its speaker."""
        place = Place(
            label.span.start, self.reader.sentence, self.number, Role.OTHER, named=True, quoted=True
        )
        self.memory.note(identity, place)
        self.reader.reading.places[identity.number].append(place)
        if identity.named:
            self.reader.reading.names[identity.number].append(label.span)

    def _note(self, index: int, mention: Mention, identity: Identity, place: Place) -> None:
        places = self.reader.reading.places[identity.number]
        places.append(place)
        if mention.weight != UNPROVEN and identity.entity_type not in _NEVER_MEANT:
            self.memory.note(identity, place)
        if mention.form is Form.NAME:
            self.reader.reading.names[identity.number].append(mention.core.shift(self.offset))
            self._note_doubt(identity, mention)
            if mention.shares is not None:
                self.reader.reading.shares[identity.number].append(mention.shares)
            if len(places) == 1:
                for described in self.reader.delayed_names.name(identity, place):
                    identity.merge(described)
                    self.memory.merge(described, identity)
        elif mention.form is Form.NOMINAL and not is_own(self.mentions, index):
            self.reader.delayed_names.describe(identity, mention, place, self._said(index))
        elif mention.form is Form.PRONOUN:
            if mention.gender in ("m", "f") and identity.named and not identity.gender:
                identity.gender = mention.gender
            if mention.words in pronouns.WHO or self._alone(identity, index, place):
                for title in mention.titles:
                    identity.entitle(title)

    def _note_doubt(self, identity: Identity, mention: Mention) -> None:
        """Note whether a name means somebody; "Ned" is only short for a character that was named in full."""
        reading = self.reader.reading
        if mention.invented:
            reading.invented.add(identity.number)
        if mention.settlement:
            reading.settlements.add(identity.number)
        short = len(mention.words) < len(identity.name) and not mention.titles and not mention.honorific
        if not mention.doubtful and not (short and identity.number in reading.invented):
            reading.told.add(identity.number)

    def _alone(self, identity: Identity, index: int, place: Place) -> bool:
        """Return whether "she is a judge" can only be of her: the paragraph names nobody else before it.

        Somebody else's role under a name is worse than none.
        """
        before = {
            found
            for mention, found in zip(self.mentions[:index], self.found, strict=False)
            if mention.form is Form.NAME and found is not None and found.entity_type is EntityType.PERSON
        }
        return not place.quoted and not place.reported and before == {identity}

    # --- who speaks ---------------------------------------------------------------------

    def _speaks(self, draft: int, index: int, place: Place) -> None:
        members = self._speaks_as(index)
        speakers = self.reader.reading.speakers
        speakers[draft] = speakers[draft] + tuple(m for m in members if m not in speakers[draft])
        if members:
            self.memory.spoke(members[0].voices()[0], place)

    def _note_unseen(self, span: Span, sentence: int) -> None:
        """A known name that no mention is at: the tagger took it for something else.

        ``sentence`` is that of the mention behind it.
        """
        known = self.reader.identities.known(self.reader.source.text[span.start : span.end])
        if known is not None and known.entity_type is EntityType.PERSON:
            there = self.reader.sentence + sentence
            place = Place(span.start, there, self.number, Role.SUBJECT, source=True, named=True)
            self.memory.note(known, place)
            self.memory.spoke(known, place)

    def _speaks_unseen(self, span: Span, draft: int) -> None:
        """A source that holds no mention, or none at all: a quotation on its own has the last speaker."""
        attribution, speakers = self.reader.drafts[draft], self.reader.reading.speakers
        if attribution.source:
            text = self.reader.source.text[span.start : span.end]
            self.reader.reading.reasons.setdefault(draft, Reason(Ground.DESCRIBED, text))
            one = self._of_two(text)
            if one is not None:
                speakers[draft] = (one,)
                self.reader.reading.reasons[draft] = Reason(Ground.TOGETHER, text)
            elif text.lower() not in pronouns.ALL | _ARTICLES:
                known = self.reader.identities.known(text)
                speakers[draft] = (
                    known or self.reader.nominals.by_text(text, self.owners.whose_text(span, text)),
                )
        elif not attribution.cue:
            speakers[draft] = (self.memory.speaker,) if self.memory.speaker else ()
            self.reader.reading.reasons[draft] = Reason(Ground.GOES_ON)
        elif self.reader.source.text[span.start : span.end].lower().endswith("ing"):
            speakers[draft] = self._of_participle(span.start - self.offset)
        elif (court := self._court(span, attribution)) is not None:
            speakers[draft] = (court,)
            self.reader.reading.reasons[draft] = Reason(Ground.COURT)
        elif attribution.act is Act.SAYS and any(
            _REPORTED.search(self.reader.source.text, *cue) for cue in attribution.cue
        ):
            words = self.reader.source.text[span.start : span.end]
            self.reader.reading.reasons[draft] = Reason(Ground.REPORTED, words)
            speakers[draft] = (
                self.reader.nominals.by_text(
                    UNNAMED, self.owners.whose_text(span, UNNAMED), EntityType.PERSON
                ),
            )

    def _court(self, span: Span, attribution: Attribution) -> Identity | None:
        """Find the court that was named last, where somebody ``was ordered``, ``was sentenced``."""
        ordered = any(_ORDERED.search(self.reader.source.text, *cue) for cue in attribution.cue)
        sentence = max(
            (m.sentence for m in self.mentions if m.core.start + self.offset < span.start), default=0
        )
        place = Place(span.start, self.reader.sentence + sentence, self.number, Role.OTHER)
        return self.reader.nominals.court(place, _LATELY_IN_COURT) if ordered else None

    def _of_two(self, text: str) -> Identity | None:
        """``The latter``, ``the former``: of two that were named together."""
        word, pair = _LATTER.match(text), self.reader.enumeration
        if word is None or pair is None or len(pair.members) != 2:
            return None
        return pair.members[word["which"].lower() == "latter"]

    def _of_participle(self, cue: int) -> tuple[Identity, ...]:
        """Return who "saying" goes with: the sentence's last source before it, else its subject."""
        before = [n for n, m in enumerate(self.mentions) if m.core.start < cue]
        if not before:
            return ()
        sentence = self.mentions[before[-1]].sentence
        here = [n for n in before if self.mentions[n].sentence == sentence and self._speaks_as(n)]
        spoken = [n for n in here if n in self.heads.by_mention]
        subjects = [n for n in here if self.mentions[n].role in (Role.SUBJECT, Role.PASSIVE)]
        if spoken or not subjects:
            return self._speaks_as(spoken[-1]) if spoken else ()
        chain = [n for n in here if n == subjects[0] or self.mentions[n].joined_to == subjects[0]]
        return tuple(i for n in chain for i in self._speaks_as(n))

    def _speaks_as(self, index: int) -> tuple[Identity, ...]:
        identity = self.found[index]
        return self.several.get(index) or ((identity,) if identity else ())

    # --- whom a mention stands for ------------------------------------------------------

    def _whom(self, index: int, mention: Mention, place: Place) -> Identity | None:
        if mention.form is Form.NAME:
            known = self.reader.identities.of(self.number, index)
            return known or (self._unlisted(mention) if place.source else None)
        linked = self._linked(index, mention)
        if linked is not None:
            return self._possess(index, mention, linked)
        if mention.form is Form.PRONOUN:
            return self._pronoun(index, mention, place)
        if mention.role is Role.PREDICATE:
            return None
        if self._means_two(mention, place):
            pair = self._enumerated_pair(mention, place) or self.antecedents.two(place, mention)
            if pair:
                self.several[index] = pair
                return None
        text = self._text(mention.span)
        whose = self.owners.whose(index)
        found = self.reader.nominals.resolve(mention, place, text, self._said(index), whose)
        mine = self.voice is not None and found.final is self.voice.final
        if mine:  # in their own turn people say "I", not "the contractor"
            return self.reader.nominals.introduce(mention.entity_type, mention.words, text, whose, mention)
        return found

    def _possess(self, index: int, mention: Mention, identity: Identity) -> Identity:
        """``my mother, Anna Weber,``: from now on "my mother" is she, of this possessor."""
        if mention.form is Form.NOMINAL and mention.entity_type is EntityType.PERSON:
            possessor = self.owners.whose(index).possessor
            if possessor is not None:
                self.reader.possessions.note(identity, mention.words, possessor)
        return identity

    def _unlisted(self, mention: Mention) -> Identity:
        """A name that speaks is somebody, whatever the words are."""
        entity_type = mention.entity_type if mention.entity_type in _MAY_SPEAK else EntityType.ORGANISATION
        return self.reader.identities.named(entity_type, mention.words)

    def _linked(self, index: int, mention: Mention) -> Identity | None:
        """By grammar: a relative pronoun's noun, an apposition's name (before or after it)."""
        if mention.same_as is not None:
            if mention.same_as > index:
                return self.reader.identities.of(self.number, mention.same_as)
            other = self.mentions[mention.same_as]
            alike = (
                mention.form is Form.PRONOUN
                or other.form is Form.NAME
                or other.entity_type is mention.entity_type
            )
            if alike and self.found[mention.same_as] is None and other.form is Form.NAME:
                return self._unlisted(other) if index in self.heads.by_mention else None
            return self.found[mention.same_as] if alike else None
        if mention.form is Form.NOMINAL:
            same = {index}
            for later in range(index + 1, min(index + 4, len(self.mentions))):
                if self.mentions[later].same_as in same:
                    if self.mentions[later].form is Form.NAME:
                        return self.reader.identities.of(self.number, later)
                    same.add(later)
        return None

    def _said(self, index: int) -> tuple[Span, ...]:
        drafts = self.heads.by_mention.get(index, ())
        return tuple(span for draft in drafts for span in self.reader.drafts[draft].content)

    def _text(self, span: Span) -> str:
        return self.reader.source.text[span.start + self.offset : span.end + self.offset]

    # --- pronouns -------------------------------------------------------------------------

    def _pronoun(self, index: int, mention: Mention, place: Place) -> Identity | None:
        if mention.words in pronouns.SINGULAR:
            return self.antecedents.he_or_she(place, self._said(index), mention.gender)
        if not place.source and index not in self.credited:
            return None
        if mention.words in pronouns.THEY:
            return self._they(index, place)
        if mention.words in pronouns.IT:
            return self.antecedents.it(place, self._said(index))
        return None

    def _they(self, index: int, place: Place) -> Identity | None:
        """The last enumeration, or a group or organisation that was mentioned since."""
        group = self.antecedents.they(place, self._said(index))
        if group is not None and self._is_far(group, place):
            group = None
        several = self.reader.enumeration
        if several is None or place.sentence - several.place.sentence > _SAYING_BEFORE:
            return group
        if group is not None and self._is_since(several, group):
            in_subject = self.memory.last(group).role in (Role.SUBJECT, Role.PASSIVE)
            if in_subject or several.place.role is not Role.SUBJECT:
                return group
        return self._together(index, several)

    def _is_since(self, several: _Enumeration, group: Identity) -> bool:
        """Return whether a group came up behind an enumeration: not as one of those that it names."""
        last = self.memory.last(group)
        within = group in several.members and last.sentence == several.place.sentence
        return last.start > several.place.start and not within

    def _means_two(self, mention: Mention, place: Place) -> bool:
        """Return whether ``both``, ``the two men`` are two people with names: no nation, none described."""
        if not _BOTH.match(self.reader.source.text, mention.span.start + self.offset):
            return False
        if mention.words in _ALONE:
            return place.source
        is_people = mention.words in lexicon.roles().person | COMPANIES
        acts = place.source or mention.role is Role.SUBJECT
        return is_people and acts and not self.reader.nominals.knows(mention.words)

    def _enumerated_pair(self, mention: Mention, place: Place) -> tuple[Identity, ...] | None:
        """The two whom the last enumeration named: "both lawmakers", right behind it."""
        pair = self.reader.enumeration
        if pair is None or len(pair.members) != 2 or not all(may_be(m, mention) for m in pair.members):
            return None
        return pair.members if place.sentence - pair.place.sentence <= _SAYING_BEFORE else None

    def _is_far(self, group: Identity, place: Place) -> bool:
        """In talk "they" are often nobody in particular: "they tell us to wash our hands"."""
        back = place.sentence - self.memory.last(group).sentence
        return place.quoted and back > _FAR and group is not self.memory.speaker

    def _together(self, index: int, several: _Enumeration) -> Identity | None:
        """Several speakers if one of them has a name; one group if they have none."""
        if any(m.named and m.entity_type is not EntityType.GROUP for m in several.members):
            self.several[index] = several.members
            return None
        return self.reader.nominals.by_text(several.text, several.whose, EntityType.GROUP)

    # --- enumerations ---------------------------------------------------------------------

    def _remember_enumeration(self, last: int, place: Place) -> None:
        chain = [last]
        while (before := self.mentions[chain[0]].joined_to) is not None and before < chain[0]:
            chain.insert(0, before)
        text = self.reader.source.text
        if len(chain) > 2 and sums_up(self.mentions[chain[0]], self.mentions[chain[1]], self.offset, text):
            del chain[0]
        members = tuple(i for i in (self.found[n] for n in chain) if i and i.entity_type in _MAY_SPEAK)
        if len(members) < len(chain) or any(i.entity_type is EntityType.PLACE for i in members):
            return
        first = self.mentions[chain[0]]
        together = self._text(Span(first.span.start, self.mentions[last].span.end))
        where = Place(first.core.start + self.offset, place.sentence, self.number, first.role)
        several = _Enumeration(where, members, together, self.owners.whose(chain[0]))
        self.reader.enumeration = several
        self._sum_up(chain[0], members)
        if place.source and not any(i.named for i in members) and not self._each_described(chain):
            self._join_sources(chain, several)

    def _sum_up(self, first: int, members: tuple[Identity, ...]) -> None:
        """Give what ``two officers, Ada Quill and Bo Reed,`` say to those whose names follow."""
        if first == 0 or not all(member.named for member in members):
            return
        plural, name = self.mentions[first - 1], self.mentions[first]
        group = self.found[first - 1]
        counted = without_article(self._text(plural.span)).split(" ")[0].lower() == _NUMBERS.get(len(members))
        told = counted or name.same_as == first - 1 or name.joined_to == first - 1
        beside = self._text(Span(plural.span.end, name.span.start)).strip() in _OPENING_A_LIST
        summed_up = told and beside and sums_up(plural, name, self.offset, self.reader.source.text)
        if summed_up and group is not None and not (group.named or group.authors):
            group.authors = members

    def _each_described(self, chain: Sequence[int]) -> bool:
        """``an environmental group and private owners``, unlike "the family and neighbours"."""
        later = [self.mentions[n] for n in chain[1:]]
        return any(m.modifiers or m.indefinite or m.span.start < m.core.start for m in later)

    def _join_sources(self, chain: Sequence[int], several: _Enumeration) -> None:
        """``The family, neighbours and teachers said``: one group, not three speakers."""
        group = self.reader.nominals.by_text(several.text, several.whose, EntityType.GROUP)
        drafts = {d for n in chain for d in self.heads.by_mention.get(n, ())}
        for draft in drafts:
            self.reader.reading.speakers[draft] = ()
        self.several.update(dict.fromkeys(chain, (group,)))
