"""Find what negates one word: a "not", a subject that is nobody, an object that is nothing."""

from __future__ import annotations

from generator.extraction.unsaid.view import View

_NOT = frozenset(("not", "n't", "n’t", "never", "nor", "neither", "nowhere"))
_NO = frozenset(("no", "neither"))
_NOBODY = frozenset(("nobody", "none", "nothing", "neither", "noone"))
_NEARLY = frozenset(("hardly", "scarcely", "barely"))
_SELDOM = frozenset(("rarely", "seldom"))
_TURNED = frozenset(("has", "have", "had", "does", "do", "did", "can", "could", "will", "would"))
_DEGREE = frozenset(("so", "as", "more", "less", "better"))
_AFTER_FRONTED_NOT = frozenset(("once", "a", "one", "ever"))


def negation(view: View, node: int) -> str:
    """The words that negate ``node``, "" where none do. A negation in the content belongs to the content."""
    for kid in view.g.kids[node]:
        if not view.in_content(kid) and (words := _by_dependant(view, node, kid)):
            return words
    return (
        _by_subject(view, node)
        or _by_object(view, node)
        or _by_fronted(view, node)
        or _before_insertion(view, node)
    )


def negation_above(view: View, node: int) -> str:
    """Return what negates the verb that a word hangs from, whatever lies between."""
    up: int | None = node
    while up is not None and not view.is_verb(up):
        up = view.g.head(up)
    return negation(view, up) if up is not None else ""


def _by_dependant(view: View, node: int, kid: int) -> str:
    token = view.tokens[kid]
    if view.is_noun(node) and kid < node and token.dep in ("det", "neg") and token.lower in _NO:
        return token.text
    if token.lower in _NOT and _is_against(view, node, kid):
        return token.text
    if token.dep in ("advmod", "npadvmod") and _no_longer(view, kid):
        return f"no {token.text}"
    if token.dep == "advmod" and kid < node and (words := _by_hardly(view, node, kid)):
        return words
    if token.dep == "prep" and kid < node and _on_no_occasion(view, kid):
        return view.text(*range(*view.g.hull(kid)))
    return ""


def _is_against(view: View, node: int, kid: int) -> bool:
    """Return whether a "not" denies the verb; ``not only``, ``not long after``, ``no, she said`` do not."""
    token = view.tokens[kid]
    following = view.lower(kid + 1) if kid + 1 < len(view.tokens) else ""
    if token.dep in ("det", "intj") or following in view.lexicon.merely:
        return False
    if token.dep in ("cc", "preconj") and token.lower in ("nor", "neither"):
        return kid < node
    if kid > node and view.tokens[node].pos != "AUX":
        return False
    if _until(view, node) or (token.lower == "never" and _by_degree(view, node)):
        return False
    if token.text == "Not" and kid == view.g.sentence(node).first:
        return following in _AFTER_FRONTED_NOT or kid + 1 == node
    return True


def _by_hardly(view: View, node: int, kid: int) -> str:
    """``rarely says``, ``hardly ever says``, ``can hardly say``, ``hardly anyone says``.

    Not ``had hardly said so when …``, ``rarely so clearly``, ``rarely, she said``.
    """
    word, behind = view.lower(kid), view.lower(kid + 1)
    if word in _SELDOM:
        return view.text(kid) if behind != "," and not _by_degree(view, node) else ""
    before = [k for k in view.g.children(kid, "advmod") if view.lower(k) in _NEARLY | _SELDOM]
    if word == "ever" and before:
        return view.text(*before, kid)
    if word not in _NEARLY:
        return ""
    subject = view.g.subject(node)
    of_subject = subject is not None and view.g.hull(subject).first == kid + 1
    if of_subject and _is_one(view, kid + 1):
        return view.text(kid, kid + 1)
    modal = any(view.tokens[k].tag == "MD" for k in view.helpers(node))
    return view.text(kid) if modal else ""


def _is_one(view: View, i: int) -> bool:
    """``hardly anyone``, ``scarcely a soul``, ``barely any of them``."""
    return view.lower(i).startswith("any") or view.lower(i) in ("a", "one")


