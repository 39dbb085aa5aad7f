"""Tell how large a picture is shown, so that a page keeps its place before it has come.

A drawing is not read as XML: the words of its first tag are enough, and no bomb goes off.
"""

from __future__ import annotations

import re
from dataclasses import replace
from math import isfinite
from pathlib import Path

from generator.building.metadata import PICTURES, shown_size
from generator.content_files import stays_inside
from generator.reading import Document
from generator.reading.links import Size, sized

Pixels = tuple[int, int]
_DRAWING = ".svg"
_BEGINNING = 100_000  # bytes in which the first tag of a drawing must stand
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"""<(?:[A-Za-z][\w.-]{0,40}:)?svg(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*+)>""")
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])(width|height|viewBox)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LENGTH = re.compile(r"\s*\+?(\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})\s*(px|pt|pc|in|cm|mm|q)?\s*", re.IGNORECASE)
_UNITS = {"px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}


def has_size(name: str) -> bool:
    """Tell by its name whether a file is a picture whose size can be known."""
    return name.lower().endswith((*PICTURES, _DRAWING))


def size_of(path: Path, folder: Path) -> Pixels | None:
    """Return the width and height of a picture in ``folder``; None of what is not there, or none."""
    try:
        if not has_size(path.name) or not stays_inside(path, folder):
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return drawn_size(data) if path.name.lower().endswith(_DRAWING) else shown_size(data)


def drawn_size(data: bytes) -> Pixels | None:
    """Return the width and height of an SVG: its own ones, or else those of its ``viewBox``."""
    tag = _TAG.search(_COMMENT.sub("", _decoded(data[:_BEGINNING])))
    told = {name: one or other for name, one, other in _ATTRIBUTE.findall(tag[1])} if tag else {}
    box = _box(told.get("viewBox", ""))
    width, height = _length(told.get("width", "")), _length(told.get("height", ""))
    if box is not None:  # what is not told follows from the shape
        width, height = (
            width or (height * box[0] / box[1] if height else box[0]),
            height or (width * box[1] / box[0] if width else box[1]),
        )
    if not width or not height:
        return None
    found = round(width), round(height)
    return found if all(found) else None


def _decoded(data: bytes) -> str:
    utf_16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return data.decode("utf-16" if utf_16 else "utf-8", "replace")


def _length(written: str) -> float | None:
    """Return a length in pixels; a share of the page, or of a letter's size, is none."""
    found = _LENGTH.fullmatch(written)
    return float(found[1]) * _UNITS[(found[2] or "px").lower()] if found else None


def _box(written: str) -> tuple[float, float] | None:
    try:
        _, _, width, height = map(float, re.split(r"\s*,\s*|\s+", written.strip()))
    except ValueError:
        return None
    return (width, height) if 0 < width < 1e9 and 0 < height < 1e9 and isfinite(width * height) else None


def with_sizes(document: Document, size: Size) -> Document:
    """Tell browsers how large the pictures of a text are."""
    notes = tuple(replace(note, pieces=sized(note.pieces, document.path, size)) for note in document.notes)
    return replace(document, body=sized(document.body, document.path, size), notes=notes)
