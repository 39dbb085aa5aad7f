"""The editor's notes: in the margin as phrasing content, after the text as they were written.

A note stands inside of a paragraph, where HTML allows no block; so its blocks
become spans that are dressed as what they were (``as-p``, ``as-li`` ..).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from generator.reading.markup import Close, Note, NoteReference, Open, Piece
from generator.rendering.context import NoteView
from generator.rendering.weaving import Inserted, Mark, weave

_ROLES = {"ul": "list", "ol": "list", "li": "listitem", "blockquote": "blockquote"}


def view_note(note: Note, text: str, marks: Sequence[Mark]) -> NoteView:
    """One note, woven; its copy after the text carries no marks, for an id stands but once."""
    fragment = f"note-{note.number}"
    inline = weave(tuple(_phrasing(note.pieces)), text, marks)
    return NoteView(note.number, fragment, Markup(inline), Markup(weave(note.pieces, text, ())))  # noqa: S704


def _phrasing(pieces: Iterable[Piece]) -> Iterable[Piece]:
    for piece in pieces:
        if isinstance(piece, Open) and piece.block:
            role = f' role="{_ROLES[piece.name]}"' if piece.name in _ROLES else ""
            yield Open("span", f'<span class="as-{piece.name}"{role}>', block=True)
        elif isinstance(piece, Close) and piece.block:
            yield Close("span", block=True)
        else:
            yield piece


class References:
    """Fills in where the text refers to a note; the note itself stands at its first reference."""

    def __init__(self, notes: Iterable[NoteView], macros: Any) -> None:
        self.notes = {note.number: note for note in notes}
        self.macros = macros

    def __call__(self, reference: NoteReference) -> Inserted:
        note = self.notes[reference.number]
        sign = str(self.macros.note_reference(note, reference.nth)).strip()
        return Inserted(sign, str(self.macros.margin_note(note)).strip() if reference.nth == 1 else "")
