"""One Chromium and one site a session. Where no Chromium is, these tests are skipped; in CI they fail."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.rendering.sites import write_site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

WIDE = {"width": 1400, "height": 900}
NARROW = {"width": 390, "height": 844}


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        reason = "no Chromium is installed (looked for " + ", ".join(NAMES) + ")"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples as a site, below a folder so that it can be served under a path."""
    return write_site(tmp_path_factory.mktemp("root") / "sub" / "path")


Opener = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Opener]:
    """Opens a page of the site from its file; whatever it complains of fails the test."""
    contexts = []
    complaints: list[str] = []

    def opened(path: str, *, viewport: dict[str, int] | None = None, base: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport=viewport or WIDE, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((base or site.as_uri() + "/") + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The site under ``/sub/path/`` of a server of its own."""
    handler = partial(Quiet, directory=str(site.parents[1]))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sub/path/"
    server.shutdown()
    server.server_close()
    thread.join()
