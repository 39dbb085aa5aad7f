"""Read a file, or what was pasted, by the format that its name tells."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from generator.errors import ContentError
from generator.importing import mail, pdf, subtitles, text, webpage, word
from generator.importing.imported import Imported
from generator.reading.files import MAX_BYTES
from generator.safe_files import is_regular

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


def import_file(path: Path) -> Imported:
    """Read a file, or with ``-`` what is pasted as plain text. Raises :class:`ContentError`."""
    if str(path) == "-":
        return text.read_plain(_bounded(sys.stdin.buffer.read(MAX_BYTES + 1), PASTED), PASTED)
    name = str(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ContentError("this format is not read", file=name, hint=f"one of {', '.join(_READERS)}")
    imported = reader(_bounded(_bytes(path, name), name), name)
    if not imported.body.strip():
        raise ContentError("no text was found in it", file=name, hint="copy the text and use --from -")
    return imported


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.exists() and not is_regular(path):
            raise ContentError("cannot be read: this is no regular file", file=name)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror or error}", file=name) from error


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        hint = f"split it; the limit is {MAX_BYTES // 1_000_000} MB"
        raise ContentError("the file is too large", file=name, hint=hint)
    if not data.strip():
        raise ContentError("the file is empty", file=name)
    return data
