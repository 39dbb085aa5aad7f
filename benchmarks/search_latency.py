"""From the last key of a query to its first answer, and what is loaded for it, in Chromium.

    python -m benchmarks.search_latency SITE [--queries WORD …] [--rounds 5]

SITE is a built site; each query is asked of a page that was just opened, from ``file://`` and from a server
on the loopback. What is loaded counts from the opening of the page, its style and script included.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.browsing import FLAGS, chromium, served

_WAIT = """query => new Promise(resolve => {
  const field = document.getElementById("query"), search = document.getElementById("search");
  const found = document.getElementById("found"), results = document.getElementById("results");
  const began = performance.now();
  const seen = new MutationObserver(() => {
    const none = found.textContent === search.dataset.none;
    if (results.children.length || none) { seen.disconnect(); resolve(performance.now() - began); }
  });
  seen.observe(search, {childList: true, characterData: true, subtree: true});
  field.value = query;
  field.dispatchEvent(new Event("input", {bubbles: true}));
})"""
_FOUND = "document.getElementById('found').textContent"
_LOADED = "[...document.querySelectorAll('script[src], link[rel=stylesheet]')].map(e => e.src || e.href)"


def ask(browser: Browser, base: str, site: Path, query: str) -> tuple[float, int, str]:
    """Return milliseconds to the first answer, bytes loaded, and what was found."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}search/index.html", wait_until="load")
    page.wait_for_timeout(500)
    taken = page.evaluate(_WAIT, query)
    page.wait_for_timeout(200)
    paths = [address.removeprefix(base) for address in page.evaluate(_LOADED)]
    loaded = sum((site / path).stat().st_size for path in [*paths, "search/index.html"])
    found = page.evaluate(_FOUND)
    context.close()
    return float(taken), loaded, str(found)


def main() -> None:
    """Measure, and print a row for each query and way of opening."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--queries", nargs="+", default=["harbour", "the water level", "“water level”", "an"])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    site = options.site.resolve()
    print("| query | found | from | median ms | max ms | kB loaded |")
    print("|---|---|---|---|---|---|")
    with sync_playwright() as playwright, served(site) as address:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for query in options.queries:
            for base, name in ((f"{site.as_uri()}/", "a folder"), (address, "a server")):
                asked = [ask(browser, base, site, query) for _ in range(options.rounds)]
                times = [one[0] for one in asked]
                row = (f"{statistics.median(times):.0f}", f"{max(times):.0f}", f"{asked[0][1] / 1000:,.0f}")
                print(f"| {query} | {asked[0][2]} | {name} | {' | '.join(row)} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
