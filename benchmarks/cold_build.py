"""The first build of many briefings on one and two processes, beside the bare parse on two.

    python -m benchmarks.cold_build BENCH [--briefings N] [--rounds N]

BENCH holds ``make_corpus.py``. Each figure is of a fresh process: words a wall second, start included,
and CPU seconds with those of its workers. The bare parse is ``nlp.pipe(n_process=2)`` over the same
paragraphs; the encoder, which reads them all as well, is not in it.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

BARE = """
import sys
from pathlib import Path
import spacy
from generator.extraction.language import DEFAULT_PIPELINE

if __name__ == "__main__":
    texts = [path.read_text("utf-8") for path in sorted(Path(sys.argv[1]).glob("*.md"))]
    paragraphs = [paragraph for text in texts for paragraph in text.split("\\n\\n")]
    for doc in spacy.load(DEFAULT_PIPELINE).pipe(paragraphs, n_process=int(sys.argv[2])):
        pass
"""


@dataclass(frozen=True)
class Run:
    """What one command took."""

    wall: float
    cpu: float


def timed(command: list[str], folder: Path) -> Run:
    """Run a command, and return what it and all that it started took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.monotonic() - began, cpu)


def bare(folder: Path, processes: int) -> Run:
    """Parse all paragraphs, and do nothing with them."""
    script = folder / "bare.py"
    script.write_text(BARE, "utf-8")
    return timed([sys.executable, str(script), str(folder / "content"), str(processes)], folder)


def build(folder: Path, jobs: int) -> Run:
    """Build the site with nothing remembered."""
    for made in ("site", ".briefing"):
        shutil.rmtree(folder / made, ignore_errors=True)
    return timed([sys.executable, "-m", "generator", "build", "--jobs", str(jobs)], folder)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument("--briefings", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = [sys.executable, str(options.bench / "make_corpus.py"), "--flavour", "hugo"]
        made = [*corpus, "--n", str(options.briefings), "--out", str(folder / "content")]
        subprocess.run(made, check=True, capture_output=True)
        words = sum(len(f.read_text("utf-8").split()) for f in (folder / "content").glob("*.md"))
        kinds = {
            "bare nlp.pipe, two processes": lambda: bare(folder, 2),
            "build --jobs 1": lambda: build(folder, 1),
            "build --jobs 2": lambda: build(folder, 2),
        }
        taken: dict[str, list[Run]] = {kind: [] for kind in kinds}
        for _ in range(options.rounds):  # in turns: the machine is never the same twice
            for kind, work in kinds.items():
                taken[kind].append(work())
    best = {kind: min(runs, key=lambda run: run.wall) for kind, runs in taken.items()}
    for kind, run in best.items():
        print(f"{kind}: {words / run.wall:,.0f} words a wall second, {run.wall:.1f} s, {run.cpu:.1f} CPU s")
    one, two = best["build --jobs 1"], best["build --jobs 2"]
    floor = best["bare nlp.pipe, two processes"]
    print(f"two processes against one: {one.wall / two.wall:.2f}")
    print(f"two processes against the bare parse: {floor.wall / two.wall:.2f}")


if __name__ == "__main__":
    main()
