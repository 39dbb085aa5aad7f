"""Write a file that others write too: one writer at a time, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from generator.errors import ConflictError, Problem

try:
    import fcntl
except ImportError:  # Windows: renames are atomic there too, writers are not held apart
    fcntl = None  # type: ignore[assignment]

PATIENCE = 5.0  # seconds to wait for another writer
_PAUSE = 0.005


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock the folder against our other writers. Raises :class:`ConflictError` after a while.

    The lock is on the folder, since a file that is replaced takes its lock with it;
    it ends with the process, however that ends.
    """
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _acquire(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                message = "another program keeps this folder locked"
                raise ConflictError(Problem(message, file=str(folder), hint="try again")) from None
            time.sleep(_PAUSE)
        except OSError:  # a file system without locks
            return
        else:
            return


def replace_file(path: Path, data: bytes) -> None:
    """Replace ``path`` atomically: at every moment the old file is there, or the new one.

    On the disk too: the new bytes are forced out before the name is given to them.
    Call it under :func:`locked`; what a writer that was killed left behind is reused.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        temporary.chmod(path.stat().st_mode & 0o7777)
    temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system opens folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
