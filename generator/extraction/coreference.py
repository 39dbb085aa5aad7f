"""Read a text through, and say whom each mention stands for and who speaks.

One pass from left to right. Names are settled beforehand (``identities.py``); a
pronoun or description is given to the likeliest identity that fits (``salience.py``)
or, where it introduces somebody, founds one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.extraction import lexicon
from generator.extraction.identities import Identities, Identity
from generator.extraction.mentions import Form, Mention, Role, Sort
from generator.extraction.names import fold, without_possessive
from generator.extraction.salience import Memory, Place, fitted_points
from generator.model import Attribution, Source, Span

_SINGULAR = frozenset(("he", "him", "his", "himself", "she", "her", "hers", "herself"))
_PLURAL = frozenset(("they", "them", "their", "theirs", "themselves"))
_THING = frozenset(("it", "its", "itself"))
_FIRST = frozenset(("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"))
_RELATIVE = frozenset(("who", "whom", "whose", "which", "that"))


@dataclass(slots=True)
class Reading:
    """A text read through: whom its mentions stand for, who is behind each attribution.

    ``places`` has the spans of ``Source.text`` where an identity (by number) is mentioned:
    by name first, all in ``all_places``. ``speakers`` runs along the attributions.
    """

    identities: Identities
    places: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    all_places: dict[int, list[Place]] = field(default_factory=lambda: defaultdict(list))
    speakers: list[tuple[Identity, ...]] = field(default_factory=list)


def read(source: Source, paragraphs: Sequence[Sequence[Mention]], drafts: Sequence[Attribution]) -> Reading:
    """``paragraphs`` are the mentions of each block; ``drafts`` are attributions without speakers."""
    return _Reader(source, paragraphs, drafts).run()


class _Reader:
    def __init__(
        self, source: Source, paragraphs: Sequence[Sequence[Mention]], drafts: Sequence[Attribution]
    ) -> None:
        self.source = source
        self.paragraphs = paragraphs
        self.drafts = drafts
        self.identities = Identities(paragraphs, source.speakers)
        self.memory = Memory(fitted_points())
        self.reading = Reading(self.identities, speakers=[() for _ in drafts])
        self.described: dict[str, list[Identity]] = defaultdict(list)  # by noun
        self.enumerations: list[tuple[Place, tuple[Identity, ...], Span]] = []
        self.sources = self._sources_by_paragraph()
        self.sentence = 0

    def run(self) -> Reading:
        for number, mentions in enumerate(self.paragraphs):
            self._paragraph(number, mentions)
        return self.reading

    def _sources_by_paragraph(self) -> dict[int, list[tuple[Span, int]]]:
        """Source spans with their draft's number, by paragraph and place; for none, its cue or content."""
        starts = [block.span.start for block in self.source.blocks]
        found: dict[int, list[tuple[Span, int]]] = defaultdict(list)
        for number, draft in enumerate(self.drafts):
            for span in draft.source or draft.cue[:1] or draft.content[:1]:
                found[bisect_right(starts, span.start) - 1].append((span, number))
        return {paragraph: sorted(spans) for paragraph, spans in found.items()}

    def _paragraph(self, number: int, mentions: Sequence[Mention]) -> None:
        paragraph = _Paragraph(self, number, mentions)
        paragraph.read()
        self.sentence += 1 + max((m.sentence for m in mentions), default=0)


