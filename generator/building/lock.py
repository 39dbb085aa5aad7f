"""One build, one preview a site: the second waits, or is told who is first.

The lock is the operating system's, on an open file; it goes with the process that
holds it, so a crash leaves nothing to clean up. Who holds it is written in a file
beside it, for the message alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import BusyError, OutputError
from generator.safe_files import refuse_link, replacing

if TYPE_CHECKING:
    from filelock import BaseFileLock

BUILD, SERVE = "build.lock", "serve.lock"


Say = Callable[[str], None]


def silent(_: str) -> None:
    """Say nothing."""


@dataclass(slots=True)
class SiteLock:
    """Held from :meth:`take` to :meth:`release`; ``task`` is what the holder does, as in “is being built”."""

    path: Path
    task: str
    _lock: BaseFileLock | None = field(default=None, init=False)

    def take(self, wait: float = 0.0, say: Say = silent) -> None:
        """Wait up to ``wait`` seconds for another process, which is named to ``say``.

        Raises :class:`BusyError` where that one has not ended by then, ``OutputError``
        where no lock can be written.
        """
        from filelock import FileLock, Timeout

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            refuse_link(self.path.parent)
            refuse_link(self.path)
            lock = FileLock(self.path)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                if wait > 0:
                    say(f"{self._holder()}; waiting for it, at most {wait:g} s")
                lock.acquire(timeout=wait)
        except Timeout as error:
            raise BusyError(self._holder(), hint="wait for its end, or stop it first") from error
        except OSError as error:
            hint = "what is known of the site is kept there"
            place = str(self.path.parent)
            raise OutputError(f"cannot write: {error.strerror or error}", file=place, hint=hint) from error
        self._lock = lock
        self.tell()

    def tell(self, address: str | None = None) -> None:
        """Leave a word for whoever comes second."""
        with suppress(OSError):
            told = {"pid": os.getpid(), "task": self.task, "address": address}
            with replacing(self._note) as file:
                file.write(json.dumps(told).encode())

    def release(self) -> None:
        if self._lock is not None:
            with suppress(OSError):
                self._note.unlink()
            self._lock.release()
            self._lock = None

    @property
    def _note(self) -> Path:
        return self.path.with_suffix(".json")

    def _holder(self) -> str:
        try:
            told: dict[str, Any] = json.loads(self._note.read_text("utf-8"))
            at = f" at {told['address']}" if told["address"] else ""
            return f"this site is already being {told['task']}{at} (process {told['pid']})"
        except (OSError, ValueError, KeyError, TypeError):
            return f"this site is already being {self.task} by another process"


@contextmanager
def building_alone(cache: Path, wait: float, say: Say) -> Iterator[None]:
    """Hold the site against other builds and watches. Raises :class:`BusyError`.

    Where the cache cannot be written nothing is remembered either, and a build goes on without.
    """
    lock = SiteLock(cache / BUILD, "built")
    with suppress(OutputError):
        lock.take(wait, say)
    try:
        yield
    finally:
        lock.release()
