"""Decide which names of a text are one person, organisation or place.

Spellings are put together: full and short, with and without title, misprints,
initials. What a short name stands for is decided mention by mention, since relatives
share surnames. Time is linear in the mentions: all look-ups go through indices.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.labels import Label
from generator.extraction.mentions.mention import EntityType, Form, Mention
from generator.extraction.mentions.name_index import Identity, NameIndex
from generator.extraction.mentions.names import fold, is_full, parse_person
from generator.extraction.mentions.spellings import Spelling, spell
from generator.model import SpeakerHint

RARE = 2  # a misprint occurs at most so often
MANY = 2  # bearers of a surname that tells nobody apart

_COMPLEMENT = re.compile(r",|\s(?:of|for|at|in|to|with|from|and|who)\s")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)

# "Ada Quill v. Harbor Trust": the title of a case, and what its parties are called in court.
_CASE = re.compile(r"(?P<one>[^,;:]+?)\s+(?:vs?\.?|versus)\s+(?P<other>[^,;:]+)")
_SEVERAL = re.compile(r"\bet al\b|\band\b|&|\bInc\b")
_PARTIES = (("petitioner", "appellant", "plaintiff"), ("respondent", "appellee", "defendant"))


class Identities:
    """The named identities of a text, and which of them each name mention stands for.

    ``labels`` are those of a transcript's turns, by the paragraph that they open; ``title``
    is the text's, where it stands outside of the text.
    """

    def __init__(
        self,
        paragraphs: Sequence[Sequence[Mention]],
        hints: Sequence[SpeakerHint] = (),
        labels: Mapping[int, Label] | None = None,
        title: str = "",
    ) -> None:
        self.all: list[Identity] = []
        self.hinted: list[Identity] = []  # along the hints
        self.parties: dict[str, Identity] = {}  # "petitioner", where the title names the parties of a case
        self._of: dict[tuple[int, int], Identity] = {}
        self._index = NameIndex()
        self._title = title
        self._labelled: dict[Label, Identity] = {}
        self._hinted_by_role: dict[str, Identity] = {}  # "chair", where an editor says who "THE CHAIR" is
        labels = labels or {}
        persons = [hint.name for hint in hints] + [label.name for label in labels.values() if label.named]
        spellings = spell(paragraphs, persons)
        for hint in hints:
            self._found_hint(hint)
        self._found_parties(title)
        full = {n: self.labelled(one) for n, one in labels.items() if one.named and is_full(one.name)}
        self._found(spellings)
        _Settlement(self, spellings, full).settle(paragraphs)
        self._by_title = _by_title(self.all)

    def of(self, paragraph: int, mention: int) -> Identity | None:
        """Whom a name mention stands for; None for a headline's capitals and other non-names."""
        return self._of.get((paragraph, mention))

    def new(self, entity_type: EntityType, name: str, gender: str = "", named: bool = False) -> Identity:
        identity = Identity(len(self.all), entity_type, name, gender=gender, named=named)
        self.all.append(identity)
        return identity

    def labelled(self, label: Label) -> Identity:
        """Return who speaks under a transcript's label."""
        identity = self._labelled.get(label)
        if identity is None:
            identity = self._labelled[label] = self._person(label)
            identity.gender = identity.gender or label.gender
            if label.named:
                identity.forms.setdefault(label.name, 1)
            for title in label.titles:
                identity.entitle(title)
        return identity

    def _person(self, label: Label) -> Identity:
        hinted = self._hinted_by_role.get(label.name.casefold())
        if hinted is not None:
            return hinted
        if not label.named:
            holders = [i for i in self.all if i.named and label.name.casefold() in i.roles]
            return holders[0] if len(holders) == 1 else self.new(EntityType.PERSON, label.name, label.gender)
        known = self._index.exact(label.name) or self._index.person(label.name)
        if known is not None:
            return known
        short = [] if is_full(label.name) else self._index.bearers(label.name)
        fitting = [i for i in short if not (label.gender and i.gender and label.gender != i.gender)]
        return fitting[0] if len(fitting) == 1 else self._add(EntityType.PERSON, label.name)

    def known(self, name: str) -> Identity | None:
        """Whom a name means beyond doubt, if the text has it elsewhere."""
        exact = self._index.exact(name)
        people = self._index.bearers(name) if exact is None else []
        return people[0] if len(people) == 1 else exact

    def named(self, entity_type: EntityType, name: str) -> Identity:
        """Return who bears a name that the text's spellings did not settle."""
        known = self._index.exact(name)
        if known is None and entity_type is not EntityType.PERSON:
            known = self._index.organisation(name)
        return known or self._add(entity_type, name)

    def assign(self, paragraph: int, number: int, mention: Mention, identity: Identity) -> None:
        self._of[paragraph, number] = identity
        if mention.weight >= 0:
            identity.forms[mention.words] = identity.forms.get(mention.words, 0) + 1
        # "President Brandt" among several of that name: a title under the wrong one is worse than none.
        alone = is_full(mention.words) or len(self.bearers(mention.words)) < MANY
        stands_before = mention.span.start < mention.core.start and not mention.honorific
        for number, title in enumerate(mention.titles):
            identity.entitle(title, shown=alone or number > 0 or not stands_before)
        if identity.entity_type is not EntityType.PERSON:
            return
        if mention.gender and (mention.honorific or not identity.gender):
            identity.gender, identity.gender_guessed = mention.gender, False
        told = _gender_told(mention.titles)
        if told and (identity.gender_guessed or not identity.gender):
            identity.gender, identity.gender_guessed = told, False
        if mention.honorific:
            identity.roles.add(mention.honorific)
        fuller = (
            identity not in self.hinted and len(mention.words) > len(identity.name) and is_full(mention.words)
        )
        if fuller and mention.weight >= 0 and not mention.words.isupper():
            identity.name = mention.words

    def bearers(self, name: str) -> list[Identity]:
        """The persons whom a surname or given name alone may mean."""
        return self._index.bearers(name)

    def entitled(self, title: str) -> Identity | None:
        """The one person whose title has exactly these words, two at least."""
        people = self._by_title.get(fold(title), ())
        return people[0] if len(people) == 1 else None

    def organisations_of(self, noun: str, words: Set[str]) -> list[Identity]:
        """The organisations that a described one with these words may be: ``the fisheries ministry``."""
        return self._index.organisations_of(noun, words)

    def exact(self, name: str) -> Identity | None:
        return self._index.exact(name)

    # --- founding: the spellings that identities are made of, longest first ---------

    def _found_hint(self, hint: SpeakerHint) -> None:
        identity = self._add(EntityType.PERSON, hint.name)
        self.hinted.append(identity)
        for alias in hint.aliases:
            self._index.name(alias, identity)
            self._hinted_by_role[_ARTICLE.sub("", alias).casefold()] = identity
        if hint.title:
            identity.entitle(hint.title)

    def _found_parties(self, title: str) -> None:
        """Of ``Ada Quill v. Harbor Trust`` the one who asks, and the one who is asked."""
        case = _CASE.fullmatch(title)
        for number, name in enumerate(case.groups() if case else ()):
            if _SEVERAL.search(name) or self._index.exact(name) is not None:
                continue
            words = fold(name).split()
            person = len(words) > 1 and words[0] in lexicon.given_names()
            country = words and fold(name) in lexicon.places().countries
            if not person and country:
                continue
            party = self._add(EntityType.PERSON if person else EntityType.ORGANISATION, name)
            party.roles.update(_PARTIES[number])
            self.parties.update(dict.fromkeys(_PARTIES[number], party))
            for role in _PARTIES[number]:
                self._index.name(role, party)

    def _found(self, spellings: dict[str, Spelling]) -> None:
        known = [s for s in spellings.values() if s.proven and s.entity_type is not EntityType.UNKNOWN]
        known.sort(key=lambda s: -s.text.count(" "))
        for spelling in known:
            if spelling.entity_type is EntityType.PERSON and not is_full(spelling.text):
                continue
            if self._index.exact(spelling.text) is None:
                long = self._index.exact(spelling.short_for) if spelling.short_for else None
                identity = long or self._match(spelling) or self._found_new(spelling)
                if identity is not None:
                    self._index.name(spelling.text, identity)
        self._found_in_headlines(spellings)
        for spelling in known:
            if spelling.entity_type is EntityType.PERSON and not is_full(spelling.text):
                self._found_short(spelling)

    def _found_in_headlines(self, spellings: dict[str, Spelling]) -> None:
        """A full name that only a headline has, for a surname that the text has."""
        for spelling in spellings.values():
            if spelling.proven or spelling.hinted is not EntityType.PERSON or spelling.text.count(" ") != 1:
                continue
            given, surname = spelling.text.split()
            short = spellings.get(fold(surname))
            if (
                short is None
                or short.entity_type is not EntityType.PERSON
                or fold(given) not in lexicon.given_names()
            ):
                continue
            if not self._index.bearers(surname):
                self._add(EntityType.PERSON, spelling.text)

    def _found_short(self, spelling: Spelling) -> None:
        """A surname or given name: somebody new only where no full name can be meant."""
        if self._index.exact(spelling.text) or self._index.bearers(spelling.text):
            return
        known = self._index.misprinted(spelling.text) if spelling.count <= RARE else None
        full = self._in_title(spelling.text) if known is None else None
        if full is not None:
            self._add(EntityType.PERSON, full)
            return
        known = known or self._short_organisation(spelling)
        self._index.name(spelling.text, known or self._add(EntityType.PERSON, spelling.text))

    def _short_organisation(self, spelling: Spelling) -> Identity | None:
        """The organisation that a word begins, where only the pipeline takes it for a person."""
        if spelling.known or fold(spelling.text) in lexicon.given_names():
            return None
        whole = self._index.organisation(spelling.text)
        if whole is None or whole.entity_type is not EntityType.ORGANISATION:
            return None
        return whole if fold(whole.name).split()[0] == fold(spelling.text) else None

    def _in_title(self, surname: str) -> str | None:
        """The full name that the text's title has for a surname: a given name before it."""
        for given in re.findall(rf"([^\W\d_][\w.’'-]*)\s+{re.escape(surname)}\b", self._title):
            if fold(given) in lexicon.given_names() and given[0].isupper():
                return f"{given} {surname}"
        return None

    def _match(self, spelling: Spelling) -> Identity | None:
        if spelling.entity_type is EntityType.PERSON:
            known = self._index.person(spelling.text)
            if known is None and spelling.count <= RARE:
                known = self._index.misprinted(spelling.text)
            return known
        if spelling.entity_type is EntityType.PLACE:
            full = lexicon.places().full.get(fold(spelling.text))
            return self._index.exact(full) if full else self._index.country(spelling.text)
        return self._index.organisation(spelling.text)

    def _found_new(self, spelling: Spelling) -> Identity | None:
        if (
            spelling.entity_type is EntityType.ORGANISATION
            and fold(spelling.text) in lexicon.organisation_words()["heads"]
            and fold(spelling.text) not in lexicon.organisation_words()["assemblies"]
        ):
            return None  # "Office", "Government": a noun with a capital
        name = spelling.text
        if spelling.entity_type is EntityType.PLACE:
            name = _full_place(name)
        identity = self._add(spelling.entity_type, name)
        if spelling.entity_type is EntityType.PLACE:
            self._index.add_country(spelling.text, identity)
        return identity

    def _add(self, entity_type: EntityType, name: str) -> Identity:
        identity = self.new(entity_type, name, named=True)
        if entity_type is EntityType.PERSON:
            given = parse_person(name).given
            identity.gender = lexicon.gender_of_given(given[0] if given else fold(name))
            identity.gender_guessed = bool(identity.gender)
        self._index.add(identity)
        return identity


