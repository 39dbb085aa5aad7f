"""Divide a paragraph by its quotations, and find which stretch may introduce which.

``“A,” she said. “B.”`` has two quotations and one stretch, which closes A; B floats:
nothing introduces it, and so it goes on with A.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.extraction.language import ParsedParagraph
from generator.extraction.quotations import Quotation
from generator.model import Span

_TITLING = frozenset(("titled", "entitled", "headlined", "captioned", "labeled", "labelled", "subtitled"))
_STOPS = frozenset((".", "!", "?", "…", ".."))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens ``[first, end)`` outside all quotations, within one sentence.

    ``after`` is the number of the quotation that it follows within the sentence,
    ``before`` of the one that it leads to; either may be None.
    """

    first: int
    end: int
    after: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The outer quotations of a paragraph, in order and apart, and the stretches around them."""

    quotations: tuple[Quotation, ...]
    stretches: tuple[Stretch, ...]
    inside: tuple[int, ...]  # for each token the number of its quotation, or -1
    _closing: dict[int | None, Stretch] = field(init=False, repr=False, compare=False)
    _leading: dict[int | None, Stretch] = field(init=False, repr=False, compare=False)
    _starts: list[int] = field(init=False, repr=False, compare=False)  # of the quotations: asked very often
    _ends: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first_wins = self.stretches[::-1]
        object.__setattr__(self, "_closing", {s.after: s for s in first_wins})
        object.__setattr__(self, "_leading", {s.before: s for s in first_wins})
        object.__setattr__(self, "_starts", [q.span.start for q in self.quotations])
        object.__setattr__(self, "_ends", [q.span.end for q in self.quotations])

    def closing(self, number: int) -> Stretch | None:
        """The stretch that follows quotation ``number`` in its sentence."""
        return self._closing.get(number)

    def leading(self, number: int) -> Stretch | None:
        """The stretch that leads to quotation ``number`` in its sentence."""
        return self._leading.get(number)

    def across(self, span: Span) -> range:
        """The numbers of the quotations that overlap ``span``, or that an empty span lies inside."""
        first = bisect_right(self._ends, span.start)
        return range(first, max(first, bisect_left(self._starts, span.end)))

    def quotations_across(self, spans: Sequence[Span]) -> list[Quotation]:
        """The quotations that overlap one of ``spans``, in order."""
        return [self.quotations[n] for n in sorted({n for span in spans for n in self.across(span)})]


def lay_out(parse: ParsedParagraph, quotations: Sequence[Quotation]) -> Layout:
    """Divide a paragraph into its outer quotations and what is between them."""
    outer = tuple(q for q in quotations if q.depth == 0)
    inside = _membership(parse, outer)
    first_of = {number: i for i, number in reversed(list(enumerate(inside)))}
    titles = {n for n in range(len(outer)) if _is_title(parse, first_of.get(n, 0))}
    spoken = tuple(-1 if n in titles else n for n in inside)
    return Layout(outer, tuple(_stretches(parse, outer, spoken)) if outer else (), spoken)


def _is_title(parse: ParsedParagraph, first: int) -> bool:
    """Return whether the marked words from token ``first`` are a title: ``a notice titled “Our bridge”``."""
    lead = first - 1
    if lead > 0 and parse.tokens[lead].text == ",":
        lead -= 1
    return lead >= 0 and parse.tokens[lead].lower in _TITLING


def _membership(parse: ParsedParagraph, outer: Sequence[Quotation]) -> tuple[int, ...]:
    if not outer:
        return (-1,) * len(parse.tokens)
    starts = [token.start for token in parse.tokens]
    inside = [-1] * len(parse.tokens)
    for number, quotation in enumerate(outer):
        first = bisect_left(starts, quotation.span.start)
        end = bisect_left(starts, quotation.span.end)
        inside[first:end] = [number] * (end - first)
    return tuple(inside)


def _stretches(parse: ParsedParagraph, outer: Sequence[Quotation], inside: Sequence[int]) -> list[Stretch]:
    found: list[Stretch] = []
    first, after = 0, None
    for i, token in enumerate(parse.tokens):
        if inside[i] >= 0:
            if i > first:
                found.append(Stretch(first, i, after, inside[i]))
            first, after = (
                i + 1,
                inside[i] if not _ends_sentence(parse, outer, inside, i) else None,
            )
        elif token.text in _STOPS:
            found.append(Stretch(first, i + 1, after, None))
            first, after = i + 1, None
    if first < len(parse.tokens):
        found.append(Stretch(first, len(parse.tokens), after, None))
    return found


def _ends_sentence(parse: ParsedParagraph, outer: Sequence[Quotation], inside: Sequence[int], i: int) -> bool:
    """Return whether the quotation of token ``i`` ends with a full stop and a new sentence follows."""
    if i + 1 < len(inside) and inside[i + 1] == inside[i]:
        return False
    quotation = outer[inside[i]]
    inner = quotation.inner(parse.text)
    last = parse.text[inner.start : inner.end].rstrip()[-1:] if quotation.closed else ""
    following = parse.text[quotation.span.end : quotation.span.end + 40].lstrip()
    return last in (".", "…") and following[:1].isupper()
