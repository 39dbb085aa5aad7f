"""Write pages: into the preview one by one, into a site all at once.

InPlace   each file replaced on its own, at once: the preview
Staged    changed files collected beside the site, then moved in together: ``build`` and ``watch``
Whole     a new site built beside the old one, which then change places: the first ``build``
"""

from __future__ import annotations

import glob
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from generator.building.history import forget_replaced, keep_no_more
from generator.building.publisher import (
    MARKER,
    FileStat,
    look_at,
    mark,
    read_marker,
    refuse_strangers,
    swap,
    unlink,
)
from generator.building.transfer import NEW, carry_out, journal_of
from generator.errors import OutputError
from generator.safe_files import copy_into, copy_new, make_parents, replacing, write_new


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

    def file(self, path: str) -> Path:
        """Return where a file can be read now, before the commit too, if it is one."""
        ...

    def stat(self, path: str) -> FileStat | None:
        """Return how a file stands, or will stand after the commit."""
        ...

    def stands(self) -> bool:
        """Return whether the folder is there as we left it; somebody may have deleted it."""
        ...

    def sweep(self, known: Collection[str]) -> None:
        """Remove all other files, where there can be any."""
        ...


@dataclass(slots=True)
class InPlace:
    """Each change at once; there is nothing to discard."""

    folder: Path

    def write(self, path: str, data: bytes) -> bool:
        with speaking(self.folder):
            _prepare(self.folder)
            return _replace(self.folder, path, lambda file: file.write(data), data)

    def copy(self, path: str, origin: Path) -> bool:
        with speaking(self.folder):
            _prepare(self.folder)
            return _replace(self.folder, path, copy_into(origin))

    def remove(self, path: str) -> None:
        with speaking(self.folder):
            unlink(self.folder, path)

    def commit(self) -> None: ...

    def discard(self) -> None: ...

    def file(self, path: str) -> Path:
        return self.folder / path

    def stat(self, path: str) -> FileStat | None:
        return _stat(self.folder / path)

    def stands(self) -> bool:
        return (self.folder / MARKER).is_file()

    def sweep(self, known: Collection[str]) -> None:
        if self.stands():
            found = (path.relative_to(self.folder).as_posix() for path in _files(self.folder))
            for path in {*found} - {*known, MARKER}:
                self.remove(path)


@dataclass(slots=True)
class Staging:
    """A folder of this process's own, beside the output or, where that cannot be, in ``elsewhere``."""

    folder: Path
    kind: str
    elsewhere: Path | None = None
    place: Path | None = None

    def make(self) -> Path:
        """Make the folder under a name that nobody else has."""
        name = f".{self.folder.name}.{self.kind}-{secrets.token_hex(4)}"
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.place = _new_folder(self.folder.parent / name / NEW).parent
        except OSError:  # somebody else's folder, in which only the output may be written
            if self.elsewhere is None or not os.access(self.folder, os.W_OK):
                raise
            self.place = _new_folder(self.elsewhere / name / NEW).parent
        return self.place

    @property
    def new(self) -> Path:
        """Where the new files are; what they take the place of is kept beside them for a while."""
        return (self.place or self.make()) / NEW

    def file(self, path: str) -> Path:
        """Return where a file of the site is to be written."""
        return make_parents(self.new, path)

    def clear(self) -> None:
        """Remove the folder and all in it."""
        if self.place is not None:
            shutil.rmtree(self.place, ignore_errors=True)
            self.place = None

    def sweep(self) -> None:
        """Remove what builds that were killed have left; called while no other build can be running."""
        for parent in {self.folder.parent, self.elsewhere or self.folder.parent}:
            for kind in ("staging", "changes"):
                for left in parent.glob(f".{glob.escape(self.folder.name)}.{kind}*"):
                    if left.is_dir() and not left.is_symlink():
                        shutil.rmtree(left, ignore_errors=True)


@dataclass(slots=True)
class Staged:
    """Changes wait in a folder beside the site until all of them are there.

    In ``cache`` a journal is kept while they are moved in; they are staged there where the folder's own
    parent cannot be written. ``standing`` is how the files stand there, where somebody has just looked.
    """

    folder: Path
    cache: Path | None = None
    standing: Mapping[str, FileStat] | None = None
    keep: int | None = None  # builds of which what they replaced is kept
    waiting: dict[str, int] = field(default_factory=dict)  # the size of each file
    leaving: set[str] = field(default_factory=set)
    staging: Staging = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        self.staging = Staging(self.folder, "changes", self.cache)

    def write(self, path: str, data: bytes) -> bool:
        if path not in self.waiting and _same(self.folder / path, data):
            self.leaving.discard(path)
            return False
        with speaking(self.folder):
            write_new(self._place(path), data)
        self.waiting[path] = len(data)
        return True

    def copy(self, path: str, origin: Path) -> bool:
        with speaking(self.folder):
            place = self._place(path)
            copy_new(origin, place)
            self.waiting[path] = place.stat().st_size
        return True

    def remove(self, path: str) -> None:
        self.waiting.pop(path, None)
        self.leaving.add(path)

    def _place(self, path: str) -> Path:
        self.leaving.discard(path)
        return self.staging.file(path)

    def commit(self) -> None:
        if self.waiting or self.leaving:
            with speaking(self.folder):
                _verify(self.waiting, self.file)
                move_in(self.folder, self.staging, self.waiting, self.leaving, self.cache, self.keep)
        self.discard()

    def discard(self) -> None:
        self.waiting.clear()
        self.leaving.clear()
        self.standing = None
        self.staging.clear()

    def file(self, path: str) -> Path:
        beside = path in self.waiting or path in self.leaving
        return self.staging.new / path if beside else self.folder / path

    def stat(self, path: str) -> FileStat | None:
        if path in self.leaving:
            return None
        if self.standing is not None and path not in self.waiting:
            return self.standing.get(path)
        return _stat(self.file(path))

    def stands(self) -> bool:
        return (self.folder / MARKER).is_file()

    def sweep(self, known: Collection[str]) -> None: ...


