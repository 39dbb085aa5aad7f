"""What the words around a name say somebody is: titles, appositions, copulas, relative clauses."""

from __future__ import annotations

from dataclasses import dataclass

from generator.extraction import lexicon, phrases
from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.names import fold

LONGEST = 16  # tokens of a description
_BE = frozenset(("be", "become", "remain"))


@dataclass(frozen=True, slots=True)
class Title:
    """The title before a name; ``text`` "" where there is none, ``words`` folded."""

    text: str
    words: tuple[str, ...]
    honorific: str
    is_role: bool  # more than Mr. or Ms.


NO_TITLE = Title("", (), "", False)


def before_name(parse: ParsedParagraph, first: int, name: int) -> Title:
    """The title in tokens ``[first, name)``: it must end in a word for a role."""
    if first >= name:
        return NO_TITLE
    tokens = parse.tokens[first:name]
    last = _last_word(tokens)
    titles = lexicon.titles()
    if last not in titles.closing and last not in lexicon.roles().person:
        return NO_TITLE
    words = tuple(fold(t.text) for t in tokens if t.text[0].isalnum())
    honorific = next((w for w in words if w in titles.honorifics), "")
    is_role = any(w not in titles.honorifics for w in words) or last in ("dr", "prof")
    return Title(parse.text[tokens[0].start : tokens[-1].end], words, honorific, is_role)


def _last_word(tokens: tuple[Token, ...]) -> str:
    return next((fold(t.text) for t in reversed(tokens) if t.text[0].isalnum()), "")


def around(parse: ParsedParagraph, head: int, named: bool) -> tuple[str, ...]:
    """Descriptions of the phrase at ``head``: best evidence first."""
    found = [_apposition(parse, child) for child in parse.children[head]]
    if named:
        found.append(_governing_noun(parse, head))
    found.append(_complement(parse, head))
    found += [_relative(parse, child) for child in parse.children[head]]
    return tuple(text for text in found if text)


def _apposition(parse: ParsedParagraph, child: int) -> str:
    if parse.tokens[child].dep != "appos" or phrases.is_listed(parse, child):
        return ""
    return _role_phrase(parse, child)


def _governing_noun(parse: ParsedParagraph, head: int) -> str:
    """``their ally Bashar``: the name stands in apposition to its description."""
    token = parse.tokens[head]
    if token.dep != "appos":
        return ""
    return _role_phrase(parse, token.head, before=head)


def _complement(parse: ParsedParagraph, head: int) -> str:
    """``She is the director of …``: no questions, no denials, no maybes."""
    token = parse.tokens[head]
    verb = parse.tokens[token.head]
    if token.dep != "nsubj" or verb.lemma not in _BE:
        return ""
    others = [parse.tokens[c] for c in parse.children[verb.i]]
    if any(t.dep in ("neg", "mark") or t.tag in ("MD", "WRB") or t.text == "?" for t in others):
        return ""
    attribute = next((t for t in others if t.dep == "attr" and t.i > verb.i), None)
    return _role_phrase(parse, attribute.i) if attribute else ""


def _relative(parse: ParsedParagraph, child: int) -> str:
    """``who is chief of staff`` gives the role; another clause of "who" is kept whole, if short."""
    token = parse.tokens[child]
    if token.dep != "relcl":
        return ""
    subject = next((c for c in parse.children[child] if parse.tokens[c].dep == "nsubj"), None)
    if subject is None or parse.tokens[subject].lower != "who":
        return ""
    if token.lemma in _BE:
        return _complement(parse, subject)
    end = phrases.right_edge(parse, child) + 1
    if token.tag not in ("VBZ", "VBP") or end - subject > LONGEST:
        return ""
    return parse.text[parse.tokens[subject].start : parse.tokens[end - 1].end].rstrip(",. ")


def _role_phrase(parse: ParsedParagraph, noun: int, before: int | None = None) -> str:
    """The noun with adjectives and prepositional phrases, without article, if it is a person's role."""
    token = parse.tokens[noun]
    if token.tag not in ("NN", "NNP") or not _is_role(fold(token.text)):
        return ""
    start, end = phrases.short_phrase(parse, noun, prepositions=2)
    end = min(end, before) if before else end
    while (
        start < noun
        and parse.tokens[start].dep in ("det", "poss", "predet", "advmod", "punct")
        and (parse.tokens[start].tag in ("DT", "PRP$", "PDT", "RB", ",", "``"))
    ):
        start += 1
    if not start < end <= start + LONGEST:
        return ""
    return parse.text[parse.tokens[start].start : parse.tokens[end - 1].end]


def _is_role(word: str) -> bool:
    titles = lexicon.titles()
    return word in lexicon.roles().person or (word in titles.closing and word not in titles.honorifics)
