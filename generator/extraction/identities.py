"""Which names of a text are one person, organisation or place.

A name is of one sort in a whole text: every mention votes, by title, words and entity
label. Then names are put together: full and short, with and without title, misprints,
initials. What a short name stands for is decided mention by mention, since relatives
share surnames. Time is linear in the mentions: all look-ups go through indices.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.extraction import lexicon
from generator.extraction.mentions import Form, Mention, Sort
from generator.extraction.names import (
    Fit,
    compare_persons,
    fold,
    initials,
    one_edit_apart,
    organisation_words,
    parse_person,
    part_of_organisation,
)  # fmt: skip
from generator.model import SpeakerHint

RARE = 2  # a misprint occurs at most so often
_NAMED_SORTS = (Sort.PERSON, Sort.ORGANISATION, Sort.PLACE, Sort.GROUP, Sort.OTHER)


@dataclass(slots=True, eq=False)
class Identity:
    """Somebody or something that a text speaks of, built up while it is read."""

    number: int
    sort: Sort
    name: str
    gender: str = ""
    plural: bool = False
    named: bool = True
    forms: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)  # folded nouns that name who bears them
    words: set[str] = field(default_factory=set)  # folded words of its descriptions
    members: tuple[Identity, ...] = ()  # of an enumeration


@dataclass(slots=True)
class _NameForm:
    """All mentions of one spelling."""

    text: str
    mentions: list[tuple[int, int]] = field(default_factory=list)
    votes: Counter[Sort] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    proven: int = 0  # mentions outside of headlines
    sort: Sort = Sort.UNKNOWN


class Identities:
    """The named identities of a text, and which of them each name mention stands for."""

    def __init__(self, paragraphs: Sequence[Sequence[Mention]], hints: Sequence[SpeakerHint] = ()) -> None:
        self.all: list[Identity] = []
        self._paragraphs = paragraphs
        self._of: dict[tuple[int, int], Identity] = {}
        self._by_surname: dict[str, list[Identity]] = defaultdict(list)
        self._by_given: dict[str, list[Identity]] = defaultdict(list)
        self._by_edge: dict[str, list[Identity]] = defaultdict(list)  # first and last word of organisations
        self._by_words: dict[str, Identity] = {}
        forms = _forms(paragraphs)
        for hint in hints:
            self._add_hint(hint)
        _elect(forms.values())
        self._found(forms)
        self._settle(forms)

    def of(self, paragraph: int, mention: int) -> Identity | None:
        """Whom a name mention stands for; None for a headline's capitals and other non-names."""
        return self._of.get((paragraph, mention))

    def new(self, sort: Sort, name: str, gender: str = "", named: bool = False) -> Identity:
        identity = Identity(len(self.all), sort, name, gender=gender, named=named)
        self.all.append(identity)
        return identity

    def person(self, name: str) -> Identity:
        """The person of a full or unknown name, as a transcript's label gives it."""
        return self._by_words.get(fold(name)) or self._match_person(name) or self._add(Sort.PERSON, name)

    def _add_hint(self, hint: SpeakerHint) -> None:
        identity = self._add(Sort.PERSON, hint.name)
        for alias in hint.aliases:
            self._by_words.setdefault(fold(alias), identity)
        if hint.title:
            identity.titles[hint.title] += 1
            identity.roles.update(fold(hint.title).split())

    def _add(self, sort: Sort, name: str) -> Identity:
        identity = self.new(sort, name, named=True)
        self._by_words.setdefault(fold(name), identity)
        if sort is Sort.PERSON:
            parsed = parse_person(name)
            self._by_surname[parsed.core].append(identity)
            if parsed.given:
                self._by_given[parsed.given[0]].append(identity)
                identity.gender = lexicon.gender_of_given(parsed.given[0])
        else:
            words = organisation_words(name)
            for word in {words[0], words[-1]} if len(words) > 1 else ():
                self._by_edge[word].append(identity)
            if len(words) > 2:
                self._by_words.setdefault(initials(name), identity)
        return identity

    # --- founding: the spellings that identities are made of, longest first ---------

    def _found(self, forms: dict[str, _NameForm]) -> None:
        longest_first = sorted(forms.items(), key=lambda item: -item[0].count(" "))
        for key, form in longest_first:
            if form.sort is Sort.UNKNOWN or not form.proven or key in self._by_words:
                continue
            if " " in key or form.sort is not Sort.PERSON:
                self._found_one(key, form)
        for key, form in longest_first:
            if form.sort is Sort.PERSON and " " not in key and form.proven and not self._candidates(key):
                self._by_words[key] = self._misprinted(key, form) or self._add(Sort.PERSON, form.text)

    def _found_one(self, key: str, form: _NameForm) -> None:
        if form.sort is Sort.PERSON:
            known = self._match_person(form.text)
        elif form.sort is Sort.PLACE:
            known = self._match_place(key)
        else:
            known = self._match_organisation(form.text)
        self._by_words[key] = known or self._add(form.sort, form.text)

    def _match_person(self, name: str) -> Identity | None:
        """The one identity whose name agrees; a misprint counts where nothing else fits."""
        same = self._by_surname.get(parse_person(name).core, ())
        fits = [i for i in same if compare_persons(name, i.name) is Fit.FULL]
        return fits[0] if len(fits) == 1 else None

    def _match_place(self, key: str) -> Identity | None:
        """One country by any of its names."""
        places = lexicon.places()
        if key not in places.countries:
            return None
        code = places.country_of[key]
        known = self._by_words.get(f"country {code}")
        if known is None:
            known = self._by_words[f"country {code}"] = self._add(Sort.PLACE, places.country_name[code])
        return known

    def _match_organisation(self, name: str) -> Identity | None:
        words = organisation_words(name)
        joined = " ".join(words)
        known = self._by_words.get(joined)
        if known is None and name.replace(".", "").isupper() and len(joined) >= 3:
            known = self._by_words.get(joined.replace(" ", ""))
        if known is None:
            self._by_words.setdefault(joined, Identity(-1, Sort.UNKNOWN, ""))
            del self._by_words[joined]
            near = {i.number: i for word in (words[0], words[-1]) for i in self._by_edge.get(word, ())}
            wholes = [i for i in near.values() if part_of_organisation(name, i.name)]
            known = wholes[0] if len(wholes) == 1 else None
        return known

    def _misprinted(self, key: str, form: _NameForm) -> Identity | None:
        """The one person whose surname is a letter away, for a spelling that occurs once or twice."""
        if len(form.mentions) > RARE:
            return None
        near = [
            i for surname, people in self._by_surname.items() if one_edit_apart(key, surname) for i in people
        ]
        return near[0] if len(near) == 1 else None

    def _candidates(self, key: str) -> list[Identity]:
        parsed = parse_person(key)
        return self._by_surname.get(parsed.core, []) or self._by_given.get(parsed.core, [])

    # --- settling: every mention to its identity, in order of the text ---------------

    def _settle(self, forms: dict[str, _NameForm]) -> None:
        weight = Counter({i.number: 0 for i in self.all})
        for key, form in forms.items():
            known = self._by_words.get(key)
            if known:
                weight[known.number] += len(form.mentions)
        introduced: dict[int, int] = {}
        for paragraph, mentions in enumerate(self._paragraphs):
            for number, mention in enumerate(mentions):
                if mention.form is Form.NAME:
                    identity = self._identity(mention, forms, weight, introduced, paragraph)
                    if identity:
                        self._assign(paragraph, number, mention, identity)
                        if " " in mention.words:
                            introduced[identity.number] = paragraph

    def _identity(
        self,
        mention: Mention,
        forms: dict[str, _NameForm],
        weight: Counter[int],
        introduced: dict[int, int],
        paragraph: int,
    ) -> Identity | None:
        key = _key(mention)
        if key in self._by_words:
            return self._by_words[key]
        form = forms[key]
        if form.sort is not Sort.PERSON and form.proven:
            return None
        candidates = self._candidates(key)
        wanted = mention.gender
        fitting = [i for i in candidates if not wanted or not i.gender or i.gender == wanted]
        if not fitting:
            return None
        return max(fitting, key=lambda i: (introduced.get(i.number, -1) == paragraph, weight[i.number]))

    def _assign(self, paragraph: int, number: int, mention: Mention, identity: Identity) -> None:
        self._of[paragraph, number] = identity
        identity.forms[mention.words] += 1
        if identity.sort is Sort.PERSON:
            if mention.gender and (mention.honorific or not identity.gender):
                identity.gender = mention.gender
            if len(mention.words) > len(identity.name) and " " in mention.words:
                identity.name = mention.words
        for title in mention.titles:
            identity.titles[title] += 1
            identity.roles.update(fold(word) for word in title.split())