def _by_fronted(view: View, node: int) -> str:
    """``Rarely has a minister conceded``, where the parser takes the helper for the verb."""
    first = view.g.sentence(node).first
    if view.lower(first) not in _SELDOM | {"never"} or view.in_content(first):
        return ""
    helper = first + 1 + (view.lower(first + 1) in ("before", "again", "once"))
    turned = helper + 1 < node and view.lower(helper) in _TURNED
    between = view.tokens[helper + 1 : node]
    if not turned or any(t.pos in ("VERB", "AUX", "PUNCT") for t in between) or _by_degree(view, node):
        return ""
    return view.text(first)


def _before_insertion(view: View, node: int) -> str:
    """``did not, as the paper had it, say``: the parser hangs the "not" elsewhere."""
    first = view.g.sentence(node).first
    commas = [i for i in range(first + 1, node) if view.lower(i) == ","]
    if len(commas) < 2 or commas[-1] != node - 1:
        return ""
    opening = commas[-2]
    inserted = view.lower(opening + 1) in ("as", "so", "contrary", "like")
    return view.tokens[opening - 1].text if inserted and view.lower(opening - 1) in _NOT else ""


def _no_longer(view: View, kid: int) -> bool:
    """``no longer says``, ``not once did she say``."""
    inner = {view.lower(k) for k in view.g.children(kid, "neg", "det")}
    return view.lower(kid) in ("longer", "once") and not inner.isdisjoint(("no", "not", "never"))


def _until(view: View, node: int) -> bool:
    """``did not say until Monday``: then it was said."""
    return any(view.lower(k) == "until" and not view.in_content(k) for k in view.g.children(node, "prep"))


def _by_degree(view: View, node: int) -> bool:
    """``has never said so clearly that``: it has been said before, less clearly."""
    for kid in view.g.children(node, "advmod"):
        compared = view.tokens[kid].tag == "RBR" or any(view.lower(k) in _DEGREE for k in view.g.kids[kid])
        of_the_verb = not view.in_content(kid) or _before_that(view, kid)
        if kid > node and compared and of_the_verb:
            return True
    return False


def _before_that(view: View, i: int) -> bool:
    return i + 1 < len(view.tokens) and view.lower(i + 1) == "that"


def _on_no_occasion(view: View, preposition: int) -> bool:
    noun = view.g.child(preposition, "pobj")
    if noun is None or view.lemma(noun) not in view.lexicon.occasions:
        return False
    determiner = view.g.child(noun, "det")
    return determiner is not None and view.lower(determiner) == "no"


def _by_subject(view: View, node: int) -> str:
    subject = view.g.subject(node)
    if subject is None and view.tokens[node].dep == "conj":
        subject = view.g.subject(view.tokens[node].head)
    if subject is None or view.in_content(subject):
        return ""
    return _of_nobody(view, subject)


def _of_nobody(view: View, noun: int) -> str:
    """``nobody``, ``no minister``, ``neither of them``, ``not one of the guards``."""
    word = view.lower(noun)
    if word in _NOBODY:
        return view.tokens[noun].text
    for kid in view.g.kids[noun]:
        if kid < noun and (view.lower(kid) in _NO or (view.lower(kid) == "not" and word == "one")):
            return view.text(kid, noun)
    first = view.g.hull(noun).first
    if view.lower(first) in _NEARLY and first < noun and _is_one(view, first + 1):
        return view.text(first, first + 1)
    if view.lower(first) == "not" and first < noun and view.lower(first + 1) in ("one", "a"):
        return view.text(first, first + 1)
    return ""


def _by_object(view: View, node: int) -> str:
    """``made no mention``, ``said nothing``, ``said no such thing``."""
    for kid in view.g.children(node, "dobj", "attr", "oprd"):
        word = view.lower(kid)
        if kid < node and view.tokens[node].tag != "VBN":
            continue
        if word == "nothing":
            return view.tokens[kid].text
        if view.in_content(kid) and word != "thing":
            continue
        determiner = view.g.child(kid, "det")
        said_itself = view.lemma(node) in view.lexicon.light or word in ("thing", "word")
        if said_itself and determiner is not None and view.lower(determiner) == "no":
            return view.text(determiner, kid)
    return ""
