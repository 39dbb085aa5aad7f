"""Works of fiction and dreams: what is said in them is nobody's."""

from __future__ import annotations

from generator.extraction.unsaid.view import View

_OF_LIFE_TOO = frozenset(("scene", "episode", "drama", "tragedy", "comedy", "farce"))
_SEEN = frozenset(("film", "movie", "episode", "drama", "scene", "satire"))  # a documentary's, perhaps
_ONE = frozenset(("a", "an", "one"))


def is_of_fiction(view: View, noun: int) -> bool:
    """``the hero of the film``, ``the novel's narrator``."""
    return any(view.lemma(i) in view.lexicon.works for i in range(*view.g.hull(noun)))


def in_fiction(view: View, anchor: int) -> str:
    """``In the play``, ``in a dream``; "in her novel" may be what she says herself."""
    root = view.g.parse.sentences[view.tokens[anchor].sentence].root
    for node in (anchor, root):
        for preposition in view.g.children(node, "prep"):
            work = view.g.child(preposition, "pobj")
            if work is None or preposition > anchor or view.lower(preposition) != "in":
                continue
            told = _is_told(view, anchor, work) or _is_dreamt(view, work) or never_held(view, work)
            if told and not view.in_content(preposition):
                return view.text(preposition, work)
    return ""


def _is_told(view: View, anchor: int, work: int) -> bool:
    """A work of fiction; of "her novel", only what somebody in it says: ``a keeper claims``."""
    if not _is_work(view, work) or _of_life(view, work):
        return False
    if view.g.child(work, "poss") is None:
        return True
    subject = view.g.subject(anchor)
    if subject is None or view.tokens[subject].pos != "NOUN" or view.lemma(work) in _SEEN:
        return False
    determiner = view.g.child(subject, "det")
    return determiner is not None and view.lower(determiner) in _ONE


def _is_work(view: View, noun: int) -> bool:
    """``a novel``, ``a short story``; not ``a story for the Post``."""
    if view.lemma(noun) in view.lexicon.works:
        return True
    kinds = {view.lower(k) for k in view.g.children(noun, "amod", "compound")}
    return bool(kinds & view.lexicon.told) and view.lemma(noun) in ("story", "tale", "book", "strip")


def _is_dreamt(view: View, noun: int) -> bool:
    """``in a nightmare``, ``in a dream sequence``; not ``in a dream house``."""
    dreams = view.lexicon.dreams
    if view.lemma(noun) in ("sequence", "scene", "vision"):
        return any(view.lemma(k) in dreams for k in view.g.children(noun, "compound", "amod"))
    return view.lemma(noun) in dreams


def shown_in(view: View, anchor: int) -> str:
    """``The cartoon shows him saying``, ``the comic strip has her claim``; a film may be of what was said."""
    for verb in (anchor, view.g.head(anchor)):
        if verb is None or view.lemma(verb) not in view.lexicon.showing | {"have", "let"}:
            continue
        work, below = view.g.subject(verb), view.g.child(verb, "ccomp", "xcomp")
        speaks = (
            below is not None
            and view.g.subject(below) is not None
            and view.tokens[below].tag in ("VB", "VBG")
        )
        drawn = work is not None and _is_work(view, work) and view.lemma(work) not in _SEEN
        if work is not None and drawn and speaks and (verb == anchor or below == anchor):
            return view.text(work, verb)
    return ""


def _of_life(view: View, work: int) -> bool:
    """``in the scene of the crime``: of something that is no work of fiction."""
    if view.lemma(work) not in _OF_LIFE_TOO:
        return False
    of = next((k for k in view.g.children(work, "prep") if view.lower(k) == "of"), None)
    whose = view.g.child(of, "pobj") if of is not None else None
    return whose is not None and view.lemma(whose) not in view.lexicon.works and view.is_noun(whose)


def never_held(view: View, work: int) -> bool:
    """``in a speech never given``, ``in a letter that was never sent``."""
    for clause in view.g.children(work, "acl", "relcl"):
        never = any(view.lower(k) == "never" for k in view.g.kids[clause])
        if never and view.lemma(clause) in view.lexicon.held:
            return True
    return False
