"""Nothing on any page is wider than the screen, whatever the screen, the fonts and the words."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser
TWO_FONTS = True

WIDTHS = (320, 360, 390, 480, 640, 768, 960, 1024, 1100, 1366, 1920, 2200)
# Each kind of page, and a page on which each part holds a word wider than a phone.
PAGES = (
    "town/ferry/index.html",
    "town/hearing/index.html",
    "kashti/index.html",
    "unbroken/index.html",
    "index.html",
    "archive/2031-03/index.html",
    "archive/page/2/index.html",
    "tags/index.html",
    "speakers/index.html",
    "speakers/odile-brandt/index.html",
    "speakers/hafenmeisterstellvertreterdienstwohnungsvergabek/index.html",
    "tags/hafenmeisterstellvertreterdienstwohnungsvergabek/index.html",
    "search/index.html#query=hafenmeister*",
    "404.html",
)
# Boxes, and letters that stand out of theirs; what scrolls or is cut off by itself is no part of the page.
OUTSIDE = """() => {
    const width = document.documentElement.clientWidth, found = [];
    const inside = (rect) => rect.width === 0 || (rect.left > -0.5 && rect.right < width + 0.5);
    const own = (element) => {
        for (let e = element; e && e !== document.body; e = e.parentElement)
            if (e.matches('.skip, template') || getComputedStyle(e).overflowX !== 'visible') return true;
        return !element.checkVisibility();
    };
    const look = (element, range, words) => {
        if ([...range.getClientRects()].every(inside) || own(element)) return;
        found.push(`${element.tagName}.${element.className}: ${words.trim().slice(0, 40)}`);
    };
    for (const element of document.body.querySelectorAll('*:not(svg *)'))
        look(element.parentElement, element, element.textContent);
    const texts = document.createNodeIterator(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = texts.nextNode());) {
        const range = document.createRange();
        range.selectNodeContents(node);
        if (node.data.trim()) look(node.parentElement, range, node.data);
    }
    const whole = document.documentElement.scrollWidth;
    return whole > width ? [`the page is ${whole} wide`, ...found] : found;
}"""


def outside(page: Page) -> list[str]:
    """What stands outside the screen, at each width."""
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        found += [f"{width}: {words}" for words in page.evaluate(OUTSIDE)]
    return found


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(visit: Opener, path: str) -> None:
    assert outside(visit(path)) == []


def test_nothing_is_wider_than_the_screen_with_every_note_and_section_open(visit: Opener) -> None:
    page = visit("unbroken/index.html")
    page.evaluate(
        "document.querySelectorAll('.note').forEach(n => n.classList.add('open'));"
        "document.querySelectorAll('details').forEach(d => { d.open = true })"
    )
    assert outside(page) == []


def test_the_pages_looked_at_are_of_every_kind(site: Path) -> None:
    kinds = {"/".join(part for part in path.split("/")[:-1][:1]) for path in PAGES}
    made = {path.relative_to(site).parts[0] for path in site.rglob("index.html")}
    redirects = {"old"}
    assert {kind for kind in made if kind != "index.html"} - redirects - {"quiet"} <= kinds
