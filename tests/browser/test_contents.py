"""The list of contents in a real browser: it leads to its headings, with the keyboard and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.settings import load_site
from tests.browser.conftest import NARROW, WIDE

pytestmark = pytest.mark.browser

_PARAGRAPH = "The lock was shut before noon, and nobody had asked for it. " * 30
_BODY = "\n\n".join(
    f"## {title}\n\n{_PARAGRAPH}" for title in ("The lock", "A long night", "The weir, again")
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A briefing and a page of the site, each with three headings."""
    root = tmp_path_factory.mktemp("contents")
    (root / "content").mkdir()
    (root / "briefing.toml").write_text("[language]\npipelines = {}\n", "utf-8")
    head = "---\ntitle: The weir\ndate: 2031-05-04\n---\n\nSee https://example.org/minutes.\n\n"
    (root / "content" / "weir.md").write_text(head + _BODY, "utf-8")
    (root / "content" / "about.md").write_text(
        "---\ntitle: About\nkind: page\n---\n\nWords.\n\n" + _BODY, "utf-8"
    )
    build(load_site(root), BuildOptions(), root / "site")
    return root / "site"


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Page:
    return browser.new_context(viewport=request.param, java_script_enabled=False).new_page()


def test_the_contents_of_a_briefing_open_by_keyboard_and_lead_to_a_heading(page: Page, built: Path) -> None:
    page.goto(f"{built.as_uri()}/weir/index.html")
    contents = page.get_by_role("navigation", name="Contents")
    link = contents.get_by_role("link", name="A long night")
    expect(link).to_be_hidden()
    contents.locator("summary").focus()
    page.keyboard.press("Enter")
    link.click()
    assert page.url.endswith("#section-a-long-night")
    expect(page.get_by_role("heading", name="A long night")).to_be_in_viewport()


def test_the_contents_of_a_page_are_open(page: Page, built: Path) -> None:
    page.goto(f"{built.as_uri()}/about/index.html")
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="The weir, again").click()
    assert page.url.endswith("#the-weir-again")
    expect(page.get_by_role("heading", name="The weir, again")).to_be_in_viewport()


def test_the_page_stays_as_wide_as_the_screen(page: Page, built: Path) -> None:
    for name in ("weir", "about"):
        page.goto(f"{built.as_uri()}/{name}/index.html")
        page.locator(".contents details").evaluate("one => one.open = true")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