def _gender_told(titles: Sequence[str]) -> str:
    """The gender that a noun tells: ``Quill's son``, ``chairwoman of the board``."""
    heads = (fold(_COMPLEMENT.split(title, maxsplit=1)[0].rsplit(" ", 1)[-1]) for title in titles)
    return next(filter(None, (lexicon.gender_of_title((head,)) for head in heads)), "")


def _by_title(identities: Sequence[Identity]) -> dict[str, list[Identity]]:
    found: dict[str, list[Identity]] = defaultdict(list)
    for identity in identities:
        if identity.named and identity.entity_type is EntityType.PERSON:
            for title in {fold(_ARTICLE.sub("", title)) for title in identity.titles if " " in title}:
                found[title].append(identity)
    return found


class _Settlement:
    """Gives every name mention to its identity, in order of the text.

    ``labelled`` are those whom a turn's label names in full, by paragraph.
    """

    def __init__(
        self, identities: Identities, spellings: dict[str, Spelling], labelled: Mapping[int, Identity]
    ) -> None:
        self.identities = identities
        self.spellings = spellings
        self.labelled = labelled
        self.weight = Counter(identity.number for identity in labelled.values())
        self.introduced: dict[int, int] = {}  # identity → paragraph that gave its full name last
        self.undecided: dict[str, Identity] = {}
        self.order: dict[int, int] = {}  # identity → its rank by first full name
        for spelling in spellings.values():
            known = identities.exact(spelling.text)
            if known:
                self.weight[known.number] += spelling.count

    def settle(self, paragraphs: Sequence[Sequence[Mention]]) -> None:
        for paragraph, mentions in enumerate(paragraphs):
            if paragraph in self.labelled:
                self._introduce(self.labelled[paragraph], paragraph)
            for number, mention in enumerate(mentions):
                if mention.form is not Form.NAME:
                    continue
                identity = self._identity(mention, paragraph)
                if identity is not None:
                    self.identities.assign(paragraph, number, mention, identity)
                    if is_full(mention.words):
                        self._introduce(identity, paragraph)

    def _introduce(self, identity: Identity, paragraph: int) -> None:
        self.introduced[identity.number] = paragraph
        self.order.setdefault(identity.number, len(self.order))

    def _identity(self, mention: Mention, paragraph: int) -> Identity | None:
        known = self.identities.exact(mention.words)
        if known is not None and (known.entity_type is not EntityType.PERSON or is_full(mention.words)):
            return known
        spelling = self.spellings[fold(mention.words)]
        if not spelling.proven:
            return known or self._beginning(mention)
        if spelling.entity_type is not EntityType.PERSON:
            return known
        return self._bearer(mention, paragraph) or known

    def _bearer(self, mention: Mention, paragraph: int) -> Identity | None:
        """Of people with one surname: whom the title fits, whom this paragraph names, the main one."""
        people = self.identities.bearers(mention.words)
        wanted = mention.gender
        fitting = [i for i in people if not wanted or not i.gender or i.gender == wanted]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        titles = {fold(word) for title in mention.titles for word in title.split()} & lexicon.roles().person
        met = [i for i in fitting if i.number in self.introduced]

        def fit(identity: Identity) -> tuple[bool, bool, int, int]:
            return (
                not titles.isdisjoint(identity.roles),
                self.introduced.get(identity.number) == paragraph,
                self.weight[identity.number],
                -self.order.get(identity.number, 0),
            )

        # Whom the text has not come to yet is hardly meant; of two, whom it began with.
        best, *others = sorted(met or fitting, key=fit, reverse=True)
        if any(fit(other)[:-1] == fit(best)[:-1] and fit(best)[1] for other in others):
            return self._undecided(mention)
        return best

    def _undecided(self, mention: Mention) -> Identity:
        """Nobody's full name: two who bear the surname were named here, alike in all else."""
        key = fold(mention.words)
        if key not in self.undecided:
            identity = self.identities.new(EntityType.PERSON, mention.words, mention.gender, named=True)
            identity.undecided = True
            self.undecided[key] = identity
        return self.undecided[key]

    def _beginning(self, mention: Mention) -> Identity | None:
        """A headline's run of capitals: the known name that it begins with."""
        words = mention.words.split()
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length])
            known = self.identities.exact(name)
            if known is not None:
                return known
            if length == 1:
                people = self.identities.bearers(name)
                return max(people, key=lambda i: self.weight[i.number]) if people else None
        return None


def _full_place(name: str) -> str:
    """``Calif.`` is California, ``LOS ANGELES`` Los Angeles."""
    places, folded = lexicon.places(), fold(name)
    if folded in places.full:
        return places.full[folded]
    return name.title() if _is_dateline(name) else name


def _is_dateline(name: str) -> bool:
    """``LOS ANGELES``, but not ``UAE``."""
    return name.isupper() and len(name) > 4 and name.isascii()
