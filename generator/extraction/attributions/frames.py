"""Frames: a word that may report, and the words that it may report, by grammar alone.

Every rule is a generator ``rule(grammar, token) -> frames`` in :data:`RULES`; it
proposes whatever the grammar allows. Whether a proposal is an attribution is for
``scorer`` to say. ``pattern`` names the construction (``ccomp``, ``dobj+prep_of``)
as the counts of reporting expressions do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from generator.extraction.attributions.reporting import documents
from generator.extraction.grammar import Grammar, Range

_CLAUSAL = ("ccomp", "xcomp")
_NOUN_CLAUSE = ("acl", "ccomp", "relcl")
_HEDGES = frozenset(
    (
        "reportedly",
        "allegedly",
        "apparently",
        "supposedly",
        "purportedly",
        "seemingly",
        "presumably",
        "evidently",
    )
)
_ADDRESSING = frozenset(
    ("advise", "assure", "convince", "inform", "notify", "promise", "remind", "tell", "warn")
)
_WHERE = frozenset(("at", "during", "in", "on", "via"))
_AS = frozenset(("as", "like"))


@dataclass(frozen=True, slots=True)
class Frame:
    """A proposal: ``anchor`` is the cue's main token, ``focus`` the content's.

    ``voice`` tells where the source is to be looked for: ``subject`` (of a verb or
    of the verb that a noun hangs from), ``prep`` (object of ``according to``),
    ``none`` (a hedge names nobody).
    """

    rule: str
    pattern: str
    anchor: int
    cue: tuple[int, ...]
    content: tuple[Range, ...]
    focus: int
    voice: str = "subject"
    phrase: Range | None = None  # the adverbial that the content stands around


def find_frames(grammar: Grammar) -> list[Frame]:
    """All proposals of one paragraph, in the order of their cues."""
    frames: list[Frame] = []
    for i, token in enumerate(grammar.tokens):
        for rule in RULES.get(token.pos, ()):
            frames.extend(rule(grammar, i))
    return frames


# --- verbs ---------------------------------------------------------------------


def verb_frames(g: Grammar, v: int) -> Iterator[Frame]:
    """``said that …``, ``wants to …``, ``called for …``, ``accused X of …``."""
    if g.tokens[v].dep in ("aux", "auxpass") or _is_supposed(g, v):
        return
    objects = g.children(v, "dobj", "dative")
    for kid in g.kids[v]:
        token = g.tokens[kid]
        if token.dep in _CLAUSAL:
            yield from _clausal(g, v, kid, objects)
        elif token.dep == "advcl" and _fronted(g, v, kid):
            yield _frame("clausal-complement", "ccomp<", g, v, kid)
        elif token.dep == "dobj" and kid != addressee(g, v):
            yield _frame("object", "dobj", g, v, kid)
        elif token.dep in ("oprd", "advcl") and objects:
            yield from _predicative(g, v, kid, objects[-1])
        elif token.dep == "oprd":
            yield _before_agent(g, _frame("predicative", "oprd", g, v, kid))
        elif token.dep == "prep":
            yield from _prepositional(g, v, kid, objects)
        elif token.dep == "nsubjpass":
            yield _frame("passive-subject", "nsubjpass", g, v, kid)


def _is_supposed(g: Grammar, v: int) -> bool:
    """``let's say you start a talk``, whatever the parse makes of it."""
    return g.tokens[v].lower == "say" and v > 1 and g.tokens[v - 2].lower == "let"


def addressee(g: Grammar, v: int) -> int | None:
    """Return who is told: ``told the Daily Post the mine was shut``, the object before a clause."""
    clause = next((kid for kid in g.children(v, "ccomp") if kid > v), None)
    if clause is None or g.tokens[v].lemma not in _ADDRESSING:
        return None
    return next((kid for kid in g.children(v, "dobj", "dative") if v < kid < clause), None)


def _fronted(g: Grammar, v: int, clause: int) -> bool:
    """``The two could not agree, said people who …``: a clause of its own before an inverted verb."""
    subject = g.subject(v)
    own = g.subject(clause) is not None and g.child(clause, "mark") is None
    return own and clause < v and subject is not None and subject > v


def _clausal(g: Grammar, v: int, kid: int, objects: list[int]) -> Iterator[Frame]:
    dep = g.tokens[kid].dep
    side = "" if kid > v else "<"
    if kid < v and not g.child(kid, "nsubj", "nsubjpass", "expl") and dep == "xcomp":
        return
    rule = "clausal-complement" if dep == "ccomp" else "infinitive"
    yield _frame(rule, f"{dep}{side}", g, v, kid)
    before = [o for o in objects if o < kid and g.tokens[o].dep == "dobj"]
    if before and dep == "xcomp":
        yield _frame(rule, "dobj+xcomp", g, v, kid, first=g.hull(before[0]).first)
    subject = g.subject(v)
    if dep == "xcomp" and subject is not None and subject < v and kid > v:
        yield Frame("raised-subject", "subj+xcomp", v, (v,), (g.hull(subject), g.hull(kid)), kid, "none")


