"""Split a text into words that stay the same when only marks, spaces or case are retyped.

Two passages with the same forms say the same in the same words, whatever their
quotation marks, dashes, line breaks and capitals. A number keeps its sign and
separators, and a currency or percent sign is a word: ``-5 %`` is not ``5``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from generator.model import Span

# Scripts written without spaces: each character is a word of its own.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Combining marks, soft hyphens and zero-width characters do not end a word.
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_JOINED = rf"\u0300-\u036f{_INVISIBLE}"
_LETTER = rf"(?:(?![{_UNSPACED}])[\w{_JOINED}])"
_WORD = re.compile(
    rf"[{_UNSPACED}]"
    r"|(?<!\w)[-+−]?\d+(?:[.,:]\d+)*"
    r"|(?<=\w)['’ʼ][sS](?!\w)"  # a possessive is a word, so that a name is the same with and without
    rf"|{_LETTER}+(?:(?!['’ʼ][sS](?!\w))['’ʼ]{_LETTER}+)*"
    r"|[%‰§°$€£¥₹₽₩¢]"
    r"|[\u2190-\u21ff\u2600-\u27bf\U0001f000-\U0001faff]"
)
_DROPPED = re.compile(f"[{_INVISIBLE}]")
_UNIFIED = str.maketrans({"’": "'", "ʼ": "'", "−": "-"})


@dataclass(frozen=True)
class Words:
    """The words of a text: their normal forms, and the code points ``[start, end)`` of each."""

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        forms, starts, ends = [], [], []
        for match in _WORD.finditer(text):
            if form := _form(match[0]):
                forms.append(form)
                starts.append(match.start())
                ends.append(match.end())
        return cls(tuple(forms), tuple(starts), tuple(ends))

    def __len__(self) -> int:
        return len(self.forms)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each form occurs, as word numbers in order."""
        found: dict[str, list[int]] = {}
        for number, form in enumerate(self.forms):
            found.setdefault(form, []).append(number)
        return found

    def inside(self, span: Span) -> range:
        """Return the numbers of the words that overlap ``span``."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def numbers(self, spans: Iterable[Span]) -> frozenset[int]:
        """Return the numbers of the words of several spans."""
        return frozenset(number for span in spans for number in self.inside(span))


def _form(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKC", _DROPPED.sub("", word)).translate(_UNIFIED)
    return plain.casefold()


@dataclass(frozen=True)
class SearchText:
    """A text to search; its words are computed once, when first needed."""

    text: str

    @cached_property
    def words(self) -> Words:
        return Words.of(self.text)
