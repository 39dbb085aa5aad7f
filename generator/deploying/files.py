"""Tell which files of a built site a deployment writes, and which it removes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.building.publisher import MARKER, read_marker
from generator.errors import OutputError, UsageError

_OF_GIT = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deployment wrote and removed, or would."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


def site_files(site: Path) -> tuple[str, ...]:
    """List the files that the last build wrote. Raises :class:`OutputError` where there was none."""
    files = read_marker(site)
    if not files:
        raise OutputError(f"{site} holds no site", hint="run `briefing build` first")
    lost = [path for path in sorted(files) if not (site / path).is_file()]
    if lost:
        raise OutputError(f"{lost[0]!r} is missing in {site}", hint="build the site again")
    return tuple(sorted(files))


def files_with_marker(site: Path) -> tuple[str, ...]:
    """The same with the list of them, by which the next deployment knows what is ours."""
    return (*site_files(site), MARKER)


def run(command: Sequence[str], folder: Path, data: bytes = b"") -> bytes:
    """Run a program and return what it prints. Raises :class:`OutputError` where it fails."""
    program = shutil.which(command[0])
    if program is None:
        raise UsageError(f"{command[0]} is not installed")
    known = {name: value for name, value in os.environ.items() if name not in _OF_GIT}
    done = subprocess.run(  # noqa: S603 (a list, no shell)
        [program, *command[1:]], cwd=folder, input=data, env=known, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise OutputError(f"{command[0]} failed: {said[-1] if said else done.returncode}")
    return done.stdout
