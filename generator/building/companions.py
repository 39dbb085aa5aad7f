"""Images and other files beside the sources: which of them a site may hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.content_files import is_private
from generator.reading import Document
from generator.reading.links import content_path, is_local, targets


@dataclass(frozen=True, slots=True)
class References:
    """The local files that one source links to or shows, as paths below ``content/``."""

    path: PurePosixPath
    public: bool
    files: frozenset[str]


def references(document: Document, *, public: bool) -> References:
    """What ``document`` refers to beside itself."""
    pieces = [*document.body, *(piece for note in document.notes for piece in note.pieces)]
    local = {content_path(document.path, target) for target in targets(pieces) if is_local(target)}
    return References(document.path, public, frozenset(local))


def publishable(
    files: Iterable[PurePosixPath], sources: Iterable[References], photos: Collection[PurePosixPath] = ()
) -> Iterator[PurePosixPath]:
    """The files that give no unpublished briefing away.

    A file that only unpublished sources refer to, or that bears the name of one, stays;
    so does one of the speakers' ``photos``, which goes with their page.
    """
    known = list(sources)
    shown = {file for source in known if source.public for file in source.files}
    hidden = {file for source in known if not source.public for file in source.files} - shown
    stems = {source.path.with_suffix("") for source in known if not source.public}
    for file in files:
        if is_private(file):
            continue
        bears_name = any(file.parent == s.parent and file.name.split(".", 1)[0] == s.name for s in stems)
        if str(file) in shown or not (str(file) in hidden or bears_name or file in photos):
            yield file
