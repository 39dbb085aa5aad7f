"""Read from the reporting words how something is said: denied, asked, promised, announced.

The words are data (``how.toml``). Where the reporting word itself is plain (*said*,
*according to*), the form of what is said decides: whether it demands, promises, foretells.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from generator.extraction.grammar import Grammar
from generator.model import How, Span

_OBJECTS = ("dobj", "attr", "oprd", "nsubjpass")
_MARKS = frozenset("\"“”„«»'‘’`")
_DEMANDING = frozenset(("should", "must", "ought"))
_COMING = frozenset(("will", "'ll", "’ll", "shall", "wo"))
_COMING_OR_REPORTED = _COMING | {"would"}
_PERHAPS = frozenset(("may", "might"))
_NOT_NOW = frozenset(
    ("will", "would", "could", "might", "may", "have", "had", "did", "not", "n't", "n’t", "never")
)
_DASHES = frozenset((":", "–", "—", "-", "―"))
_PRESENT = frozenset(("VBP", "VBZ"))
_PRESENT_OR_PAST = _PRESENT | {"VBD"}
_STATING_TOO = frozenset(("insist", "caution", "suggest"))  # "insists that he is innocent"
_NO_DEMAND = frozenset(("will", "would", "could", "can", "may", "might", "'ll", "’ll"))
_OWN = frozenset(("i", "we"))
_THEIR_OWN = frozenset(("i", "we", "he", "she", "they"))


class Manner(NamedTuple):
    """How, and the words that tell it."""

    how: How
    words: str


def read_manner(g: Grammar, anchor: int, pattern: str, content: Sequence[Span]) -> Manner:
    """Return how the reporting word at ``anchor``, in a construction, says ``content``."""
    table = _table()
    told = _of_object(g, anchor, pattern, table) or _of_word(g, anchor, pattern, table)
    word = g.tokens[anchor].lemma.lower()
    if told is not None and not (told.how is How.CALLS_FOR and _is_of_what_is(g, word, content)):
        return told
    plainly = Manner(How.SAYS, g.tokens[anchor].text)
    if word in table.judging and not pattern.startswith("xcomp"):
        return _of_blame(g, content, table.blaming) or _of_outlook(g, content, table) or plainly
    if word in table.plain or word in _DASHES:
        return _of_content(g, content) or _of_blame(g, content, table.damning) or plainly
    return plainly


def _of_word(g: Grammar, anchor: int, pattern: str, table: _Table) -> Manner | None:
    token = g.tokens[anchor]
    word = token.lemma.lower()
    noun = pattern.startswith("n:") or token.pos in ("NOUN", "PROPN")
    how = table.construction(word, pattern) or (table.nouns if noun else table.verbs).get(word)
    return Manner(how, token.text) if how else None


def _of_object(g: Grammar, anchor: int, pattern: str, table: _Table) -> Manner | None:
    """``made the announcement that …``, ``issued a call for …``."""
    if g.tokens[anchor].lemma.lower() not in table.light:
        return None
    for kid in g.children(anchor, *_OBJECTS):
        how = table.nouns.get(g.tokens[kid].lemma.lower())
        if how:
            return Manner(how, f"{g.tokens[anchor].text} {g.tokens[kid].text}")
    return None


# --- what is said ------------------------------------------------------------------


def _of_content(g: Grammar, content: Sequence[Span]) -> Manner | None:
    """Return what the content does beyond stating: its first main clause, or what any says itself to do."""
    inside = _tokens_of(g, content)
    members = frozenset(inside)
    main = [i for i in inside if _is_main(g, i, members)]
    if not main:
        return None
    marked = [(i, _is_quoted(g, content, i)) for i in main]
    done = (_of_deed(g, i, quoted) or _of_wish(g, i, quoted) for i, quoted in marked)
    return next(filter(None, done), None) or _of_clause(g, main[0], _is_quoted(g, content, main[0]))


def _of_deed(g: Grammar, verb: int, quoted: bool) -> Manner | None:
    """``We urge all sides``, ``he expects``: what the one who speaks says to be doing."""
    token, subject = g.tokens[verb], g.subject(verb)
    how = _table().own.get(token.lemma.lower())
    if subject is None or not how or not _is_own(g, subject, quoted):
        return None
    now = token.tag in (_PRESENT if quoted else _PRESENT_OR_PAST)
    helpers = {g.tokens[k].lower for k in g.children(verb, "aux", "neg")}
    if how is How.CALLS_FOR and helpers == {"would"}:
        return Manner(how, _words(g, subject, verb))  # "I would urge anyone"
    return Manner(how, _words(g, subject, verb)) if now and not helpers & _NOT_NOW else None


def _of_wish(g: Grammar, verb: int, quoted: bool) -> Manner | None:
    """``I want you to leave``, ``they wanted him to stop``: somebody else is to do it."""
    subject, below = g.subject(verb), g.child(verb, "ccomp", "xcomp")
    if g.tokens[verb].lemma.lower() != "want" or subject is None or below is None:
        return None
    if not _is_own(g, subject, quoted) or g.tokens[below].tag != "VB":
        return None
    other = g.subject(below)
    told = other is not None and not _is_own(g, other, quoted)
    return Manner(How.CALLS_FOR, _words(g, subject, verb)) if told and not g.child(verb, "neg") else None


def _is_own(g: Grammar, subject: int, quoted: bool) -> bool:
    return g.tokens[subject].lower in (_OWN if quoted else _THEIR_OWN)


def _is_of_what_is(g: Grammar, word: str, content: Sequence[Span]) -> bool:
    """``insisted that he was innocent``, ``that the bill would be paid``: nobody is to do that."""
    inside = _tokens_of(g, content)
    members = frozenset(inside)
    main = next((i for i in inside if _is_main(g, i, members)), None)
    if main is None or g.subject(main) is None:
        return False
    helpers = [g.tokens[k] for k in g.children(main, "aux", "auxpass")]
    if any(token.tag == "MD" for token in helpers):
        return any(token.lower in _NO_DEMAND for token in helpers)
    finite = (g.tokens[main], *helpers)
    present = word in _STATING_TOO and any(token.tag == "VBZ" or token.lower == "are" for token in finite)
    return present or (any(token.tag == "VBD" for token in finite) and g.tokens[main].lower != "were")


def _of_outlook(g: Grammar, content: Sequence[Span], table: _Table) -> Manner | None:
    """``called it unlikely that the bank would pay``."""
    i = next((i for i in _tokens_of(g, content[:1])[:4] if g.tokens[i].lower in table.coming), None)
    return Manner(How.PREDICTS, g.tokens[i].text) if i is not None else None


def _of_blame(g: Grammar, content: Sequence[Span], words: Collection[str]) -> Manner | None:
    """A word of wrongdoing in the first sentence, of somebody else."""
    for i in _tokens_of(g, content[:1]):
        token = g.tokens[i]
        if token.lemma.lower() in words or token.lower in words:
            return Manner(How.ACCUSES, token.text)
        if token.text in (".", "?", "!"):
            break
    return None


def _is_quoted(g: Grammar, content: Sequence[Span], i: int) -> bool:
    """Return whether a token of the content stands in quotation marks: its I is the one who speaks."""
    at = g.tokens[i].start
    return any(g.parse.text[span.start] in _MARKS for span in content if span.start <= at < span.end)


def _tokens_of(g: Grammar, content: Sequence[Span]) -> list[int]:
    found: list[int] = []
    for span in content:
        first, end = bisect_left(g.starts, span.start), bisect_left(g.starts, span.end)
        found.extend(range(first, end))
    return found


def _is_main(g: Grammar, i: int, inside: Collection[int]) -> bool:
    """Return whether a token is the predicate of a main clause of the content."""
    token = g.tokens[i]
    if token.pos not in ("VERB", "AUX") or token.dep in ("aux", "auxpass"):
        return False
    if token.dep == "conj" and g.tokens[token.head].pos in ("VERB", "AUX"):
        return token.head in inside and _is_main(g, token.head, inside)
    return token.head == i or token.head not in inside or token.dep == "parataxis"


def _of_clause(g: Grammar, verb: int, quoted: bool) -> Manner | None:
    table = _table()
    token = g.tokens[verb]
    helpers = [k for k in g.kids[verb] if g.tokens[k].dep == "aux"]
    forms = {g.tokens[k].lower for k in helpers}
    subject = g.subject(verb)
    own = subject is not None and _is_own(g, subject, quoted)
    word = token.lemma.lower()
    state = word == "be" and g.child(verb, "acomp", "prep") is not None  # "should be able to"
    if forms & _DEMANDING and "have" not in forms and "'ve" not in forms and not state:
        return Manner(How.CALLS_FOR, _words(g, *helpers, verb))
    if quoted and subject is None and token.tag == "VB" and not helpers and word not in table.no_demand:
        return Manner(How.CALLS_FOR, token.text)
    going = g.child(verb, "xcomp") if word == "go" and token.tag == "VBG" else None
    to_come = forms & (_COMING if quoted else _COMING_OR_REPORTED) or (word == "go" and token.tag == "VBG")
    word = g.tokens[going].lemma.lower() if going is not None else word
    if to_come and own:
        return Manner(How.PROMISES, _words(g, *helpers, verb)) if word not in table.no_promise else None
    if to_come and subject is not None and _is_body(g, subject) and not g.passive(verb):
        how = How.PREDICTS if word in table.no_promise | table.unwilled else How.PROMISES
        return Manner(how, _words(g, *helpers, verb))
    if to_come and not g.passive(verb) and subject is not None:
        return Manner(How.PREDICTS, _words(g, *helpers, verb))
    if quoted and word == "let" and token.tag == "VB" and _of_us(g, verb):
        return Manner(How.CALLS_FOR, token.text)
    if word == "be" and (time := _of_time(g, verb)) is not None:
        return Manner(How.CALLS_FOR, g.tokens[time].text)
    dated = any(g.tokens[i].entity in ("DATE", "TIME") for i in range(*g.hull(verb)))
    if not quoted and forms & _PERHAPS and "have" not in forms and subject is not None and dated:
        return Manner(How.PREDICTS, _words(g, *helpers, verb))
    likely = g.child(verb, "acomp", "attr", "oprd")
    if likely is not None and g.tokens[likely].lower in table.coming:
        return Manner(How.PREDICTS, g.tokens[likely].text)
    return None


def _of_us(g: Grammar, verb: int) -> bool:
    """``Let's pray``, ``let us go``."""
    return verb + 1 < len(g.tokens) and g.tokens[verb + 1].lower in ("us", "'s", "’s")


