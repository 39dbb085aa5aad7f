"""The way through all stages, and again through as little of it as a change needs.

    changes ─note→ sources to read ─→ pages to make ─→ pages across briefings ─→ report

A clean build and a preview go the same way; the one finds an empty ledger, the other
finds most pages right. What a page is made from is hashed into its key: the source, its
corrections, the addresses it links to, settings, templates, code. A page whose key is
the same is not made again, and one whose bytes are the same is not written again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePosixPath

from generator.building.across_pages import ON_THE_INDEX, SEARCH, THEME, AcrossPages, everyone, owners
from generator.building.archive import Archive
from generator.building.copying import copy_files
from generator.building.desk import CONTENT, REGISTRY, Desk, Overtaken, hashed
from generator.building.filling import fill
from generator.building.inputs import Changes, Inputs
from generator.building.ledger import Ledger
from generator.building.making import SourcePages
from generator.building.output import Output
from generator.building.profiles import Profiles
from generator.building.publication import publication
from generator.building.report import Report
from generator.building.rounds import Round
from generator.building.shelf import NOTHING, Shelf, Touched
from generator.building.standing import standing, taken_addresses
from generator.building.versions import code_version
from generator.building.visibility import next_embargo
from generator.building.words_first import Later
from generator.errors import BriefingError, ContentError, ContentErrors, Problem, Severity
from generator.reading.sources import SUFFIXES, address_of
from generator.rendering import Renderer, Theme
from generator.settings import FILE as SETTINGS
from generator.settings import load_site

REVIEW = ".review.yaml"
_SITE = "site"  # the key of problems that concern every page
_LISTS_EVERY = 10.0  # seconds
_MANY = 20  # sources that are worth starting other processes for


def current_time() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What the command line may ask; ``now`` decides on embargoes and is asked again at each rebuild."""

    now: Callable[[], datetime] = current_time
    strict: bool = False
    base_url: str | None = None
    preview: bool = False
    jobs: int = 1  # processes for the first analysis


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
    shelf: Shelf = field(init=False)
    ledger: Ledger = field(init=False)
    sources: SourcePages = field(init=False)
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    _desk: Desk | None = None
    _across: AcrossPages | None = None
    _round: Round = field(default_factory=Round)
    _started: float | None = None
    _distrust: bool = True  # compare everything, whatever is said to have changed
    _lists_seen_to: float = field(default_factory=time.monotonic)
    _seeing_to_lists: bool = False
    _filled: bool = False
    _begun: bool = False  # something was made that an undo must take back
    _edited: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.archive, self.target)
        self.ledger = Ledger(self.archive, self.target, self.output)
        self.sources = SourcePages(
            self.inputs, self.shelf, self.ledger, self.options.preview,
            desk=lambda: self._tools, across=lambda: self._pages, interrupted=self._interrupted,
        )  # fmt: skip
        self.shelf.load()

    def _interrupted(self) -> bool:
        return self.interrupted()

    # --- what changed ---------------------------------------------------------

    def begin(self) -> None:
        """Look at all inputs, and compare everything with what is known of it."""
        self.inputs.scan()
        self._distrust = True
        self.note(Changes())

    def note(self, changes: Changes) -> None:
        """Take note of what changed in the inputs; nothing, where only time has passed."""
        if self._started is None:
            self._started = time.monotonic()
        self._round.view = True
        self._round.changed += len(changes.added | changes.modified | changes.removed)
        for path in sorted(changes.added | changes.modified | changes.removed):
            self._note(path)
        self._round.everything |= self._distrust or bool(self.ledger.clashes)
        self._distrust = False

    def _note(self, path: PurePosixPath) -> None:
        work, top, name = self._round, path.parts[0], path.name
        if str(path) == SETTINGS or path == REGISTRY:
            self._desk = self._across = None
            work.everything = True
        elif top == "templates":
            work.theme = True
        elif top == "content" and name.endswith(REVIEW):
            stem = path.relative_to("content").with_name(name.removesuffix(REVIEW))
            for suffix in SUFFIXES:
                work.edited(stem.with_name(stem.name + suffix))
        elif top == "content" and path.suffix.lower() in SUFFIXES:
            work.edited(path.relative_to("content"))
        else:
            work.files = True

    # --- what follows ---------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether work is left."""
        return bool(self._round)

    def work(self) -> Iterator[None]:
        """Do what is to be done; after each piece the caller may stop, and go on another time."""
        while self._round:
            try:
                self._piece(self._round)
            except Later:
                pass
            except Overtaken as overtaken:
                path = PurePosixPath("content", str(overtaken))
                self.note(self.inputs.refresh([self.inputs.root / path]))
                self._round.edited(path.relative_to("content"))
            except BriefingError as error:
                # Nothing can be done until something changes, and then all must be looked at.
                self.problems[_SITE] = error.problems
                self._round.drop()
                self._distrust = True
            yield

    def _piece(self, work: Round) -> None:
        """The next thing to do: reading before making, pages before lists of pages."""
        if not (self.inputs.root / "content").is_dir():
            raise ContentError("the content folder is gone", hint="what stood in it last is still shown")
        if work.everything or work.theme:
            self._compare(work)
        elif work.to_read:
            self._read(work.next_to_read())
        elif work.view:
            self._view(work)
        elif self.options.preview and THEME in work.owners:
            self._replace(work.owners, THEME)
        elif work.to_extract:
            self._extract_next(work)
        elif work.to_make and not self._lists_are_due():
            self._make(self._next_to_make(work), work)
        elif work.touched != NOTHING:
            work.owners |= dict.fromkeys(self._due(work.touched))
            work.touched = NOTHING
        elif work.owners:
            self._replace(work.owners, next(iter(work.owners)))
        elif work.files:
            self._see_to_files(work)

    def _see_to_files(self, work: Round) -> None:
        """Copies of files, and the pages that show photos of speakers."""
        work.files, self._begun = False, True
        profiles = self._pages.profiles
        copy_files(self.inputs, self.shelf, self.sources.shown, profiles.photos, self.ledger)
        work.owners |= {f"speaker:{address}": None for address in profiles.with_photo}
        self.problems[str(REGISTRY)] = profiles.problems()

    def _replace(self, owners: dict[str, None], owner: str) -> None:
        self._begun = True
        del owners[owner]
        self.ledger.replace(owner, self._pages.plan(owner))

    # --- settings and templates -----------------------------------------------

    @property
    def _tools(self) -> Desk:
        if self._desk is None:
            self._desk = Desk(load_site(self.inputs.root), self.archive)
        return self._desk

    @property
    def _pages(self) -> AcrossPages:
        if self._across is None:
            site, preview = self._tools.site, self.options.preview
            public = publication(site, self.options.base_url, preview=preview)
            theme = Theme(site.templates, fingerprint=not preview)
            base = hashed(code_version(), self._tools.version, public, theme.pages_digest)
            profiles = Profiles(self._tools.registry, self.inputs.root, self.inputs.known)
            self._across = AcrossPages(Renderer(theme, public), self.shelf, self.ledger, profiles, base)
        return self._across

    def _compare(self, work: Round) -> None:
        """After a change that can concern every page: compare all with what they are made from."""
        everything, before = work.everything, self._across.base if self._across else None
        work.everything = work.theme = False
        if _SITE in self.problems:
            self._desk = None
            del self.problems[_SITE]
        self._across = None
        everything |= self._pages.base != before
        work.owners[THEME] = None
        if everything:
            self._compare_all(work)

    def _compare_all(self, work: Round) -> None:
        present = {p for p in map(_source, self.inputs.known) if p is not None}
        for path in sorted(present | self.shelf.standings.keys()):
            key = self.sources.key(path)
            if key is None or self.shelf.keys.get(path) != key.whole:
                work.to_read[path] = None
            else:
                work.to_make[path] = None
        work.changed = max(work.changed, len(work.to_read))
        owned = {PurePosixPath(o.removeprefix("source:")) for o in self.ledger.owners("source:")}
        work.to_make |= dict.fromkeys(sorted(owned - present))
        work.owners |= dict.fromkeys(sorted(everyone(self.shelf, self.ledger) - {SEARCH}))
        work.touched |= Touched(lists=True, search=True)
        work.files = work.view = work.moved = True

    # --- sources --------------------------------------------------------------

    def _read(self, path: PurePosixPath) -> None:
        """See how a source stands, and what others need to know of that."""
        key, before = self.sources.key(path), self.shelf.standings.get(path)
        self.problems.pop(f"content/{path}", None)
        after = None
        if key is not None:
            try:
                self._tools.sidecar(path)
                after = standing(self._tools.read(path, key))
            except (ContentError, ContentErrors) as error:
                self.problems[f"content/{path}"] = error.problems
                self._round.done(path)
                return
            self.shelf.stand(after, key.whole)
        self._round.to_make[path] = None
        self._round.files |= before is None or after is None or before.files != after.files
        self._round.moved |= before is None or after is None or before.place != after.place

    def _view(self, work: Round) -> None:
        """Once all is read: who is shown now, under which address, and whom that concerns."""
        work.view = False
        if self.options.preview and not work.moved:
            return  # everybody is shown, and nobody has come or gone
        before, shown = self.sources.shown, self._public()
        if work.moved or shown != before:
            work.moved = False
            self._check_addresses()
            changed = (shown ^ before) & self.shelf.standings.keys()
            moved = {str(path) for path in {*changed, *work.to_make}}
            linking = [p for p, s in self.shelf.standings.items() if not moved.isdisjoint(s.links)]
            work.to_make |= dict.fromkeys(sorted({*changed, *linking}))
            work.files |= bool(changed)
        self.sources.shown = shown
        if not self.options.preview:
            # What costs much is done and kept first; what is written can then be undone as a whole.
            work.to_extract = dict.fromkeys(path for path in work.to_make if path in shown)

    def _present(self) -> Iterator[PurePosixPath]:
        return (path for path in sorted(self.shelf.standings) if CONTENT / path in self.inputs.known)

    def _public(self) -> frozenset[PurePosixPath]:
        now, preview, standings = self.options.now(), self.options.preview, self.shelf.standings
        return frozenset(path for path in self._present() if preview or standings[path].is_public(now))

    def _check_addresses(self) -> None:
        """Two sources for one page, or an alias that is taken."""
        for name in [name for name in self.problems if name.startswith("address:")]:
            del self.problems[name]
        for problem in taken_addresses(self.shelf.standings[path] for path in self._present()):
            self.problems[f"address:{problem}"] = (problem,)

    def _fill(self, paths: list[PurePosixPath]) -> None:
        """Analyse many texts by several processes; what they leave, the ordinary way does."""
        keys = {path: key for path in paths if (key := self.sources.key(path)) is not None}
        documents = (self._tools.read(path, key) for path, key in keys.items() if path in self.sources.shown)
        workshop = self._tools.workshop
        sources = ((d.source, workshop.pipeline(d.source.lang)) for d in documents)
        fill(self.archive, ((source, name) for source, name in sources if name), self.options.jobs)
        self._filled = True

    def _extract_next(self, work: Round) -> None:
        if self.options.jobs > 1 and not self._filled and len(work.to_extract) > _MANY:
            self._fill(list(work.to_extract))
        self._extract(work.next_to_extract())

    def _extract(self, path: PurePosixPath) -> None:
        key = self.sources.key(path)
        known = self.shelf.standings.get(path)
        if key is None or known is None:
            return
        if not self.sources.is_right(path):
            self._tools.extract(path, key)
        if not self._begun:
            self.archive.commit()  # whatever comes of this round, this need not be done again

    # --- pages ----------------------------------------------------------------

    def _next_to_make(self, work: Round) -> PurePosixPath:
        """What was edited comes first, then what somebody looks at."""
        for path in work.fresh:
            if path in work.to_make:
                return path
        open_pages = self.urgent() if len(work.to_make) > 1 else frozenset()
        for path in work.to_make if open_pages else ():
            if self.sources.page(path) in open_pages:
                return path
        return next(iter(work.to_make))

    def _make(self, path: PurePosixPath, work: Round) -> None:
        page = self.sources.page(path)
        self._begun = True
        if path in work.fresh and page is not None:
            self._edited.append(page)
            if self.sources.show_words(path):
                return  # the whole page is the next piece of work
        if f"content/{path}" not in self.problems:
            self.sources.make(path)
        work.touched |= self.sources.touched
        self.sources.touched = NOTHING
        work.done(path)

    # --- pages across briefings, and other files --------------------------------

    def _lists_are_due(self) -> bool:
        """Whether, while a preview still makes page after page, its lists should be seen to."""
        work, now = self._round, time.monotonic()
        waiting = work.touched != NOTHING or bool(work.owners)
        if not waiting or not self.options.preview:
            self._seeing_to_lists = False
        elif now - self._lists_seen_to > _LISTS_EVERY:
            self._seeing_to_lists, self._lists_seen_to = True, now
        return self._seeing_to_lists and not work.fresh

    def _due(self, touched: Touched) -> Iterator[str]:
        """Owners across briefings; past a number of briefings the months get pages, all at once."""
        yield from owners(touched)
        if touched.lists:
            made = self.ledger.owners("month:")
            if bool(made) != (self.shelf.count() > ON_THE_INDEX):
                yield from sorted({*made, *(f"month:{month.name}" for month in self.shelf.months())})

    # --- the end of a round ---------------------------------------------------

    def report(self) -> Report:
        """Say what this round did, and what stands wrong; the next round starts from nothing."""
        now = time.monotonic()
        found = Report(
            changed=self._round.changed,
            written=tuple(dict.fromkeys(self.ledger.written)),
            removed=tuple(dict.fromkeys(self.ledger.removed)),
            problems=self._problems(),
            seconds=now - (self._started or now),
            briefings=len(self.sources.shown),
            held_back=len(self.shelf.standings) - len(self.sources.shown),
            edited=tuple(self._edited),
            orphans=sum(one.orphans for one in self.shelf.standings.values()),
            next_embargo=next_embargo(self.shelf.standings.values(), self.options.now()),
        )
        self._started, self._round.changed = None, 0
        for listed in (self.ledger.written, self.ledger.removed, self._edited):
            listed.clear()
        return found

    def progress(self) -> str:
        """A line for somebody who waits."""
        left = len(self._round.to_read) + len(self._round.to_make)
        return f"{left:,} sources and {len(self._round.owners):,} pages across briefings are still to do"

    def _problems(self) -> tuple[Problem, ...]:
        standings = self.shelf.standings.values()
        warnings = [w for s in standings for w in s.warnings if f"content/{s.path}" not in self.problems]
        if self.options.strict:
            warnings = [replace(warning, severity=Severity.ERROR) for warning in warnings]
        listed = [problem for found in self.problems.values() for problem in found]
        everything = [*listed, *self.ledger.clashes.values(), *warnings]
        return tuple(sorted(everything, key=lambda p: (p.severity, p.file or "", p.line or 0, p.column or 0)))

    def page_of(self, file: str) -> str | None:
        """The output file that an input makes; None for one that concerns every page."""
        path = PurePosixPath(file.removesuffix(REVIEW) + ".md" if file.endswith(REVIEW) else file)
        source = _source(path)
        if source is None:
            return None
        known = self.shelf.standings.get(source)
        return f"{known.address if known else address_of(source, None)}/index.html"

    def change_output(self, output: Output) -> None:
        """Write elsewhere from now on."""
        self.output = self.ledger.output = output

    def afresh(self) -> None:
        """Forget what was made before: every page is made again."""
        self.shelf.clear()

    def keep(self) -> None:
        """All is well: let it be seen, and remembered."""
        self.output.commit()
        self.archive.commit()
        self._begun = False

    def undo(self) -> None:
        """As if this round had not been; the next one compares everything."""
        self.output.discard()
        self.archive.rollback()
        self._begun = False
        self.shelf.load()
        self.ledger.clashes.clear()
        self._round.drop()
        self._distrust = True


def _source(path: PurePosixPath) -> PurePosixPath | None:
    """The path below ``content`` of a source; None for all other inputs."""
    is_source = path.parts[0] == "content" and path.suffix.lower() in SUFFIXES
    return path.relative_to("content") if is_source else None
