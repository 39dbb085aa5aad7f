"""Links and images of a text, turned into addresses of the site.

A page stands one folder below its source's (``a/b.md`` is ``a/b/index.html``), so
what is relative to the source climbs one more; a link to another source leads to
its page. What leads to nothing that is published is printed without its link, since
its path alone can tell of a draft.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from markdown_it.common.utils import escapeHtml

from generator.reading.markup import Close, Note, Open, Piece, Void

Lead = Callable[[str], str | None]
"""From a path below ``content/``, as a link spells it, to the file of the site; None where there is none."""

Size = Callable[[str], tuple[int, int] | None]
"""From a path below ``content/`` to the width and height of the picture there."""

_ALT = re.compile(r' alt="([^"]*)"')


def targets(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield what the pieces link to or show, as written."""
    for piece in pieces:
        if isinstance(piece, Open | Void) and piece.target:
            yield piece.target


def is_local(target: str) -> bool:
    """Tell whether a target is a path in the site, from the source or from the root."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return bool(parts.path) and not parts.scheme and not parts.netloc


def content_path(source: PurePosixPath, target: str) -> str:
    """Return the path below ``content/`` that a local target of ``source`` names."""
    path = unquote(urlsplit(target).path)
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/") or ".")
    return posixpath.normpath(posixpath.join(str(source.parent), path))


def resolve(pieces: Sequence[Piece], source: PurePosixPath, address: str, lead: Lead) -> tuple[Piece, ...]:
    """Lead every local target of the pieces to where the site has it."""
    return tuple(_resolved(pieces, source, address, lead))


def resolve_note(note: Note, source: PurePosixPath, address: str, lead: Lead) -> Note:
    return replace(note, pieces=resolve(note.pieces, source, address, lead))


def resolve_target(target: str, source: PurePosixPath, address: str, lead: Lead) -> str | None:
    """Return a local target as a page at ``address`` writes it; None where nothing of that is published."""
    there = lead(content_path(source, target))
    return None if there is None else quote(posixpath.relpath(there, address)) + _rest(target)


def sized(pieces: Sequence[Piece], source: PurePosixPath, size: Size) -> tuple[Piece, ...]:
    """Write into every picture of the site how large it is, so that no line moves once it comes."""
    return tuple(_sized(piece, source, size) for piece in pieces)


def _sized(piece: Piece, source: PurePosixPath, size: Size) -> Piece:
    if not isinstance(piece, Void) or not piece.html.startswith("<img ") or not piece.target:
        return piece
    found = size(content_path(source, piece.target)) if is_local(piece.target) else None
    if found is None:
        return piece
    tag = f'<img width="{found[0]}" height="{found[1]}" '
    return replace(piece, html=tag + piece.html.removeprefix("<img "))


def _resolved(pieces: Sequence[Piece], source: PurePosixPath, address: str, lead: Lead) -> Iterator[Piece]:
    left_out = False  # whether the link that is open is printed as plain text
    for piece in pieces:
        if isinstance(piece, Close) and piece.name == "a" and left_out:
            left_out = False
        elif not isinstance(piece, Open | Void) or not piece.target or not is_local(piece.target):
            yield piece
        elif (relative := resolve_target(piece.target, source, address, lead)) is not None:
            html = piece.html.replace(escapeHtml(piece.target), escapeHtml(relative), 1)
            yield replace(piece, html=html)
        elif isinstance(piece, Open):
            left_out = True
        elif alt := _ALT.search(piece.html):
            yield Void(alt[1])


def _rest(target: str) -> str:
    parts = urlsplit(target)
    return (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
