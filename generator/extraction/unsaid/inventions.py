"""Inventions: words of fakes, of satire, of characters in a work of fiction."""

from __future__ import annotations

from generator.extraction.unsaid.fiction import in_fiction, is_of_fiction, never_held, shown_in
from generator.extraction.unsaid.view import Unsaid, View
from generator.model import NotSaid

_CLAUSES_UP = 4


def invented(view: View, anchor: int) -> Unsaid | None:
    """``A fabricated quotation has him saying``, ``in the play, the queen says``."""
    words = (
        _by_speaker(view, anchor)
        or in_fiction(view, anchor)
        or shown_in(view, anchor)
        or _misquoted(view, anchor)
    )
    return Unsaid(NotSaid.INVENTED, words) if words else None


def made_up(view: View, verb: int) -> bool:
    """``invented a story``, ``made up a quotation``."""
    if view.lemma(verb) == "make":
        return any(view.lower(k) == "up" for k in view.g.children(verb, "prt", "advmod", "prep"))
    return view.lemma(verb) in view.lexicon.making_up


def _misquoted(view: View, anchor: int) -> str:
    """``was falsely quoted as saying``: the quoting itself is the reporting word."""
    if view.lemma(anchor) not in ("quote", "cite", "attribute", "misquote"):
        return ""
    if view.lemma(anchor) == "misquote":
        return view.text(anchor)
    wrong = [k for k in view.g.children(anchor, "advmod") if view.lower(k) in view.lexicon.wrongly]
    return view.text(*wrong, anchor) if wrong else ""


def _by_speaker(view: View, anchor: int) -> str:
    if view.holder is not None and (found := _made_up(view, view.holder)):
        return found
    node: int | None = anchor
    for _ in range(_CLAUSES_UP):
        if node is None:
            break
        for subject in view.g.children(node, "nsubj", "nsubjpass", "csubj"):
            if found := _made_up(view, subject):
                return found
        if view.tokens[node].dep in ("advcl", "relcl"):
            break
        node = view.g.head(node)
    return ""


def _made_up(view: View, noun: int) -> str:
    """A character, a forgery, a satirical site."""
    words, word = view.lexicon, view.lemma(noun)
    if word in words.characters or word in words.fakes:
        return view.text(noun)
    if word in words.heroes and is_of_fiction(view, noun):
        return view.text(noun)
    if not view.is_noun(noun):
        return ""
    if never_held(view, noun):
        return f"never {view.text(noun)}"
    known = {word, *(view.lemma(k) for k in view.g.kids[noun])}
    for kid in view.g.children(noun, "amod"):
        if view.lower(kid) in words.unreal:
            return view.text(kid, noun)
    for kid in view.g.children(noun, "amod", "compound", "nmod"):
        if view.lower(kid) in words.fake and known & words.faked:
            return view.text(kid, noun)
    return ""
