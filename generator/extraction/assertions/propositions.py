"""Reduce what a paragraph states, clause by clause, to the few words that two accounts are compared by."""

from __future__ import annotations

from dataclasses import dataclass

from generator.extraction.assertions.stems import stem
from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.tables import table
from generator.model import Span

_WORDS = table("contrasts.toml")
_NEGATIVE = frozenset(_WORDS["negative"])
_AGAINST_ANYBODY = frozenset(_WORDS["against_anybody"])
_AGAINST = _AGAINST_ANYBODY | frozenset(_WORDS["against_statements"])
_OPPOSED = frozenset(tuple(phrase.split()) for phrase in _WORDS["opposed"])
_OPPOSED_HEADS = frozenset(head for head, _ in _OPPOSED)
_STATEMENTS = frozenset(_WORDS["statements"])
_FALSE = frozenset(_WORDS["false"])
_TRUE = frozenset(_WORDS["true"])
_SUBJECT = ("nsubj", "nsubjpass")
_OBJECT = ("dobj", "attr", "oprd", "acomp")
_HELPERS = ("aux", "auxpass")
_MODAL = frozenset(
    ("will", "'ll", "wo", "would", "'d", "can", "could", "may", "might", "should", "must", "shall")
)
_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
_MODIFIERS = ("amod", "compound", "poss", "nmod", "prep", "pobj", "nummod")
_UNREAL = frozenset(("if", "whether", "unless"))
_ABOUT = ("on", "about", "over", "regarding", "concerning")
_SPEECH = frozenset(_WORDS["speech"])
_HIGHEST = 6  # steps up to a verb of speech
_WIDEST = 40  # words of a clause


