"""Bytes of a file into text, or one clear line that says why not."""

from __future__ import annotations

from pathlib import Path

from generator.errors import ContentError
from generator.reading.limits import DEFAULTS, refuse_size
from generator.safe_files import is_regular
from generator.settings import LimitSettings


def read_text(path: Path, name: str, limits: LimitSettings = DEFAULTS) -> tuple[bytes, str]:
    """The file's bytes and its text, newlines untouched; errors call the file ``name``."""
    try:
        if not is_regular(path):
            raise ContentError("cannot be read: this is no regular file", file=name)
        refuse_size(path.stat().st_size, name, limits)
        data = path.read_bytes()
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror or error}", file=name) from error
    return data, decode(data, name)


def decode(data: bytes, name: str) -> str:
    """UTF-8, and something to read in it."""
    if b"\0" in data:
        before = data[: data.index(b"\0")]
        raise ContentError("this is a binary file", file=name, **_place(before), hint="content is UTF-8 text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            file=name,
            **_place(data[: error.start]),
            hint="save the file as UTF-8",
        ) from error
    if not text.strip("\ufeff \t\r\n"):
        raise ContentError("the file is empty", file=name, line=1, column=1, hint="write or delete it")
    return text


def _place(before: bytes) -> dict[str, int]:
    lines = before.decode("utf-8", "replace").split("\n")
    return {"line": len(lines), "column": len(lines[-1]) + 1}
