"""Inventions: words of fakes, of satire, of characters in a work of fiction."""

from __future__ import annotations

from generator.extraction.attributions.unsaid.view import Unsaid, View
from generator.model import NotSaid

_CLAUSES_UP = 4
_OF_LIFE_TOO = frozenset(("scene", "episode", "drama", "tragedy", "comedy", "farce"))


def invented(view: View, anchor: int) -> Unsaid | None:
    """``A fabricated quotation has him saying``, ``in the play, the queen says``."""
    words = _by_speaker(view, anchor) or _in_fiction(view, anchor) or _misquoted(view, anchor)
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
    if word in words.heroes and _is_of_fiction(view, noun):
        return view.text(noun)
    if not view.is_noun(noun):
        return ""
    known = {word, *(view.lemma(k) for k in view.g.kids[noun])}
    for kid in view.g.children(noun, "amod"):
        if view.lower(kid) in words.unreal:
            return view.text(kid, noun)
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
            is_fiction = view.lemma(work) in view.lexicon.works and not own and not _of_life(view, work)
            told = is_fiction or view.lemma(work) in view.lexicon.dreams or _never_held(view, work)
            if told and not view.in_content(preposition):
                return view.text(preposition, work)
    return ""


def _of_life(view: View, work: int) -> bool:
    """``in the scene of the crime``: of something that is no work of fiction."""
    if view.lemma(work) not in _OF_LIFE_TOO:
        return False
    of = next((k for k in view.g.children(work, "prep") if view.lower(k) == "of"), None)
    whose = view.g.child(of, "pobj") if of is not None else None
    return whose is not None and view.lemma(whose) not in view.lexicon.works and view.is_noun(whose)


def _never_held(view: View, work: int) -> bool:
    """``in a speech never given``, ``in a letter that was never sent``."""
    for clause in view.g.children(work, "acl", "relcl"):
        never = any(view.lower(k) == "never" for k in view.g.kids[clause])
        if never and view.lemma(clause) in view.lexicon.held:
            return True
    return False
