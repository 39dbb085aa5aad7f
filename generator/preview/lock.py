"""One preview a site: the second is told where the first one is.

The lock is the operating system's, on an open file; it goes with the process that
holds it, so a crash leaves nothing to clean up. What is written in the file is only
for the message.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from generator.errors import OutputError, UsageError


@dataclass(slots=True)
class SiteLock:
    """Held from :meth:`take` to :meth:`release`."""

    path: Path
    _file: IO[str] | None = None

    def take(self) -> None:
        """Raises :class:`UsageError` where another process has it, ``OutputError`` where none can."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            hint = "a watch keeps what it knows there"
            place = str(self.path.parent)
            raise OutputError(f"cannot write: {error.strerror}", file=place, hint=hint) from error
        try:
            _lock(file)
        except OSError as error:
            file.seek(0)
            message = _describe(file.read())
            file.close()
            raise UsageError(message, hint="use that one, or stop it first") from error
        self._file = file

    def say(self, address: str) -> None:
        """Leave a word for whoever comes second."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.write(json.dumps({"pid": os.getpid(), "address": address}))
            self._file.flush()

    def release(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.truncate(0)
            self._file.close()
            self._file = None


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _describe(text: str) -> str:
    try:
        told = json.loads(text)
        return f"this site is already being previewed at {told['address']} (process {told['pid']})"
    except (ValueError, KeyError, TypeError):
        return "this site is already being watched by another process"
