"""Holders: whose words they are. From a frame to the source's possible mentions.

The first option is what grammar prefers; the others are what annotators and
journalists also write (a relative pronoun or its antecedent, nobody at all).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.extraction.attributions.frames import Frame
from generator.extraction.grammar import Grammar, Range

_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
_IN_PHRASE = frozenset(("NOUN", "PROPN", "ADJ", "DET", "NUM"))
_HYPHENS = frozenset(("-", "‑"))
_MOST = 5
_CARRY = frozenset(("quote", "cite", "paraphrase", "report"))
# "Led him to say", "forced them to admit": the object is who does it.
_MAKING = frozenset((
    "lead", "force", "prompt", "cause", "push", "compel", "drive", "move", "oblige", "provoke", "inspire",
    "spur", "allow", "enable", "get", "encourage", "persuade",
))  # fmt: skip
_RELATIVE = frozenset(("who", "that", "which", "whom"))


@dataclass(frozen=True, slots=True)
class Holder:
    """One possible source: its tokens, and how it was reached from the cue."""

    way: str
    head: int | None
    tokens: Range | None


NOBODY = Holder("none", None, None)


def find_holders(g: Grammar, frame: Frame) -> list[Holder]:
    """The possible sources of a frame, the likeliest first; never empty."""
    found: list[Holder] = []
    if frame.voice == "prep":
        found = _of_preposition(g, frame)
    elif frame.voice == "owner":
        found = _owner(g, frame.anchor) or [_phrase(g, frame.anchor, "document")]
    elif frame.voice == "subject" and frame.pattern[:2] == "n:":
        found = _of_noun(g, frame)
    elif frame.voice == "subject":
        found = _of_predicate(g, frame)
    kept = _distinct(_whole(g, h) for h in found if h.tokens is None or not _inside(h, frame))
    return kept or [NOBODY]


def _of_predicate(g: Grammar, frame: Frame) -> list[Holder]:
    """The grammar's answer, then a noun right before, an object that the verb is said of, nobody."""
    verb = _verb_of(g, frame)
    carried = _carried(g, verb)
    if carried is not None:
        return [carried, NOBODY]
    made = _made_to(g, verb)
    if made is not None:
        return [_phrase(g, made, "object", without=verb), NOBODY]
    if (inverted := _inverted(g, verb)) is not None and frame.rule in ("parenthetical", "quotation"):
        return [inverted, NOBODY]
    found = _of_verb(g, verb)
    if not g.passive(frame.anchor):
        found = [h for h in found if h is not NOBODY]
        found += [
            h
            for h in (
                noun_before(g, verb),
                _controlling_object(g, verb),
                _main_subject(g, verb),
            )
            if h
        ]
    return [*found, NOBODY]


def settled(g: Grammar, verb: int, holder: Holder) -> Holder:
    """Return who says it where grammar leaves no doubt, whatever the models chose.

    Nobody is not who stands behind "by"; the sentence's subject is not who stands right before a
    participle: ``despite Harbor.net claiming``.
    """
    if holder.head is not None and holder.head == g.addressed(verb):
        holder = NOBODY  # "Dahl was told": by somebody else
    if holder is NOBODY and g.passive(verb):
        agent = _agents(g, verb, "")[0]
        named = agent.head is not None and g.tokens[agent.head].pos in ("NOUN", "PROPN")
        return agent if named else holder
    subject = g.subject(verb)
    if holder.way != "main-subject" or subject is None or g.tokens[verb].tag != "VBG":
        return holder
    beside = g.hull(subject).end == verb and g.tokens[subject].pos in ("NOUN", "PROPN")
    return _phrase(g, subject, "subject", without=verb) if beside else holder


