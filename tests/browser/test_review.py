"""A review in a real browser: by keyboard alone, by mouse, in two tabs, and through edits of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from ruamel.yaml import YAML

from tests.browser.conftest import NARROW, WIDE
from tests.browser.previewing import Served, listening, previewed
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

HEARING = """---
title: The weir
date: 2031-05-04
kind: transcript
---

ILSE BRANDT: The gates were shut on Monday, and we waited.

TOMAS REEVER: That is not what we saw, 😀 and nobody asked us.

ILSE BRANDT: Then we disagree about the gates.

TOMAS REEVER: We do, and we shall go on doing so.
"""
SIDECAR = "content/weir.review.yaml"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("previewed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFING_REVIEWER", "A. B.")
        with previewed(root, {"weir.md": HEARING}) as found:
            yield found


@pytest.fixture
def served(preview: Served) -> Served:
    """A preview of one text, without a review."""
    preview.start_over({"weir.md": HEARING})
    return preview


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, served: Served) -> Iterator[Page]:
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    yield opened(page, served)
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []


def opened(page: Page, served: Served) -> Page:
    page.goto(served.address + "weir/", wait_until="domcontentloaded")
    listening(page)
    expect(page.locator(".opener")).to_be_visible()
    return page


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Review")


def said(page: Page) -> Locator:
    return panel(page).get_by_role("status")


def chosen(page: Page) -> Locator:
    return page.locator(".text [data-review-here]")


def written(served: Served) -> list[dict[str, Any]]:
    path = served.root / SIDECAR
    return list(YAML(typ="safe").load(path) or []) if path.exists() else []


def open_panel(page: Page) -> None:
    page.locator(".opener").click()
    expect(panel(page)).to_be_visible()


def test_a_whole_review_by_keyboard_alone(page: Page, served: Served) -> None:
    keys = page.keyboard
    keys.press("Tab")
    keys.press("Enter")
    expect(panel(page)).to_contain_text("0 of 4 statements reviewed")
    keys.press("n")
    expect(chosen(page)).to_have_count(1)
    first = chosen(page).inner_text()
    keys.press("a")
    expect(said(page)).to_contain_text("Accepted.")
    expect(panel(page)).to_contain_text("1 of 4 statements reviewed")
    second = chosen(page).inner_text()
    assert second != first, "it goes on to the next"
    keys.press("r")
    expect(said(page)).to_contain_text("Rejected.")
    expect(page.locator(".text .said", has_text=second)).to_have_count(0)
    keys.press("u")
    expect(said(page)).to_contain_text("Taken back.")
    expect(page.locator(".text .said", has_text=second)).to_have_count(1)
    keys.press("r")
    expect(panel(page)).to_contain_text("1 of 3 statements reviewed, 1 rejected")
    keys.press("s")
    expect(panel(page).get_by_role("form", name="Change speaker").get_by_label("Who says it")).to_be_focused()
    keys.press("ControlOrMeta+a")
    keys.type("Ada Quill; Tomas Reever")
    keys.press("Enter")
    expect(said(page)).to_contain_text("A new person?")
    assert [entry["action"] for entry in written(served)] == ["confirm", "reject"], (
        "asked before it is written"
    )
    keys.press("Enter")
    expect(said(page)).to_contain_text("Speaker changed.")
    expect(page.locator(".facts .speaker", has_text="Ada Quill")).to_have_count(1)
    keys.press("n")
    for key in ("[", "[", "}"):
        keys.press(key)
    expect(panel(page)).to_contain_text("3 of 3 statements reviewed, 1 rejected")
    keys.press("m")
    keys.type("waited")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("Ilse Brandt")
    keys.press("Enter")
    expect(said(page)).to_contain_text("too few to be sure")
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    keys.press("ControlOrMeta+a")
    keys.type("gates were shut")
    keys.press("Enter")
    expect(said(page)).to_contain_text("Marked.")
    keys.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(page.locator(".opener")).to_be_focused()
    entries = written(served)
    assert [entry["action"] for entry in entries] == ["confirm", "reject", "attribute", "resize", "add"]
    assert {entry["by"] for entry in entries} == {"A. B."}
    assert entries[2]["speakers"] == ["Ada Quill", "Tomas Reever"]


def test_a_correction_is_in_the_file_and_in_the_page_and_outlives_an_edit_above_it(
    page: Page, served: Served
) -> None:
    open_panel(page)
    page.locator(".text .said", has_text="Then we disagree").click()
    expect(panel(page).locator("blockquote")).to_contain_text("Then we disagree")
    page.keyboard.press("s")
    field = panel(page).get_by_label("Who says it").first
    field.fill("Ada Quill")
    field.press("Enter")
    expect(said(page)).to_contain_text("A new person?")
    field.press("Enter")
    speakers = page.locator(".facts .speaker", has_text="Ada Quill")
    expect(speakers).to_have_count(1)
    assert written(served)[0]["speakers"] == ["Ada Quill"]
    served.write("content/weir.md", HEARING.replace("The gates were shut on Monday", "All of this is new"))
    expect(page.get_by_text("All of this is new").first).to_be_attached()
    expect(speakers).to_have_count(1)
    expect(panel(page)).to_be_visible()
    expect(panel(page).locator("blockquote")).to_contain_text("Then we disagree")


def test_the_words_selected_in_the_page_are_marked(page: Page, served: Served) -> None:
    open_panel(page)
    page.evaluate("""() => {
        const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
        while (!walker.nextNode().data.includes('nobody asked'));
        const node = walker.currentNode, at = node.data.indexOf('obody asked');
        getSelection().setBaseAndExtent(node, at, node, at + 'obody ask'.length);
    }""")
    panel(page).get_by_role("button", name="Add").click()
    form = panel(page).get_by_role("form", name="Mark words")
    expect(form.get_by_label("Words of the text")).to_have_value("nobody asked")
    form.get_by_label("What they are").select_option("Key assertion")
    form.get_by_label("Who says it").fill("Tomas Reever")
    form.get_by_role("button", name="Mark words").click()
    expect(page.locator(".text .assertion", has_text="nobody asked").first).to_be_attached()
    (entry,) = written(served)
    assert entry["target"] == "assertion"
    assert entry["content"][0]["exact"] == "nobody asked"


def test_an_edge_is_moved_with_buttons(page: Page, served: Served) -> None:
    open_panel(page)
    panel(page).get_by_role("button", name="Next").click()
    before = chosen(page).inner_text()
    panel(page).get_by_role("button", name="end earlier").click()
    expect(said(page)).to_contain_text("Moved.")
    expect(chosen(page)).not_to_have_text(before)
    assert written(served)[0]["action"] == "resize"


SPLIT = """---
title: The lock
date: 2031-05-05
---

