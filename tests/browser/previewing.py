"""``briefing serve`` in a process of its own, for as long as a test lasts."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

from playwright.sync_api import Page, expect

PATIENCE = 60.0
NO_MODEL = "[language]\npipelines = {}\n"


@dataclass
class Served:
    """A preview of the site in ``root``, at ``address``."""

    root: Path
    process: subprocess.Popen[str]
    lines: Queue[str] = field(default_factory=Queue)
    address: str = ""

    def listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.put(line)

    def until(self, pattern: str) -> re.Match[str]:
        while True:
            line = self.lines.get(timeout=PATIENCE)
            if found := re.search(pattern, line):
                return found

    def write(self, name: str, text: str) -> None:
        write(self.root, name, text)


@contextmanager
def previewed(root: Path, sources: dict[str, str], *flags: str, settings: str = NO_MODEL) -> Iterator[Served]:
    """A site of these ``sources``, by name below ``content``, once it is shown; usually without a model."""
    write(root, "briefing.toml", settings)
    for name, text in sources.items():
        write(root, f"content/{name}", text)
    command = [sys.executable, "-m", "generator", "serve", "--site", str(root), "--port", "0", *flags]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    found = Served(root, process)
    listener = threading.Thread(target=found.listen)
    listener.start()
    found.address = found.until(r"preview at (http\S+)")[1]
    found.until("changed →")
    yield found
    process.send_signal(signal.SIGINT)
    try:
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        process.kill()
        listener.join()
        process.stderr.close()  # type: ignore[union-attr]


def listening(page: Page) -> Page:
    """The page, once it hears of every change."""
    expect(page.locator("#briefing-preview[data-live]")).to_be_attached()
    return page


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