def _key(mention: Mention) -> str:
    return fold(mention.words)


def _forms(paragraphs: Sequence[Sequence[Mention]]) -> dict[str, _NameForm]:
    forms: dict[str, _NameForm] = {}
    for paragraph, mentions in enumerate(paragraphs):
        for number, mention in enumerate(mentions):
            if mention.form is not Form.NAME:
                continue
            form = forms.setdefault(_key(mention), _NameForm(mention.words))
            form.mentions.append((paragraph, number))
            if mention.weight >= 0:
                form.proven += 1
                form.votes[mention.sort] += 1 + mention.weight
            if mention.gender:
                form.genders[mention.gender] += 1
    return forms


def _elect(forms: Iterable[_NameForm]) -> None:
    """One sort a spelling; a surname goes with the full name that ends in it."""
    surnames: Counter[str] = Counter()
    listed = list(forms)
    for form in listed:
        form.sort = _winner(form.votes)
        if form.sort is Sort.PERSON and " " in form.text:
            parsed = parse_person(form.text)
            surnames[parsed.core] += 3 * len(form.mentions)
            surnames[parsed.given[0] if parsed.given else ""] += 1
    for form in listed:
        core = parse_person(form.text).core if " " not in form.text else ""
        if core and surnames[core]:
            form.votes[Sort.PERSON] += surnames[core] + 2
            form.sort = _winner(form.votes)


def _winner(votes: Counter[Sort]) -> Sort:
    known = [sort for sort in _NAMED_SORTS if votes[sort]]
    return max(known, key=lambda sort: votes[sort]) if known else Sort.UNKNOWN
