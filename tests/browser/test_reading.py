"""The page as readers meet it: margin, narrow screen, without scripts, from a file, on paper."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PageObject, PdfReader

from tests.browser.addresses import ending
from tests.browser.conftest import NARROW, WIDE, Opener

pytestmark = pytest.mark.browser

FERRY = "town/ferry/index.html"
EVERY = (
    FERRY,
    "town/hearing/index.html",
    "kashti/index.html",
    "index.html",
    "speakers/index.html",
    "speakers/odile-brandt/index.html",
    "search/index.html",
    "404.html",
)

OPEN_NOTE = f"{FERRY}#n-there-are-no-such-minutes"

Box = tuple[float, float, float, float]


def boxes(page: Page, selector: str) -> list[Box]:
    """Left, top, right, bottom of what is shown."""
    found = page.locator(selector).evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect())"
        ".map(r => [r.left, r.top, r.right, r.bottom])"
    )
    return [(box[0], box[1], box[2], box[3]) for box in found]


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# --- wide ---


@pytest.mark.parametrize("path", [FERRY, "town/hearing/index.html"])
def test_notes_stand_in_the_margin_and_never_on_one_another(visit: Opener, path: str) -> None:
    page = visit(path, viewport=WIDE)
    notes, (text,) = boxes(page, ".text .note"), boxes(page, ".text")
    assert len(notes) > 5
    assert all(note[2] < text[0] for note in notes)
    assert not any(overlap(a, b) for n, a in enumerate(notes) for b in notes[n + 1 :])


def test_a_note_stands_beside_its_line_where_nothing_is_in_the_way(visit: Opener) -> None:
    page = visit(FERRY, viewport=WIDE)
    (sign,), (card,) = boxes(page, '.ref[href="#card-judit-halasz"]'), boxes(page, "#card-judit-halasz")
    assert abs(sign[1] - card[1]) < 24


def test_fifty_cards_in_a_row_each_stand_beside_their_words(visit: Opener) -> None:
    page = visit("town/hearing/index.html", viewport=WIDE)
    cards, words = boxes(page, ".text .card"), boxes(page, ".text .first")
    assert len(cards) == len(words) == 50
    assert max(abs(card[1] - word[1]) for card, word in zip(cards, words, strict=True)) < 24


@pytest.mark.parametrize("path", [FERRY, "kashti/index.html"])
def test_an_opened_note_moves_no_card_and_stands_beside_its_words(visit: Opener, path: str) -> None:
    page = visit(path, viewport=WIDE)
    cards = boxes(page, ".text :is(.card, .editors)")
    sign = page.locator(".text .key:not(.lead)").first
    sign.click()
    assert boxes(page, ".text :is(.card, .editors)") == cards
    (note,), (text,) = boxes(page, ".text .note.open"), boxes(page, ".text")
    assert note[2] < text[0] or note[0] > text[2]
    box = sign.bounding_box()
    assert box is not None
    assert abs(box["y"] - note[1]) < 40


def test_headings_of_the_text_stand_below_a_heading_of_their_own(visit: Opener) -> None:
    page = visit(FERRY)
    names = page.get_by_role("heading", level=2).all_inner_texts()
    assert "Text" in names
    inside = page.locator(".text :is(h1, h2, h3, h4, h5, h6)").evaluate_all("all => all.map(e => e.tagName)")
    assert inside[0] == "H2"


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1400])
def test_no_line_of_the_byline_begins_or_ends_with_a_dot(visit: Opener, width: int) -> None:
    page = visit("unbroken/index.html", viewport={"width": width, "height": 800})
    lines = page.locator(".byline").evaluate(
        "e => [...e.children].map(c => [c.getBoundingClientRect(), e.getBoundingClientRect(),"
        " getComputedStyle(c, '::before').content, getComputedStyle(c, '::after').content])"
        ".map(([c, e, before, after]) => [c.top, c.left - e.left, before, after])"
    )
    assert len(lines) > 1
    for number, (top, left, before, after) in enumerate(lines):
        first = number == 0 or top > lines[number - 1][0] + 4
        assert after == "none"
        assert before != "none"
        assert (left < 0) is first  # what is left of the box is clipped


def test_a_brief_card_opens_when_it_is_reached_by_keyboard(visit: Opener) -> None:
    page = visit("town/hearing/index.html", viewport=WIDE)
    card = page.locator(".text .card").first
    statements = card.locator('a[href^="#who-"]')
    assert not statements.is_visible()
    card.locator(".name").focus()
    page.keyboard.press("Tab")
    assert statements.evaluate("link => link === document.activeElement")


def test_numbers_of_assertions_hang_beside_their_lines(visit: Opener) -> None:
    page = visit(FERRY, viewport=WIDE)
    numbers, (text,) = boxes(page, ".text .num span"), boxes(page, ".text")
    assert len(numbers) == 3
    assert all(number[0] > text[2] for number in numbers)
    assert not any(overlap(a, b) for n, a in enumerate(numbers) for b in numbers[n + 1 :])
    places = [
        boxes(page, f"#{p}")[0] for p in page.locator(".assertion[id]").evaluate_all("a => a.map(e => e.id)")
    ]
    assert all(abs(number[1] - place[1]) < 16 for number, place in zip(numbers, places, strict=True))


@pytest.mark.parametrize("size", ["1.1875rem", "0.6rem", "0.4rem"])
def test_numbers_stand_below_one_another_where_several_begin_in_a_line(visit: Opener, size: str) -> None:
    page = visit("town/wall/index.html", viewport=WIDE, bypass_csp=True)
    page.add_style_tag(content=f".text {{ font-size: {size}; }}")
    numbers = boxes(page, ".text .num span")
    assert len(numbers) == 8
    assert all(above[3] <= below[1] for above, below in pairwise(numbers))


def test_the_wheel_over_the_facts_moves_the_page(visit: Opener) -> None:
    page = visit("town/hearing/index.html", viewport={"width": 1400, "height": 500})
    (facts,) = boxes(page, ".facts")
    page.mouse.move(facts[0] + 20, 300)
    page.mouse.wheel(0, 400)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > 300


def test_the_facts_begin_below_the_brief_and_stay_once_their_end_is_reached(visit: Opener) -> None:
    page = visit(FERRY, viewport={"width": 1400, "height": 700})
    (brief,), (facts,) = boxes(page, ".brief"), boxes(page, ".facts-list")
    assert brief[3] <= facts[1]
    page.goto(page.url.replace("ferry", "hearing"))
    page.evaluate("scrollTo({top: 3000, behavior: 'instant'})")
    (facts,) = boxes(page, ".facts-list")
    assert 500 < facts[3] < 700


def test_right_to_left_the_margin_is_on_the_right(visit: Opener) -> None:
    page = visit("kashti/index.html", viewport=WIDE)
    (note,), (text,), (facts,) = boxes(page, "#note-1"), boxes(page, ".text"), boxes(page, ".facts")
    assert note[0] > text[2]
    assert facts[2] < text[0]


def test_right_to_left_no_letter_is_slanted(visit: Opener) -> None:
    for path, scope in (("kashti/index.html", "body *"), ("index.html", ".briefing-item :lang(fa)")):
        styles = visit(path).locator(scope).evaluate_all("all => all.map(e => getComputedStyle(e).fontStyle)")
        assert set(styles) == {"normal"}


def test_a_list_lets_each_title_run_its_own_way(visit: Opener) -> None:
    title = visit("index.html").locator(".briefing-item :is(h2, h3):lang(fa)").first
    assert title.evaluate("e => getComputedStyle(e).direction") == "rtl"


# --- narrow ---


def test_on_a_narrow_screen_notes_open_below_their_line(visit: Opener) -> None:
    page = visit(FERRY, viewport=NARROW)
    assert boxes(page, ".text .note") == []
    page.locator(".noteref").first.click()
    (sign,), (note,) = boxes(page, "#ref-1"), boxes(page, "#note-1")
    assert note[1] >= sign[3] - 8
    page.locator(".noteref").first.click()
    assert boxes(page, ".text .note") == []


def test_on_a_narrow_screen_assertions_come_before_the_text_and_facts_are_closed_behind_it(
    visit: Opener,
) -> None:
    page = visit(FERRY, viewport=NARROW)
    (assertions,), (text,), (facts,) = boxes(page, ".assertions"), boxes(page, ".text"), boxes(page, ".facts")
    assert assertions[3] <= text[1]
    assert text[3] <= facts[1]
    assert page.locator(".facts .section[open]").count() == 0
    page.locator(".text").evaluate("e => e.scrollIntoView({behavior: 'instant'})")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Speakers").click()
    assert page.locator("#speakers").evaluate("e => e.open")


# --- without scripts ---


def test_without_scripts_the_whole_text_and_all_facts_are_there(visit: Opener) -> None:
    page = visit(FERRY, java_script_enabled=False)
    for words in ("You do not overlook it.", "Where accounts differ", "harbour master", "41 million crowns"):
        assert page.get_by_text(words).first.is_visible()
    assert page.get_by_text("The eastern quay is the only one").first.is_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_without_scripts_a_sign_opens_its_note_and_the_note_leads_back(
    visit: Opener, size: dict[str, int]
) -> None:
    page = visit(FERRY, java_script_enabled=False, viewport=size)
    note = page.locator("#n-there-are-no-such-minutes")
    assert not note.is_visible()
    page.locator('.key[href="#n-there-are-no-such-minutes"]').click()
    assert note.is_visible()
    assert "machine, not reviewed, 96%" in note.inner_text().replace("\xa0", " ").lower()
    note.get_by_role("link", name="Link to these words").click()
    assert not note.is_visible()
    expect(page).to_have_url(ending("#q-there-are-no-such-minutes"))


def test_without_scripts_a_chosen_speaker_dims_the_others(visit: Opener) -> None:
    page = visit(FERRY + "#who-odile-brandt", java_script_enabled=False)
    other, own = page.locator('[id="q-there-are-no-such-minutes"]'), page.locator('[id^="q-we-looked"]')
    colours = [mark.evaluate("e => getComputedStyle(e).color") for mark in (other, own)]
    assert colours[0] != colours[1]


def test_without_scripts_a_chosen_kind_dims_the_others(visit: Opener) -> None:
    page = visit(FERRY, java_script_enabled=False)
    page.get_by_role("link", name="indirect speech", exact=True).click()
    direct = page.locator('[id="q-there-are-no-such-minutes"]').evaluate("e => getComputedStyle(e).color")
    indirect = page.locator('[id^="q-that-the-council"]').evaluate("e => getComputedStyle(e).color")
    assert direct != indirect
    assert page.get_by_role("link", name="Show all").is_visible()


def test_without_scripts_the_search_says_so(visit: Opener) -> None:
    page = visit("search/index.html", java_script_enabled=False)
    assert page.get_by_text("The search needs JavaScript.").is_visible()
    assert not page.locator("#search").is_visible()


# --- from anywhere ---


def walk(page: Page) -> None:
    """From the index to a briefing, to its speaker, back to their words; then a search."""
    page.get_by_role("link", name="The ferry that nobody ordered").click()
    page.get_by_role("link", name="Everything Odile Brandt says").click()
    assert page.locator("h1").inner_text() == "Odile Brandt"
    page.get_by_role("link", name=re.compile("We looked out of the window")).click()
    expect(page).to_have_url(ending("town/ferry/index.html#q-we-looked-out-of-the-window"))
    assert page.locator(".note.open").is_visible()
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Words").fill("minutes council")
    page.locator(".results a").first.click()
    assert page.locator("h1").inner_text() == "The ferry that nobody ordered"


def test_the_site_works_from_a_folder(visit: Opener) -> None:
    walk(visit("index.html"))


def test_the_site_works_below_a_path(visit: Opener, served: str) -> None:
    page = visit("index.html", base=served)
    missing: list[str] = []
    page.on("response", lambda r: missing.append(r.url) if r.status >= 400 else None)
    walk(page)
    page.goto(served + "old/ferry/index.html")
    page.wait_for_url(served + "town/ferry/index.html")
    assert missing == []


def test_nothing_is_asked_of_anybody_else(visit: Opener, served: str) -> None:
    page = visit("index.html", base=served)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in EVERY:
        page.goto(served + path)
    assert all(url.startswith(served) for url in asked)


# --- on paper ---


def test_on_paper_every_note_is_there_with_its_number(visit: Opener) -> None:
    page = visit(FERRY, java_script_enabled=False, viewport=NARROW)
    raw = " ".join(" ".join(sheet.extract_text() for sheet in printed(page).pages).split())
    text = unicodedata.normalize("NFKC", raw).replace(" ,", ",")  # ligatures are one character on paper
    for words in (
        "The eastern quay is the only one in Port Lessing",
        "from 10 March to 1 April",
        "B1 indirect speech, “said”; confirmed by an editor on April 12, 2031",
        "L2 indirect speech, “shows”; uncertain: machine, not reviewed, 62%",
        "C1 partly direct speech, “said”; uncertain: machine, not reviewed, 71%",
        "Where accounts differ",
        "former treasurer",
        "signatures missing",
    ):
        assert words in text
    for number in ("B1", "R3", "Li1", "M1"):
        assert text.count(number) >= 2, f"{number} is not at its words and at its note"
    assert "Copy link" not in text


def printed(page: Page) -> PdfReader:
    return PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))


def lowest_line(sheet: PageObject) -> float:
    """How far up the page its last line stands, as a share of its height."""
    lines: list[float] = []

    def seen(text: str, sheet: list[float], line: list[float], *_: object) -> None:
        if text.strip():
            lines.append(line[4] * sheet[1] + line[5] * sheet[3] + sheet[5])

    sheet.extract_text(visitor_text=seen)
    return min(lines) / float(sheet.mediabox.height)


@pytest.mark.parametrize("path", [FERRY, "town/hearing/index.html", "kashti/index.html"])
def test_on_paper_no_sheet_but_the_last_is_left_empty_halfway(visit: Opener, path: str) -> None:
    sheets = printed(visit(path)).pages
    assert max([lowest_line(sheet) for sheet in sheets[:-1]], default=0) < 0.3


def test_on_paper_a_text_of_fifty_turns_takes_four_sheets(visit: Opener) -> None:
    assert len(printed(visit("town/hearing/index.html")).pages) <= 4


@pytest.mark.parametrize("path", EVERY)
def test_on_paper_nothing_is_printed_that_asks_for_a_click(visit: Opener, path: str) -> None:
    page = visit(path)
    page.emulate_media(media="print")
    assert boxes(page, "input, select, button, label, .more > summary") == []


# --- quiet and steady ---


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("path", [FERRY, "town/hearing/index.html", "index.html"])
def test_nothing_shifts_while_the_page_loads(
    visit: Opener, served: str, path: str, size: dict[str, int]
) -> None:
    page = visit(path, base=served, viewport=size)
    page.wait_for_load_state("networkidle")
    shift = page.evaluate(
        "() => new Promise(done => { let sum = 0;"
        " new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
        " requestAnimationFrame(() => requestAnimationFrame(() => done(sum))); })"
    )
    assert shift == 0


def test_dark_is_dark(visit: Opener) -> None:
    for scheme, dark in (("light", False), ("dark", True)):
        page = visit(FERRY, color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert (sum(int(n) for n in re.findall(r"\d+", colour)[:3]) < 200) is dark


def test_with_reduced_motion_nothing_scrolls_by_itself(visit: Opener) -> None:
    page = visit(FERRY, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_in_forced_colours_direct_speech_has_a_line_that_indirect_has_not(visit: Opener) -> None:
    page = visit(FERRY, forced_colors="active")
    width = "e => getComputedStyle(e).borderBlockEndWidth"
    assert page.locator(".text .said.direct:not(.whole)").first.evaluate(width) == "3px"
    assert page.locator(".text .said.indirect").first.evaluate(width) == "0px"


def test_in_forced_colours_signs_and_kinds_can_still_be_told(visit: Opener) -> None:
    page = visit(FERRY, forced_colors="active")
    lines = {
        kind: page.locator(f".text .said.{kind}:not(.uncertain)").first.evaluate(
            "e => { const s = getComputedStyle(e); return s.textDecorationLine + s.textDecorationStyle }"
        )
        for kind in ("direct", "mixed", "indirect")
    }
    assert len(set(lines.values())) == 3
    assert page.locator(".text .key").first.inner_text() == "B"


UNREADABLE = """() => {
    const light = (colour) => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map(Number)
            .map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (e) => {
        for (; e; e = e.parentElement) {
            const colour = getComputedStyle(e).backgroundColor;
            if (colour.match(/[\\d.]+/g)[3] !== '0') return colour;
        }
        return document.body.dataset.canvas;
    };
    const probe = document.createElement('i');
    probe.style.backgroundColor = 'Canvas';
    document.body.append(probe);
    document.body.dataset.canvas = getComputedStyle(probe).backgroundColor;
    probe.remove();
    const texts = document.createNodeIterator(document.body, NodeFilter.SHOW_TEXT), found = [];
    for (let node; (node = texts.nextNode());) {
        const e = node.parentElement;
        if (!node.data.trim() || !e.checkVisibility({visibilityProperty: true})) continue;
        const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 4.5) found.push(node.data.trim());
    }
    return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*EVERY, "search/index.html#query=minutes", OPEN_NOTE])
def test_in_forced_colours_every_word_can_be_read(visit: Opener, path: str, scheme: str) -> None:
    page = visit(path, forced_colors="active", color_scheme=scheme)
    if "query" in path:
        page.locator(".results mark").first.wait_for()
    assert page.evaluate(UNREADABLE) == []


def test_an_inline_script_would_not_run(browser: Browser, site: Path) -> None:
    html = (site / "town" / "ferry" / "index.html").read_text("utf-8")
    evil = html.replace("</main>", "<script>document.title = 'broken in'</script></main>")
    page = browser.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    page.route("**/town/ferry/index.html", lambda route: route.fulfill(body=evil, content_type="text/html"))
    page.goto(f"{site.as_uri()}/{FERRY}")
    assert page.title() == "The ferry that nobody ordered – The Annotated Ledger"
    assert any("Content Security Policy" in text for text in blocked)
    page.close()
