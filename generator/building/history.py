"""Keep what builds replaced, and bring the site before back.

A build of what changed leaves, beside the site, the files that it replaced or took out: one folder
``.NAME.undo-NUMBER`` a build, with a record that carries a code of the user's. A build of a whole site
leaves the old one as ``.NAME.previous``; what was kept of builds before it is of no use then, and goes.
"""

from __future__ import annotations

import glob
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.building.publisher import look_at, previous_of, read_marker
from generator.building.store.seal import Seal
from generator.building.store.serialization import UnpackingError
from generator.errors import OutputError

FILES, _RECORD = "kept", "record"
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a build replaced in a folder: ``files`` are kept, ``added`` were not there."""

    folder: str
    files: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """How to make the site that stood before: ``files`` of the folder ``at`` come, and ``leaving`` go."""

    at: Path
    files: tuple[str, ...]
    leaving: tuple[str, ...]


def next_undo(folder: Path, parent: Path) -> Path:
    """Return where what the next build replaces is kept."""
    kept = undo_folders(folder, parent)
    number = int(kept[-1].name[-_DIGITS:]) + 1 if kept else 1
    return parent / f".{folder.name}.undo-{number:0{_DIGITS}}"


def record(place: Path, replaced: Replaced, seal: Seal) -> None:
    """Write what a build replaces beside the files that it keeps."""
    (place / FILES).mkdir(exist_ok=True)
    (place / _RECORD).write_bytes(seal.pack(replaced, "replaced", replaced.folder))


def keep_no_more(folder: Path, parent: Path, keep: int) -> None:
    """Throw away what is kept of builds before the last ``keep``, and the whole site before those."""
    kept = undo_folders(folder, parent)
    left_out = kept[: max(0, len(kept) - keep)]
    if left_out or keep == 0:
        with suppress(OutputError, OSError):
            look_at(previous_of(folder))
            shutil.rmtree(previous_of(folder))
    for place in left_out:
        shutil.rmtree(place, ignore_errors=True)


def forget_replaced(folder: Path, elsewhere: Path | None) -> None:
    """Throw away what builds of changes have replaced, before another whole site stands there."""
    for parent in {folder.parent, elsewhere or folder.parent}:
        for place in reversed(undo_folders(folder, parent)):
            shutil.rmtree(place, ignore_errors=True)


def undo_folders(folder: Path, parent: Path) -> list[Path]:
    """List what is kept in ``parent`` of builds of changes, the oldest first."""
    found = parent.glob(f".{glob.escape(folder.name)}.undo-*")
    return sorted(place for place in found if place.name[-_DIGITS:].isdigit() and not place.is_symlink())


def site_before(folder: Path, elsewhere: Path, seal: Seal) -> Before:
    """Find the site before the one in ``folder``. Raises :class:`OutputError` where none is kept."""
    ours = read_marker(folder) or frozenset()
    for parent in (folder.parent, elsewhere):
        if kept := undo_folders(folder, parent):
            replaced = _read(kept[-1], folder, seal)
            return Before(kept[-1] / FILES, replaced.files, tuple(ours & set(replaced.added)))
    previous = previous_of(folder)
    before = read_marker(previous) if not previous.is_symlink() else None
    if not before:
        hint = "[site] keep says how many are; build what content/ was, from version control"
        raise OutputError(f"no site is kept that stood in {folder} before", hint=hint)
    files = tuple(sorted(path for path in before if _is_file(previous, path)))
    return Before(previous, files, tuple(sorted(ours - before)))


def _read(place: Path, folder: Path, seal: Seal) -> Replaced:
    try:
        found = seal.unpack((place / _RECORD).read_bytes(), "replaced", str(folder))
    except (OSError, UnpackingError):
        found = None
    if not isinstance(found, Replaced) or not all(_is_file(place / FILES, path) for path in found.files):
        hint = "delete it; nothing was changed"
        raise OutputError("this is no record of what a build of yours replaced", file=str(place), hint=hint)
    return found


def _is_file(place: Path, path: str) -> bool:
    """Tell whether a file lies in ``place`` by no link."""
    file = place / path
    return file.is_file() and file.resolve() == Path(os.path.abspath(place.resolve() / path))


def throw_away(before: Before) -> None:
    """Delete what was kept of the site that has been brought back."""
    shutil.rmtree(before.at.parent if before.at.name == FILES else before.at, ignore_errors=True)
