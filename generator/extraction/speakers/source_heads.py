"""Find the mentions that an attribution's source consists of.

A source span holds one phrase or several coordinated ones, with all that depends on
them: of "the mayor of Springfield and her aide" the mayor and the aide speak,
Springfield does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import EntityType, Form, Mention, Role
from generator.model import Attribution, Source, Span

_ARTICLE = 5  # code points that "the " may take
# "Her captor", "his bunkmate": whoever it is, it is not she.
_AGENT = re.compile(r"\b[a-z-]{3,}(?:ers?|ors?|ists?|ees?|mates?|twins?|in-law|kin|ants?)$")
_INCLUDING = re.compile(r"\b(?:including|such as|among them)\s+(?:the\s+)?$")
# A plural, and the names of those that it sums up, or of some of them.
_OPENS_LIST = re.compile(rf"[,:(–—-]\s*$|{_INCLUDING.pattern}")
_WHERE = re.compile(r"\b(?:in|on|with|to|for|at|by)\s+(?:the\s+)?$", re.IGNORECASE)
_AT_WORK = re.compile(r",? (?:of|from|at|for|with) (?:the )?", re.IGNORECASE)
_BEFORE = 12  # code points before a source in which such a word stands
_GOES_ON = re.compile(r"(?:,? and |, |[,)–—]?\s*)")
TURN = "turn"  # the rule of a transcript's turns
# "Few experts think", "Not everyone agrees": most do not, so nobody is named as who does.
_HARDLY_ANYBODY = re.compile(r"(?:few|not (?:all|every\w*|many)|hardly any\w*)\b", re.IGNORECASE)


@dataclass(slots=True)
class SourceHeads:
    """For one paragraph: mention → the drafts whose source it is; sources that hold no mention."""

    by_mention: dict[int, list[int]] = field(default_factory=dict)
    without: list[tuple[Span, int]] = field(default_factory=list)


def sources_by_paragraph(source: Source, drafts: Sequence[Attribution]) -> dict[int, list[tuple[Span, int]]]:
    """Spans of ``Source.text`` with their draft's number, by paragraph and place.

    A draft without source stands at its cue or its content; turns have their labels, and
    sources that are hardly anybody nothing.
    """
    starts = [block.span.start for block in source.blocks]
    found: dict[int, list[tuple[Span, int]]] = defaultdict(list)
    for number, draft in enumerate(drafts):
        if draft.rule == TURN or any(_HARDLY_ANYBODY.match(source.text, s.start) for s in draft.source):
            continue
        for span in draft.source or draft.cue[:1] or draft.content[:1]:
            found[bisect_right(starts, span.start) - 1].append((span, number))
    return {paragraph: sorted(spans) for paragraph, spans in found.items()}


def find_heads(
    sources: Sequence[tuple[Span, int]],
    drafts: Sequence[Attribution],
    mentions: Sequence[Mention],
    offset: int,
    text: str,
) -> SourceHeads:
    """The heads of a paragraph's sources; ``offset`` is where it begins in ``text``."""
    heads = SourceHeads()
    starts = [mention.core.start for mention in mentions]
    for span, draft in sources:
        tops = _top_mentions(span.shift(-offset), mentions, starts) if drafts[draft].source else []
        tops = _without_summary(tops, span, mentions, offset, text)
        tops = _without_place(tops, span, mentions, offset, text)
        tops = _before_workplace(tops, span, mentions, offset, text)
        tops = _named_beside_owner(tops, span.shift(-offset), mentions)
        if len(tops) == 1 and _is_possessor(mentions[tops[0]]) and _AGENT.search(text, *span):
            tops = []
        if len(tops) == 1 and _owns_unknown(mentions[tops[0]], span.shift(-offset)):
            tops = []
        if all(mentions[n].words == "who" and mentions[n].same_as is None for n in tops):
            tops = []  # "One splicer, who asked not to be named,": a noun that no table has
        for index in _without_plural(tops, mentions, text, offset):
            heads.by_mention.setdefault(index, []).append(draft)
        if not tops:
            heads.without.append((span, draft))
    return heads


