"""Files beside the sources, and all of ``static/``: which of them a site takes, and where links lead.

A file of ``content/`` is copied where a published page refers to it, and for no other
reason. Whatever nobody meant to publish is then not published: mails, notes, backups,
a draft's pictures.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generator.building.inputs import Inputs
from generator.building.metadata import is_picture, published_bytes
from generator.building.picture_sizes import has_size, size_of
from generator.building.store.artifacts import Artifact, ArtifactStore, Written
from generator.building.store.source_info import Reference
from generator.content_files import is_ignored, is_litter, is_private, is_review, is_source
from generator.errors import Problem, Severity

CONTENT, STATIC = PurePosixPath("content"), PurePosixPath("static")
COMPANION = "companion:"  # and the path of a copied file of ``content/``: who makes it
# Pages that no source makes: a link may lead there.
_GENERATED = frozenset({"speakers", "tags", "archive", "search", "assets"})
_ROOT = frozenset({".", "index.html"})
_NAMED = 12  # files, in one line


@dataclass(slots=True)
class SiteFiles:
    """Leads links to files of the site. ``address`` tells the page of a source that is shown."""

    inputs: Inputs
    address: Callable[[PurePosixPath], str | None]
    source_at: Callable[[str], PurePosixPath | None] = field(default=lambda _: None)

    def lead(self, path: str, *, excerpt: bool = False) -> str | None:
        """Return the file of the site that a path below ``content/`` leads to, however it is spelled.

        An excerpt leads to pages alone.
        """
        found = self.inputs.find(path)
        if found is None:
            return self._generated(path)
        relative = found.relative_to(found.parts[0])
        if found.parts[0] == "static":
            return None if excerpt or is_review(relative) else str(relative)
        if is_source(relative):
            page = self.address(relative)
            return f"{page}/index.html" if page is not None else None
        return None if excerpt or is_private(relative) else str(relative)

    def _generated(self, path: str) -> str | None:
        """A page that is named by its address in the site."""
        if path in _ROOT:
            return "index.html"
        folder = path.removesuffix("/index.html")
        if path.split("/", 1)[0] in _GENERATED:
            return path if posixpath.splitext(path)[1] else f"{path}/index.html"
        source = self.source_at(folder)
        page = self.address(source) if source is not None else None
        return f"{page}/index.html" if page is not None else None

    def to_copy(self, path: str) -> PurePosixPath | None:
        """Return the file of ``content/`` that is copied for a reference to ``path``."""
        found = self.inputs.find(path)
        if found is None or found.parts[0] != "content" or is_private(found.relative_to(CONTENT)):
            return None
        return found

    def digest(self, path: str) -> str:
        """Return what a reference to a picture depends on: which file it is, and what it holds."""
        found = self.inputs.find(path) if has_size(path) else None
        return self.inputs.known[found] if found is not None else ""

    def size(self, path: str) -> tuple[int, int] | None:
        """Return the width and height of the picture that a reference shows."""
        found, root = self.inputs.find(path) if has_size(path) else None, self.inputs.root
        return size_of(root / found, root / found.parts[0]) if found is not None else None

    def problem(self, path: str, *, excerpt: bool) -> tuple[str, str | None]:
        """Say why a path leads to nothing, and what that means for the page."""
        plain = "it is printed without the link"
        found = self.inputs.find(path)
        if path.startswith(".."):
            return "leads out of content/", plain
        if found is not None and is_source(found):
            return "leads to a briefing that is not published", plain
        if found is not None and excerpt:
            return "leads to a file, and an excerpt carries none", plain
        if found is not None:
            return "leads to a file that is never published", plain
        if PurePosixPath("content", path) in self.inputs.outside:
            return "leads to a link out of content/, which is not followed", plain
        return "leads to no file", plain


def broken_links(
    root: Path, source: PurePosixPath, referred: Iterable[Reference], files: SiteFiles, *, excerpt: bool
) -> Iterator[Problem]:
    """Yield a warning for each reference of ``source`` that leads to nothing that is published."""
    for one in referred:
        if files.lead(one.path, excerpt=excerpt) is None:
            message, hint = files.problem(one.path, excerpt=excerpt)
            line, column = place_in(root / CONTENT / source, one.target)
            message = f"the link {one.target!r} {message}"
            yield Problem(message, f"content/{source}", line, column, hint, Severity.WARNING)


def place_in(path: Path, target: str) -> tuple[int, int] | tuple[None, None]:
    """Find where a target is written; a link knows its target and not its place."""
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return None, None
    for number, line in enumerate(text.splitlines(), start=1):
        if target in line:
            return number, line.index(target) + 1
    return None, None


# --- copying -------------------------------------------------------------------


def copy_files(
    inputs: Inputs, referred: Iterable[str], files: SiteFiles, artifacts: ArtifactStore
) -> list[Written]:
    """Copy the files at ``referred``, paths as links spell them, and ``static/``; remove all others."""
    beside = {found for path in referred if (found := files.to_copy(path)) is not None}
    wanted = {f"{COMPANION}{path.relative_to(CONTENT)}": path for path in beside}
    wanted |= {
        f"static:{p.relative_to(STATIC)}": p
        for p in inputs.known
        if p.parts[0] == "static" and not is_review(p)
    }
    before = artifacts.owners(COMPANION) | artifacts.owners("static:")
    done = [artifacts.release(owner) for owner in sorted(before - wanted.keys())]
    for owner, origin in sorted(wanted.items()):
        path = owner.partition(":")[2]
        done.append(artifacts.replace(owner, [copy_of(path, inputs.known[origin], inputs.root / origin)]))
    return done


def copy_of(path: str, digest: str, origin: Path) -> Artifact:
    """A file as it is, a picture without what it tells of place, owner and camera."""
    if is_picture(origin.name):
        return Artifact(path, f"{digest} without metadata", lambda: published_bytes(origin))
    return Artifact(path, digest, origin=origin)


def left_here(inputs: Inputs, referred: Iterable[str]) -> Iterator[Problem]:
    """Name files that are not copied: of ``content/`` those that nobody refers to, of ``static/`` leavings.

    ``referred`` are paths as links spell them, those of drafts too.
    """
    taken = {str(found) for path in referred if (found := inputs.find(path)) is not None}
    names = [
        str(path)
        for path in sorted(inputs.known)
        if path.parts[0] == "content" and str(path) not in taken and not is_private(path.relative_to(CONTENT))
    ]
    if names:
        hint = "no published page refers to them" if len(names) > 1 else "no published page refers to it"
        yield Problem(f"not published: {listed(names)}", hint=hint, severity=Severity.NOTE)
    leavings = sorted(str(path) for path in _leavings(inputs.root / STATIC, STATIC))
    if leavings:
        hint = "hidden files, reviews, and what editors and merges leave behind, stay here"
        yield Problem(f"not published: {listed(leavings)}", hint=hint, severity=Severity.NOTE)


def _leavings(folder: Path, relative: PurePosixPath) -> Iterator[PurePosixPath]:
    """Yield what is ignored in ``static/``, but for the litter of file managers."""
    for entry in os.scandir(folder) if folder.is_dir() else ():
        child = relative / entry.name
        if is_ignored(child) or (is_review(child) and not entry.is_dir(follow_symlinks=False)):
            if not is_litter(entry.name):
                yield child
        elif entry.is_dir(follow_symlinks=False):
            yield from _leavings(folder / entry.name, child)


def listed(names: list[str]) -> str:
    """Name some files in one line, and count the others."""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
