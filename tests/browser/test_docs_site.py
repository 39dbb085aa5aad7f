"""The documentation in a real browser: from its first page to a place in a page, without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.docs_site import build_docs
from tests.browser.conftest import NARROW, WIDE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "docs"
    build_docs(tmp_path_factory.mktemp("staged"), out)
    return out


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_reader_finds_the_tutorial_and_a_setting(
    browser: Browser, docs: Path, viewport: dict[str, int]
) -> None:
    page = browser.new_context(viewport=viewport).new_page()  # type: ignore[arg-type]
    page.goto(f"{docs.as_uri()}/index.html")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Tutorial").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tutorial: a first briefing in ten minutes")
    picture = page.locator("#text img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('#text img').naturalWidth > 600")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="settings").first.click()
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="Long lists").click()
    expect(page.get_by_role("heading", name="Long lists")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
