"""Remember a passage by its words; and the four answers to where it is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from generator.model import Span

CONTEXT = 40  # code points of context remembered on either side
MOST_CONTEXT = 320


@dataclass(frozen=True, slots=True)
class Selector:
    """A passage of a text, kept so that it can be found again in a later version.

    Web Annotation's TextQuoteSelector and TextPositionSelector in one: ``start``
    counts code points of the text it was taken from. Without ``prefix``, ``suffix``
    and ``start`` only words that occur once, and are long enough, are found.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible place, with one span for each part and a ``score`` from 0 to 1.

    ``same_words`` tells the very words from similar ones.
    """

    spans: tuple[Span, ...]
    score: float
    same_words: bool = False


@dataclass(frozen=True, slots=True)
class Anchored:
    """The very words, in their context."""

    spans: tuple[Span, ...]
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Moved:
    """The words, retyped or in another context; still beyond doubt."""

    spans: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several places are possible."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Orphaned:
    """No place is good enough; the candidates are for a person to judge."""

    candidates: tuple[Candidate, ...] = ()


Found = Anchored | Moved
Lost = Ambiguous | Orphaned
Anchor = Found | Lost


def describe(text: str, span: Span, context: int = CONTEXT) -> Selector:
    """Build the selector of a passage, with as much context as tells it from the same words elsewhere."""
    exact = text[span.start : span.end]
    while True:
        prefix = _before(text, max(0, span.start - context), span.start)
        suffix = _behind(text, span.end, min(len(text), span.end + context))
        if context >= MOST_CONTEXT or not stands_twice(text, prefix + exact + suffix):
            return Selector(exact, prefix, suffix, span.start)
        context *= 2


def _before(text: str, start: int, end: int) -> str:
    """Return ``text[start:end]`` without a word cut in two at its start."""
    part = text[start:end]
    if start == 0 or text[start - 1].isspace():
        return part
    cut = part.find(" ")
    return part[cut + 1 :] if 0 <= cut < len(part) // 2 else part


def _behind(text: str, start: int, end: int) -> str:
    """Return ``text[start:end]`` without a word cut in two at its end."""
    part = text[start:end]
    if end == len(text) or text[end].isspace():
        return part
    cut = part.rfind(" ")
    return part[:cut] if cut > len(part) // 2 else part


def stands_twice(text: str, phrase: str) -> bool:
    first = text.find(phrase)
    return first >= 0 and text.find(phrase, first + 1) >= 0