def _whole(g: Grammar, holder: Holder) -> Holder:
    """To the bracket that closes; ``study co-author Ann Lee`` where the parser ends at the hyphen."""
    tokens = g.tokens
    if holder.tokens is None or holder.tokens.end + 1 >= len(tokens):
        return holder
    first, end = holder.tokens
    if tokens[end].text == ")" and [t.text for t in tokens[first:end]].count("(") == 1:
        return Holder(holder.way, holder.head, Range(first, end + 1))
    hyphen = tokens[end]
    if (
        hyphen.text not in _HYPHENS
        or hyphen.start != tokens[end - 1].end
        or hyphen.end != tokens[end + 1].start
    ):
        return holder
    last = end + 1
    while tokens[last].dep in ("compound", "nmod", "amod") and tokens[last].head > last:
        last = tokens[last].head
    return Holder(holder.way, last, Range(first, max(last + 1, g.hull(last).end)))


def _distinct(holders: Iterable[Holder]) -> list[Holder]:
    kept: list[Holder] = []
    seen: set[int | None] = set()
    for holder in holders:
        if holder.head not in seen:
            seen.add(holder.head)
            kept.append(holder)
    return kept[:_MOST]


def _carried(g: Grammar, verb: int) -> Holder | None:
    """``The Gazette quoted the mayor as saying …``, ``she was cited by it as saying``: who is quoted."""
    link = g.head(verb)
    carrier = g.head(link) if link is not None and g.tokens[link].lower == "as" else None
    if carrier is None or g.tokens[verb].tag != "VBG" or g.word(carrier) not in _CARRY:
        return None
    quoted = g.subject(carrier) if g.passive(carrier) else g.child(carrier, "dobj")
    if quoted is None or quoted > verb:
        return None
    return _phrase(g, quoted, "quoted", without=verb)


def _controlling_object(g: Grammar, verb: int) -> Holder | None:
    """``led allies to worry``: the object of the verb above."""
    head = g.head(verb)
    if head is None or g.tokens[verb].dep not in ("xcomp", "ccomp", "advcl"):
        return None
    obj = g.child(head, "dobj")
    return _phrase(g, obj, "object", without=verb) if obj is not None and obj < verb else None


def _main_subject(g: Grammar, verb: int) -> Holder | None:
    root = g.parse.sentences[g.tokens[verb].sentence].root
    subject = g.subject(root)
    if subject is None or g.tokens[subject].dep in ("csubj", "expl"):
        return None
    return Holder("main-subject", subject, _shortened(g, g.hull(subject), verb))


def _inside(holder: Holder, frame: Frame) -> bool:
    return holder.head is not None and any(part.holds(holder.head) for part in frame.content)


def _verb_of(g: Grammar, frame: Frame) -> int:
    """The verb whose subject holds an adjective's content, or the anchor itself."""
    if frame.pattern[:2] == "a:" and g.tokens[frame.anchor].dep in ("acomp", "oprd"):
        return g.tokens[frame.anchor].head
    return frame.anchor


def _of_verb(g: Grammar, verb: int) -> list[Holder]:
    """Subject, agent, or the subject of the verb that this one hangs from."""
    way, node = "", verb
    for _ in range(12):
        described = node == verb and g.tokens[node].dep == "acl" and g.tokens[node].tag == "VBN"
        if g.passive(node) or (described and g.agent(node) is not None):
            return _agents(g, node, way)
        if (made := _made_to(g, node)) is not None:
            return [_phrase(g, made, "object", without=node)]
        subject = g.subject(node)
        if subject is not None and g.tokens[subject].dep != "csubj":
            return _subject_options(g, node, subject, way + "subject")
        dep, head = g.tokens[node].dep, g.head(node)
        if dep == "acl" and head is not None:
            return [_phrase(g, head, way + "modified", without=node)]
        if dep == "advcl" and (accompanied := _accompanied(g, node)) is not None:
            return [_phrase(g, accompanied, way + "modified")]
        if dep == "relcl" and head is not None:
            return [_phrase(g, head, way + "antecedent", without=node)]
        if head is None or dep in ("ROOT", "csubj"):
            break
        way += f"{dep}>" if len(way) < 24 else ""
        node = _before_insertion(g, head) if dep == "conj" else head
        while g.tokens[node].pos not in ("VERB", "AUX") and g.head(node) is not None:
            if g.tokens[node].dep in ("appos", "dobj", "pobj") and dep == "acl":
                break
            node = g.tokens[node].head
    return [NOBODY]


