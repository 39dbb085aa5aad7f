"""Pair names with the roles that stand beside them: ``the mayor, Ada Quill``, ``Ada Quill, the mayor``.

What yields pairs yields ``(name, role)``, numbers of mentions of one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.extraction.language import ParsedParagraph
from generator.extraction.mentions.mention import EntityType, Form, Mention, Role, Spotted

_IN_ROLE = frozenset(
    ("NN", "NNS", "NNP", "NNPS", "IN", "TO", "DT", "JJ", "POS", "CC", "CD", "HYPH", "PRP$", ",")
)
_SURE = 3  # weight of a type that is more than the pipeline's guess
_LONGEST_ROLE = 14  # tokens behind the noun
_NAMED = re.compile(
    r"\s(?:named|called|identified (?:only )?as|known as|nicknamed"
    r"|(?:using|under) the (?:pseudonym|name)(?: of)?"
    r"|who (?:gave (?:his|her|their) name as|goes by)(?: only)?)(?: the name)?\s"
)
_BEFORE_ROLE = frozenset(("NN", "NNS", "NNP", "JJ", "CC", "DT", "HYPH", "VBG"))


def titles_at_end(parse: ParsedParagraph, spotted: list[Spotted]) -> Iterator[tuple[int, int]]:
    """``the spokesman of the ministry Karl Weber``: the name that a role's phrase ends in or runs into."""
    names = [
        (n, s)
        for n, s in enumerate(spotted)
        if s.mention.form is Form.NAME
        and s.mention.entity_type is EntityType.PERSON
        and " " in s.mention.words
    ]
    by_end = {s.mention.span.end: n for n, s in names}
    by_start = {s.mention.span.start - 1: n for n, s in names}
    for number, item in enumerate(spotted):
        mention = item.mention
        if mention.form is not Form.NOMINAL or mention.entity_type is not EntityType.PERSON or mention.plural:
            continue
        ends = by_end.get(mention.span.end)
        if ends is not None and (
            spotted[ends].mention.role is Role.MODIFIER or _behind_place(spotted, number, ends)
        ):
            yield ends, number
        behind = by_start.get(mention.span.end)
        if behind is not None and _is_one_subject(parse, item, spotted[behind]):
            yield behind, number


def roles_beside(parse: ParsedParagraph, spotted: list[Spotted]) -> Iterator[tuple[int, int]]:
    """``news agency NRF said``: an organisation's description and its name, side by side."""
    for number in range(len(spotted) - 1):
        item, behind = spotted[number], spotted[number + 1]
        described = item.mention.form is Form.NOMINAL and not item.mention.plural
        named = behind.mention.form is Form.NAME and behind.mention.entity_type in (
            EntityType.ORGANISATION,
            EntityType.UNKNOWN,
        )
        beside = (
            item.mention.entity_type is not EntityType.DOCUMENT
            and item.mention.span.end == behind.mention.span.start - 1
        )
        if described and named and beside and _is_one_subject(parse, item, behind):
            yield number + 1, number


def _behind_place(spotted: Sequence[Spotted], role: int, name: int) -> bool:
    """``Ambassador to Ruritania Ada Quill``: the role, where or of what, and the name right behind."""
    if name - 1 <= role:
        return False
    before = spotted[name - 1].mention
    beside = before.span.end == spotted[name].mention.span.start - 1
    return (
        beside
        and before.form is Form.NAME
        and before.entity_type in (EntityType.PLACE, EntityType.ORGANISATION)
    )


def _is_one_subject(parse: ParsedParagraph, role: Spotted, name: Spotted) -> bool:
    """Return whether two phrases side by side hang from one verb, or one from the other."""
    a, b = parse.tokens[role.head], parse.tokens[name.head]
    if a.head == b.i or b.head == a.i:
        return a.dep != "nsubj" or b.dep == "appos"
    if a.dep == "conj":  # "Ada Quill and the mayor Bo Reed": the parser hangs Reed on Quill, or Quill on Reed
        first = parse.tokens[a.head]
        return first.head == b.i or (b.head == first.i and b.dep == "appos")
    return a.head == b.head and a.dep in ("nsubj", "nsubjpass") and b.dep in ("nsubj", "nsubjpass")


def introducing_roles(parse: ParsedParagraph, spotted: list[Spotted]) -> Iterator[tuple[int, int]]:
    """``the mayor of Geneva, Ada Quill,``: the name behind the comma of a role's phrase."""
    for name, item in enumerate(spotted):
        mention = item.mention
        if mention.form is not Form.NAME or item.first < 2 or not may_be_person(mention):
            continue
        if parse.tokens[item.first - 1].text != "," or (
            mention.joined_to is not None and " " not in mention.words
        ):
            continue
        role = _role_before(parse, spotted, name)
        if role is None or not _is_free_for(spotted, role, name):
            continue
        full = " " in mention.words or mention.honorific
        if _is_closed(parse, item) or (full and _is_free(parse, spotted[role])):
            yield name, role


