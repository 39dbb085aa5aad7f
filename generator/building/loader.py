"""One source at a time: read, extracted or remembered, ready to be rendered."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from generator.building.hashing import hashed
from generator.building.read_documents import ReadDocuments, hash_of_text
from generator.building.store.archive import Archive
from generator.building.versions import pipeline_version
from generator.building.warm_cache import Text
from generator.content_files import REGISTRY as REGISTRY_NAME
from generator.errors import ContentError, ContentErrors, Problem, Severity
from generator.extraction.options import Options
from generator.model import Extraction
from generator.reading import Document, read_document
from generator.reading.limits import beyond, or_raise_it
from generator.reading.links import Lead, is_local, resolve, resolve_note, resolve_target
from generator.rendering import Briefing, speaker_address
from generator.review import (
    Registry,
    Review,
    Sidecar,
    SpeakerIdentity,
    identify,
    load_registry,
    reviewed,
)
from generator.review.corrections import sidecar
from generator.review.people.registry import Person
from generator.review.problems import lost_corrections
from generator.review.versions import change_log
from generator.review.versions.former import published_notices, published_words, reviewed_words
from generator.review.versions.published import Version
from generator.settings import NO_PIPELINE, Settings, Site

if TYPE_CHECKING:
    from generator.extraction.extractor import AnalysisStore, Extractor


class SourceLoader:
    """Reads and extracts; holds one language model for each pipeline, loaded at first need."""

    def __init__(
        self, settings: Settings, options: Options | None = None, store: AnalysisStore | None = None
    ) -> None:
        self.settings = settings
        self.options = options or _options(settings)
        self.store = store
        self._extractors: dict[str | None, Extractor] = {}

    def read(self, site: Site, path: PurePosixPath) -> Document:
        """Read one source of ``site``. Raises ``ContentError`` or ``ContentErrors``."""
        document = read_document(
            site.content, path, lang=self.settings.language.texts, limits=self.settings.limits
        )
        extracted = not document.is_page and document.front.withdrawn is None
        if extracted and self.settings.language.of(document.source.lang) is None:
            document = replace(document, warnings=(*document.warnings, _unparsed(document)))
        return document

    def extract(self, document: Document, published: date | None = None) -> Extraction:
        """Return what the document says, which of a page is nothing; ``published`` replaces its date."""
        from generator.extraction.extractor import TookTooLong

        source = document.source
        if document.is_page:
            return Extraction()
        if published is not None:
            source = replace(source, date=published)
        try:
            return self.extractor(source.lang).extract(source)
        except TookTooLong as error:
            raise took_too_long(document.path, error.seconds) from error

    def extractor(self, lang: str) -> Extractor:
        """The extractor for a language; without a pipeline it finds quotation marks alone."""
        from generator.extraction.extractor import Extractor
        from generator.extraction.language import LanguageModel

        name = self.pipeline(lang)
        if name not in self._extractors:
            model = LanguageModel(name) if name else None
            self._extractors[name] = Extractor(model, self.store, self.options, self.settings.limits.seconds)
        return self._extractors[name]

    def pipeline(self, lang: str) -> str | None:
        """The pipeline set for a language tag, or for its first part."""
        name = self.settings.language.of(lang)
        return None if name in NO_PIPELINE else name


def took_too_long(path: PurePosixPath, seconds: float) -> ContentError:
    """Return the error that says so of a source."""
    told = beyond("reading it took too long", "seconds", seconds)
    hint = or_raise_it("split it; what was read is kept for the next try")
    return ContentError(told, file=f"content/{path}", hint=hint)


def _unparsed(document: Document) -> Problem:
    message = f"no language pipeline is set for {document.source.lang!r}: quotation marks alone are marked"
    lang = document.source.lang.split("-", maxsplit=1)[0]
    hint = f'set one under [language] in briefing.toml, or {lang} = "none" where none is wanted'
    return Problem(message, f"content/{document.path}", 1, 1, hint, Severity.WARNING)


def _version(settings: Settings) -> str:
    pipelines = sorted(
        f"{lang}={pipeline_version(name)}" for lang, name in settings.language.installed.items()
    )
    return hashed(*pipelines, settings.extraction.model_dump_json(), settings.language.texts)


def _options(settings: Settings) -> Options:
    return Options(frozenset(settings.extraction.acts), settings.extraction.listed)


CONTENT = PurePosixPath("content")
REGISTRY = CONTENT / REGISTRY_NAME
_RECENT = 8  # extractions and reviews in hand: of the sources that are being edited

_PLACES = 50_000  # of sources, kept as paths

T = TypeVar("T")
_Key = tuple[PurePosixPath, str]


class SourceChanged(Exception):
    """The file is no longer what its key says; nothing must be kept under that key."""


@dataclass(frozen=True, slots=True)
class SourceKey:
    """``source`` hashes the source's bytes, ``whole`` all files that its briefing is made from."""

    source: str
    whole: str


