"""Find what stands in the way of publishing: one function for ``check`` and ``build --strict``.

Both make the whole site in a folder that nobody sees, and ask :func:`obstacles` what is
wrong with it. Errors are what a reader would stumble over, or what an editor decided
and the text no longer shows; notes are what somebody should look at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from generator.building.builder import Builder
from generator.building.colocated_files import SiteFiles, broken_links, place_in
from generator.building.loader import SourceKey
from generator.building.metadata import author_of_pdf
from generator.building.output import Output
from generator.building.problems import SITE, by_place, note_of
from generator.building.report import Report
from generator.content_files import iter_sources
from generator.errors import BriefingError, Problem, Severity
from generator.reading import Document
from generator.reading.links import content_path, is_local, targets
from generator.review import Review, progress
from generator.review import problems as review_problems
from generator.review.people.ambiguities import Sighting, ambiguities
from generator.settings import FILE as SETTINGS

_MADE_OF_OTHERS = ("tags/", "archive/")  # lists, which come and go with what they list
_ID = re.compile(r'\sid="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Checked:
    """A source with all that is asked of it."""

    path: PurePosixPath
    document: Document
    review: Review

    @property
    def file(self) -> str:
        """What errors call the source."""
        return f"content/{self.path}"


def obstacles(builder: Builder, report: Report, *, drafts: bool = False) -> tuple[Problem, ...]:
    """List all that is wrong with a site that was made and is not yet seen, errors first.

    ``report`` says what its making met; ``drafts`` are looked at too, where that is asked
    for, and stop nothing.
    """
    gate = _Gate(builder)
    found = [*report.problems, *gate.problems(drafts=drafts)]
    strict = (replace(p, severity=Severity.ERROR) if p.severity is Severity.WARNING else p for p in found)
    return tuple(sorted(dict.fromkeys(strict), key=by_place))


def gone(before: Iterable[str], now: Collection[str]) -> Iterator[Problem]:
    """Name addresses of a published site that another one has no more, by the files of both."""
    ends = "/index.html"
    lost = sorted(path.removesuffix(ends) for path in before if path.endswith(ends) and path not in now)
    hint = "add it to `aliases` of the page that follows it, or to [site] redirects; or withdraw the text"
    for address in [one for one in lost if not one.startswith(_MADE_OF_OTHERS)]:
        message = f"the address {address!r} was published, and leads nowhere now"
        yield Problem(message, hint=hint, severity=Severity.NOTE)


@dataclass(slots=True)
class _Gate:
    builder: Builder
    _ids: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def output(self) -> Output:
        return self.builder.output

    def problems(self, *, drafts: bool) -> Iterator[Problem]:
        public = self.builder.sources.shown
        if SITE in self.builder.problems:
            return  # settings, registry or templates: nothing can be asked before they are mended
        known = list(self._checked(sorted(public)))
        for one in known:
            yield from self._of_text(one)
            yield from self._doubled(one)
            yield from self._missing_reviews(one)
        yield from self._counts([one for one in known if not one.document.is_page])
        if drafts:
            hidden = sorted(self.builder.site_index.sources.keys() - public)
            for one in self._checked(hidden):
                yield from map(note_of, self._of_draft(one))
        yield from self._redirects()
        yield from self._authors()
        yield from self._identity()
        content = self.builder.inputs.root / "content"
        yield from review_problems.stray_files(content, iter_sources(content))
        sightings = [Sighting(one.file, s) for one in known for s in one.review.extraction.speakers]
        yield from map(note_of, ambiguities(self.builder.context.loader.registry, sightings))

    def _checked(self, paths: list[PurePosixPath]) -> Iterator[Checked]:
        loader = self.builder.context.loader
        for path in paths:
            key = self.builder.sources.key(path)
            if key is not None and f"content/{path}" not in self.builder.problems:
                try:
                    if not self.builder.site_index.sources[path].withdrawn:
                        yield Checked(path, loader.read(path, key), _reviewed(self.builder, path, key))
                except BriefingError:
                    continue  # the making has met it too

    def _redirects(self) -> Iterator[Problem]:
        """Old addresses that lead to no page."""
        for old, new in self.builder.context.loader.site.settings.site.redirects.items():
            if not self.output.file(f"{new}/index.html").is_file():
                yield Problem(f"the redirect of {old!r} leads to {new!r}, which is no page", SETTINGS)

    def _authors(self) -> Iterator[Problem]:
        """Documents that name their author to whoever downloads them."""
        for path in sorted(self.builder.artifacts.paths()):
            if path.lower().endswith(".pdf"):
                with suppress(OSError):
                    if name := author_of_pdf(self.output.file(path).read_bytes()):
                        message = f"the document {path} names its author: {name[:80]}"
                        hint = "it is published as it is; remove the name if nobody need know it"
                        yield Problem(message, hint=hint, severity=Severity.NOTE)

    def _identity(self) -> Iterator[Problem]:
        """A menu or a logo that leads to nothing."""
        site = self.builder.context.loader.site.settings.site
        for title, target in site.menu.items():
            if ":" not in target and not self.builder.has_page(target):
                yield Problem(f"the menu's {title!r} leads to {target!r}, which is no page", SETTINGS)
        if site.logo and not self.output.file(site.logo).is_file():
            yield Problem(f"the logo {site.logo!r} is not there", SETTINGS, hint="put it into static/")

    # --- of one source ---

    def _of_text(self, one: Checked) -> Iterator[Problem]:
        yield from self._lost_corrections(one)
        yield from self._fragments(one)

    def _of_draft(self, one: Checked) -> Iterator[Problem]:
        yield from self._lost_corrections(one)
        known = self.builder.site_index.sources

        def address(path: PurePosixPath) -> str | None:
            return known[path].address if path in known else None

        files, info = SiteFiles(self.builder.inputs, address), known[one.path]
        root = self.builder.inputs.root
        yield from broken_links(root, one.path, info.references, files, excerpt=info.excerpt)

    def _lost_corrections(self, one: Checked) -> Iterator[Problem]:
        """Corrections that were not applied: an editor decided, and the text no longer shows it."""
        key = self.builder.sources.key(one.path)
        if key is not None:
            yield from self.builder.context.loader.lost_corrections(one.path, key)

    def _missing_reviews(self, one: Checked) -> Iterator[Problem]:
        """Return what the settings want reviewed before it is published, and is not."""
        settings, document = self.builder.context.loader.site.settings, one.document
        return review_problems.missing_reviews(
            one.review.extraction,
            document.source.text,
            settings.review,
            one.file,
            document.offsets.line_column,
            settings.extraction.acts,
        )

    def _doubled(self, one: Checked) -> Iterator[Problem]:
        for name, times in self._ids_of(f"{one.document.address}/index.html").items():
            if times > 1:
                yield Problem(f"the id {name!r} stands twice in its page", one.file)

    # --- links ---

    def _fragments(self, one: Checked) -> Iterator[Problem]:
        """Links to a page that is made, and to a place that is not in it."""
        document, own = one.document, f"{one.document.address}/index.html"
        pieces = [*document.body, *(piece for note in document.notes for piece in note.pieces)]
        lead = partial(self.builder.sources.files.lead, excerpt=document.front.excerpt)
        for target in dict.fromkeys(targets(pieces)):
            wrong = self._wrong(target, one.path, own, lead)
            if wrong is not None:
                place = place_in(self.builder.inputs.root / one.file, target)
                yield Problem(f"the link {target!r} {wrong}", one.file, *place)

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
        if not self.output.file(page).is_file():
            return "leads to no page"
        fragment = unquote(urlsplit(target).fragment)
        if fragment and page.endswith(".html") and fragment not in self._ids_of(page):
            return f"names {fragment!r}, which is not in that page"
        return None

    def _ids_of(self, page: str) -> Counter[str]:
        if page not in self._ids:
            html = _text_of(self.output.file(page))
            self._ids[page] = Counter(unescape(name) for name in _ID.findall(html))
        return self._ids[page]

    # --- of all ---

    def _counts(self, known: list[Checked]) -> Iterator[Problem]:
        """Return what nobody has reviewed: one note a kind, for a line a briefing hides the errors."""
        waiting: Counter[str] = Counter()
        total: Counter[str] = Counter()
        briefings: Counter[str] = Counter()
        acts = self.builder.context.loader.site.settings.extraction.acts
        for one in known:
            for kind in progress(one.review.extraction, acts):
                name, left = kind.target.value, kind.total - kind.reviewed
                waiting[name] += left
                total[name] += kind.total
                briefings[name] += left > 0
        for name, left in waiting.items():
            if left:
                where = f"in {briefings[name]:,} of {len(known):,} briefings"
                yield Problem(
                    f"not reviewed: {left:,} of {total[name]:,} {name}s, {where}", severity=Severity.NOTE
                )


def _reviewed(builder: Builder, path: PurePosixPath, key: SourceKey) -> Review:
    return builder.context.loader.review(path, key)


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""