@dataclass(frozen=True, slots=True)
class Proposition:
    """A clause: who (``subject``, its head first), what happens (``event``), denied or not.

    ``at`` is where its verb stands in the paragraph, ``under`` where the verb of speech or mind
    that reports it, if one does; ``topic`` is its subject's span, ``form`` its subject as
    printed with its article; ``proper`` is true of a name; ``modal`` of what may or will be;
    ``taken_back`` of what the speaker reports only to deny it ("when it was not"); ``stems``
    are of all content words.
    """

    at: int
    under: int | None
    topic: Span
    form: str
    subject: str
    proper: bool
    qualities: frozenset[str]
    event: str
    negated: bool
    modal: bool
    taken_back: bool
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Words that say that ``holder`` speaks against ``other``; spans of the paragraph.

    ``other`` is whoever made the statement spoken against, as near as grammar tells. Without a
    ``holder`` it is whoever says the words: "“The mayor’s claim is false,” she said".
    """

    cue: Span
    holder: Span | None
    other: Span
    about: Span | None


def find(parse: ParsedParagraph) -> tuple[Proposition, ...]:
    """The propositions of one paragraph in the order of their verbs."""
    made = (_proposition(parse, token) for token in parse.tokens if token.pos in ("VERB", "AUX"))
    return tuple(one for one in made if one is not None)


def _proposition(parse: ParsedParagraph, verb: Token) -> Proposition | None:
    if verb.dep in _HELPERS:
        return None
    kids = [parse.tokens[k] for k in parse.children[verb.i]]
    subject = next((kid for kid in kids if kid.dep in _SUBJECT), None)
    if subject is None or subject.pos not in ("NOUN", "PROPN"):
        return None
    if any(kid.dep == "mark" and kid.lower in _UNREAL for kid in kids) or _hangs_from_denial(parse, verb):
        return None
    clause, phrase = _clause(parse, verb), _phrase(parse, subject)
    head = stem(subject.lemma)
    return Proposition(
        at=verb.start,
        under=_reported_by(parse, verb),
        form=_form(parse, subject),
        topic=Span(min(t.start for t in phrase), max(t.end for t in phrase)),
        subject=head,
        proper=subject.pos == "PROPN",
        qualities=frozenset(stem(t.lemma) for t in phrase if t.pos in _CONTENT) - {head},
        event=stem(_event(verb, kids)),
        negated=_negated(parse, verb, kids, subject),
        modal=any(kid.dep == "aux" and kid.lower in _MODAL for kid in kids),
        taken_back=any(_takes_back(parse, kid) for kid in kids),
        stems=frozenset(stem(t.lemma) for t in clause if t.pos in _CONTENT),
    )


def _reported_by(parse: ParsedParagraph, verb: Token) -> int | None:
    """Return where the nearest verb of speech or mind stands that ``verb`` is the object of."""
    for _ in range(_HIGHEST):
        above = parse.tokens[verb.head]
        if above.i == verb.i:
            return None
        if verb.dep in ("ccomp", "xcomp") and above.lemma in _SPEECH:
            return above.start
        verb = above
    return None


def _form(parse: ParsedParagraph, noun: Token) -> str:
    """ "the dam", "dams": what tells one bare noun from another."""
    articles = (
        parse.tokens[k].lower for k in parse.children[noun.i] if parse.tokens[k].dep in ("det", "poss")
    )
    return " ".join((*articles, noun.lower))


def _event(verb: Token, kids: list[Token]) -> str:
    """The verb; of "be" what is said to be."""
    if verb.lemma == "be":
        return next((kid.lemma for kid in kids if kid.dep in ("attr", "acomp")), "be")
    return verb.lemma


def _negated(parse: ParsedParagraph, verb: Token, kids: list[Token], subject: Token) -> bool:
    count = sum(kid.dep == "neg" for kid in kids)
    for noun in (subject, *(kid for kid in kids if kid.dep in _OBJECT)):
        count += any(parse.tokens[k].lower == "no" for k in parse.children[noun.i])
    above = parse.tokens[verb.head]
    if verb.dep in ("xcomp", "ccomp", "pcomp") and above.lemma in _NEGATIVE:
        count += 1
    count += any(kid.dep == "xcomp" and verb.lemma in _NEGATIVE for kid in kids)
    count += any(_takes_back(parse, kid) for kid in kids)
    return count % 2 == 1


def _hangs_from_denial(parse: ParsedParagraph, verb: Token) -> bool:
    """Of "no way by which …" and "did not say that …" nobody states the clause, nor its opposite."""
    if verb.dep not in ("relcl", "acl", "ccomp"):
        return False
    above = parse.children[verb.head]
    return any(parse.tokens[k].dep == "neg" or parse.tokens[k].lower == "no" for k in above)


def _takes_back(parse: ParsedParagraph, kid: Token) -> bool:
    """ "… when they were not", "… though it did not": a clause of helper and "not" alone."""
    if kid.dep not in ("advcl", "conj", "ccomp") or kid.pos != "AUX":
        return False
    rest = [parse.tokens[k] for k in parse.children[kid.i]]
    return any(t.dep == "neg" for t in rest) and all(
        t.pos in ("PRON", "SCONJ", "PART", "PUNCT", "ADV") for t in rest
    )


def _clause(parse: ParsedParagraph, verb: Token) -> list[Token]:
    """The verb and what depends on it, other clauses left out."""
    found: list[Token] = []
    stack = [verb.i]
    while stack and len(found) < _WIDEST:
        token = parse.tokens[stack.pop()]
        found.append(token)
        stack.extend(
            k
            for k in parse.children[token.i]
            if parse.tokens[k].dep not in ("relcl", "advcl", "ccomp", "conj", "parataxis", "punct", "appos")
            or (parse.tokens[k].dep == "conj" and token.pos in ("NOUN", "PROPN"))
        )
    return found


def _phrase(parse: ParsedParagraph, noun: Token) -> list[Token]:
    found: list[Token] = []
    stack = [noun.i]
    while stack and len(found) < _WIDEST:
        token = parse.tokens[stack.pop()]
        found.append(token)
        stack.extend(k for k in parse.children[token.i] if parse.tokens[k].dep in _MODIFIERS)
    return found


def find_contrasts(parse: ParsedParagraph) -> tuple[Contrast, ...]:
    """The places of one paragraph where its text sets one account against another."""
    found = []
    for token in parse.tokens:
        contrast = None
        if token.lemma in _AGAINST and token.pos == "VERB":
            contrast = _by_verb(parse, token)
        elif token.lemma in _OPPOSED_HEADS:
            contrast = _by_phrase(parse, token)
        elif token.lemma in _STATEMENTS and token.dep in _SUBJECT:
            contrast = _by_verdict(parse, token)
        if contrast is not None:
            found.append(contrast)
    return tuple(found)


def _by_verb(parse: ParsedParagraph, verb: Token) -> Contrast | None:
    holder = _child(parse, verb.i, *_SUBJECT) or _shared_subject(parse, verb)
    other = _child(parse, verb.i, "dobj")
    if holder is None or other is None or holder.dep == "nsubjpass":
        return None
    named = other.pos == "PROPN" and verb.lemma in _AGAINST_ANYBODY
    owner = other if named else _owner(parse, other)
    if owner is None:
        return None
    cue = Span(verb.start, verb.end)
    return Contrast(cue, _span(parse, holder.i), _span(parse, owner.i), _about(parse, verb, other))


def _shared_subject(parse: ParsedParagraph, verb: Token) -> Token | None:
    """Of "spoke and contradicted": the subject stands with the first verb."""
    above = parse.tokens[verb.head]
    return _child(parse, above.i, *_SUBJECT) if verb.dep == "conj" and above.i != verb.i else None


def _by_verdict(parse: ParsedParagraph, noun: Token) -> Contrast | None:
    """``the mayor’s claims about the dam are false``, ``… is not true``: within what somebody says."""
    verb, owner = parse.tokens[noun.head], _owner(parse, noun)
    if verb.lemma != "be" or owner is None or owner.pos == "PRON":
        return None
    kids = [parse.tokens[k] for k in parse.children[verb.i]]
    verdict = next((t for t in kids if t.dep in ("acomp", "attr") and t.i > verb.i), None)
    unreal = any(t.dep == "mark" and t.lower in _UNREAL for t in kids) or any(
        t.dep == "aux" and t.lower in _MODAL for t in kids
    )
    denied = any(t.dep == "neg" for t in kids)
    if verdict is None or unreal or verdict.lemma not in (_TRUE if denied else _FALSE):
        return None
    return Contrast(Span(verdict.start, verdict.end), None, _span(parse, owner.i), _about(parse, verb, noun))


def _by_phrase(parse: ParsedParagraph, head: Token) -> Contrast | None:
    link = next((k for k in parse.children[head.i] if (head.lemma, parse.tokens[k].lower) in _OPPOSED), None)
    other = _child(parse, link, "pobj") if link is not None else None
    above = head
    for _ in range(3):
        if above.pos in ("VERB", "AUX"):
            break
        above = parse.tokens[above.head]
    holder = _child(parse, above.i, *_SUBJECT) or _shared_subject(parse, above)
    owner = _owner(parse, other) if other is not None else None
    if owner is None or holder is None:
        return None
    return Contrast(Span(head.start, head.end), _span(parse, holder.i), _span(parse, owner.i), None)


def _owner(parse: ParsedParagraph, other: Token) -> Token | None:
    """Return whose statement it is: "the minister’s claim", "the remarks of …", "the line taken by …"."""
    if other.lemma not in _STATEMENTS:
        return None
    possessor = _child(parse, other.i, "poss", "compound", "nmod")
    if possessor is not None:
        return possessor
    for i in (other.i, *(k for k in parse.children[other.i] if parse.tokens[k].dep == "acl")):
        for kid in parse.children[i]:
            if parse.tokens[kid].lower in ("by", "of", "from"):
                found = _child(parse, kid, "pobj")
                if found is not None:
                    return found
    return None


def _about(parse: ParsedParagraph, verb: Token, other: Token) -> Span | None:
    """ "… on the loss", within the object or right after the verb."""
    for i in (*parse.subtree(other.i), *parse.children[verb.i]):
        if parse.tokens[i].lower in _ABOUT and parse.tokens[i].dep == "prep":
            found = _child(parse, i, "pobj")
            if found is not None and found.pos in ("NOUN", "PROPN") and found.lemma not in _STATEMENTS:
                return _span(parse, found.i)
    return None


def _child(parse: ParsedParagraph, i: int, *deps: str) -> Token | None:
    return next((parse.tokens[k] for k in parse.children[i] if parse.tokens[k].dep in deps), None)


def _span(parse: ParsedParagraph, i: int) -> Span:
    tokens = parse.subtree(i)
    return Span(parse.tokens[tokens[0]].start, parse.tokens[tokens[-1]].end)
