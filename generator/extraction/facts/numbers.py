"""Numbers: quantities of a paragraph with their unit and what they count.

Years and dates, ordinals, clock times, labels ("Section 5") and figures that are part
of a name ("Model 7") are none. What a number counts is the noun it modifies, what a
measure is "of", or what rises, falls or is so much.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.extraction.boilerplate import is_aside
from generator.extraction.facts import number_expressions
from generator.extraction.facts.clauses import governing_verb, told_clause, told_phrase
from generator.extraction.facts.number_expressions import WORDS, Quantity
from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions import lexicon
from generator.extraction.mentions.names import fold
from generator.model import NumberFact, Source, Span

_LABELS = frozenset(WORDS["labels"])
_PEOPLE = frozenset(WORDS["people"]["nouns"])
_CLOCK = frozenset(
    ("a.m.", "p.m.", "am", "pm", "a.m", "p.m", "o'clock", "gmt", "et", "est", "edt", "bst", "utc")
)
_TIMES = frozenset(
    ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries")
)
_RELATIVE = frozenset(("ago", "after", "before", "earlier", "later", "since", "apart"))
_NOUNS = frozenset(("NOUN", "PROPN"))
# "three-quarters", "two-thirds" count nothing whole; "a 5-to-4 ruling" and "four-star" count nothing.
_PART_OF = re.compile(
    r"-(?:quarter|third|fourth|fifth|sixth|eighth|tenth|halve)s?\b| quarters of\b"
    r"|-to-|-stars?\b| or \d+ \w+ ago\b"
)
# "he is worth $10 billion": without the words before it, "he" is nobody.
_POINTING = re.compile(
    r"['’]|(?:he|she|it|they|we|i|you|who|which|that|this|these|those|them|there|what)\b", re.IGNORECASE
)
_COPULA = re.compile(r" (?:is|are|was|were|be|been|has|have|had)(?: (?:worth|been|had))?$")
_BEFALLS = re.compile(
    r"(?: (?:others|more|people))?(?: (?:were|was|are|have been|had been|has been|have|had))?"
    rf"(?: (?:confirmed|reported|presumed|feared|believed))? (?P<what>{'|'.join(WORDS['befalls'])})\b"
)
_REACHES = frozenset(WORDS["reaches"])
_EMPTY = frozenset(WORDS["empty"])
_SUMS = frozenset(("age", "total", "sum"))  # "a total of 39" says nothing of what is counted
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_ORDINALS = frozenset(("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"))
_SMALLEST_IN_FIGURES = 10
_LONGEST_LOWER_END = 30  # characters
_UPPER_END = re.compile(r"\bbetween [^.;:()]{1,24} and $", re.IGNORECASE)
_SAME_AGAIN = re.compile(r"\d[^()]{0,20}\((?:~|about |around |ca\.? |approximately |or |=)?$")
_FIGURES = re.compile(r"(?<![\w-])\d")
_BOUND = re.compile(r"\+(?!\w)| or (?:more|less|fewer)\b")
_MILLION = 1_000_000
_YEARS = (1900, 2100)


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number of one paragraph, its span relative to the paragraph."""

    span: Span
    value: float
    unit: str | None
    about: str | None
    upper: float | None = None  # of a range
    small: bool = False  # "two booths": a count that says little


