"""Dates: expressions found in a paragraph, resolved against the day of publication.

A paragraph yields :class:`DateMention`s, which do not know the day of publication;
:func:`gather` resolves them for the document. The day is ``Source.date``, else a
full date that stands alone, or in a credit line, in the first paragraphs; without
either, relative dates have no value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.extraction.boilerplate import dateline_end, is_aside, is_dateline, tells_publication
from generator.extraction.facts import date_expressions
from generator.extraction.facts.calendar_values import Anchored, Calendar, Expression, Season, Tense
from generator.extraction.facts.clauses import governing_verb, told_clause, told_phrase
from generator.extraction.facts.date_expressions import WORDS, Found
from generator.extraction.language import ParsedParagraph, Token
from generator.model import DateFact, Source, Span

FIRST_PARAGRAPHS = 6  # where a date of publication may stand
_FUTURE = frozenset(WORDS["tense"]["future"])
_AHEAD = frozenset(WORDS["tense"]["ahead"])
_DOUBTFUL = frozenset(
    i for i, names in enumerate(WORDS["months"], 1) if names.split("|")[0] in WORDS["doubtful_months"]
)
_DATED = frozenset(("DATE", "TIME", "EVENT"))
_BEFORE_YEAR = frozenset(WORDS["before_year"])
_FINITE = frozenset(("VBD", "VBP", "VBZ"))
_INNER = frozenset("-'’")
_VERBS_ABOVE = 6
_SPANS_OF_TIME = frozenset(
    ("hour", "day", "week", "month", "year", "morning", "evening", "night", "a.m.", "p.m.")
)
_LEADING = 5  # words before a date in which "ahead of" may stand
_AHEAD_OF = frozenset(("ahead", "before", "upcoming", "lead-up", "coming", "until", "till", "by"))
_ATTRIBUTIVE = frozenset(("compound", "nmod", "amod", "nummod", "poss", "npadvmod"))
_OPENERS = frozenset(("“", '"', "‘", "'", "—", "–", ":", "-"))
_ANY_DAY = frozenset(("a", "an", "one", "each", "every", "any", "another", "no", "some"))
_NAMES_OF_DAYS = frozenset(WORDS["weekday_names"])


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression of one paragraph, its span relative to the paragraph."""

    span: Span
    expression: Expression
    tense: Tense
    about: str | None


class _Reader:
    """Reads the grammar around the expressions of one paragraph."""

    def __init__(self, parse: ParsedParagraph, begin: int) -> None:
        self.parse = parse
        self.begin = begin  # of the news, after a dateline
        self.tokens = parse.tokens
        self.starts = [token.start for token in parse.tokens]

    def token_at(self, offset: int) -> Token:
        return self.tokens[max(0, bisect_right(self.starts, offset) - 1)]

    def mention(self, found: Found) -> DateMention | None:
        first, last = self.token_at(found.span.start), self.token_at(found.span.end - 1)
        if not _CHECKS.get(found.form, _accept)(self, found, first, last):
            return None
        head = self._head(first.i, last.i)
        span = self._anchored_span(found.span, last) if isinstance(found.expression, Anchored) else found.span
        return DateMention(span, found.expression, self.tense(head), self.about(head))

    def _head(self, first: int, last: int) -> Token:
        """The token of ``[first, last]`` whose head lies outside."""
        for token in self.tokens[first : last + 1]:
            if not first <= token.head <= last or token.head == token.i:
                return token
        return self.tokens[last]

    def _anchored_span(self, span: Span, last: Token) -> Span:
        """To the end of the clause or phrase that "before" or "after" opens, or the next mark."""
        top = last.head if last.dep == "mark" else last.i
        end = self.parse.subtree(top)[-1]
        after = self.tokens[end + 1] if end + 1 < len(self.tokens) else None
        if after is not None and after.tag in _FINITE and after.sentence == last.sentence:
            end = self.parse.subtree(after.i)[-1]  # "before the city" + "fell"
        for token in self.tokens[last.i + 1 : end + 1]:
            if token.pos == "PUNCT" and token.text not in _INNER:
                break
            last = token
        return Span(span.start, last.end)

    def tense(self, head: Token) -> Tense:
        """Where the verb over ``head`` places it; participles ask the verb above them.

        What stands at a noun ("the Nov. 8 election") is not placed by the verb, but "ahead of
        Tuesday’s vote" is.
        """
        if self._noun(head) is not None:
            before = {token.lower for token in self.tokens[max(0, head.i - _LEADING) : head.i]}
            if before & _AHEAD_OF:
                return Tense.FUTURE
            if head.dep in _ATTRIBUTIVE:
                return Tense.UNKNOWN
        verb = governing_verb(self.parse, head.i)
        for _ in range(_VERBS_ABOVE):
            tense = self._tense_of(verb) if verb is not None else None
            if verb is None or tense is not None:
                return tense or Tense.UNKNOWN
            verb = governing_verb(self.parse, verb.i)
        return Tense.UNKNOWN

    def _tense_of(self, verb: Token) -> Tense | None:
        helpers = [
            self.tokens[k] for k in self.parse.children[verb.i] if self.tokens[k].dep in ("aux", "auxpass")
        ]
        words = {helper.lower.replace("’", "'") for helper in helpers}
        if words & _FUTURE:
            return Tense.PAST if "have" in words else Tense.FUTURE
        tags = {helper.tag for helper in helpers} | {verb.tag}
        if "VBD" in tags or (verb.tag == "VBN" and not tags & {"VBZ", "VBP", "VB"}):
            return Tense.PAST
        if words & {"have", "has", "'ve", "'s"} and verb.tag == "VBN":
            return Tense.PAST
        if "to" in words:
            above = self.tokens[verb.head]
            return Tense.FUTURE if above.lemma in _AHEAD else None
        return Tense.PRESENT if tags & {"VBZ", "VBP"} else None

    def about(self, head: Token) -> str | None:
        """What happened then: the clause of the date, or the noun that carries it."""
        noun = self._noun(head)
        if noun is not None:
            return told_phrase(self.parse, noun.i, head.i) or None
        verb = governing_verb(self.parse, head.i)
        return told_clause(self.parse, verb.i, head.i, begin=self.begin) if verb else None

    def _noun(self, head: Token) -> Token | None:
        above = self.tokens[head.head]
        if above.pos == "ADP" and above.i != head.i:
            above = self.tokens[above.head]
        if above.i == head.i or above.pos not in ("NOUN", "PROPN") or above.lemma in _SPANS_OF_TIME:
            return None
        return above


