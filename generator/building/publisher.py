"""Writing a site: staged beside the old one, then swapped in; the old one is kept.

A folder is replaced only where it is empty, or where a marker proves that it is ours.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from generator.errors import OutputError

MARKER = ".briefing-site"
_HARMLESS = frozenset({".gitkeep", ".gitignore", MARKER})
_MARKER_TEXT = "This folder is written by `briefing build`; all in it is replaced by the next build.\n"


def publish(output: Path, pages: Mapping[PurePosixPath, bytes], files: Mapping[PurePosixPath, Path]) -> None:
    """Replace ``output`` by ``pages`` and copies of ``files``; all or nothing.

    The site before it stays as ``.NAME.previous`` beside it. Raises :class:`OutputError`.
    """
    try:
        _check(output)
        staging = output.with_name(f".{output.name}.staging")
        _remove(staging)
        _write(staging, pages, files)
        _keep(output, staging)
        _swap(output, staging)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write the site: {reason}", file=str(error.filename or output)) from error


def _check(output: Path) -> None:
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise OutputError(f"{output} is not a folder", hint="name another with --output")
    if not output.exists() or (output / MARKER).is_file():
        return
    strangers = sorted(entry.name for entry in output.iterdir() if entry.name not in _HARMLESS)
    if strangers:
        hint = "empty it, or name another with --output"
        raise OutputError(f"{output} holds files that are not ours, such as {strangers[0]!r}", hint=hint)


def _write(staging: Path, pages: Mapping[PurePosixPath, bytes], files: Mapping[PurePosixPath, Path]) -> None:
    staging.mkdir(parents=True)
    for path, data in pages.items():
        target = staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    for path, origin in files.items():
        target = staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, target)
    (staging / MARKER).write_text(_MARKER_TEXT, "utf-8")


def _keep(output: Path, staging: Path) -> None:
    """Files that keep the folder in git are no part of a site and stay."""
    for name in _HARMLESS - {MARKER}:
        if (output / name).is_file():
            shutil.copyfile(output / name, staging / name)


def _swap(output: Path, staging: Path) -> None:
    previous = output.with_name(f".{output.name}.previous")
    _remove(previous)
    if output.exists():
        output.rename(previous)
    try:
        staging.rename(output)
    except OSError:
        if previous.exists():
            previous.rename(output)
        raise


def _remove(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)


def collisions(paths: Iterable[PurePosixPath]) -> list[tuple[PurePosixPath, PurePosixPath]]:
    """Pairs of outputs that some file system would take for one (by case or Unicode form)."""
    import unicodedata

    seen: dict[str, PurePosixPath] = {}
    found = []
    for path in paths:
        key = unicodedata.normalize("NFC", str(path)).casefold()
        if key in seen:
            found.append((seen[key], path))
        seen.setdefault(key, path)
    return found


def write_atomically(path: Path, data: bytes) -> bool:
    """Write ``data`` to ``path`` in one step; False where the same bytes stand there."""
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)
    return True