def _of_time(g: Grammar, verb: int) -> int | None:
    """``It is time to go``, ``it's time for peace``."""
    subject, time = g.subject(verb), g.child(verb, "attr")
    if subject is None or time is None or g.tokens[subject].lower != "it" or g.tokens[time].lower != "time":
        return None
    behind = [g.tokens[k].lower for k in (*g.kids[time], *g.kids[verb]) if k > time]
    to = any(g.tokens[k].tag == "VB" for k in (*g.kids[time], *g.kids[verb]) if k > time)
    return time if to or "for" in behind else None


def _is_body(g: Grammar, subject: int) -> bool:
    """``the government``, ``Ruritania``: whom those who lead it speak for."""
    token = g.tokens[subject]
    return token.entity in ("ORG", "GPE") or token.lemma.lower() in _table().bodies


def _words(g: Grammar, *tokens: int | None) -> str:
    return " ".join(g.tokens[i].text for i in sorted({t for t in tokens if t is not None}))


# --- data --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    verbs: dict[str, How]
    nouns: dict[str, How]
    exact: dict[tuple[str, str], How]
    beginnings: tuple[tuple[str, str, How], ...]
    light: frozenset[str]
    plain: frozenset[str]
    own: dict[str, How]
    judging: frozenset[str]
    blaming: frozenset[str]
    coming: frozenset[str]
    no_promise: frozenset[str]
    no_demand: frozenset[str]
    damning: frozenset[str]
    bodies: frozenset[str]
    unwilled: frozenset[str]

    def construction(self, word: str, pattern: str) -> How | None:
        found = self.exact.get((word, pattern))
        if found is None:
            for known, beginning, how in self.beginnings:
                if known == word and pattern.startswith(beginning):
                    return how
        return found