def _predicative(g: Grammar, v: int, kid: int, obj: int) -> Iterator[Frame]:
    if g.tokens[kid].dep == "oprd" and obj < kid:
        first = g.hull(obj).first
        if obj > v:
            yield _frame("predicative", "dobj+oprd", g, v, kid, first=first)
        else:
            yield _frame("predicative", "oprd", g, v, kid)


def _prepositional(g: Grammar, v: int, prep: int, objects: list[int]) -> Iterator[Frame]:
    target = g.child(prep, "pobj", "pcomp")
    word = g.tokens[prep].lower
    if target is None or word == "by" or prep < v:
        return
    if word in _WHERE and any(kid > prep for kid in g.children(v, "ccomp")):
        return  # "said in an interview that …" tells where it was said
    after = word if g.tokens[target].dep == "pobj" else f"{word}-ing"
    yield _before_agent(g, _frame("prepositional", f"prep_{after}", g, v, target, more=(prep,)))
    if objects and v < objects[-1] < prep:
        yield _frame("accusation", f"dobj+prep_{after}", g, v, target, first=g.hull(objects[-1]).first)


def _before_agent(g: Grammar, frame: Frame) -> Frame:
    """``was called “a danger” by the council``: the agent is no part of it, wherever it hangs."""
    agent = g.agent(frame.anchor)
    return replace(frame, content=_up_to(frame.content, agent)) if agent is not None else frame


def _up_to(content: tuple[Range, ...], end: int) -> tuple[Range, ...]:
    """The content without what stands behind ``end``, where that is in it."""
    return tuple(Range(part.first, end) if part.holds(end) else part for part in content)


def parenthetical_frames(g: Grammar, v: int) -> Iterator[Frame]:
    """``Iran, he said, still …``: the clause around the reporting clause is the content."""
    token = g.tokens[v]
    head = g.head(v)
    if head is None or token.dep not in ("parataxis", "ccomp", "advcl", "conj", "dep", "intj"):
        return
    inner = g.hull(v)
    outer = g.hull(head)
    if g.tokens[head].pos not in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
        return
    marked = g.child(v, "mark", "advmod")
    as_clause = marked is not None and g.tokens[marked].lower in _AS
    if token.dep == "advcl" and not as_clause:
        return
    pattern = "as" if as_clause else "around" if token.dep == "parataxis" else f"around-{token.dep}"
    yield Frame("parenthetical", pattern, v, (v,), _without(outer, inner), head)


def _without(outer: Range, inner: Range) -> tuple[Range, ...]:
    parts = (Range(outer.first, min(inner.first, outer.end)), Range(max(inner.end, outer.first), outer.end))
    return tuple(part for part in parts if part.end > part.first)


def _frame(
    rule: str, pattern: str, g: Grammar, anchor: int, focus: int,
    first: int | None = None, more: tuple[int, ...] = (),
) -> Frame:  # fmt: skip
    hull = g.hull(focus)
    if first is not None:
        hull = Range(min(first, hull.first), hull.end)
    if hull.holds(anchor):  # the parse has wound the clause round its own verb
        hull = Range(anchor + 1, hull.end) if focus > anchor else Range(hull.first, anchor)
    return Frame(rule, pattern, anchor, (anchor, *more), (hull,), focus)


# --- nouns and adjectives ------------------------------------------------------


def noun_frames(g: Grammar, n: int) -> Iterator[Frame]:
    """``the claim that …``, ``criticism of …``, ``a plan to …``."""
    for kid in g.kids[n]:
        token = g.tokens[kid]
        if kid < n:
            continue
        if token.dep in _NOUN_CLAUSE:
            pattern = f"n:{_clause_form(g, kid)}"
            if not pattern.endswith(("relcl", "part")):
                yield _frame("nominal", pattern, g, n, kid)
        elif token.dep == "prep":
            target = g.child(kid, "pobj", "pcomp")
            if target is not None and token.lower != "by":
                yield _frame("nominal", f"n:prep_{token.lower}", g, n, target, more=(kid,))
    head = g.head(n)
    if g.tokens[n].dep == "nsubj" and head is not None and g.tokens[head].lemma == "be":
        clause = g.child(head, "ccomp")
        if clause is not None and clause > head:
            yield _frame("nominal", "n:is-ccomp", g, n, clause, more=(head,))


def _clause_form(g: Grammar, clause: int) -> str:
    dep = g.tokens[clause].dep
    for kid in g.kids[clause]:
        token = g.tokens[kid]
        if token.dep == "mark" or (token.lower == "that" and token.pos == "SCONJ"):
            return "that"
        if token.tag == "TO":
            return "inf"
        if token.tag in ("WDT", "WP", "WP$", "WRB"):
            return "relcl"
    if dep == "relcl":
        return "relcl"
    return "that" if g.subject(clause) is not None else "part"


