"""Remember how files stood when their bytes were hashed, so that none is read twice for one hash.

As version control does with its index: a file whose size, times and number on the disk are those of
before has the bytes of before. On POSIX no program can set the time of change, so a tool that keeps the
time of modification deceives nobody. A file that was written less than two seconds before it was hashed
is not remembered: on some disks times are no finer, and a second write would not be seen.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass, field
from typing import NamedTuple

# A film beside a text is known by size and time, not by reading it again at every start.
_TOO_LARGE_TO_HASH = 64_000_000
_FINENESS = 2_000_000_000  # nanoseconds between two times of the coarsest disks


class Sighting(NamedTuple):
    """How a file stood: bytes, times (in nanoseconds), number on the disk; and the hash of its bytes."""

    size: int
    modified: int
    changed: int
    number: int
    digest: str


@dataclass(slots=True)
class Sightings:
    """The files that were hashed, by path; ``fresh`` says that some were since they were last kept."""

    known: dict[str, Sighting] = field(default_factory=dict)
    fresh: bool = False

    def digest(self, path: str, place: str, status: os.stat_result) -> str | None:
        """Return the hash of the bytes of a regular file, None for all else.

        ``path`` is its name here, ``place`` where it lies; ``status`` was asked for just now.
        """
        if not stat.S_ISREG(status.st_mode):
            return None
        before = self.known.get(path)
        if before is not None and before[:4] == _stand(status):
            return before.digest
        if status.st_size > _TOO_LARGE_TO_HASH:
            return f"{status.st_size}-{status.st_mtime_ns}"
        self.fresh = True
        self.known.pop(path, None)
        digest = _hashed(place)
        if digest is not None and _is_settled(status):
            self.known[path] = Sighting(*_stand(status), digest)
        return digest


def digest_of(path: os.PathLike[str] | str) -> str | None:
    """The hash of a regular file's bytes; None where there is none to read."""
    try:
        return Sightings().digest("", os.fspath(path), os.stat(path))
    except (OSError, ValueError):
        return None


def _stand(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _is_settled(status: os.stat_result) -> bool:
    """Return whether a write from now on would show in the times of a file."""
    return max(status.st_mtime_ns, status.st_ctime_ns) < time.time_ns() - _FINENESS


def _hashed(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return None
