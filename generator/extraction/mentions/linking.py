"""What grammar says of a paragraph's mentions: who is whom, and what they are joined to.

Apposition, relative pronouns, copulas and enumerations come from the parse; where it is
known to fail (names with titles, brackets, roles behind commas) the words decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions import descriptions, lexicon, phrases, pronouns
from generator.extraction.mentions.mention import Form, Mention, Role, Sort, Spotted
from generator.extraction.mentions.names import fold
from generator.extraction.mentions.sorts import sort_of_noun

_BETWEEN = frozenset((",", "-", "--", "–", "—", "(", "and", "most", "some", "many", "all", "both", "of"))
_BEFORE_ROLE = frozenset(("NN", "NNS", "NNP", "JJ", "CC", "DT", "HYPH", "VBG"))


def link(parse: ParsedParagraph, spotted: list[Spotted]) -> tuple[Mention, ...]:
    """Mentions with what grammar says of them: apposition, relative clause, copula, enumeration."""
    at = {s.head: n for n, s in enumerate(spotted)}
    names_by_end = {s.end: n for n, s in enumerate(spotted) if s.mention.form is Form.NAME}
    for number, item in enumerate(spotted):
        _link_one(parse, spotted, number, item, at, names_by_end)
    for name, role in _at_end(spotted):
        item, before = spotted[role], spotted[name].mention.span.start
        title = parse.text[item.mention.span.start : before].strip()
        _entitle(spotted[name], descriptions.without_determiner(title))
        item.mention = replace(item.mention, same_as=name)
    for name, role in _introduced(parse, spotted):
        item = spotted[role]
        _entitle(spotted[name], descriptions.without_determiner(parse.text[slice(*item.mention.span)]))
        item.mention = replace(item.mention, same_as=name)
    for name, role in _apposed(parse, spotted, names_by_end):
        item = spotted[role]
        title = descriptions.after_name(parse, spotted[name].end + 1, item.head)
        if title:
            _entitle(spotted[name], title)
            item.mention = replace(item.mention, same_as=name)
    return tuple(s.mention for s in spotted)


def _link_one(
    parse: ParsedParagraph,
    spotted: list[Spotted],
    number: int,
    item: Spotted,
    at: dict[int, int],
    names_by_end: dict[int, int],
) -> None:
    mention = item.mention
    same_as = _antecedent(parse, item, at)
    if mention.words in pronouns.WHO and mention.form is Form.PRONOUN:
        before = _just_before(parse, item, spotted[:number])
        same_as = before if same_as is None or _is_person_name(spotted, before) else same_as
    joined = _enumerated_with(parse, item, at, names_by_end)
    named = mention.form is Form.NAME
    titles = mention.titles + descriptions.around(parse, item.head, named, mention.quoted)
    if same_as is not None or joined is not None or titles != mention.titles:
        same_as = None if same_as == number else same_as
        item.mention = replace(mention, same_as=same_as, joined_to=joined, titles=titles)
    if same_as is not None and same_as < number and mention.sort is Sort.PERSON:
        _prove_person(spotted[same_as])


def _at_end(spotted: list[Spotted]) -> Iterator[tuple[int, int]]:
    """``the spokesman of the ministry Karl Weber``: the name that a role's phrase ends in."""
    names = {
        s.mention.span.end: n
        for n, s in enumerate(spotted)
        if s.mention.form is Form.NAME and s.mention.sort is Sort.PERSON and " " in s.mention.words
    }
    for number, item in enumerate(spotted):
        mention = item.mention
        if mention.form is Form.NOMINAL and mention.sort is Sort.PERSON and not mention.plural:
            name = names.get(mention.span.end)
            if name is not None and spotted[name].mention.role is Role.MODIFIER:
                yield name, number


def _introduced(parse: ParsedParagraph, spotted: list[Spotted]) -> Iterator[tuple[int, int]]:
    """``the country's Prime Minister, Ada Quill,``: the name behind a role's comma."""
    for name in range(1, len(spotted)):
        item, role = spotted[name].mention, spotted[name - 1].mention
        if item.form is not Form.NAME or item.sort is not Sort.PERSON or " " not in item.words:
            continue
        if role.form is Form.NOMINAL and role.sort is Sort.PERSON and role.definite and not role.plural:
            between = parse.text[role.span.end : item.span.start]
            if between == ", " and role.same_as is None and item.titles == ():
                yield name, name - 1


def _apposed(
    parse: ParsedParagraph, spotted: list[Spotted], names_by_end: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Names and the role behind their comma, whatever the parser made of it."""
    for number, item in enumerate(spotted):
        mention = item.mention
        if mention.form is not Form.NOMINAL or mention.sort is not Sort.PERSON or mention.plural:
            continue
        start = item.first
        while start > 0 and item.first - start < 4 and parse.tokens[start - 1].tag in _BEFORE_ROLE:
            start -= 1
        name = names_by_end.get(start - 1)
        if name is None or parse.tokens[start - 1].text != "," or spotted[name].mention.weight < 0:
            continue
        if mention.role is Role.POSSESSIVE or _acts(parse, item):
            continue  # "Ada Quill, the mayor’s wife"; "With Ada Quill, the mayor opened the dam"
        if spotted[name].mention.sort in (Sort.PERSON, Sort.UNKNOWN):
            yield name, number


def _acts(parse: ParsedParagraph, item: Spotted) -> bool:
    """Whether its verb follows right behind: an apposition would be closed by a comma."""
    token = parse.tokens[item.head]
    verb = parse.tokens[token.head]
    behind = parse.tokens[item.end] if item.end < len(parse.tokens) else verb
    return token.dep in ("nsubj", "nsubjpass") and verb.i > token.i and behind.pos in ("VERB", "AUX", "ADV")


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
    if mention.form is Form.NAME and mention.weight >= 0 and mention.sort in (Sort.PLACE, Sort.UNKNOWN):
        item.mention = replace(mention, sort=Sort.PERSON, weight=4)


def _enumerated_with(
    parse: ParsedParagraph, item: Spotted, at: dict[int, int], names_by_end: dict[int, int]
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
            return names_by_end[before]
    conjunct = phrases.conjunct_of(parse, item.head)
    return None if conjunct is None else at.get(conjunct)


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
    if token.dep == "appos" and item.mention.sort is not Sort.PLACE:
        return None if phrases.is_listed(parse, item.head) else at.get(token.head)
    if token.dep == "conj" and item.mention.sort is Sort.PERSON and item.mention.form is Form.NOMINAL:
        bare = not item.mention.definite and not item.mention.indefinite
        other = parse.tokens[token.head]
        return at.get(token.head) if bare and _is_singular_person(other) else None
    return None


def _is_person_name(spotted: Sequence[Spotted], number: int | None) -> bool:
    if number is None:
        return False
    mention = spotted[number].mention
    return mention.form is Form.NAME and mention.sort is Sort.PERSON


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
        if adjacent and mention.sort in (Sort.PERSON, Sort.GROUP):
            return number
    return None


def _relative_antecedent(parse: ParsedParagraph, token: Token, at: dict[int, int]) -> int | None:
    for _ in range(5):
        if token.dep == "relcl":
            return at.get(token.head)
        token = parse.tokens[token.head]
    return None


def _is_singular_person(token: Token) -> bool:
    return token.tag in ("NN", "NNP") and sort_of_noun(token) is Sort.PERSON
