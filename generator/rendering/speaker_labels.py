"""A letter and a colour for each speaker of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.model import Speaker, SpeakerKind

COLOURS = 8
_SMALL_WORDS = frozenset(
    {"a", "an", "the", "of", "for", "and", "in", "at", "one", "two", "some", "several", "other", "another"}
)


def colour(number: int) -> int:
    """The colour, 1 to 8, of the speaker ``number`` (from 1)."""
    return (number - 1) % COLOURS + 1


def letters(speakers: Sequence[Speaker]) -> tuple[str, ...]:
    """A sign for each speaker, short and unique: ``E``, else ``Es``, else ``BE``, else ``E2``."""
    taken: set[str] = set()
    found = []
    for speaker in speakers:
        sign = next(sign for sign in _candidates(speaker) if sign not in taken)
        taken.add(sign)
        found.append(sign)
    return tuple(found)


def _candidates(speaker: Speaker) -> Iterator[str]:
    words = _telling_words(speaker.name)
    main = words[-1] if speaker.kind is SpeakerKind.PERSON else words[0]
    initial = main[0].upper()
    yield initial
    yield from (initial + other for other in main[1:4].lower())
    if len(words) > 1:
        yield words[0][0].upper() + words[-1][0].upper()
    number = 2
    while True:
        yield f"{initial}{number}"
        number += 1


def _telling_words(name: str) -> list[str]:
    """The name's words without articles and the like, and without lower-case particles."""
    words = re.findall(r"[^\W_]+", name)
    telling = [word for word in words if word.casefold() not in _SMALL_WORDS]
    return telling or words or ["?"]
