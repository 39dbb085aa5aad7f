"""The pages of sources: what each is made from, how it is made, and what else that changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import PurePosixPath

from generator.building.colocated_files import SiteFiles, broken_links
from generator.building.context import BuildContext
from generator.building.hashing import hashed
from generator.building.inputs import Inputs
from generator.building.loader import CONTENT, SourceChanged, SourceKey
from generator.building.picture_sizes import with_sizes
from generator.building.quick_patch import Deferred, LongPage, elements, marked, patched
from generator.building.store.artifacts import BESIDE, Artifact, ArtifactStore, Written
from generator.building.store.site_index import NOTHING, Invalidation, SiteIndex
from generator.building.store.source_info import SourceInfo
from generator.errors import Problem
from generator.exports.briefing_files import briefing_file
from generator.exports.cards import card_files, is_card
from generator.exports.embeds import embed_files
from generator.exports.quotations import as_rows, quotations
from generator.model import SpeakerKind
from generator.reading.links import Lead
from generator.rendering import Briefing, BriefingPage
from generator.rendering.pages import BESIDE as PAGE_FILES

_LONG = 0.15  # seconds; a page that takes longer shows its words first
_LONG_PAGES = 3  # kept in memory, some megabytes each


@dataclass(frozen=True, slots=True)
class RenderedSource:
    """The page of a source, and what is kept of it: a briefing as it was ``made``, ``lost`` corrections."""

    content: bytes
    made: BriefingPage | None = None
    kinds: Mapping[str, SpeakerKind] = field(default_factory=dict)
    lost: tuple[Problem, ...] = ()


@dataclass(slots=True)
class BriefingPages:
    """Makes the pages of sources, each with its redirects; ``shown`` are the sources that have one."""

    inputs: Inputs
    site_index: SiteIndex
    artifacts: ArtifactStore
    context: BuildContext
    preview: bool
    interrupted: Callable[[], bool] = bool
    shown: frozenset[PurePosixPath] = frozenset()
    _long: dict[PurePosixPath, LongPage] = field(default_factory=dict)

    def key(self, path: PurePosixPath) -> SourceKey | None:
        return self.context.loader.key(path, self.inputs.known)

    def page(self, path: PurePosixPath) -> str | None:
        """The output file of a source, as far as it is known."""
        known = self.site_index.sources.get(path)
        return f"{known.address}/index.html" if known is not None else None

    def make(self, path: PurePosixPath) -> tuple[Written, Invalidation]:
        """Bring the files of a source up to date; remove them where it is gone or not shown.

        Return what was written, and what that changes across briefings.
        """
        known = self.site_index.sources.get(path)
        # The sitemap names pages that are no briefings.
        listed = Invalidation(lists=True) if known is not None and known.page else NOTHING
        if CONTENT / path not in self.inputs.known:
            written, changed = self._release(path), self.site_index.forget(path)
        elif path not in self.shown:
            written, changed = self._release(path), self.site_index.withdraw(path)
        else:
            written, changed = self._update(path)
        return written, listed | changed

    def _release(self, path: PurePosixPath) -> Written:
        return self.artifacts.release(f"source:{path}") + self.artifacts.release(f"{BESIDE}{path}")

    def _update(self, path: PurePosixPath) -> tuple[Written, Invalidation]:
        """Make what is stale of a source that is shown: rendered first, then written, then listed."""
        known = self.site_index.sources[path]
        page, *aliases = self._plan(path, known)
        change = self.artifacts.compare(f"source:{path}", [page, *aliases])
        rendered = self._render(path, known) if change.makes(page.path) else None
        written = self.artifacts.write(change, {page.path: rendered.content} if rendered else {})
        # The list of redirects names old addresses.
        moved = Invalidation(lists=bool({*written.files, *written.removed} - {page.path}))
        beside = self._beside(path, page, rendered.made if rendered else None)
        written += self.artifacts.replace(f"{BESIDE}{path}", beside)
        self._keep_lost(path, rendered.lost if rendered else known.lost)
        return written, moved | (self._list(path, rendered) if rendered else NOTHING)

    def _keep_lost(self, path: PurePosixPath, lost: tuple[Problem, ...] | None) -> None:
        """Keep which corrections of a source were not applied; a page that is right may not have told it."""
        known = self.site_index.sources[path]
        if lost is None:
            key = self.current_key(path)
            lost = () if known.withdrawn else self.context.loader.lost_corrections(path, key)
        if known.lost != lost:
            self.site_index.keep_source(replace(known, lost=lost), self.site_index.keys[path])

    def _beside(self, path: PurePosixPath, page: Artifact, made: BriefingPage | None) -> Iterator[Artifact]:
        """The files for programs beside a page, made from what it was ``made`` of just now, or once more."""
        known, renderer = self.site_index.sources[path], self.context.listings.renderer
        if not renderer.publication.has_exports or known.page or known.withdrawn:
            return
        again = cache(lambda: made or renderer.briefing(self._briefing(path, self.current_key(path))))

        def file(name: str) -> bytes:
            return briefing_file(name, again(), renderer.publication)

        for name in PAGE_FILES:
            yield Artifact(f"{known.address}/{name}", hashed(page.key, name), partial(file, name))
        yield from self._made_with(path, page, made, again)

    def _made_with(
        self,
        path: PurePosixPath,
        page: Artifact,
        made: BriefingPage | None,
        again: Callable[[], BriefingPage],
    ) -> Iterator[Artifact]:
        """Pages of single statements, and the card: of a page that is as it was, those it was made with."""
        renderer, folder = self.context.listings.renderer, PurePosixPath(page.path).parent
        files = cache(lambda: dict((*embed_files(again(), renderer), *card_files(again(), renderer))))

        def file(name: str) -> bytes:
            return files()[name]()

        others = {f"{folder}/{name}" for name in PAGE_FILES}
        kept = [name for name, _ in self.artifacts.made(f"{BESIDE}{path}") if name not in others]
        for name in kept if made is None else files():
            drawn = is_card(name)  # named by its content
            yield Artifact(name, hashed("card") if drawn else hashed(page.key, name), partial(file, name))

    def _list(self, path: PurePosixPath, rendered: RenderedSource) -> Invalidation:
        """Keep what lists and searches need to know of a page that was made."""
        if rendered.made is None:
            return self.site_index.withdraw(path)
        public = self.context.listings.renderer.publication
        made = rendered.made
        rows = None if public.preview else as_rows(quotations(made.published, made.lines, public))
        return self.site_index.publish(path, made.index_entry, rendered.kinds, rows)

    def is_right(self, path: PurePosixPath) -> bool:
        """Return whether the page of a source stands as it should."""
        page = next(self._plan(path, self.site_index.sources[path]))
        return self.artifacts.is_right(page.path, page.key)

    def _plan(self, path: PurePosixPath, known: SourceInfo) -> Iterator[Artifact]:
        base, lead = self.context.listings.base, self._lead(known)
        files = self.files
        referred = sorted({one.path for one in known.references})
        links = [f"{path}={lead(path)}={files.digest(path)}" for path in referred]
        key = hashed(base, self.context.listings.profiles.digest, self.site_index.keys[path], *links)
        yield Artifact(f"{known.address}/index.html", key)  # its bytes come with an entry of the index
        for alias in known.aliases:
            to = hashed(base, known.address, known.title, known.lang)
            yield Artifact(f"{alias}/index.html", to, partial(self._redirect, alias, known))

    @property
    def files(self) -> SiteFiles:
        """Where links lead, with the sources that are shown now."""
        return SiteFiles(self.inputs, self._address, self._source_at)

    def broken_links(self, path: PurePosixPath) -> Iterator[Problem]:
        """Yield a warning for each link of a source that leads to nothing that is published."""
        known = self.site_index.sources.get(path)
        if known is not None and path in self.shown:
            root, referred = self.inputs.root, known.references
            yield from broken_links(root, path, referred, self.files, excerpt=known.excerpt)

    def _lead(self, known: SourceInfo) -> Lead:
        return partial(self.files.lead, excerpt=known.excerpt)

    def _address(self, path: PurePosixPath) -> str | None:
        """The address of a source that is shown."""
        return self.site_index.sources[path].address if path in self.shown else None

    def _source_at(self, address: str) -> PurePosixPath | None:
        """The source whose page has an address."""
        return next((p for p, known in self.site_index.sources.items() if known.address == address), None)

    def _redirect(self, alias: str, to: SourceInfo) -> bytes:
        return self.context.listings.renderer.redirect(alias, to.address, to.title, to.lang).content

    def current_key(self, path: PurePosixPath) -> SourceKey:
        """Return the key under which a source was read. Raises :class:`SourceChanged`."""
        key = self.key(path)
        if key is None or key.whole != self.site_index.keys[path]:
            raise SourceChanged(str(path))
        return key

    def _briefing(self, path: PurePosixPath, key: SourceKey) -> Briefing:
        briefing = self.context.loader.briefing(path, key, self._lead(self.site_index.sources[path]))
        document = with_sizes(briefing.document, self.files.size)
        return replace(
            briefing, document=document, photos=self.context.listings.profiles.faces(briefing.pages)
        )

    def _render(self, path: PurePosixPath, known: SourceInfo) -> RenderedSource:
        key, loader = self.current_key(path), self.context.loader
        if known.withdrawn:  # a notice stands at its address; no list knows of it any longer
            notice = self.context.listings.renderer.withdrawn(loader.read(path, key))
            return RenderedSource(notice.content)
        briefing = self._briefing(path, key)
        document, started = briefing.document, time.monotonic()
        if self.preview:
            briefing = replace(briefing, document=marked(document))
        pause = partial(self._pause, path)
        pause()
        made = self.context.listings.renderer.briefing(briefing, pause)
        self._long.pop(path, None)
        if self.preview and time.monotonic() - started > _LONG:
            self._long[path] = LongPage(key.whole, elements(document), made.page.content)
            for oldest in list(self._long)[:-_LONG_PAGES]:
                del self._long[oldest]
        lost = loader.lost_corrections(path, key)
        return RenderedSource(made.page.content, None if document.is_page else made, briefing.kinds, lost)

    # --- long texts -------------------------------------------------------------

    def show_words(self, path: PurePosixPath) -> Written | None:
        """Of a page that takes long, show the words at once; None where that is done, or cannot be."""
        long, key, page = self._long.get(path), self.key(path), self.page(path)
        if long is None or key is None or page is None or key.whole == long.key or path not in self.shown:
            return None
        document = self.context.loader.linked(path, key, self._lead(self.site_index.sources[path]))
        document = with_sizes(document, self.files.size)
        now = LongPage(key.whole, elements(document), long.page)
        data = patched(long.page, long.elements, now.elements, document.source.text)
        self._long[path] = replace(now, page=data or long.page)
        return self.artifacts.show(page, data) if data is not None else None

    def _pause(self, path: PurePosixPath) -> None:
        """A page whose words are shown already gives way to the next save."""
        if path in self._long and self.interrupted():
            raise Deferred
