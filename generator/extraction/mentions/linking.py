"""Link a paragraph's mentions by grammar: which are one, and what they are joined to.

Apposition, relative pronouns, copulas and enumerations come from the parse; where it is
known to fail (names with titles, brackets, roles behind commas) the words decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions import descriptions, lexicon, phrases, pronouns
from generator.extraction.mentions.authors import find_author
from generator.extraction.mentions.entity_types import type_of_noun
from generator.extraction.mentions.mention import EntityType, Form, Mention, Role, Spotted
from generator.extraction.mentions.names import fold, is_abbreviation, is_contraction
from generator.extraction.mentions.roles_beside_names import (
    apposed_roles,
    called_roles,
    double_offices,
    introducing_roles,
    may_be_person,
    roles_beside,
    start_of_owner,
    titles_at_end,
)

_BETWEEN = frozenset((",", "-", "--", "–", "—", "(", "and", "most", "some", "many", "all", "both", "of"))
_TOGETHER = (("as", "well", "as"), ("along", "with"), ("together", "with"))
_OF_PERSONS = frozenset(("who", "whom"))
_AT = frozenset(("at", "of", "for", "with", "from", "in"))


def link(parse: ParsedParagraph, spotted: list[Spotted]) -> tuple[Mention, ...]:
    """Mentions with what grammar says of them: apposition, relative clause, copula, enumeration."""
    at = {s.head: n for n, s in enumerate(spotted)}
    names_by_end = {s.end: n for n, s in enumerate(spotted) if s.mention.form is Form.NAME}
    introduced = list(introducing_roles(parse, spotted))
    taken = {role for _, role in introduced}
    for number, item in enumerate(spotted):
        _link_one(parse, spotted, number, item, at, names_by_end, free=number not in taken)
    for short, long in _bracketed(parse, spotted):
        _abbreviate(spotted, short, long)
    for name, role in titles_at_end(parse, spotted):
        item, before = spotted[role], spotted[name].mention.span.start
        title = parse.text[item.mention.span.start : before].strip()
        _entitle(spotted[name], descriptions.without_determiner(title))
        _identify(spotted, role, name)
        _hand_on(spotted, role, name)
    for name, role in double_offices(parse, spotted):
        _entitle(spotted[name], parse.text[slice(*spotted[role].mention.span)])
        spotted[name].mention = replace(spotted[name].mention, joined_to=None)
        _identify(spotted, role, name)
    for name, role in roles_beside(parse, spotted):
        _identify(spotted, role, name)
    for name, role in (*introduced, *called_roles(parse, spotted)):
        start = start_of_owner(spotted, role)
        title = parse.text[start : spotted[role].mention.span.end]
        _entitle(spotted[name], descriptions.without_determiner(title))
        _identify(spotted, role, name)
    for name, role in apposed_roles(parse, spotted, names_by_end):
        item = spotted[role]
        title = descriptions.after_name(parse, spotted[name].end + 1, item.head)
        if title:
            _entitle(spotted[name], title)
            item.mention = replace(item.mention, same_as=name)
    for number, item in enumerate(spotted):
        author = find_author(parse, spotted, number, at)
        if author is not None:
            item.mention = replace(item.mention, author=author)
    return tuple(s.mention for s in spotted)


def _link_one(
    parse: ParsedParagraph,
    spotted: list[Spotted],
    number: int,
    item: Spotted,
    at: dict[int, int],
    names_by_end: dict[int, int],
    *,
    free: bool,
) -> None:
    """Link one mention; a role that is not ``free`` introduces a name behind it."""
    mention = item.mention
    same_as = _antecedent(parse, item, at) if free else None
    if mention.words in pronouns.WHO and mention.form is Form.PRONOUN:
        before = _just_before(parse, item, spotted[:number])
        same_as = before if same_as is None or _is_voice_name(spotted, before) else same_as
        if same_as is not None and mention.words in _OF_PERSONS:
            same_as = _who_works_there(parse, spotted, same_as)
    joined = _enumerated_with(parse, spotted, item, at, names_by_end)
    named = mention.form is Form.NAME
    titles = mention.titles + descriptions.around(parse, item.head, named, mention.quoted)
    if same_as is not None or joined is not None or titles != mention.titles:
        same_as = None if same_as == number else same_as
        item.mention = replace(mention, same_as=same_as, joined_to=joined, titles=titles)
    if same_as is not None and same_as < number and mention.entity_type is EntityType.PERSON:
        told = spotted[same_as]
        if mention.form is not Form.NAME and not _is_where(parse, told):
            _prove_person(told)


def _identify(spotted: list[Spotted], role: int, name: int) -> None:
    """The description is the name's, unless grammar makes it another description's: that one is."""
    item = spotted[role]
    known = item.mention.same_as
    if known is not None and spotted[known].mention.form is Form.NOMINAL and known != role:
        return
    item.mention = replace(item.mention, same_as=name)
    if known is not None and known != name:  # "NRF, the president of the league, Ada Quill,"
        other = spotted[known]
        told = item.mention.words
        kept = tuple(t for t in other.mention.titles if told not in fold(t).split())
        other.mention = replace(other.mention, titles=kept)


def _hand_on(spotted: list[Spotted], role: int, name: int) -> None:
    """Join a role to its bearer's name: ``Ada Quill and the city's mayor Bo Reed``."""
    first, named = spotted[role].mention.joined_to, spotted[name].mention
    if first is None or first == name:
        return
    spotted[role].mention = replace(spotted[role].mention, joined_to=None)
    same = None if named.same_as == first else named.same_as
    spotted[name].mention = replace(named, same_as=same, joined_to=first)


def _bracketed(parse: ParsedParagraph, spotted: list[Spotted]) -> Iterator[tuple[int, int]]:
    """``Harbor Trust (HT)``: the abbreviation in brackets behind a name, and the name."""
    for number in range(1, len(spotted)):
        item, before = spotted[number], spotted[number - 1]
        if item.mention.form is not Form.NAME or not (
            is_abbreviation(item.mention.words) or is_contraction(item.mention.words, before.mention.words)
        ):
            continue
        between = parse.text[before.mention.core.end : item.mention.core.start].strip()
        closed = parse.text[item.mention.core.end :].lstrip("\"”’'").startswith(")")
        if before.mention.form is Form.NAME and closed and between.rstrip("\"“‘'") == "(":
            yield number, number - 1


def _abbreviate(spotted: list[Spotted], short: int, long: int) -> None:
    name, item = spotted[long], spotted[short]
    if " " in name.mention.words and name.mention.entity_type in (EntityType.UNKNOWN, EntityType.OTHER):
        name.mention = replace(name.mention, entity_type=EntityType.ORGANISATION, weight=3)
    if name.mention.entity_type is not EntityType.PERSON:
        item.mention = replace(
            item.mention, entity_type=name.mention.entity_type, weight=3, same_as=long, joined_to=None
        )


def _is_where(parse: ParsedParagraph, item: Spotted) -> bool:
    """``the mayor of Geneva, an engineer,``: what stands behind a preposition is where, not who."""
    return item.first > 0 and parse.tokens[item.first - 1].lower in ("of", "in", "at", "to", "from", "for")


def _entitle(item: Spotted, title: str) -> None:
    titles = item.mention.titles
    if title not in titles:
        known = tuple(t for t in titles if t not in title)  # a part of it, as the parser saw it
        item.mention = replace(item.mention, titles=(*known, title))
    _prove_person(item)


def _prove_person(item: Spotted) -> None:
    """``Paris, an engineer,``: in apposition to a person's description stands a person's name."""
    mention, places = item.mention, lexicon.places()
    if fold(mention.words) in places.countries or fold(mention.words) in places.region_of:
        return  # "born in Japan, the son of an admiral"
    if (
        mention.form is Form.NAME
        and mention.weight >= 0
        and mention.entity_type in (EntityType.PLACE, EntityType.UNKNOWN)
    ) or may_be_person(mention):
        item.mention = replace(mention, entity_type=EntityType.PERSON, weight=4)


def _enumerated_with(
    parse: ParsedParagraph,
    spotted: Sequence[Spotted],
    item: Spotted,
    at: dict[int, int],
    names_by_end: dict[int, int],
) -> int | None:
    """The mention before this one in an enumeration.

    Of names with titles and parties the parser often makes a mess: between two names,
    "and" or a bracket with a comma is enough.
    """
    if phrases.is_listed(parse, item.head):
        return at.get(parse.tokens[item.head].head)
    if item.mention.form is Form.NAME and item.first > 1 and item.mention.role is not Role.POSSESSIVE:
        before = _past_enumerator(parse, item.first - 1)
        if before in names_by_end:
            return _whose_place(parse, spotted, item, names_by_end[before], names_by_end)
    conjunct = phrases.conjunct_of(parse, item.head)
    return at.get(conjunct) if conjunct is not None else _together_with(parse, item, names_by_end)


def _whose_place(
    parse: ParsedParagraph,
    spotted: Sequence[Spotted],
    item: Spotted,
    before: int,
    names_by_end: dict[int, int],
) -> int:
    """Of ``Ada Quill of Nordbank and Tom Kerr`` the person before "of", to whom a person is joined."""
    other = spotted[before]
    person = item.mention.entity_type is EntityType.PERSON and " " in item.mention.words
    if not person or (other.mention.entity_type is EntityType.PERSON and " " in other.mention.words):
        return before
    link = other.first - 1
    link -= link > 0 and parse.tokens[link].lower == "the"
    named = names_by_end.get(link) if link > 0 and parse.tokens[link].lower in ("of", "at", "from") else None
    known = named is not None and spotted[named].mention.entity_type is EntityType.PERSON
    return named if named is not None and known else before


def _together_with(parse: ParsedParagraph, item: Spotted, names_by_end: dict[int, int]) -> int | None:
    """``Ada Quill, as well as the mayor,``: the name before what brings in somebody else."""
    words = [t.lower for t in parse.tokens[max(0, item.first - 5) : item.first]]
    if words and words[-1] in ("the", "a", "an"):
        words.pop()
        first = item.first - 1
    else:
        first = item.first
    for phrase in _TOGETHER:
        if tuple(words[-len(phrase) :]) == phrase:
            before = first - len(phrase)
            before -= before > 0 and parse.tokens[before - 1].text == ","
            return names_by_end.get(before)
    return None


def _past_enumerator(parse: ParsedParagraph, i: int) -> int:
    """Walking left over "and", or a comma after a bracket: where the name before ends, else 0."""
    tokens = parse.tokens
    joined = tokens[i].lower in ("and", "&")
    if joined and i > 1 and tokens[i - 1].text == ",":
        i -= 1
    elif not joined and tokens[i].text != ",":
        return 0
    if tokens[i - 1].text != ")":
        return i if joined else 0
    return next((j for j in range(i - 2, max(0, i - 8), -1) if tokens[j].text == "("), 0)


def _antecedent(parse: ParsedParagraph, item: Spotted, at: dict[int, int]) -> int | None:
    """The mention that this one is: by apposition, as a relative pronoun, as "the poet and critic"."""
    token = parse.tokens[item.head]
    if item.mention.form is Form.PRONOUN:
        return _relative_antecedent(parse, token, at) if item.mention.words in pronouns.WHO else None
    if token.dep == "appos" and item.mention.entity_type is not EntityType.PLACE:
        return (
            None if phrases.is_listed(parse, item.head) else at.get(_apposed_to(parse, token, item.mention))
        )
    if (
        token.dep == "conj"
        and item.mention.entity_type is EntityType.PERSON
        and item.mention.form is Form.NOMINAL
    ):
        bare = not item.mention.definite and not item.mention.indefinite
        other = parse.tokens[token.head]
        return at.get(token.head) if bare and _is_singular_person(other) else None
    return None


def _apposed_to(parse: ParsedParagraph, token: Token, mention: Mention) -> int:
    """The noun that an apposition is of; ``the firm that won the contract, Hale Marine,`` is the firm.

    The parser hangs a name on the noun before it, but nobody and no body is a document.
    """
    noun = parse.tokens[token.head]
    above = parse.tokens[noun.head]
    is_document = type_of_noun(noun) is EntityType.DOCUMENT
    if (
        is_document
        and above.dep == "relcl"
        and mention.entity_type in (EntityType.PERSON, EntityType.ORGANISATION)
    ):
        return above.head
    return noun.i


def _is_voice_name(spotted: Sequence[Spotted], number: int | None) -> bool:
    if number is None:
        return False
    mention = spotted[number].mention
    return mention.form is Form.NAME and mention.entity_type in (EntityType.PERSON, EntityType.ORGANISATION)


def _who_works_there(parse: ParsedParagraph, spotted: Sequence[Spotted], body: int) -> int:
    """Of ``Ada Quill, a nurse at Harbor College, who said`` the nurse: the college is no "who"."""
    item = spotted[body]
    if item.mention.form is not Form.NAME or item.mention.entity_type is EntityType.PERSON:
        return body
    link = item.first - 1
    link -= link > 0 and parse.tokens[link].lower == "the"
    if link < 1 or parse.tokens[link].lower not in _AT:
        return body
    for number in range(body - 1, max(-1, body - 4), -1):
        mention = spotted[number].mention
        if mention.sentence != item.mention.sentence:
            break
        group = mention.entity_type is EntityType.GROUP and mention.form is Form.NOMINAL
        person = mention.entity_type is EntityType.PERSON and mention.form is not Form.PRONOUN
        if (person or group) and spotted[number].head < link:
            return number
    return body


def _just_before(parse: ParsedParagraph, item: Spotted, earlier: Sequence[Spotted]) -> int | None:
    """For a relative pronoun that the parser hangs elsewhere: the person or group before it."""
    end = item.head
    while end > 0 and parse.tokens[end - 1].lower in _BETWEEN:
        end -= 1
    ends = parse.tokens[end - 1].end if end else 0
    for number in range(len(earlier) - 1, max(-1, len(earlier) - 6), -1):
        mention = earlier[number].mention
        if mention.sentence != item.mention.sentence:
            break
        adjacent = mention.span.end == ends or item.mention.words in ("who", "whom")
        if adjacent and mention.entity_type in (EntityType.PERSON, EntityType.GROUP):
            return number
        if (
            mention.span.end == ends
            and mention.entity_type is EntityType.ORGANISATION
            and mention.form is Form.NAME
        ):
            return number
    return None


def _relative_antecedent(parse: ParsedParagraph, token: Token, at: dict[int, int]) -> int | None:
    for _ in range(5):
        if token.dep == "relcl":
            return at.get(token.head)
        token = parse.tokens[token.head]
    return None


def _is_singular_person(token: Token) -> bool:
    return token.tag in ("NN", "NNP") and type_of_noun(token) is EntityType.PERSON
