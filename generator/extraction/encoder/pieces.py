"""A paragraph as the encoder reads it: word pieces, their capitals, and where quotation marks stand.

The vocabulary knows no capitals and the network sees no nesting of marks, so both are
given beside each piece. A long paragraph is cut at the end of a sentence: a stretch
has at most :data:`LONGEST` pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 254
FIRST, LAST = 101, 102  # [CLS] and [SEP] of the vocabulary
CASES, QUOTES = 4, 3

_LOWER, _CAPITAL, _CAPITALS, _NO_WORD = range(CASES)
_OUTSIDE, _INSIDE, _MARK = range(QUOTES)
_OPENING, _CLOSING = "“", "”"
_EITHER = ('"', "''", "``")
_ENDS = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces in a row: number in the vocabulary, code points, capitals, marks."""

    numbers: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    cases: tuple[int, ...]
    quotes: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.numbers)

    def cut(self, start: int, end: int) -> Stretch:
        """Some of the pieces."""
        part = slice(start, end)
        return Stretch(self.numbers[part], self.places[part], self.cases[part], self.quotes[part])


def stretches(tokenizer: Tokenizer, text: str) -> Iterator[Stretch]:
    """The pieces of a paragraph, in one stretch or, where it is long, in several."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    words = [text[start:end] for start, end in encoding.offsets]
    whole = Stretch(tuple(encoding.ids), tuple(encoding.offsets), tuple(map(_case, words)), _quotes(words))
    start = 0
    while start < len(whole):
        end = _cut(words, start)
        yield whole.cut(start, end)
        start = end


def _cut(words: Sequence[str], start: int) -> int:
    """Return where a stretch that begins at ``start`` ends: behind a sentence where one ends near."""
    if len(words) - start <= LONGEST:
        return len(words)
    ends = (i for i in range(start + LONGEST, start + LONGEST // 2, -1) if words[i - 1] in _ENDS)
    return next(ends, start + LONGEST)


def _case(word: str) -> int:
    if not word.isalpha():
        return _NO_WORD
    if word.isupper() and len(word) > 1:
        return _CAPITALS
    return _CAPITAL if word[0].isupper() else _LOWER


def _quotes(words: Sequence[str]) -> tuple[int, ...]:
    codes, state = [], _OUTSIDE
    for word in words:
        if word == _OPENING:
            state = _INSIDE
        elif word == _CLOSING:
            state = _OUTSIDE
        elif word in _EITHER:
            state = _OUTSIDE if state else _INSIDE
        else:
            codes.append(state)
            continue
        codes.append(_MARK)
    return tuple(codes)
