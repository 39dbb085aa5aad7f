"""A long list in a real browser: from page to page and back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Opener

pytestmark = pytest.mark.browser


def test_a_reader_goes_to_the_next_page_of_the_index_and_back(visit: Opener) -> None:
    page = visit("index.html", viewport=NARROW, java_script_enabled=False)
    first = page.locator(".briefing-item a").first.inner_text()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(page.locator(".briefing-item a").first).not_to_have_text(first)
    expect(page.get_by_role("link", name="Next page")).to_have_count(0)
    page.get_by_role("link", name="Previous page").click()
    expect(page.locator(".briefing-item a").first).to_have_text(first)


def test_a_reader_finds_all_tags_from_the_index(visit: Opener) -> None:
    page = visit("index.html")
    page.get_by_role("link", name="All tags").click()
    expect(page.get_by_role("heading", name="Tags", level=1)).to_be_visible()
    page.locator(".main-list .tags a").first.click()
    page.get_by_role("main").get_by_role("link", name="Tags").click()
    expect(page.get_by_role("heading", name="Tags", level=1)).to_be_visible()
