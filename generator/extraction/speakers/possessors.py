"""Find the possessor that a description names: whose mother, lawyer, company.

"My mother" of two speakers are two women, and so are "their mothers" in two turns whose
"they" are unknown. What is said of one must never be given to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from generator.extraction.mentions import lexicon, pronouns
from generator.extraction.mentions.mention import EntityType, Form, Mention, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.voices import THE_TEXT, Voices, Who
from generator.model import Span


@dataclass(frozen=True, slots=True)
class Possessor:
    """``own``: the one who speaks calls them so ("my", "our"); ``alone``: for themselves ("my")."""

    who: Who
    own: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """Of one description: its possessor if it has one, and who says it (asked only where it counts)."""

    possessor: Possessor | None
    says: Callable[[], Who]


def possessive_of(mentions: Sequence[Mention], index: int) -> int | None:
    """The mention that possesses another: "my" of "my mother", "my mother" of "my mother’s lawyer".

    Behind the noun only a first person counts: "the lawyer of my mother".
    """
    span, core = mentions[index].span, mentions[index].core
    for before in range(index - 1, -1, -1):
        if mentions[before].core.start < span.start:
            break
        if mentions[before].role is Role.POSSESSIVE:
            return before
    behind = index + 1
    while behind < len(mentions) and mentions[behind].core.end <= span.end:
        if mentions[behind].core.start >= core.end and _is_first_person(mentions[behind]):
            return behind
        behind += 1
    return None


def is_own(mentions: Sequence[Mention], index: int) -> bool:
    """``my mother``, ``our lawyer``."""
    owner = possessive_of(mentions, index)
    return owner is not None and _is_first_person(mentions[owner])


def _is_first_person(mention: Mention) -> bool:
    return mention.form is Form.PRONOUN and mention.words in pronouns.FIRST


def _is_addressed(text: str) -> bool:
    """``your mother``: somebody's who is spoken to."""
    return text.partition(" ")[0].lower() in pronouns.YOU


class Owners:
    """Finds the possessors in one paragraph; ``found`` says whom its mentions so far stand for."""

    def __init__(
        self,
        voices: Voices,
        mentions: Sequence[Mention],
        found: Sequence[Identity | None],
        text: str,
        offset: int,
    ) -> None:
        self._voices = voices
        self._mentions = mentions
        self._found = found
        self._text = text
        self._offset = offset

    def whose(self, index: int) -> Whose:
        """Return whose a description is, and who says so."""
        mention = self._mentions[index]
        says = partial(self._voices.says, mention.core.start + self._offset, marked=mention.quoted)
        return Whose(self._possessor(index, mention), says)

    def whose_text(self, span: Span, text: str) -> Whose:
        """The same for a source ``text`` that holds no mention; ``span`` is of ``Source.text``."""
        possessor = self._of_stretch(span.start, marked=False) if _is_addressed(text) else None
        starts = (n for n, m in enumerate(self._mentions) if m.core.start + self._offset == span.start)
        owner = next((n for n in starts if self._mentions[n].role is Role.POSSESSIVE), None)
        identity = self._found[owner] if owner is not None else None
        if identity is not None:
            possessor = Possessor(identity)
        return Whose(possessor, partial(self._voices.says, span.start, marked=False))

    def _possessor(self, index: int, mention: Mention) -> Possessor | None:
        """None where the words name none, or one whom the words alone tell apart."""
        place = mention.core.start + self._offset
        owner = possessive_of(self._mentions, index)
        if owner is None:
            addressed = _is_addressed(self._text[mention.span.start + self._offset : place])
            return self._of_stretch(place, marked=mention.quoted) if addressed else None
        possessive = self._mentions[owner]
        if _is_first_person(possessive):
            says = self._voices.says(place, marked=mention.quoted)
            return Possessor(says, own=True, alone=possessive.words in pronouns.I)
        identity = self._found[owner]
        if identity is not None:
            return Possessor(identity) if identity.entity_type is EntityType.PERSON else None
        unknown = possessive.form is Form.PRONOUN
        return self._of_stretch(place, marked=mention.quoted) if unknown else None

    def _of_stretch(self, place: int, *, marked: bool) -> Possessor | None:
        stretch = self._voices.stretch(place, marked=marked)
        return None if stretch == THE_TEXT else Possessor(stretch)


class Possessions:
    """Whose each identity of a text is, by the noun that says so; ``speakers`` run along the drafts."""

    def __init__(self, speakers: Sequence[tuple[Identity, ...]]) -> None:
        self._speakers = speakers
        self._of: dict[tuple[int, str], Possessor] = {}
        self._own: dict[tuple[Who, str], Identity] = {}
        self._introduced: list[tuple[Identity, str, Whose]] = []

    def introduce(self, identity: Identity, noun: str, whose: Whose) -> None:
        """``identity`` is new, and called the ``noun``."""
        if whose.possessor:
            self.note(identity, noun, whose.possessor)
            self._introduced.append((identity, noun, whose))

    def note(self, identity: Identity, noun: str, possessor: Possessor) -> None:
        """``identity`` is the ``noun`` of ``possessor``."""
        self._of.setdefault((identity.number, noun), possessor)
        self._own[self._final(possessor.who), noun] = identity

    def known(self, noun: str, possessor: Possessor) -> Identity | None:
        """The one who was last called the ``noun`` of the same possessor."""
        return self._own.get((self._final(possessor.who), noun))

    def may_be(self, identity: Identity, noun: str, whose: Whose) -> bool:
        """Return whether nothing of possession forbids that ``identity`` is called the ``noun``."""
        theirs, wanted = self._of.get((identity.number, noun)), whose.possessor
        if wanted is None:
            return theirs is None or not theirs.own or self._may_call(theirs, whose.says())
        if theirs is not None:
            return self._final(theirs.who) == self._final(wanted.who)
        if not wanted.own:
            return True
        # "Our mayor" may be the one who was named; "my lawyer", "our mother" are nobody else's.
        return identity.named and not wanted.alone and noun not in lexicon.roles().relative

    def rename(self) -> None:
        """``My mother``, ``whose mother`` is "Ada Quill’s mother" to a reader, once that one is known."""
        for identity, noun, whose in self._introduced:
            first, _, rest = identity.name.partition(" ")
            alone = first.lower() == "my"
            ours = first.lower() == "our" and noun in lexicon.roles().relative
            owner: Who | None = self._final(whose.says()) if alone or ours else None
            if first.lower() == "whose" and whose.possessor:  # grammar says who "whose" is
                owner = self._final(whose.possessor.who)
            if rest and isinstance(owner, Identity) and owner.named:
                identity.name = f"{owner.name}’s {rest}"

    def _may_call(self, theirs: Possessor, says: Who) -> bool:
        """``the lawyer``, after somebody's "my lawyer": in the text's words or in the same one's."""
        return says == THE_TEXT or self._final(says) == self._final(theirs.who)

    def _final(self, who: Who) -> Who:
        """Return who it turned out to be: of a quotation the one who is known by now to speak."""
        if isinstance(who, Identity):
            return who.final
        sort, number = who
        known = self._speakers[number] if sort == "quotation" else ()
        return known[0].final if len(known) == 1 else who
