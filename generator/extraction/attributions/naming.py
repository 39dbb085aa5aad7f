"""Reject what only looks like a report: a thing's name in quotation marks, an act without words."""

from __future__ import annotations

from generator.extraction.attributions.reporting import naming_words, never_reports
from generator.extraction.grammar import Grammar

_PLEADS = frozenset(("argue", "plead", "speak", "act"))
_PARTIES = frozenset((
    "plaintiff", "defendant", "appellant", "appellee", "petitioner", "respondent", "claimant", "defense",
    "defence", "prosecution", "accused", "client",
))  # fmt: skip


def reports_nothing(g: Grammar, anchor: int, pattern: str) -> bool:
    """``a programme called “Fresh Start”``, ``so-called``, ``continues to hold hostages``."""
    named = _gives_a_name(g, anchor)
    return named or _appears_for(g, anchor) or never_reports(g.tokens[anchor].lemma.lower(), pattern)


def _appears_for(g: Grammar, anchor: int) -> bool:
    """``argued for the plaintiffs``: whose lawyer somebody is, and nothing that is said."""
    if g.tokens[anchor].lemma.lower() not in _PLEADS or anchor + 1 >= len(g.tokens):
        return False
    party = g.child(anchor + 1, "pobj") if g.tokens[anchor + 1].lower == "for" else None
    return party is not None and g.tokens[party].lemma.lower().rstrip("s") in _PARTIES


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
