"""From a path to what is found in it: reading, then extraction, for one source at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from generator.errors import Problem, Severity
from generator.extraction.extractor import AnalysisStore, Extractor
from generator.extraction.language import LanguageModel
from generator.extraction.options import Options
from generator.model import Extraction
from generator.reading import Document, read_document
from generator.settings import NO_PIPELINE, Settings, Site


class Workshop:
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
        document = read_document(site.content, path, lang=self.settings.language.texts)
        if self.settings.language.of(document.source.lang) is None:
            document = replace(document, warnings=(*document.warnings, _unparsed(document)))
        return document

    def extract(self, document: Document, published: date | None = None) -> Extraction:
        """What the document says; ``published`` replaces its date."""
        source = document.source
        if published is not None:
            source = replace(source, date=published)
        return self.extractor(source.lang).extract(source)

    def extractor(self, lang: str) -> Extractor:
        """The extractor for a language; without a pipeline it finds quotation marks alone."""
        name = self.pipeline(lang)
        if name not in self._extractors:
            model = LanguageModel(name) if name else None
            self._extractors[name] = Extractor(model, self.store, self.options)
        return self._extractors[name]

    def pipeline(self, lang: str) -> str | None:
        """The pipeline set for a language tag, or for its first part."""
        name = self.settings.language.of(lang)
        return None if name in NO_PIPELINE else name


def _unparsed(document: Document) -> Problem:
    message = f"no language pipeline is set for {document.source.lang!r}: quotation marks alone are marked"
    lang = document.source.lang.split("-", maxsplit=1)[0]
    hint = f'set one under [language] in briefing.toml, or {lang} = "none" where none is wanted'
    return Problem(message, f"content/{document.path}", 1, 1, hint, Severity.WARNING)


def _options(settings: Settings) -> Options:
    return Options(frozenset(settings.extraction.acts), settings.extraction.listed)
