"""Everything the page can do, by keyboard and by pointer, with its state in the address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.browsing import served as serving
from tests.browser.addresses import ending, holding
from tests.browser.conftest import NARROW, WIDE, Opener
from tests.rendering.sites import PUBLICATION, write_site

pytestmark = pytest.mark.browser

FERRY = "town/ferry/index.html"


def focused(page: Page) -> str:
    return str(
        page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.textContent")
    )


def tab_to(page: Page, selector: str, limit: int = 200) -> None:
    """Press Tab until the element is focused: so it can be reached."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{selector} is not reached in {limit} steps")


# --- keyboard ---


def test_every_control_is_reached_in_the_order_of_the_page_and_shows_its_focus(visit: Opener) -> None:
    page = visit(FERRY)
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary, input, [tabindex]')]"
        ".filter(e => e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})).length"
    )
    places: list[int] = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        state = page.evaluate(
            "() => { const e = document.activeElement, inner = e.matches('.num') ? e.firstElementChild : e;"
            " const all = [...document.querySelectorAll('*')];"
            " return [all.indexOf(e), getComputedStyle(inner).outlineStyle] }"
        )
        places.append(state[0])
        assert state[1] != "none"
    assert places == sorted(set(places))


def test_the_first_stop_skips_to_the_content(visit: Opener) -> None:
    page = visit(FERRY)
    page.keyboard.press("Tab")
    assert page.locator(".skip").first.evaluate("e => e.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    expect(page).to_have_url(ending("#content"))


def test_the_second_stop_skips_to_the_text(visit: Opener) -> None:
    page = visit(FERRY)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(ending("#text"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.text') !== null")


def test_a_note_opens_by_enter_and_closes_by_escape_with_the_focus_where_it_was(visit: Opener) -> None:
    page = visit(FERRY)
    tab_to(page, '.key[href="#n-there-are-no-such-minutes"]')
    page.keyboard.press("Enter")
    note = page.locator("#n-there-are-no-such-minutes")
    assert note.is_visible()
    expect(page).to_have_url(ending("#q-there-are-no-such-minutes"))
    page.keyboard.press("Tab")
    assert focused(page) == "#who-judit-halasz"
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert focused(page) == "#n-there-are-no-such-minutes"
    expect(page).not_to_have_url(holding("#"))


def test_a_speaker_is_chosen_by_space_and_escape_lets_go(visit: Opener) -> None:
    page = visit(FERRY)
    tab_to(page, ".strip .pick")
    page.keyboard.press(" ")
    expect(page).to_have_url(ending("#who-odile-brandt"))
    assert page.locator(".strip .pick").first.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(holding("#"))


# --- choosing ---


def dimmed(page: Page) -> int:
    return page.locator(".text .said.dim").count()


def test_a_chosen_speaker_and_kind_are_in_the_address_and_come_back_with_it(visit: Opener) -> None:
    page = visit(FERRY)
    page.locator(".strip .pick").first.click()
    page.get_by_role("button", name="indirect speech", exact=True).click()
    expect(page).to_have_url(ending("#who-odile-brandt&kind-indirect"))
    count = dimmed(page)
    assert count > 5
    page.reload()
    assert dimmed(page) == count
    page.get_by_role("button", name="Show all").or_(page.get_by_role("link", name="Show all")).click()
    assert dimmed(page) == 0
    expect(page).not_to_have_url(holding("#"))


def test_a_jump_keeps_the_chosen_speaker(visit: Opener) -> None:
    page = visit(FERRY + "#who-odile-brandt")
    page.locator("#who-odile-brandt .jumps a").nth(1).click()
    expect(page).to_have_url(ending("#q-we-looked-out-of-the-window&who-odile-brandt"))
    assert page.locator("#n-we-looked-out-of-the-window").is_visible()
    assert dimmed(page) > 5


def test_marks_off_leaves_a_plain_article(visit: Opener) -> None:
    page = visit(FERRY)
    page.get_by_role("button", name="Marks off").click()
    expect(page).to_have_url(ending("#plain"))
    assert not page.locator(".text .key").first.is_visible()
    line = page.locator(".text .said.indirect").first.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert line == "none"
    assert page.locator("#note-1").is_visible(), "the editor's own notes belong to the article"


def test_among_many_speakers_one_is_found_by_name(visit: Opener) -> None:
    page = visit("town/hearing/index.html")
    page.get_by_label("Find a speaker").fill("hana dahl")
    shown = page.locator(".speaker:visible")
    expect(shown).to_have_count(1)
    assert "Hana Dahl" in shown.inner_text()


def test_one_page_of_fifty_speakers_gives_each_a_letter_of_their_own(visit: Opener) -> None:
    page = visit("town/hearing/index.html")
    letters = page.locator(".speaker .sign").evaluate_all("all => all.map(e => e.textContent)")
    assert len(letters) == len(set(letters)) == 50


# --- words and links ---


def test_a_click_on_the_words_opens_their_note(visit: Opener) -> None:
    page = visit(FERRY, viewport=NARROW)
    page.locator(".text").get_by_text("“There are no such minutes,”").click()
    assert page.locator("#n-there-are-no-such-minutes").is_visible()


def test_an_opened_note_holds_one_link_to_its_words(visit: Opener) -> None:
    note = visit(FERRY + "#q-we-looked-out-of-the-window").locator("#n-we-looked-out-of-the-window")
    assert note.get_by_role("button", name="Copy link").is_visible()
    assert not note.locator(".permalink").is_visible()
    bare = visit(FERRY + "#n-we-looked-out-of-the-window", java_script_enabled=False)
    assert bare.locator("#n-we-looked-out-of-the-window .permalink").is_visible()


def test_a_permalink_shows_its_words_with_their_note_and_evidence(visit: Opener) -> None:
    page = visit(FERRY + "#q-we-looked-out-of-the-window")
    assert page.locator("#n-we-looked-out-of-the-window").is_visible()
    lit = page.locator(".text .lit").all_inner_texts()
    assert "she" in lit
    assert "said" in lit


def test_a_link_to_words_edited_since_finds_the_nearest_and_says_so(visit: Opener) -> None:
    page = visit(FERRY + "#q-we-looked-out-of-the-door")
    expect(page).to_have_url(ending("#q-we-looked-out-of-the-window"))
    expect(page.get_by_role("status")).to_contain_text("The words of this link have changed")


def test_a_link_to_words_that_are_gone_says_so_and_guesses_nothing(visit: Opener) -> None:
    page = visit(FERRY + "#q-something-else-entirely-was-said")
    expect(page.get_by_role("status")).to_contain_text("no longer on this page")
    assert page.locator(".note.open").count() == 0


# --- copying ---


def copied(visit: Opener, served: str, button: str, note: str = "n-we-looked-out-of-the-window") -> str:
    page = visit(FERRY, base=served, permissions=["clipboard-read", "clipboard-write"])
    page.locator(f'.key[href="#{note}"]').click()
    page.locator(f"#{note}").get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_quote_is_copied_with_who_said_it_and_where(visit: Opener, served: str) -> None:
    text = copied(visit, served, "Copy quote")
    assert text.startswith(
        "“We looked out of the window and there it was,” … “It is 140 metres long. You do not"
    )
    assert "– Odile Brandt, harbour master." in text
    assert "“The ferry that nobody ordered”. The Annotated Ledger, April 10, 2031." in text
    assert text.endswith("town/ferry/index.html#q-we-looked-out-of-the-window")


def test_a_quote_is_cited_as_markdown_and_as_bibtex(visit: Opener, served: str) -> None:
    assert copied(visit, served, "Cite as Markdown").startswith("> “We looked out")
    entry = copied(visit, served, "Cite as BibTeX")
    assert entry.startswith("@online{")
    assert entry.count("url = ") == 1
    assert entry.endswith("}")


@pytest.mark.parametrize("button", ["Copy quote", "Cite as Markdown", "Cite as BibTeX"])
def test_a_paraphrase_is_copied_as_the_sentence_that_reports_it(
    visit: Opener, served: str, button: str
) -> None:
    text = copied(visit, served, button, "n-that-the-council-had-been-told")
    assert "Mayor Judit Halász denied that the council had been told" in text
    assert "“that the council" not in text
    assert "indirect speech" in text.lower()


def test_what_is_uncertain_is_copied_as_uncertain(visit: Opener, served: str) -> None:
    text = copied(visit, served, "Copy quote", "n-that-two-of-three-signatures-were")
    assert "Its report shows that two of three signatures were missing" in text
    assert "uncertain: machine, not reviewed, 62%" in text


def test_the_link_of_an_assertion_is_copied(visit: Opener, served: str) -> None:
    page = visit(FERRY, base=served, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#key-3").get_by_role("button", name="Copy link").click()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    assert link.endswith("#a-there-are-no-such-minutes")


def test_a_copied_link_leads_to_the_published_site(visit: Opener, tmp_path: Path) -> None:
    where = "https://briefings.example.org/"
    write_site(tmp_path, replace(PUBLICATION, base_url=where))
    with serving(tmp_path) as address:
        page = visit(FERRY, base=address, permissions=["clipboard-read", "clipboard-write"])
        page.locator("#key-3").get_by_role("button", name="Copy link").click()
        link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(where + "town/ferry/")
    assert link.endswith("#a-there-are-no-such-minutes")


def test_what_is_chosen_stays_chosen_when_a_preview_changes_the_page(visit: Opener) -> None:
    page = visit(FERRY + "#q-there-are-no-such-minutes&who-judit-halasz")
    count = dimmed(page)
    page.evaluate(
        "const text = document.querySelector('.text'), fresh = text.cloneNode(true);"
        "fresh.querySelectorAll('.dim, .lit, .open').forEach(e => e.classList.remove('dim', 'lit', 'open'));"
        "text.replaceWith(fresh); document.dispatchEvent(new CustomEvent('briefing:updated'))"
    )
    assert dimmed(page) == count > 5
    assert page.locator("#n-there-are-no-such-minutes").is_visible()


# --- a chosen speaker ---


def test_a_chosen_speaker_shows_how_much_they_say_and_is_stepped_through(visit: Opener) -> None:
    page = visit(FERRY)
    page.locator("#speakers .pick", has_text="Judit Halász").click()
    bar = page.get_by_role("region", name="Chosen speaker")
    expect(bar).to_contain_text("2 statements by Judit Halász")
    expect(page.locator("#speakers .pick[aria-pressed=true]")).to_have_count(1)
    bar.get_by_role("button", name="Next statement").click()
    expect(page).to_have_url(holding("#q-that-the-council-had-been-told"))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(holding("#q-there-are-no-such-minutes"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(holding("#q-that-the-council-had-been-told"))
    bar.get_by_role("button", name="End the choice").click()
    expect(bar).to_have_count(0)
    assert dimmed(page) == 0


def test_the_narration_between_a_speakers_statements_folds_on_request(visit: Opener) -> None:
    page = visit(FERRY + "#who-anselm-riedl")
    words = page.get_by_text("Captain Bo Lindqvist").first
    assert words.is_visible()
    page.set_viewport_size({"width": 1400, "height": 400})
    page.locator(".text > :not(:has(.said))").last.evaluate("e => e.scrollIntoView({block: 'start'})")
    page.get_by_role("button", name="Fold the rest").click()
    expect(page.locator('[id="q-i-have-the-minutes-and-i"]')).to_be_in_viewport()
    assert not page.locator(".text > blockquote").is_visible()
    page.get_by_role("button", name="Fold the rest").click()
    assert words.is_visible()


@pytest.mark.parametrize("width", [390, 1100, 1366, 1920])
def test_accounts_that_differ_stand_side_by_side(visit: Opener, width: int) -> None:
    page = visit(FERRY, viewport={"width": width, "height": 900})
    page.locator("#accounts").evaluate("e => { e.open = true; }")
    one, other = (page.locator(".side").nth(number).bounding_box() for number in (0, 1))
    assert one is not None
    assert other is not None
    assert one["x"] + one["width"] < other["x"]
    assert one["y"] == other["y"]


def test_disputed_words_lead_to_the_other_side(visit: Opener) -> None:
    page = visit(FERRY)
    assert page.locator(".text .disputed").count() == 2
    for width in range(320, 760, 40):
        page.set_viewport_size({"width": width, "height": 900})
        lines = page.locator(".text .disputed").evaluate_all("all => all.map(e => e.getClientRects().length)")
        assert lines == [1, 1], width
    page.set_viewport_size(WIDE)
    page.locator(".text .disputed").first.click()
    expect(page).to_have_url(holding("#q-there-are-no-such-minutes"))
    page.locator(".text .disputed").last.click()
    expect(page).to_have_url(holding("#q-i-have-the-minutes"))
