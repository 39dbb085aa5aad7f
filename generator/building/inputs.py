"""Track the files a site is made from, each known by the hash of its bytes.

A clean build and the preview look through the same eyes: both ask :class:`Inputs`,
so that what an editor's program leaves behind is ignored by both, and a file that
was touched but not changed is nobody's business.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generator.building.sightings import Sightings
from generator.content_files import is_ignored, is_utf8, iter_files, place_of, stays_inside
from generator.errors import Problem, Severity
from generator.settings import FILE as SETTINGS
from generator.settings import FOLDERS


def input_path(root: Path, path: Path) -> PurePosixPath | None:
    """The path below ``root`` of what can be an input; None for output, what is ignored, and all else."""
    if not path.is_relative_to(root):
        return None
    relative = PurePosixPath(path.relative_to(root).as_posix())
    inside = relative.parts[:1] and relative.parts[0] in FOLDERS
    return relative if (inside or str(relative) == SETTINGS) and not is_ignored(relative) else None


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths relative to the site; a renamed file is one removed and one added."""

    added: frozenset[PurePosixPath] = frozenset()
    modified: frozenset[PurePosixPath] = frozenset()
    removed: frozenset[PurePosixPath] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.added or self.modified or self.removed)

    def __iter__(self) -> Iterator[PurePosixPath]:
        yield from sorted(self.added | self.modified | self.removed)


def changes_between(before: Mapping[PurePosixPath, str], after: Mapping[PurePosixPath, str]) -> Changes:
    """Return how the hashes of inputs, by path, differ."""
    added = frozenset(after.keys() - before.keys())
    removed = frozenset(before.keys() - after.keys())
    modified = frozenset(path for path in after if path not in added and after[path] != before[path])
    return Changes(added, modified, removed)


@dataclass(slots=True)
class Inputs:
    """The files below ``root`` that count, and the hash of each as last seen.

    A scan reads no file that stands as in ``sightings``; a refresh reads all that it is told of.
    """

    root: Path
    sightings: Sightings = field(default_factory=Sightings)
    known: dict[PurePosixPath, str] = field(default_factory=dict)
    links: set[PurePosixPath] = field(default_factory=set)
    outside: set[PurePosixPath] = field(default_factory=set)  # links that lead out, or to a folder
    _by_place: dict[str, PurePosixPath] | None = None
    _misnamed: set[PurePosixPath] = field(default_factory=set)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Files that are left out because no page could name them."""
        left_out = sorted(path for path in self._misnamed if os.path.lexists(self.root / path))
        hint = "it is left out; rename it"
        misnamed = [
            Problem(f"the name {str(path)!a} is not UTF-8", hint=hint, severity=Severity.NOTE)
            for path in left_out
        ]
        return (*misnamed, *self._led_out(), *self._no_folders())

    def _no_folders(self) -> Iterator[Problem]:
        for name in FOLDERS:
            if (self.root / name).exists() and not (self.root / name).is_dir():
                yield Problem("this must be a folder", name, hint="move the file elsewhere")

    def _led_out(self) -> Iterator[Problem]:
        hint = "put the file itself there"
        for path in sorted(self.outside):
            if (self.root / path).is_symlink():
                message = f"this link leads out of {path.parts[0]}/, or to a folder: it is left out"
                yield Problem(message, str(path), hint=hint, severity=Severity.NOTE)

    def find(self, path: str) -> PurePosixPath | None:
        """Return the input that a link to ``path`` means, in ``content/`` or ``static/``.

        A name that differs in case or Unicode form alone means the same file, as it does
        on the computers of most editors.
        """
        for folder in ("content", "static"):
            exact = PurePosixPath(folder, path)
            if exact in self.known:
                return exact
        if self._by_place is None:
            ordered = sorted(self.known, key=lambda known: (known.parts[0] == "content", str(known)))
            self._by_place = {place_of("/".join(known.parts[1:])): known for known in ordered}
        return self._by_place.get(place_of(path))

    def scan(self) -> Changes:
        """Look at everything."""
        return self._look(PurePosixPath(name) for name in (*FOLDERS, SETTINGS))

    def refresh(self, touched: Iterable[Path]) -> Changes:
        """Look again at absolute paths: files, folders, or what is no longer there.

        Links are always looked at: what they point to may have changed elsewhere.
        """
        self.sightings = Sightings()
        paths = {input_path(self.root, path) for path in touched}
        return self._look([path for path in paths if path is not None] + sorted(self.links))

    def _look(self, paths: Iterable[PurePosixPath]) -> Changes:
        found: dict[PurePosixPath, str] = {}
        concerned: set[PurePosixPath] = set()
        for path in paths:
            concerned |= self._known_below(path)
            for file in self._files(path):
                if not is_utf8(str(file)):
                    self._misnamed.add(file)
                elif digest := self._digest(file):
                    found[file] = digest
        return self._compare(found, concerned)

    def _known_below(self, path: PurePosixPath) -> set[PurePosixPath]:
        """Return what is known of a file, or of all in a folder."""
        if path in self.known:
            return {path}
        if (self.root / path).is_file():
            return set()
        return {known for known in self.known if known.is_relative_to(path)}

    def _files(self, path: PurePosixPath) -> Iterator[PurePosixPath]:
        """The file itself, or all in the folder. A linked folder could lead anywhere, and in circles."""
        place = self.root / path
        if not place.is_dir():
            if str(path) not in FOLDERS:
                yield path
        elif len(path.parts) == 1 or not place.is_symlink():
            yield from iter_files(place, path)

    def _digest(self, path: PurePosixPath) -> str | None:
        place = f"{self.root}{os.sep}{path}"  # ten thousand are joined more slowly as paths
        self.links.discard(path)
        self.outside.discard(path)
        try:
            status = os.lstat(place)
            if stat.S_ISLNK(status.st_mode):
                self.links.add(path)
                if not stays_inside(Path(place), self.root / path.parts[0]):
                    self.outside.add(path)
                    return None
                status = os.stat(place)
            return self.sightings.digest(str(path), place, status)
        except (OSError, ValueError):
            return None

    def _compare(self, found: dict[PurePosixPath, str], concerned: set[PurePosixPath]) -> Changes:
        before = {path: self.known[path] for path in self.known.keys() & (concerned | found.keys())}
        changes = changes_between(before, found)
        if changes.added or changes.removed:
            self._by_place = None
        for path in changes.removed:
            del self.known[path]
        self.known.update(found)
        return changes
