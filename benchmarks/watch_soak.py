"""A long and careless day of editing: is the site that ``watch`` leaves the one a clean build makes?

    python -m benchmarks.watch_soak [--acts 2000] [--minutes 10] [--seed 1]

A tireless editor adds, rewrites, renames, hides, breaks and deletes briefings, templates,
sheets and other files of a small site, by the real file system, while ``briefing watch``
runs in a process of its own. At the end all that is broken is mended, and the site is
compared, byte for byte, with that of a clean build.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.building.editing import Editor, differing, files

PATIENCE = 120.0  # seconds for the last change to arrive
LAST = "---\ntitle: The last one\ndate: 2026-03-01\n---\n\nNothing comes after week {}.\n"


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        (root / "content").mkdir(parents=True)
        (root / "briefing.toml").write_text("[language]\npipelines = {}\n")
        editor = Editor(root, random.Random(arguments.seed))
        editor.begin(20)
        with _watching(root, Path(folder) / "log"):
            started = time.monotonic()
            for number in range(arguments.acts):
                editor.act()
                due = started + arguments.minutes * 60 * (number + 1) / arguments.acts
                time.sleep(max(0.0, due - time.monotonic()))
            editor.mend()
            _wait_for_the_last(root, arguments.acts)
        log = (Path(folder) / "log").read_text()
        _run(["build", "--output", str(Path(folder) / "clean")], root)
        sys.exit(_compare(root / "site", Path(folder) / "clean", arguments.acts, log))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acts", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


@contextmanager
def _watching(root: Path, log: Path) -> Iterator[None]:
    with log.open("w") as lines:
        command = [sys.executable, "-m", "generator", "watch", "--site", str(root)]
        process = subprocess.Popen(command, stderr=lines)
        try:
            _until((root / "site" / "index.html").is_file, "the first build")
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(10)


def _wait_for_the_last(root: Path, number: int) -> None:
    text = LAST.format(number)
    (root / "content" / "last.md").write_text(text)
    page = root / "site" / "last" / "index.html"
    _until(lambda: page.is_file() and f"week {number}" in page.read_text(), "the last change")


def _until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            sys.exit(f"gave up waiting for {what}")
        time.sleep(0.05)


def _run(arguments: list[str], root: Path) -> None:
    command = [sys.executable, "-m", "generator", *arguments, "--site", str(root)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def _compare(watched: Path, clean: Path, acts: int, log: str) -> int:
    different = differing(watched, clean)
    rounds = sum("changed →" in line for line in log.splitlines())
    bugs = [line for line in log.splitlines() if "bug of ours" in line]
    made = len(files(clean))
    print(f"{acts} acts, {rounds} rounds, {made} files, {len(different)} different, {len(bugs)} bugs")
    for line in [*different[:20], *bugs[:5]]:
        print(" ", line)
    return 1 if different or bugs else 0


if __name__ == "__main__":
    main()
