"""A preview of a small site that runs beside the test, on the real file system."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

import pytest

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.store.archive import Archive
from generator.errors import Problem
from generator.preview.broadcaster import Broadcaster
from generator.preview.messages import Message
from generator.preview.session import Reporter, Session
from generator.preview.supervisor import run_sessions
from generator.preview.watcher import FileSystem, Watcher
from generator.settings import load_site

PATIENCE = 60.0  # seconds until a test gives up; it waits for what happens, not for this


@dataclass(slots=True)
class Heard(Broadcaster):
    """What open pages are told, for the test to read."""

    messages: Queue[Message] = field(default_factory=Queue)

    def publish(self, message: Message) -> None:
        self.messages.put(message)


@dataclass
class Running:
    """A preview in a thread of its own."""

    root: Path
    poll: bool = False
    follow: bool = False
    trust: bool = False
    lines: Queue[str] = field(default_factory=Queue)
    problems: Queue[Problem] = field(default_factory=Queue)
    broadcaster: Heard = field(default_factory=Heard)
    thread: threading.Thread = field(init=False)

    def start(self) -> Running:
        self.watcher = Watcher(self.root, FileSystem(self.root, poll=self.poll))
        self.watcher.start()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        self.next()  # the first round
        return self

    def _run(self) -> None:
        run_sessions(load_site(self.root, trusted=self.trust), self.watcher, self._reporter, self._session)

    @property
    def _reporter(self) -> Reporter:
        return Reporter(self.lines.put, lambda problems: [self.problems.put(one) for one in problems])

    def problem(self, text: str) -> Problem:
        """Wait until the terminal is told of a problem that says ``text``."""
        while text not in (problem := self.problems.get(timeout=PATIENCE)).message:
            pass
        return problem

    def _session(self, archive: Archive) -> Session:
        options = BuildOptions(preview=True, trust=self.trust)
        output = InPlace(self.root / ".briefing" / "preview")
        builder = Builder(Inputs(self.root), archive, output, "preview", options)
        return Session(builder, self.watcher, self._reporter, self.broadcaster, self.follow)

    def next(self) -> Message:
        """What open pages are told next."""
        return self.broadcaster.messages.get(timeout=PATIENCE)

    def until(self, text: str, page: str = "a/index.html") -> set[str]:
        """Wait until a page holds ``text``; all pages that were said to have changed till then."""
        pages: set[str] = set()
        while text not in self.read(page):
            pages |= set(self.next().pages)
        return pages

    def read(self, page: str) -> str:
        path = self.root / ".briefing" / "preview" / page
        return path.read_text("utf-8") if path.is_file() else ""

    def stop(self) -> None:
        self.watcher.close()
        self.thread.join(PATIENCE)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site of three briefings without a language model."""
    root = tmp_path / "site"
    for name in ("a", "b", "folder/c"):
        path = root / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {name[-1].upper()}\ndate: 2026-01-02\n---\n\nFirst words.\n", "utf-8")
    (root / "briefing.toml").write_text("[language]\npipelines = {}\n", "utf-8")
    return root


@pytest.fixture
def running(root: Path) -> Iterator[Running]:
    started = Running(root).start()
    yield started
    started.stop()
