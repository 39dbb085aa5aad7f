"""The noun phrase around a token: its edges, its role in the clause, what it is joined to.

All in token indices of one paragraph. Edges follow the outermost child on each side,
which is exact for the projective trees that the pipeline makes.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice

from generator.extraction.language import ParsedParagraph
from generator.extraction.mentions.mention import Role

_ROLES = {
    "nsubj": Role.SUBJECT, "nsubjpass": Role.PASSIVE, "dobj": Role.OBJECT, "dative": Role.OBJECT,
    "poss": Role.POSSESSIVE, "compound": Role.MODIFIER, "amod": Role.MODIFIER, "nmod": Role.MODIFIER,
    "npadvmod": Role.MODIFIER, "attr": Role.PREDICATE, "csubj": Role.SUBJECT,
}  # fmt: skip
_BEFORE_NOUN = frozenset(
    ("det", "amod", "compound", "poss", "nummod", "nmod", "predet", "quantmod", "advmod", "case")
)
_OF_A_ROLE = frozenset(("of", "for", "in", "at", "on", "to", "with", "from"))
HYPHENS = frozenset(("-", "‑", "–"))
_OBJECTS = frozenset(("pobj", "pcomp", "prep"))
_NOT_OF_IT = frozenset(("conj", "cc", "preconj"))
_ARTICLES = frozenset(("the", "this", "that", "these", "those"))


def left_edge(parse: ParsedParagraph, i: int) -> int:
    children = parse.children
    while children[i] and children[i][0] < i:
        i = children[i][0]
    return i


def right_edge(parse: ParsedParagraph, i: int) -> int:
    children = parse.children
    while children[i] and children[i][-1] > i:
        i = children[i][-1]
    return i


def extent(parse: ParsedParagraph, head: int) -> tuple[int, int]:
    """Tokens ``[start, end)`` of all that depends on ``head``, its conjuncts aside."""
    own = [c for c in parse.children[head] if parse.tokens[c].dep not in _NOT_OF_IT]
    start = left_edge(parse, own[0]) if own and own[0] < head else head
    end = head
    for child in reversed(own):
        if child > head and parse.tokens[child].dep != "punct":
            end = right_edge(parse, child)
            break
    return start, end + 1


def short_phrase(parse: ParsedParagraph, head: int, prepositions: int = 1) -> tuple[int, int]:
    """Tokens of the phrase without clauses and appositions, with its first prepositional phrases."""
    start, end = whole_word(parse, head), head
    for child in reversed(parse.children[head]):
        if child < start:
            if parse.tokens[child].dep not in _BEFORE_NOUN:
                break
            start = whole_word(parse, left_edge(parse, child))
    behind = (c for c in _behind(parse, head) if parse.tokens[c].text not in HYPHENS)  # "mother-of-three"
    for child in islice(behind, prepositions):
        if not _is_own_preposition(parse, child):
            break
        end = end_of_prepositional(parse, child)
    return start, end + 1


def _behind(parse: ParsedParagraph, i: int) -> tuple[int, ...]:
    children = parse.children[i]
    return children[bisect_right(children, i) :]


def _is_own_preposition(parse: ParsedParagraph, i: int) -> bool:
    return parse.tokens[i].dep == "prep" and _goes_with_noun(parse, i)


def whole_word(parse: ParsedParagraph, i: int) -> int:
    """The first token of the hyphenated word that ``i`` ends: ``front-runner``, ``Geneva-based``."""
    tokens = parse.tokens
    while i >= 2 and tokens[i - 1].text in HYPHENS and tokens[i - 2].end == tokens[i].start - 1:
        i -= 2
    return i


def _goes_with_noun(parse: ParsedParagraph, preposition: int) -> bool:
    """``the head of the trust``; not ``the statement on Monday``."""
    if parse.tokens[preposition].lower not in _OF_A_ROLE:
        return False
    return all(parse.tokens[c].entity not in ("DATE", "TIME") for c in parse.children[preposition])


def end_of_prepositional(parse: ParsedParagraph, preposition: int) -> int:
    """Its object with that one's own "of"; clauses and enumerations stay out."""
    while True:
        objects = [c for c in _behind(parse, preposition) if parse.tokens[c].dep in _OBJECTS]
        if not objects:
            return preposition
        following = _behind(parse, objects[-1])
        if not following or not _is_own_preposition(parse, following[0]):
            return objects[-1]
        preposition = following[0]


def role(parse: ParsedParagraph, head: int) -> Role:
    """The role in the clause; a conjunct and an apposition have that of what they hang on."""
    token = parse.tokens[head]
    for _ in range(6):
        if token.dep not in ("conj", "appos"):
            break
        token = parse.tokens[token.head]
    if token.dep == "pobj" and parse.tokens[token.head].dep == "agent":
        return Role.SUBJECT
    if token.dep == "attr" and not _copula_of(parse, token.head):
        return Role.OTHER
    return _ROLES.get(token.dep, Role.OTHER)


def _copula_of(parse: ParsedParagraph, verb: int) -> bool:
    return any(parse.tokens[c].dep in ("nsubj", "expl") for c in parse.children[verb])


def is_definite(parse: ParsedParagraph, head: int) -> bool:
    """By its article, demonstrative or possessor."""
    for child in parse.children[head]:
        token = parse.tokens[child]
        if child < head and (token.dep == "poss" or (token.dep == "det" and token.lower in _ARTICLES)):
            return True
    return False


def is_indefinite(parse: ParsedParagraph, head: int) -> bool:
    """``a judge``, ``one senior official``: somebody new."""
    return any(
        parse.tokens[c].dep in ("det", "nummod") and parse.tokens[c].lower in ("a", "an", "another", "one")
        for c in parse.children[head]
        if c < head
    )


def conjunct_of(parse: ParsedParagraph, head: int) -> int | None:
    """The token of the phrase just before this one in an enumeration."""
    token = parse.tokens[head]
    if token.dep == "conj":
        return token.head
    return None


def is_listed(parse: ParsedParagraph, head: int) -> bool:
    """``its president, foreign minister and others``: a list that the parser takes for an apposition."""
    token = parse.tokens[head]
    if token.dep != "appos":
        return False
    deps = {parse.tokens[c].dep for c in parse.children[head]}
    return "conj" in deps and deps.isdisjoint(("det", "poss"))
