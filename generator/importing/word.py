"""A Word document: its paragraphs."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from xml.etree import ElementTree as ET

from generator.errors import ContentError
from generator.importing.imported import Imported, need

_PROPERTIES = "docProps/core.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MOST = 200_000_000  # bytes unpacked


def read(data: bytes, name: str) -> Imported:
    """Read the paragraphs of a ``.docx``."""
    mammoth = need("mammoth", name)
    damaged = ContentError("this is no Word document, or a damaged one", file=name, hint="save it as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _MOST:
                raise ContentError("it is too large once unpacked", file=name, hint="copy its text, --from -")
            if packed.testzip() is not None:
                raise damaged
            title = _title(packed)
        body = mammoth.extract_raw_text(io.BytesIO(data)).value
    except ContentError:
        raise
    except Exception as error:  # the library names no errors of its own
        raise damaged from error
    return Imported(body, title=title, lost=("left out: formatting, pictures, comments and notes",))


def _title(packed: zipfile.ZipFile) -> str | None:
    """Return the title that the document declares; who it names as author is often whose computer it was."""
    written = packed.read(_PROPERTIES) if _PROPERTIES in packed.namelist() else b""
    if not written or b"<!DOCTYPE" in written:  # entities could grow without end
        return None
    with suppress(ET.ParseError):
        return " ".join((ET.fromstring(written).findtext(_TITLE) or "").split()) or None  # noqa: S314 (no entities)
    return None
