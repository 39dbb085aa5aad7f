"""Rendered Markdown as a flat stream of pieces, so that annotations can be woven in.

Every character of ``Source.text`` that the page shows comes from a :class:`Text`
piece; tags hold no text of the document. Writing the pieces one after another
gives the plain page; ``rendering/weaving.py`` adds elements, and takes nothing away.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

from generator.model import Span


@dataclass(frozen=True, slots=True)
class Open:
    """A start tag; ``html`` is written as it is, ``name`` is the element's.

    ``target`` is where a link goes, as written; see ``reading/links.py``.
    """

    name: str
    html: str
    block: bool
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """The end tag of ``name``."""

    name: str
    block: bool


@dataclass(frozen=True, slots=True)
class Void:
    """Markup that holds no text of the document: ``<br>``, ``<img>``, white space between blocks."""

    html: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class NoteReference:
    """Where the text refers to editor's note ``number`` (from 1), for the ``nth`` time (from 1)."""

    number: int
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """``Source.text[span]``, to be escaped."""

    span: Span


Piece = Open | Close | Void | NoteReference | Text


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's note: a Markdown footnote. ``pieces`` are its paragraphs."""

    number: int
    label: str
    pieces: tuple[Piece, ...]


def plain_html(pieces: tuple[Piece, ...], text: str) -> str:
    """The page without annotations (note references left out)."""
    return "".join(_plain(piece, text) for piece in pieces)


def _plain(piece: Piece, text: str) -> str:
    match piece:
        case Open(html=html) | Void(html=html):
            return html
        case Close(name=name):
            return f"</{name}>"
        case Text(span=span):
            return str(escape(text[span.start : span.end]))
        case NoteReference():
            return ""
