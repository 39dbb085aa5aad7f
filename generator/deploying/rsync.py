"""Deploy by rsync to another machine or folder: what differs, and nothing removed that is not ours."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from generator.building.publisher import MARKER, read_marker
from generator.deploying.files import Deployed, files_with_marker, run
from generator.errors import OutputError, UsageError

_SENT = "<>c"


def deploy_by_rsync(site: Path, target: str, *, dry_run: bool = False) -> Deployed:
    """Make ``target`` (``host:folder``) hold the site; what no deployment wrote there stays."""
    if target.startswith("-"):
        raise UsageError(f"{target!r} is no place")
    files = files_with_marker(site)
    with tempfile.TemporaryDirectory(prefix="briefing-") as place:
        gone = sorted(_before(target, Path(place)) - set(files))
        listed = "".join(f"{path}\0" for path in files).encode("utf-8", "surrogateescape")
        command = ["rsync", "--recursive", "--links", "--checksum", "--itemize-changes"]
        command += ["--8-bit-output", "--chmod=D755,F644"]
        command += ["--dry-run"] if dry_run else []
        wanted = ["--from0", "--files-from=-", "--", f"{site.absolute()}/", f"{target.rstrip('/')}/"]
        said = run([*command, *wanted], site, listed).decode("utf-8", "surrogateescape")
        written = sorted(line.split(" ", 1)[1] for line in said.splitlines() if _is_file(line))
        if gone and not dry_run:
            _remove(target, gone, Path(place))
    return Deployed(tuple(path for path in written if path != MARKER), tuple(gone))


def _is_file(line: str) -> bool:
    return line[:1] in _SENT and line[1:2] == "f" and " " in line


def _before(target: str, place: Path) -> frozenset[str]:
    """Return what an earlier deployment wrote there."""
    try:
        run(["rsync", "--", f"{target.rstrip('/')}/{MARKER}", f"{place}/"], place)
    except OutputError:
        return frozenset()  # the first one; where the place cannot be reached, sending says so
    return read_marker(place) or frozenset()


def _remove(target: str, gone: list[str], place: Path) -> None:
    """Let rsync delete these files alone: it never deletes what it is told to exclude."""
    folders = sorted(
        {"/".join(path.split("/")[:end]) for path in gone for end in range(1, path.count("/") + 1)}
    )
    rules = [f"+ /{_literal(folder)}/" for folder in folders] + [f"+ /{_literal(path)}" for path in gone]
    empty = place / "empty"
    for folder in (empty, *(empty / name for name in folders)):
        folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{rule}\n" for rule in [*rules, "- *"]).encode("utf-8", "surrogateescape")
    where = ["--filter=merge -", "--", f"{empty}/", f"{target.rstrip('/')}/"]
    run(["rsync", "--recursive", "--delete", "--existing", *where], place, text)


def _literal(path: str) -> str:
    """Return a path as a pattern that means itself."""
    return re.sub(r"([\\*?\[])", r"\\\1", path)
