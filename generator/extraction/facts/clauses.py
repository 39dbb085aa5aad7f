"""The clause around a token, told in a few words: for the timeline and for numbers."""

from __future__ import annotations

from generator.extraction.language import ParsedParagraph, Token

LONGEST = 14  # words of a told clause
_VERBS = frozenset(("VERB", "AUX"))
_CORE = frozenset(
    ("nsubj", "nsubjpass", "aux", "auxpass", "neg", "prt", "dobj", "attr", "acomp", "dative", "agent")
)
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_SIDE = frozenset(("prep", "xcomp", "oprd"))
_LOOSE = frozenset(
    ("relcl", "acl", "appos", "advcl", "conj", "cc", "punct", "parataxis", "ccomp", "mark", "preconj")
)
_COUNTING = frozenset(("det", "nummod", "quantmod", "predet", "case"))
_FARTHEST = 60  # tokens from a word to a dependant that is told with it
_HIGHEST = 40  # steps up a tree: deeper ones come from broken parses


def governing_verb(parse: ParsedParagraph, i: int) -> Token | None:
    """The nearest verb above token ``i``, itself left out."""
    tokens = parse.tokens
    for _ in range(_HIGHEST):
        head = tokens[i].head
        if head == i:
            return None
        i = head
        if tokens[i].pos in _VERBS and tokens[i].dep not in ("aux", "auxpass"):
            return tokens[i]
    return None


def told_clause(
    parse: ParsedParagraph, verb: int, without: int, *, short: bool = False, begin: int = 0
) -> str | None:
    """Subject, verb and complements of ``verb``, the phrase that holds ``without`` left out.

    ``short`` leaves out what prepositions add, ``begin`` what stands before it. A verb without a
    subject of its own takes that of the verb (or the noun) it depends on.
    """
    tokens = parse.tokens
    wanted = _CORE if short else _CORE | _SIDE
    kept = [verb]
    for kid in parse.children[verb]:
        if tokens[kid].dep in wanted and abs(kid - verb) <= _FARTHEST:
            phrase = _phrase(parse, kid)
            if without not in phrase:
                kept += phrase
    if not any(tokens[i].dep in _SUBJECTS and tokens[i].head == verb for i in kept):
        kept += [i for i in _subject_above(parse, verb) if i not in kept]
    kept = sorted(i for i in kept if tokens[i].start >= begin)
    return _words(parse, kept) if len(kept) > 1 else None


def _subject_above(parse: ParsedParagraph, verb: int) -> list[int]:
    tokens = parse.tokens
    for _ in range(3):
        dep, above = tokens[verb].dep, tokens[verb].head
        if above == verb:
            break
        if dep == "acl" and tokens[above].pos in ("NOUN", "PROPN"):
            return _phrase(parse, above)
        if dep not in ("xcomp", "conj", "advcl", "acl", "ccomp"):
            break
        verb = above
        for kid in parse.children[verb]:
            if tokens[kid].dep in _SUBJECTS:
                return _phrase(parse, kid)
    return []


def told_phrase(parse: ParsedParagraph, noun: int, without: int | None = None) -> str:
    """A noun with what stands close to it: no relative clause, no apposition."""
    kids = (kid for kid in parse.children[noun] if kid != without and abs(kid - noun) <= _FARTHEST)
    kept = [noun, *(i for kid in kids for i in _near(parse, kid, without))]
    if len(kept) > LONGEST:
        kept = [i for i in kept if i <= noun]  # what would be cut off behind it says nothing
    return _words(parse, sorted(kept))


def _near(parse: ParsedParagraph, kid: int, without: int | None) -> list[int]:
    token = parse.tokens[kid]
    if token.dep in _LOOSE or (token.dep in _COUNTING and token.pos != "NOUN"):
        return []
    phrase = _phrase(parse, kid)
    return [] if without in phrase else phrase


def _phrase(parse: ParsedParagraph, i: int) -> list[int]:
    """The subtree of ``i`` without loose dependants; never longer than :data:`LONGEST` wide."""
    found: list[int] = []
    stack = [i]
    while stack and len(found) <= LONGEST:
        node = stack.pop()
        found.append(node)
        stack.extend(k for k in reversed(parse.children[node]) if parse.tokens[k].dep not in _LOOSE)
    return found


def _words(parse: ParsedParagraph, kept: list[int]) -> str:
    """The words as printed, single spaces where something is left out, cut at :data:`LONGEST`."""
    tokens, parts, previous = parse.tokens, [], None
    for i in kept[:LONGEST]:
        token = tokens[i]
        if previous is not None and (previous.i + 1 != i or previous.end < token.start):
            parts.append(" ")
        parts.append(token.text)
        previous = token
    return " ".join("".join(parts).split()) + (" …" if len(kept) > LONGEST else "")
