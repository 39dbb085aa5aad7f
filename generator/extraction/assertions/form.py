"""The form of one sentence, as numbers: what of it tells a statement that readers pick out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from generator.extraction.language import Token
from generator.extraction.tables import table

_WORDS = table("assertions.toml")["words"]
_CONNECTIVES = frozenset(_WORDS["connectives"])
_POINTING = frozenset(_WORDS["pointing"])
_REASONS = frozenset(_WORDS["reasons"])
_DUTIES = frozenset(_WORDS["duties"])
_OPINIONS = frozenset(_WORDS["opinions"])
_MINE = frozenset(("i", "my", "me"))
_OURS = frozenset(("we", "our", "us"))
_YOURS = frozenset(("you", "your"))
_ARTICLES = frozenset(("the", "a", "an"))
_EMBEDDED = frozenset(("ccomp", "advcl", "relcl", "acl", "conj"))
_VERBS = frozenset(("VERB", "AUX"))
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]?")
_FIGURE = re.compile(r"\d[\d,.]*")


class Form(NamedTuple):
    """Counts are of words, shares run from 0 to 1, the rest is 0 or 1."""

    quoted: float = 0.0  # share of the characters within quotation marks
    names: float = 0.0  # share of the words that are names
    pronouns: float = 0.0  # share of the words
    dates: int = 0
    cardinals: int = 0
    sums: int = 0  # of money
    percentages: int = 0
    figures: int = 0
    past: int = 0  # verbs in the past tense
    present: int = 0
    modal: int = 0
    had: bool = False
    has: bool = False
    passive: bool = False
    negated: bool = False
    clauses: int = 0
    pronoun_subject: bool = False
    named_subject: bool = False
    connective: bool = False  # opens with "but", "however"
    pointing: bool = False  # opens with "this", "they"
    article: bool = False  # opens with "the", "a"
    preposition: bool = False
    mine: int = 0
    ours: int = 0
    yours: int = 0
    compared: int = 0  # "more", "larger"
    utmost: bool = False  # "most", "largest"
    duty: bool = False  # "must", "should"
    opinion: bool = False  # "think", "hope"
    reason: bool = False  # "because", "therefore"
    colons: int = 0
    commas: int = 0


NO_FORM = Form()


def read_form(text: str, tokens: Sequence[Token], root: Token) -> Form:
    """Read the form of a sentence: its ``text``, its ``tokens`` and the main verb among them."""
    tags = Counter(token.tag for token in tokens)
    entities = Counter(token.entity for token in tokens if token.entity_start)
    words = [token.lower for token in tokens]
    known = set(words)
    lemmas = {token.lemma.lower() for token in tokens}
    first = next((word for word in words if word[0].isalnum()), "")
    subject = next((t for t in tokens if t.head == root.i and t.dep in ("nsubj", "nsubjpass")), None)
    deps = {token.dep for token in tokens}
    return Form(
        quoted=sum(map(len, _QUOTED.findall(text))) / len(text),
        names=sum(token.pos == "PROPN" for token in tokens) / len(tokens),
        pronouns=sum(token.pos == "PRON" for token in tokens) / len(tokens),
        dates=entities["DATE"],
        cardinals=entities["CARDINAL"],
        sums=entities["MONEY"],
        percentages=entities["PERCENT"],
        figures=len(_FIGURE.findall(text)),
        past=tags["VBD"],
        present=tags["VBZ"] + tags["VBP"],
        modal=tags["MD"],
        had="had" in known,
        has=not known.isdisjoint(("has", "have")),
        passive=not deps.isdisjoint(("nsubjpass", "auxpass")),
        negated="neg" in deps,
        clauses=sum(token.dep in _EMBEDDED and token.pos in _VERBS for token in tokens),
        pronoun_subject=subject is not None and subject.pos == "PRON",
        named_subject=subject is not None and subject.pos == "PROPN",
        connective=first in _CONNECTIVES,
        pointing=first in _POINTING,
        article=first in _ARTICLES,
        preposition=tokens[0].pos == "ADP",
        mine=sum(word in _MINE for word in words),
        ours=sum(word in _OURS for word in words),
        yours=sum(word in _YOURS for word in words),
        compared=tags["JJR"] + tags["RBR"],
        utmost=tags["JJS"] + tags["RBS"] > 0,
        duty=not known.isdisjoint(_DUTIES),
        opinion=not lemmas.isdisjoint(_OPINIONS),
        reason=not known.isdisjoint(_REASONS),
        colons=text.count(":") + text.count(";"),
        commas=text.count(","),
    )
