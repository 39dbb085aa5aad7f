"""The way through all stages, and again through as little of it as a change needs.

    changes ─note→ sources to read ─source_stage→ pages to make ─briefing_pages→ pages ─listing_pages→ report

What is left to do stands in a :class:`BuildQueue`; what comes before what, in ``_piece``.
A clean build and a preview go the same way; the one finds no artifacts, the other most
of them right. What a page is made from is hashed into its key: the source, its
corrections, the addresses it links to, settings, templates, code. A page whose key is
the same is not made again, and one whose bytes are the same is not written again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from generator.building.briefing_pages import BriefingPages
from generator.building.colocated_files import copy_files, left_here
from generator.building.context import BuildContext
from generator.building.inputs import Changes, Inputs, changes_between
from generator.building.listing_pages import SITEMAP, THEME, everyone, owners
from generator.building.loader import REGISTRY, SourceChanged
from generator.building.options import NOTHING_MORE, BuildOptions
from generator.building.output import Output
from generator.building.problems import SITE, Problems
from generator.building.queue import BuildQueue
from generator.building.quick_patch import Deferred
from generator.building.report import Report, RoundLog
from generator.building.search_pages import GROUP, SEARCH, touched_groups
from generator.building.source_stage import SourceStage
from generator.building.store.archive import Archive
from generator.building.store.artifacts import ArtifactStore
from generator.building.store.last_report import forget_report
from generator.building.store.site_index import NOTHING, Invalidation, SiteIndex
from generator.building.store.snapshot import Snapshot, forget_snapshot
from generator.building.unchanged import ignored_names
from generator.building.visibility import next_embargo
from generator.content_files import CHANGES, CORRECTIONS, SOURCE_SUFFIXES, is_source, place_of
from generator.errors import BriefingError, ContentError
from generator.reading.sources import address_of
from generator.rendering.theme_faults import theme_faults
from generator.settings import FILE as SETTINGS

_LISTS_EVERY = 10.0  # seconds
_MANY = 50  # lists, for which it is worth finding all answers together


@dataclass(slots=True)
class Builder:
    """Keeps one output folder as a site's inputs say. Used by one thread.

    :meth:`note` says what changed, :meth:`work` does what follows from it, a piece at a
    time, and :meth:`report` ends the round. In between, more may be noted.
    """

    inputs: Inputs
    archive: Archive
    output: Output
    target: str
    options: BuildOptions = field(default_factory=BuildOptions)
    urgent: Callable[[], frozenset[str]] = frozenset  # output files that somebody looks at
    interrupted: Callable[[], bool] = bool  # whether something else has just been saved
    site_index: SiteIndex = field(init=False)
    artifacts: ArtifactStore = field(init=False)
    context: BuildContext = field(init=False)
    sources: BriefingPages = field(init=False)
    stage: SourceStage = field(init=False)
    problems: Problems = field(default_factory=Problems)
    log: RoundLog = field(default_factory=RoundLog)
    _queue: BuildQueue = field(default_factory=BuildQueue)
    _distrust: bool = True  # compare everything, whatever is said to have changed
    _lists_seen_to: float = field(default_factory=time.monotonic)
    _seeing_to_lists: bool = False
    _begun: bool = False  # something was made that an undo must take back
    _looked_for: set[str] = field(default_factory=set)  # of the urgent files, since all was compared

    def __post_init__(self) -> None:
        self.site_index = SiteIndex(self.archive, self.target)
        self.artifacts = ArtifactStore(self.archive, self.target, self.output)
        self.context = BuildContext(self.inputs, self.archive, self.site_index, self.artifacts, self.options)
        self.sources = BriefingPages(
            self.inputs,
            self.site_index,
            self.artifacts,
            self.context,
            self.options.preview,
            self._interrupted,
        )
        self.stage = SourceStage(
            self.inputs,
            self.archive,
            self.context,
            self.site_index,
            self.sources,
            self.problems,
            self.options,
        )
        self.site_index.load()

    def _interrupted(self) -> bool:
        return self.interrupted()

    # --- what changed ---------------------------------------------------------

    def begin(self) -> None:
        """Look at all inputs, and compare everything with what is known of it."""
        self.inputs.scan()
        self.compare()

    def compare(self) -> None:
        """Compare everything with what is known of it; the inputs have been scanned just now."""
        self._distrust = True
        self.note(Changes())

    def go_on(self, last: Snapshot) -> bool:
        """Look only at what has changed since ``last``, after which the output has been let be.

        Return whether that can be done: not where a build that was cut short has dropped a source.
        """
        before = {PurePosixPath(path): digest for path, digest in last.inputs.items()}
        reread = self._read_since(before) if self.site_index.digest() != last.index else set[PurePosixPath]()
        if reread is None:
            return False
        with suppress(BriefingError):  # settings, registry or templates changed: all will be compared
            _ = self.context.listings  # tells which of the inputs is the logo
        now, known = self.options.now(), self.site_index.sources
        self.sources.shown = frozenset(path for path, one in known.items() if one.is_public(now))
        self.problems.found |= last.problems
        self._distrust = False
        self.note(changes_between(before, self.inputs.known))
        for path in reread:
            self._queue.edited(path)
        self._queue.files |= ignored_names(self.inputs) != last.ignored
        return True

    def _read_since(self, before: Mapping[PurePosixPath, str]) -> set[PurePosixPath] | None:
        """Return sources that were read, and not published; None where others are known than ``before``."""
        with suppress(BriefingError):
            loader, paths = self.context.loader, filter(None, map(_source, before))
            keys = {path: loader.key(path, before) for path in paths}
            if keys.keys() == self.site_index.keys.keys():
                return {path for path, key in keys.items() if key and key.whole != self.site_index.keys[path]}
        return None

    def snapshot(self, until: datetime | None) -> Snapshot:
        """Return what is known of the inputs now that all is published; ``until`` an embargo ends."""
        return Snapshot(
            made=self.options.now(),
            until=until,
            inputs={str(path): digest for path, digest in self.inputs.known.items()},
            index=self.site_index.digest(),
            ignored=ignored_names(self.inputs),
            problems=self.problems.found,
        )

    def note(self, changes: Changes) -> None:
        """Take note of what changed in the inputs; nothing, where only time has passed."""
        changed = changes.added | changes.modified | changes.removed
        self.log.start(len(changed))
        self._queue.view = True
        for path in sorted(changed):
            self._note(path)
        self._queue.everything |= self._distrust or bool(self.artifacts.clashes)
        self._distrust = False

    def _note(self, path: PurePosixPath) -> None:
        work, top, name = self._queue, path.parts[0], path.name
        if str(path) == SETTINGS or path == REGISTRY or self.context.is_logo(path):
            self.context.drop_settings()
            work.everything = True
        elif top == "templates":
            work.theme = True
        elif top == "content" and name.endswith((CORRECTIONS, CHANGES)):
            stem = path.relative_to("content").with_name(name.removesuffix(CORRECTIONS).removesuffix(CHANGES))
            for suffix in (*SOURCE_SUFFIXES, *map(str.upper, SOURCE_SUFFIXES)):
                work.edited(stem.with_name(stem.name + suffix))
        elif top == "content" and is_source(path):
            work.edited(path.relative_to("content"))
        else:
            work.files = True
            work.beside.add(place_of("/".join(path.parts[1:])))

    # --- what follows ---------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether work is left."""
        return bool(self._queue)

    def work(self) -> Iterator[None]:
        """Do what is to be done; after each piece the caller may stop, and go on another time."""
        while self._queue:
            try:
                self._piece(self._queue)
            except Deferred:
                pass
            except SourceChanged as changed:
                path = PurePosixPath("content", str(changed))
                self.note(self.inputs.refresh([self.inputs.root / path]))
                self._queue.edited(path.relative_to("content"))
            except BriefingError as error:
                # Nothing can be done until something changes, and then all must be looked at.
                self.problems.tell(SITE, error.problems)
                self._queue.drop()
                self._distrust = True
            # Of two that change places the first to be made finds the other still there.
            self._queue.everything |= not self._queue and self.artifacts.freed()
            self.options.progress(*self._queue.stage)
            yield

    def _piece(self, work: BuildQueue) -> None:
        """The next thing to do: reading before making, pages before lists of pages."""
        if not (self.inputs.root / "content").is_dir():
            raise ContentError("the content folder is gone", hint="what stood in it last is still shown")
        if work.everything or work.theme:
            self._compare(work)
        elif self.options.preview and THEME in work.owners:
            self._replace(work.owners, THEME)
        elif work.to_read:
            self._read(work)
        elif work.view:
            self.stage.view(work)
        elif work.to_extract:
            try:
                self.stage.extract_next(work)
            finally:
                if not self._begun:
                    self.archive.commit()  # whatever comes of this round, this need not be done again
        elif work.to_make and not self._lists_are_due():
            self._make(self._next_to_make(work), work)
        elif work.touched != NOTHING:
            work.owners |= dict.fromkeys(self._due(work.touched))
            work.touched = NOTHING
        elif work.owners:
            if len(work.owners) > _MANY:
                self.site_index.answer_all(self.context.listings.per_page)
            self._replace(work.owners, next(iter(work.owners)))
        else:
            self._see_to_the_rest(work)

    def _read(self, work: BuildQueue) -> None:
        """The next source; one whose page somebody waits for first, and its page at once."""
        awaited = self._awaited(work)
        path = awaited or next(iter(work.to_read))
        del work.to_read[path]
        self.stage.read(path, work)
        if path == awaited and path in work.to_make:
            self.sources.shown |= {path}
            self._make(path, work)
            work.to_make[path] = None  # once all is read, its links may lead elsewhere

    def _awaited(self, work: BuildQueue) -> PurePosixPath | None:
        page = next(iter(self.urgent() - self._looked_for), None)
        if page is None or not self.options.preview:
            return None
        self._looked_for.add(page)
        return next((path for path in work.to_read if f"{address_of(path, None)}/index.html" == page), None)

    def _see_to_the_rest(self, work: BuildQueue) -> None:
        """Make what comes after the pages: files beside them, and problems of the theme."""
        if work.files:
            self._see_to_files(work)
        elif work.faults:
            work.faults = False
            self.problems.tell(THEME, theme_faults(self.context.listings.renderer.theme, self.has_page))

    def _see_to_files(self, work: BuildQueue) -> None:
        """Copies of files, and the pages that show photos of speakers."""
        work.files, self._begun = False, True
        profiles = self.context.listings.profiles
        referred = {file for path in self.sources.shown for file in self.site_index.sources[path].files}
        foreign = self.context.listings.foreign()
        self.log.add(*copy_files(self.inputs, sorted(referred), self.sources.files, self.artifacts))
        if foreign != self.context.listings.foreign():  # hosts are told of each
            work.owners[SITEMAP] = None
        if not self.options.preview:
            drafts = {one.path for known in self.site_index.sources.values() for one in known.references}
            photos = {str(photo) for photo in profiles.photos}
            self.problems.tell("not published", left_here(self.inputs, referred | drafts | photos))
        work.owners |= {f"speaker:{address}": None for address in profiles.with_photo}
        if profiles.photos:
            work.to_make |= {path: None for path in self.sources.shown if not self.sources.is_right(path)}
        claimed = profiles.registry.problems(str(REGISTRY))
        self.problems.tell(str(REGISTRY), [*profiles.problems(), *claimed])

    def _replace(self, owners: dict[str, None], owner: str) -> None:
        self._begun = True
        del owners[owner]
        written = self.artifacts.replace(owner, self.context.listings.plan(owner))
        self.log.add(written)
        if owner.startswith(GROUP) and (written.files or written.removed):
            owners.pop(SEARCH, None)
            owners[SEARCH] = None  # which tells the names of all, so it comes last

    # --- settings and templates -----------------------------------------------

    def _compare(self, work: BuildQueue) -> None:
        """After a change that can concern every page: compare all with what they are made from."""
        everything = work.everything
        work.everything, work.theme, work.faults = False, False, True
        if self.problems.settle(SITE):
            self.context.drop_settings()
        everything |= self.context.look_again()
        work.owners[THEME] = None
        if everything:
            self._compare_all(work)

    def _compare_all(self, work: BuildQueue) -> None:
        self._looked_for.clear()
        self.artifacts.recall()
        present = {p for p in map(_source, self.inputs.known) if p is not None}
        for path in sorted(present | self.site_index.sources.keys()):
            key, known = self.sources.key(path), self.site_index.sources.get(path)
            if key is None or known is None or known.noted or self.site_index.keys[path] != key.whole:
                work.to_read[path] = None
            else:
                work.to_make[path] = None
        self.log.changed = max(self.log.changed, len(work.to_read))
        owned = {PurePosixPath(o.removeprefix("source:")) for o in self.artifacts.owners("source:")}
        work.to_make |= dict.fromkeys(sorted(owned - present))
        work.owners |= dict.fromkeys(sorted(everyone(self.site_index, self.artifacts)))
        work.touched |= Invalidation(lists=True)
        work.files = work.view = work.moved = True

    # --- pages ----------------------------------------------------------------

    def _next_to_make(self, work: BuildQueue) -> PurePosixPath:
        """Return what was edited comes first, then what somebody looks at."""
        for path in work.fresh:
            if path in work.to_make:
                return path
        open_pages = self.urgent() if len(work.to_make) > 1 else frozenset()
        for path in work.to_make if open_pages else ():
            if self.sources.page(path) in open_pages:
                return path
        return next(iter(work.to_make))

    def _make(self, path: PurePosixPath, work: BuildQueue) -> None:
        page = self.sources.page(path)
        self._begun = True
        if path in work.fresh and page is not None:
            self.log.edited.append(page)
            words = self.sources.show_words(path)
            if words is not None and words.files:
                self.log.add(words)
                return  # the whole page is the next piece of work
        if f"content/{path}" not in self.problems:
            written, invalid = self.sources.make(path)
            self.log.add(written)
            work.touched |= invalid
            self.problems.tell(f"links of {path}", self.sources.broken_links(path))
        work.done(path)

    # --- pages across briefings, and other files --------------------------------

    def _lists_are_due(self) -> bool:
        """Return whether, while a preview still makes page after page, its lists should be seen to."""
        work, now = self._queue, time.monotonic()
        waiting = work.touched != NOTHING or bool(work.owners)
        if not waiting or not self.options.preview:
            self._seeing_to_lists = False
        elif now - self._lists_seen_to > _LISTS_EVERY:
            self._seeing_to_lists, self._lists_seen_to = True, now
        return self._seeing_to_lists and not work.fresh

    def _due(self, touched: Invalidation) -> Iterator[str]:
        """Owners across briefings; past a number of briefings the months get pages, all at once."""
        yield from owners(touched)
        yield from touched_groups(self.site_index, self.artifacts, touched.search)
        if touched.lists:
            made = self.artifacts.owners("month:")
            if bool(made) != (self.site_index.count() > self.context.listings.per_page):
                yield from sorted({*made, *(f"month:{month.name}" for month in self.site_index.months())})

    # --- the end of a round ---------------------------------------------------

    def report(self) -> Report:
        """Say what this round did, and what stands wrong; the next round starts from nothing."""
        log, self.log = self.log, RoundLog()
        self.options.progress(*NOTHING_MORE)
        shown = [one for path, one in self.site_index.sources.items() if path in self.sources.shown]
        withdrawn = sum(one.withdrawn for one in shown)
        pages = sum(one.page and not one.withdrawn for one in shown)
        return Report(
            changed=log.changed,
            written=tuple(dict.fromkeys(log.written)),
            removed=tuple(dict.fromkeys(log.removed)),
            problems=self.problems.listed(
                self.site_index.sources.values(),
                self.sources.shown,
                [*self.artifacts.clashes.values(), *self.inputs.problems],
            ),
            seconds=log.seconds,
            briefings=0 if SITE in self.problems else len(self.sources.shown) - withdrawn - pages,
            held_back=len(self.site_index.sources) - len(self.sources.shown),
            withdrawn=withdrawn,
            unread=sum(map(_is_source_file, self.problems.found)),
            told=tuple(dict.fromkeys(log.told)),
            edited=tuple(log.edited),
            lost=sum(len(one.lost or ()) for one in self.site_index.sources.values()),
            next_embargo=next_embargo(self.site_index.sources.values(), self.options.now()),
        )

    def page_of(self, file: str) -> str | None:
        """The output file that an input makes; None for one that concerns every page."""
        path = PurePosixPath(file.removesuffix(CORRECTIONS) + ".md" if file.endswith(CORRECTIONS) else file)
        source = _source(path)
        if source is None:
            return None
        known = self.site_index.sources.get(source)
        return f"{known.address if known else address_of(source, None)}/index.html"

    def has_page(self, address: str) -> bool:
        """Return whether the site has a page at an address, as far as it is made."""
        path = f"{address.strip('/')}/index.html" if address.strip("/") else "index.html"
        return self.output.stat(path) is not None

    def change_output(self, output: Output) -> None:
        """Write elsewhere from now on."""
        self.output = self.artifacts.output = output
        self.artifacts.look_again()

    def afresh(self) -> None:
        """Forget what was made before: every page is made again."""
        self.site_index.clear()
        self.artifacts.look_again()

    def keep(self) -> None:
        """All is well: let it be seen, and remembered."""
        forget_report(self.archive, self.target)  # what it said is no longer all
        forget_snapshot(self.archive, self.target)
        self.output.commit()
        self.archive.commit()
        self.artifacts.look_again()
        self._begun = False

    def undo(self) -> None:
        """As if this round had not been; the next one compares everything."""
        self.output.discard()
        self.archive.rollback()
        self._begun = False
        self.site_index.load()
        self.artifacts.clashes.clear()
        self.artifacts.look_again()
        self._queue.drop()
        self._distrust = True


def _is_source_file(about: str) -> bool:
    """Return whether problems are those of a source that cannot be read, by what they are about."""
    return about.startswith("content/") and is_source(PurePosixPath(about))


def _source(path: PurePosixPath) -> PurePosixPath | None:
    """The path below ``content`` of a source; None for all other inputs."""
    return path.relative_to("content") if path.parts[0] == "content" and is_source(path) else None
