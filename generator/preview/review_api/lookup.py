"""Find the source and the extraction behind a page of the preview, and elements of the page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import PurePosixPath

from generator.building.publication import publication
from generator.building.store.archive import FILE, Archive
from generator.building.store.artifacts import owner_of
from generator.building.store.seal import user_seal
from generator.building.store.site_index import speaker_names
from generator.content_files import is_source, stays_inside
from generator.model import Entity, Extraction, Span
from generator.preview.review_api.schemas import ReviewError
from generator.reading import Document
from generator.rendering import Briefing
from generator.rendering.briefing_view import PublishedBriefing, published_briefing
from generator.rendering.facts import view_facts
from generator.review import Target
from generator.review.annotations import iter_annotations
from generator.settings import Site

PREVIEW = "preview"  # the target in the archive, and the folder in the cache
NOT_YET = "The text has just changed. Wait until the page has been rebuilt."
_SOURCE = "source:"
_WAIT = 2.0  # seconds


class ArchiveToRead(Archive):
    """An archive that another thread writes."""

    def expect(self, pipelines: Mapping[str, str]) -> None:
        """Do nothing: the thread that writes the archive discards what is out of date."""

    def keep_document(self, path: str, key: str, text: str, document: object) -> None:
        """Do nothing: the thread that writes the archive reads the source, too."""


@contextmanager
def archive_to_read(site: Site) -> Iterator[ArchiveToRead | None]:
    """Open the builder's archive read-only; None before there is one. Raises ``ReviewError``."""
    path = site.cache / FILE
    if not path.is_file():
        yield None
        return
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=_WAIT)) as connection:
            yield ArchiveToRead(connection, user_seal())
    except (sqlite3.Error, OSError) as error:
        raise ReviewError(409, "The preview is rebuilding everything. Wait a moment.") from error


def source_of(archive: Archive, site: Site, page: str) -> PurePosixPath | None:
    """Return the source of a page of the preview, such as ``a/b/index.html``; else None.

    Only sources that the builder has made a page of are known. The file is checked all the
    same: by now it may be a link that leads out of the content folder. Raises ``ReviewError``
    for a page that is written but not recorded yet.
    """
    owner = owner_of(archive, PREVIEW, page)
    if (
        owner is None
        and ".." not in page.split("/")
        and stays_inside(site.cache / PREVIEW / page, site.cache)
    ):
        raise ReviewError(409, NOT_YET)
    if owner is None or not owner.startswith(_SOURCE):
        return None
    path = PurePosixPath(owner.removeprefix(_SOURCE))
    known = is_source(path) and stays_inside(site.content / path, site.content)
    return path if known else None


def speakers_of(archive: Archive) -> tuple[str, ...]:
    """Return the names of those who have a page in the preview."""
    return speaker_names(archive, PREVIEW)


# --- elements of the page ---------------------------------------------------


def page_fragments(document: Document, extraction: Extraction, site: Site) -> dict[str, str]:
    """Map annotation keys to the id of the first element that shows them in the preview's page.

    Statements and assertions are left out: their marks carry the annotation's own id.
    """
    public = publication(site, None, preview=True)
    words = public.locale(document.source.lang)
    found = published_briefing(Briefing(document, extraction), public, words)
    front, shown = document.front.facts, found.shown
    _, places = view_facts(document.source, found.extraction.facts, front, found.spoken, shown, words)
    at = {place.span: place.fragment for place in reversed(places)}
    return {**dict(_of_people(found)), **dict(_of_facts(extraction, at))}


def _of_people(found: PublishedBriefing) -> Iterator[tuple[str, str]]:
    """Yield speakers with their entry in the sidebar, pairs of accounts with their first statement."""
    for speaker in found.spoken.speakers:
        yield f"{Target.SPEAKER}:{speaker.name}", speaker.fragment
    said = zip(found.spoken.attributions, found.spoken.statements, strict=True)
    first = {one.id: view.fragment for one, view in said}
    for pair in found.extraction.accounts:
        yield f"{Target.ACCOUNT_PAIR}:{pair.id}", first[pair.attributions[0]]


def _of_facts(extraction: Extraction, at: Mapping[Span, str]) -> Iterator[tuple[str, str]]:
    for item in iter_annotations(extraction):
        if item.target is Target.FACT:
            mentions = item.value.mentions if isinstance(item.value, Entity) else item.spans
            shown = next((at[span] for span in mentions if span in at), None)
            if shown:
                yield item.key, shown
