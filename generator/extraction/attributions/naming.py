"""Reject what only looks like a report: a thing's name in quotation marks, an act without words."""

from __future__ import annotations

from generator.extraction.attributions.reporting import naming_words, never_reports
from generator.extraction.grammar import Grammar
from generator.extraction.mentions import lexicon

_MARKS = frozenset(('"', "“", "``", "'", "‘"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_NAMING = frozenset(("quote-before", "quote-after", "oprd", "read"))
_NAMES = frozenset(("name", "surname", "nickname", "title"))
_TITLE_CASE = 0.75  # of the longer words have a capital
_PLEADS = frozenset(("argue", "plead", "speak", "act"))
_PARTIES = frozenset((
    "plaintiff", "defendant", "appellant", "appellee", "petitioner", "respondent", "claimant", "defense",
    "defence", "prosecution", "accused", "client",
))  # fmt: skip


def reports_nothing(g: Grammar, anchor: int, pattern: str) -> bool:
    """``a programme called “Fresh Start”``, ``so-called``, ``continues to hold hostages``."""
    named = _gives_a_name(g, anchor) or _changes_a_name(g, anchor) or _is_known_as(g, anchor, pattern)
    return named or _appears_for(g, anchor) or never_reports(g.word(anchor), pattern)


def _appears_for(g: Grammar, anchor: int) -> bool:
    """``argued for the plaintiffs``: whose lawyer somebody is, and nothing that is said."""
    if g.word(anchor) not in _PLEADS or anchor + 1 >= len(g.tokens):
        return False
    party = g.child(anchor + 1, "pobj") if g.tokens[anchor + 1].lower == "for" else None
    return party is not None and g.word(party).rstrip("s") in _PARTIES


def is_title(g: Grammar, first: int, end: int, anchor: int) -> bool:
    """``his event, “Storm the Pier”, was a joke``: capitals in marks between a noun and its verb.

    ``anchor`` is the reporting word: "in a speech, “Long Live Oslo”, said the mayor" is none.
    """
    tokens = g.tokens
    if (
        first < 2
        or end + 1 >= len(tokens)
        or tokens[first].text not in _MARKS
        or tokens[first - 1].text != ","
    ):
        return False
    noun, behind = tokens[first - 2], end + (tokens[end].text == ",")
    words = [t.text for t in tokens[first:end] if t.text[0].isalpha() and len(t.text) > 3]
    titled = len(words) > 1 and sum(word[0].isupper() for word in words) >= _TITLE_CASE * len(words)
    thing = noun.tag == "NN" and noun.lower not in lexicon.roles().person
    comma = "," in (tokens[end].text, tokens[end - 2].text)
    return titled and thing and comma and behind != anchor and tokens[behind].tag in _FINITE


def _changes_a_name(g: Grammar, anchor: int) -> bool:
    """``her name was shortened to “Mara”``: what somebody is called, and nobody says it."""
    subject = g.child(anchor, "nsubjpass")
    named = subject is not None and g.word(subject) in _NAMES
    return named and g.agent(anchor) is None


def _is_known_as(g: Grammar, anchor: int, pattern: str) -> bool:
    """``was commonly called “harbour flu”``: by everybody, so nobody says it."""
    named = g.passive(anchor) and g.word(anchor) in naming_words()
    return named and pattern in _NAMING and g.agent(anchor) is None


def _gives_a_name(g: Grammar, anchor: int) -> bool:
    """A participle that says what a noun is called, and not by whom."""
    token = g.tokens[anchor]
    if (
        token.tag not in ("VBN", "VBD")
        or token.lemma.lower() not in naming_words()
        or token.dep not in ("acl", "amod")
    ):
        return False
    return not any(g.tokens[k].lower == "by" for k in g.kids[anchor])
