"""Every briefing of a site, one after another, as people have corrected it: for commands that look at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from generator.building.loader import BriefingLoader, SourceKey
from generator.building.sightings import digest_of
from generator.building.store.archive import Archive
from generator.building.store.site_archive import archive_of
from generator.building.visibility import is_public
from generator.content_files import iter_sources
from generator.errors import BriefingError, Problem
from generator.model import Extraction
from generator.reading import Document
from generator.review import Review
from generator.settings import Site


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One source: read, extracted (``found``, the machine's own), and reviewed."""

    path: PurePosixPath
    key: SourceKey
    document: Document
    found: Extraction
    review: Review

    @property
    def file(self) -> str:
        """What errors call the source."""
        return f"content/{self.path}"


@dataclass(slots=True)
class Survey:
    """Goes through the sources; ``problems`` fills with what cannot be read, and the others go on."""

    site: Site
    loader: BriefingLoader
    problems: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[Surveyed]:
        return self._looked_at(lambda _: True)

    def public(self, now: datetime) -> Iterator[Surveyed]:
        """Those that may be published at ``now``."""
        return self._looked_at(lambda document: is_public(document.front, now))

    def published(self, now: datetime) -> Iterator[Surveyed]:
        """Those whose words readers see at ``now``: no draft, no embargo, none that was withdrawn."""
        return self._looked_at(
            lambda document: is_public(document.front, now) and document.front.withdrawn is None
        )

    def held_back(self, now: datetime) -> Iterator[Surveyed]:
        """Those that readers do not see at ``now``: drafts and embargoes."""
        return self._looked_at(
            lambda document: not is_public(document.front, now) and document.front.withdrawn is None
        )

    def _looked_at(self, wanted: Callable[[Document], bool]) -> Iterator[Surveyed]:
        for path in iter_sources(self.site.content):
            try:
                digest = digest_of(self.site.content / path) or ""
                key = SourceKey(digest, digest)
                document = self.loader.read(path, key)
                found = self._look(path, key, document) if wanted(document) else None
            except BriefingError as error:
                self.problems += error.problems
                continue
            if found is not None:
                yield found

    def _look(self, path: PurePosixPath, key: SourceKey, document: Document) -> Surveyed:
        self.loader.sidecar(path)  # what is wrong in it is said before an hour is spent on the text
        return Surveyed(path, key, document, self.loader.extract(path, key), self.loader.review(path, key))


@contextmanager
def survey(site: Site) -> Iterator[Survey]:
    """A survey of ``site``, with its archive while it lasts."""
    absolute = Site(Path(site.root).absolute(), site.settings)
    with archive_of(absolute) as (archive, _damage):
        yield _survey(absolute, archive)
        archive.commit()


def _survey(site: Site, archive: Archive) -> Survey:
    return Survey(site, BriefingLoader(site, archive))
