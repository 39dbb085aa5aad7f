"""A parsed paragraph as grammar asks for it: dependants by label, stretches, subjects.

Token ranges are ``[first, end)`` of the paragraph's tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.extraction.language import ParsedParagraph, Token
from generator.model import Span

_CLAUSE = frozenset(("ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "pcomp", "xcomp"))
_FARTHEST_AGENT = 16  # tokens from a passive to the "by" behind what is quoted
_ADDRESSING = frozenset((
    "told", "asked", "warned", "informed", "questioned", "pressed", "quizzed", "reminded", "assured",
    "notified", "challenged", "advised",
))  # fmt: skip
_FINITE = frozenset(("VBD", "VBN", "VBZ", "MD"))  # the tagger takes "shrugged" for either
_SUBJECT = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))


class Range(NamedTuple):
    """Tokens ``[first, end)``."""

    first: int
    end: int

    def holds(self, i: int) -> bool:
        return self.first <= i < self.end


class Grammar:
    """Reads a parse; all answers are token indices or ranges of them."""

    __slots__ = ("_left", "_right", "kids", "parse", "starts", "title_case", "tokens")

    def __init__(self, parse: ParsedParagraph) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.kids = parse.children
        self.starts = [token.start for token in parse.tokens]
        self.title_case = _title_case(parse.tokens)
        self._left, self._right = _edges(parse.tokens, parse.children)

    def hull(self, i: int) -> Range:
        """Return the first and the last token of the subtree of ``i``."""
        return Range(self._left[i], self._right[i] + 1)

    def word(self, i: int) -> str:
        """Return how word lists and counts know a token: its lemma in lower case."""
        return self.tokens[i].lemma.lower()

    def child(self, i: int, *deps: str) -> int | None:
        """The first dependant of ``i`` with one of these labels."""
        for kid in self.kids[i]:
            if self.tokens[kid].dep in deps:
                return kid
        return None

    def children(self, i: int, *deps: str) -> list[int]:
        return [kid for kid in self.kids[i] if self.tokens[kid].dep in deps]

    def head(self, i: int) -> int | None:
        head = self.tokens[i].head
        return None if head == i else head

    def subject(self, verb: int) -> int | None:
        """The verb's own subject, passive ones included."""
        for kid in self.kids[verb]:
            if self.tokens[kid].dep in _SUBJECT:
                return kid
        return None

    def passive(self, verb: int) -> bool:
        return any(self.tokens[kid].dep in ("auxpass", "nsubjpass") for kid in self.kids[verb])

    def addressed(self, verb: int) -> int | None:
        """Return whom something is told to, where it is the verb's subject.

        ``Dahl was told that …``; ``Dahl, asked whether …, said``, which the parser takes for "Dahl asked".
        """
        subject = self.subject(verb)
        if subject is None or self.tokens[verb].lower not in _ADDRESSING:
            return None
        return subject if self.passive(verb) or self._is_put_between(subject, verb) else None

    def _is_put_between(self, subject: int, verb: int) -> bool:
        """Return whether a verb stands right behind "Dahl," and another one behind a comma of its own."""
        if verb < 2 or self.tokens[verb - 1].text != "," or not subject < verb:
            return False
        if self.hull(subject).end not in (verb, verb - 1):
            return False
        behind = range(verb + 1, self.sentence(verb).end - 1)
        return any(self.tokens[i].text == "," and self.tokens[i + 1].tag in _FINITE for i in behind)

    def agent(self, verb: int) -> int | None:
        """The "by" of a passive; of ``was accused of lying by Ann Lee`` too, hung on "lying"."""
        own = self.child(verb, "agent")
        if own is not None or not self.passive(verb):
            return own
        for preposition in self.children(verb, "prep"):
            gerund = self.child(preposition, "pcomp")
            for kid in self.children(gerund, "prep", "agent") if gerund is not None else ():
                person = self.child(kid, "pobj")
                if (
                    self.tokens[kid].lower == "by"
                    and person is not None
                    and self.tokens[person].pos == "PROPN"
                ):
                    return kid
        return self._behind_quotation(verb)

    def _behind_quotation(self, verb: int) -> int | None:
        """``was described as “music-obsessed” by the police``: hung on a word of the quotation."""
        for i in range(verb + 2, min(verb + _FARTHEST_AGENT, len(self.tokens))):
            quoted = self.tokens[i - 1].text in ('"', "”", "''", "’")
            if quoted and self.tokens[i].lower == "by" and self.inside(i, verb):
                return i
        return None

    def sentence(self, i: int) -> Range:
        sentence = self.parse.sentences[self.tokens[i].sentence]
        return Range(sentence.start, sentence.end)

    def is_clause(self, i: int) -> bool:
        return self.tokens[i].dep in _CLAUSE

    def inside(self, i: int, ancestor: int) -> bool:
        """Return whether ``i`` is ``ancestor`` or hangs from it."""
        while i != ancestor:
            head = self.tokens[i].head
            if head == i:
                return False
            i = head
        return True

    def chars(self, tokens: Range) -> Span:
        """Code points of the paragraph, white space at the edges left out."""
        first, end = tokens
        while first < end - 1 and not self.tokens[first].text.strip():
            first += 1
        while end - 1 > first and not self.tokens[end - 1].text.strip():
            end -= 1
        return Span(self.tokens[first].start, self.tokens[end - 1].end)


def _title_case(tokens: Sequence[Token]) -> float:
    """The share of capitalised words at the paragraph's beginning, as in headlines."""
    words = [t for t in tokens[:40] if t.text[:1].isalpha()]
    return sum(t.text[0].isupper() for t in words) / len(words) if words else 0.0


def _edges(tokens: tuple[Token, ...], children: tuple[tuple[int, ...], ...]) -> tuple[list[int], list[int]]:
    """Leftmost and rightmost descendant of every token."""
    left, right = list(range(len(tokens))), list(range(len(tokens)))
    waiting = [len(kids) for kids in children]
    ready = [i for i, count in enumerate(waiting) if not count]
    while ready:  # leaves first: each token is done once, however deep the tree
        i = ready.pop()
        head = tokens[i].head
        if head == i:
            continue
        left[head], right[head] = min(left[head], left[i]), max(right[head], right[i])
        waiting[head] -= 1
        if not waiting[head]:
            ready.append(head)
    return left, right