def start_of_owner(spotted: Sequence[Spotted], role: int) -> int:
    """Return where ``the Office of Health's director`` begins, if the parser begins at "Health's"."""
    start = spotted[role].mention.span.start
    cores = (s.mention.core for s in spotted[max(0, role - 3) : role] if s.mention.form is Form.NAME)
    return next((core.start for core in cores if core.start < start < core.end), start)


def may_be_person(mention: Mention) -> bool:
    """A person's name, or one whose type is a guess; nobody behind a comma is a known place."""
    return mention.entity_type is EntityType.PERSON or (
        mention.entity_type in (EntityType.UNKNOWN, EntityType.ORGANISATION, EntityType.OTHER)
        and 0 <= mention.weight < _SURE
    )


def _is_free_for(spotted: Sequence[Spotted], role: int, name: int) -> bool:
    """Return whether grammar makes a role nobody else's; a person's role is no organisation."""
    known = spotted[role].mention.same_as
    if known is None or known == name:
        return True
    other = spotted[known].mention
    return other.form is Form.NAME and other.entity_type in (EntityType.ORGANISATION, EntityType.PLACE)


def _role_before(parse: ParsedParagraph, spotted: Sequence[Spotted], name: int) -> int | None:
    """The role whose phrase ends at the comma before a name; the outermost of several."""
    tokens, comma = parse.tokens, spotted[name].first - 1
    found = None
    for role in range(name - 1, max(-1, name - 6), -1):
        item = spotted[role]
        between = tokens[item.head + 1 : comma]
        if item.mention.sentence != spotted[name].mention.sentence or len(between) > _LONGEST_ROLE:
            break
        if any(t.tag not in _IN_ROLE for t in between):
            break
        mention = item.mention
        is_role = (
            mention.form is Form.NOMINAL and mention.entity_type is EntityType.PERSON and not mention.plural
        )
        if is_role and (not between or between[0].tag in ("IN", "TO", "CC")):
            found = role
    return found


def _is_closed(parse: ParsedParagraph, name: Spotted) -> bool:
    """Return whether a comma, a bracket or the sentence's end closes an apposition."""
    return name.end >= len(parse.tokens) or parse.tokens[name.end].text in (",", ".", ")", ";", "–", "—")


def _is_free(parse: ParsedParagraph, role: Spotted) -> bool:
    """Return whether a role's phrase hangs from no preposition: "According to the mayor, Ada Quill lied"."""
    first = role.first
    if parse.tokens[role.head].dep in ("pobj", "dobj"):
        return False
    return first == 0 or parse.tokens[first - 1].tag not in ("IN", "TO", "VBD", "VBZ", "VBP", "VBN", "VBG")


def double_offices(parse: ParsedParagraph, spotted: list[Spotted]) -> Iterator[tuple[int, int]]:
    """``Deputy Premier and Minister of Finance Ada Quill``: two offices before one name."""
    for name in range(1, len(spotted)):
        item, role = spotted[name].mention, spotted[name - 1].mention
        named = item.form is Form.NAME and item.entity_type is EntityType.PERSON and item.titles != ()
        office = role.form is Form.NOMINAL and role.entity_type is EntityType.PERSON and not role.plural
        bare = not role.definite and not role.indefinite
        if named and office and bare and parse.text[role.span.end : item.span.start] == " and ":
            yield name, name - 1


def called_roles(parse: ParsedParagraph, spotted: list[Spotted]) -> Iterator[tuple[int, int]]:
    """``a farmer named Quill``, ``a man who gave his name as Tom``."""
    for name in range(1, len(spotted)):
        item, role = spotted[name].mention, spotted[name - 1].mention
        described = role.form is Form.NOMINAL and role.entity_type is EntityType.PERSON and not role.plural
        called = item.form is Form.NAME and _NAMED.fullmatch(parse.text[role.span.end : item.span.start])
        if described and called:
            yield name, name - 1


def apposed_roles(
    parse: ParsedParagraph, spotted: list[Spotted], names_by_end: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Names and the role behind their comma, whatever the parser made of it."""
    for number, item in enumerate(spotted):
        mention = item.mention
        if mention.form is not Form.NOMINAL or mention.entity_type is not EntityType.PERSON or mention.plural:
            continue
        start = item.first
        while start > 0 and item.first - start < 4 and parse.tokens[start - 1].tag in _BEFORE_ROLE:
            start -= 1
        name = names_by_end.get(start - 1)
        if name is None or parse.tokens[start - 1].text != "," or spotted[name].mention.weight < 0:
            continue
        if mention.role is Role.POSSESSIVE or _acts(parse, item):
            continue  # "Ada Quill, the mayor’s wife"; "With Ada Quill, the mayor opened the dam"
        if spotted[name].mention.entity_type in (EntityType.PERSON, EntityType.UNKNOWN):
            yield name, number


def _acts(parse: ParsedParagraph, item: Spotted) -> bool:
    """Return whether its verb follows right behind: an apposition would be closed by a comma."""
    token = parse.tokens[item.head]
    verb = parse.tokens[token.head]
    behind = parse.tokens[item.end] if item.end < len(parse.tokens) else verb
    return token.dep in ("nsubj", "nsubjpass") and verb.i > token.i and behind.pos in ("VERB", "AUX", "ADV")
