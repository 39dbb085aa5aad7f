"""A review in reading order: paragraph by paragraph, sure quotations together, forms for all else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from ruamel.yaml import YAML

from tests.browser.previewing import Served, listening, previewed
from tests.browser.test_accessibility import violations
from tests.preview.test_form_values import DAM

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("previewed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFING_REVIEWER", "A. B.")
        with previewed(root, {"dam.md": DAM}, settings="") as found:
            yield found


@pytest.fixture
def served(preview: Served) -> Served:
    """A preview of one text, without a review."""
    preview.start_over({"dam.md": DAM})
    return preview


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(served.address + "dam/", wait_until="domcontentloaded")
    listening(page)
    page.locator(".opener").click()
    expect(panel(page)).to_be_visible()
    yield page
    context.close()


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Review")


def said(page: Page) -> Locator:
    return panel(page).get_by_role("status")


def words(page: Page) -> Locator:
    return panel(page).locator("section > blockquote")


def written(served: Served) -> list[dict[str, Any]]:
    path = served.root / "content/dam.review.yaml"
    return list(YAML(typ="safe").load(path) or []) if path.exists() else []


def test_the_text_is_gone_through_in_its_order_with_the_reporting_words_shown(page: Page) -> None:
    expected = ["The wall is sound", "340 people", "There is water", "We were never asked"]
    for one in expected:
        page.keyboard.press("n")
        expect(words(page)).to_contain_text(one)
    expect(words(page)).to_contain_text("said Mina Dahl")
    panel(page).get_by_label("Order").select_option("doubt")
    expect(panel(page)).to_contain_text("Not reviewed, least sure first: 4")


def test_one_key_accepts_a_paragraph(page: Page, served: Served) -> None:
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(words(page)).to_contain_text("340 people")
    page.keyboard.press("A")
    expect(said(page)).to_contain_text("2 accepted.")
    expect(panel(page)).to_contain_text("2 of 4 statements reviewed")
    assert [entry["action"] for entry in written(served)] == ["confirm", "confirm"]


def test_sure_direct_quotations_are_skimmed_and_accepted_together(page: Page, served: Served) -> None:
    page.keyboard.press("Q")
    expect(said(page)).to_contain_text("sure direct quotations are listed")
    listed = panel(page).locator("ol li")
    count = listed.count()
    assert 0 < count < 4
    expect(listed.filter(has_text="340 people")).to_have_count(0)
    assert written(served) == []
    page.keyboard.press("Q")
    expect(said(page)).to_contain_text(f"{count} accepted.")
    assert len(written(served)) == count


def test_two_statements_are_set_side_by_side_by_hand(page: Page, served: Served) -> None:
    page.keyboard.press("n")
    page.keyboard.press("d")
    expect(said(page)).to_contain_text("choose the statement that differs")
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(words(page)).to_contain_text("There is water")
    page.keyboard.press("d")
    page.keyboard.type("the wall")
    page.keyboard.press("Enter")
    expect(page.locator(".account h3")).to_have_text("the wall")
    expect(page.locator(".text .disputed")).to_have_count(2)
    assert written(served)[0]["subject"] == "the wall"


def test_names_titles_and_numbers_are_changed_in_a_form(page: Page, served: Served) -> None:
    panel(page).get_by_label("Kind").select_option("speaker")
    panel(page).locator("ol button", has_text="Mina Dahl").click()
    page.keyboard.press("c")
    page.keyboard.type("Dam Watch")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("“Dam Watch” is not known yet. A new name for Mina Dahl?")
    page.keyboard.press("Alt+3")
    page.keyboard.press("o")  # an organisation
    panel(page).get_by_role("button", name="Change", exact=True).last.click()
    expect(page.locator(".facts .speaker", has_text="Dam Watch")).to_have_count(1)
    entry = written(served)[0]
    assert (entry["action"], entry["kind"]) == ("merge-speakers", "organisation")
    page.keyboard.press("m")
    expect(panel(page).get_by_label("Reporting words")).to_be_visible()
    panel(page).get_by_label("What they are").select_option("person")
    expect(panel(page).get_by_label("Reporting words")).to_be_hidden()
    panel(page).get_by_label("Words of the text").fill("the council")
    panel(page).get_by_label("Name, where it is not these words").fill("Petra Hoolm")
    page.keyboard.press("Enter")
    page.get_by_role("group", name="Who may be meant").get_by_role("button", name="Petra Holm").click()
    expect(panel(page).get_by_label("Name, where it is not these words")).to_have_value("Petra Holm")


def test_a_form_filled_in_for_one_statement_is_never_written_to_another(page: Page, served: Served) -> None:
    page.keyboard.press("n")
    page.keyboard.press("s")
    page.keyboard.type("Mina Dahl")
    panel(page).locator("ol button", has_text="We were never asked").click()
    expect(words(page)).to_contain_text("We were never asked")
    expect(panel(page).get_by_role("form", name="Change speaker")).to_be_hidden()
    assert written(served) == []


def test_the_panel_stands_beside_text_and_brief(page: Page) -> None:
    for width in (1366, 1500, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        left, right = edges(page, ".text")
        numbers = [edges(page, ".num span", at) for at in range(page.locator(".num span").count())]
        assert numbers
        assert edges(page, ".byline")[0] == pytest.approx(left, abs=1)
        assert all(left < start and end <= edges(page, ".brief")[0] for start, end in numbers), width
        for selector in (".brief", "h1"):
            assert edges(page, selector)[0] >= 0
            assert max(right, edges(page, selector)[1]) <= edges(page, "aside")[0], (selector, width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def edges(page: Page, selector: str, at: int = 0) -> tuple[float, float]:
    """Where an element begins and ends, from left to right."""
    box = (panel(page) if selector == "aside" else page.locator(selector).nth(at)).bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


@pytest.mark.parametrize("key", ["s", "h", "m"])
def test_a_form_that_opens_is_shown_to_its_last_button(page: Page, key: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 600})
    page.keyboard.press("n")
    page.keyboard.press(key)
    expect(panel(page).locator("form:visible button").last).to_be_in_viewport(ratio=1)


def test_the_forms_are_accessible(page: Page) -> None:
    page.keyboard.press("n")
    page.keyboard.press("c")
    assert violations(page) == []