def _without_plural(tops: list[int], mentions: Sequence[Mention], text: str, offset: int) -> list[int]:
    """``The study's authors, Ann Lee and Bo Ray,``: the two whose names stand behind it."""
    if len(tops) < 3:
        return tops
    first, *named = (mentions[n] for n in tops)
    described = first.form is Form.NOMINAL and first.plural and first.entity_type is EntityType.GROUP
    people = all(m.form is Form.NAME and m.entity_type is EntityType.PERSON for m in named)
    between = text[first.span.end + offset : named[0].span.start + offset]
    return tops[1:] if described and people and between in (", ", " ", ": ", " – ", " — ") else tops


def _top_mentions(span: Span, mentions: Sequence[Mention], starts: list[int]) -> list[int]:
    """The first mention that contains others rather than being contained, and what is joined to it."""
    first = bisect_right(starts, span.start - 1)
    inside = []
    for index in range(first, len(mentions)):
        if mentions[index].core.start >= span.end:
            break
        inside.append(index)
    if not inside:
        # "Connecticut" of "Connecticut Senator Ann Lee", where the parser ends the phrase too early.
        ahead = mentions[first] if first < len(mentions) else None
        return [first] if ahead and ahead.span.start <= span.start and span.end <= ahead.core.start else []
    acting = any(mentions[n].role is Role.SUBJECT for n in inside)
    people = [
        n
        for n in inside
        if mentions[n].entity_type is not EntityType.PLACE
        or mentions[n].role is Role.SUBJECT
        or (not acting and _is_head(mentions[n], span))
    ]
    inside = people or inside
    widest = min(inside, key=lambda n: (mentions[n].extent.start, -mentions[n].extent.end))
    tops = {_closing(_named_first(widest, inside, mentions), span, inside, mentions)}
    for index in inside:
        if mentions[index].joined_to in tops:
            tops.add(index)
    for index in reversed(inside):
        before = mentions[index].joined_to
        if index in tops and before in inside:
            tops.add(before)
    return sorted(tops)


def _without_summary(
    tops: list[int], span: Span, mentions: Sequence[Mention], offset: int, text: str
) -> list[int]:
    """Of ``two members, Ada Quill and Bo Reed,`` the names: they say whom the plural sums up.

    Of ``firms including Nordholt, Malm & Co. and Reed``, too; of ``residents, including Ada Quill,`` both.
    """
    summary = mentions[tops[0]] if tops else None
    if summary is None or summary.form is not Form.NOMINAL or not summary.plural:
        return tops
    names = [
        n
        for n in range(tops[0] + 1, len(mentions))
        if mentions[n].form is Form.NAME and summary.span.end <= mentions[n].core.start < span.end - offset
    ]
    start = summary.span.end + offset
    while names and not _OPENS_LIST.search(text, start, mentions[names[0]].span.start + offset):
        del names[0]
    if not names:
        return tops
    some = _INCLUDING.search(text, start, mentions[names[0]].span.start + offset)
    of_others = some is not None and summary.core.end < summary.span.end and text[start] != ","
    if some and (of_others or not all(_may_be_one_of(summary, mentions[n]) for n in names)):
        return tops
    ends = [mentions[n].core.end + offset for n in names]
    starts = [mentions[n].span.start + offset for n in names[1:]] + [span.end]
    listed = all(_GOES_ON.fullmatch(text, *between) for between in zip(ends, starts, strict=True))
    if not listed or (len(names) == 1 and not some):
        return tops
    return names if len(names) > 1 else [tops[0], *names]


def _may_be_one_of(summary: Mention, name: Mention) -> bool:
    """Return whether a name may be one of ``residents``, ``firms``: no town is one of its residents."""
    roles = lexicon.roles()
    person = summary.words in roles.person
    if not person and summary.words not in roles.organisation:
        return False
    return (name.entity_type is EntityType.PERSON) == person


