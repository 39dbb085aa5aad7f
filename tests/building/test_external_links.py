"""``check --external`` asks the pages that texts link to, and nothing else does."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.building.external_links import broken_elsewhere
from generator.settings import load_site
from tests.building.conftest import Command, write


class Answers(BaseHTTPRequestHandler):
    """Answers with the status that the path names; `/no-head` to a GET alone, `/slow` too late."""

    asked: list[str]

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        if self.path == "/slow":
            time.sleep(1)
        status = {"/no-head": 405 if self.command == "HEAD" else 200, "/slow": 200}.get(self.path)
        code = status or int(self.path.strip("/").split("/")[0])
        self.send_response(code)
        if code in (301, 302):
            target = self.path.removeprefix(f"/{code}")
            self.send_header("Location", "file:///etc/passwd" if target == "/file" else target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    Answers.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()
        thread.join()


def text(site: Path, *links: str) -> None:
    lines = "\n\n".join(f"See [it]({link})." for link in links)
    write(site, "good.md", f"---\ntitle: Good\ndate: 2026-01-02\n---\n\n{lines}\n")


def test_each_broken_link_is_a_line_with_its_place(site: Path, server: str, briefing: Command) -> None:
    text(site, f"{server}/200", f"{server}/404", f"{server}/403", f"{server}/no-head", f"{server}/301/200")
    done = briefing("check", "--external")
    lines = [line for line in done.stderr.splitlines() if server in line]
    assert [line.split("content/", 1)[1] for line in lines] == [
        f"good.md:8:10: the link '{server}/404' answers 404 [warning]",
        f"good.md:10:10: the link '{server}/403' answers 403 [note]",
    ]
    assert done.returncode == 0


def test_nothing_is_asked_unless_it_is_wanted(site: Path, server: str, briefing: Command) -> None:
    text(site, f"{server}/404")
    assert briefing("check").returncode == 0
    assert briefing("build").returncode == 0
    assert Answers.asked == []


def test_an_address_is_asked_once_for_all_its_places(site: Path, server: str) -> None:
    text(site, f"{server}/404#a", f"{server}/404#b")
    write(site, "other.md", f"---\ntitle: O\nsource: {{url: '{server}/404'}}\n---\n\nText.\n")
    found = broken_elsewhere(load_site(site), lambda _: None)
    assert len(found) == 3
    assert sorted(Answers.asked) == ["GET /404", "HEAD /404"]


def test_what_does_not_answer_is_told(site: Path, server: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/"
    text(site, nobody, f"{server}/slow", f"{server}/302/file", "http://[bad/", "http://127.0.0.1:99999/")
    found = [one.message for one in broken_elsewhere(load_site(site), lambda _: None, 0.3)]
    assert len(found) >= 3
    assert all("cannot be reached" in message or "answers 302" in message for message in found)
    assert any("no answer in time" in message for message in found)