def _before_insertion(g: Grammar, verb: int) -> int:
    """``He climbed up, it is reported, and shouted``: what is joined goes on with the clause before."""
    subject, clause = g.subject(verb), g.child(verb, "ccomp")
    inserted = subject is not None and g.tokens[subject].lower == "it" and g.passive(verb)
    return clause if inserted and clause is not None and clause < verb else verb


def _inverted(g: Grammar, verb: int) -> Holder | None:
    """``You signed it, replied the judge``, where the parser takes the judge for an object."""
    behind = g.child(verb, "dobj")
    if verb == 0 or behind is None or g.subject(verb) is not None or g.tokens[verb].tag not in ("VBD", "VBZ"):
        return None
    phrase = g.hull(behind)
    opens = phrase.first == verb + 1 and phrase.end < len(g.tokens) and g.tokens[phrase.end].pos == "PUNCT"
    joined = g.tokens[verb].dep in ("conj", "dep", "parataxis") and g.tokens[verb - 1].text in (",", "”", '"')
    return Holder("subject", behind, phrase) if opens and joined else None


def _made_to(g: Grammar, verb: int) -> int | None:
    """``led Mr. Dunn to express regret``: the object of the verb above."""
    head = g.head(verb)
    if head is None or g.tokens[verb].dep != "xcomp" or g.word(head) not in _MAKING:
        return None
    to = any(g.tokens[k].tag == "TO" for k in g.kids[verb])
    person = g.child(head, "dobj")
    return person if to and person is not None and head < person < verb else None


def _accompanied(g: Grammar, participle: int) -> int | None:
    """``It began with the mayor telling …``: the noun between "with" and the participle."""
    head = g.head(participle)
    if head is None or g.tokens[participle].tag != "VBG":
        return None
    for preposition in g.children(head, "prep"):
        noun = g.child(preposition, "pobj") if g.tokens[preposition].lower == "with" else None
        if noun is not None and g.hull(noun).end == participle:
            return noun
    return None


def _subject_options(g: Grammar, verb: int, subject: int, way: str) -> list[Holder]:
    subject = _past_participle(g, verb, subject)
    token = g.tokens[subject]
    head = g.head(verb)
    if token.dep == "expl" or (token.lower == "it" and token.dep == "nsubjpass"):
        return [Holder("expletive", None, None)]
    own = Holder(way, subject, _shortened(g, g.hull(subject), verb))
    if token.lower in _RELATIVE and g.tokens[verb].dep == "relcl" and head is not None:
        return [Holder(way + "-relative", subject, Range(subject, subject + 1)),
                _phrase(g, head, way + "-antecedent", without=verb)]  # fmt: skip
    return [own]


def _past_participle(g: Grammar, verb: int, subject: int) -> int:
    """``Quoting the mayor, Ann Lee said``: the second of two subjects, where the first is an object."""
    first = g.hull(subject).first
    later = [k for k in g.children(verb, "nsubj") if subject < k < verb]
    opens = g.tokens[first].lower.endswith("ing") and first == g.sentence(verb).first and first < subject
    divided = later and any(t.text == "," for t in g.tokens[subject + 1 : later[-1]])
    return later[-1] if opens and divided else subject


def _agents(g: Grammar, verb: int, way: str) -> list[Holder]:
    agent = g.agent(verb)
    person = g.child(agent, "pobj") if agent is not None else None
    options = [NOBODY]
    if person is not None:
        options = [Holder(way + "agent", person, _without_as(g, g.hull(person)))]
    subject = g.subject(verb)
    by_somebody = person is not None and g.tokens[person].entity not in ("DATE", "TIME", "CARDINAL")
    if subject is not None and not by_somebody:
        options.append(_phrase(g, subject, way + "passive-subject"))
    return options


def _phrase(g: Grammar, head: int, way: str, without: int | None = None) -> Holder:
    hull = g.hull(head)
    return Holder(way, head, _shortened(g, hull, without) if without is not None else hull)


