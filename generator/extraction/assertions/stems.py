"""Crude stems, so that "flooding" meets "floodwaters": for comparing sentences, never for display."""

from __future__ import annotations

from functools import lru_cache

# The longest first; a stem keeps at least four letters.
_SUFFIXES = (
    "ational", "ization", "fulness", "ousness", "iveness", "ations", "ation", "ments", "ment", "ings", "ing",
    "ions", "ion", "ers", "er", "ors", "or", "ies", "ied", "ed", "es", "s", "ly", "al", "ive", "ity", "ance",
    "ence", "e", "y",
)  # fmt: skip
_SHORTEST = 4


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word or lemma, in lower case."""
    word = word.lower().replace("’", "'")
    for suffix in _SUFFIXES:
        if len(word) - len(suffix) >= _SHORTEST and word.endswith(suffix):
            return word[: -len(suffix)]
    return word