def _without_place(
    tops: list[int], span: Span, mentions: Sequence[Mention], offset: int, text: str
) -> list[int]:
    """Of ``in the Gazette, Quill, 61, wrote`` the second: the parser takes the name for an apposition."""
    if len(tops) != 1 or not _WHERE.search(text, max(0, span.start - _BEFORE), span.start):
        return tops
    first, second = mentions[tops[0]], mentions[tops[0] + 1] if tops[0] + 1 < len(mentions) else None
    if (
        second is None
        or second.form is not Form.NAME
        or not first.core.end < second.core.start < span.end - offset
    ):
        return tops
    between = text[first.core.end + offset : second.span.start + offset]
    is_somebody = first.form is Form.NAME and first.entity_type is EntityType.PERSON
    return [tops[0] + 1] if between.strip() == "," and not is_somebody else tops


def _before_workplace(
    tops: list[int], span: Span, mentions: Sequence[Mention], offset: int, text: str
) -> list[int]:
    """Of ``Inspector Ada Quill of Harbour Police`` the first: the parser may take the force for the head."""

    def works_at(index: int) -> bool:
        person, place = mentions[index - 1], mentions[index]
        is_person = person.form is Form.NAME and person.entity_type is EntityType.PERSON
        within = is_person and span.start <= person.core.start + offset
        between = text[person.core.end + offset : place.core.start + offset]
        return within and place.entity_type is EntityType.ORGANISATION and bool(_AT_WORK.fullmatch(between))

    return sorted({index - 1 if index and works_at(index) else index for index in tops})


def sums_up(first: Mention, second: Mention, offset: int, text: str) -> bool:
    """Return whether a name begins the list of those that a plural sums up: ``two members, Ada Quill``."""
    if first.form is not Form.NOMINAL or not first.plural or second.form is not Form.NAME:
        return False
    return bool(_OPENS_LIST.search(text, first.span.end + offset, second.span.start + offset))


def _owns_unknown(mention: Mention, span: Span) -> bool:
    """``the traders' lobby``, ``the town's choir``: a noun that no table has speaks, not its possessor."""
    described = mention.form is Form.NOMINAL and mention.entity_type is not EntityType.PERSON
    return described and mention.role is Role.POSSESSIVE and mention.span.end < span.end - len("'s")


def _named_beside_owner(tops: list[int], span: Span, mentions: Sequence[Mention]) -> list[int]:
    """``Her co-investigator, Bo Ray,``: the name, where no table has the noun."""
    if len(tops) != 1 or not _is_possessor(mentions[tops[0]]):
        return tops
    behind = (n for n in range(tops[0] + 1, len(mentions)) if mentions[n].core.start < span.end)
    named = (
        n
        for n in behind
        if mentions[n].form is Form.NAME
        and mentions[n].entity_type is EntityType.PERSON
        and mentions[n].role in (Role.SUBJECT, Role.PASSIVE)
    )
    return [next(named, tops[0])]


def _is_possessor(mention: Mention) -> bool:
    return mention.form is Form.PRONOUN and mention.role is Role.POSSESSIVE


def _is_head(place: Mention, span: Span) -> bool:
    """``according to Ruritania``: the place that a source begins with."""
    return place.core.start - span.start < _ARTICLE and place.role not in (Role.MODIFIER, Role.POSSESSIVE)


def _closing(top: int, span: Span, inside: Sequence[int], mentions: Sequence[Mention]) -> int:
    """``NRF, the president of the league, Ann Lee,``: a person behind a role, where nothing is listed."""
    last, first = mentions[inside[-1]], mentions[top]
    closes = (
        last.form is Form.NAME and last.entity_type is EntityType.PERSON and last.core.end + 1 >= span.end
    )
    other = first.entity_type is not EntityType.PERSON and first.form is Form.NAME
    described = any(mentions[n].same_as == inside[-1] for n in inside if mentions[n].form is Form.NOMINAL)
    return inside[-1] if closes and other and described else top


def _named_first(top: int, inside: Sequence[int], mentions: Sequence[Mention]) -> int:
    """``one of the lawyers, Ann Lee,``, ``its author, the engineer Ann Lee,``: the name that is the same."""
    if mentions[top].form is not Form.NOMINAL:
        return top
    same, grown = {top}, True
    while grown:
        meant = {mentions[index].same_as for index in same}
        more = {n for n in inside if n not in same and (n in meant or mentions[n].same_as in same)}
        grown = bool(more)
        same |= more
    return next((n for n in sorted(same) if mentions[n].form is Form.NAME and n != top), top)
