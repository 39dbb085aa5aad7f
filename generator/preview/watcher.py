"""Turn file events into the paths that may have changed, once a burst is over.

watchdog stands at the edge and is replaced by a list of events in tests. What is
watched are the site's input folders and, without what lies below it, the site's own
folder: a file that an editor replaces by renaming is an event of its folder, and so
is a content folder that goes away and comes back. The output is never watched; of the
cache, only what is deleted from it counts.
"""

from __future__ import annotations

import logging
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from generator.building.inputs import input_path
from generator.preview.debounce import Debouncer
from generator.preview.watch_limits import limit_of, limit_reached
from generator.settings import FOLDERS

# Reading a file is no change; a folder's own times say nothing that its files' events do not.
_TELLING: list[type[FileSystemEvent]] = [
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
    FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]  # fmt: skip
_POLL_EVERY = 1.0  # seconds
# The kernel drops events when its queue is full and names none of them: after a flood, look at everything.
_FLOOD = 4_000


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to ``path``; ``loss`` where it is gone from there."""

    path: Path
    loss: bool = False


WAKE = Event(Path())


class Queue(Protocol):
    """What :class:`queue.SimpleQueue` does; a test's queue also moves the test's clock."""

    def put(self, event: Event | None, /) -> None: ...

    def get(self, *, timeout: float | None) -> Event | None: ...

    def empty(self) -> bool: ...


class Observing(Protocol):
    """Where events come from; ``tell`` may be called from any thread."""

    def start(self, tell: Callable[[Event], None]) -> None: ...

    def settle(self) -> None:
        """Called after each burst: watch folders that are new, forget those that are gone."""

    def stop(self) -> None: ...


@dataclass(slots=True)
class Watcher:
    """Yields, burst by burst, the absolute paths to look at again; None means: at everything."""

    root: Path
    observing: Observing
    debouncer: Debouncer = field(default_factory=Debouncer)
    clock: Callable[[], float] = time.monotonic
    events: Queue = field(default_factory=SimpleQueue[Event | None])
    kept: frozenset[Path] = frozenset()  # what we write ourselves: only that it is gone is news
    _stopped: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.observing.start(self.hear)

    def hear(self, event: Event) -> None:
        """Take an event, from any thread; what is no input is nobody's business."""
        if input_path(self.root, event.path) or (event.loss and event.path in self.kept):
            self.events.put(event)

    def stop(self) -> None:
        """End the iteration, from any thread."""
        self._stopped.set()
        self.events.put(None)

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    @property
    def waiting(self) -> bool:
        """Whether an input may have changed, and nobody has looked at it."""
        return not self.events.empty()

    def wake(self) -> None:
        """Make the iteration yield once, with no path, from any thread."""
        self.events.put(WAKE)

    def rest(self, seconds: float) -> None:
        """Wait, but not longer than until the end."""
        self._stopped.wait(seconds)

    def close(self) -> None:
        self.stop()
        self.observing.stop()

    def __iter__(self) -> Iterator[frozenset[Path] | None]:
        while not self._stopped.is_set():
            burst = self._burst()
            if burst is not None and not self._stopped.is_set():
                self.observing.settle()
                yield frozenset(burst) if len(burst) < _FLOOD else None

    def _burst(self) -> set[Path] | None:
        """Wait for a first event, then until no more follow; None where nothing came of it."""
        paths: set[Path] = set()
        woken = False
        while not self._stopped.is_set():
            wait = self.debouncer.wait(self.clock())
            if wait == 0.0:
                break
            try:
                event = self.events.get(timeout=wait)
            except Empty:
                break
            if event is WAKE:
                woken = True
                break
            if event is not None:
                if event.path in self.kept:
                    woken = True
                else:
                    paths.add(event.path)
                self.debouncer.event(self.clock(), loss=event.loss)
        self.debouncer.reset()
        return paths if paths or woken else None


