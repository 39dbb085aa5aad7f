"""Dates: expressions found in a paragraph, resolved against the day of publication.

A paragraph yields :class:`DateMention`s, which do not know the day of publication;
:func:`gather` resolves them for the document. The day is ``Source.date``, else a
full date that stands alone, or in a credit line, in the first paragraphs; without
either, relative dates have no value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from generator.extraction.boilerplate import dateline_end, is_aside, is_dateline, tells_publication
from generator.extraction.facts import date_expressions, date_tense
from generator.extraction.facts.calendar_values import (
    Anchored,
    Calendar,
    Expression,
    Reckoned,
    Season,
    Tense,
    split,
)
from generator.extraction.facts.clauses import governing_verb, told_clause, told_phrase
from generator.extraction.facts.date_context import DateMention, resolve
from generator.extraction.facts.date_expressions import WORDS, Found
from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.quotations import find_quotations
from generator.model import DateFact, Source, Span

FIRST_PARAGRAPHS = 6  # where a date of publication may stand
_DOUBTFUL = frozenset(
    i for i, names in enumerate(WORDS["months"], 1) if names.split("|")[0] in WORDS["doubtful_months"]
)
_DATED = frozenset(("DATE", "TIME"))
_BEFORE_YEAR = frozenset(WORDS["before_year"])
_FINITE = frozenset(("VBD", "VBP", "VBZ"))
_INNER = frozenset("-'’")
_SPANS_OF_TIME = frozenset(
    ("hour", "day", "week", "month", "year", "morning", "evening", "night", "a.m.", "p.m.")
)
_PARTS = frozenset(("beginning", "start", "middle", "end", "close", "turn", "rest", "course", "half"))
_OPENERS = frozenset(("“", '"', "‘", "'", "—", "–", ":", "-"))
_EVENTS = frozenset(WORDS["events"])
_YEARLY = frozenset(WORDS["yearly"])
_REMEMBERED = frozenset(WORDS["remembered"])
_POSSIBLE = frozenset(("could", "might"))
_NOWADAYS = frozenset(WORDS["nowadays"])
_PARTS_OF_DAY = frozenset(("early", "late", "mid"))
_ANY_DAY = frozenset(("a", "an", "one", "each", "every", "any", "another", "no", "some"))
_NAMES_OF_DAYS = frozenset(WORDS["weekday_names"])


class _Reader:
    """Reads the grammar around the expressions of one paragraph."""

    def __init__(self, parse: ParsedParagraph, begin: int) -> None:
        self.parse = parse
        self.begin = begin  # of the news, after a dateline
        self.tokens = parse.tokens
        self.starts = [token.start for token in parse.tokens]
        self.quotations = [q.span for q in find_quotations(parse.text) if q.depth == 0]

    def token_at(self, offset: int) -> Token:
        return self.tokens[max(0, bisect_right(self.starts, offset) - 1)]

    def mention(self, found: Found) -> DateMention | None:
        first, last = self.token_at(found.span.start), self.token_at(found.span.end - 1)
        if not _CHECKS.get(found.form, _accept)(self, found, first, last):
            return None
        head = self._head(first.i, last.i)
        span = self._anchored_span(found.span, last) if found.form == "anchored" else found.span
        expression = self.expression(found, head, last)
        tense = date_tense.read(self.parse, first, last, head, self.noun(head))
        return DateMention(
            span, expression, tense, self.about(head), found.form, first.sentence, self.quoted(span.start)
        )

    def expression(self, found: Found, head: Token, last: Token) -> Expression:
        """Return what is written; without a year, in what is only imagined, it is no day."""
        expression = _EXPRESSIONS.get(found.form, _as_found)(self, found, last)
        undated = isinstance(expression, Calendar) and expression.year is None
        return Anchored() if undated and date_tense.is_supposed(self.parse, head) else expression

    def quoted(self, offset: int) -> bool:
        before = bisect_right(self.quotations, offset, key=lambda span: span.start)
        return before > 0 and offset < self.quotations[before - 1].end

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

    def counts(self, figure: Token, before: Token | None) -> bool:
        """ "1885 aftershocks", "1720 had been": digits without an article that count."""
        if before is not None and (
            before.tag in ("DT", "PRP$", "POS", "JJ") or before.lower in _BEFORE_YEAR - {"and", "to"}
        ):
            return False
        above = self.tokens[figure.head]
        after = self.tokens[figure.i + 1] if figure.i + 1 < len(self.tokens) else None
        if after is not None and after.tag == "POS":
            return False
        if above.i > figure.i and figure.dep == "nummod" and above.tag in ("NNS", "NNPS"):
            return True
        if figure.dep in ("nsubj", "nsubjpass", "attr"):
            return above.tag in ("VBP", "VBD", "VBN", "VBZ") and (figure.dep == "attr" or above.tag != "VBZ")
        return False

    def is_of_the_day(self, today: Token, after: Token | None) -> bool:
        """Return whether "today" is a day, on which something is done or at an hour, and not nowadays."""
        before = self.tokens[today.i - 1] if today.i else None
        if before is not None and before.lower in ("late", "earlier", "later", "early", "noon", "midnight"):
            return True
        if after is not None and after.lower == "at":
            return True
        verb = governing_verb(self.parse, today.i)
        if verb is None:
            return False
        tense = date_tense.read(self.parse, today, today, today, None)
        if tense in (Tense.PAST, Tense.FUTURE, Tense.NEAREST):
            return True
        return verb.tag == "VBG" and any(self.tokens[k].dep == "aux" for k in self.parse.children[verb.i])

    def about(self, head: Token) -> str | None:
        """Return what happened then: the clause of the date, or the noun that carries it."""
        noun = self.noun(head)
        while noun is not None and noun.lemma in _PARTS and noun.dep == "pobj":  # "by the end of 2032"
            head, noun = noun, self.noun(noun)
        if noun is not None:
            return told_phrase(self.parse, noun.i, head.i) or None
        verb = governing_verb(self.parse, head.i)
        return told_clause(self.parse, verb.i, head.i, begin=self.begin) if verb else None

    def noun(self, head: Token) -> Token | None:
        above = self.tokens[head.head]
        if above.pos == "ADP" and above.i != head.i:
            above = self.tokens[above.head]
        if above.i == head.i or above.pos not in ("NOUN", "PROPN") or above.lemma in _SPANS_OF_TIME:
            return None
        return above


def _accept(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    return True


def _year(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """Four digits are a year after "in" and the like, or where the pipeline sees a date.

    They are none where they count ("1,846" without its comma) or name ("Boeing 1977").
    """
    if last.entity in ("MONEY", "PERCENT", "QUANTITY"):
        return False
    if first.i < last.i:
        return True
    before = reader.tokens[first.i - 1] if first.i else None
    word = before.lower if before is not None else ""
    if word == "at" or reader.counts(last, before):
        return False
    if before is not None and before.pos == "PROPN" and before.end + 1 == last.start:
        name = reader.tokens[max(0, first.i - 4) : first.i]
        return before.entity in _DATED or before.entity == "GPE" or any(t.lower in _YEARLY for t in name)
    counted = reader.tokens[last.head].tag in ("NNS", "NNPS") and last.dep == "nummod"
    if last.entity in _DATED:
        return True
    return (word in _BEFORE_YEAR and not counted) or not (counted or last.entity == "CARDINAL")


def _weekday(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """No name of a day ("Black Friday"), no day of no week ("a Friday"), no part of a name."""
    before = reader.tokens[first.i - 1] if first.i else None
    if before is not None and (
        before.text in _NAMES_OF_DAYS
        or before.lower in _ANY_DAY
        or (before.dep == "amod" and before.lower not in _PARTS_OF_DAY)
    ):
        return False
    named = (
        before is not None and before.pos == "PROPN" and before.dep == "compound" and before.head == last.i
    )
    return (
        last.entity in ("", "DATE", "TIME") and not named and not _opens_a_name(reader, before, first, last)
    )


def _opens_a_name(reader: _Reader, before: Token | None, first: Token, last: Token) -> bool:
    """ "Sunday Adeyemi", "the Sunday Courier": a bare day before a name that it belongs to."""
    if first.i < last.i or (before is not None and (before.pos == "ADP" or before.lower in _PARTS_OF_DAY)):
        return False
    after = reader.tokens[last.i + 1] if last.i + 1 < len(reader.tokens) else None
    if after is None or after.pos != "PROPN" or not after.text[:1].isupper() or last.end + 1 != after.start:
        return False
    if first.i == reader.parse.sentences[first.sentence].start and after.entity == "PERSON":
        return True
    return last.dep in ("compound", "nmod") and reader.tokens[last.head].pos == "PROPN" and last.head > last.i


def _month(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """A month alone needs a preposition or an adjective where it could be a name or a verb."""
    before = reader.tokens[first.i - 1].lower if first.i else ""
    led = before in _BEFORE_YEAR or before in ("last", "next", "this", "late", "early") or first.i < last.i
    if isinstance(found.expression, Calendar) and found.expression.month in _DOUBTFUL:
        return led and last.entity in ("", "DATE") and last.pos in ("PROPN", "NOUN")
    return led or last.entity == "DATE"


def _today(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """ "Today" with a verb in the present means nowadays; "Tonight" within a sentence is a title."""
    opens = first.i == reader.parse.sentences[first.sentence].start
    if first.text[0].isupper() and not opens and reader.tokens[first.i - 1].text not in _OPENERS:
        return False
    if first.lower != "today" or first.i < last.i:
        return True
    after = reader.tokens[last.i + 1] if last.i + 1 < len(reader.tokens) else None
    if after is not None and after.tag == "POS":
        noun = reader.tokens[first.head]
        return noun.tag == "NN" and noun.lemma not in _NOWADAYS
    return reader.is_of_the_day(first, after)


def _relative(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """Of "his last year" and "the next week" nobody knows which."""
    if isinstance(found.expression, Season) and found.expression.year is not None:
        return True
    return not first.i or reader.tokens[first.i - 1].tag not in ("PRP$", "POS", "DT")


def _reckoned(reader: _Reader, found: Found, first: Token, last: Token) -> bool:
    """ "In the next day or two" is a stretch from now, "the same day that …" another's."""
    before = reader.tokens[first.i - 1].lower if first.i else ""
    after = reader.tokens[last.i + 1].lower if last.i + 1 < len(reader.tokens) else ""
    return before not in ("over", "within", "for", "every") and after not in ("or", "that", "when")


