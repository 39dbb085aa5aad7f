"""One Chromium and one site a session. Where no Chromium is, these tests are skipped; in CI they fail."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browsing import FLAGS, MISSING, find_chromium
from benchmarks.browsing import served as serving
from tests.rendering.sites import write_site

WIDE = {"width": 1400, "height": 900}
NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
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


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The site under ``/sub/path/`` of a server of its own."""
    with serving(site.parents[1]) as address:
        yield f"{address}sub/path/"