class _Paragraph:
    """The part of the pass that concerns one paragraph."""

    def __init__(self, reader: _Reader, number: int, mentions: Sequence[Mention]) -> None:
        self.reader = reader
        self.number = number
        self.mentions = mentions
        self.offset = reader.source.blocks[number].span.start
        self.found: list[Identity | None] = [None] * len(mentions)
        self.groups: dict[int, tuple[Identity, ...]] = {}  # mention → members of "they"
        self.heads = self._heads_of_sources()

    def read(self) -> None:
        for index, mention in enumerate(self.mentions):
            place = self._place(index, mention)
            identity = self._whom(index, mention, place)
            self.found[index] = identity
            if identity is not None:
                self._note(mention, identity, place)
            for draft in self.heads.by_mention.get(index, ()):
                self._speaks(draft, index, place)
        self._remember_enumerations()
        for span, draft in self.heads.without:
            self._without_mention(span, draft)

    # --- sources ----------------------------------------------------------------------

    def _heads_of_sources(self) -> _Heads:
        heads = _Heads()
        for span, draft in self.reader.sources.get(self.number, ()):
            local = span.shift(-self.offset)
            given = bool(self.reader.drafts[draft].source)
            tops = self._top_mentions(local) if given else []
            for index in tops:
                heads.by_mention.setdefault(index, []).append(draft)
            if not tops:
                heads.without.append((span, draft))
        return heads

    def _top_mentions(self, span: Span) -> list[int]:
        """The mentions in a source span that no other mention there contains."""
        inside = [n for n, m in enumerate(self.mentions) if span.start <= m.core.start < span.end]
        tops: list[int] = []
        for n in sorted(inside, key=lambda n: (self.mentions[n].extent.start, -self.mentions[n].extent.end)):
            mention = self.mentions[n]
            if any(self._covers(self.mentions[t], mention) for t in tops):
                continue
            tops.append(n)
        return sorted(tops)

    def _covers(self, outer: Mention, inner: Mention) -> bool:
        return outer.extent.contains(inner.core) and outer.core != inner.core

    def _speaks(self, draft: int, index: int, place: Place) -> None:
        identity = self.found[index]
        members = self.groups.get(index) or ((identity,) if identity else ())
        known = self.reader.reading.speakers[draft]
        self.reader.reading.speakers[draft] = known + tuple(m for m in members if m not in known)
        if members:
            self.reader.memory.spoke(members[0], place)

    def _without_mention(self, span: Span, draft: int) -> None:
        """A source that names nobody we know of, or no source at all."""
        reader = self.reader
        attribution = reader.drafts[draft]
        if attribution.source:
            identity = self._by_text(reader.source.text[span.start : span.end])
            reader.reading.speakers[draft] = (identity,) if identity else ()
        elif not attribution.cue and reader.memory.speaker is not None:
            reader.reading.speakers[draft] = (reader.memory.speaker,)

    def _by_text(self, text: str) -> Identity | None:
        words = [fold(w) for w in text.split()]
        if not words or words[-1] in _FIRST | _PLURAL | _SINGULAR | _THING | _RELATIVE:
            return None
        name = _without_article(text)
        for known in self.reader.described[fold(name)]:
            return known
        identity = self.reader.identities.new(Sort.OTHER, name)
        self.reader.described[fold(name)].append(identity)
        return identity

    # --- whom a mention stands for ------------------------------------------------------

    def _place(self, index: int, mention: Mention) -> Place:
        return Place(
            mention.core.start + self.offset,
            self.reader.sentence + mention.sentence,
            self.number,
            mention.role,
            mention.quoted,
            index in self.heads.by_mention,
        )

    def _note(self, mention: Mention, identity: Identity, place: Place) -> None:
        self.reader.memory.note(identity, place)
        self.reader.reading.all_places[identity.number].append(place)
        if mention.form is Form.NAME:
            self.reader.reading.places[identity.number].append(mention.core.shift(self.offset))
        elif mention.form is Form.PRONOUN:
            if mention.gender in ("m", "f") and not identity.gender:
                identity.gender = mention.gender
            for title in mention.titles:
                identity.titles[title] += 1

    def _whom(self, index: int, mention: Mention, place: Place) -> Identity | None:
        if mention.form is Form.NAME:
            return self.reader.identities.of(self.number, index)
        linked = self._linked(index, mention)
        if linked is not None:
            return linked
        if mention.form is Form.PRONOUN:
            return self._pronoun(index, mention, place)
        return self._description(index, mention, place)

    def _linked(self, index: int, mention: Mention) -> Identity | None:
        """By grammar: a relative pronoun's noun, an apposition's name (before or after it)."""
        if mention.same_as is not None:
            other = self.mentions[mention.same_as]
            if mention.same_as < index:
                if mention.form is Form.NOMINAL and other.form is Form.NOMINAL and other.sort != mention.sort:
                    return None
                return self.found[mention.same_as]
            return self.reader.identities.of(self.number, mention.same_as)
        if mention.form is Form.NOMINAL:
            for later in range(index + 1, min(index + 4, len(self.mentions))):
                other = self.mentions[later]
                if other.same_as == index and other.form is Form.NAME:
                    return self.reader.identities.of(self.number, later)
        return None

    def _said_by(self, index: int) -> Sequence[Span]:
        drafts = self.heads.by_mention.get(index, ())
        return [span for draft in drafts for span in self.reader.drafts[draft].content]

    def _pronoun(self, index: int, mention: Mention, place: Place) -> Identity | None:
        memory = self.reader.memory
        if mention.words in _SINGULAR:
            gender = mention.gender

            def fits(identity: Identity) -> bool:
                return identity.sort is Sort.PERSON and identity.gender in ("", gender)

            return memory.best(place, fits, self._said_by(index), gender)[0]
        if index not in self.heads.by_mention:
            return None
        if mention.words in _PLURAL:
            return self._they(index, place)
        if mention.words in _THING:
            things = (Sort.ORGANISATION, Sort.DOCUMENT)
            return memory.best(place, lambda i: i.sort in things, self._said_by(index))[0]
        return None

    def _they(self, index: int, place: Place) -> Identity | None:
        reader = self.reader
        plurals = (Sort.GROUP, Sort.ORGANISATION)
        identity, _ = reader.memory.best(place, lambda i: i.sort in plurals, self._said_by(index))
        if reader.enumerations:
            where, members, span = reader.enumerations[-1]
            near = place.sentence - where.sentence <= 2
            if near and (identity is None or self._later(where, identity)):
                return self._members(index, members, span)
        local = self._local_enumeration(index)
        return local if local is not None else identity

    def _later(self, where: Place, identity: Identity) -> bool:
        places = self.reader.reading.all_places[identity.number]
        return not places or places[-1].start <= where.start + 200

    def _members(self, index: int, members: tuple[Identity, ...], span: Span) -> Identity:
        if all(m.named and m.sort is not Sort.GROUP for m in members):
            self.groups[index] = members
            return members[0]
        text = _without_article(self.reader.source.text[span.start : span.end])
        return self.reader.identities.new(Sort.GROUP, text)

    def _local_enumeration(self, index: int) -> Identity | None:
        for last in range(index - 1, -1, -1):
            if self.mentions[last].joined_to is not None:
                chain = self._chain(last)
                if len(chain) > 1 and self.mentions[last].role is Role.SUBJECT:
                    members = tuple(i for i in (self.found[n] for n in chain) if i)
                    if len(members) == len(chain):
                        span = Span(self.mentions[chain[0]].span.start, self.mentions[last].span.end)
                        return self._members(index, members, span.shift(self.offset))
                return None
        return None

    def _chain(self, last: int) -> list[int]:
        chain = [last]
        while (before := self.mentions[chain[0]].joined_to) is not None and before < chain[0]:
            chain.insert(0, before)
        return chain

    def _remember_enumerations(self) -> None:
        joined = {m.joined_to for m in self.mentions if m.joined_to is not None}
        for index, mention in enumerate(self.mentions):
            if mention.joined_to is None or index in joined:
                continue
            chain = self._chain(index)
            members = [self.found[n] for n in chain]
            people = [m for m in members if m is not None and m.sort in (Sort.PERSON, Sort.GROUP)]
            if len(people) == len(chain):
                first = self.mentions[chain[0]]
                span = Span(first.span.start, mention.span.end).shift(self.offset)
                self.reader.enumerations.append((self._place(chain[0], first), tuple(people), span))

    # --- descriptions ----------------------------------------------------------------------

    def _description(self, index: int, mention: Mention, place: Place) -> Identity | None:
        if mention.role is Role.PREDICATE:
            return None
        is_source = index in self.heads.by_mention
        if mention.sort is Sort.PERSON and mention.indefinite:
            return self._introduce(mention)
        known = self._described_before(index, mention, place)
        if known is not None:
            return known
        if mention.sort is Sort.PERSON and mention.definite and is_source:
            known = self._by_salience(index, mention, place)
        return known or self._introduce(mention)

    def _described_before(self, index: int, mention: Mention, place: Place) -> Identity | None:
        """Who bears the role, or was described with the same noun."""
        memory = self.reader.memory
        if mention.sort is Sort.PERSON:
            alike = lexicon.roles().alike.get(mention.words, frozenset((mention.words,)))

            def bears(identity: Identity) -> bool:
                if identity.sort is not Sort.PERSON or _clash(identity.gender, mention.gender):
                    return False
                return mention.words in identity.roles

            def may_bear(identity: Identity) -> bool:
                if identity.sort is not Sort.PERSON or _clash(identity.gender, mention.gender):
                    return False
                return not alike.isdisjoint(identity.roles)

            found = memory.best(place, bears, self._said_by(index))[0]
            return found or memory.best(place, may_bear, self._said_by(index))[0]
        for known in reversed(self.reader.described[mention.words]):
            if known.sort is mention.sort and _same_description(known, mention):
                return known
        if mention.sort is Sort.ORGANISATION and mention.definite and not mention.modifiers:
            word = mention.words

            def is_one(identity: Identity) -> bool:
                return identity.sort is Sort.ORGANISATION and word in fold(identity.name)

            return memory.best(place, is_one, self._said_by(index))[0]
        return None

    def _by_salience(self, index: int, mention: Mention, place: Place) -> Identity | None:
        def fits(identity: Identity) -> bool:
            return (
                identity.sort is Sort.PERSON
                and identity.named
                and not _clash(identity.gender, mention.gender)
            )

        best = self.reader.memory.best(place, fits, self._said_by(index))[0]
        if best is not None:
            last = self.reader.reading.all_places[best.number][-1]
            if place.sentence - last.sentence <= 2:
                return best
        return None

    def _introduce(self, mention: Mention) -> Identity:
        text = self.reader.source.text[mention.span.start + self.offset : mention.span.end + self.offset]
        identity = self.reader.identities.new(mention.sort, _without_article(text), mention.gender)
        identity.plural = mention.plural
        identity.roles.add(mention.words)
        identity.words.update(mention.modifiers)
        self.reader.described[mention.words].append(identity)
        return identity


@dataclass(slots=True)
class _Heads:
    """Which mentions are sources of which drafts, and the sources without any."""

    by_mention: dict[int, list[int]] = field(default_factory=dict)
    without: list[tuple[Span, int]] = field(default_factory=list)


def _clash(a: str, b: str) -> bool:
    return bool(a and b and a != b)


def _same_description(identity: Identity, mention: Mention) -> bool:
    """No word that tells them apart: "police" is "city police", "other officials" are others."""
    words = set(mention.modifiers)
    return not words or words <= identity.words


def _without_article(text: str) -> str:
    first, _, rest = text.partition(" ")
    text = (
        rest if rest and fold(first) in ("the", "a", "an", "some", "this", "that", "these", "those") else text
    )
    return without_possessive(text)