@dataclass(slots=True)
class Whole:
    """A new site, which takes the place of the old one at the commit.

    ``keep`` are files of others that may stand in the folder; in ``cache`` it is staged
    where the folder's own parent cannot be written.
    """

    folder: Path
    keep: tuple[str, ...] = ()
    cache: Path | None = None
    recorded: dict[str, int] = field(default_factory=dict)  # the size of each file
    staging: Staging = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()  # a link stays, and leads to the new site
        self.staging = Staging(self.folder, "staging", self.cache)

    def write(self, path: str, data: bytes) -> bool:
        with speaking(self.folder):
            write_new(self.staging.file(path), data)
        self.recorded[path] = len(data)
        return True

    def copy(self, path: str, origin: Path) -> bool:
        with speaking(self.folder):
            place = self.staging.file(path)
            copy_new(origin, place)
            self.recorded[path] = place.stat().st_size
        return True

    def remove(self, path: str) -> None:
        self.recorded.pop(path, None)
        with speaking(self.folder):
            unlink(self.staging.new, path)

    def file(self, path: str) -> Path:
        return self.staging.new / path

    def commit(self) -> None:
        with speaking(self.folder):
            contents = look_at(self.folder, self.keep)
            _verify(self.recorded, self.file)
            mark(self.staging.new, self.recorded)
            forget_replaced(self.folder, self.cache)
            if not swap(self.folder, self.staging.new, contents):
                leaving = contents.ours - self.recorded.keys()
                keep_no_more(self.folder, self.folder.parent, 0)
                move_in(self.folder, self.staging, self.recorded, leaving, self.cache, keep=1)
        self.discard()

    def discard(self) -> None:
        self.recorded.clear()
        self.staging.clear()

    def stat(self, path: str) -> FileStat | None:
        return _stat(self.file(path)) if self.staging.place else None

    def stands(self) -> bool:
        return self.staging.place is not None and self.staging.place.is_dir()

    def sweep(self, known: Collection[str]) -> None: ...


def move_in(
    folder: Path,
    staging: Staging,
    files: Mapping[str, int],
    leaving: Collection[str],
    cache: Path | None,
    keep: int | None = None,
) -> None:
    """Move what is staged into ``folder``, and take out what leaves; what is not ours stops it.

    What that replaces is kept for a rollback, of ``keep`` builds in all; None keeps nothing of this one.
    """
    listed = read_marker(folder)
    ours = look_at(folder).ours if listed is None else listed
    refuse_strangers(folder, {path: staging.new / path for path in files}, ours)
    place = staging.place or staging.make()
    if keep == 0:  # first: what is kept must lead back step by step
        keep_no_more(folder, place.parent, 0)
    carry_out(folder, place, files, leaving, journal_of(cache, folder), undo=bool(keep))
    if keep:
        keep_no_more(folder, place.parent, keep)


def _new_folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def _verify(recorded: Mapping[str, int], place: Callable[[str], Path]) -> None:
    """Raise :class:`OutputError` where a file that was written is no longer there, or is another one."""
    lost = []
    for path, size in recorded.items():
        found = _stat(place(path))
        if found is None or size != found.size:
            lost.append(path)
    if lost:
        message = (
            f"{len(lost)} files of the new site were removed before it was complete, such as {lost[0]!r}"
        )
        raise OutputError(message, hint="does another program clean up here? build again")


# --- files ---------------------------------------------------------------------


@contextmanager
def speaking(folder: Path) -> Iterator[None]:
    """A system error as one that a person understands."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        place = str(error.filename or folder)
        raise OutputError(f"cannot write the site: {reason}", file=place) from error


def _prepare(folder: Path) -> None:
    if not (folder / MARKER).is_file():
        look_at(folder)
        folder.mkdir(parents=True, exist_ok=True)
        mark(folder, ())


def _replace(folder: Path, path: str, write: Callable[[BinaryIO], object], data: bytes | None = None) -> bool:
    """Write beside, then rename: whoever reads sees the old file or the new one."""
    target = make_parents(folder, path)
    if data is not None and _same(target, data):
        return False
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    with replacing(target) as file:
        write(file)
    return True


def _same(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if not path.is_dir()]


def _stat(path: Path) -> FileStat | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return FileStat(status.st_size, status.st_mtime_ns)
