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
from functools import partial
from pathlib import PurePosixPath

from generator.building.across_pages import ON_THE_INDEX, SEARCH, THEME, AcrossPages, everyone, owners
from generator.building.archive import Archive
from generator.building.companions import is_companion, publishable
from generator.building.desk import REGISTRY, Desk, Overtaken, SourceKey, hashed
from generator.building.filling import fill
from generator.building.inputs import Changes, Inputs
from generator.building.ledger import Ledger, Planned
from generator.building.output import Output
from generator.building.publication import publication
from generator.building.report import Report
from generator.building.rounds import Round
from generator.building.shelf import NOTHING, Shelf, Touched
from generator.building.standing import Standing, standing, taken_addresses
from generator.building.versions import code_version
from generator.building.visibility import next_embargo
from generator.building.words_first import Later, LongPage, elements, marked, patched
from generator.errors import BriefingError, ContentError, ContentErrors, Problem, Severity
from generator.reading.sources import SUFFIXES, address_of
from generator.rendering import Renderer, Theme
from generator.settings import FILE as SETTINGS
from generator.settings import load_site

REVIEW = ".review.yaml"
_SITE = "site"  # the key of problems that concern every page
_LISTS_EVERY = 10.0  # seconds
_MANY = 20  # sources that are worth starting other processes for
_LONG = 0.15  # seconds; a page that takes longer shows its words first
_LONG_PAGES = 3  # kept in memory, some megabytes each


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
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    _desk: Desk | None = None
    _across: AcrossPages | None = None
    _shown: frozenset[PurePosixPath] = frozenset()
    _round: Round = field(default_factory=Round)
    _started: float | None = None
    _distrust: bool = True  # compare everything, whatever is said to have changed
    _lists_seen_to: float = field(default_factory=time.monotonic)
    _seeing_to_lists: bool = False
    _filled: bool = False
    _begun: bool = False  # something was made that an undo must take back
    _long: dict[PurePosixPath, LongPage] = field(default_factory=dict)
    _edited: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.archive, self.target)
        self.ledger = Ledger(self.archive, self.target, self.output)
        self.shelf.load()

    # --- what changed ---------------------------------------------------------

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
            path = self._next_to_make(work)
            if path not in work.fresh or not self._show_words(path):
                self._make(path)
        elif work.touched != NOTHING:
            work.owners |= dict.fromkeys(self._due(work.touched))
            work.touched = NOTHING
        elif work.owners:
            self._replace(work.owners, next(iter(work.owners)))
        elif work.files:
            work.files = False
            self._copy_files()

    def _replace(self, owners: dict[str, None], owner: str) -> None:
        self._begun = True
        del owners[owner]
        self.ledger.replace(owner, self._pages.plan(owner))

    # --- settings and templates -----------------------------------------------

    @property
    def _tools(self) -> Desk:
        if self._desk is None:
            self._desk = Desk(load_site(self.inputs.root), self.archive, self.options.preview)
        return self._desk

    @property
    def _pages(self) -> AcrossPages:
        if self._across is None:
            site, preview = self._tools.site, self.options.preview
            public = publication(site, self.options.base_url, preview=preview)
            theme = Theme(site.templates, fingerprint=not preview)
            base = hashed(code_version(), self._tools.version, public, theme.pages_digest)
            self._across = AcrossPages(Renderer(theme, public), self.shelf, self.ledger, base)
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
            key = self._source_key(path)
            if key is None or self.shelf.keys.get(path) != key.whole:
                work.to_read[path] = None
            else:
                work.to_make[path] = None
        owned = {PurePosixPath(o.removeprefix("source:")) for o in self.ledger.owners("source:")}
        work.to_make |= dict.fromkeys(sorted(owned - present))
        work.owners |= dict.fromkeys(sorted(everyone(self.shelf, self.ledger) - {SEARCH}))
        work.touched |= Touched(lists=True, search=True)
        work.files = work.view = work.moved = True

    # --- sources --------------------------------------------------------------

    def _source_key(self, path: PurePosixPath) -> SourceKey | None:
        """A hash of all files that a source's briefing is made from; None where there is no source."""
        known, source = self.inputs.known, PurePosixPath("content") / path
        digest = known.get(source)
        if digest is None:
            return None
        sidecar = known.get(source.with_name(path.stem + REVIEW), "")
        lang = self._tools.site.settings.site.lang
        return SourceKey(digest, hashed(digest, sidecar, known.get(REGISTRY, ""), lang))

    def _read(self, path: PurePosixPath) -> None:
        """See how a source stands, and what others need to know of that."""
        key, before = self._source_key(path), self.shelf.standings.get(path)
        self.problems.pop(f"content/{path}", None)
        after = None
        if key is not None:
            try:
                self._tools.sidecar(path)
                after = standing(self._tools.read(path, key))
            except (ContentError, ContentErrors) as error:
                self.problems[f"content/{path}"] = error.problems
                return
            self.shelf.stand(after, key.whole)
        self._round.to_make[path] = None
        self._round.files |= before is None or after is None or before.files != after.files
        self._round.moved |= before is None or after is None or before.place != after.place

    def _view(self, work: Round) -> None:
        """Once all is read: who is shown now, under which address, and whom that concerns."""
        work.view = False
        shown = self._public()
        work.moved |= shown != self._shown
        if work.moved:
            work.moved = False
            self._check_addresses()
            changed = (shown ^ self._shown) & self.shelf.standings.keys()
            moved = {str(path) for path in {*changed, *work.to_make}}
            linking = [p for p, s in self.shelf.standings.items() if not moved.isdisjoint(s.links)]
            work.to_make |= dict.fromkeys(sorted({*changed, *linking}))
            work.files |= bool(changed)
        self._shown = shown
        if not self.options.preview:
            # What costs much is done and kept first; what is written can then be undone as a whole.
            work.to_extract = dict.fromkeys(path for path in work.to_make if path in shown)

    def _public(self) -> frozenset[PurePosixPath]:
        now, preview, known = self.options.now(), self.options.preview, self.inputs.known
        return frozenset(
            p for p, s in self.shelf.standings.items()
            if (preview or s.is_public(now)) and PurePosixPath("content", p) in known
        )  # fmt: skip

    def _check_addresses(self) -> None:
        """Two sources for one page, or an alias that is taken."""
        for name in [name for name in self.problems if name.startswith("address:")]:
            del self.problems[name]
        for problem in taken_addresses(self.shelf.standings[path] for path in sorted(self._public_or_not())):
            self.problems[f"address:{problem}"] = (problem,)

    def _public_or_not(self) -> list[PurePosixPath]:
        return [p for p in self.shelf.standings if PurePosixPath("content", p) in self.inputs.known]

    def _fill(self, paths: list[PurePosixPath]) -> None:
        """Analyse many texts by several processes; what they leave, the ordinary way does."""
        keys = {path: key for path in paths if (key := self._source_key(path)) is not None}
        documents = (self._tools.read(path, key) for path, key in keys.items() if path in self._shown)
        workshop = self._tools.workshop
        sources = ((d.source, workshop.pipeline(d.source.lang)) for d in documents)
        fill(self.archive, ((source, name) for source, name in sources if name), self.options.jobs)
        self._filled = True

    def _extract_next(self, work: Round) -> None:
        if self.options.jobs > 1 and not self._filled and len(work.to_extract) > _MANY:
            self._fill(list(work.to_extract))
        self._extract(work.next_to_extract())

    def _extract(self, path: PurePosixPath) -> None:
        key = self._source_key(path)
        known = self.shelf.standings.get(path)
        if key is None or known is None:
            return
        page, *_ = self._plan(path, known)
        if not self.ledger.is_right(page.path, page.key):
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
            known = self.shelf.standings.get(path)
            if known is not None and f"{known.address}/index.html" in open_pages:
                return path
        return next(iter(work.to_make))

    def _make(self, path: PurePosixPath) -> None:
        owner, work = f"source:{path}", self._round
        self._begun = True
        if PurePosixPath("content", path) not in self.inputs.known:
            work.touched |= self.shelf.forget(path)
            self.ledger.release(owner)
        elif path not in self._shown:
            work.touched |= self.shelf.withdraw(path)
            self.ledger.release(owner)
        elif f"content/{path}" not in self.problems:
            known = self.shelf.standings[path]
            self.ledger.replace(owner, self._plan(path, known))
            if path in work.fresh:
                self._edited.append(f"{known.address}/index.html")
        work.to_make.pop(path, None)
        work.fresh.pop(path, None)

    def _plan(self, path: PurePosixPath, known: Standing) -> Iterator[Planned]:
        base, links = self._pages.base, [f"{link}={self._address(link)}" for link in sorted(known.links)]
        key = hashed(base, self.shelf.keys[path], *links)
        yield Planned(f"{known.address}/index.html", key, partial(self._render, path))
        for alias in known.aliases:
            to = hashed(base, known.address, known.title)
            yield Planned(f"{alias}/index.html", to, partial(self._redirect, alias, known))

    def _render(self, path: PurePosixPath) -> bytes:
        key = self._source_key(path)
        if key is None or key.whole != self.shelf.keys[path]:
            raise Overtaken(str(path))
        briefing = self._tools.briefing(path, key, self._address)
        document, started = briefing.document, time.monotonic()
        if self.options.preview:
            briefing = replace(briefing, document=marked(document))
        pause = partial(self._pause, path)
        pause()
        made = self._pages.renderer.briefing(briefing, pause)
        self._long.pop(path, None)
        if self.options.preview and time.monotonic() - started > _LONG:
            self._long[path] = LongPage(key.whole, elements(document), made.page.content)
            for oldest in list(self._long)[:-_LONG_PAGES]:
                del self._long[oldest]
        kinds = {speaker.name: speaker.kind for speaker in briefing.extraction.speakers}
        self._round.touched |= self.shelf.publish(path, made.across, kinds)
        known, orphans = self.shelf.standings[path], len(self._tools.review(path, key).unapplied)
        if known.orphans != orphans:
            self.shelf.stand(replace(known, orphans=orphans), key.whole)
        return made.page.content

    def _show_words(self, path: PurePosixPath) -> bool:
        """Of a page that takes long, show the words at once; False where that is done, or cannot be."""
        long, key = self._long.get(path), self._source_key(path)
        known = self.shelf.standings.get(path)
        if long is None or key is None or known is None or key.whole == long.key or path not in self._shown:
            return False
        page, document = f"{known.address}/index.html", self._tools.linked(path, key, self._address)
        now = LongPage(key.whole, elements(document), long.page)
        data = patched(long.page, long.elements, now.elements, document.source.text)
        self._long[path] = replace(now, page=data or long.page)
        if data is not None and self.ledger.show(page, data):
            self._edited.append(page)
        return data is not None

    def _pause(self, path: PurePosixPath) -> None:
        """A page whose words are shown already gives way to the next save."""
        if path in self._long and self.interrupted():
            raise Later

    def _redirect(self, alias: str, to: Standing) -> bytes:
        return self._pages.renderer.redirect(alias, to.address, to.title).content

    def _address(self, source: str) -> str | None:
        """The address of a source that is shown, by its path below ``content/``."""
        path = PurePosixPath(source)
        return self.shelf.standings[path].address if path in self._shown else None

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

    def _copy_files(self) -> None:
        """Files beside the sources that give no unpublished briefing away, and all of ``static/``."""
        self._begun, known = True, self.inputs.known
        beside = [p.relative_to("content") for p in known if p.parts[0] == "content" and is_companion(p)]
        sources = [s.references(public=p in self._shown) for p, s in self.shelf.standings.items()]
        wanted = {
            f"companion:{p}": PurePosixPath("content") / p for p in publishable(sorted(beside), sources)
        }
        wanted |= {f"static:{p.relative_to('static')}": p for p in known if p.parts[0] == "static"}
        for owner in sorted(self.ledger.owners("companion:") | self.ledger.owners("static:")):
            if owner not in wanted:
                self.ledger.release(owner)
        for owner, origin in sorted(wanted.items()):
            path = owner.partition(":")[2]
            self.ledger.replace(owner, [Planned(path, known[origin], origin=self.inputs.root / origin)])

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
            briefings=len(self._shown),
            held_back=len(self.shelf.standings) - len(self._shown),
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
