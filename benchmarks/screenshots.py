"""Pictures of the built site for people to look at: ``make screenshots``."""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.browsing import FLAGS, chromium, served

WIDE, NARROW = {"width": 1400, "height": 1000}, {"width": 390, "height": 844}
BRIEFING = "a-general-on-syria/index.html"
SHOTS = (
    ("briefing-wide", BRIEFING, WIDE, "light"),
    ("briefing-wide-dark", BRIEFING, WIDE, "dark"),
    ("briefing-narrow", BRIEFING, NARROW, "light"),
    ("briefing-narrow-dark", BRIEFING, NARROW, "dark"),
    ("transcript-wide", "harbour-hearing/index.html", WIDE, "light"),
    ("speech-narrow", "reservoir-speech/index.html", NARROW, "light"),
    ("index-wide", "index.html", WIDE, "light"),
    ("index-narrow", "index.html", NARROW, "light"),
    ("speaker-wide", "speakers/marit-solheim/index.html", WIDE, "light"),
    ("search-wide", "search/index.html#query=river", WIDE, "light"),
    ("search-narrow", "search/index.html#query=river", NARROW, "dark"),
    ("not-found", "404.html", WIDE, "light"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("site"), help="a built site")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with served(options.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for name, path, size, scheme in SHOTS:
            _shoot(browser, address + path, size, scheme, options.out / f"{name}.jpg")
        _print(browser, address + BRIEFING, options.out / "briefing-print.pdf")
        browser.close()


def _shoot(browser: Browser, url: str, size: dict[str, int], scheme: str, out: Path) -> None:
    page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=out, type="jpeg", quality=50)
    page.close()


def _print(browser: Browser, url: str, out: Path) -> None:
    page = browser.new_page()
    page.goto(url)
    page.pdf(path=out, format="A4", prefer_css_page_size=True)
    page.close()


if __name__ == "__main__":
    main()
