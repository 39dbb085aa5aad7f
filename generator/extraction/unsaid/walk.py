"""The walk from a reporting word upwards: what stands above decides over what stands below.

The reporting word itself may tell (``has never said``, ``might say``), or a word that it hangs
from (``failed to mention``, ``it is unclear whether he said``). An adverbial clause is not decided
over: ``she did not leave before he said so``. Nor does anything within the content tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from generator.extraction.grammar import Grammar
from generator.extraction.unsaid.conditions import (
    by_conjunction,
    by_modal,
    condition,
    is_to_come,
)
from generator.extraction.unsaid.inventions import invented, made_up
from generator.extraction.unsaid.negation import negation, negation_above
from generator.extraction.unsaid.questions import demanded, in_question, questioned
from generator.extraction.unsaid.view import Unsaid, View
from generator.model import NotSaid, Span

_COMPLEMENTS = frozenset((
    "xcomp", "ccomp", "pcomp", "csubj", "csubjpass", "acl", "dobj", "pobj", "oprd", "attr", "prep",
))  # fmt: skip
_HIGHEST = 10  # words that are looked at above the reporting word


def why_unsaid(
    g: Grammar, inside: Sequence[int], anchor: int, content: Sequence[Span], holder: int | None = None
) -> Unsaid | None:
    """Return why nobody said the ``content`` of the reporting word at ``anchor``; None where somebody did.

    ``inside`` has the number of each token's quotation, ``holder`` is the token that heads the source.
    """
    if not any(char.isalpha() for char in g.tokens[anchor].text):
        return None
    view = View(g, inside, content, holder)
    return (
        questioned(view, anchor)
        or invented(view, anchor)
        or in_question(view, anchor)
        or _of_refusal(view, anchor)
        or _of_correction(view, anchor)
        or _over(view, anchor, _HIGHEST)
        or demanded(view, anchor)
    )


def _of_refusal(view: View, anchor: int) -> Unsaid | None:
    """``refused to confirm that …``, ``evaded the question whether …``: the refusal is the reporting word."""
    words, word = view.lexicon, view.lemma(anchor)
    if word in words.ducking | words.facing:
        asked = view.g.child(anchor, "dobj")
        if asked is not None and (found := _of_question(view, asked, anchor)):
            return found
    if word not in words.negating_verbs or negation(view, anchor):
        return None
    below = [anchor, *view.g.children(anchor, "prep")]
    for verb in (kid for node in below for kid in view.g.children(node, "xcomp", "pcomp", "dobj")):
        clause = view.g.child(verb, "ccomp", "acl")
        if clause is not None and _is_whole(view, clause) and view.lemma(verb) not in words.disowning:
            return Unsaid(NotSaid.NEGATED, view.text(anchor, verb))
    return None


def _is_whole(view: View, clause: int) -> bool:
    """Return whether a clause has a finite verb, in the content or not."""
    verbs = (clause, *view.g.children(clause, "aux", "auxpass"))
    return any(view.tokens[i].tag in ("VBD", "VBZ", "VBP", "MD") for i in verbs)


def _of_question(view: View, noun: int, verb: int) -> Unsaid | None:
    """``evaded the question whether …``, ``faced questions about …``; not ``ignored her question``."""
    if view.lemma(noun) not in view.lexicon.asking or view.g.child(noun, "poss") is not None:
        return None
    ducked = view.lemma(verb) in view.lexicon.ducking
    if not ducked and view.lemma(verb) not in view.lexicon.facing:
        return None
    return Unsaid(NotSaid.NEGATED if ducked else NotSaid.ASKED, view.text(verb, noun))


def _of_correction(view: View, anchor: int) -> Unsaid | None:
    """``did not, as some papers wrote, say so``: the "not" corrects what they wrote."""
    mark = view.g.child(anchor, "mark", "advmod", "prep")
    first = view.g.hull(anchor).first
    if mark is None or view.lower(mark) != "as" or first < 2 or view.lower(first - 1) != ",":
        return None
    before = view.lower(first - 2)
    return Unsaid(NotSaid.NEGATED, f"{before}, as") if before in ("not", "n't", "n’t", "never") else None


def _over(view: View, node: int, left: int, negated: bool = False) -> Unsaid | None:
    """Return what ``node`` and the words above it say of it; ``negated`` where a word below denies it."""
    if view.in_content(node):  # "According to her, it may rain"
        return None
    own = negation(view, node)
    if own and view.lemma(node) in view.lexicon.restless:
        return None
    if bool(own) != negated:
        return Unsaid(NotSaid.NEGATED, f"{own} {view.text(node)}".strip())
    found = None if own else condition(view, node)
    return found or _above(view, node, left - 1)


def _above(view: View, node: int, left: int) -> Unsaid | None:
    head = view.g.head(node)
    if head is None or left <= 0 or view.in_content(head):
        return None
    match view.tokens[node].dep:
        case "conj":
            return _joined(view, node, head, left)
        case "relcl":
            return _of_rumour(view, node, head) or _antecedent(view, head)
        case "advcl":
            return _adverbial(view, node, head, left)
        case dep if dep in _COMPLEMENTS:
            return _governed(view, node, head, left)
    return None


# --- clauses joined, relative, adverbial ---


def _joined(view: View, node: int, head: int, left: int) -> Unsaid | None:
    """``did not confirm or deny``, ``if she comes and says``, ``left rather than say``."""
    link = next((view.lower(i) for i in range(node - 1, head, -1) if view.tokens[i].dep == "cc"), "")
    if link == "than":
        return Unsaid(NotSaid.NEGATED, "rather than")
    if view.g.subject(node) is None and not view.helpers(node):
        if link in ("or", "nor"):
            return _over(view, head, left)
        if view.tokens[node].tag == "VB":
            return by_modal(view, head) or _above(view, head, left)
    while True:
        if found := by_conjunction(view, head):
            return found
        if view.tokens[head].dep != "conj":
            return None
        head = view.tokens[head].head


def _antecedent(view: View, noun: int) -> Unsaid | None:
    """``Anyone who says``, ``nobody who said``, ``imagine a mayor who says``."""
    head = view.tokens[noun].head
    above = view.lemma(head)
    told = view.lexicon.faked | view.lexicon.rumours | view.lexicon.works
    if made_up(view, head) and view.lemma(noun) in told:
        return Unsaid(NotSaid.INVENTED, view.text(head, noun))
    determiner = view.g.child(noun, "det")
    opening = view.lower(determiner) if determiner is not None else ""
    if above in view.lexicon.supposing_clauses | view.lexicon.inventing:
        return Unsaid(NotSaid.SUPPOSED, above)
    if view.lower(noun) in view.lexicon.whoever or opening == "any":
        return Unsaid(NotSaid.SUPPOSED, f"{opening} {view.text(noun)}".strip())
    if view.lower(noun) in ("nobody", "none") or opening == "no":
        return Unsaid(NotSaid.NEGATED, f"{opening} {view.text(noun)}".strip())
    return None


def _adverbial(view: View, node: int, head: int, left: int) -> Unsaid | None:
    """``rather than say``, ``as if to say``, ``could not bring himself to say``, ``as soon as she says``."""
    before = {view.lower(k) for k in view.g.kids[node] if k < node}
    if view.tokens[node].tag == "VBG" and view.lemma(head) in view.lexicon.supposing_clauses:
        return Unsaid(NotSaid.SUPPOSED, view.text(head))
    if "than" in before and "rather" in before:
        return Unsaid(NotSaid.NEGATED, "rather than")
    if view.tokens[node].tag == "VB" and "to" in before:
        return _governed(view, node, head, left)
    if view.tokens[node].tag == "VBG" and (noun := _noun_before(view, node)) is not None:
        return _of_noun(view, node, noun, left)
    if view.lower(head) == "soon" and is_to_come(view, node, view.tokens[head].head):
        return Unsaid(NotSaid.SUPPOSED, "as soon as")
    return None


def _noun_before(view: View, node: int) -> int | None:
    """``no record of the poet saying``, however the parse has hung "saying"."""
    if node == 0 or view.tokens[node - 1].dep != "pobj":
        return None
    noun = view.tokens[view.tokens[node - 1].head].head
    return noun if view.is_noun(noun) else None


# --- what governs a clause, an infinitive, a noun ---


class _Place(NamedTuple):
    """A word below and the word above that governs it."""

    node: int
    head: int
    left: int
    infinite: bool  # "to say", "saying", "having said"
    with_to: bool
    finite: bool
    says: frozenset[str]  # the words of the predicate above


class _Verdict(NamedTuple):
    unsaid: Unsaid | None  # None: it was said


_SAID = _Verdict(None)


def _governed(view: View, node: int, head: int, left: int) -> Unsaid | None:
    """Return what a governing verb, adjective, noun or preposition makes of it."""
    if view.tokens[head].pos in ("ADP", "SCONJ") or view.tokens[head].dep == "prep":
        return _of_preposition(view, node, head, left)
    if view.tokens[head].pos in ("NOUN", "PROPN", "PRON"):
        return _of_noun(view, node, head, left)
    verbal, finite = view.is_verb(node), view.is_finite(node)
    place = _Place(
        node, head, left, verbal and not finite, view.has_to(node), verbal and finite, view.says_of(head)
    )
    for judge in _JUDGES:
        verdict = judge(view, place)
        if verdict is not None:
            return verdict.unsaid
    return condition(view, head) or _above(view, head, left - 1)


def _another_sentence(view: View, at: _Place) -> _Verdict | None:
    """A sentence of its own before another; ``it was not she but he who said``."""
    if view.tokens[at.node].dep != "ccomp" or not at.finite:
        return None
    subject = view.g.subject(at.node)
    if subject is None:
        return None
    return _SAID if at.node < at.head or view.lower(subject) == "who" else None


def _by_adjective(view: View, at: _Place) -> _Verdict | None:
    """``unable to say``, ``it is unclear that he said``, ``is due to announce``."""
    words = view.lexicon
    if at.infinite and at.says & words.negating_adjectives:
        return _Verdict(_over(view, at.head, at.left - 1, negated=True))
    if doubted := at.says & words.doubting_adjectives:
        return _Verdict(Unsaid(NotSaid.DOUBTED, min(doubted)))
    if at.finite and (doubted := at.says & words.doubting_nouns):
        return _Verdict(Unsaid(NotSaid.DOUBTED, min(doubted)))
    if at.with_to and (supposed := at.says & words.supposing_adjectives):
        return _Verdict(Unsaid(NotSaid.SUPPOSED, min(supposed)))
    return None


def _by_verb(view: View, at: _Place) -> _Verdict | None:
    """``denied saying``, ``doubt that he said``, ``dreamt that he said``, ``falsely quoted as saying``."""
    words, word, shown = view.lexicon, view.lemma(at.head), view.text(at.head)
    if word == "deny":
        return _Verdict(Unsaid(NotSaid.NEGATED, shown))
    if word in words.doubting_verbs:
        return _Verdict(Unsaid(NotSaid.DOUBTED, shown))
    if word in words.inventing:
        return _Verdict(Unsaid(NotSaid.INVENTED, shown))
    if word in words.showing and (wrong := _wrongly(view, at.head)):
        return _Verdict(Unsaid(NotSaid.INVENTED, f"{wrong} {shown}"))
    return None


def _by_negating_verb(view: View, at: _Place) -> _Verdict | None:
    """``failed to mention``, ``has yet to say``, ``remains to be said``."""
    words, word = view.lexicon, view.lemma(at.head)
    if view.is_noun(at.node) and (found := _of_question(view, at.node, at.head)):
        return _Verdict(found)
    if word in words.omitting and view.is_noun(at.node) and view.tokens[at.node].dep == "dobj":
        return _Verdict(_over(view, at.head, at.left - 1, negated=True))
    if not at.infinite:
        return None
    if word in words.negating_verbs:
        return _Verdict(_over(view, at.head, at.left - 1, negated=True))
    yet = word in ("have", "be", "remain") and any(view.lower(k) == "yet" for k in view.g.kids[at.head])
    if word in words.forbidding or yet or (word == "remain" and view.g.passive(at.node)):
        return _Verdict(Unsaid(NotSaid.NEGATED, view.text(at.head) + (" yet" if yet else "")))
    return None


def _by_supposing_verb(view: View, at: _Place) -> _Verdict | None:
    """``wants to say``, ``suppose she says``; who wants to say so says so: ``I want to thank you``."""
    words, word = view.lexicon, view.lemma(at.head)
    going = word == "go" and at.with_to and view.tokens[at.head].tag == "VBG" and view.helpers(at.head)
    below = view.tokens[at.node].tag == "VB" and (word in words.supposing_verbs or bool(going))
    if at.with_to and word == "ought":
        return _Verdict(Unsaid(NotSaid.SUPPOSED, view.text(at.head)))
    if going and view.is_first_person(at.head):
        return _SAID
    if word in words.considering and view.tokens[at.node].tag == "VBG":
        return _Verdict(Unsaid(NotSaid.SUPPOSED, view.text(at.head)))
    if not below and word not in words.supposing_clauses:
        return None
    own = word in ("want", "like", "wish", "need") and view.g.subject(at.node) is None
    if below and own and view.is_first_person(at.head):
        return _SAID
    return _Verdict(Unsaid(NotSaid.SUPPOSED, view.text(at.head)))


def _by_negated_verb(view: View, at: _Place) -> _Verdict | None:
    """``did not go on to say``, ``I don't think he said``; ``did not regret saying``."""
    words, word = view.lexicon, view.lemma(at.head)
    grants = word in words.granting_verbs and not at.with_to
    denied = negation(view, at.head) if view.is_verb(at.head) else ""
    if not denied:
        return _SAID if grants else None
    if grants or word in words.restless or at.says & (words.granting_adjectives | words.usual):
        return _SAID
    if at.finite and word not in words.doubted_with_a_not:
        return _SAID
    reason = NotSaid.DOUBTED if at.finite else NotSaid.NEGATED
    return _Verdict(Unsaid(reason, f"{denied} {view.text(at.head)}"))