def _shortened(g: Grammar, phrase: Range, verb: int) -> Range:
    """The phrase up to where the clause of ``verb`` cuts in, punctuation left out."""
    first, end = phrase
    if phrase.holds(verb):
        clause = g.hull(verb)
        end = clause.first if clause.first > first else verb
    while end - 1 > first and g.tokens[end - 1].pos in ("PUNCT", "SPACE"):
        end -= 1
    return Range(first, max(end, first + 1))


def _without_as(g: Grammar, phrase: Range) -> Range:
    """``described by colleagues as “…”``: the "as" is the verb's, however the parser has hung it."""
    ends = (i for i in range(phrase.first + 1, phrase.end) if g.tokens[i].lower == "as")
    return Range(phrase.first, next(ends, phrase.end))


def _of_noun(g: Grammar, frame: Frame) -> list[Holder]:
    noun = frame.anchor
    found = _owner(g, noun)
    agent = [k for k in g.children(noun, "prep", "agent") if g.tokens[k].lower in ("by", "from")]
    found += [_phrase(g, p, "by") for k in agent if (p := g.child(k, "pobj")) is not None]
    modifier = [
        k for k in g.children(noun, "compound", "amod", "nmod") if g.tokens[k].pos in ("PROPN", "NOUN")
    ]
    found += [Holder("modifier", k, g.hull(k)) for k in modifier[:1]]
    dep, head = g.tokens[noun].dep, g.head(noun)
    if dep in ("dobj", "attr", "pobj", "conj", "oprd", "appos") and head is not None:
        verb = head
        while g.tokens[verb].pos not in ("VERB", "AUX") and g.head(verb) is not None:
            verb = g.tokens[verb].head
        if g.tokens[verb].pos in ("VERB", "AUX"):
            found += [Holder(f"{dep}:{h.way}", h.head, h.tokens) for h in _of_verb(g, verb) if h.head != noun]
    return [*found, NOBODY]


def _owner(g: Grammar, noun: int) -> list[Holder]:
    owner = g.child(noun, "poss")
    if owner is not None:
        hull = g.hull(owner)
        end = hull.end
        if end - 1 > owner and g.tokens[end - 1].dep == "case":
            end -= 1
        return [Holder("owner", owner, Range(hull.first, end))]
    of = [k for k in g.children(noun, "prep") if g.tokens[k].lower == "of"]
    if of and (person := g.child(of[0], "pobj")) is not None:
        return [_phrase(g, person, "of")]
    return []


def noun_before(g: Grammar, verb: int) -> Holder | None:
    """The noun phrase that ends right before a verb (and its auxiliaries), whatever the parse says."""
    i = verb - 1
    while i >= 0 and g.tokens[i].pos in ("AUX", "ADV", "PART"):
        i -= 1
    if i < 0 or g.tokens[i].pos not in _NOMINAL:
        return None
    first = i
    while first > 0 and g.tokens[first - 1].pos in _IN_PHRASE:
        first -= 1
    return Holder("right-before", i, Range(first, i + 1))


def run_before(g: Grammar, verb: int) -> Holder | None:
    """The words that may be a noun phrase right before a verb, where the tagger is at a loss."""
    first = verb
    while first > 0 and g.tokens[first - 1].pos in _IN_PHRASE and g.tokens[first - 1].pos != "PUNCT":
        first -= 1
    return Holder("run-before", verb - 1, Range(first, verb)) if first < verb else None


def _of_preposition(g: Grammar, frame: Frame) -> list[Holder]:
    for node in (frame.anchor, frame.anchor + 1):
        target = g.child(node, "pobj", "pcomp")
        if target is not None:
            found = _phrase(g, target, "prep")
            after = [part.first for part in frame.content if part.first > target]
            words = found.tokens or Range(target, target + 1)
            end = min(words.end, *after, words.end)
            while end - 1 > target and g.tokens[end - 1].pos == "PUNCT":
                end -= 1
            return [Holder("prep", target, Range(words.first, end))]
    return []
