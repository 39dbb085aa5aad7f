"""Resolve the dates of a text together: from publication, from one another, from a quotation's day.

"The next day" is counted from the date before it, "two days before 4 May" from the one behind
it; "today" between quotation marks is the day on which it was said; "November 21" after
"November 2017" is of that year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from generator.extraction.facts.calendar_values import Calendar, Expression, Reckoned, Shift, Tense, Unit
from generator.model import Span

_DAY = len("2025-01-08")
_WEEK = timedelta(days=7)
_APPOSED = 12  # characters between "a year later" and the date that says when
_JOINED = len(" through ")
_NEAR = 1  # paragraphs back in which the date may stand that another is reckoned from


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression of one paragraph, its span relative to the paragraph."""

    span: Span
    expression: Expression
    tense: Tense
    about: str | None
    form: str = ""
    sentence: int = 0
    quoted: bool = False  # within quotation marks


@dataclass(frozen=True, slots=True)
class _Known:
    """A date of the text that others may be reckoned from."""

    block: int
    mention: DateMention
    value: str


class _Resolver:
    """Resolves the dates of a text in their order; each may be counted from those before it."""

    def __init__(self, today: date | None) -> None:
        self.today = today
        self.known: list[_Known] = []

    def paragraph(self, block: int, mentions: Sequence[DateMention]) -> list[str | None]:
        values: list[str | None] = [None] * len(mentions)
        for i in _order(mentions):
            values[i] = self._value(block, mentions, i)
            if values[i] is not None:
                self.known.append(_Known(block, mentions[i], values[i] or ""))
                self.known.sort(key=lambda known: (known.block, known.mention.span))
        return values

    def _value(self, block: int, mentions: Sequence[DateMention], i: int) -> str | None:
        mention = mentions[i]
        expression = mention.expression
        if isinstance(expression, Reckoned):
            return self._reckoned(block, mentions, i, expression)
        if _is_spoken(mention):
            return self._spoken(block, mention)
        if isinstance(expression, Calendar) and expression.year is None and mention.tense is not Tense.FUTURE:
            expression = _with_the_next(mentions, i) or self._of_its_year(block, expression)
        return expression.resolve(self.today, mention.tense)

    def _reckoned(
        self, block: int, mentions: Sequence[DateMention], i: int, expression: Reckoned
    ) -> str | None:
        if expression.onward:
            behind = [
                k.value for k in self.known if k.block == block and k.mention in mentions[i + 1 : i + 2]
            ]
            return expression.from_anchor(behind[0]) if behind else None
        if _is_told_anew(mentions, i):
            return None
        for anchor in self._before(block, mentions[i]):
            if mentions[i].tense is Tense.PAST and not self._is_behind(anchor.value):
                continue
            value = expression.from_anchor(anchor.value)
            if value is not None:
                return value
        return None

    def _is_behind(self, value: str) -> bool:
        return self.today is None or value[:_DAY] <= str(self.today)

    def _before(self, block: int, mention: DateMention) -> Iterator[_Known]:
        """The dates before ``mention``, nearest first, not farther than the paragraph before."""
        for known in reversed(self.known):
            if known.block < block - _NEAR:
                return
            if (known.block, known.mention.span) < (block, mention.span):
                yield known

    def _spoken(self, block: int, mention: DateMention) -> str | None:
        """ "Today", between quotation marks: reckoned from the day on which that was said, if it is told."""
        day = self._day_of_saying(block, mention)
        return mention.expression.resolve(day, mention.tense)

    def _day_of_saying(self, block: int, mention: DateMention) -> date | None:
        for known in self._said_on(block, mention):
            if len(known.value) == _DAY and known.value[4] == "-" and not known.mention.quoted:
                day = date.fromisoformat(known.value)
                if self.today is None or day <= self.today:
                    return day
        return None

    def _said_on(self, block: int, mention: DateMention) -> Iterator[_Known]:
        """The days on which it may have been said, likeliest first."""
        yield from self._before(block, mention)
        yield from (k for k in self.known if k.block == block and k.mention.sentence == mention.sentence)
        yield from (k for k in reversed(self.known) if k.block < block - _NEAR and self._is_news(k.value))

    def _is_news(self, value: str) -> bool:
        """Return whether a day lies in the week before publication."""
        if self.today is None or len(value) != _DAY:
            return False
        return timedelta(0) <= self.today - date.fromisoformat(value) <= _WEEK

    def _of_its_year(self, block: int, expression: Calendar) -> Calendar:
        """The same day or month with the year that the text has given it before."""
        for known in reversed(self.known):
            before = known.mention.expression
            if not isinstance(before, Calendar) or before.year is None or before.month != expression.month:
                continue
            if before.day == expression.day or (known.block >= block - _NEAR and not expression.event):
                return replace(expression, year=before.year, event=False)
        return expression


def _with_the_next(mentions: Sequence[DateMention], i: int) -> Calendar | None:
    """ "From 3 May to 5 June 2022": the year stands at the end."""
    one, after = mentions[i].expression, mentions[i + 1].expression if i + 1 < len(mentions) else None
    if not isinstance(one, Calendar) or not isinstance(after, Calendar):
        return None
    if not (one.day and after.day and after.year):
        return None
    if mentions[i + 1].span.start - mentions[i].span.end > _JOINED or (one.month or 0) > (after.month or 0):
        return None
    return replace(one, year=after.year)


def _is_told_anew(mentions: Sequence[DateMention], i: int) -> bool:
    """ "Seven days earlier, on 6 October": the date itself follows."""
    if i + 1 == len(mentions):
        return False
    after = mentions[i + 1]
    return (
        after.sentence == mentions[i].sentence
        and isinstance(after.expression, Calendar)
        and after.span.start - mentions[i].span.end <= _APPOSED
    )


def _order(mentions: Sequence[DateMention]) -> list[int]:
    """Those that stand on their own first, then what is reckoned from others."""
    return sorted(range(len(mentions)), key=lambda i: (_is_late(mentions[i]), i))


def _is_late(mention: DateMention) -> bool:
    return isinstance(mention.expression, Reckoned) or _is_spoken(mention)


def _is_spoken(mention: DateMention) -> bool:
    expression = mention.expression
    return (
        mention.quoted
        and isinstance(expression, Shift)
        and expression.unit is Unit.DAY
        and mention.form == "day"
    )


def resolve(mentions: Sequence[Sequence[DateMention]], today: date | None) -> list[list[str | None]]:
    """The value of every mention, a list for each block."""
    resolver = _Resolver(today)
    return [resolver.paragraph(block, found) for block, found in enumerate(mentions)]
