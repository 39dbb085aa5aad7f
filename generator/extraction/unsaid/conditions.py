"""Recognise a mere supposition: a conjunction, a modal verb, an inverted order."""

from __future__ import annotations

from generator.extraction.unsaid.view import Unsaid, View
from generator.model import NotSaid

_WOULD = frozenset(("would", "'d", "’d"))
_WILL = frozenset(("will", "shall", "'ll", "’ll"))
_BACK = frozenset(("he", "she", "they", "him", "her", "them", "his", "their", "it", "its"))
_NOW = frozenset(("VBZ", "VBP"))
_LONGEST_CLAUSE = 60  # words before its verb


def condition(view: View, node: int) -> Unsaid | None:
    """``if she says``, ``may say``, ``were she to say``."""
    subject = view.g.subject(node)
    if subject is not None and view.lower(subject) == "whoever":
        return Unsaid(NotSaid.SUPPOSED, view.text(subject))
    if words := _whatever(view, node):
        return Unsaid(NotSaid.SUPPOSED, words)
    return by_conjunction(view, node) or by_modal(view, node) or to_come(view, node) or _by_order(view, node)


def _whatever(view: View, node: int) -> str:
    """``Whatever the bank says``, ``no matter what she tells us``: it may be anything."""
    for kid in view.g.children(node, "dobj", "pobj", "attr", "oprd"):
        if kid < node and view.lower(kid) in ("whatever", "whichever"):
            return view.text(kid)
    first = node  # of the words without a comma before the verb: the parser often loses a "no matter"
    farthest = max(view.g.sentence(node).first, node - _LONGEST_CLAUSE)
    while first > farthest and view.lower(first - 1) != ",":
        first -= 1
    no_matter = [view.lower(i) for i in range(first, min(first + 2, node))] == ["no", "matter"]
    return view.text(*range(first, first + 3)) if no_matter else ""


def by_conjunction(view: View, node: int) -> Unsaid | None:
    """Return what the conjunction before a clause makes of it."""
    for kid in view.g.children(node, "mark", "advmod"):
        if kid < node and (found := _conjunction(view, node, kid)):
            return found
    return None


def _conjunction(view: View, node: int, mark: int) -> Unsaid | None:
    word = view.lower(mark)
    head = view.g.head(node)
    asked = head is not None and view.lemma(head) in view.lexicon.asking
    if word == "whether" or (word == "if" and asked):
        return Unsaid(NotSaid.ASKED if asked else NotSaid.DOUBTED, view.text(mark))
    if word in view.lexicon.conditions and view.tokens[mark].dep == "mark":
        return Unsaid(NotSaid.SUPPOSED, view.text(mark))
    if word == "until" and view.tokens[node].tag in ("VBZ", "VBP", "VB"):
        return Unsaid(NotSaid.SUPPOSED, view.text(mark))
    in_time = word in ("once", "when", "whenever", "before", "after")
    if in_time and head is not None and _is_of_no_time(view, node, head, word):
        return Unsaid(NotSaid.SUPPOSED, view.text(mark))
    return None


def _is_of_no_time(view: View, node: int, head: int, word: str) -> bool:
    return is_to_come(view, node, head) or _is_of_any_time(view, node, head, word)


def _is_of_any_time(view: View, node: int, main: int, word: str) -> bool:
    """``When a judge says that the case is closed, the file is burned``: nobody said it yet.

    Not of somebody by name, and not where the main clause is about what was said:
    ``when the president says so, he lies``.
    """
    subject = view.g.subject(node)
    if subject is None or not view.is_noun(subject) or view.tokens[subject].pos == "PROPN":
        return False
    if any(view.lower(i) in _BACK for i in _outside(view, main, node)):
        return False
    determiner = view.g.child(subject, "det")
    anybody = determiner is not None and view.lower(determiner) in ("a", "an", "any", "every")
    if word == "whenever" and anybody:
        return True
    now = view.tokens[node].tag in _NOW and not view.helpers(node)
    general = view.tokens[main].tag in _NOW or any(view.tokens[k].tag in _NOW for k in view.helpers(main))
    return now and general and word in ("once", "when", "whenever")


def _outside(view: View, main: int, node: int) -> list[int]:
    """The words of the main clause that are not in the clause below ``node``."""
    inner = view.g.hull(node)
    return [i for i in range(*view.g.sentence(main)) if not inner.first <= i < inner.end]


def to_come(view: View, node: int) -> Unsaid | None:
    """``will tell parliament tomorrow``, ``is going to claim``; not ``I will say``, ``will only say``."""
    helpers = [k for k in view.helpers(node) if view.lower(k) in _WILL]
    if view.is_first_person(node) or not helpers:
        return None
    if any(token.lower in ("only", "but", "always") for token in view.tokens[helpers[0] : node]):
        return None
    return Unsaid(NotSaid.SUPPOSED, view.text(*helpers, node))


def is_to_come(view: View, node: int, main: int) -> bool:
    """``Once the ministry says so, the pool will open``."""
    modal = any(view.tokens[k].tag == "MD" for k in view.g.children(main, "aux"))
    return modal and view.tokens[node].tag in ("VBZ", "VBP")


def by_modal(view: View, node: int) -> Unsaid | None:
    """``might say``; not ``can only say``, not what the one who speaks says so: ``I must say``."""
    helpers = view.helpers(node)
    words = {view.lower(k) for k in helpers}
    if view.is_first_person(node):
        return None
    if any(token.lower in ("only", "but") for token in view.tokens[min(helpers, default=node) : node]):
        return None
    never_was = "have" in words or _has_condition(view, node) or _is_anybody(view, view.subject(node))
    if words & view.lexicon.modals or (words & _WOULD and never_was):
        return Unsaid(NotSaid.SUPPOSED, view.text(*helpers, node))
    return None


def _has_condition(view: View, node: int) -> bool:
    """An "if" of the sentence, wherever the parse has hung it."""
    first, end = view.g.sentence(node)
    marks = [i for i in range(first, end) if view.tokens[i].dep == "mark"]
    return any(view.lower(i) in ("if", "unless") and view.inside[i] == view.inside[node] for i in marks)


def _is_anybody(view: View, subject: int | None) -> bool:
    """``some would say``, ``critics would say``; not ``her lawyers would say``."""
    if subject is None or view.tokens[subject].pos == "PROPN":
        return False
    bare = view.g.child(subject, "det", "poss", "relcl") is None
    return bare and view.lemma(subject) in view.lexicon.anybody


def _by_order(view: View, node: int) -> Unsaid | None:
    """``Were he to say``, ``Should the bank announce``, ``Had the captain said``."""
    first, subject = view.g.sentence(node).first, view.g.subject(node)
    if view.lower(first) not in ("were", "should", "had") or subject is None or view.ends_with_question(node):
        return None
    opens = first == node or first in view.g.kids[node]
    return Unsaid(NotSaid.SUPPOSED, view.text(first)) if opens and first < subject else None
