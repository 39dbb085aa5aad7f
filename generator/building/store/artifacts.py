"""Record the output files, from what each was made, and whose they are.

An owner is whatever makes a page: a source, a speaker, the index. It says, all at once,
which files it makes now; those it made before and makes no more are removed. A file is
made anew only when its key, the hash of all it is made from, has changed, or when it no
longer stands on disk as it was left. All that is made anew is rendered before anything
is written: where rendering fails, everything stands as before. Two owners of one file
are a problem; but one that begins with ``beside:`` makes what a site can do without, and
gives way to all others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from generator.building.output import Output
from generator.building.publisher import FileStat
from generator.building.store.archive import Archive
from generator.content_files import place_of
from generator.errors import Problem

Make = Callable[[], bytes]
BESIDE = "beside:"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file to be there: ``make`` gives its bytes, or ``origin`` is copied."""

    path: str
    key: str
    make: Make | None = None
    origin: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The output files that a call to the store wrote and removed."""

    files: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __add__(self, other: Written) -> Written:
        return Written(self.files + other.files, self.removed + other.removed)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be done for one owner: files to be made anew, and others to be removed."""

    owner: str
    stale: tuple[Artifact, ...]
    gone: tuple[str, ...]
    clashes: Mapping[str, Problem]  # by path

    def makes(self, path: str) -> bool:
        """Return whether a file is to be made anew."""
        return any(file.path == path for file in self.stale)


_NOTHING: Mapping[str, bytes] = MappingProxyType({})


@dataclass(slots=True)
class ArtifactStore:
    """The pages of one target."""

    archive: Archive
    target: str
    output: Output
    clashes: dict[tuple[str, str], Problem] = field(default_factory=dict)  # by owner and path
    _recalled: dict[str, dict[str, str]] | None = None  # by owner: path and key of what stands as it was left

    def compare(self, owner: str, files: Iterable[Artifact]) -> Change:
        """Find what has to be done so that ``owner`` has made these files, and no others; do nothing yet."""
        planned = list(files)
        if self._is_all_right(owner, planned):
            return Change(owner, (), (), {})
        kept = {file.path for file in planned}
        gone = [path for path, _ in self.made(owner) if path not in kept]
        stale: list[Artifact] = []
        clashes: dict[str, Problem] = {}
        ours = _Places(owner)
        for file in planned:
            others = self._others(owner, file.path)
            other = _in_the_way(owner, others, gone) or ours.in_the_way(file.path)
            if other is not None:
                if not owner.startswith(BESIDE):
                    clashes[file.path] = _clash(file.path, owner, *other)
                continue
            ours.add(file.path)
            gone += [path for path, who in others if _gives_way(who, owner)]
            if not self.is_right(file.path, file.key):
                stale.append(file)
        return Change(owner, tuple(stale), tuple(gone), clashes)

    def recall(self) -> None:
        """Look at all files together, where all are going to be compared: it takes a tenth of the time."""
        found: dict[str, dict[str, str]] = {}
        query = "SELECT owner, path, key, size, mtime FROM pages WHERE target = ?"
        for owner, path, key, size, mtime in self.archive.db.execute(query, (self.target,)):
            stands = self.output.stat(path) == FileStat(size, mtime)
            found.setdefault(owner, {})[path] = key if stands else ""
        self._recalled = found

    def look_again(self) -> None:
        """Rely no longer on how the files stood: somebody may have altered them since."""
        self._recalled = None

    def _is_all_right(self, owner: str, planned: Sequence[Artifact]) -> bool:
        """Tell whether an owner is known to have made these files and no others, and all of them stand."""
        if self._recalled is None or any(who == owner for who, _ in self.clashes):
            return False
        made = self._recalled.get(owner, {})
        return len(made) == len(planned) and all(made.get(file.path) == file.key for file in planned)

    def write(self, change: Change, ready: Mapping[str, bytes] = _NOTHING) -> Written:
        """Render what is not ``ready``, then write and remove all of a change."""
        if change.stale or change.gone:
            self._forget(change)
        made = [(file, _bytes_of(file, ready)) for file in change.stale]
        for clash in [clash for clash in self.clashes if clash[0] == change.owner]:
            del self.clashes[clash]
        self.clashes |= {(change.owner, path): problem for path, problem in change.clashes.items()}
        for path in change.gone:
            self._remove(path)
        written = [file.path for file, data in made if self._put(change.owner, file, data)]
        return Written(tuple(written), change.gone)

    def _forget(self, change: Change) -> None:
        """Recall no longer what a change concerns; nothing at all where files of others give way."""
        if self._recalled is not None:
            if self._recalled.get(change.owner, {}).keys() >= {*change.gone}:
                self._recalled[change.owner] = {"": ""}  # equal to no plan
            else:
                self._recalled = None

    def replace(self, owner: str, files: Iterable[Artifact]) -> Written:
        """Let ``owner`` have made these files, and no others."""
        return self.write(self.compare(owner, files))

    def release(self, owner: str) -> Written:
        """Remove all that ``owner`` made."""
        return self.replace(owner, ())

    def show(self, path: str, data: bytes) -> Written:
        """Put other bytes into a file for the moment; as it is not as it was left, it will be made again."""
        self.look_again()
        return Written((path,) if self.output.write(path, data) else ())

    def sweep(self) -> None:
        """Remove what nobody makes: the leavings of runs that this archive knows nothing of."""
        self.output.sweep(self.paths())

    def freed(self) -> bool:
        """Return whether what stood in the way of a clash has gone since."""
        return any(_in_the_way(owner, self._others(owner, path)) is None for owner, path in self.clashes)

    def owners(self, prefix: str = "") -> set[str]:
        """Everybody who makes a file, or wants to, by the beginning of their name."""
        rows = self.archive.db.execute(
            "SELECT DISTINCT owner FROM pages WHERE target = ? AND substr(owner, 1, ?) = ?",
            (self.target, len(prefix), prefix),
        )
        waiting = {owner for owner, _ in self.clashes if owner.startswith(prefix)}
        return waiting.union(owner for (owner,) in rows)

    def paths(self) -> set[str]:
        """All files of the target, as far as they are made."""
        rows = self.archive.db.execute("SELECT path FROM pages WHERE target = ?", (self.target,))
        return {path for (path,) in rows}

    def keys(self) -> dict[str, str]:
        """Return from what each file of the target was made."""
        query = "SELECT path, key FROM pages WHERE target = ?"
        return dict(self.archive.db.execute(query, (self.target,)))

    def made(self, owner: str) -> list[tuple[str, str]]:
        """Path and key of each file that an owner made; no key of one that does not stand as it was left."""
        recalled = self._recalled.get(owner, {}) if self._recalled is not None else {}
        if recalled and "" not in recalled:
            return list(recalled.items())
        query = "SELECT path, key FROM pages WHERE target = ? AND owner = ?"
        return [(path, key) for path, key in self.archive.db.execute(query, (self.target, owner))]

    def is_right(self, path: str, key: str) -> bool:
        """Return whether a file made under ``key`` still stands as it was left."""
        row = self.archive.db.execute(
            "SELECT key, size, mtime FROM pages WHERE target = ? AND path = ?", (self.target, path)
        ).fetchone()
        return row is not None and row[0] == key and self.output.stat(path) == FileStat(row[1], row[2])

    def _put(self, owner: str, file: Artifact, data: bytes | None) -> bool:
        """Write a file, or copy it where there are no data; return whether that changed it."""
        if data is not None:
            changed = self.output.write(file.path, data)
        else:
            changed = file.origin is not None and self.output.copy(file.path, file.origin)
        stat = self.output.stat(file.path) or FileStat(-1, 0)
        self.archive.db.execute(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.target, file.path, place_of(file.path), owner, file.key, stat.size, stat.mtime),
        )
        return changed

    def _others(self, owner: str, path: str) -> list[tuple[str, str]]:
        """List path and owner of other files in this place, where it needs a folder, or below it."""
        place = place_of(path)
        above = _above(place)
        marks = ", ".join("?" * (1 + len(above)))
        select = "SELECT path, owner FROM pages WHERE target = ? AND (path != ? OR owner != ?) AND place"
        us = (self.target, path, owner)
        rows = self.archive.db.execute(  # two questions, so that each uses the index
            f"{select} IN ({marks}) UNION ALL {select} BETWEEN ? AND ?",
            (*us, place, *above, *us, f"{place}/", f"{place}/\U0010ffff"),
        )
        return list(rows)

    def _remove(self, path: str) -> None:
        self.output.remove(path)
        self.archive.db.execute("DELETE FROM pages WHERE target = ? AND path = ?", (self.target, path))


