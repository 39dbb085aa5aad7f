"""Write a file that others write too: one writer at a time, whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from generator.errors import ConflictError, OutputError, Problem
from generator.safe_files import refuse_link, replacing
from generator.settings import CACHE, FILE

PATIENCE = 5.0  # seconds to wait for another writer
_PAUSE = 0.005
_LOCK = "corrections.lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep our other writers out of a folder of the site.

    Raises :class:`ConflictError` after a while, ``OutputError`` where nothing can be locked.
    The lock ends with the process, however that ends.
    """
    path = _lock_file(folder)
    try:
        path.parent.mkdir(exist_ok=True)
        refuse_link(path)
        refuse_link(path.parent)
        lock = FileLock(path, timeout=PATIENCE, poll_interval=_PAUSE)
        lock.acquire()
    except Timeout:
        message = "another program keeps this folder locked"
        raise ConflictError(Problem(message, file=str(folder), hint="try again")) from None
    except OSError as error:
        raise OutputError(f"cannot be locked: {error.strerror}", file=str(path)) from error
    try:
        yield
    finally:
        lock.release()


def _lock_file(folder: Path) -> Path:
    """Return a file to lock: in the site's cache, so that nothing is left beside the sources."""
    folder = folder.absolute()
    site = next((place for place in (folder, *folder.parents) if (place / FILE).is_file()), None)
    return site / CACHE / _LOCK if site else folder / f".{_LOCK}"


def replace_file(path: Path, data: bytes) -> None:
    """Replace ``path`` atomically: at every moment the old file is there, or the new one.

    The new bytes are synced to disk before the rename. Call it under :func:`locked`. Raises
    ``OutputError`` where the disk is full or the folder may not be written.
    """
    try:
        with replacing(path, synced=True, mode=_mode(path)) as file:
            file.write(data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot be written: {reason}", file=str(path), hint="nothing was changed"
        ) from error


def _mode(path: Path) -> int | None:
    return path.lstat().st_mode & 0o7777 if path.is_file() and not path.is_symlink() else None
