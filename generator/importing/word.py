"""A Word document: its paragraphs."""

from __future__ import annotations

import io
import zipfile

from generator.errors import ContentError
from generator.importing.imported import Imported, need

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
        body = mammoth.extract_raw_text(io.BytesIO(data)).value
    except ContentError:
        raise
    except Exception as error:  # the library names no errors of its own
        raise damaged from error
    return Imported(body, lost=("left out: formatting, pictures, comments and notes",))