def _as_found(reader: _Reader, found: Found, last: Token) -> Expression:
    return found.expression


def _of_event(reader: _Reader, found: Found, last: Token) -> Expression:
    """ "The October 7 attack" is a name: its year stands elsewhere or nowhere."""
    if not isinstance(found.expression, Calendar) or found.expression.year is not None:
        return found.expression
    tokens = reader.tokens[last.i + 1 : last.i + 4]
    for token in tokens:
        if token.lemma.lower() in _REMEMBERED:
            return Anchored()
        if token.lemma.lower() in _EVENTS:
            return replace(found.expression, event=True)
        if token.pos not in ("ADJ", "NOUN", "PROPN"):
            break
    return found.expression


def _figurative(reader: _Reader, found: Found, last: Token) -> Expression:
    """ "Could be halved tomorrow" is any day."""
    verb = governing_verb(reader.parse, last.i) if last.lower == "tomorrow" else None
    helpers = {reader.tokens[k].lower for k in reader.parse.children[verb.i]} if verb else set()
    return Anchored() if helpers & _POSSIBLE else found.expression


_EXPRESSIONS = {"day": _figurative, "month-day": _of_event, "day-month": _of_event}
_CHECKS = {
    "shift": _relative,
    "season": _relative,
    "year": _year,
    "weekday": _weekday,
    "month": _month,
    "day": _today,
    "reckoned": _reckoned,
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
    facts = []
    resolved = resolve(mentions, published(source))
    for block, found, values in zip(source.blocks, mentions, resolved, strict=True):
        for mention, value in zip(found, values, strict=True):
            if value is None and isinstance(mention.expression, Reckoned):
                continue
            span = mention.span.shift(block.span.start)
            exact, within = split(value)
            facts.append(
                DateFact(span, source.text[span.start : span.end], exact, mention.about, within=within)
            )
    return tuple(facts)
