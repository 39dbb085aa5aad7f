"""Somebody or something that a text speaks of, and an index by the names that refer to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import EntityType
from generator.extraction.mentions.names import (
    Fit,
    compare_persons,
    fold,
    head_words,
    initials,
    one_edit_apart,
    organisation_words,
    parse_person,
    part_of_organisation,
    without_possessive,
)

SHORTEST_INITIALS = 3


@dataclass(slots=True, eq=False)
class Identity:
    """Somebody or something that a text speaks of, built up while it is read.

    ``roles`` are folded nouns that may name who bears them ("minister"), ``words`` the
    folded words of descriptions; ``named`` is false for who is only described.
    """

    number: int
    entity_type: EntityType
    name: str
    gender: str = ""
    named: bool = True
    forms: dict[str, int] = field(default_factory=dict)
    titles: dict[str, int] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    merged: Identity | None = None
    gender_guessed: bool = False  # by the given name alone
    undecided: bool = False  # a name that two bear alike: no entry of its own
    authors: tuple[Identity, ...] = ()  # of a text: whose words it holds

    def entitle(self, title: str, *, shown: bool = True) -> None:
        """``title`` is of this one; not ``shown`` it only helps to tell whom "the minister" means."""
        same = next((known for known in self.titles if known.casefold() == title.casefold()), title)
        if shown:
            self.titles[same] = self.titles.get(same, 0) + 1
        full = lexicon.titles().full
        words = [fold(without_possessive(word.strip(","))) for word in title.split()]
        words += [full[word] for word in words if word in full]
        self.roles.update(words)
        self.words.update(words)

    @property
    def final(self) -> Identity:
        """Itself, or whom it turned out to be."""
        return self.merged.final if self.merged else self

    def voices(self, depth: int = 3) -> tuple[Identity, ...]:
        """Return who speaks where this does: the authors of a text, else itself."""
        final = self.final
        if not final.authors or not depth:
            return (final,)
        return tuple(voice for author in final.authors for voice in author.voices(depth - 1))

    def merge(self, described: Identity) -> None:
        """``described`` turned out to be this one: its description is a title."""
        described.merged = self
        self.gender = self.gender or described.gender
        self.entitle(described.name)


class NameIndex:
    """Identities by the ways in which names refer to them."""

    def __init__(self) -> None:
        self._by_name: dict[str, Identity] = {}
        self._by_surname: dict[str, list[Identity]] = defaultdict(list)
        self._by_given: dict[str, list[Identity]] = defaultdict(list)
        self._by_middle: dict[str, list[Identity]] = defaultdict(list)  # "Ruiz" of Ana Ruiz Soler
        self._by_edge: dict[str, list[Identity]] = defaultdict(list)  # first and last word of organisations
        self._by_organisation: dict[str, Identity] = {}
        self._by_country: dict[str, Identity] = {}
        self._by_deletion: dict[str, set[str]] = defaultdict(set)  # surnames less one letter

    def name(self, name: str, identity: Identity) -> None:
        self._by_name.setdefault(fold(name), identity)

    def add(self, identity: Identity) -> None:
        self.name(identity.name, identity)
        if identity.entity_type is EntityType.PERSON:
            self._add_person(identity)
        elif identity.entity_type is not EntityType.PLACE:
            self._add_organisation(identity)

    def _add_person(self, identity: Identity) -> None:
        parsed = parse_person(identity.name)
        self._by_surname[parsed.core].append(identity)
        if parsed.given:
            self._by_given[parsed.given[0]].append(identity)
        for word in parsed.given[1:]:
            if len(word) > 1 and word not in lexicon.particles():
                self._by_middle[word].append(identity)
        for shorter in _deletions(parsed.core):
            self._by_deletion[shorter].add(parsed.core)

    def _add_organisation(self, identity: Identity) -> None:
        words = organisation_words(identity.name)
        self._by_organisation.setdefault(" ".join(words), identity)
        if len(words) > 1:
            for word in {words[0], words[-1], head_words(words)[-1]}:
                self._by_edge[word].append(identity)
        if len(words) >= SHORTEST_INITIALS:
            self._by_organisation.setdefault(initials(identity.name), identity)

    def organisations_of(self, edge: str, words: Set[str]) -> list[Identity]:
        """The organisations whose name begins, ends or is headed with a word and has all of the others."""
        near = {i.number: i for i in self._by_edge.get(edge, ()) if i.entity_type is EntityType.ORGANISATION}
        return [i for i in near.values() if words <= set(organisation_words(i.name))]

    def exact(self, name: str) -> Identity | None:
        return self._by_name.get(fold(name))

    def person(self, name: str) -> Identity | None:
        """The one person whose full name agrees."""
        same = self._by_surname.get(parse_person(name).core, ())
        fits = [i for i in same if compare_persons(name, i.name) is Fit.FULL]
        return fits[0] if len(fits) == 1 else None

    def bearers(self, name: str) -> list[Identity]:
        core = parse_person(name).core
        return self._by_surname.get(core) or self._by_middle.get(core) or self._by_given.get(core) or []

    def misprinted(self, name: str) -> Identity | None:
        """The one person whose surname is a letter away, if no given name speaks against it."""
        core = parse_person(name).core
        surnames = {s for shorter in _deletions(core) for s in self._by_deletion.get(shorter, ())}
        people = [i for s in surnames if one_edit_apart(core, s) for i in self._by_surname[s]]
        fits = [i for i in people if compare_persons(name, i.name) is not Fit.NONE]
        return fits[0] if len(fits) == 1 else None

    def add_country(self, name: str, identity: Identity) -> None:
        places = lexicon.places()
        if fold(name) in places.countries:
            self._by_country.setdefault(places.country_of[fold(name)], identity)

    def country(self, name: str) -> Identity | None:
        """A country by another of its names."""
        places = lexicon.places()
        return self._by_country.get(places.country_of[fold(name)]) if fold(name) in places.countries else None

    def organisation(self, name: str) -> Identity | None:
        """By equal words or initials, or as part of the one longer name that it can be short for."""
        words = organisation_words(name)
        if len(words) > 2 and words[0] in lexicon.places().demonym_of:
            words = words[1:]  # "the Ruritanian Supreme Court" is the Supreme Court
        known = self._by_organisation.get(" ".join(words))
        if known is None and name.replace(".", "").isupper():
            known = self._by_organisation.get("".join(words))
        if known is None and words:
            near = {i.number: i for word in (words[0], words[-1]) for i in self._by_edge.get(word, ())}
            part = " ".join(words)
            fits = (i for i in near.values() if part_of_organisation(part, i.name))
            wholes = [i for i in fits if not _is_of_town(words, i.name)]
            known = wholes[0] if len(wholes) == 1 else None
        return known


def _is_of_town(part: tuple[str, ...], whole: str) -> bool:
    """Return whether a part is the town of ``the Wells Gazette``, ``Wells Police``: it may speak itself.

    "NBC" of NBC News is no town.
    """
    known, name = lexicon.organisation_words(), organisation_words(whole)
    kinds = (known["press"] | known["of_towns"]) - {"news"}
    return name[-1] in kinds and name[-len(part) :] != part


def _deletions(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
