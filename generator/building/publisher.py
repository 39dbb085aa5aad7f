"""Replacing a site by a new one: nothing is removed but what an earlier build wrote.

The marker in an output folder lists the files that we wrote there. Of all others, some
may stand in any published folder (``CNAME``, ``.git``) and are left alone; litter of
file managers goes; anything else stops the build, and stays where it is.
"""

from __future__ import annotations

import errno
import filecmp
import json
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.building.exchange import exchange
from generator.content_files import is_litter
from generator.errors import OutputError
from generator.safe_files import copy_into, leads_out, refuse_link, replacing

MARKER = ".briefing-site"
KEPT = ("CNAME", ".git", ".gitattributes", ".gitignore", ".gitkeep", ".well-known")
_MARKER_TEXT = "This folder is written by `briefing`. Each build replaces the files below; all others stay.\n"
_PASSING = re.compile(r"\.[0-9a-f]{16}\.tmp")  # of a build that was killed while it wrote a file
_NO_RENAME = frozenset({errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTSUP})


class FileStat(NamedTuple):
    """How a file stands on disk, to find out later whether it is still as we left it.

    A tuple: a build makes one for each file of the site.
    """

    size: int
    mtime: int  # nanoseconds


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in an output folder: ``files`` are those that we wrote, ``kept`` those that may stay.

    ``litter`` is what file managers have left there, and builds that were killed. ``listed`` are
    our files by the list that stands there, whether they do or not.
    """

    files: Mapping[str, FileStat] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    litter: tuple[str, ...] = ()
    listed: frozenset[str] = frozenset()

    @property
    def ours(self) -> Set[str]:
        """The paths of the files that we wrote."""
        return self.files.keys()


def look_at(folder: Path, keep: Collection[str] = ()) -> Contents:
    """Tell what stands in ``folder``. Raises :class:`OutputError` where some of it is not ours.

    ``keep`` are further paths that may stand there.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is not a folder", hint="name another with --output")
    ours, allowed = read_marker(folder), {path.strip("/") for path in (*KEPT, *keep)}
    of_an_older_version = ours is not None and not ours  # which listed no files, and took all for its own
    known, files = ours or frozenset(), {}
    kept, strangers, litter = [], [], []
    for path, entry in _entries(folder, allowed):
        if path in allowed:
            kept.append(path)
        elif path in known:
            files[path] = _stat_of(entry)
        elif is_litter(entry.name) or _PASSING.fullmatch(entry.name):
            litter.append(path)
        elif path != MARKER and of_an_older_version:
            files[path] = _stat_of(entry)
        elif path != MARKER:
            strangers.append(path)
    if strangers:
        raise _strangers(folder, sorted(strangers))
    return Contents(files, tuple(sorted(kept)), tuple(sorted(litter)), known)


def _stat_of(entry: os.DirEntry[str]) -> FileStat:
    status = entry.stat(follow_symlinks=False)
    return FileStat(status.st_size, status.st_mtime_ns)


def _strangers(folder: Path, strangers: list[str]) -> OutputError:
    hint = "move them elsewhere, list them under [output] keep in briefing.toml, or use another --output"
    shown = ", ".join(repr(name) for name in strangers[:5])
    more = f" and {len(strangers) - 5:,} more" if len(strangers) > 5 else ""
    return OutputError(f"{folder} holds files that are not ours: {shown}{more}", hint=hint)


