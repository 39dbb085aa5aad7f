"""Whom a description stands for: "the general", "a spokeswoman", "the bank", "the report".

A role leads to who bears it, a noun to what was described with it before; a new
description founds an identity of its own, unnamed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import islice

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import EntityType, Mention
from generator.extraction.mentions.name_index import Identity
from generator.extraction.mentions.names import fold, head_words, is_aged, without_possessive
from generator.extraction.speakers.distinctions import is_other
from generator.extraction.speakers.identities import Identities
from generator.extraction.speakers.possessors import Possessions, Whose
from generator.extraction.speakers.salience import Memory, Place
from generator.extraction.speakers.voices import THE_TEXT
from generator.model import Span

LOOK_BACK = 8  # descriptions with the same noun that are compared
NEAR_COURT = 6  # sentences within which "the ruling" is that of a court
NEAR = 2  # sentences within which "the senator" may be anybody who was just named
BEARS, MAY_BEAR, SAME_NOUN, OTHER_ROLE = 3.0, 1.5, 1.0, -1.0  # points for the role in question
ARTICLES = frozenset(("the", "a", "an", "some", "this", "that", "these", "those"))


# Words of a name that do not say what its bearer does.
_ANY_COMPANY = frozenset(
    ("corporation", "corp", "company", "co", "inc", "ltd", "plc", "llc", "group", "holdings", "media")
)
_DEPUTIES = frozenset(("deputy", "vice", "assistant"))
_STUDIED = frozenset(("study", "research", "report", "paper"))  # "the authors of the study"
_CAPITAL = re.compile(r"\b[A-Z]")
_OWNER = re.compile(r"['’]s? ")
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}")  # "Harbour.net"
_OF_CHILDREN = re.compile(
    r"(?:(?:grand)?(?:mother|father|parent)|mum|mom|dad)[- ]of[- ]"
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
)
_SITES = frozenset(("website", "site", "portal", "outlet", "publication"))
_PAPERS = frozenset(("newspaper", "paper", "daily", "tabloid", "publication", "outlet"))


class Nominals:
    """The descriptions of a text so far."""

    def __init__(self, identities: Identities, memory: Memory, possessions: Possessions) -> None:
        self.identities = identities
        self.memory = memory
        self.possessions = possessions
        self._by_noun: dict[str, list[Identity]] = defaultdict(list)

    def resolve(
        self, mention: Mention, place: Place, text: str, said: tuple[Span, ...], whose: Whose
    ) -> Identity:
        """The identity of a description that is ``text`` in print; ``said`` is what it says as a source."""
        known = None
        # A text with an author of its own is another text: "projections by the Gazette".
        if not mention.indefinite and mention.author is None:
            known = self._alike(mention, whose)
            if mention.entity_type is EntityType.PERSON and (mention.definite or place.source):
                if known is None or not _is_epithet(mention, text):
                    known = (
                        self._entitled(text, mention)
                        or self._just_named(mention, place, text, said)
                        or self._bearer(mention, place, text, said, whose)
                        or known
                    )
            elif mention.entity_type is EntityType.ORGANISATION and mention.definite:
                whole = self._called_in_full(mention, text)
                known = whole or self._organisation(mention, place, said, whose) or known
            elif mention.entity_type is EntityType.GROUP and mention.definite and not (known and known.words):
                known = self._group(mention, place) or known
        if known is None and not mention.indefinite and not mention.plural and whose.possessor is None:
            known = self.identities.parties.get(mention.words)
        if known is None:
            known = self.introduce(mention.entity_type, mention.words, text, whose, mention)
            if mention.author is None and mention.entity_type is EntityType.DOCUMENT:
                known.authors = self._makers(mention, place)
        return known

    def _makers(self, mention: Mention, place: Place) -> tuple[Identity, ...]:
        """Return whose words a text holds that names no author: ``eyewitness accounts``, ``the ruling``."""
        authored = lexicon.authored()
        told = mention.modifiers[-1] if mention.modifiers else ""
        if mention.plural and _singular(mention.words) in authored.by_many and told in authored.many:
            return (self.introduce(EntityType.GROUP, told, _plural(told), Whose(None, lambda: THE_TEXT)),)
        if mention.definite and mention.words in authored.of_court:
            court = self.court(place, NEAR_COURT)
            return (court,) if court is not None else ()
        return ()

    def court(self, place: Place, within: int) -> Identity | None:
        """Find the court or judge who was named last, at most some sentences before a place."""
        court = self.memory.best(place, _is_court)
        near = court is not None and place.sentence - self.memory.last(court).sentence <= within
        return court if near else None

    def introduce(
        self, entity_type: EntityType, noun: str, text: str, whose: Whose, mention: Mention | None = None
    ) -> Identity:
        identity = self.identities.new(entity_type, without_article(text), mention.gender if mention else "")
        identity.roles.add(noun)
        if mention:
            identity.words.update(mention.modifiers)
        self._by_noun[noun].append(identity)
        self.possessions.introduce(identity, noun, whose)
        return identity

    def knows(self, noun: str) -> bool:
        """Tell whether somebody without a name was called the ``noun`` before."""
        return any(not identity.final.named for identity in self._by_noun.get(noun, ()))

    def by_text(self, text: str, whose: Whose, entity_type: EntityType = EntityType.OTHER) -> Identity:
        """A source of unknown make: the same words are the same thing."""
        noun = fold(without_article(text))
        if whose.possessor:
            known = self.possessions.known(noun, whose.possessor)
        else:
            known = next(iter(self._by_noun.get(noun, ())), None)
        return known or self.introduce(entity_type, noun, text, whose)

    def _alike(self, mention: Mention, whose: Whose) -> Identity | None:
        """The latest with the same noun, or for a text ("the study") a like one, and no other words."""
        if whose.possessor:
            own = self.possessions.known(mention.words, whose.possessor)
            if own is not None and own.entity_type is mention.entity_type and _no_other(own, mention):
                return own.final
        nouns: tuple[str, ...] = (mention.words,)
        if mention.entity_type is EntityType.DOCUMENT and mention.definite:
            nouns += tuple(sorted(alike_roles(mention.words) - {mention.words}))
        for noun in nouns:
            for known in islice(reversed(self._by_noun.get(noun, ())), LOOK_BACK):
                alike = known.entity_type is mention.entity_type and _no_other(known, mention)
                alike = alike and is_of_rank(known, noun, mention.modifiers)
                if alike and self.possessions.may_be(known, noun, whose):
                    return known.final
        return None

    def _entitled(self, text: str, mention: Mention) -> Identity | None:
        """``the Ruritanian foreign minister``: whose title that is, letter by letter, wherever it stands."""
        person = self.identities.entitled(without_article(text))
        return None if person is None or clash(person.gender, mention.gender) else person

    def _just_named(
        self, mention: Mention, place: Place, text: str, said: tuple[Span, ...]
    ) -> Identity | None:
        """``the 67-year-old``, ``the mother of two``: whoever was named last."""
        if not mention.definite or not _is_epithet(mention, text):
            return None

        def points(identity: Identity) -> float | None:
            person = identity.named and identity.entity_type is EntityType.PERSON
            return 0.0 if person and not clash(identity.gender, mention.gender) else None

        best = self.memory.best(place, points, said)
        near = best is not None and place.sentence - self.memory.last(best).sentence <= NEAR
        return best if near else None

    def _bearer(
        self, mention: Mention, place: Place, text: str, said: tuple[Span, ...], whose: Whose
    ) -> Identity | None:
        """The person who bears the role; "the senator" as a source may be whoever was just named."""
        alike = alike_roles(mention.words)
        relative = mention.words in lexicon.roles().relative
        own = whose.possessor is not None and whose.possessor.own
        # "The Ruritanian leader", "the Democratic nominee" may be whoever was just named; "the judge" is not.
        possessor = whose.possessor.who if whose.possessor else None
        before = words_before(text, mention.words)  # not "His attacker", "Harbury's mayor"
        capital = possessor is None and not _OWNER.search(before) and _CAPITAL.search(before)
        allegiance = "former" in mention.modifiers or bool(capital)

        def points(identity: Identity) -> float | None:
            if identity.entity_type is not EntityType.PERSON or clash(identity.gender, mention.gender):
                return None
            if identity is possessor:  # "his attacker" is not he
                return None
            if not identity.named and not _no_other(identity, mention):
                return None
            if not self.possessions.may_be(identity, mention.words, whose):
                return None
            shared = 0.5 * len(identity.words.intersection(mention.modifiers))
            if not is_of_rank(identity, mention.words, mention.modifiers):
                return None
            if is_other(mention.words, before, mention.modifiers, identity.words):
                return None
            if mention.words in identity.roles:
                return BEARS + shared
            if not relative and not alike.isdisjoint(identity.roles):
                return MAY_BEAR + shared
            may_be = identity.named and place.source and mention.definite and not relative and not own
            if not may_be or not allegiance:
                return None
            return OTHER_ROLE if identity.roles - lexicon.titles().honorifics else 0.0

        best = self.memory.best(place, points, said)
        if best is None:
            return None
        near = place.sentence - self.memory.last(best).sentence <= NEAR
        return best if near or (points(best) or 0.0) >= MAY_BEAR else None

    def _organisation(
        self, mention: Mention, place: Place, said: tuple[Span, ...], whose: Whose
    ) -> Identity | None:
        """``the bank``: the organisation whose name says so, else the one that was named last."""
        stands_in = place.source and mention.words in lexicon.roles().stand_in

        def points(identity: Identity) -> float | None:
            if identity.entity_type is not EntityType.ORGANISATION:
                return None
            if not identity.named:
                same = mention.words in identity.roles and _no_other(identity, mention)
                return SAME_NOUN if same and self.possessions.may_be(identity, mention.words, whose) else None
            words = fold(identity.name).split()
            if mention.words in words or _is_medium(mention.words, words):
                return BEARS
            return (
                0.0 if stands_in and not mention.modifiers and _may_be_called(mention.words, words) else None
            )

        return self.memory.best(place, points, said)

    def _called_in_full(self, mention: Mention, text: str) -> Identity | None:
        """``Quill's river foundation``: the one organisation whose name has all of its words."""
        words = {fold(without_possessive(word)) for word in without_article(text).split()} - ARTICLES
        wholes = self.identities.organisations_of(mention.words, words) if len(words) > 1 else []
        return wholes[0] if len(wholes) == 1 else None

    def _group(self, mention: Mention, place: Place) -> Identity | None:
        """``the researchers``: the group of like make that was described more fully before."""
        if not _STUDIED.issuperset(mention.modifiers):
            return None
        nouns = sorted(lexicon.roles().alike_groups.get(mention.words, ()))
        described = [i for noun in nouns for i in self._by_noun.get(noun, ())[-LOOK_BACK:]]
        fuller = {i.final for i in described if i.entity_type is EntityType.GROUP and i.words}

        def points(identity: Identity) -> float | None:
            return 0.0 if identity in fuller else None

        return self.memory.best(place, points) or (fuller.pop() if len(fuller) == 1 else None)