_JUDGES: tuple[Callable[[View, _Place], _Verdict | None], ...] = (
    _another_sentence,
    _by_adjective,
    _by_verb,
    _by_negating_verb,
    _by_supposing_verb,
    _by_negated_verb,
)


def _of_preposition(view: View, node: int, preposition: int, left: int) -> Unsaid | None:
    """``without saying``, ``instead of saying``, ``barred from saying``, ``misquoted as saying``."""
    words, word = view.lexicon, view.lower(preposition)
    if word == "without":
        return Unsaid(NotSaid.NEGATED, view.text(preposition))
    head = view.g.head(preposition)
    if head is None:
        return None
    before = view.lower(preposition - 1) if preposition else ""
    if before in words.before_preposition or view.lower(head) in words.before_preposition:
        twice = negation_above(view, head)
        return None if twice else Unsaid(NotSaid.NEGATED, f"{before} {word}")
    if view.lemma(head) in words.considering and view.tokens[node].tag == "VBG":
        return Unsaid(NotSaid.SUPPOSED, view.text(head, preposition))
    kept = word == "from" and view.lemma(head) in words.kept_from
    if kept or view.lemma(head) in words.negating_verbs or view.lower(head) in words.negating_adjectives:
        return _over(view, head, left - 1, negated=True)
    if view.is_noun(head):
        return _of_noun(view, node, head, left)
    if word == "as" and view.lemma(head) in words.showing | words.inventing:
        if wrong := _wrongly(view, head):
            return Unsaid(NotSaid.INVENTED, f"{wrong} {view.text(head)}")
        if view.lemma(head) in words.inventing:
            return Unsaid(NotSaid.INVENTED, view.text(head))
        return condition(view, head) or _above(view, head, left - 1)
    return None