def _accept(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    return True


def _year(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """Four digits are a year after "in" and the like, or where the pipeline sees a date."""
    if last.entity in ("MONEY", "PERCENT", "QUANTITY", "PRODUCT", "LAW"):
        return False
    if last.entity in _DATED or first.i < last.i:
        return True
    before = reader.tokens[first.i - 1].lower if first.i else ""
    counted = reader.tokens[last.head].tag in ("NNS", "NNPS") and last.dep == "nummod"
    return (before in _BEFORE_YEAR and not counted) or not (counted or last.entity == "CARDINAL")


def _weekday(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """No name of a day ("Black Friday"), no day of no week ("a Friday"), no part of a name."""
    before = reader.tokens[first.i - 1] if first.i else None
    if before is not None and (
        before.text in _NAMES_OF_DAYS or before.lower in _ANY_DAY or before.tag == "JJ"
    ):
        return False
    named = (
        before is not None and before.pos == "PROPN" and before.dep == "compound" and before.head == last.i
    )
    return last.entity in ("", "DATE", "TIME") and not named


def _month(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """A month alone needs a preposition or an adjective where it could be a name or a verb."""
    before = reader.tokens[first.i - 1].lower if first.i else ""
    led = before in _BEFORE_YEAR or before in ("last", "next", "this", "late", "early") or first.i < last.i
    if isinstance(found.expression, Calendar) and found.expression.month in _DOUBTFUL:
        return led and last.entity in ("", "DATE") and last.pos in ("PROPN", "NOUN")
    return led or last.entity == "DATE"


def _today(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """ "Today" with a verb in the present means nowadays; "Tonight" within a sentence is a title."""
    if first.text[0].isupper() and first.i != reader.parse.sentences[first.sentence].start and first.i:
        return reader.tokens[first.i - 1].text in _OPENERS
    if found.span.end - found.span.start != len("today") or first.lower != "today":
        return True
    verb = governing_verb(reader.parse, first.i)
    return verb is not None and reader.tense(first) is Tense.PAST


def _relative(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """Of "his last year" and "the next week" nobody knows which."""
    if isinstance(found.expression, Season) and found.expression.year is not None:
        return True
    return not first.i or reader.tokens[first.i - 1].tag not in ("PRP$", "POS", "DT")


_CHECKS = {
    "shift": _relative,
    "season": _relative,
    "year": _year,
    "weekday": _weekday,
    "month": _month,
    "day": _today,
}


def find(parse: ParsedParagraph) -> tuple[DateMention, ...]:
    """The dates of one paragraph; a dateline before the news is none of them."""
    found = date_expressions.find(parse.text)
    if not found or not parse.tokens:
        return ()
    alone = is_dateline(parse.text)
    if is_aside(parse) and not alone:
        return ()
    begin = 0 if alone else dateline_end(parse.text)
    reader = _Reader(parse, begin)
    mentions = (reader.mention(one) for one in found if one.span.start >= begin)
    return tuple(mention for mention in mentions if mention is not None)


def published(source: Source) -> date | None:
    """The day that relative dates are resolved against."""
    if source.date is not None:
        return source.date
    for block in source.blocks[:FIRST_PARAGRAPHS]:
        text = source.text[block.span.start : block.span.end]
        for found in date_expressions.full_dates(text):
            if tells_publication(text) or found.span.end <= dateline_end(text):
                return date.fromisoformat(found.expression.resolve(None, Tense.UNKNOWN) or "")
    return None


def gather(source: Source, mentions: Sequence[Sequence[DateMention]]) -> tuple[DateFact, ...]:
    """The document's dates in the order of the text; ``mentions`` has one entry a block."""
    today = published(source)
    facts = []
    for block, found in zip(source.blocks, mentions, strict=True):
        for mention in found:
            span = mention.span.shift(block.span.start)
            value = mention.expression.resolve(today, mention.tense)
            facts.append(DateFact(span, source.text[span.start : span.end], value, mention.about))
    return tuple(facts)
