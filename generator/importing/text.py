"""Plain text and Markdown, as they stand."""

from __future__ import annotations

import re

from generator.errors import ContentError
from generator.importing.imported import Imported
from generator.reading.files import decode
from generator.reading.heads import find_head

_HEADING = re.compile(r"\s*#[ \t]+(\S[^\n]*?)[ \t#]*(?:\n|\Z)")


def read_plain(data: bytes, name: str) -> Imported:
    """Read plain text."""
    return Imported(_written(data, name))


def read_markdown(data: bytes, name: str) -> Imported:
    """Read Markdown, whose first heading is its title."""
    body = _written(data, name)
    heading = _HEADING.match(body)
    return Imported(body, title=heading[1] if heading else None, markdown=True)


def _written(data: bytes, name: str) -> str:
    written = decode(data, name).removeprefix("\ufeff").replace("\r\n", "\n")
    if find_head(written, name).yaml is not None:
        hint = "copy the file into content/"
        raise ContentError("it has front matter already", file=name, line=1, hint=hint)
    return written
