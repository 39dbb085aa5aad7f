"""Deploy to a folder: copy what differs, remove what an earlier deployment wrote and the site has no more."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from generator.building.options import Progress, no_progress
from generator.building.output import Staged
from generator.building.publisher import look_at, same_bytes
from generator.deploying.files import Deployed, site_files
from generator.errors import UsageError


def deploy_to_folder(
    site: Path,
    folder: Path,
    keep: Collection[str] = (),
    *,
    cache: Path | None = None,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> Deployed:
    """Make ``folder`` hold the site. Raises :class:`OutputError` where it holds files that are not ours.

    In ``cache`` it is recorded what is under way, for the next command, should this one be killed.
    """
    if folder.resolve() == site.resolve():
        raise UsageError(f"the site is built in {folder}", hint="name another folder")
    files, ours = site_files(site), look_at(folder.resolve(), keep).ours
    written = [path for path in files if not same_bytes(site / path, folder / path)]
    found = Deployed(tuple(written), tuple(sorted(ours - set(files))))
    if found and not dry_run:
        _write(site, folder, found, cache, progress)
    return found


def _write(site: Path, folder: Path, found: Deployed, cache: Path | None, progress: Progress) -> None:
    output = Staged(folder, cache)
    try:
        for left, path in zip(range(len(found.written), 0, -1), found.written, strict=True):
            progress("copied", left)
            output.copy(path, site / path)
        for path in found.removed:
            output.remove(path)
        output.commit()
    finally:
        output.discard()
