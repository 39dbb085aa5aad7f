"""Ids that stay: made of the words they lead to, so that an edit elsewhere changes none."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_WORDS = 6
_LENGTH = 48
_ENOUGH = 200  # characters that hold the first words of any text
_APOSTROPHES = str.maketrans("", "", "'’ʼ")


def slug(text: str, words: int | None = None) -> str:
    """``text`` in lower case, without accents, its (first) words joined by hyphens.

    Letters that are not Latin stay: an id and a URL may hold them.
    """
    folded = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", kept))
    return "-".join(found[:words])[:_LENGTH].strip("-")


def tag_address(tag: str) -> str:
    """Where the page of a tag is."""
    return f"tags/{slug(tag) or 'tag'}"


def speaker_address(name: str) -> str:
    """Where the page of a speaker is; whoever names several alike must tell them apart."""
    return f"speakers/{slug(name) or 'speaker'}"


class Fragments:
    """Gives each text an id of its first words, unique in one page."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: Counter[str] = Counter()

    def of(self, prefix: str, text: str) -> str:
        """``q-we-were-defeated``; a second one of the same words ends in ``-2``."""
        base = f"{prefix}-{slug(text[:_ENOUGH], _WORDS) or 'x'}"
        self._counts[base] += 1
        found = base if self._counts[base] == 1 else f"{base}-{self._counts[base]}"
        if found in self._taken:  # by other words that end in a number
            return self.of(prefix, text)
        self._taken.add(found)
        return found
