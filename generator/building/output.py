"""Where pages go: into the preview one by one, into a site all at once.

InPlace   each file replaced on its own, at once: the preview
Staged    files collected beside the site, then moved in together: ``watch``
Whole     a new site built beside the old one, then swapped: ``build``
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generator.building.publisher import MARKER, check_ours, mark, swap
from generator.errors import OutputError


@dataclass(frozen=True, slots=True)
class Trace:
    """How a file stands on disk, to find out later whether it is still as we left it."""

    size: int
    mtime: int  # nanoseconds


class Output(Protocol):
    """A folder to write to; paths are relative to it. Each method raises ``OutputError``."""

    def write(self, path: str, data: bytes) -> bool:
        """Write a file; False where the same bytes are there already."""
        ...

    def copy(self, path: str, origin: Path) -> bool: ...

    def remove(self, path: str) -> None: ...

    def commit(self) -> None:
        """All is well: let it be seen."""
        ...

    def discard(self) -> None:
        """Something is wrong: as if nothing had been written since the last commit."""
        ...

    def trace(self, path: str) -> Trace | None:
        """How a file stands, or will stand after the commit."""
        ...

    def stands(self) -> bool:
        """Whether the folder is there as we left it; somebody may have deleted it."""
        ...

    def sweep(self, known: Collection[str]) -> None:
        """Remove all other files, where there can be any."""
        ...


@dataclass(slots=True)
class InPlace:
    """Each change at once; there is nothing to discard."""

    folder: Path

    def write(self, path: str, data: bytes) -> bool:
        with _speaking(self.folder):
            _prepare(self.folder)
            return _replace(self.folder / path, lambda temporary: temporary.write_bytes(data), data)

    def copy(self, path: str, origin: Path) -> bool:
        with _speaking(self.folder):
            _prepare(self.folder)
            return _replace(self.folder / path, lambda temporary: shutil.copyfile(origin, temporary))

    def remove(self, path: str) -> None:
        with _speaking(self.folder):
            _unlink(self.folder, path)

    def commit(self) -> None: ...

    def discard(self) -> None: ...

    def trace(self, path: str) -> Trace | None:
        return _trace(self.folder / path)

    def stands(self) -> bool:
        return (self.folder / MARKER).is_file()

    def sweep(self, known: Collection[str]) -> None:
        if self.stands():
            found = (path.relative_to(self.folder).as_posix() for path in _files(self.folder))
            for path in {*found} - {*known, MARKER}:
                self.remove(path)


@dataclass(slots=True)
class Staged:
    """Changes wait in a folder beside the site until all of them are there."""

    folder: Path
    waiting: dict[str, Path] = field(default_factory=dict)
    leaving: set[str] = field(default_factory=set)

    @property
    def _staging(self) -> Path:
        return self.folder.with_name(f".{self.folder.name}.changes")

    def write(self, path: str, data: bytes) -> bool:
        if path not in self.waiting and _same(self.folder / path, data):
            self.leaving.discard(path)
            return False
        with _speaking(self.folder):
            self._place(path).write_bytes(data)
        return True

    def copy(self, path: str, origin: Path) -> bool:
        with _speaking(self.folder):
            shutil.copyfile(origin, self._place(path))
        return True

    def remove(self, path: str) -> None:
        self.waiting.pop(path, None)
        self.leaving.add(path)

    def _place(self, path: str) -> Path:
        place = self._staging / path
        place.parent.mkdir(parents=True, exist_ok=True)
        self.waiting[path] = place
        self.leaving.discard(path)
        return place

    def commit(self) -> None:
        with _speaking(self.folder):
            _prepare(self.folder)
            for path in self.leaving:  # first: a file may give way to a folder
                _unlink(self.folder, path)
            for path, place in self.waiting.items():
                target = self.folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                place.replace(target)
        self.discard()

    def discard(self) -> None:
        self.waiting.clear()
        self.leaving.clear()
        shutil.rmtree(self._staging, ignore_errors=True)

    def trace(self, path: str) -> Trace | None:
        if path in self.leaving:
            return None
        return _trace(self.waiting.get(path, self.folder / path))

    def stands(self) -> bool:
        return (self.folder / MARKER).is_file()

    def sweep(self, known: Collection[str]) -> None: ...


@dataclass(slots=True)
class Whole:
    """A new site, which takes the place of the old one at the commit."""

    folder: Path

    @property
    def _staging(self) -> Path:
        return self.folder.with_name(f".{self.folder.name}.staging")

    def begin(self) -> None:
        """Make room; what an earlier build that was cut off has left goes."""
        with _speaking(self.folder):
            check_ours(self.folder)
            shutil.rmtree(self._staging, ignore_errors=True)
            self._staging.mkdir(parents=True)

    def write(self, path: str, data: bytes) -> bool:
        with _speaking(self.folder):
            self._place(path).write_bytes(data)
        return True

    def copy(self, path: str, origin: Path) -> bool:
        with _speaking(self.folder):
            shutil.copyfile(origin, self._place(path))
        return True

    def remove(self, path: str) -> None:
        with _speaking(self.folder):
            _unlink(self._staging, path)

    def _place(self, path: str) -> Path:
        place = self._staging / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def commit(self) -> None:
        with _speaking(self.folder):
            mark(self._staging)
            swap(self.folder, self._staging)

    def discard(self) -> None:
        shutil.rmtree(self._staging, ignore_errors=True)

    def trace(self, path: str) -> Trace | None:
        return _trace(self._staging / path)

    def stands(self) -> bool:
        return self._staging.is_dir()

    def sweep(self, known: Collection[str]) -> None: ...


# --- files ---------------------------------------------------------------------


@contextmanager
def _speaking(folder: Path) -> Iterator[None]:
    """A system error as one that a person understands."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        place = str(error.filename or folder)
        raise OutputError(f"cannot write the site: {reason}", file=place) from error


def _prepare(folder: Path) -> None:
    if not (folder / MARKER).is_file():
        check_ours(folder)
        folder.mkdir(parents=True, exist_ok=True)
        mark(folder)


def _replace(target: Path, write: Callable[[Path], object], data: bytes | None = None) -> bool:
    """Write beside, then rename: whoever reads sees the old file or the new one."""
    if data is not None and _same(target, data):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    write(temporary)
    temporary.replace(target)
    return True


def _same(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if not path.is_dir()]


def _unlink(folder: Path, path: str) -> None:
    """Remove a file, and the folders that it leaves empty."""
    target = folder / path
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        target.unlink()
    parent = target.parent
    with suppress(OSError):  # not empty
        while parent != folder and parent.is_relative_to(folder):
            parent.rmdir()
            parent = parent.parent


def _trace(path: Path) -> Trace | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return Trace(status.st_size, status.st_mtime_ns)
