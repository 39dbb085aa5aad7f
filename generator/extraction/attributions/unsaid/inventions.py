"""Inventions: words of fakes, of satire, of characters in a work of fiction."""

from __future__ import annotations

from generator.extraction.attributions.unsaid.view import Unsaid, View
from generator.model import NotSaid

_CLAUSES_UP = 4


def invented(view: View, anchor: int) -> Unsaid | None:
    """``A fabricated quotation has him saying``, ``in the play, the queen says``."""
    words = _by_speaker(view, anchor) or _in_fiction(view, anchor)
    return Unsaid(NotSaid.INVENTED, words) if words else None


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
    if word in words.heroes and _is_of_fiction(view, noun):
        return view.text(noun)
    if not view.is_noun(noun):
        return ""
    known = {word, *(view.lemma(k) for k in view.g.kids[noun])}
    for kid in view.g.children(noun, "amod", "compound", "nmod"):
        if view.lower(kid) in words.fake and known & words.faked:
            return view.text(kid, noun)
    return ""


def _is_of_fiction(view: View, noun: int) -> bool:
    """``the hero of the film``, ``the novel's narrator``."""
    return any(view.lemma(i) in view.lexicon.works for i in range(*view.g.hull(noun)))


def _in_fiction(view: View, anchor: int) -> str:
    """``In the play``; "in her novel" may be what she says herself."""
    root = view.g.parse.sentences[view.tokens[anchor].sentence].root
    for node in (anchor, root):
        for preposition in view.g.children(node, "prep"):
            work = view.g.child(preposition, "pobj")
            if work is None or preposition > anchor or view.lower(preposition) != "in":
                continue
            own = view.g.child(work, "poss") is not None
            is_fiction = view.lemma(work) in view.lexicon.works and not own
            if (is_fiction or view.lemma(work) in view.lexicon.dreams) and not view.in_content(preposition):
                return view.text(preposition, work)
    return ""