def _entries(folder: Path, allowed: Collection[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the files below ``folder``; what may stay is not entered, nor is a linked folder."""
    waiting = [(os.fspath(folder), "")] if os.path.isdir(folder) else []
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False) and path not in allowed:
                    waiting.append((entry.path, f"{path}/"))
                else:
                    yield path, entry


# --- the marker ------------------------------------------------------------------


def mark(folder: Path, files: Iterable[str]) -> None:
    """Say that ``folder`` is ours, and which files in it are."""
    lines = json.dumps(sorted(files), ensure_ascii=False, separators=("\n", ":"))[1:-1]
    with replacing(folder / MARKER) as file:
        file.write(f"{_MARKER_TEXT}{lines}\n".encode("utf-8", "surrogatepass"))


def unmark(folder: Path) -> None:
    """Say no longer that ``folder`` is ours: a list of no files would claim all of them."""
    (folder / MARKER).unlink(missing_ok=True)


def read_marker(folder: Path) -> frozenset[str] | None:
    """Return the files that we wrote into ``folder``; None where it is not ours."""
    try:
        text = (folder / MARKER).read_text("utf-8", errors="surrogatepass")
        lines = [line for line in text.split("\n")[1:] if line]  # a name may hold other breaks of lines
        return frozenset(json.loads(f"[{','.join(lines)}]"))
    except (OSError, ValueError):
        return None


# --- putting a new site in place ---------------------------------------------------


def previous_of(folder: Path) -> Path:
    """Return where the site that a whole new one replaced is kept."""
    return folder.with_name(f".{folder.name}.previous")


def swap(folder: Path, staging: Path, contents: Contents) -> bool:
    """Put ``staging`` in the place of ``folder``, which stays as ``.NAME.previous`` beside it.

    In one step where the system can exchange two folders; else there is none for a moment. False, and
    nothing is changed, where the system does not let the folder be renamed, as where something is
    mounted there, or where folders of others stand in it.
    """
    if os.path.ismount(folder) or any((folder / path).is_dir() for path in contents.kept):
        return False
    if staging.parent.parent != folder.parent:
        return False
    for path in contents.kept:
        _keep(folder / path, staging / path)
    previous = previous_of(folder)
    refuse_link(previous)
    look_at(previous)
    _throw_away(previous, folder)
    try:
        if folder.exists():
            if exchange(staging, folder):
                with suppress(OSError):
                    staging.rename(previous)
                return True
            folder.rename(previous)
    except OSError as error:
        if error.errno in _NO_RENAME:
            return False
        raise
    try:
        staging.rename(folder)
    except OSError:
        if previous.exists():
            previous.rename(folder)
        raise
    return True


def _throw_away(previous: Path, folder: Path) -> None:
    """Delete the site before the last one, under a name by which the next build ends what was cut off.

    Half deleted and without its marker, it would be taken for files of others.
    """
    if previous.exists():
        away = folder.with_name(f".{folder.name}.staging-{secrets.token_hex(4)}")
        previous.rename(away)
        shutil.rmtree(away, ignore_errors=True)


def _keep(path: Path, copy: Path) -> None:
    """Carry a file of others over to the new site."""
    if copy.is_file() and _differ(path, copy):
        hint = "delete one of the two"
        raise OutputError(f"{path} is not ours, and the new site has another {path.name}", hint=hint)
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, copy, follow_symlinks=False)  # a link is kept, not what it leads to


def bring_back(folder: Path) -> None:
    """Undo half a swap: a build that was killed between its two renames left no site."""
    previous = previous_of(folder)
    if not folder.exists() and not previous.is_symlink() and (previous / MARKER).is_file():
        previous.rename(folder)


def refuse_strangers(folder: Path, files: Mapping[str, Path], ours: Collection[str]) -> None:
    """Raise :class:`OutputError` where ``files`` would take the place of what is not ``ours``."""
    strangers = [path for path, new in files.items() if path not in ours and _differ(folder / path, new)]
    if strangers:
        raise _strangers(folder, sorted(strangers))


def same_bytes(one: Path, other: Path) -> bool:
    """Tell whether two files hold the same; what is a link is not the same as anything."""
    return not other.is_symlink() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def _differ(old: Path, new: Path) -> bool:
    """Return whether a file stands there that is not what would be written over it."""
    return old.is_symlink() or (old.is_file() and old.read_bytes() != new.read_bytes())


def move(origin: Path, target: Path) -> None:
    """Move a file, at every moment the old one or the new one, to another file system too."""
    try:
        origin.replace(target)
    except OSError as error:
        if error.errno not in _NO_RENAME:
            raise
        stat = origin.stat()
        with replacing(target) as file:
            copy_into(origin)(file)
        os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # by which it is known to be the same
        origin.unlink()


def unlink(folder: Path, path: str) -> None:
    """Remove a file, and the folders that it leaves empty."""
    if leads_out(path):
        return
    target = folder / path
    if any(
        parent.is_symlink() for parent in target.parents if parent != folder and parent.is_relative_to(folder)
    ):
        return  # what a link leads to is not ours
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        target.unlink()
    parent = target.parent
    with suppress(OSError):  # not empty
        while parent != folder and parent.is_relative_to(folder):
            parent.rmdir()
            parent = parent.parent
