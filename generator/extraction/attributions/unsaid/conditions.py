"""What makes a clause a mere supposition: a conjunction, a modal verb, an inverted order."""

from __future__ import annotations

from generator.extraction.attributions.unsaid.view import Unsaid, View
from generator.model import NotSaid

_WOULD = frozenset(("would", "'d", "’d"))


def condition(view: View, node: int) -> Unsaid | None:
    """``if she says``, ``may say``, ``were she to say``."""
    subject = view.g.subject(node)
    if subject is not None and view.lower(subject) == "whoever":
        return Unsaid(NotSaid.SUPPOSED, view.text(subject))
    return by_conjunction(view, node) or by_modal(view, node) or _by_order(view, node)


def by_conjunction(view: View, node: int) -> Unsaid | None:
    """What the conjunction before a clause makes of it."""
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
    if word in ("once", "when", "before", "after") and head is not None and is_to_come(view, node, head):
        return Unsaid(NotSaid.SUPPOSED, view.text(mark))
    return None


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