def adjective_frames(g: Grammar, a: int) -> Iterator[Frame]:
    """``is confident that …``, ``was critical of …``."""
    if g.tokens[a].dep not in ("acomp", "ROOT", "conj", "advcl", "oprd", "ccomp", "relcl"):
        return
    head = g.head(a)
    verb = (head,) if head is not None and g.tokens[a].dep == "acomp" else ()
    for kid in g.kids[a]:
        token = g.tokens[kid]
        if token.dep in _CLAUSAL and kid > a:
            yield _frame("adjectival", f"a:{token.dep}", g, a, kid, more=verb)
        elif token.dep == "prep" and kid > a:
            target = g.child(kid, "pobj", "pcomp")
            if target is not None:
                yield _frame("adjectival", f"a:prep_{token.lower}", g, a, target, more=(*verb, kid))


# --- adverbials ----------------------------------------------------------------


def according_to(g: Grammar, i: int) -> Iterator[Frame]:
    """``according to X``: the clause around it."""
    token = g.tokens[i]
    if token.lower != "according" or i + 1 >= len(g.tokens) or g.tokens[i + 1].lower != "to":
        return
    if joined := _joined_to(g, i):
        phrase, behind = joined
        yield Frame("according-to", "according", i, (i, i + 1), (behind,), g.tokens[i].head, "prep", phrase)
        return
    phrase = g.hull(i)
    around = _clause_around(g, i)
    content = tuple(part for part in _without(around, phrase) if not _is_somebody_elses(g, part, phrase))
    if content:
        yield Frame("according-to", "according", i, (i, i + 1), content, g.tokens[i].head, "prep", phrase)


def _joined_to(g: Grammar, i: int) -> tuple[Range, Range] | None:
    """``is old and, according to the mayor, unsafe``: the phrase, and the content behind it alone."""
    target = g.child(i, "pobj") or g.child(i + 1, "pobj")
    joined = i > 1 and g.tokens[i - 1].text == "," and g.tokens[i - 2].lower in ("and", "but", "or")
    if not joined or target is None:
        return None
    end = g.sentence(i).end
    comma = next((k for k in range(target + 1, end) if g.tokens[k].text == ","), end)
    while end > comma and g.tokens[end - 1].pos == "PUNCT":
        end -= 1
    return (Range(i, comma), Range(comma + 1, end)) if comma + 1 < end else None


def _is_somebody_elses(g: Grammar, part: Range, phrase: Range) -> bool:
    """``…, according to her, but Mr. Lund said it was not``: what is joined behind has its own subject."""
    if part.first < phrase.end:
        return False
    words = [i for i in range(*part) if g.tokens[i].pos != "PUNCT"]
    if not words or g.tokens[words[0]].lower not in ("but", "while", "although", "though", "whereas"):
        return False
    return any(g.tokens[i].dep == "nsubj" for i in words)


def _clause_around(g: Grammar, i: int) -> Range:
    """The clause that an adverbial belongs to: up the tree to a finite verb."""
    node = g.tokens[i].head
    while not (g.is_clause(node) and g.tokens[node].pos in ("VERB", "AUX")):
        head = g.head(node)
        if head is None:
            break
        node = head
    return g.hull(node)


def hedges(g: Grammar, i: int) -> Iterator[Frame]:
    """``reportedly``, ``allegedly``: somebody says so, nobody is named."""
    if g.tokens[i].lower not in _HEDGES:
        return
    content = _without(_clause_around(g, i), Range(i, i + 1))
    if content:
        yield Frame("hedge", "hedge", i, (i,), content, g.tokens[i].head, "none", Range(i, i + 1))


def in_view(g: Grammar, i: int) -> Iterator[Frame]:
    """``in his view``, ``in the words of X``, ``to X's mind``, ``per X``."""
    token = g.tokens[i]
    if token.dep != "prep" or token.lower not in ("in", "to", "per", "for", "by"):
        return
    if i and g.tokens[i - 1].lower == "according":
        return
    target = g.child(i, "pobj")
    if target is None:
        return
    owned = g.child(target, "poss") is not None or any(
        g.tokens[k].lower == "of" for k in g.children(target, "prep")
    )
    if token.lower != "per" and not owned and g.word(target) not in documents():
        return
    content = _without(_clause_around(g, i), g.hull(i))
    if content:
        pattern = f"adv_{token.lower}" if owned else f"adv_{token.lower}_document"
        cue = (i, target) if owned else (i,)
        yield Frame("adverbial", pattern, target, cue, content, g.tokens[i].head, "owner", g.hull(i))


Rule = Callable[[Grammar, int], Iterator[Frame]]

RULES: dict[str, tuple[Rule, ...]] = {
    "VERB": (verb_frames, parenthetical_frames, according_to),
    "AUX": (verb_frames,),
    "NOUN": (noun_frames,),
    "PROPN": (noun_frames,),
    "ADJ": (adjective_frames,),
    "ADV": (hedges,),
    "ADP": (in_view,),
}
