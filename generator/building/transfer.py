"""Bring new files into a folder and take others out: all of it or nothing, even where the program is killed.

The new files wait in a folder beside it. What is to be done is written into a journal first, in the
site's cache; what a new file takes the place of is kept until all is done. A transfer that fails is
taken back at once, for which nothing need be written: the disk may be full. One that was killed is
ended by the next command: forward where all its files are there, else back. A journal carries a code of
the user's, like the archive: one that came with somebody else's folder moves nothing.

    beside/new/…   what comes             beside/kept/…            what it takes the place of
    beside/onward  or  beside/back        which way it goes
    beside/before  beside/between  beside/after     the list of our files, where that changes
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from generator.building.history import FILES as KEPT
from generator.building.history import Replaced, next_undo, record
from generator.building.publisher import MARKER, mark, move, read_marker, unlink, unmark
from generator.building.store.seal import Seal, user_seal
from generator.building.store.serialization import UnpackingError
from generator.errors import BriefingError
from generator.safe_files import make_parents, refuse_link, replacing

_PREFIX, _SUFFIX = "publishing-", ".journal"
NEW = "new"
_ONWARD, _BACK = "onward", "back"
_BEFORE, _BETWEEN, _AFTER = "before", "between", "after"


@dataclass(frozen=True, slots=True)
class Transfer:
    """``files`` of ``beside``, with their sizes, go to ``folder``, and those ``leaving`` go from it.

    ``added`` are those of ``files`` in whose place nothing stands. ``marked``: our files are listed there.
    ``undo`` is where what was kept goes at the end, if anywhere.
    """

    folder: str
    beside: str
    files: tuple[tuple[str, int], ...]
    leaving: tuple[str, ...]
    added: frozenset[str]
    marked: bool
    undo: str = ""

    @property
    def paths(self) -> Iterator[str]:
        return (path for path, _ in self.files)


@dataclass(frozen=True, slots=True)
class Journal:
    """The one transfer to a folder that may be under way."""

    path: Path
    seal: Seal

    def write(self, transfer: Transfer) -> None:
        refuse_link(self.path.parent)
        with replacing(self.path, synced=True) as file:
            file.write(self.seal.pack(transfer, "transfer", self.path.name))

    def read(self) -> Transfer | None:
        """Read the transfer that was begun; None for what was not written here."""
        try:
            found = self.seal.unpack(self.path.read_bytes(), "transfer", self.path.name)
        except (OSError, UnpackingError):
            return None
        return found if isinstance(found, Transfer) and _name(Path(found.folder)) == self.path.name else None

    def close(self) -> None:
        self.path.unlink(missing_ok=True)


def journal_of(cache: Path | None, folder: Path) -> Journal | None:
    """Return the journal of a folder; None where none can be kept, as in a site that may only be read."""
    if cache is None:
        return None
    try:
        cache.mkdir(parents=True, exist_ok=True)
        return Journal(cache / _name(folder), user_seal())
    except OSError:
        return None


def _name(folder: Path) -> str:
    return f"{_PREFIX}{sha256(os.fsencode(folder)).hexdigest()[:16]}{_SUFFIX}"


def carry_out(
    folder: Path,
    beside: Path,
    files: Mapping[str, int],
    leaving: Collection[str],
    journal: Journal | None,
    *,
    undo: bool = False,
) -> None:
    """Do all of a transfer, or nothing of it. Raises ``OSError`` or ``OutputError``.

    ``undo``: what it replaces is kept for a rollback, where there is a journal.
    """
    for path in files:
        _refuse_links(folder, path)
    transfer = Transfer(
        folder=str(folder),
        beside=str(beside),
        files=tuple(files.items()),
        leaving=tuple(sorted(set(leaving) - files.keys())),
        added=frozenset(path for path in files if not _is_file(folder / path)),
        marked=read_marker(folder) is not None,
        undo=str(next_undo(folder, beside.parent)) if undo and journal is not None else "",
    )
    _prepare(transfer)
    if journal is not None:
        if transfer.undo:
            record(beside, _replaced(transfer), journal.seal)
        journal.write(transfer)
    try:
        _forward(transfer)
    except BaseException:
        with suppress(OSError, BriefingError):  # what cannot be undone now, the next command ends
            _turn(transfer)
            _back(transfer)
            _close(journal)
        raise
    _close(journal)


def _close(journal: Journal | None) -> None:
    if journal is not None:
        journal.close()


def _prepare(transfer: Transfer) -> None:
    """Write beside the folder all that is needed there on both ways, but the files."""
    folder, beside = Path(transfer.folder), Path(transfer.beside)
    beside.mkdir(parents=True, exist_ok=True)
    (beside / _ONWARD).touch()
    before = read_marker(folder)
    between = {*(before or ()), *transfer.paths}
    after = between - set(transfer.leaving)
    if before is None or after != before:
        if before is not None:
            shutil.copy2(folder / MARKER, beside / _BEFORE)
        for name, files in ((_BETWEEN, between), (_AFTER, after)):
            mark(beside, files)
            (beside / MARKER).replace(beside / name)


def _replaced(transfer: Transfer) -> Replaced:
    folder = Path(transfer.folder)
    changed = [path for path in transfer.paths if path not in transfer.added]
    gone = [path for path in transfer.leaving if _is_file(folder / path) and not _is_linked(folder, path)]
    return Replaced(transfer.folder, (*changed, *gone), tuple(sorted(transfer.added)))


def _turn(transfer: Transfer) -> None:
    """Have a transfer go back from now on."""
    with suppress(FileNotFoundError):
        Path(transfer.beside, _ONWARD).replace(Path(transfer.beside, _BACK))


def interrupted(cache: Path) -> list[Path]:
    """List the journals of transfers that were begun and have not come to their end."""
    return sorted(cache.glob(f"{_PREFIX}*{_SUFFIX}"))


def settle(cache: Path) -> bool:
    """End the transfers that were cut off; return whether there were any.

    Called while nobody else can be publishing. Raises ``OSError`` or ``OutputError``.
    """
    ended = [_settle(Journal(path, user_seal())) for path in interrupted(cache)]
    return any(ended)


def _settle(journal: Journal) -> bool:
    transfer = journal.read()
    if transfer is not None:
        if transfer.undo and os.path.isdir(transfer.undo) and not os.path.exists(transfer.beside):
            pass  # it had come to its end
        elif Path(transfer.beside, _ONWARD).exists() and _is_complete(transfer):
            _forward(transfer)
        else:
            _turn(transfer)
            _back(transfer)
        shutil.rmtree(transfer.beside, ignore_errors=True)
    journal.close()
    return transfer is not None


def _is_complete(transfer: Transfer) -> bool:
    """Tell whether each new file is there still, beside or in its place."""
    places = (Path(transfer.beside, NEW), Path(transfer.folder))
    return all(any(_size(place / path) == size for place in places) for path, size in transfer.files)


def _size(path: Path) -> int | None:
    try:
        return path.lstat().st_size
    except OSError:
        return None


# --- the steps, each of which can be done again -----------------------------------


def _forward(transfer: Transfer) -> None:
    folder, beside = Path(transfer.folder), Path(transfer.beside)
    new, kept = beside / NEW, beside / KEPT
    folder.mkdir(parents=True, exist_ok=True)
    _put_marker(beside / _BETWEEN, folder)  # at every moment it lists all that is ours
    for path in transfer.leaving:  # first: a file may give way to a folder
        if os.path.lexists(folder / path) and not _is_linked(folder, path):
            _keep(folder / path, kept, path)
            unlink(folder, path)
    for path in transfer.paths:
        if os.path.lexists(new / path):
            target = make_parents(folder, path)
            if path not in transfer.added:
                _keep(target, kept, path)
            _make_way(target)
            move(new / path, target)
    _put_marker(beside / _AFTER, folder)
    if transfer.undo:
        beside.replace(transfer.undo)


def _back(transfer: Transfer) -> None:
    folder, beside = Path(transfer.folder), Path(transfer.beside)
    kept = beside / KEPT
    for path in transfer.added:
        if not os.path.lexists(beside / NEW / path):
            unlink(folder, path)
    for path in (*transfer.leaving, *transfer.paths):
        if os.path.lexists(kept / path):
            move(kept / path, make_parents(folder, path))
    if transfer.marked:
        _put_marker(beside / _BEFORE, folder)
    else:
        unmark(folder)


def _put_marker(listed: Path, folder: Path) -> None:
    if listed.exists():
        move(listed, folder / MARKER)


def _keep(target: Path, kept: Path, path: str) -> None:
    """Have a file under a second name before its own is taken from it."""
    second = make_parents(kept, path)
    if os.path.lexists(second) or not _is_file(target):
        return
    try:
        os.link(target, second, follow_symlinks=False)
    except OSError:  # another file system, or one without second names
        passing = second.with_name(f"{second.name}.part")
        passing.unlink(missing_ok=True)
        shutil.copy2(target, passing, follow_symlinks=False)
        passing.replace(second)


def _is_file(path: Path) -> bool:
    """Tell whether a file stands there, or a link."""
    return path.is_symlink() or (path.exists() and not path.is_dir())


def _make_way(target: Path) -> None:
    """Remove an empty folder that stands where a file is to be."""
    if target.is_dir() and not target.is_symlink():
        with suppress(OSError):
            target.rmdir()


def _is_linked(folder: Path, path: str) -> bool:
    """Tell whether a link leads to a file: what lies there is not ours."""
    return any((folder / parent).is_symlink() for parent in PurePosixPath(path).parents)


def _refuse_links(folder: Path, path: str) -> None:
    for parent in PurePosixPath(path).parents[:-1]:
        refuse_link(folder / parent)
