"""``briefing serve`` in a process of its own, for as long as a test lasts."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from urllib.parse import urlsplit

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

    def start_over(self, sources: dict[str, str]) -> None:
        """Replace all sources and reviews by these ``sources``: quicker than a preview for each test."""
        for path in [path for name in ("content", "static") for path in (self.root / name).rglob("*")]:
            path.unlink()
        for name in sources:
            self.until_answered(name, HTTPStatus.NOT_FOUND)
        for name, text in sources.items():
            self.write(f"content/{name}", text)
        for name in sources:
            self.until_answered(name)
        while not self.lines.empty():  # of the test before
            self.lines.get()

    def until_answered(self, name: str, status: HTTPStatus = HTTPStatus.OK, text: str = "") -> None:
        """Ask for the page of a source until it is answered so, with this text in it."""
        address = urlsplit(self.address)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            connection = HTTPConnection(address.netloc, timeout=PATIENCE)
            connection.request("GET", f"/{name.removesuffix('.md')}/")
            answer = connection.getresponse()
            answered = answer.status == status and text in answer.read().decode()
            connection.close()
            if answered:
                return
            time.sleep(0.02)
        raise TimeoutError(f"{name} is not answered with {status} and {text!r}")


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
