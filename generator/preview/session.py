"""The loop of a watch: events in, rebuilt pages and one line out.

It runs in one thread, which owns the archive. A preview lets itself be interrupted
between two pages, so that what somebody has just saved is never behind what can wait;
a site that others read is changed all at once or not at all.
"""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from generator.building.builder import Builder
from generator.building.published import PublishedFolder
from generator.building.report import Report
from generator.building.site_round import build_site, discarded
from generator.building.store.artifacts import recorded_files
from generator.errors import BriefingError, Problem
from generator.preview.broadcaster import Broadcaster
from generator.preview.messages import Message, shown
from generator.preview.watcher import Watcher

_KEEP_EVERY = 1.0  # seconds, while a preview's long round goes on: another command may want the archive
_TELL_AT_ONCE = 20  # problems
_LONG_ROUND = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Reporter:
    """Says lines and problems to whoever runs the command."""

    say: Callable[[str], None]
    report: Callable[[Iterable[Problem]], None]


@dataclass(slots=True)
class Session:
    """Keeps an output up to date until the watcher is stopped."""

    builder: Builder
    watcher: Watcher
    reporter: Reporter
    broadcaster: Broadcaster = field(default_factory=Broadcaster)
    follow: bool = False
    published: PublishedFolder | None = None  # before the first build of a site that others read
    state: Message = field(default_factory=Message)
    _told: tuple[Problem, ...] = ()
    _first: bool = True
    _unknown: bool = False  # what stands in the output, as with a new archive
    _alarm: threading.Timer | None = None

    def run(self) -> None:
        """Bring everything up to date, then again after each burst of events.

        Raises ``sqlite3.Error`` where the archive fails: it must be opened anew.
        """
        bursts = iter(self.watcher)
        self._unknown = not self.builder.artifacts.owners()
        try:
            self._safely(self.builder.begin)
            while not self.watcher.stopped:
                self._safely(self._queue)
                if not self.watcher.stopped:
                    self._safely(partial(self._note, next(bursts, frozenset())))
        finally:
            self._set_alarm(None)

    def _safely(self, step: Callable[[], None]) -> None:
        """A bug of ours ends a round, not the watch; nothing is tried again before something changes."""
        try:
            step()
        except sqlite3.Error:
            raise
        except Exception as error:
            self.builder.undo()
            self.reporter.say(f"a bug of ours, please report it: {type(error).__name__}: {error}")

    def _queue(self) -> None:
        if self.published is not None:
            self._build_first(self.published)
        elif self.builder.busy:
            self._work()

    def _build_first(self, published: PublishedFolder) -> None:
        """The first build looks at all that stands there: what no archive knows of must not stay."""
        later = self.builder.output
        try:
            contents = published.look()
            output = published.output(recorded_files(self.builder.archive, self.builder.target), contents)
            with discarded(output):
                self.builder.inputs.scan()
                self.builder.change_output(output)
                report = build_site(self.builder)
        except BriefingError as error:
            self._tell_problems(error.problems)
        else:
            self.published = None
            self._say(report)
            self._set_alarm(report.next_embargo)
        finally:
            self.builder.change_output(later)

    def _note(self, touched: frozenset[Path] | None) -> None:
        """Only what really changed counts; an empty set is a wake-up call."""
        self.builder.archive.check()
        if not self.builder.output.stands():
            self.builder.begin()
            return
        inputs = self.builder.inputs
        changes = inputs.scan() if touched is None else inputs.refresh(touched)
        if changes or not touched:
            self.builder.note(changes)

    def _work(self) -> None:
        preview, kept = self.builder.options.preview, time.monotonic()
        for _ in self.builder.work():
            if self.watcher.stopped:
                return
            if preview and not self.broadcaster.open_pages.isdisjoint(self.builder.log.written):
                self._tell_pages()
            if preview and self.watcher.waiting:
                self.builder.keep()
                return
            if preview and time.monotonic() - kept > _KEEP_EVERY:
                kept = time.monotonic()
                self.builder.keep()
        self._finish()

    def _finish(self) -> None:
        """The round is over: keep it or not, and say what came of it."""
        report = self.builder.report()
        if report.errors and not self.builder.options.preview:
            self.builder.undo()
        else:
            try:
                if self._unknown and not report.errors:
                    self.builder.artifacts.sweep()
                    self._unknown = False
                self.builder.keep()
            except BriefingError as error:
                report = report.with_problem(*error.problems)
                self.builder.undo()
        self._publish(report)
        self._say(report)
        self._set_alarm(report.next_embargo)
        if report.seconds > _LONG_ROUND:
            # A loaded language model is very many objects: to look for garbage among them takes too long.
            gc.collect()
            gc.freeze()

    def _say(self, report: Report) -> None:
        did = report.changed or report.written or report.told or report.removed
        if did or report.problems != self._told or self._first:
            self._tell_problems(report.problems)
            self.reporter.say(report.line())
        self._first = False

    def _tell_problems(self, problems: tuple[Problem, ...]) -> None:
        """Those that are new, and of very many the first."""
        before = set(self._told)
        new = [problem for problem in problems if problem not in before]
        self.reporter.report(new[:_TELL_AT_ONCE])
        if len(new) > _TELL_AT_ONCE:
            self.reporter.say(f"… and {len(new) - _TELL_AT_ONCE:,} more; `briefing check` lists all")
        self._told = problems

    # --- open pages ---------------------------------------------------------

    def _tell_pages(self) -> None:
        """Open pages need not wait for the end of a long round."""
        pages = tuple(page for page in self.builder.log.written if page in self.broadcaster.open_pages)
        self.builder.log.tell(pages)
        self.broadcaster.publish(Message(pages=pages, problems=self.state.problems))

    def _publish(self, report: Report) -> None:
        problems = shown(report.errors, self.builder.inputs.root, self.builder.page_of)
        changed = (*report.written, *report.removed)
        pages = tuple(path for path in changed if path.endswith(".html"))
        styles = tuple(path for path in report.written if path.endswith(".css"))
        scripts = any(path.endswith(".js") and path.startswith("assets/") for path in report.written)
        follow = report.edited[0] if self.follow and report.edited else None
        before, self.state = self.state, Message(problems=problems)
        if pages or styles or scripts or follow or problems != before.problems:
            self.broadcaster.publish(Message(pages, styles, problems, follow, reload=scripts))

    # --- time ---------------------------------------------------------------

    def _set_alarm(self, moment: datetime | None) -> None:
        """An embargo that ends is a change that no file tells of."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if moment is not None and not self.builder.options.preview:
            seconds = (moment - self.builder.options.now()).total_seconds()
            self._alarm = threading.Timer(min(max(seconds, 0.0) + 0.05, 3600.0), self.watcher.wake)
            self._alarm.daemon = True
            self._alarm.start()
