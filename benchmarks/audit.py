"""Lighthouse on a briefing, the Nu checker on every page: ``make audit``.

Needs Node, Java and Chromium. The two tools come from npm into the cache folder,
in the versions named here; nothing is fetched while they run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.browsing import FLAGS, chromium, served

TOOLS = Path(".briefing/audit")
PACKAGES = ("lighthouse@12.8.2", "vnu-jar@26.9.27")
PAGES = ("a-general-on-syria/index.html", "harbour-hearing/index.html", "index.html", "search/index.html")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> None:
    options = _options()
    _install()
    lines = [f"Measured on {datetime.now(UTC):%Y-%m-%d}, {', '.join(PACKAGES)}, {_browser()}.", ""]
    lines += _lighthouse_table(options.site, options.runs)
    lines += ["", *_weights(options.site), "", *_nu(options.site)]
    text = "\n".join(lines) + "\n"
    print(text)
    if options.write:
        options.write.write_text(f"# The page, audited\n\n{text}", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("site"), help="a built site")
    parser.add_argument("--runs", type=int, default=5, help="of Lighthouse, a page; the median counts")
    parser.add_argument("--write", type=Path, help="a Markdown file for the figures")
    return parser.parse_args()


def _install() -> None:
    if not all((TOOLS / "node_modules" / package.split("@")[0]).is_dir() for package in PACKAGES):
        TOOLS.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(TOOLS), *PACKAGES]
        subprocess.run(command, check=True)


def _browser() -> str:
    command = [chromium(), "--version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


# --- Lighthouse ---


def _lighthouse_table(site: Path, runs: int) -> list[str]:
    lines = [
        f"Lighthouse (mobile), median of {runs}:",
        "",
        "| page | performance | accessibility | best practices | SEO | layout shift |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    with served(site) as address:
        for page in PAGES:
            reports = [_lighthouse(address + page) for _ in range(runs)]
            scores = [median(100 * r["categories"][name]["score"] for r in reports) for name in CATEGORIES]
            shift = max(r["audits"]["cumulative-layout-shift"]["numericValue"] for r in reports)
            cells = (f"`{page}`", *(f"{score:.0f}" for score in scores), f"{shift:.3g}")
            lines.append(f"| {' | '.join(cells)} |")
    return lines


def _lighthouse(url: str) -> Any:
    command = [str(TOOLS / "node_modules" / ".bin" / "lighthouse"), url, "--quiet", "--output=json"]
    command.append("--chrome-flags=" + " ".join(("--headless=new", *FLAGS)))
    environment = os.environ | {"CHROME_PATH": chromium()}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=180, check=True)
    return json.loads(done.stdout)


# --- weight ---


def _weights(site: Path) -> list[str]:
    files = [site / page for page in PAGES[:2]]
    files += sorted(path for path in (site / "assets").iterdir() if path.suffix in (".css", ".js"))
    lines = ["Weight, gzipped:", "", "| file | bytes |", "|---|--:|"]
    for path in files:
        size = len(gzip.compress(path.read_bytes(), 6))
        lines.append(f"| `{path.relative_to(site)}` | {size:,} |")
    return lines


# --- Nu ---


def _nu(site: Path) -> list[str]:
    pages = sorted(str(path) for path in site.rglob("*.html"))
    sheets = sorted(str(path) for path in site.rglob("*.css"))
    html = _messages(["--errors-only", *pages])
    css = _messages(["--errors-only", "--css", *sheets])
    found = f"{len(html)} errors in {len(pages)} pages, {len(css)} in {len(sheets)} style sheets"
    counted = Counter(message["message"] for message in (*html, *css))
    return [
        f"Nu checker: {found}.",
        *(f"- {count} × {message}" for message, count in counted.most_common(10)),
    ]


def _messages(arguments: list[str]) -> list[Any]:
    jar = next((TOOLS / "node_modules" / "vnu-jar").rglob("vnu.jar"))
    command = ["java", "-jar", str(jar), "--format", "json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return list(json.loads(done.stderr or done.stdout)["messages"])


if __name__ == "__main__":
    main()
