"""Links and images of a text, turned into addresses of the site.

A page stands one folder below its source's (``a/b.md`` is ``a/b/index.html``), so
what is relative to the source climbs one more; a link to another source leads to
its page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from markdown_it.common.utils import escapeHtml

from generator.content_files import is_source
from generator.reading.markup import Note, Open, Piece, Void

Addresses = Callable[[str], str | None]
"""From a source's path below ``content/`` to its page's address, or None."""


def targets(pieces: Sequence[Piece]) -> Iterator[str]:
    """What the pieces link to or show, as written."""
    for piece in pieces:
        if isinstance(piece, Open | Void) and piece.target:
            yield piece.target


def is_local(target: str) -> bool:
    """Whether a target is a path beside the source."""
    parts = urlsplit(target)
    return bool(parts.path) and not parts.scheme and not parts.netloc and not parts.path.startswith("/")


def content_path(source: PurePosixPath, target: str) -> str:
    """The path below ``content/`` that a local target of ``source`` names."""
    return posixpath.normpath(posixpath.join(str(source.parent), unquote(urlsplit(target).path)))


def resolve(
    pieces: Sequence[Piece], source: PurePosixPath, address: str, addresses: Addresses
) -> tuple[Piece, ...]:
    """The pieces with every local target led to where the site has it."""
    return tuple(_resolved(piece, source, address, addresses) for piece in pieces)


def resolve_note(note: Note, source: PurePosixPath, address: str, addresses: Addresses) -> Note:
    return replace(note, pieces=resolve(note.pieces, source, address, addresses))


def _resolved(piece: Piece, source: PurePosixPath, address: str, addresses: Addresses) -> Piece:
    if not isinstance(piece, Open | Void) or not piece.target or not is_local(piece.target):
        return piece
    there = _there(content_path(source, piece.target), piece.target, addresses)
    relative = quote(posixpath.relpath(there, address)) + _rest(piece.target)
    html = piece.html.replace(escapeHtml(piece.target), escapeHtml(relative), 1)
    return replace(piece, html=html)


def _there(path: str, target: str, addresses: Addresses) -> str:
    page = addresses(path) if is_source(PurePosixPath(path)) else None
    return f"{page}/index.html" if page is not None else path


def _rest(target: str) -> str:
    parts = urlsplit(target)
    return (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
