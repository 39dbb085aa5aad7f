"""Replacing a whole site by a new one that was built beside it; the old one is kept.

A folder is replaced only where it is empty, or where a marker proves that it is ours.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.errors import OutputError

MARKER = ".briefing-site"
_HARMLESS = frozenset({".gitkeep", ".gitignore", MARKER})
_MARKER_TEXT = "This folder is written by `briefing`; all in it is replaced by the next build.\n"


def check_ours(folder: Path) -> None:
    """Raises :class:`OutputError` where ``folder`` holds what we did not write."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(f"{folder} is not a folder", hint="name another with --output")
    if not folder.exists() or (folder / MARKER).is_file():
        return
    strangers = sorted(entry.name for entry in folder.iterdir() if entry.name not in _HARMLESS)
    if strangers:
        hint = "empty it, or name another with --output"
        raise OutputError(f"{folder} holds files that are not ours, such as {strangers[0]!r}", hint=hint)


def mark(folder: Path) -> None:
    """Say that ``folder`` is ours."""
    (folder / MARKER).write_text(_MARKER_TEXT, "utf-8")


def swap(folder: Path, staging: Path) -> None:
    """Put ``staging`` in the place of ``folder``, which stays as ``.NAME.previous`` beside it."""
    _keep(folder, staging)
    previous = folder.with_name(f".{folder.name}.previous")
    _remove(previous)
    if folder.exists():
        folder.rename(previous)
    try:
        staging.rename(folder)
    except OSError:
        if previous.exists():
            previous.rename(folder)
        raise


def _keep(folder: Path, staging: Path) -> None:
    """Files that keep the folder in git are no part of a site and stay."""
    for name in _HARMLESS - {MARKER}:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, staging / name)


def _remove(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
