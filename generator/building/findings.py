"""Look for what is wrong with one source, or one file, and hash what the answer depends on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from generator.building.builder import Builder
from generator.building.colocated_files import place_in
from generator.building.hashing import hashed
from generator.building.loader import SourceChanged
from generator.building.metadata import author_of_pdf
from generator.building.store.kept_findings import Findings, Reviewed
from generator.building.store.source_info import SourceInfo
from generator.errors import BriefingError, ConflictError, Problem, Severity
from generator.model import Extraction
from generator.reading import Document
from generator.reading.links import content_path, is_local, targets
from generator.review import problems as review_problems
from generator.review import progress
from generator.review.people.ambiguities import as_person

_ID = re.compile(r'\sid="([^"]*)"')


@dataclass(slots=True)
class Finder:
    """Looks at the sources of a site whose pages are made."""

    builder: Builder
    _pages: Mapping[str, str] = field(default_factory=dict)  # the key of each file of the site
    _ids: dict[str, Counter[str]] = field(default_factory=dict)
    _settings: str = ""

    def begin(self) -> None:
        """Take note of the files and the settings as they are now."""
        loader = self.builder.context.loader
        self._pages, self._ids = self.builder.artifacts.keys(), {}
        self._settings = hashed(loader.version, loader.site.settings.review.model_dump_json())

    @property
    def sources(self) -> Mapping[PurePosixPath, SourceInfo]:
        return self.builder.site_index.sources

    def can_ask(self, path: PurePosixPath) -> bool:
        """Return whether a source was read, and is no notice of a withdrawal."""
        read = self.builder.sources.key(path) is not None and f"content/{path}" not in self.builder.problems
        return read and not self.sources[path].withdrawn

    # --- what the answers depend on ---

    def key_of_shown(self, path: PurePosixPath) -> str:
        """Hash the source, its page, and where its links lead."""
        known, lead = self.sources[path], self._lead(self.sources[path])
        own = f"{known.address}/index.html"
        links = [f"{page}={self._pages.get(page or '')}" for page in (lead(r.path) for r in known.references)]
        return hashed(self.key_of_held(path), own, self._pages.get(own), *links)

    def key_of_held(self, path: PurePosixPath) -> str:
        """Hash the source with what is read beside it."""
        key = self.builder.sources.key(path)
        return hashed(self._settings, key.whole if key is not None else "")

    def key_of_file(self, path: str) -> str:
        return self._pages.get(path, "")

    # --- the answers ---

    def of_shown(self, path: PurePosixPath) -> Findings | None:
        """Find what is wrong with a source and its page; None where it cannot be read."""
        read = self._read(path)
        if read is None:
            return None
        document, extraction, lost = read
        others = (*self._fragments(document), *self._doubled(document))
        return Findings(
            (*lost, *others, *self._missing_reviews(document, extraction)),
            self._counts(extraction),
            tuple(person for person in map(as_person, extraction.speakers) if person is not None),
        )

    def of_held(self, path: PurePosixPath) -> Findings | None:
        """Find what will be wrong with a source that nobody sees yet."""
        read = self._read(path)
        return Findings(read[2]) if read is not None else None

    def of_file(self, path: str) -> Findings:
        """Find the author whom a document names to whoever downloads it."""
        with suppress(OSError):
            if name := author_of_pdf(self.builder.output.file(path).read_bytes()):
                message = f"the document {path} names its author: {name[:80]}"
                hint = "it is published as it is; remove the name if nobody need know it"
                return Findings((Problem(message, hint=hint, severity=Severity.NOTE),))
        return Findings()

    def _read(self, path: PurePosixPath) -> tuple[Document, Extraction, tuple[Problem, ...]] | None:
        """Read a source, as people have corrected it, with the corrections that were not applied.

        None where it cannot be read: the making has met that too. Raises ``ConflictError``.
        """
        loader = self.builder.context.loader
        try:
            key = self.builder.sources.current_key(path)
            document, review = loader.read(path, key), loader.review(path, key)
            return document, review.extraction, loader.lost_corrections(path, key)
        except SourceChanged as error:
            message, hint = "this changed while it was checked", "check again"
            raise ConflictError(message, file=f"content/{path}", hint=hint) from error
        except BriefingError:
            return None

    def _missing_reviews(self, document: Document, extraction: Extraction) -> Iterator[Problem]:
        """Return what the settings want reviewed before it is published, and is not."""
        settings = self.builder.context.loader.site.settings
        return review_problems.missing_reviews(
            extraction,
            document.source.text,
            settings.review,
            f"content/{document.path}",
            document.offsets.line_column,
            settings.extraction.acts,
        )

    def _counts(self, extraction: Extraction) -> tuple[Reviewed, ...]:
        acts = self.builder.context.loader.site.settings.extraction.acts
        return tuple(
            Reviewed(kind.target.value, kind.reviewed, kind.total) for kind in progress(extraction, acts)
        )

    def _doubled(self, document: Document) -> Iterator[Problem]:
        for name, times in self._ids_of(f"{document.address}/index.html").items():
            if times > 1:
                yield Problem(f"the id {name!r} stands twice in its page", f"content/{document.path}")

    # --- links ---

    def _lead(self, known: SourceInfo) -> Callable[[str], str | None]:
        return partial(self.builder.sources.files.lead, excerpt=known.excerpt)

    def _fragments(self, document: Document) -> Iterator[Problem]:
        """Links to a page that is made, and to a place that is not in it."""
        path, own = document.path, f"{document.address}/index.html"
        pieces = [*document.body, *(piece for note in document.notes for piece in note.pieces)]
        lead = self._lead(self.sources[path])
        for target in dict.fromkeys(targets(pieces)):
            wrong = self._wrong(target, path, own, lead)
            if wrong is not None:
                place = place_in(self.builder.inputs.root / "content" / path, target)
                yield Problem(f"the link {target!r} {wrong}", f"content/{path}", *place)

    def _wrong(
        self, target: str, source: PurePosixPath, own: str, lead: Callable[[str], str | None]
    ) -> str | None:
        page: str | None = own
        if is_local(target):
            page = lead(content_path(source, target))
        elif not target.startswith("#"):
            return None
        if page is None:
            return None  # told where the link was led
        if page not in self._pages:
            return "leads to no page"
        fragment = unquote(urlsplit(target).fragment)
        if fragment and page.endswith(".html") and fragment not in self._ids_of(page):
            return f"names {fragment!r}, which is not in that page"
        return None

    def _ids_of(self, page: str) -> Counter[str]:
        if page not in self._ids:
            html = _text_of(self.builder.output.file(page))
            self._ids[page] = Counter(unescape(name) for name in _ID.findall(html))
        return self._ids[page]


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""
