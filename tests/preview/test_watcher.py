"""Bursts of events into paths; events and clock are given, nothing waits."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from generator.preview import watcher as module
from generator.preview.debounce import Debouncer
from generator.preview.watch_limits import limit_reached
from generator.preview.watcher import WAKE, Event, FileSystem, Watcher
from tests.preview.conftest import PATIENCE

ROOT = Path("/site")


@dataclass
class Script:
    """A queue and a clock: hands out events at their times, moves on instead of waiting."""

    events: list[tuple[float, Event]]
    now: float = 0.0
    end: Callable[[], None] = lambda: None

    def put(self, event: Event | None) -> None:
        if event is not None:
            self.events.append((self.now, event))

    def get(self, *, timeout: float | None) -> Event | None:
        if not self.events and timeout is None:
            self.end()
            return None
        if self.events and (timeout is None or self.events[0][0] <= self.now + timeout):
            time, event = self.events.pop(0)
            self.now = max(self.now, time)
            return event
        self.now += timeout or 0.0
        raise Empty

    def empty(self) -> bool:
        return not self.events


@dataclass
class NoFileSystem:
    bursts: int = 0
    told: list[Event] = field(default_factory=list)

    def start(self, tell: Callable[[Event], None]) -> None: ...

    def settle(self) -> None:
        self.bursts += 1

    def stop(self) -> None: ...


def bursts(*events: tuple[float, str] | tuple[float, str, bool]) -> list[set[str] | None]:
    """What the watcher yields for events ``(time in ms, path, loss)``."""
    script = Script([])
    watcher = Watcher(ROOT, NoFileSystem(), Debouncer(), lambda: script.now, script)
    for event in events:
        script.now = event[0] / 1000
        watcher.hear(Event(ROOT / event[1], loss=len(event) > 2))
    script.now = 0.0
    script.end = watcher.stop
    return [None if b is None else {str(p.relative_to(ROOT)) for p in b} for b in watcher]


def test_a_save_of_several_events_is_one_burst() -> None:
    assert bursts((0, "content/a.md"), (1, "content/a.md"), (3, "content/a.md")) == [{"content/a.md"}]


def test_two_saves_apart_are_two_bursts() -> None:
    assert bursts((0, "content/a.md"), (400, "content/b.md")) == [{"content/a.md"}, {"content/b.md"}]


def test_a_save_by_way_of_a_backup_is_one_burst() -> None:
    vim = bursts((0, "content/4913"), (5, "content/a.md", True), (60, "content/a.md"), (61, "content/a.md"))
    assert vim == [{"content/a.md"}]


def test_noise_alone_wakes_nobody() -> None:
    assert bursts((0, "content/.a.md.swp"), (1, "content/a.md~"), (2, "content/4913")) == []


def test_noise_interrupts_nobody() -> None:
    watcher = Watcher(ROOT, NoFileSystem())
    for name in ("content/.a.md.swp", "site/index.html", ".site.staging", "notes.txt"):
        watcher.hear(Event(ROOT / name))
    assert not watcher.waiting
    watcher.hear(Event(ROOT / "content/a.md"))
    assert watcher.waiting


def test_the_output_and_other_folders_wake_nobody() -> None:
    assert (
        bursts((0, "site"), (1, "site/a/index.html"), (2, ".briefing/archive.sqlite"), (3, "notes.txt")) == []
    )


def test_the_settings_count() -> None:
    assert bursts((0, "briefing.toml")) == [{"briefing.toml"}]


def test_a_program_that_never_stops_writing_is_cut_off_at_the_cap() -> None:
    found = bursts(*((10.0 * step, "content/a.md") for step in range(120)))
    assert len(found) == 3


def test_a_checkout_of_two_hundred_files_is_one_burst() -> None:
    (found,) = bursts(*((step / 2, f"content/{step}.md") for step in range(200)))
    assert found is not None
    assert len(found) == 200


def test_a_flood_means_look_at_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FLOOD", 50)
    assert bursts(*((step / 10, f"content/{step}.md") for step in range(60))) == [None]


def test_folders_are_looked_after_following_each_burst() -> None:
    script = Script([(0.0, Event(ROOT / "content"))])
    observing = NoFileSystem()
    watcher = Watcher(ROOT, observing, Debouncer(), lambda: script.now, script)
    script.end = watcher.stop
    assert list(watcher) == [frozenset({ROOT / "content"})]
    assert observing.bursts == 1


def test_a_clock_that_jumps_back_does_not_stall_a_burst() -> None:
    script = Script([(5.0, Event(ROOT / "content/a.md"))])
    times = iter([5.0, 5.0, -100.0, -100.0, -100.0, -100.0])
    watcher = Watcher(ROOT, NoFileSystem(), Debouncer(), lambda: next(times, -100.0), script)
    script.end = watcher.stop
    assert list(watcher) == [frozenset({ROOT / "content/a.md"})]


def test_a_wake_up_call_yields_at_once_and_names_nothing() -> None:
    script = Script([(0.0, WAKE)])
    watcher = Watcher(ROOT, NoFileSystem(), Debouncer(), lambda: script.now, script)
    script.end = watcher.stop
    assert list(watcher) == [frozenset()]


KEPT = frozenset({ROOT / ".briefing", ROOT / ".briefing/archive.sqlite"})


def test_the_loss_of_what_we_keep_wakes_once_and_names_nothing() -> None:
    lost = Event(ROOT / ".briefing/archive.sqlite", loss=True)
    script = Script([(0.0, lost), (0.001, Event(ROOT / ".briefing", loss=True))])
    watcher = Watcher(ROOT, NoFileSystem(), Debouncer(), lambda: script.now, script, KEPT)
    script.end = watcher.stop
    assert list(watcher) == [frozenset()]


def test_what_is_written_to_what_we_keep_is_no_news() -> None:
    watcher = Watcher(ROOT, NoFileSystem(), kept=KEPT)
    watcher.hear(Event(ROOT / ".briefing/archive.sqlite"))
    assert not watcher.waiting


@pytest.mark.parametrize(
    ("number", "limit"),
    [(errno.ENOSPC, "fs.inotify.max_user_watches"), (errno.EMFILE, "fs.inotify.max_user_instances")],
)
@pytest.mark.parametrize("at", ["made", "schedule", "start"])
def test_where_the_system_watches_no_more_folders_all_are_looked_at(
    tmp_path: Path, number: int, limit: str, at: str
) -> None:
    (tmp_path / "content").mkdir()
    lines: list[str] = []
    files = FileSystem(tmp_path, say=lines.append)
    files.new_observer = refusing(OSError(number, "limit"), at)
    assert heard_of(files, tmp_path / "content" / "a.md") == 1
    assert len(lines) == 1
    assert limit in lines[0]
    assert "--poll" in lines[0]


def test_a_limit_that_is_reached_later_is_noticed_too(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    lines: list[str] = []
    files = FileSystem(tmp_path, say=lines.append)
    answers = iter([None])
    files.limit_reached = lambda folder: next(answers, "fs.inotify.max_user_watches")
    files.start(lambda event: None)
    assert lines == []
    files.settle()
    files.settle()
    files.stop()
    assert len(lines) == 1


def test_other_errors_of_watching_are_no_limit(tmp_path: Path) -> None:
    files = FileSystem(tmp_path)
    files.new_observer = refusing(OSError(errno.EIO, "broken"), "start")
    with pytest.raises(OSError, match="broken"):
        files.start(lambda event: None)


def test_a_folder_can_be_watched_here(tmp_path: Path) -> None:
    assert limit_reached(tmp_path) is None


def refusing(error: OSError, at: str) -> Callable[[], BaseObserver]:
    """Makes observers that the system refuses: when they are made, given a folder, or started."""

    class Refusing(PollingObserver):
        def schedule(self, *arguments: Any, **options: Any) -> ObservedWatch:
            if at == "schedule":
                raise error
            return super().schedule(*arguments, **options)

        def start(self) -> None:
            raise error

    def made() -> BaseObserver:
        if at == "made":
            raise error
        return Refusing()

    return made


def heard_of(files: FileSystem, path: Path) -> int:
    """How often a path is told of, once it is written, until it first is."""
    heard = threading.Event()
    files.start(lambda event: heard.set() if event.path == path else None)
    path.write_text("Written.")
    found = heard.wait(PATIENCE)
    files.stop()
    return int(found)
