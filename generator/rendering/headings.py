"""Give the headings of a text ids, and list them.

An id is made of the heading's words alone, so that a link to it outlives all other changes. Where a page
might use the same id for something else, now or after the next edit, ``section-`` stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import escape

from generator.reading.markup import Close, Open, Piece, Text
from generator.rendering.context import HeadingView
from generator.slugs import Fragments, slug

_LEVELS = {f"h{level}": level for level in range(2, 7)}
_SEVERAL = 3  # fewer headings can be seen without a list
_LENGTH = 80  # of an id
_ON_PAGES = re.compile(r"content|text|(note|ref)(-.*)?")
_ON_BRIEFINGS = re.compile(
    r"content|text|facts|plain|assertions(-title)?|accounts|own-facts|speakers|people|organisations|places"
    r"|timeline|dates|numbers|provenance(-title)?|cite(-actions)?|strip-title|choice|note-actions|lost-words"
    r"|(q|n|a|key|who|card|first|note|ref|kind|person|organisation|place|date|number)(-.*)?"
)


@dataclass(frozen=True, slots=True)
class Headed:
    """The pieces of a text whose headings have ids, and its headings in their order."""

    pieces: tuple[Piece, ...]
    headings: tuple[HeadingView, ...]


def with_ids(pieces: Sequence[Piece], text: str, *, of_page: bool) -> Headed:
    """Give each heading of a briefing, or ``of_page`` of the site's own, an id."""
    reserved, fragments = _ON_PAGES if of_page else _ON_BRIEFINGS, Fragments()
    found, headings = list(pieces), []
    for start, end in _headings(pieces):
        opened = found[start]
        words = _words(pieces[start:end], text)
        if isinstance(opened, Open) and words:
            one = HeadingView(_LEVELS[opened.name], words, _id(words, reserved, fragments))
            found[start] = replace(
                opened, html=f'<{opened.name} id="{escape(one.fragment)}"' + opened.html[3:]
            )
            headings.append(one)
    return Headed(tuple(found), tuple(headings))


def contents(headings: Sequence[HeadingView]) -> tuple[HeadingView, ...]:
    """Return what a list of contents holds; nothing where it would not help. Its levels begin with 1."""
    if len(headings) < _SEVERAL:
        return ()
    levels = sorted({one.level for one in headings})
    return tuple(replace(one, level=levels.index(one.level) + 1) for one in headings)


def _headings(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    start = None
    for index, piece in enumerate(pieces):
        if isinstance(piece, Open) and piece.name in _LEVELS:
            start = index
        elif isinstance(piece, Close) and piece.name in _LEVELS and start is not None:
            yield start, index
            start = None


def _words(pieces: Sequence[Piece], text: str) -> str:
    shown = (text[piece.span.start : piece.span.end] for piece in pieces if isinstance(piece, Text))
    return " ".join("".join(shown).split())


def _id(words: str, reserved: re.Pattern[str], fragments: Fragments) -> str:
    base = slug(words, length=_LENGTH) or "section"
    return fragments.numbered(f"section-{base}" if reserved.fullmatch(base) else base)