@cache
def _table() -> _Table:
    path = files("generator.extraction").joinpath("data", "how.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    verbs: dict[str, How] = {}
    nouns: dict[str, How] = {}
    exact: dict[tuple[str, str], How] = {}
    beginnings: list[tuple[str, str, How]] = []
    for how in How:
        section = data.get(how.value, {})
        for word in (*section.get("verbs", "").split(), *section.get("adverbs", "").split()):
            verbs[word] = how
        nouns.update(dict.fromkeys(section.get("nouns", "").split(), how))
        for pair in section.get("constructions", "").split():
            word, _, pattern = pair.partition("/")
            if pattern.endswith("*"):
                beginnings.append((word, pattern[:-1], how))
            else:
                exact[word, pattern] = how
    return _Table(
        verbs=verbs,
        nouns=nouns,
        exact=exact,
        beginnings=tuple(beginnings),
        own={word: How(how) for how, words in data["own"].items() for word in words.split()},
        judging=frozenset(data["blame"]["verbs"].split()),
        blaming=frozenset(data["blame"]["words"].split()),
        light=frozenset(data["light"]["verbs"].split()),
        plain=frozenset(data["plain"]["verbs"].split()),
        coming=frozenset(data["coming"]["words"].split()),
        no_promise=frozenset(data["stative"]["verbs"].split()),
        no_demand=frozenset(data["no_demand"]["verbs"].split()),
        damning=frozenset(data["blame"]["damning"].split()),
        bodies=frozenset(data["bodies"]["nouns"].split()),
        unwilled=frozenset(data["unwilled"]["verbs"].split()),
    )
