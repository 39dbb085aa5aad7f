"""Deploy to a branch of a git repository by git's own plumbing; no work tree is touched.

A repository of our own, made for the moment, fetches the branch, adds one commit and pushes it. So
neither hooks nor settings of a repository that came with a site are ever run; those of the user count.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.building.publisher import KEPT, MARKER
from generator.deploying.files import Deployed, files_with_marker, run
from generator.errors import OutputError, UsageError

_FILE = "100644"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Branch:
    """What stands on the branch: each file with its mode and its hash; ``ours`` as its marker says."""

    commit: str | None
    files: Mapping[str, tuple[str, str]]
    ours: frozenset[str]


def deploy_to_branch(
    site: Path, remote: str, branch: str, keep: Collection[str] = (), *, dry_run: bool = False
) -> Deployed:
    """Make the branch hold the site. Raises :class:`OutputError` where it holds files that are not ours."""
    if remote.startswith("-") or branch.startswith("-"):
        raise UsageError(f"{remote if remote.startswith('-') else branch!r} is no name")
    files, remote = files_with_marker(site), _from_anywhere(remote)
    with tempfile.TemporaryDirectory(prefix="briefing-") as place:
        git = _Git(Path(place))
        git("init", "--quiet", "--bare", "--template=", ".")
        git("check-ref-format", "--branch", branch)
        before = git.fetch(remote, branch)
        _refuse_strangers(before, files, branch, {path.strip("/") for path in (*KEPT, *keep)})
        kept = {path: found for path, found in before.files.items() if path not in before.ours}
        after = kept | git.store(site, files)
        found = Deployed(
            tuple(path for path in files if after[path] != before.files.get(path) and path != MARKER),
            tuple(sorted(before.files.keys() - after.keys())),
        )
        if after != before.files and not dry_run:
            git.push(remote, branch, git.commit(after, before.commit))
    return found


def _from_anywhere(remote: str) -> str:
    """Return a folder by its whole path, since git runs in a folder of its own; an address as it is."""
    return str(Path(remote).absolute()) if Path(remote).is_dir() else remote


def _refuse_strangers(before: _Branch, files: Collection[str], branch: str, allowed: Collection[str]) -> None:
    """Raise where the branch holds what no deployment wrote and what may not stay there."""
    others = sorted(before.files.keys() - before.ours)
    strangers = [
        path for path in others if path in files or not any(f"{path}/".startswith(f"{a}/") for a in allowed)
    ]
    if strangers:
        shown = ", ".join(map(repr, strangers[:_SHOWN]))
        more = f" and {len(strangers) - _SHOWN:,} more" if len(strangers) > _SHOWN else ""
        hint = "name a branch of its own, or list them under [output] keep in briefing.toml"
        raise OutputError(f"the branch {branch!r} holds files that are not ours: {shown}{more}", hint=hint)


@dataclass(frozen=True, slots=True)
class _Git:
    """A bare repository of our own in ``folder``."""

    folder: Path

    def __call__(self, *arguments: str, data: bytes = b"") -> str:
        return run(["git", *arguments], self.folder, data).decode("utf-8", "surrogateescape")

    def fetch(self, remote: str, branch: str) -> _Branch:
        reference = f"refs/heads/{branch}"
        if not self("ls-remote", "--", remote, reference).strip():
            return _Branch(None, {}, frozenset())
        self("fetch", "--quiet", "--depth=1", "--no-tags", "--", remote, reference)
        commit = self("rev-parse", "FETCH_HEAD").strip()
        files = {}
        for line in self("ls-tree", "-r", "-z", commit).split("\0"):
            head, _, path = line.partition("\t")
            if path:
                mode, _, digest = head.split(" ")
                files[path] = (mode, digest)
        return _Branch(commit, files, self._ours(files))

    def _ours(self, files: Mapping[str, tuple[str, str]]) -> frozenset[str]:
        if MARKER not in files:
            return frozenset()
        try:
            listed = self("cat-file", "blob", files[MARKER][1]).splitlines()[1:]
            return frozenset({MARKER, *map(json.loads, listed)})
        except ValueError:
            return frozenset()

    def store(self, site: Path, files: Collection[str]) -> dict[str, tuple[str, str]]:
        """Store the files of the site as they are, whatever attributes say."""
        paths = "".join(f"{site.absolute() / path}\n" for path in files).encode("utf-8", "surrogateescape")
        digests = self("hash-object", "-w", "--no-filters", "--stdin-paths", data=paths).split()
        return {path: (_FILE, digest) for path, digest in zip(files, digests, strict=True)}

    def commit(self, files: Mapping[str, tuple[str, str]], parent: str | None) -> str:
        lines = (f"{mode} {digest}\t{path}\0" for path, (mode, digest) in sorted(files.items()))
        self("update-index", "-z", "--index-info", data="".join(lines).encode("utf-8", "surrogateescape"))
        above = ("-p", parent) if parent else ()
        return self("commit-tree", self("write-tree").strip(), *above, "-m", "Publish the site").strip()

    def push(self, remote: str, branch: str, commit: str) -> None:
        """Push one commit; what somebody else pushed in the meantime is not overwritten."""
        self("push", "--quiet", "--", remote, f"{commit}:refs/heads/{branch}")