@dataclass(slots=True)
class BriefingLoader:
    """Knows how a source becomes a briefing under the settings of ``site``."""

    site: Site
    archive: Archive
    registry: Registry = field(init=False)
    source_loader: SourceLoader = field(init=False)
    documents: ReadDocuments = field(init=False)
    version: str = field(init=False)  # hashes all settings and pipelines that an extraction depends on
    _extractions: dict[_Key, Extraction] = field(default_factory=dict)
    _archived: dict[PurePosixPath, str] = field(default_factory=dict)
    _reviews: dict[_Key, Review] = field(default_factory=dict)

    def __post_init__(self) -> None:
        settings = self.site.settings
        reading = hashed(settings.language.model_dump_json(), settings.limits.model_dump_json())
        self.documents = ReadDocuments(self.archive, reading)
        self.version = _version(settings)
        names = set(settings.language.installed.values())
        self.archive.expect({name: pipeline_version(name) for name in names})
        self.source_loader = SourceLoader(self.site.settings, store=self.archive)
        self.registry = load_registry(self.site.root / REGISTRY, str(REGISTRY))

    def look_in(self, archive: Archive) -> None:
        """Look for what is known in another archive from now on."""
        self.archive = self.documents.archive = archive

    def key(self, path: PurePosixPath, known: Mapping[PurePosixPath, str]) -> SourceKey | None:
        """Hash all files that a source's briefing is made from; None where there is no source.

        ``known`` are the hashes of the inputs, by their paths in the site.
        """
        digest, beside, log = (known.get(place, "") for place in _made_from(path))
        if not digest:
            return None
        whole = hashed(digest, beside, log, known.get(REGISTRY, ""), self.documents.reading)
        return SourceKey(digest, whole)

    def read(self, path: PurePosixPath, key: SourceKey) -> Document:
        """The source as it is under ``key``. Raises ``ContentError(s)`` or :class:`SourceChanged`."""
        found = self.documents.of(path, key.source)
        if found is None:
            found = self.source_loader.read(self.site, path)
            if found.sha256 != key.source:
                raise SourceChanged(str(path))
            self.documents.keep(found)
        return found

    def is_extracted(self, path: PurePosixPath, key: SourceKey) -> bool:
        """Return whether the archive has what is found in the source, or in another with the same text."""
        return self.archive.has_extraction(self.extraction_key(path, key))

    def extraction_key(self, path: PurePosixPath, key: SourceKey) -> str:
        """Return the key of an extraction in the archive; another summary or tag changes nothing."""
        text = self.documents.text_of(path, key.source)
        if text is None:
            text = hash_of_text(self.read(path, key))
        return hashed(text, self.version)

    def text(self, path: PurePosixPath, key: SourceKey) -> Text | None:
        """The source for another process to extract; None where that is done, or costs nothing."""
        if self.is_extracted(path, key):
            return None
        document, loader = self.read(path, key), self.source_loader
        pipeline = loader.pipeline(document.source.lang)
        if document.is_page or pipeline is None:
            return None
        seconds = self.site.settings.limits.seconds
        return Text(path, self.extraction_key(path, key), document.source, pipeline, loader.options, seconds)

    def extract(self, path: PurePosixPath, key: SourceKey) -> Extraction:
        """Return what the machine finds in the source: from the archive where it is known there."""
        of_text = self.extraction_key(path, key)
        found = self._extractions.get((path, of_text))
        if found is None:
            found = self.archive.extraction(of_text)
            if found is None:
                found = self.source_loader.extract(self.read(path, key))
            _remember(self._extractions, (path, of_text), found)
        if self._archived.get(path) != of_text:  # a text that is as it was before an edit is kept again
            if not self.archive.has_extraction(of_text, str(path)):
                self.archive.keep_extraction(str(path), of_text, found)
            self._archived[path] = of_text
        return found

    def briefing(self, path: PurePosixPath, key: SourceKey, lead: Lead) -> Briefing:
        """The source with all that its page needs; ``lead`` tells where its links lead."""
        document, found = self.linked(path, key, lead), self.review(path, key).extraction
        people = identify(self.registry, found.speakers, document.source.date)
        pages = {name: address_of_speaker(one) for name, one in people.items()}
        pipeline = self.source_loader.pipeline(document.source.lang)
        versions = self._versions(path)
        return Briefing(
            document,
            found,
            pages,
            pipeline,
            published_words(versions),
            notices=published_notices(versions),
            reviewed=reviewed_words(self.sidecar(path).corrections),
        )

    def _versions(self, path: PurePosixPath) -> list[Version]:
        """Return what was published before; nothing where the log is damaged, as `--record` says."""
        log = change_log.path_for(path)
        with suppress(ContentErrors):
            return list(change_log.load(self.site.content / log, f"content/{log}"))
        return []

    def review(self, path: PurePosixPath, key: SourceKey) -> Review:
        """Return what was found, as people have corrected it. Raises ``ContentErrors`` for its sidecar."""
        extraction = self.extract(path, key)
        found = self._reviews.get((path, key.whole))
        if found is None:
            source = self.read(path, key).source
            found = reviewed(source, extraction, self.sidecar(path).corrections, self.registry)
            _remember(self._reviews, (path, key.whole), found)
        return found

    def lost_corrections(self, path: PurePosixPath, key: SourceKey) -> tuple[Problem, ...]:
        """The corrections beside a source that were not applied, each as a warning with its place."""
        document, review = self.read(path, key), self.review(path, key)
        if not review.unapplied:
            return ()
        beside, name = self.sidecar(path), f"content/{sidecar.path_for(path)}"
        text, places = document.source.text, document.offsets.line_column
        return tuple(lost_corrections(review, beside, text, name, f"content/{path}", places))

    def sidecar(self, path: PurePosixPath) -> Sidecar:
        """The corrections beside a source. Raises ``ContentErrors``."""
        beside = sidecar.path_for(path)
        return sidecar.load(self.site.content / beside, f"content/{beside}")

    def linked(self, path: PurePosixPath, key: SourceKey, lead: Lead) -> Document:
        """The source with its links led to where the site has their targets."""
        return _linked(self.read(path, key), lead)


