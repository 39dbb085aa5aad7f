"""Which output files there are, from what each was made, and whose they are.

An owner is whatever makes a page: a source, a speaker, the index. It says, all at once,
which files it makes now; those it made before and makes no more are removed. A file is
made anew only when its key, the hash of all it is made from, has changed, or when it no
longer stands on disk as it was left. Two owners of one file are a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from generator.building.output import FileStat, Output
from generator.building.store.archive import Archive
from generator.content_files import place_of
from generator.errors import Problem

Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file to be there: ``make`` gives its bytes, or ``origin`` is copied."""

    path: str
    key: str
    make: Make | None = None
    origin: Path | None = None


@dataclass(slots=True)
class ArtifactStore:
    """The pages of one target.

    What ``written``, ``told`` and ``removed`` hold is taken away by the reader.
    """

    archive: Archive
    target: str
    output: Output
    written: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # written, and open pages know it already
    removed: list[str] = field(default_factory=list)
    clashes: dict[tuple[str, str], Problem] = field(default_factory=dict)  # by owner and path

    def replace(self, owner: str, files: Iterable[Artifact]) -> None:
        """``owner`` makes these files now, and no others."""
        planned = list(files)
        self.release(owner, keep={file.path for file in planned})
        for file in planned:
            self._put(owner, file)

    def show(self, path: str, data: bytes) -> bool:
        """Put other bytes into a file for the moment; as it is not as it was left, it will be made again."""
        changed = self.output.write(path, data)
        if changed:
            self.written.append(path)
        return changed

    def tell(self, paths: Collection[str]) -> None:
        """Note that open pages know of these files that were written."""
        self.told += [path for path in self.written if path in paths]
        self.written = [path for path in self.written if path not in paths]

    def release(self, owner: str, keep: Iterable[str] = ()) -> None:
        """Remove what ``owner`` made, but for the paths to ``keep``."""
        kept = set(keep)
        for clash in [clash for clash in self.clashes if clash[0] == owner]:
            del self.clashes[clash]
        rows = self.archive.db.execute(
            "SELECT path FROM pages WHERE target = ? AND owner = ?", (self.target, owner)
        ).fetchall()
        for (path,) in rows:
            if path not in kept:
                self._remove(path)

    def sweep(self) -> None:
        """Remove what nobody makes: the leavings of runs that this archive knows nothing of."""
        rows = self.archive.db.execute("SELECT path FROM pages WHERE target = ?", (self.target,))
        self.output.sweep({path for (path,) in rows})

    def freed(self) -> bool:
        """Whether what stood in the way of a clash has gone since."""
        return any(self._in_the_way(owner, path) is None for owner, path in self.clashes)

    def owners(self, prefix: str = "") -> set[str]:
        """Everybody who makes a file, or wants to, by the beginning of their name."""
        rows = self.archive.db.execute(
            "SELECT DISTINCT owner FROM pages WHERE target = ? AND substr(owner, 1, ?) = ?",
            (self.target, len(prefix), prefix),
        )
        waiting = {owner for owner, _ in self.clashes if owner.startswith(prefix)}
        return waiting.union(owner for (owner,) in rows)

    def made(self, owner: str) -> list[tuple[str, str]]:
        """Path and key of each file that an owner made."""
        query = "SELECT path, key FROM pages WHERE target = ? AND owner = ?"
        return [(path, key) for path, key in self.archive.db.execute(query, (self.target, owner))]

    def is_right(self, path: str, key: str) -> bool:
        """Whether a file made under ``key`` still stands as it was left."""
        row = self.archive.db.execute(
            "SELECT key, size, mtime FROM pages WHERE target = ? AND path = ?", (self.target, path)
        ).fetchone()
        return row is not None and row[0] == key and self.output.stat(path) == FileStat(row[1], row[2])

    def _put(self, owner: str, file: Artifact) -> None:
        other = self._in_the_way(owner, file.path)
        if other is not None:
            self.clashes[owner, file.path] = _clash(file.path, owner, *other)
            return
        if self.is_right(file.path, file.key):
            return
        if self._write(file):
            self.written.append(file.path)
        stat = self.output.stat(file.path) or FileStat(-1, 0)
        self.archive.db.execute(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.target, file.path, place_of(file.path), owner, file.key, stat.size, stat.mtime),
        )

    def _in_the_way(self, owner: str, path: str) -> tuple[str, str] | None:
        """Path and owner of another file in this place, where it needs a folder, or below it."""
        place = place_of(path)
        above = [place[:end] for end, character in enumerate(place) if character == "/"]
        marks = ", ".join("?" * (1 + len(above)))
        select = "SELECT path, owner FROM pages WHERE target = ? AND (path != ? OR owner != ?) AND place"
        us = (self.target, path, owner)
        found: tuple[str, str] | None = self.archive.db.execute(  # two questions, so that each uses the index
            f"{select} IN ({marks}) UNION ALL {select} BETWEEN ? AND ? LIMIT 1",
            (*us, place, *above, *us, f"{place}/", f"{place}/\U0010ffff"),
        ).fetchone()
        return found

    def _write(self, file: Artifact) -> bool:
        if file.make is not None:
            return self.output.write(file.path, file.make())
        return self.output.copy(file.path, file.origin) if file.origin else False

    def _remove(self, path: str) -> None:
        self.output.remove(path)
        self.removed.append(path)
        self.archive.db.execute("DELETE FROM pages WHERE target = ? AND path = ?", (self.target, path))


def recorded_files(archive: Archive, target: str) -> dict[str, tuple[int, int]]:
    """Return size and time of each file of ``target`` as it was left."""
    rows = archive.db.execute("SELECT path, size, mtime FROM pages WHERE target = ?", (target,))
    return {path: (size, mtime) for path, size, mtime in rows}


def owner_of(archive: Archive, target: str, path: str) -> str | None:
    """Return who made a file of ``target``."""
    query = "SELECT owner FROM pages WHERE target = ? AND path = ?"
    row = archive.db.execute(query, (target, path)).fetchone()
    return row[0] if row else None


def _clash(path: str, owner: str, other: str, other_owner: str) -> Problem:
    hint = f"the other is {other}, made by {_named(other_owner)}"
    return Problem(f"two things would be written to {path}", file=_file(owner), hint=hint)


def _file(owner: str) -> str | None:
    kind, _, name = owner.partition(":")
    return {"source": f"content/{name}", "companion": f"content/{name}", "static": f"static/{name}"}.get(kind)


def _named(owner: str) -> str:
    return _file(owner) or owner.replace(":", " ")
