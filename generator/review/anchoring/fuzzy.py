"""Find passages of nearly the same words, for when no place has the very words.

Candidates come from the words themselves: each word of the passage votes for the
place where the passage would begin if that word had not moved within it. Only
the places with the most votes are compared word by word (rapidfuzz), so the cost
does not grow with the length of the text but with the number of likely places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Indel, Levenshtein, Opcode

from generator.review.anchoring.words import Words

FLOOR = 0.75  # letters in common; below it a passage is not the same one
SHORT_FLOOR = 0.85  # the same for a passage of a few words
SHORT = 5
_KEPT = 0.6  # share of the words that must be unchanged
_COMMON = 60  # a word more frequent than this does not vote
_MOST_PLACES = 6
_TYPO = 4  # letters of a word for each that may be misspelt

_WEIGHTY = Path(__file__).parent / "data" / "weighty.txt"


@dataclass(frozen=True, slots=True)
class Match:
    """Words ``[start, end)`` that resemble a passage.

    ``likeness`` is 0 to 1 by letters; ``keeps_meaning`` is false where a number or a
    negation changed, or too few words are left.
    """

    start: int
    end: int
    likeness: float
    keeps_meaning: bool


def matches(passage: Sequence[str], words: Words) -> list[Match]:
    """List the places most like ``passage``, no two overlapping, best first."""
    found = [m for m in (_compare(passage, words, begin) for begin in _likely(passage, words)) if m]
    found.sort(key=lambda m: m.likeness, reverse=True)
    kept: list[Match] = []
    for match in found:
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return kept


def _likely(passage: Sequence[str], words: Words) -> Iterator[int]:
    """Yield word numbers where the passage may begin, by votes; neighbours vote together."""
    slack = _slack(passage)
    votes: Counter[int] = Counter()
    for k, form in enumerate(passage):
        places = words.places.get(form, ())
        if len(places) <= _COMMON:
            votes.update((place - k) // slack for place in places)
    both = {bucket: count + votes[bucket + 1] for bucket, count in votes.items()}
    for bucket in sorted(both, key=lambda b: (-both[b], b))[:_MOST_PLACES]:
        yield bucket * slack


def _slack(passage: Sequence[str]) -> int:
    """Return how many words a passage may have grown or shrunk by."""
    return 3 + len(passage) // 4


def _compare(passage: Sequence[str], words: Words, begin: int) -> Match | None:
    """Align the passage with the words around ``begin`` and keep the stretch that it covers."""
    slack = _slack(passage)
    low = max(0, begin - slack)
    window = words.forms[low : begin + len(passage) + 2 * slack]
    blocks = _solid(Levenshtein.opcodes(passage, window))
    if not blocks:
        return None
    start, end = _stretch(blocks, len(passage), len(window))
    kept = sum(block.size for block in blocks)
    likeness = Indel.normalized_similarity(" ".join(passage), " ".join(window[start:end]))
    floor = SHORT_FLOOR if len(passage) < SHORT else FLOOR
    enough = likeness >= floor and kept >= _KEPT * len(passage) and end - start <= len(passage) + slack
    faithful = enough and _same_ends(passage, window[start:end]) and _same_meaning(passage, window[start:end])
    return Match(low + start, low + end, likeness, faithful)


@dataclass(frozen=True, slots=True)
class _Block:
    """``size`` equal words from ``old`` in the passage and from ``new`` in the window."""

    old: int
    new: int
    size: int


def _solid(opcodes: Iterable[Opcode]) -> list[_Block]:
    """Return the equal stretches, without a stray word far from the rest at either end."""
    equal = (code for code in opcodes if code.tag == "equal")
    blocks = [_Block(c.src_start, c.dest_start, c.src_end - c.src_start) for c in equal]
    while len(blocks) > 1 and _stray(blocks[0], blocks[0], blocks[1]):
        blocks.pop(0)
    while len(blocks) > 1 and _stray(blocks[-1], blocks[-2], blocks[-1]):
        blocks.pop()
    return blocks


def _stray(end: _Block, one: _Block, other: _Block) -> bool:
    grown = (other.new - one.new) - (other.old - one.old)
    return abs(grown) > end.size


def _stretch(blocks: list[_Block], size: int, limit: int) -> tuple[int, int]:
    """Return where the passage's first and last words should be in the window."""
    first, last = blocks[0], blocks[-1]
    missing = size - (last.old + last.size)
    return max(0, first.new - first.old), min(limit, last.new + last.size + missing)


def _same_ends(passage: Sequence[str], found: Sequence[str]) -> bool:
    """Tell whether the passage begins and ends with the same words, or one misspelt."""
    ends = ((passage[0], found[0]), (passage[-1], found[-1]))
    return all(Levenshtein.distance(one, other) <= len(one) // _TYPO for one, other in ends)


def _same_meaning(passage: Sequence[str], found: Sequence[str]) -> bool:
    gone, come = _changed(passage, found)
    return not any(map(_weighty, (*gone, *come)))


def _changed(passage: Sequence[str], found: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words that were removed and those that were added."""
    gone: list[str] = []
    come: list[str] = []
    for code in Levenshtein.opcodes(passage, found):
        if code.tag != "equal":
            gone.extend(passage[code.src_start : code.src_end])
            come.extend(found[code.dest_start : code.dest_end])
    return gone, come


def _weighty(form: str) -> bool:
    """Tell whether a word is a number or a negation."""
    return any(c.isdigit() for c in form) or form.endswith("n't") or form in weighty_words()


@cache
def weighty_words() -> frozenset[str]:
    lines = _WEIGHTY.read_text("utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))