def is_of_rank(identity: Identity, role: str, modifiers: Collection[str]) -> bool:
    """Return whether "the governor" may be somebody: not the deputy governor, nor the other way round."""
    wanted = _DEPUTIES.intersection(modifiers)
    if wanted:
        return not identity.roles or not wanted.isdisjoint(identity.roles | identity.words)
    if role in _DEPUTIES or _DEPUTIES.isdisjoint(identity.roles | identity.words):
        return True
    titles = ({fold(word) for word in title.split()} for title in identity.titles)
    return any(role in words and _DEPUTIES.isdisjoint(words) for words in titles)


def _is_court(identity: Identity) -> float | None:
    """Points for a court or a judge, none for anybody else."""
    authored = lexicon.authored()
    if identity.entity_type is EntityType.ORGANISATION:
        words = {*fold(identity.name).split(), *identity.roles}
        return BEARS if authored.courts & words else None
    judge = identity.entity_type is EntityType.PERSON and authored.judges & identity.roles
    return 0.0 if judge else None


def _singular(noun: str) -> str:
    return noun[:-1] if noun.endswith("s") else noun


def _plural(noun: str) -> str:
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def _may_be_called(noun: str, name: Sequence[str]) -> bool:
    """Return whether a name's last word lets its bearer be ``the company``: no "Ministry of Trade" is one.

    An "Association of Pilots" may be a union, and "Tessel Motors" is a firm, and no airline.
    """
    firms = lexicon.firms().get(noun)
    last = {name[-1]} if firms is None else {name[-1], head_words(tuple(name))[-1]}
    return last.isdisjoint(lexicon.organisation_words()["heads"] - (_ANY_COMPANY if firms is None else firms))


