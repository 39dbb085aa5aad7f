"""What a build costs in CPU seconds when nothing changed, when little did, and as a whole.

    python -m benchmarks.publishing [--bench ../shared/bench] [--briefings 1000] [--folder DIR] [--rounds 5]
                                    [--no-pipeline | --analysed N] [--hugo hugo]

Makes a corpus with ``make_corpus.py`` of the folder ``--bench`` and builds it once, which analyses every
text: some ten minutes of one processor for a thousand. With ``--no-pipeline`` quotation marks alone are
found, in a minute; with ``--analysed N`` in all but the first N, of which one is edited. Each command
then runs in a fresh process, ``--rounds`` times; the median of user and system time counts, all its
processes together. Where Hugo is installed, it builds the same texts with one plain template in the same
run. With ``--folder`` all is kept for another run.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.watch_latency import HUGO_LIST, HUGO_PAGE, leave_out
from generator.settings import DEFAULT_PIPELINES

TITLE, SUMMARY = re.compile(r"^title: .*$", re.MULTILINE), re.compile(r"^summary: .*$", re.MULTILINE)


def main() -> None:
    """Measure, and print a table."""
    arguments = _arguments()
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="publishing-"))
    try:
        site = folder / "site-of-briefings"
        _corpus(arguments, site / "content", "plain")
        leave_out(site / "content", arguments.analysed)
        pipelines = {"en": "none"} if arguments.no_pipeline else {**DEFAULT_PIPELINES, "la": "none"}
        lines = "".join(f'{lang} = "{name}"\n' for lang, name in pipelines.items())
        (site / "briefing.toml").write_text(f"[language.pipelines]\n{lines}")
        first = _cost(_briefing(site, "build"))
        print(f"the first build: {first:.1f} CPU s", flush=True)
        rows = [[what, *_figures(found)] for what, found in _measured(site, arguments.rounds)]
        if arguments.hugo and shutil.which(arguments.hugo):
            _corpus(arguments, folder / "hugo" / "content", "hugo")
            rows.append(["Hugo, its whole site", *_figures(_hugo(arguments, folder / "hugo"))])
        for row in (["CPU seconds", "median", "min", "max"], ["---"] * 4, *rows):
            print(f"| {' | '.join(row)} |")
    finally:
        if arguments.folder is None:
            shutil.rmtree(folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--briefings", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--no-pipeline", action="store_true")
    parser.add_argument("--analysed", type=int)
    parser.add_argument("--hugo", default="hugo")
    return parser.parse_args()


def _corpus(arguments: argparse.Namespace, content: Path, flavour: str) -> None:
    if not content.is_dir():
        command = [sys.executable, str(arguments.bench / "make_corpus.py"), "--n", str(arguments.briefings)]
        subprocess.run([*command, "--out", str(content), "--flavour", flavour], check=True)


def _measured(site: Path, rounds: int) -> list[tuple[str, list[float]]]:
    """Run each kind of build; an edit comes before each run, and is no part of it."""
    paths = sorted((site / "content").glob("*.md"))
    source = [path for path in paths if "\nlang: la\n" not in path.read_text("utf-8")][39]
    number = iter(range(10**6))

    def replaced(line: re.Pattern[str], words: str) -> Callable[[], object]:
        def edit() -> None:
            text = source.read_text("utf-8")
            source.write_text(line.sub(f'{words} {next(number)}"', text, count=1), "utf-8")

        return edit

    def longer() -> None:
        source.write_text(f"{source.read_text('utf-8')}\nNothing came of plan {next(number)}.\n", "utf-8")

    def nothing() -> None: ...

    acts: list[tuple[str, Callable[[], object], list[str]]] = [
        ("--version", nothing, ["--version"]),
        ("build, nothing changed", nothing, ["build"]),
        ("build, another summary", replaced(SUMMARY, 'summary: "Summary'), ["build"]),
        ("build, another title", replaced(TITLE, 'title: "Title'), ["build"]),
        ("build, another paragraph", longer, ["build"]),
        ("check, nothing changed", nothing, ["check"]),
        ("check, another title", replaced(TITLE, 'title: "Other title'), ["check"]),
        ("build --strict, nothing changed", nothing, ["build", "--strict"]),
        ("build --full", nothing, ["build", "--full"]),
    ]
    return [(what, _runs(site, before, words, rounds)) for what, before, words in acts]


def _runs(site: Path, before: Callable[[], object], words: Sequence[str], rounds: int) -> list[float]:
    if words[-1] in ("check", "--strict"):
        _cost(_briefing(site, *words))  # so that nothing is new to it
    found = []
    for _ in range(1 if "--full" in words else rounds):
        before()
        found.append(_cost(_briefing(site, *words)))
    return found


def _briefing(site: Path, *words: str) -> list[str]:
    where = [] if "--version" in words else ["--site", str(site)]
    return [sys.executable, "-m", "generator", *words, *where]


def _hugo(arguments: argparse.Namespace, folder: Path) -> list[float]:
    for name, text in (("single.html", HUGO_PAGE), ("list.html", HUGO_LIST)):
        place = folder / "layouts" / "_default" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    (folder / "hugo.toml").write_text('baseURL = "https://example.org/"\ntitle = "Briefings"\n')
    found = []
    for _ in range(arguments.rounds):
        shutil.rmtree(folder / "public", ignore_errors=True)
        found.append(_cost([arguments.hugo, "--source", str(folder), "--quiet"]))
    return found


def _cost(command: Sequence[str]) -> float:
    """Return the CPU seconds of a command and all its children."""
    # Where Python may not keep what it compiles, each start would compile what was edited since.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(said.decode())
    return used.ru_utime + used.ru_stime


def _figures(found: Sequence[float]) -> list[str]:
    return [f"{figure:.2f}" for figure in (statistics.median(found), min(found), max(found))]


if __name__ == "__main__":
    main()
