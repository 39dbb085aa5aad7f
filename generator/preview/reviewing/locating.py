"""From a page of the preview to the source it is made from, and to what was found in that."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath

from generator.building.archive import FILE, Archive
from generator.preview.reviewing.refusing import Refused
from generator.reading.sources import SUFFIXES
from generator.settings import Site

PREVIEW = "preview"  # the target in the archive
_SOURCE = "source:"
_WAIT = 2.0  # seconds


class ArchiveToRead(Archive):
    """An archive that another thread fills."""

    def expect(self, pipelines: Mapping[str, str]) -> None:
        """Leave it to whoever fills the archive to throw away what is out of date."""


@contextmanager
def archive_to_read(site: Site) -> Iterator[ArchiveToRead | None]:
    """The archive that the builder fills, for reading alone; None before there is one. Raises ``Refused``."""
    path = site.cache / FILE
    if not path.is_file():
        yield None
        return
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=_WAIT)) as connection:
            yield ArchiveToRead(connection)
    except sqlite3.Error as error:
        raise Refused(409, "The preview is looking at everything anew. Wait a moment.") from error


def source_of(archive: Archive, site: Site, page: str) -> PurePosixPath | None:
    """The source of a page of the preview, such as ``a/b/index.html``; None for any other name.

    Only what the builder has made a page of is known. Its file is looked at all the same:
    by now it may be a link that leads out of the content folder.
    """
    query = "SELECT owner FROM pages WHERE target = ? AND path = ?"
    row = archive.db.execute(query, (PREVIEW, page)).fetchone()
    if row is None or not row[0].startswith(_SOURCE):
        return None
    path = PurePosixPath(row[0].removeprefix(_SOURCE))
    return path if is_source(site.content, path) else None


def is_source(content: Path, path: PurePosixPath) -> bool:
    """Whether ``path`` is a source, and lies in ``content`` with its links followed."""
    place = (content / path).resolve()
    return place.is_relative_to(content.resolve()) and place.suffix.lower() in SUFFIXES and place.is_file()