class FileSystem(FileSystemEventHandler):
    """The real source of events: watchdog, by the system's notifications or by polling."""

    def __init__(
        self,
        root: Path,
        cache: Path | None = None,
        *,
        poll: bool = False,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        _silence_watchdog()
        self.root, self.cache = root, cache
        self.polling, self.say = poll, say
        self.new_observer: Callable[[], BaseObserver] = Observer
        self.observer: BaseObserver | None = None
        self.limit_reached: Callable[[Path], str | None] = limit_reached
        self.tell: Callable[[Event], None] = lambda _: None
        self.watched: dict[Path, tuple[ObservedWatch, int]] = {}
        self.links: dict[Path, Path] = {}  # where a folder really is, and what we call it
        self.lost: set[Path] = set()  # a folder made anew may get the number of the one before it

    def start(self, tell: Callable[[Event], None]) -> None:
        self.tell = tell
        try:
            self._begin()
        except OSError as error:
            limit = limit_of(error)
            if limit is None or self.polling:
                raise
            self._poll_from_now_on(limit)
        else:
            self._look_at_limits()

    def _begin(self) -> None:
        self.observer = PollingObserver(timeout=_POLL_EVERY) if self.polling else self.new_observer()
        self._schedule(self.observer, self.root, recursive=False)
        self._watch_folders()
        self.observer.start()

    def stop(self) -> None:
        if self.observer is not None:
            with suppress(RuntimeError):  # never started
                self.observer.stop()
                self.observer.join(timeout=1)

    def settle(self) -> None:
        self._watch_folders()
        self._look_at_limits()

    def _watch_folders(self) -> None:
        for name in FOLDERS:
            self._watch(self.root / name)
        if self.cache is not None:
            self._watch(self.cache, recursive=False)

    def _look_at_limits(self) -> None:
        """Return where a folder cannot be watched any more, look at all of them instead."""
        if not self.polling and (limit := self.limit_reached(self.root)):
            self._poll_from_now_on(limit)

    def _poll_from_now_on(self, limit: str) -> None:
        self.stop()
        self.polling = True
        self.watched.clear()
        self.say(
            f"the system watches no more folders for you ({limit} is reached): looking every second instead; "
            f"raise it with sysctl, or ask for this with --poll"
        )
        self._begin()

    def _watch(self, folder: Path, *, recursive: bool = True) -> None:
        """Watch a folder that is new or was replaced; a watch dies with the folder it was set on."""
        if self.observer is None:
            return
        identity = _identity(folder)
        watch, before = self.watched.get(folder, (None, None))
        if identity == before and folder not in self.lost:
            return
        self.lost.discard(folder)
        if watch is not None:
            del self.watched[folder]
            with suppress(KeyError, OSError):
                self.observer.unschedule(watch)
        if identity is not None:
            with suppress(OSError):  # gone again
                self.watched[folder] = (self._schedule(self.observer, folder, recursive=recursive), identity)
                self.tell(Event(folder))

    def _schedule(self, observer: BaseObserver, folder: Path, *, recursive: bool) -> ObservedWatch:
        """Of a link, watch what it leads to: the system itself would watch the link."""
        real = folder.resolve()
        if real != folder:
            self.links[real] = folder
        return observer.schedule(self, str(real), recursive=recursive, event_filter=_TELLING)

    def _called(self, name: bytes | str) -> Path:
        path = _path(name)
        for real, folder in self.links.items():
            if path.is_relative_to(real):
                return folder / path.relative_to(real)
        return path

    def on_any_event(self, event: FileSystemEvent) -> None:
        path, away = self._called(event.src_path), event.event_type in ("deleted", "moved")
        if away and path in self.watched:
            self.lost.add(path)
        self.tell(Event(path, loss=away))
        if event.dest_path:
            self.tell(Event(self._called(event.dest_path)))


def _silence_watchdog() -> None:
    """Return what it warns of, such as a folder that moved, is dealt with here and concerns no user."""
    logging.getLogger("watchdog").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module=r"watchdog\b")


def _identity(folder: Path) -> int | None:
    try:
        return folder.stat().st_ino if folder.is_dir() else None
    except OSError:
        return None


def _path(name: bytes | str) -> Path:
    return Path(name if isinstance(name, str) else name.decode("utf-8", "surrogateescape"))
