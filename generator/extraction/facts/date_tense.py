"""Read from the grammar around a date whether it is past, future, or near the day of publication."""

from __future__ import annotations

from generator.extraction.facts.calendar_values import Tense
from generator.extraction.facts.clauses import governing_verb
from generator.extraction.facts.date_expressions import WEEKDAYS, WORDS
from generator.extraction.language import ParsedParagraph, Token

_FUTURE = frozenset(WORDS["tense"]["future"])
_AHEAD = frozenset(WORDS["tense"]["ahead"])
_ARRANGED = frozenset(WORDS["tense"]["arranged"])
_DONE = frozenset(WORDS["done"])
_WEEKDAYS = frozenset(name.lower() for name in WEEKDAYS) | {"morning", "afternoon", "evening", "night"}
_VERBS_ABOVE = 6
_LEADING = 5  # words before a date in which "ahead of" may stand
_AHEAD_OF = frozenset(("ahead", "upcoming", "lead-up", "coming"))
_UP_TO = frozenset(("before", "by", "until", "till"))
_AT = frozenset(("on", "in", "late", "early", "earlier", "back"))
_ATTRIBUTIVE = frozenset(("compound", "nmod", "amod", "nummod", "poss", "npadvmod"))


def read(parse: ParsedParagraph, first: Token, last: Token, head: Token, noun: Token | None) -> Tense:
    """The tense of the date ``[first, last]``, whose ``head`` hangs from a verb or from ``noun``.

    What stands at a noun ("the Nov. 8 election") is not placed by the verb, but "ahead of
    Tuesday’s vote" is, and so is "a tweet on Monday": nobody has read Monday's to come.
    """
    before = parse.tokens[first.i - 1].lower if first.i else ""
    if before == "since" or (before == "of" and first.i > 1 and parse.tokens[first.i - 2].lower == "as"):
        return Tense.PAST
    if before in ("until", "till"):
        return Tense.NEAREST
    if noun is not None:
        leading = {token.lower for token in parse.tokens[max(0, head.i - _LEADING) : head.i]}
        if leading & _AHEAD_OF or before in _UP_TO:
            return Tense.FUTURE
        if head.dep in _ATTRIBUTIVE:
            return Tense.UNKNOWN
        if noun.lemma.lower() in _DONE:
            return Tense.PAST
    elif _follows_a_past_verb(parse, first, last):
        return Tense.PAST
    tense = _of_verbs(parse, head)
    if tense is Tense.PAST and before == "by" and last.lower not in _WEEKDAYS:
        return Tense.NEAREST  # "were told to leave by 31 October"
    return tense


def is_supposed(parse: ParsedParagraph, head: Token) -> bool:
    """Return whether a date lies in what is only imagined: "if a storm came in November"."""
    verb = governing_verb(parse, head.i)
    for _ in range(_VERBS_ABOVE):
        if verb is None:
            return False
        words = [parse.tokens[k].lower for k in parse.children[verb.i] if parse.tokens[k].dep == "mark"]
        if words:
            return "if" in words and verb.tag == "VBD"
        verb = governing_verb(parse, verb.i)
    return False


def _follows_a_past_verb(parse: ParsedParagraph, first: Token, last: Token) -> bool:
    """ "Police said on Monday they believe …": the verb just before it, whatever the parse says."""
    i = first.i - 1
    while i >= 0 and first.i - i <= 3 and parse.tokens[i].lower in _AT:
        i -= 1
    verb = parse.tokens[i] if i >= 0 else None
    if verb is None or verb.tag != "VBD" or _is_arranged(verb) or verb.lemma == "be":
        return False
    return parse.text[last.end : last.end + 2] not in ("’s", "'s")


def _of_verbs(parse: ParsedParagraph, head: Token) -> Tense:
    """The tense of the nearest verb above that has one; participles ask the verb above them."""
    verb = governing_verb(parse, head.i)
    for _ in range(_VERBS_ABOVE):
        tense = _of_verb(parse, verb) if verb is not None else None
        if verb is None or tense is not None:
            return tense or Tense.UNKNOWN
        verb = governing_verb(parse, verb.i)
    return Tense.UNKNOWN


def _of_verb(parse: ParsedParagraph, verb: Token) -> Tense | None:
    helpers = [parse.tokens[k] for k in parse.children[verb.i] if parse.tokens[k].dep in ("aux", "auxpass")]
    words = {helper.lower.replace("’", "'") for helper in helpers}
    if words & _FUTURE:
        return Tense.PAST if "have" in words else Tense.FUTURE
    tags = {helper.tag for helper in helpers} | {verb.tag}
    if _is_arranged(verb) and verb.tag == "VBN":  # "was slated for Friday", "has been set for Friday"
        return Tense.NEAREST if not tags & {"VBZ", "VBP", "VB"} else Tense.FUTURE
    if "to" in words:
        above = parse.tokens[verb.head]
        if above.lemma in _AHEAD or (above.lemma == "be" and verb.dep == "xcomp"):
            return Tense.NEAREST if _is_past(parse, above) else Tense.FUTURE
        return None
    if _is_past(parse, verb):
        return Tense.PAST
    return Tense.PRESENT if tags & {"VBZ", "VBP"} else None


def _is_arranged(verb: Token) -> bool:
    return verb.lemma in _ARRANGED or verb.lower in _ARRANGED  # the pipeline's lemma of "slated" is none


def _is_past(parse: ParsedParagraph, word: Token) -> bool:
    """Return whether a verb, or what a verb says of an adjective ("was due to"), lies behind."""
    helpers = [parse.tokens[k] for k in parse.children[word.i] if parse.tokens[k].dep in ("aux", "auxpass")]
    words = {helper.lower.replace("’", "'") for helper in helpers}
    tags = {helper.tag for helper in helpers} | {word.tag}
    if "VBD" in tags or (word.tag == "VBN" and not tags & {"VBZ", "VBP", "VB"}):
        return True
    if word.tag == "VBN" and words & {"have", "has", "'ve", "'s"}:
        return True
    above = parse.tokens[word.head]
    return word.dep == "acomp" and above.tag == "VBD"
