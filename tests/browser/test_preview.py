"""A page that is open while its text is edited: it changes, and the reader keeps their place."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.addresses import ending
from tests.browser.previewing import PATIENCE, Served, listening, previewed

pytestmark = pytest.mark.browser

TURNS = "\n\n".join(
    f"{name}: Number {n} is about the harbour and what it costs us all, year after year."
    for n in range(40)
    for name in ("ADA QUILL", "BRUNO MARSH")
)
HEARING = f"---\ntitle: Hearing\ndate: 2026-01-02\nkind: transcript\n---\n\n{TURNS}\n"
OTHER = "---\ntitle: Other\ndate: 2026-01-03\n---\n\nThe other text.\n"


SOURCES = {"hearing.md": HEARING, "other.md": OTHER}


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with previewed(tmp_path_factory.mktemp("previewed"), SOURCES) as found:
        yield found


@pytest.fixture
def served(preview: Served) -> Served:
    """A preview of two texts; other tests have edited them before."""
    preview.start_over(SOURCES)
    return preview


@pytest.fixture
def alone(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    """A preview that no other test has, for one that ends it or changes more than sources."""
    with previewed(tmp_path, SOURCES, *getattr(request, "param", [])) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    yield page
    context.close()
    # A page that is not there yet, and a server that has been stopped, are no fault of the scripts.
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []


def opened(page: Page, served: Served, path: str = "hearing/") -> Page:
    """The page, once it listens."""
    page.goto(served.address + path, wait_until="domcontentloaded")
    return listening(page)


def overlay(page: Page, role: Literal["alert", "status"] = "alert") -> Locator:
    return page.locator("#briefing-preview").get_by_role(role)


def test_an_edit_on_disk_changes_the_page_and_the_reader_keeps_their_place(
    page: Page, served: Served
) -> None:
    opened(page, served)
    page.evaluate("window.stays = document.querySelector('main')")
    line = page.get_by_text("Number 30 is about").first
    line.scroll_into_view_if_needed()
    before = line.bounding_box()
    served.write(
        "content/hearing.md", HEARING.replace("Number 2 is", "Number 2, much corrected and longer, is\n" * 9)
    )
    expect(page.get_by_text("Number 2, much corrected").first).to_be_attached()
    after = line.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    assert page.evaluate("window.stays === document.querySelector('main')"), (
        "the page was morphed, not loaded"
    )


def test_an_open_note_and_the_focus_stay(page: Page, served: Served) -> None:
    opened(page, served)
    toggle = page.locator("summary, .key").first
    toggle.focus()
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate("document.querySelector('.note')?.classList.add('open')")
    page.evaluate("window.focused = document.activeElement")
    notes = page.locator(".note.open").count()
    served.write("content/hearing.md", HEARING.replace("Number 39 is", "Number 39, corrected, is"))
    expect(page.get_by_text("Number 39, corrected").first).to_be_attached()
    assert page.evaluate("window.focused === document.activeElement")
    assert page.evaluate("[...document.querySelectorAll('details')].every(d => d.open)")
    assert page.locator(".note.open").count() == notes


KEEP_FLASHES = """document.addEventListener('briefing:updated', () => {
    const flashing = document.getAnimations().filter(a => a.id === 'briefing-flash');
    document.body.dataset.flashes = JSON.stringify(flashing.map(a => a.effect.target.textContent));
})"""


def seen_flashes(page: Page) -> list[str]:
    """The texts that flash after the next change."""
    expect(page.locator("body[data-flashes]")).to_be_attached()
    return list(json.loads(page.locator("body").get_attribute("data-flashes") or ""))


def test_what_changed_flashes_once_and_nothing_else_does(page: Page, served: Served) -> None:
    opened(page, served)
    page.evaluate(KEEP_FLASHES)
    served.write(
        "content/hearing.md", HEARING.replace("ADA QUILL: Number 3 is", "ADA QUILL: Number 3, new, is")
    )
    flashes = seen_flashes(page)
    assert any("Number 3, new" in text for text in flashes)
    assert not any("Number 30 is" in text for text in flashes)


def test_nothing_flashes_where_motion_is_not_wanted(page: Page, served: Served) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened(page, served)
    page.evaluate(KEEP_FLASHES)
    served.write("content/hearing.md", HEARING.replace("Number 3 is", "Number 3, new, is"))
    assert seen_flashes(page) == []


QUOTED = "---\ntitle: Quoted\ndate: 2026-01-02\n---\n\nIt rained.\n\n“We shall build it,” she said.\n"
THIRD = "CARLA POND: It will be dear, and nobody has asked what the town can pay.\n\n"
WITH_A_THIRD = HEARING.replace("ADA", f"{THIRD}ADA", 1).replace("BRUNO", f"{THIRD}BRUNO", 1)


def test_words_that_come_with_an_edit_open_their_note_like_all_others(page: Page, served: Served) -> None:
    served.write("content/quoted.md", QUOTED)
    served.until_answered("quoted.md")
    opened(page, served, "quoted/")
    served.write("content/quoted.md", QUOTED.replace("It rained.", "“It will be dear,” he said."))
    page.locator(".text .said", has_text="It will be dear").click()
    note = page.locator(".note.open")
    expect(note).to_have_id("n-it-will-be-dear")
    expect(note.get_by_role("button")).not_to_have_count(0)
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    page.locator(".key:focus").press("Enter")
    expect(note).to_have_id("n-it-will-be-dear")


def test_a_filter_that_comes_with_an_edit_works_by_mouse_and_key(page: Page, served: Served) -> None:
    opened(page, served)
    served.write("content/hearing.md", WITH_A_THIRD)
    pick = page.locator(".pick", has_text="Carla Pond").first
    pick.click()
    expect(pick).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".text .said", has_text="It will be dear").first).not_to_have_class(re.compile("dim"))
    expect(page.locator(".text .said", has_text="Number 30 is about").first).to_have_class(re.compile("dim"))
    pick.press(" ")
    expect(page.locator(".text .dim")).to_have_count(0)


def test_a_page_that_comes_to_be_while_it_is_waited_for_has_its_scripts(page: Page, served: Served) -> None:
    opened(page, served, "quoted/")
    served.write("content/quoted.md", QUOTED)
    # A script that comes with an update is loaded after the text: this line is its first sign.
    expect(page.locator("p.status")).to_be_attached()
    page.locator(".text .said", has_text="We shall build it").click()
    expect(page.locator(".note.open")).to_have_count(1)
    expect(page.locator("briefing-review")).to_have_count(1)


def test_a_mark_that_steps_back_takes_on_the_classes_of_the_new_page(page: Page, served: Served) -> None:
    opened(page, served)
    page.locator(".pick", has_text="Ada Quill").first.click()
    words = page.locator(".text .said", has_text="Number 1 is about").nth(1)
    expect(words).to_have_class(re.compile("dim"))
    before = words.get_attribute("class") or ""
    served.write("content/hearing.md", HEARING.replace("ADA QUILL: Number 0", "BRUNO MARSH: Number Zero"))
    expect(page.get_by_text("Number Zero").first).to_be_attached()
    # Who comes first has the first colour. The words may come first, and their marks a moment later.
    expect(words).not_to_have_attribute("class", before)
    expect(words).to_have_class(re.compile("dim"))
    after = set((words.get_attribute("class") or "").split())
    page.reload()
    expect(words).to_have_attribute("class", re.compile("dim"))
    assert set((words.get_attribute("class") or "").split()) == after


def test_an_error_is_shown_over_the_last_good_page_escaped_and_goes_away_by_itself(
    page: Page, served: Served
) -> None:
    opened(page, served)
    bad = HEARING.replace("title: Hearing", "title: <img src=x onerror=alert(1)>\ntitel: </script><b>x")
    served.write("content/hearing.md", bad)
    shown = overlay(page)
    expect(shown).to_contain_text("unknown key 'titel'")
    expect(shown).to_contain_text("content/hearing.md:3:1")
    expect(shown).to_contain_text("<img src=x onerror=alert(1)>")
    assert shown.locator("img").count() == 0
    expect(page.get_by_text("Number 30 is about").first).to_be_attached()
    served.write("content/hearing.md", HEARING)
    expect(shown).to_have_count(0)


def test_an_error_is_shown_again_after_any_number_of_changes(page: Page, served: Served) -> None:
    opened(page, served)
    for n in range(3):
        served.write("content/hearing.md", HEARING.replace("Number 2 is", f"Number 2, version {n}, is"))
        expect(page.get_by_text(f"Number 2, version {n}, is").first).to_be_attached()
        served.write("content/hearing.md", HEARING.replace("title:", "titel:"))
        expect(overlay(page)).to_contain_text("unknown key 'titel'")
        served.write("content/hearing.md", HEARING)
        expect(overlay(page)).to_have_count(0)


def test_eight_pages_of_one_browser_share_a_stream(browser: Browser, served: Served) -> None:
    """A browser opens six connections to a server: with a stream a page, the seventh waits for ever."""
    context = browser.new_context()
    pages = [opened(context.new_page(), served, path) for path in ("hearing/", "other/", "", "speakers/") * 2]
    served.write("content/other.md", OTHER.replace("The other text.", "Changed for all."))
    for page in pages[1::4]:
        expect(page.get_by_text("Changed for all.")).to_be_attached()
    served.write("content/hearing.md", HEARING.replace("title:", "titel:"))
    for page in pages[0::4]:
        expect(overlay(page)).to_contain_text("unknown key 'titel'")
    for page in pages[1::4]:
        expect(overlay(page, "status")).to_contain_text("1 problem elsewhere")
    context.close()


def test_without_shared_workers_each_page_has_a_stream_of_its_own(page: Page, served: Served) -> None:
    page.add_init_script("delete window.SharedWorker")
    with page.expect_response("**/_preview/events*"):
        opened(page, served, "other/")
    served.write("content/other.md", OTHER.replace("The other text.", "It still follows."))
    expect(page.get_by_text("It still follows.")).to_be_attached()


def test_a_page_that_is_hidden_is_told_on_its_return_what_it_missed(page: Page, served: Served) -> None:
    opened(page, served, "other/")
    hide = "Object.defineProperty(document, 'hidden', {get: () => %s, configurable: true});"
    tell = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(hide % "true" + tell)
    served.write("content/other.md", OTHER.replace("The other text.", "Meanwhile."))
    served.until_answered("other.md", text="Meanwhile.")
    page.evaluate(hide % "false" + tell)
    expect(page.get_by_text("Meanwhile.")).to_be_attached()


def test_a_broken_template_is_shown_on_every_page(page: Page, alone: Served) -> None:
    opened(page, alone, "other/")
    alone.write("templates/briefing.html", "<p>\n{% if %}\n")
    expect(overlay(page)).to_contain_text("templates/briefing.html:2")
    alone.write("templates/briefing.html", "<title>T</title><main><p>Mended.</p></main>")
    expect(page.get_by_text("Mended.")).to_be_visible()
    expect(overlay(page)).to_have_count(0)


def test_an_error_elsewhere_is_a_small_notice_that_leads_there(page: Page, served: Served) -> None:
    opened(page, served, "other/")
    served.write("content/hearing.md", "---\ntitel: x\n---\nText.\n")
    expect(overlay(page, "status")).to_contain_text("1 problem elsewhere")
    overlay(page, "status").get_by_role("link").click()
    expect(overlay(page)).to_contain_text("unknown key 'titel'")


def test_a_bad_file_without_a_page_has_a_card_at_its_address(page: Page, served: Served) -> None:
    served.write("content/new.md", "---\ntitel: x\n---\nText.\n")
    served.until("1 error")
    page.goto(served.address + "new/", wait_until="domcontentloaded")
    expect(overlay(page)).to_contain_text("content/new.md:2:1")
    served.write("content/new.md", "---\ntitle: x\n---\nIt is here now.\n")
    expect(page.get_by_text("It is here now.")).to_be_visible()


def test_a_sheet_is_swapped_in_place(page: Page, alone: Served) -> None:
    opened(page, alone)
    page.evaluate("window.stays = document.body.firstElementChild")
    alone.write("templates/assets/print.css", "main { outline: 7px solid rgb(1, 2, 3) }")
    expect(page.locator("main")).to_have_css("outline-width", "7px")
    alone.write("templates/assets/print.css", "main { outline: 9px solid rgb(1, 2, 3) }")
    expect(page.locator("main")).to_have_css("outline-width", "9px")
    assert page.evaluate("window.stays === document.body.firstElementChild")
    expect(page.locator("link[rel=stylesheet][href*='style.css']")).to_have_count(1)


@pytest.mark.parametrize("alone", [["--follow"]], indirect=True)
def test_the_page_just_edited_is_followed(page: Page, alone: Served) -> None:
    opened(page, alone, "")
    alone.write("content/other.md", OTHER.replace("The other text.", "Look here."))
    expect(page.get_by_text("Look here.")).to_be_visible()
    expect(page).to_have_url(ending("/other/index.html"))


def test_drafts_and_embargoed_briefings_are_shown_with_a_mark(page: Page, served: Served) -> None:
    served.write("content/d.md", "---\ntitle: Secret draft\ndate: 2026-01-05\ndraft: true\n---\nText.\n")
    opened(page, served, "")
    expect(page.get_by_text("Secret draft").first).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile("draft", re.I))


def test_nothing_of_the_preview_is_in_the_files(alone: Served) -> None:
    folder = alone.root / ".briefing" / "preview"
    pages = [path.read_text("utf-8") for path in folder.rglob("*.html")]
    assert pages
    assert not any("_preview" in text for text in pages)
    assert not (alone.root / "site").exists()


def test_a_second_preview_of_the_site_is_told_where_the_first_one_is(served: Served) -> None:
    command = [sys.executable, "-m", "generator", "serve", "--site", str(served.root)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert second.returncode == 1
    assert f"already being previewed at {served.address}" in second.stderr


def test_a_cache_that_is_deleted_is_made_anew_at_once(page: Page, alone: Served) -> None:
    opened(page, alone, "other/")
    shutil.rmtree(alone.root / ".briefing", ignore_errors=True)
    alone.until("changed →")
    fresh = page.context.new_page()  # the one that is open reloads by itself
    fresh.goto(alone.address + "other/", wait_until="domcontentloaded")
    expect(fresh.get_by_text("The other text.")).to_be_visible()


def test_it_ends_at_once_though_a_page_is_open(page: Page, alone: Served) -> None:
    opened(page, alone)
    os.kill(alone.process.pid, signal.SIGINT)
    assert alone.process.wait(timeout=PATIENCE) == 0
    page.goto("about:blank")
