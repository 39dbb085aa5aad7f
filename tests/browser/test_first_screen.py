"""What is on the screen before anything is scrolled: the title, three lines of the brief, the text."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import holding
from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

SIZES = [(1366, 768), (1024, 768), (390, 844)]
TWO_LINES = 56


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_first_screen_holds_title_brief_and_text(visit: Opener, width: int, height: int) -> None:
    page = visit("town/wall/index.html", viewport={"width": width, "height": height})
    assert len(page.locator("h1").inner_text()) == 90
    for selector in ("h1", ".assertions ol >> nth=0"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
    assert page.locator(".assertions ol").first.locator("li:visible").count() == 3
    text = page.locator("#text").bounding_box()
    assert text is not None
    assert text["y"] + TWO_LINES <= height


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_rest_is_folded_and_opens_with_a_tap(visit: Opener, scripts: bool) -> None:
    page = visit("town/wall/index.html", viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
    fourth, strip = page.locator("#key-4"), page.locator(".strip")
    assert not fourth.is_visible()
    assert not strip.is_visible()
    page.get_by_text("5 more assertions").click()
    page.get_by_text("Source, review, who speaks when").click()
    assert fourth.is_visible()
    assert strip.is_visible()


def test_on_a_phone_where_accounts_differ_is_one_line(visit: Opener) -> None:
    page = visit("town/ferry/index.html", viewport={"width": 390, "height": 844})
    accounts, about = (
        page.locator(f"{fold} > summary").bounding_box() for fold in ("#accounts", ".about-text")
    )
    assert accounts is not None
    assert about is not None
    assert accounts["height"] == pytest.approx(about["height"], abs=4)


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_wide_screen_nothing_is_folded(visit: Opener, scripts: bool) -> None:
    page = visit("town/wall/index.html", viewport={"width": 1366, "height": 768}, java_script_enabled=scripts)
    assert page.locator(".assertions li:visible").count() == 8
    assert page.locator(".strip").is_visible()
    assert page.get_by_text("5 more assertions").is_visible() is False


def test_the_strip_is_thin_and_its_bars_lead_to_the_words(visit: Opener) -> None:
    page = visit("town/wall/index.html", viewport={"width": 1366, "height": 768})
    bar = page.locator(".strip svg a").nth(1)
    strip = page.locator(".strip svg").bounding_box()
    assert strip is not None
    assert strip["height"] <= 16
    bar.click()
    expect(page).to_have_url(holding("#q-that-the-"))
