"""One site a session, opened in the Chromium of :mod:`tests.conftest`.

Tests run with the widest of the fonts in :mod:`tests.browser.fonts` that the machine has, those of a
module that sets ``TWO_FONTS`` also with the widest whose letters are of one width; with ``--fonts others``
all tests run with each font that they would not have met, with ``--fonts every`` with each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.browsing import served as serving
from tests.rendering.sites import write_site

WIDE = {"width": 1400, "height": 900}
NARROW = {"width": 390, "height": 844}
expect.set_options(timeout=60_000)  # what comes, comes later on a busy machine


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
