"""Read from the words around a name what somebody is: titles, appositions, copulas, relative clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions import lexicon, phrases
from generator.extraction.mentions.names import fold

LONGEST = 16  # tokens of a description
_NO_EMPLOYER = frozenset(("PERSON", "GPE", "NORP", "DATE"))
_BE = frozenset(("be", "become", "remain"))
_MARKS = re.compile(r"[\"“”]|''")
_MARKUP = re.compile(r"[<>=#@{}|]")
_CUT_OFF = re.compile(r"(?:['’]s?|(?:\s+(?:of|for|in|at|to|with|from|by|on|the|a|an|and))+)$")
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their", "my", "our", "one"))
_JUDGING = frozenset(("JJR", "JJS", "RBR", "RBS"))


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
    last = _last_word(_without_place(tokens))
    titles = lexicon.titles()
    if last not in titles.closing and last not in lexicon.roles().person - lexicon.roles().adjectives:
        return NO_TITLE
    words = tuple(fold(t.text) for t in tokens if t.text[0].isalnum())
    honorific = next((w for w in words if w in titles.honorifics), "")
    is_role = any(w not in titles.honorifics for w in words) or last in ("dr", "prof")
    text = parse.text[tokens[0].start : tokens[-1].end]
    return NO_TITLE if _MARKUP.search(text) else Title(text, words, honorific, is_role)


def _without_place(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """``Prime Minister`` of ``Prime Minister of Ruritania``."""
    for i in range(len(tokens) - 2, 0, -1):
        if tokens[i].lower in ("of", "to", "for"):
            return tokens[:i]
    return tokens


def _last_word(tokens: tuple[Token, ...]) -> str:
    return next((fold(t.text) for t in reversed(tokens) if t.text[0].isalnum()), "")


def around(parse: ParsedParagraph, head: int, named: bool, quoted: bool = False) -> tuple[str, ...]:
    """Descriptions of the phrase at ``head``: best evidence first.

    "He is a crook" within a quotation is what its speaker says, and no title.
    """
    found = [_apposition(parse, child) for child in parse.children[head]]
    if named:
        found.append(_governing_noun(parse, head))
    found += ["" if quoted else _complement(parse, head), _affiliation(parse, head) if named else ""]
    found += [_relative(parse, child) for child in parse.children[head]]
    return tuple(text for text in found if text)


def _apposition(parse: ParsedParagraph, child: int) -> str:
    if parse.tokens[child].dep != "appos" or phrases.is_listed(parse, child):
        return ""
    if any(parse.tokens[c].dep == "neg" for c in parse.children[child]):
        return ""
    return _role_phrase(parse, child)


def _governing_noun(parse: ParsedParagraph, head: int) -> str:
    """``their ally Bashar``: the name stands in apposition to its description."""
    token = parse.tokens[head]
    if token.dep != "appos" or any(t.text == ":" for t in parse.tokens[token.head : head]):
        return ""  # "The Chair: Dr. Solheim, you have …"
    return _role_phrase(parse, token.head, before=head)


def _complement(parse: ParsedParagraph, head: int) -> str:
    """``She is the director of …``, ``has a shop and is the mayor``: no questions, denials, maybes.

    What somebody claims or thinks that she is ("said that she is the best") is no title.
    """
    token = parse.tokens[head]
    if token.dep != "nsubj" or parse.tokens[token.head].dep in ("ccomp", "xcomp", "advcl"):
        return ""
    for verb in (token.head, *_joined_verbs(parse, token.head)):
        if parse.tokens[verb].lemma in _BE:
            return _attribute(parse, verb)
    return ""


def _joined_verbs(parse: ParsedParagraph, verb: int) -> list[int]:
    """Verbs that share the subject of ``verb``."""
    conjuncts = [c for c in parse.children[verb] if parse.tokens[c].dep == "conj"]
    return [
        c
        for c in conjuncts
        if all(parse.tokens[x].dep not in ("nsubj", "nsubjpass") for x in parse.children[c])
    ]


def _attribute(parse: ParsedParagraph, verb: int) -> str:
    others = [parse.tokens[c] for c in parse.children[verb]]
    if any(t.dep in ("neg", "mark") or t.tag in ("MD", "WRB") or t.text == "?" for t in others):
        return ""
    attribute = next((t for t in others if t.dep == "attr" and t.i > verb), None)
    if attribute is None or _is_opinion(parse, verb, attribute.i):
        return ""
    return _role_phrase(parse, attribute.i)


def _is_opinion(parse: ParsedParagraph, verb: int, noun: int) -> bool:
    """``the strongest candidate``, ``such a leader``, ``“a respected chief”``: praise or blame, no role."""
    words = [parse.tokens[c] for c in parse.children[noun] if c < noun]
    judging = lexicon.roles().judging
    if any(t.tag in _JUDGING or t.dep == "predet" or fold(t.text) in judging for t in words):
        return True
    return any(t.text[0] in "\"“”'‘" for t in parse.tokens[verb:noun])


def _affiliation(parse: ParsedParagraph, head: int) -> str:
    """``Ana Diaz of the Harbor Trust``: the organisation right behind the name."""
    child = next((c for c in parse.children[head] if c == head + 1), None)
    if child is None or parse.tokens[child].lower not in ("of", "with", "from"):
        return ""
    for noun in parse.children[child]:
        token = parse.tokens[noun]
        if token.dep == "pobj" and token.tag in ("NNP", "NNPS") and token.entity not in _NO_EMPLOYER:
            start = phrases.left_edge(parse, noun)
            start += parse.tokens[start].dep == "det"
            end = phrases.short_phrase(parse, noun)[1]
            if end - start > 1 and end - start <= LONGEST:
                return parse.text[parse.tokens[start].start : parse.tokens[end - 1].end]
    return ""


def after_name(parse: ParsedParagraph, start: int, noun: int) -> str:
    """The role in tokens from ``start`` on, behind the comma after a name, whose noun is ``noun``."""
    tokens = parse.tokens
    last, behind = noun, 0
    for _ in range(3):  # "co-founder and director of …": to the end of the last one
        conjunct = next((c for c in parse.children[last] if tokens[c].dep == "conj"), None)
        if conjunct is None or not _is_role(fold(tokens[conjunct].text)) or tokens[conjunct].tag == "NNS":
            break
        behind = max([c for c in parse.children[last] if c > conjunct and tokens[c].dep == "prep"], default=0)
        last = conjunct
    end = _past_name(parse, phrases.short_phrase(parse, last, prepositions=2)[1])
    if behind == end:  # "founder and director of …", where the parser hangs "of" on the founder
        end = phrases.end_of_prepositional(parse, behind) + 1
    while start < noun and tokens[start].tag in ("DT", "PRP$"):
        start += 1
    if not 0 < end - start <= LONGEST or not _is_role(fold(tokens[noun].text)):
        return ""
    return _printable(parse.text[tokens[start].start : tokens[end - 1].end])


def _printable(title: str) -> str:
    """A title of a work in it is left out, since half of its marks may be missing; so is markup."""
    title = re.split(r"\s*(?:[\"“”]|'')", title, maxsplit=1)[0]
    return "" if _MARKUP.search(title) else _CUT_OFF.sub("", title)


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
    told = parse.text[parse.tokens[subject].start : parse.tokens[end - 1].end].rstrip(",. ")
    return "" if _MARKS.search(told) else told


def _role_phrase(parse: ParsedParagraph, noun: int, before: int | None = None) -> str:
    """The noun with adjectives and prepositional phrases, without article, if it is a person's role."""
    token = parse.tokens[noun]
    if token.tag not in ("NN", "NNP") or not _is_role(fold(token.text)):
        return ""
    start, end = phrases.short_phrase(parse, noun, prepositions=2)
    end = min(end, before) if before else _past_name(parse, end)
    while (
        start < noun
        and parse.tokens[start].dep in ("det", "poss", "predet", "advmod", "punct")
        and (parse.tokens[start].tag in ("DT", "PRP$", "PDT", "RB", ",", "``"))
    ):
        start += 1
    if not start < end <= start + LONGEST or (end - start == 1 and _is_surname(token)):
        return ""
    return _printable(parse.text[parse.tokens[start].start : parse.tokens[end - 1].end])


def _past_name(parse: ParsedParagraph, end: int) -> int:
    """``president of the group Harbor Watch``: behind the name that the phrase would be cut off at."""
    tokens = parse.tokens
    noun = fold(tokens[end - 1].text)
    if noun not in lexicon.roles().organisation and tokens[end - 1].tag not in ("NNP", "NNPS"):
        return end
    while end < len(tokens) and tokens[end].tag in ("NNP", "NNPS") and tokens[end].entity != "PERSON":
        end += 1
    return end


def _is_role(word: str) -> bool:
    titles = lexicon.titles()
    return word in lexicon.roles().person or (word in titles.closing and word not in titles.honorifics)


def _is_surname(token: Token) -> bool:
    """``Barber`` alone, capitalised, is no barber."""
    return token.tag == "NNP" and fold(token.text) not in lexicon.titles().closing


def without_determiner(title: str) -> str:
    first, _, rest = title.partition(" ")
    return rest if fold(first) in _DETERMINERS else title