def _of_noun(view: View, node: int, noun: int, left: int) -> Unsaid | None:
    """``his refusal to say``, ``no evidence that she said``, ``a plan to announce``."""
    words, word = view.lexicon, view.lemma(noun)
    if rumour := _of_rumour(view, node, noun):
        return rumour
    above = view.lemma(view.tokens[noun].head)
    if (
        view.tokens[node].tag == "VBG"
        and view.tokens[noun].dep == "dobj"
        and above in words.supposing_clauses
    ):
        return Unsaid(NotSaid.SUPPOSED, above)
    determiner = view.g.child(noun, "det", "neg")
    none = determiner is not None and view.lower(determiner) in ("no", "neither", "not")
    if word in words.negating_nouns and not view.is_finite(node):
        return None if none else Unsaid(NotSaid.NEGATED, view.text(noun))
    if word in words.nothing_of and (none or negation_above(view, noun)):
        return Unsaid(NotSaid.DOUBTED, f"no {view.text(noun)}")
    if word in words.doubting_nouns and view.is_finite(node):
        return Unsaid(NotSaid.DOUBTED, view.text(noun))
    if word in words.supposing_nouns and view.tokens[node].tag == "VB":
        return Unsaid(NotSaid.SUPPOSED, view.text(noun))
    if word in words.verges and view.tokens[node].tag in ("VB", "VBG"):
        return Unsaid(NotSaid.SUPPOSED, view.text(noun))
    if view.tokens[noun].dep == "pobj" and view.tokens[node].dep == "acl":
        return _of_preposition(view, noun, view.tokens[noun].head, left - 1) if left > 0 else None
    return None


def _of_rumour(view: View, node: int, noun: int) -> Unsaid | None:
    """``rumours that she said so were false``, ``denied reports that she said so``."""
    words, head = view.lexicon, view.g.head(noun)
    known = view.lemma(noun) in words.rumours and view.is_finite(node)
    behind = any(span.start > view.tokens[node].start for span in view.content)  # not "the story he told"
    if head is None or not known or not behind:
        return None
    predicate = view.g.child(head, "xcomp") if view.lemma(head) in ("turn", "prove") else None
    told = view.says_of(head) | (view.says_of(predicate) if predicate is not None else frozenset())
    doubted = told & (words.doubting_adjectives | words.untrue | words.doubting_nouns)
    if doubted and view.g.subject(head) == noun and not negation(view, head):
        return Unsaid(NotSaid.DOUBTED, min(doubted))
    if view.lemma(head) in words.rejecting and view.tokens[noun].dep in ("dobj", "nsubjpass"):
        return None if negation(view, head) else Unsaid(NotSaid.DOUBTED, view.text(head, noun))
    return None


def _wrongly(view: View, verb: int) -> str:
    return next((view.tokens[k].text for k in view.g.kids[verb] if view.lower(k) in view.lexicon.wrongly), "")
