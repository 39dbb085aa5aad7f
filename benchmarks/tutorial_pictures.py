"""Pictures for ``docs/tutorial.md``, of the site that its steps make: ``make screenshots``."""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.browsing import FLAGS, chromium
from benchmarks.guides import steps

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial.md"
SIZE = {"width": 1200, "height": 760}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    out = parser.parse_args().out
    with (
        tempfile.TemporaryDirectory() as folder,
        _previewed(Path(folder)) as address,
        sync_playwright() as run,
    ):
        browser = run.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(f"{address}quay/")
        page.wait_for_selector(".opener")
        _shoot(page, out / "tutorial-page.jpg")
        page.goto(f"{address}quay/")
        page.locator(".opener").click()
        page.keyboard.press("n")
        page.wait_for_timeout(500)
        _shoot(page, out / "tutorial-review.jpg")
        browser.close()


def _shoot(page: Page, out: Path) -> None:
    page.screenshot(path=out, type="jpeg", quality=50)


@contextmanager
def _previewed(folder: Path) -> Iterator[str]:
    """Serve the tutorial's text as the reader has it before they reviewed anything."""
    (folder / "briefing.toml").write_text('[site]\ntitle = "My desk"\n', "utf-8")
    for step in steps(TUTORIAL.read_text("utf-8")):
        if step.path and step.path.endswith(".md"):
            step.save(folder)
    command = [sys.executable, "-m", "generator", "serve", "--site", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield _address(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _address(process: subprocess.Popen[str]) -> str:
    """Wait until the preview serves, and return where."""
    address = ""
    for line in process.stdout or ():
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            address = found[0]
        if "changed →" in line or "pages in" in line:
            break
    return address


if __name__ == "__main__":
    main()
