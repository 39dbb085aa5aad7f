"""Questions and demands: what is asked, or told to be said, nobody has said."""

from __future__ import annotations

from generator.extraction.unsaid.view import Unsaid, View
from generator.model import NotSaid

_BEFORE_ASKED = frozenset(("when", "if", "once", "also", "later", ","))
_NO_WORDS = frozenset(("PUNCT", "INTJ", "ADV", "CCONJ", "SPACE"))


def questioned(view: View, anchor: int) -> Unsaid | None:
    """``Asked whether …, Dahl said``, ``Dahl was asked whether …``: the question is not Dahl's."""
    token = view.tokens[anchor]
    if view.lemma(anchor) not in view.lexicon.questioned or token.tag not in ("VBN", "VBD"):
        return None
    if view.g.child(anchor, "agent") is not None:
        return None
    subject = view.g.child(anchor, "nsubj", "nsubjpass")
    first = view.g.sentence(anchor).first
    opens = anchor == first or view.lower(anchor - 1) in _BEFORE_ASKED
    if subject is None and not view.helpers(anchor) and opens:
        return Unsaid(NotSaid.ASKED, token.text)
    put = view.g.addressed(anchor) == subject and view.lower(anchor - 1) == ","
    if subject is not None and put:
        return Unsaid(NotSaid.ASKED, token.text)
    if subject is not None and view.g.passive(anchor) and view.holder == subject:
        return Unsaid(NotSaid.ASKED, view.text(*view.helpers(anchor), anchor))
    return None


def in_question(view: View, anchor: int) -> Unsaid | None:
    """``Did she say that …?``; not ``Why, she asked?``."""
    if not view.ends_with_question(anchor) or view.lemma(anchor) in view.lexicon.asking:
        return None
    if view.content and view.content[-1].end <= view.tokens[anchor].start:
        return None
    top = anchor
    while view.tokens[top].dep in ("xcomp", "ccomp", "conj", "pcomp", "prep"):
        top = view.tokens[top].head
    if view.g.head(top) is not None or not _is_turned(view, top):
        return None
    return Unsaid(NotSaid.ASKED, "?")


def _is_turned(view: View, verb: int) -> bool:
    """Return whether a clause has the form of a question: a helper before its subject, or an asking word."""
    subject = view.g.subject(verb)
    if subject is None:
        return True
    phrase = view.tokens[view.g.hull(subject).first : subject + 1]
    asking = any(token.tag in ("WP", "WDT", "WP$") for token in phrase)
    copula = view.tokens[verb].pos == "AUX" and verb < subject
    return asking or copula or any(k < subject for k in view.helpers(verb))


def demanded(view: View, anchor: int) -> Unsaid | None:
    """``Say that …``, ``let's say``: nobody has yet."""
    token = view.tokens[anchor]
    before = [view.lower(i) for i in range(max(0, anchor - 2), anchor)]
    if before[:1] == ["let"] and before[-1] in ("us", "'s", "’s"):
        return Unsaid(NotSaid.SUPPOSED, view.text(*range(anchor - 2, anchor + 1)))
    if token.tag != "VB" or token.dep not in ("ROOT", "conj", "ccomp"):
        return None
    if view.g.subject(anchor) is not None or view.g.child(anchor, "aux") is not None:
        return None
    lead = view.tokens[view.g.sentence(anchor).first : anchor]
    return Unsaid(NotSaid.SUPPOSED, token.text) if all(t.pos in _NO_WORDS for t in lead) else None
