"""A reporting word in its sentence: what the questions about it have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.extraction.grammar import Grammar
from generator.extraction.unsaid.lexicon import Lexicon, lexicon
from generator.model import NotSaid, Span

_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_HELPING = _FINITE | {"MD"}
_QUOTATION_ENDS = frozenset(('"', "”", "'", "’", ")", "!"))


class Unsaid(NamedTuple):
    """Why it was not said, and the words that tell."""

    reason: NotSaid
    words: str


class View:
    """A parse with what is known of one report in it.

    ``inside`` has the number of each token's quotation, ``holder`` is the token that heads the source.
    """

    __slots__ = ("content", "g", "holder", "inside", "lexicon", "tokens")

    def __init__(
        self, g: Grammar, inside: Sequence[int], content: Sequence[Span], holder: int | None
    ) -> None:
        self.g = g
        self.tokens = g.tokens
        self.inside = inside
        self.content = content
        self.holder = holder
        self.lexicon: Lexicon = lexicon()

    def lower(self, i: int) -> str:
        return self.tokens[i].lower

    def lemma(self, i: int) -> str:
        return self.tokens[i].lemma.lower()

    def text(self, *tokens: int) -> str:
        """The words of some tokens, in order."""
        return " ".join(self.tokens[i].text for i in sorted(set(tokens)))

    def in_content(self, i: int) -> bool:
        start = self.tokens[i].start
        return any(span.start <= start < span.end for span in self.content)

    def is_noun(self, i: int) -> bool:
        return self.tokens[i].pos in ("NOUN", "PROPN")

    def is_verb(self, i: int) -> bool:
        return self.tokens[i].pos in ("VERB", "AUX")

    def is_finite(self, verb: int) -> bool:
        """``says``, ``may say``; not ``to say``, ``saying``."""
        helped = any(self.tokens[k].tag in _HELPING for k in self.helpers(verb))
        return helped or self.tokens[verb].tag in _FINITE

    def has_to(self, verb: int) -> bool:
        return any(self.tokens[k].tag == "TO" for k in self.g.kids[verb])

    def helpers(self, verb: int) -> list[int]:
        """The auxiliaries of a verb that are no words of the content."""
        return [k for k in self.g.children(verb, "aux", "auxpass") if not self.in_content(k)]

    def subject(self, verb: int) -> int | None:
        """The verb's subject, or that of the verb which it shares one with."""
        for _ in range(4):
            subject = self.g.subject(verb)
            if subject is not None or self.tokens[verb].dep not in ("conj", "xcomp"):
                return subject
            verb = self.tokens[verb].head
        return None

    def is_first_person(self, verb: int) -> bool:
        subject = self.subject(verb)
        return subject is not None and self.lower(subject) in ("i", "we")

    def says_of(self, verb: int) -> frozenset[str]:
        """The words of a predicate: the adjective itself, or what is said with a form of be."""
        found = {self.lower(verb)}
        if self.lemma(verb) in self.lexicon.copulas:
            beside = self.g.children(verb, "acomp", "attr", "oprd", "advmod")
            found.update(self.lower(k) for k in beside)
        return frozenset(found)

    def ends_with_question(self, i: int) -> bool:
        """Return whether the sentence of a token, in the same quotation, ends with a question mark."""
        first, last = self.g.sentence(i)
        end = last - 1
        while end > first and self.tokens[end].text in _QUOTATION_ENDS:
            end -= 1
        return self.tokens[end].text == "?" and self.inside[end] == self.inside[i]
