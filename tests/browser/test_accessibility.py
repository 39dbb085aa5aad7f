"""axe finds nothing on any kind of page, light and dark, wide and narrow, at rest and in use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, Opener

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "archive/2031-04/index.html",
    "archive/page/2/index.html",
    "tags/index.html",
    "town/ferry/index.html",
    "town/hearing/index.html",
    "quiet/index.html",
    "kashti/index.html",
    "speakers/index.html",
    "speakers/odile-brandt/index.html",
    "tags/harbours/index.html",
    "search/index.html#query=minutes",
    "404.html",
)
LOOKS = [(scheme, size) for scheme in ("light", "dark") for size in (WIDE, NARROW)]


def violations(page: Page) -> list[str]:
    """What axe finds, a line each; without fetching the sheets, which the page's policy forbids."""
    options = {"preload": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Opener, path: str, scheme: str, size: dict[str, int]) -> None:
    assert violations(visit(path, viewport=size, color_scheme=scheme)) == []


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=str)
def test_axe_finds_nothing_on_a_page_in_use(visit: Opener, scheme: str, size: dict[str, int]) -> None:
    page = visit("town/ferry/index.html#who-odile-brandt", viewport=size, color_scheme=scheme)
    page.locator("a.key").first.click()
    page.locator(".cite summary").click()
    # What the bar at the foot of a phone's screen covers half is there whole once one scrolls.
    page.locator(".cite").evaluate("e => e.scrollIntoView({block: 'end', behavior: 'instant'})")
    assert page.locator(".note.open").is_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_without_scripts(visit: Opener, scheme: str, site: Path) -> None:
    """axe itself needs scripts: the page is loaded as it is without, and only then looked at."""
    page = visit("town/ferry/index.html", color_scheme=scheme)
    html = (site / "town" / "ferry" / "index.html").read_text("utf-8")
    without = re.sub(r"<script.*?</script>", "", html)
    page.route(
        "**/town/ferry/index.html", lambda route: route.fulfill(body=without, content_type="text/html")
    )
    page.reload()
    assert violations(page) == []


def test_axe_finds_nothing_on_a_redirect(visit: Opener, site: Path) -> None:
    page = visit("404.html")
    html = (site / "old" / "ferry" / "index.html").read_text("utf-8")
    still = re.sub(r"<noscript>.*?</noscript>|<script.*?</script>", "", html)
    page.route("**/old/ferry/index.html", lambda route: route.fulfill(body=still, content_type="text/html"))
    page.goto(f"{site.as_uri()}/old/ferry/index.html")
    assert page.get_by_role("link", name="The ferry that nobody ordered").is_visible()
    assert violations(page) == []
