"""Time and memory of a briefing, as the site grows: first builds, and with every text known.

    python -m benchmarks.growth BENCH [--sizes 100 1000 10000] [--paragraphs 3] [--jobs 2]

BENCH holds ``make_corpus.py``; of each of its texts the first paragraphs are taken, so that ten thousand can
be analysed in an hour. Times are CPU seconds of all processes; memory is the largest sum of their shares
(PSS), looked at five times a second. Linux only.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LOOK = 0.2  # seconds
_KB = 1024


@dataclass(frozen=True)
class Cost:
    """CPU seconds, and bytes of memory at most."""

    cpu: float
    memory: int


def cost(command: list[str], folder: Path) -> Cost:
    """Run a command, and return what it and all that it started took."""
    before, most = resource.getrusage(resource.RUSAGE_CHILDREN), 0
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            most = max(most, memory(process.pid))
            time.sleep(_LOOK)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most)


def memory(parent: int) -> int:
    """Return the bytes that a process and all below it hold, what they share counted once."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            parents[int(place.parent.name)] = int(place.read_text().rpartition(")")[2].split()[1])
    return sum(_share(pid) for pid in parents if _is_below(pid, parent, parents))


def _is_below(pid: int, parent: int, parents: dict[int, int]) -> bool:
    while pid and pid != parent:
        pid = parents.get(pid, 0)
    return pid == parent


def _share(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * _KB
    return 0


def make(options: argparse.Namespace, size: int, folder: Path) -> None:
    """Write a site of so many briefings into ``folder``."""
    content = folder / "content"
    corpus = [sys.executable, str(options.bench / "make_corpus.py"), "--flavour", "plain", "--n", str(size)]
    subprocess.run([*corpus, "--out", str(content)], check=True, capture_output=True)
    for path in content.rglob("*.md"):
        head, body = path.read_text("utf-8").split("\n---\n", 1)
        paragraphs = body.strip().split("\n\n")[: options.paragraphs]
        path.write_text(f"{head}\n---\n\n" + "\n\n".join(paragraphs) + "\n", "utf-8")
    (folder / "briefing.toml").write_text("", "utf-8")


def main() -> None:
    """Measure each size, and print a row of a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--paragraphs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print("| briefings | first build: CPU ms each | memory | every text known: CPU ms each | memory |")
    print("|---|---|---|---|---|")
    command = [sys.executable, "-m", "generator", "build", "--jobs", str(options.jobs)]
    folder = Path(tempfile.mkdtemp(prefix="growth-"))
    try:
        for size in options.sizes:
            site = folder / str(size)
            make(options, size, site)
            first = cost(command, site)
            again = cost([*command, "--full"], site)
            row = [f"{size:,}"]
            for one in (first, again):
                row += [f"{one.cpu / size * 1000:.1f}", f"{one.memory / _KB**2:.0f} MB"]
            print(f"| {' | '.join(row)} |", flush=True)
            shutil.rmtree(site)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