@lru_cache(maxsize=_PLACES)
def _made_from(path: PurePosixPath) -> tuple[PurePosixPath, PurePosixPath, PurePosixPath]:
    """Return the inputs that a briefing is made from: they are asked for again and again."""
    return CONTENT / path, CONTENT / sidecar.path_for(path), CONTENT / change_log.path_for(path)


def address_of_speaker(person: SpeakerIdentity | Person) -> str:
    """Return where the page of somebody who has one is."""
    return f"speakers/{person.slug}" if person.slug else speaker_address(person.name)


def _linked(document: Document, lead: Lead) -> Document:
    path, address = document.path, document.address
    body = resolve(document.body, path, address, lead)
    notes = tuple(resolve_note(note, path, address, lead) for note in document.notes)
    front, origin = document.front, document.front.source
    if origin is not None:
        written = {"url": origin.url, "media": origin.media}
        led = {
            key: resolve_target(target, path, address, lead)
            for key, target in written.items()
            if target and is_local(target)
        }
        front = front.model_copy(update={"source": origin.model_copy(update=led)})
    return replace(document, body=body, notes=notes, front=front)


def _remember(kept: dict[_Key, T], key: _Key, value: T) -> None:
    kept[key] = value
    while len(kept) > _RECENT:
        del kept[next(iter(kept))]
