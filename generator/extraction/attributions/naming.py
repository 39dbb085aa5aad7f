"""Reject what only looks like a report: a thing's name in quotation marks, an act without words."""

from __future__ import annotations

from generator.extraction.attributions.reporting import naming_words, never_reports
from generator.extraction.grammar import Grammar


def reports_nothing(g: Grammar, anchor: int, pattern: str) -> bool:
    """``a programme called “Fresh Start”``, ``so-called``, ``continues to hold hostages``."""
    return never_reports(g.tokens[anchor].lemma.lower(), pattern) or _gives_a_name(g, anchor)


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