class _Reader:
    """Reads the grammar around the quantities of one paragraph."""

    def __init__(self, parse: ParsedParagraph) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.starts = [token.start for token in parse.tokens]

    def index(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def mention(self, quantity: Quantity) -> NumberMention | None:
        """The number with what it counts, asked of either end of a range; None where it counts nothing."""
        read = self._read(quantity)
        if read is None and quantity.lower is not None:
            read = self._read(replace(quantity, number=quantity.lower))
        if read is None:
            return None
        unit, about = read
        small = (
            unit is None
            and quantity.spelled
            and not quantity.qualified
            and quantity.value < _SMALLEST_IN_FIGURES
        )
        small = small or self._is_converted(quantity)
        about = _without_repetition(about, quantity, self.parse.text) if about else None
        span = Span(quantity.span.start, _past_bound(self.parse.text, quantity.span.end))
        return NumberMention(span, quantity.value, unit, about, quantity.upper, small)

    def _is_converted(self, quantity: Quantity) -> bool:
        """ "75 feet (23 m)": the same length again in another unit."""
        before = self.parse.text[: quantity.span.start]
        return quantity.unit not in (None, *_TIMES) and _SAME_AGAIN.search(before) is not None

    def _read(self, quantity: Quantity) -> tuple[str | None, str | None] | None:
        """The unit, and what is counted."""
        first, last = self.index(quantity.number.start), self.index(quantity.span.end - 1)
        figure = self.tokens[first]
        if not self._counts(quantity, first, last):
            return None
        head = self._head(first, last)
        if quantity.aged:
            return quantity.unit or "years", self._modified(head)
        if quantity.unit is not None:
            about = self._measured(head, self.index(quantity.span.start), last)
            apart = quantity.lower is None or not about or not _holds(about, quantity, self.parse.text)
            return quantity.unit, about if apart else None
        if self._is_age(figure):
            return "years", f"age of {told_phrase(self.parse, self.tokens[figure.head].i)}"
        noun = self._noun(head)
        if noun is not None and not (noun.tag == "NN" and self._is_year(quantity)):
            return self._sort(noun), self._counted(noun, head)
        befallen = _BEFALLS.match(self.parse.text, quantity.span.end)
        if befallen is not None:
            return "people", befallen["what"]
        if self._is_reached(head) or (quantity.scaled and quantity.value >= _MILLION):
            return None, self._clause(head)
        group = self._group(head)
        return (None, group) if group and not quantity.spelled else None

    def _counted(self, noun: Token, head: Token) -> str | None:
        """Return what is counted, with all nouns of an enumeration: "80 guards, nurses and others"."""
        told, last = told_phrase(self.parse, noun.i, head.i), noun
        while (beside := self._beside(last)) is not None:
            last = beside
        enumerated = told is not None and last is not noun and told.endswith(noun.text)
        return f"{told}{self.parse.text[noun.end : last.end]}" if enumerated else told

    def _beside(self, noun: Token) -> Token | None:
        """The plural noun joined to another, with no number or article of its own."""
        for kid in self.parse.children[noun.i]:
            token = self.tokens[kid]
            if token.dep == "conj" and token.tag in ("NNS", "NNPS"):
                own = any(
                    self.tokens[k].dep in ("nummod", "det", "poss", "quantmod")
                    for k in self.parse.children[kid]
                )
                near = token.end - noun.end <= _LONGEST_LOWER_END
                return token if near and not own else None
        return None

    def _sort(self, noun: Token) -> str | None:
        people = noun.lemma.lower() in _PEOPLE or (noun.entity == "NORP" and noun.tag in ("NNS", "NNPS"))
        return "people" if people else None

    def _is_reached(self, head: Token) -> bool:
        """ "The toll rose to 22", "reached 22": a bare figure at the end of a change."""
        above = self.tokens[head.head]
        if head.dep == "pobj" and above.lower in ("to", "at"):
            above = self.tokens[above.head]
        return (
            above.pos == "VERB"
            and above.lemma in _REACHES
            and head.i > above.i
            and head.dep in ("pobj", "dobj")
        )

    def _group(self, head: Token) -> str | None:
        """ "A crowd of 20,000"."""
        of = self.tokens[head.head]
        noun = self.tokens[of.head]
        if (
            head.dep != "pobj"
            or of.lower != "of"
            or noun.tag not in ("NN", "NNS")
            or self._is_year_like(head)
        ):
            return None
        return told_phrase(self.parse, noun.i, of.i) if noun.lemma not in _EMPTY | _SUMS else None

    def _is_year_like(self, head: Token) -> bool:
        return (
            head.text.isdigit() and len(head.text) == len("2008") and _YEARS[0] <= int(head.text) < _YEARS[1]
        )

    def _counts(self, quantity: Quantity, first: int, last: int) -> bool:
        """Return whether the figure is a quantity at all."""
        before = self.tokens[first - 1] if first else None
        after = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        if after is not None and (
            after.lower in _CLOCK or (quantity.unit in _TIMES and after.lower in _RELATIVE)
        ):
            return False
        if quantity.spelled and quantity.value == 1 and quantity.unit in (None, "days"):  # "one day"
            return False
        if quantity.spelled and after is not None and after.lower in _ORDINALS:  # "twenty first century"
            return False
        if _PART_OF.match(self.parse.text, quantity.span.end) or self._is_end_of_range(quantity):
            return False
        if quantity.unit is None and not quantity.qualified and self._is_of_a_name(first, last):
            return False
        if before is None or quantity.unit is not None:
            return not (first == 0 and after is not None and after.text in (".", ")"))
        label = self.tokens[first - 2] if before.text == "." and first > 1 else before
        if label.lower.rstrip(".") in _LABELS:
            return False
        named = before.pos == "PROPN" and before.end + 1 >= quantity.number.start
        return not (
            named and (self.tokens[first].head <= first or self.tokens[first].entity == before.entity != "")
        )

    def _is_year(self, quantity: Quantity) -> bool:
        """Four digits alone: "her 2008 campaign", "any 2016 candidate"."""
        figure = self.parse.text[quantity.span.start : quantity.span.end]
        return len(figure) == len("2008") and figure.isdigit() and _YEARS[0] <= quantity.value < _YEARS[1]

    def _head(self, first: int, last: int) -> Token:
        """The token of the quantity whose head lies outside of it."""
        for token in self.tokens[first : last + 1]:
            if not first <= token.head <= last or token.head == token.i:
                return token
        return self.tokens[first]

    def _is_end_of_range(self, quantity: Quantity) -> bool:
        """ "Between six months and 19 years": an end alone is another number."""
        text = self.parse.text
        if quantity.lower is not None:
            return False
        lower = text[: quantity.span.start].lower().endswith("between ")
        return (lower and text.startswith(" and ", quantity.span.end)) or bool(
            _UPPER_END.search(text, max(0, quantity.span.start - _LONGEST_LOWER_END), quantity.span.start)
        )

    def _is_of_a_name(self, first: int, last: int) -> bool:
        """ "An Amsel 9 rocket", "the Area 12 fair": the figure belongs to the name before it."""
        if not first or last + 1 >= len(self.tokens):
            return False
        before, after = self.tokens[first - 1], self.tokens[last + 1]
        opens = first == 1 or self.tokens[first - 2].sentence != before.sentence
        named = (
            before.tag == "NNP"
            and before.text[0].isupper()
            and before.entity not in ("DATE", "PERSON")
            and fold(before.text) not in lexicon.places().country_of
        )
        return named and not opens and after.tag in ("NN", "NNP") and before.sentence == after.sentence

    def _is_age(self, figure: Token) -> bool:
        """ "Ada Quill, 45, a lawyer": a bare number between commas after a person's name."""
        owner = self.tokens[figure.head]
        if (
            figure.dep not in ("appos", "nummod", "npadvmod")
            or owner.i >= figure.i
            or owner.pos not in _NOUNS
        ):
            return False
        after = self.tokens[figure.i + 1].text if figure.i + 1 < len(self.tokens) else "."
        return self.tokens[figure.i - 1].text == "," and after in (",", ".", ";", ")")

    def _noun(self, head: Token) -> Token | None:
        """The plural noun that a bare number modifies, or what it is "of"."""
        noun = self.tokens[head.head]
        if "(" in self.parse.text[head.end : noun.start]:
            return self._of(head)
        if head.dep in ("nummod", "quantmod", "compound", "amod") and noun.i > head.i and noun.pos in _NOUNS:
            return noun if noun.tag != "NNP" else None
        return self._of(head)

    def _of(self, token: Token) -> Token | None:
        for kid in self.parse.children[token.i]:
            if self.tokens[kid].dep == "prep" and self.tokens[kid].lower == "of":
                return next(
                    (self.tokens[k] for k in self.parse.children[kid] if self.tokens[k].dep == "pobj"), None
                )
        return None

    def _modified(self, head: Token) -> str | None:
        above = self.tokens[head.head]
        return told_phrase(self.parse, above.i, head.i) if above.i != head.i and above.pos in _NOUNS else None

    def _measured(self, head: Token, first: int, last: int) -> str | None:
        """Return what a measure measures: "of rice", "a fine of", a noun after it, a subject, a clause."""
        inside = self.tokens[first : last + 1]
        of = next((found for token in (head, *inside) if (found := self._of(token)) is not None), None)
        if of is not None and of.entity != "DATE":
            return self._phrase(of.i)
        above = self.tokens[head.head]
        if above.pos == "ADP" and self.tokens[above.head].pos in _NOUNS:
            return self._phrase(above.head, above.i)
        if above.i != head.i and above.pos in _NOUNS and head.dep not in ("appos", "conj"):
            return self._phrase(above.i, head.i)
        return self._clause(head)

    def _phrase(self, noun: int, without: int | None = None) -> str | None:
        """Return what a noun says of what is counted; nothing for "them" and "the end"."""
        token = self.tokens[noun]
        if token.pos == "PRON" or token.lemma.lower() in _EMPTY or token.text == "%":
            return None
        return told_phrase(self.parse, noun, without)

    def _clause(self, head: Token) -> str | None:
        """Return what rises or is so much: a clause that has a subject, "is" left out."""
        verb = governing_verb(self.parse, head.i)
        if verb is None or not any(self.tokens[k].dep in _SUBJECTS for k in self.parse.children[verb.i]):
            return None
        if any(self.tokens[k].dep == "neg" for k in self.parse.children[verb.i]):
            return None  # "would not go one inch": the clause without the figure says something else
        told = told_clause(self.parse, verb.i, head.i, short=True)
        told = _COPULA.sub("", told) if told else None
        if told and _FIGURES.search(told):
            return None
        return told if told and not _POINTING.match(told) and told.lower() not in _EMPTY else None


def _without_repetition(about: str, quantity: Quantity, text: str) -> str | None:
    """ "An estimated 20 people" counts "people": its qualifier is told already, as is "ft" of "75 ft"."""
    if text[slice(*quantity.number)] in about.split():
        return None
    words, told = text[quantity.span.start : quantity.span.end].lower().split(), about.split()
    while told and told[0].lower() in words:
        told = told[1:]
    return " ".join(told) or None


def _past_bound(text: str, end: int) -> int:
    """ "10 or more", "10+": where the bound behind a number ends."""
    bound = _BOUND.match(text, end)
    return bound.end() if bound else end


def _holds(about: str, quantity: Quantity, text: str) -> bool:
    """Return whether a told clause has an end of the range in it, which no parse can take out."""
    return quantity.lower is not None and text[slice(*quantity.lower)] in about.split()


def find(parse: ParsedParagraph, dates: Iterable[Span] = ()) -> tuple[NumberMention, ...]:
    """The numbers of one paragraph, outside of the ``dates`` found in it."""
    quantities = list(number_expressions.find(parse.text))
    if not quantities or not parse.tokens or is_aside(parse):
        return ()
    taken = bytearray(len(parse.text))
    for date in dates:
        taken[date.start : date.end] = b"\1" * (date.end - date.start)
    reader = _Reader(parse)
    mentions = (reader.mention(q) for q in quantities if not any(taken[q.span.start : q.span.end]))
    return tuple(mention for mention in mentions if mention is not None)


def gather(source: Source, mentions: Sequence[Sequence[NumberMention]]) -> tuple[NumberFact, ...]:
    """The document's numbers in the order of the text; ``mentions`` has one entry a block."""
    facts = []
    for block, found in zip(source.blocks, mentions, strict=True):
        for mention in found:
            if not is_telling(mention):
                continue
            span = mention.span.shift(block.span.start)
            text = source.text[span.start : span.end]
            facts.append(
                NumberFact(span, text, mention.value, mention.unit, mention.about, upper=mention.upper)
            )
    return tuple(facts)


def is_telling(mention: NumberMention) -> bool:
    """Return whether a number is worth a line: "two booths" is not."""
    return not mention.small
