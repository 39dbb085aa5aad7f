"""Remember who was named together: ``the mayor and her deputy``, ``two officers, Ada Quill and Bo Reed``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.extraction.mentions.mention import EntityType, Mention
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.antecedents import may_be
from generator.extraction.speakers.nominals import Nominals, without_article
from generator.extraction.speakers.paragraph import Paragraph
from generator.extraction.speakers.possessors import Whose
from generator.extraction.speakers.salience import Place
from generator.extraction.speakers.source_heads import sums_up
from generator.model import Span

MAY_SPEAK = frozenset((EntityType.PERSON, EntityType.ORGANISATION, EntityType.GROUP, EntityType.PLACE))
_LATTER = re.compile(r"the (?P<which>former|latter)(?: (?:yesterday|today))?$", re.IGNORECASE)
_SAYING_BEFORE = 2  # sentences back to an enumeration that "they" may mean
_OPENING_A_LIST = frozenset(",:(–—-")
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


@dataclass(frozen=True, slots=True)
class Enumeration:
    """``The mayor and her deputy``: what a "they" may take up."""

    place: Place
    members: tuple[Identity, ...]
    text: str
    whose: Whose

    def is_near(self, place: Place) -> bool:
        """Tell whether "they" may still take it up."""
        return place.sentence - self.place.sentence <= _SAYING_BEFORE


class Enumerations:
    """The enumeration that a text had last; ``speakers`` run along the drafts."""

    def __init__(self, nominals: Nominals, speakers: list[tuple[Identity, ...]]) -> None:
        self._nominals = nominals
        self._speakers = speakers
        self._last: Enumeration | None = None

    def near(self, place: Place) -> Enumeration | None:
        """Return the last one, if "they" may still take it up."""
        return self._last if self._last is not None and self._last.is_near(place) else None

    def pair(self, mention: Mention, place: Place) -> tuple[Identity, ...] | None:
        """Find the two whom the last one named: "both lawmakers", right behind it."""
        pair = self._last
        if pair is None or len(pair.members) != 2 or not all(may_be(m, mention) for m in pair.members):
            return None
        return pair.members if pair.is_near(place) else None

    def of_two(self, text: str) -> Identity | None:
        """Find ``the latter``, ``the former`` of two that were named together."""
        word, pair = _LATTER.match(text), self._last
        if word is None or pair is None or len(pair.members) != 2:
            return None
        return pair.members[word["which"].lower() == "latter"]

    def as_group(self, several: Enumeration) -> Identity:
        """Return the one group that its members make."""
        return self._nominals.by_text(several.text, several.whose, EntityType.GROUP)

    def remember(self, paragraph: Paragraph, last: int, place: Place) -> None:
        """Note the enumeration that a mention closes."""
        mentions, chain = paragraph.mentions, [last]
        while (before := mentions[chain[0]].joined_to) is not None and before < chain[0]:
            chain.insert(0, before)
        offset, text = paragraph.offset, paragraph.text
        if len(chain) > 2 and sums_up(mentions[chain[0]], mentions[chain[1]], offset, text):
            del chain[0]
        members = tuple(i for i in (paragraph.found[n] for n in chain) if i and i.entity_type in MAY_SPEAK)
        if len(members) < len(chain) or any(i.entity_type is EntityType.PLACE for i in members):
            return
        first = mentions[chain[0]]
        together = paragraph.printed(Span(first.span.start, mentions[last].span.end))
        where = Place(first.core.start + offset, place.sentence, paragraph.number, first.role)
        several = Enumeration(where, members, together, paragraph.owners.whose(chain[0]))
        self._last = several
        _sum_up(paragraph, chain[0], members)
        if place.source and not any(i.named for i in members) and not _each_described(paragraph, chain):
            self._join_sources(paragraph, chain, several)

    def _join_sources(self, paragraph: Paragraph, chain: Sequence[int], several: Enumeration) -> None:
        """``The family, neighbours and teachers said``: one group, not three speakers."""
        group = self.as_group(several)
        drafts = {d for n in chain for d in paragraph.heads.by_mention.get(n, ())}
        for draft in drafts:
            self._speakers[draft] = ()
        paragraph.several.update(dict.fromkeys(chain, (group,)))


def _sum_up(paragraph: Paragraph, first: int, members: tuple[Identity, ...]) -> None:
    """Give what ``two officers, Ada Quill and Bo Reed,`` say to those whose names follow."""
    if first == 0 or not all(member.named for member in members):
        return
    plural, name = paragraph.mentions[first - 1], paragraph.mentions[first]
    group = paragraph.found[first - 1]
    number = without_article(paragraph.printed(plural.span)).split(" ")[0].lower()
    counted = number == _NUMBERS.get(len(members))
    told = counted or name.same_as == first - 1 or name.joined_to == first - 1
    beside = paragraph.printed(Span(plural.span.end, name.span.start)).strip() in _OPENING_A_LIST
    summed_up = told and beside and sums_up(plural, name, paragraph.offset, paragraph.text)
    if summed_up and group is not None and not (group.named or group.authors):
        group.authors = members


def _each_described(paragraph: Paragraph, chain: Sequence[int]) -> bool:
    """``an environmental group and private owners``, unlike "the family and neighbours"."""
    later = [paragraph.mentions[n] for n in chain[1:]]
    return any(m.modifiers or m.indefinite or m.span.start < m.core.start for m in later)