“We closed the lock at once,” said Ilse Brandt, “and then we waited for hours.”
"""
JOINED = """- action: add
  target: attribution
  content: ["“We closed the lock at once,”", "“and then we waited for hours.”"]
  speakers: [Ilse Brandt]
"""


def choose_split(page: Page, served: Served) -> Locator:
    """Open the panel at a quotation of two parts; return where it shows them."""
    served.write(SIDECAR, JOINED)
    served.write("content/weir.md", SPLIT)
    expect(page.locator(".text .said[data-id]", has_text="We closed the lock")).to_be_attached()
    open_panel(page)
    expect(panel(page)).to_contain_text("1 of 1 statement reviewed")
    shown = panel(page).locator("blockquote")
    page.locator(".text .said", has_text="We closed the lock").first.click()
    expect(shown).to_have_text(
        "“We closed the lock at once,” said Ilse Brandt, “and then we waited for hours.”"
    )
    return shown


def parts_written(served: Served) -> list[str]:
    return [part["exact"] for part in written(served)[-1]["content"]]


def test_e_leads_to_the_inner_edges_of_a_split_quotation(page: Page, served: Served) -> None:
    shown, keys = choose_split(page, served), page.keyboard
    keys.press("e")
    expect(said(page)).to_contain_text("edges of part 1 of 2")
    for _ in range(2):
        keys.press("[")
    expect(shown.locator("mark.said")).to_have_text(
        ["“We closed the lock at", "“and then we waited for hours.”"]
    )
    keys.press("e")
    expect(said(page)).to_contain_text("edges of part 2 of 2")
    keys.press("}")
    expect(shown.locator("mark.said")).to_have_text(
        ["“We closed the lock at", "and then we waited for hours.”"]
    )
    keys.press("e")
    expect(said(page)).to_contain_text("outer edges")
    keys.press("[")
    expect(shown.locator("mark.said")).to_have_text(
        ["“We closed the lock at", "and then we waited for hours"]
    )
    assert parts_written(served) == ["“We closed the lock at", "and then we waited for hours"]
    assert len(written(served)) == 2, "all steps are one correction"


def test_inner_edges_never_reach_each_other(page: Page, served: Served) -> None:
    choose_split(page, served)
    page.keyboard.press("e")
    for _ in range(9):
        page.keyboard.press("]")
    expect(said(page)).to_contain_text("There is no further word")
    assert parts_written(served) == [
        "“We closed the lock at once,” said Ilse Brandt,",
        "“and then we waited for hours.”",
    ]


def test_a_part_has_no_other_where_there_is_one(page: Page) -> None:
    open_panel(page)
    page.keyboard.press("e")
    expect(said(page)).to_contain_text("Choose an annotation first")
    page.keyboard.press("n")
    expect(panel(page).get_by_role("button", name="edges of another part")).to_be_disabled()
    page.keyboard.press("e")
    expect(said(page)).to_contain_text("a single part")


def test_k_chooses_the_kind_that_n_goes_through(page: Page) -> None:
    open_panel(page)
    keys = page.keyboard
    keys.press("k")
    expect(panel(page).get_by_label("Kind")).to_be_focused()
    keys.press("ArrowDown")
    expect(said(page)).to_contain_text("0 of 2 speakers reviewed")
    keys.press("n")
    expect(panel(page).locator("blockquote")).to_have_text("Ilse Brandt")
    keys.press("Escape")
    expect(panel(page)).to_be_visible()
    keys.press("a")
    expect(said(page)).to_contain_text("Accepted.")
    expect(panel(page)).to_contain_text("1 of 2 speakers reviewed")


def test_h_tells_how_it_was_said_and_that_nobody_said_it(page: Page, served: Served) -> None:
    open_panel(page)
    keys = page.keyboard
    keys.press("n")
    words = panel(page).locator("blockquote").inner_text()
    keys.press("h")
    form = panel(page).get_by_role("form", name="Tell how it is said")
    expect(form.get_by_label("How it is said")).to_be_focused()
    form.get_by_label("How it is said").select_option("asks")
    keys.press("Alt+2")
    expect(form.get_by_label("Whether it was said")).to_be_focused()
    form.get_by_label("Whether it was said").select_option("supposed")
    form.get_by_role("button", name="Tell how it is said").click()
    expect(said(page)).to_contain_text("Told.")
    expect(panel(page)).to_contain_text("0 of 3 statements reviewed, 1 that nobody said")
    expect(page.locator(".text .said", has_text=words)).to_have_count(0)
    (entry,) = written(served)
    assert (entry["action"], entry["how"], entry["said"], entry["not_said"]) == (
        "confirm",
        "asks",
        False,
        "supposed",
    )


def test_c_gives_a_key_assertion_in_other_words_and_l_lets_it_lead(page: Page, served: Served) -> None:
    marked = "- {{action: add, target: assertion, content: '{}'}}\n"
    served.write("content/weir.md", HEARING.replace("nobody asked us.", "nobody asked us anything."))
    served.write(
        SIDECAR, marked.format("The gates were shut on Monday") + marked.format("nobody asked us anything")
    )
    first = page.locator("[id^=key-]").first
    expect(first).to_contain_text("The gates were shut on Monday")
    open_panel(page)
    keys = page.keyboard
    keys.press("k")
    panel(page).get_by_label("Kind").select_option("assertion")
    keys.press("Escape")
    panel(page).get_by_label("Show all, with those").check()
    panel(page).locator("li button", has_text="The gates were shut on Monday").first.click()
    expect(panel(page).get_by_role("button", name="Lead")).to_be_enabled()
    keys.press("l")
    expect(said(page)).to_contain_text("It leads")
    expect(first).to_contain_text("nobody asked us anything")
    keys.press("c")
    field = panel(page).get_by_role("form", name="Change", exact=True).get_by_label("Your own words for it")
    expect(field).to_be_focused()
    keys.type("All stood and waited.")
    keys.press("Enter")
    expect(page.locator("#key-1 .means", has_text="All stood and waited.")).to_have_count(1)
    expect(page.get_by_text("in the editors’ words").first).to_be_attached()
    assert [entry["action"] for entry in written(served)] == ["add", "add", "add", "confirm"]
    keys.press("n")
    page.locator(".text .said", has_text="Then we disagree").click()
    keys.press("l")
    expect(said(page)).to_contain_text("That cannot be done with this one.")


def test_alt_and_a_digit_lead_to_the_fields_of_a_form(page: Page, served: Served) -> None:
    open_panel(page)
    keys = page.keyboard
    keys.press("m")
    form = panel(page).get_by_role("form", name="Mark words")
    for number, label in (
        (3, "Who says it"),
        (4, "Reporting words"),
        (2, "What they are"),
        (1, "Words of the text"),
    ):
        keys.press(f"Alt+{number}")
        expect(form.get_by_label(label)).to_be_focused()
    keys.type("nobody asked us")
    keys.press("Alt+3")
    keys.type("Tomas Reever")
    keys.press("Alt+4")
    keys.type("what we saw")
    keys.press("Enter")
    expect(said(page)).to_contain_text("Marked.")
    (entry,) = written(served)
    assert [part["exact"] for part in entry["cue"]] == ["what we saw"]


def test_a_name_that_may_be_meant_is_offered_and_put_in_place_of_the_slip(page: Page, served: Served) -> None:
    open_panel(page)
    keys = page.keyboard
    keys.press("n")
    keys.press("s")
    keys.press("ControlOrMeta+a")
    keys.type("Tomas Reevre")
    keys.press("Enter")
    expect(said(page)).to_contain_text("Or is it Tomas Reever?")
    assert written(served) == []
    panel(page).get_by_role("group", name="Who may be meant").get_by_role(
        "button", name="Tomas Reever"
    ).click()
    field = panel(page).get_by_role("form", name="Change speaker").get_by_label("Who says it")
    expect(field).to_have_value("Tomas Reever")
    expect(field).to_be_focused()
    keys.press("Enter")
    expect(said(page)).to_contain_text("Speaker changed.")
    assert [entry["speakers"] for entry in written(served)] == [["Tomas Reever"]]


def test_two_tabs_at_once_lose_nothing(page: Page, context: BrowserContext, served: Served) -> None:
    other = context.new_page()
    other.add_init_script("delete window.SharedWorker")
    other.route("**/_preview/events*", lambda route: route.abort())
    other.goto(served.address + "weir/")
    expect(other.locator(".opener")).to_be_visible()
    for tab in (page, other):
        open_panel(tab)
        tab.keyboard.press("n")
    page.keyboard.press("a")
    expect(said(page)).to_contain_text("Accepted.")
    other.keyboard.press("r")
    expect(said(other)).to_contain_text("changed elsewhere in the meantime")
    expect(panel(other)).to_contain_text("1 of 4 statements reviewed")
    other.keyboard.press("n")
    other.keyboard.press("r")
    expect(said(other)).to_contain_text("Rejected.")
    assert [entry["action"] for entry in written(served)] == ["confirm", "reject"]


def test_what_a_text_editor_writes_is_in_the_panel_a_moment_later(page: Page, served: Served) -> None:
    open_panel(page)
    served.write(SIDECAR, "- {action: reject, target: attribution, content: and nobody asked us}\n")
    expect(panel(page)).to_contain_text("0 of 3 statements reviewed, 1 rejected")


def test_keys_do_nothing_in_a_field_nor_while_the_panel_is_closed(page: Page, served: Served) -> None:
    page.keyboard.press("n")
    page.keyboard.press("a")
    open_panel(page)
    page.keyboard.press("m")
    panel(page).get_by_label("Words of the text").press_sequentially("a r u n")
    expect(panel(page).get_by_label("Words of the text")).to_have_value("a r u n")
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_visible()
    assert written(served) == []


def test_a_preview_that_was_stopped_is_told_in_words(page: Page, served: Served) -> None:
    open_panel(page)
    page.keyboard.press("n")
    page.route("**/_preview/review*", lambda route: route.abort())
    page.keyboard.press("a")
    expect(said(page)).to_contain_text("does not answer")


def test_a_page_of_an_earlier_run_gets_the_token_of_this_one(page: Page, served: Served) -> None:
    [cookie] = page.context.cookies(served.address + "_preview/review")
    page.context.add_cookies([{**cookie, "value": "of an earlier run"}])  # type: ignore[list-item]
    open_panel(page)
    page.keyboard.press("n")
    page.keyboard.press("a")
    expect(said(page)).to_contain_text("Accepted.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
def test_axe_finds_nothing_while_the_panel_is_open(
    browser: Browser, served: Served, scheme: str, size: dict[str, int]
) -> None:
    lost = HEARING.replace("Then we disagree about the gates.", "Then we all disagree about those gates.")
    served.write("content/weir.md", lost)
    served.write(SIDECAR, "- {action: reject, target: attribution, content: gone and away for good}\n")
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page = opened(context.new_page(), served)
    expect(page.locator(".text")).to_contain_text("Then we all disagree")
    assert violations(page) == []
    open_panel(page)
    expect(panel(page)).to_contain_text("gone and away for good")
    for key in ("n", "?", "s"):
        page.keyboard.press(key)
        expect(chosen(page)).to_have_count(1)
        assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    assert violations(page) == []
    context.close()


def test_an_open_page_listens_once_however_often_it_changes(page: Page, served: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/_preview/" in request.url else None)
    for word in ("Tuesday", "Wednesday", "Thursday"):
        served.write("content/weir.md", HEARING.replace("Monday", word))
        expect(page.get_by_text(f"shut on {word}").first).to_be_attached()
    assert [url for url in asked if "/events" in url or url.endswith(".js")] == []
    expect(page.locator("briefing-review")).to_have_count(1)


STEAL = """
const asked = [
    fetch('/weir/'),
    fetch('/_preview/review?page=weir/index.html', { credentials: 'include' }),
    fetch('/_preview/review', { method: 'POST', credentials: 'include', mode: 'no-cors', body: '{}' }),
].map((answer) => answer.then((got) => got.type === 'opaque' ? 'unseen' : 'taken', () => 'refused'));
const cookie = () => { try { return document.cookie; } catch { return 'refused'; } };
Promise.all(asked).then((got) => [...got, cookie()].join(' '))
    .then((got) => document.documentElement.setAttribute('data-got', got));
"""
THIEVES = {
    "static/drawing.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><script>{STEAL}</script></svg>',
    "static/saved.html": f"<!doctype html><title>Saved</title><script>{STEAL}</script>",
    "static/old.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><body><script>{STEAL}</script></body></html>',
}


def test_a_file_from_elsewhere_that_is_opened_in_the_preview_does_not_get_its_token(
    context: BrowserContext, served: Served
) -> None:
    for name, text in THIEVES.items():
        served.write(name, text)
    copied = [served.root / ".briefing" / "preview" / Path(name).name for name in THIEVES]
    while not all(path.is_file() for path in copied):
        served.until("changed →")
    page = context.new_page()
    page.goto(served.address + "weir/")
    [cookie] = context.cookies(served.address + "_preview/review")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert page.evaluate("document.cookie") == ""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.all_headers().get("cookie", "")))
    for name in THIEVES:
        page.goto(served.address + name.removeprefix("static/"))
        expect(page.locator(":root")).to_have_attribute(
            "data-got", re.compile("refused refused (unseen|refused) refused")
        )
    assert len(sent) > len(THIEVES)
    assert not any(sent)
    assert written(served) == []
