"""Write and read files in a folder that may be somebody else's: no link is followed out of it.

A site's folder can come from anywhere, with links under every name that can be guessed. So a
temporary file has a name that nobody can guess and is opened only where nothing stands; what we
write to by a known name must not be a link; and folders on the way to a file are real ones.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from generator.errors import OutputError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_HINT = "delete the link; what is written here follows none"


@contextlib.contextmanager
def replacing(path: Path, *, synced: bool = False, mode: int | None = None) -> Iterator[BinaryIO]:
    """Write a file beside ``path``, which takes its place at the end, or is removed after an error.

    At every moment the old file is there, or the new one; a link that stands there is replaced,
    not followed. ``synced``: the new bytes are on the disk before. ``mode`` are its permissions.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with open_new(temporary) as file:
            yield file
            if synced:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if synced:
        sync_folder(path.parent)


def open_new(path: Path, mode: int = 0o666) -> BinaryIO:
    """Open a new file to write to. Raises ``FileExistsError`` where anything stands there, a link too."""
    return os.fdopen(os.open(path, _NEW, mode), "wb")


def write_new(path: Path, data: bytes) -> None:
    """Write a file where there may be one of ours already, in a folder of ours."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    with open_new(path) as file:
        file.write(data)


def copy_new(origin: Path, path: Path) -> None:
    """Copy a file's bytes to where there may be one of ours already, in a folder of ours."""
    with origin.open("rb") as source:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        with open_new(path) as file:
            shutil.copyfileobj(source, file)


def copy_into(origin: Path) -> Callable[[BinaryIO], object]:
    """Return what writes the bytes of ``origin`` into an open file."""

    def copy(file: BinaryIO) -> None:
        with origin.open("rb") as source:
            shutil.copyfileobj(source, file)

    return copy


def make_parents(folder: Path, path: str) -> Path:
    """Make the folders of ``folder / path``, and return it.

    Raises :class:`OutputError` for linked ones, and for a path that leads out of ``folder``.
    """
    if leads_out(path):
        raise OutputError("this leads out of its folder", file=path)
    target = folder / path
    parents = [parent for parent in target.parents if parent != folder and parent.is_relative_to(folder)]
    for parent in reversed(parents):
        refuse_link(parent)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def leads_out(path: str) -> bool:
    """Tell whether a relative path could name anything outside its folder."""
    return os.path.isabs(path) or ".." in path.replace("\\", "/").split("/")


def refuse_link(path: Path) -> None:
    """Raise :class:`OutputError` where ``path`` is a link: we would write to where it leads."""
    if path.is_symlink():
        raise OutputError("this is a link", file=str(path), hint=_HINT)


def is_regular(path: Path) -> bool:
    """Tell whether a regular file stands there: to read a pipe is to wait for whoever writes into it."""
    return stat.S_ISREG(path.stat().st_mode)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    with contextlib.suppress(OSError):  # not every system can open folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