def _is_epithet(mention: Mention, text: str) -> bool:
    """Return whether a description tells age or children and nothing else: it is of somebody just named."""
    return is_aged(mention.words) or bool(_OF_CHILDREN.fullmatch(fold(without_article(text))))


def _is_medium(noun: str, name: list[str]) -> bool:
    """``the website`` of Harbour.net, ``the newspaper`` of the Harbury Post."""
    site = noun in _SITES and len(name) == 1 and _SITE.fullmatch(name[0])
    return bool(site) or (
        noun in _PAPERS and len(name) > 1 and name[-1] in lexicon.organisation_words()["press"]
    )


def words_before(text: str, noun: str) -> str:
    """Return what stands before the noun of a description, its article aside."""
    before, found, _ = without_article(text).lower().partition(noun)
    return without_article(text)[: len(before)] if found else ""


def alike_roles(noun: str) -> frozenset[str]:
    return lexicon.roles().alike.get(noun, frozenset((noun,)))


def clash(a: str, b: str) -> bool:
    return bool(a and b and a != b)


def _no_other(identity: Identity, mention: Mention) -> bool:
    """No word that tells them apart: "police" is "city police", "other officials" are others."""
    return all(word in identity.words for word in mention.modifiers)


def without_article(text: str) -> str:
    """The phrase as a name: no article, no possessive at its end."""
    first, _, rest = text.partition(" ")
    return without_possessive(rest if rest and fold(first) in ARTICLES else text)
