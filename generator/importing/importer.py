"""Read a file, or what was pasted, by the format that its name tells."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from generator.errors import ContentError
from generator.importing import mail, pdf, subtitles, text, webpage, word
from generator.importing.imported import Imported
from generator.reading.limits import DEFAULTS, refuse_size
from generator.safe_files import is_regular
from generator.settings import LimitSettings

PASTED = "standard input"
_READERS: dict[str, Callable[[bytes, str], Imported]] = {
    ".txt": text.read_plain,
    ".md": text.read_markdown,
    ".markdown": text.read_markdown,
    ".srt": subtitles.read_srt,
    ".vtt": subtitles.read_vtt,
    ".eml": mail.read,
    ".mbox": mail.read,
    ".html": webpage.read,
    ".htm": webpage.read,
    ".docx": word.read,
    ".pdf": pdf.read,
}


def import_file(path: Path, limits: LimitSettings = DEFAULTS) -> Imported:
    """Read a file, or with ``-`` what is pasted as plain text. Raises :class:`ContentError`."""
    if str(path) == "-":
        data = sys.stdin.buffer.read(limits.bytes + 1)
        return text.read_plain(_bounded(data, PASTED, limits), PASTED)
    name = str(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ContentError("this format is not read", file=name, hint=f"one of {', '.join(_READERS)}")
    imported = reader(_bounded(_bytes(path, name, limits), name, limits), name)
    if not imported.body.strip():
        raise ContentError("no text was found in it", file=name, hint="copy the text and use --from -")
    return imported


def _bytes(path: Path, name: str, limits: LimitSettings) -> bytes:
    try:
        if path.exists() and not is_regular(path):
            raise ContentError("cannot be read: this is no regular file", file=name)
        with path.open("rb") as file:
            refuse_size(os.fstat(file.fileno()).st_size, name, limits)
            return file.read(limits.bytes + 1)
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror or error}", file=name) from error


def _bounded(data: bytes, name: str, limits: LimitSettings) -> bytes:
    refuse_size(len(data), name, limits)
    if not data.strip():
        raise ContentError("the file is empty", file=name)
    return data
