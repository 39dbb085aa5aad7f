"""One source at a time: read, extracted or remembered, ready to be rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TypeVar

from generator.building.archive import Archive
from generator.building.versions import pipeline_version
from generator.building.workshop import Workshop
from generator.model import Extraction, SpeakerKind
from generator.reading import Document
from generator.reading.links import resolve, resolve_note
from generator.rendering import Briefing, speaker_address
from generator.settings import Site

WITH_A_PAGE = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANISATION})
_RECENT = 8  # documents in hand: the ones being edited

T = TypeVar("T")
_Key = tuple[PurePosixPath, str]
Addresses = Callable[[str], str | None]


def hashed(*parts: object) -> str:
    """One hash of several strings."""
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()


class Overtaken(Exception):
    """The file is no longer what its key says; nothing must be kept under that key."""


@dataclass(frozen=True, slots=True)
class SourceKey:
    """``source`` hashes the source's bytes, ``whole`` all files that its briefing is made from."""

    source: str
    whole: str


@dataclass(slots=True)
class Desk:
    """Knows how a source becomes a briefing under the settings of ``site``."""

    site: Site
    archive: Archive
    workshop: Workshop = field(init=False)
    _documents: dict[_Key, Document] = field(default_factory=dict)
    _extractions: dict[_Key, Extraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workshop = Workshop(self.site.settings, store=self.archive)

    @property
    def version(self) -> str:
        """A hash of all settings and pipelines that an extraction depends on."""
        settings = self.site.settings
        pipelines = sorted(
            f"{lang}={pipeline_version(name)}" for lang, name in settings.language.pipelines.items()
        )
        return hashed(*pipelines, settings.extraction.model_dump_json(), settings.site.lang)

    def read(self, path: PurePosixPath, key: SourceKey) -> Document:
        """The source as it is under ``key``. Raises ``ContentError(s)`` or :class:`Overtaken`."""
        found = self._documents.get((path, key.whole))
        if found is None:
            found = self.workshop.read(self.site, path)
            if found.sha256 != key.source:
                raise Overtaken(str(path))
            _remember(self._documents, (path, key.whole), found)
        return found

    def extract(self, path: PurePosixPath, key: SourceKey) -> Extraction:
        """What the source says: from the archive where it is known there."""
        of_text = hashed(key.whole, self.version)
        found = self._extractions.get((path, of_text))
        if found is None:
            found = self.archive.extraction(str(path), of_text)
            if found is None:
                found = self.workshop.extract(self.read(path, key))
                self.archive.keep_extraction(str(path), of_text, found)
            _remember(self._extractions, (path, of_text), found)
        return found

    def briefing(self, path: PurePosixPath, key: SourceKey, addresses: Addresses) -> Briefing:
        """The source with all that its page needs; ``addresses`` leads to the pages it links to."""
        document, extraction = self.linked(path, key, addresses), self.extract(path, key)
        named = [speaker.name for speaker in extraction.speakers if speaker.kind in WITH_A_PAGE]
        pages = {name: speaker_address(name) for name in named}
        pipeline = self.workshop.pipeline(document.source.lang)
        return Briefing(document, extraction, pages, pipeline)

    def linked(self, path: PurePosixPath, key: SourceKey, addresses: Addresses) -> Document:
        """The source with its links led to where the site has their targets."""
        return _linked(self.read(path, key), addresses)


def _linked(document: Document, addresses: Addresses) -> Document:
    path, address = document.path, document.address
    body = resolve(document.body, path, address, addresses)
    notes = tuple(resolve_note(note, path, address, addresses) for note in document.notes)
    return replace(document, body=body, notes=notes)


def _remember(kept: dict[_Key, T], key: _Key, value: T) -> None:
    kept[key] = value
    while len(kept) > _RECENT:
        del kept[next(iter(kept))]