def _bytes_of(file: Artifact, ready: Mapping[str, bytes]) -> bytes | None:
    """Return the content of a file; None for one that is copied."""
    if file.path in ready:
        return ready[file.path]
    return file.make() if file.make is not None else None


def _in_the_way(
    owner: str, others: Iterable[tuple[str, str]], gone: Collection[str] = ()
) -> tuple[str, str] | None:
    """Find what does not give way to ``owner``; ``gone`` are files of its own that will be removed."""
    return next(
        (
            (other, who)
            for other, who in others
            if (who != owner or other not in gone) and not _gives_way(who, owner)
        ),
        None,
    )


def _gives_way(who: str, to: str) -> bool:
    return who.startswith(BESIDE) and not to.startswith(BESIDE)


@dataclass(slots=True)
class _Places:
    """The places that files of an owner take, each with a file: its own, and all folders above it."""

    owner: str
    _files: dict[str, str] = field(default_factory=dict)
    _folders: dict[str, str] = field(default_factory=dict)

    def add(self, path: str) -> None:
        place = place_of(path)
        self._files.setdefault(place, path)
        for folder in _above(place):
            self._folders.setdefault(folder, path)

    def in_the_way(self, path: str) -> tuple[str, str] | None:
        """Find one of the files that leaves no room for another."""
        place = place_of(path)
        for other in (self._folders.get(place), *map(self._files.get, (place, *_above(place)))):
            if other is not None and other != path:
                return other, self.owner
        return None


def _above(place: str) -> list[str]:
    return [place[:end] for end, character in enumerate(place) if character == "/"]


def recorded_files(archive: Archive, target: str) -> dict[str, FileStat]:
    """Return how each file of ``target`` was left."""
    rows = archive.db.execute("SELECT path, size, mtime FROM pages WHERE target = ?", (target,))
    return {path: FileStat(size, mtime) for path, size, mtime in rows}


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
