"""Many thousands of inputs for all that reads files: clean errors, no hang, well-formed pages, time.

    python -m benchmarks.fuzz [--inputs 200000] [--pages 1000] [--timed 200] [--seed 1]

Three parts. *Readers*: front matter, settings, registry, review files, Markdown, plain text, transcripts
and imports, by :mod:`tests.security.fuzzing`. *Pages*: a site built of such documents; every page must be
well formed. *Time*: pieces of text repeated to a paragraph, and to paragraphs; named is what costs more than
three times ordinary English of its size, or more memory than is allowed beside the loaded model. Exits 1
where a reader or a page fails, or a text takes too much memory.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from random import Random

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.errors import BriefingError, ContentErrors
from generator.extraction.extractor import Extractor
from generator.extraction.language import LanguageModel
from generator.reading.sources import parse_document
from generator.settings import load_site
from tests.rendering.test_pages import Tags
from tests.security.fuzzing import MARKDOWN, TARGETS, Target, random_text, reads_cleanly, within

SIZE = 5_000  # characters of a timed text
DEAR = 3.0  # times ordinary English
MOST_MEMORY = 200_000_000  # bytes beyond the loaded model
ENGLISH = """In week {}, the harbour board met on Tuesday to settle what the new pier may cost. “We
can afford it only if the city pays its share,” said Ilse Brandt, who has led the board since 2019.
The mayor, Tom Arden, told reporters that no decision would be made before the summer. According to
a study by the port authority, ships could save two hours on each call. Critics say the figures are
out of date: traffic has fallen by 12 per cent since March, and the two largest lines have left.
“Nobody asked the people who live here,” Mrs. Novak said. She expects a vote in September. The board
denied that it had kept the report from the public. Its lawyers have promised to answer all
questions by Friday, and the minutes will be printed."""


def main() -> None:
    arguments = _arguments()
    failed = 0
    print(f"seed {arguments.seed}")
    started = time.monotonic()
    total = 0
    shares = sum(target.share for target in TARGETS)
    for target in TARGETS:
        tried = arguments.inputs * target.share // shares + 1
        wrong = _try(target, tried, arguments.seed)
        total += tried
        failed += wrong is not None
        print(f"{target.name:20} {tried:8} inputs{'' if wrong is None else ': ' + wrong}", flush=True)
    print(f"{'readers':20} {total:8} inputs, {failed} failed, {time.monotonic() - started:.0f} s", flush=True)
    for problem in wrong_pages(arguments.pages, arguments.seed):
        print(problem, flush=True)
        failed += 1
    failed += _time(arguments.timed, arguments.seed)
    sys.exit(1 if failed else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--timed", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _try(target: Target, number: int, first: int) -> str | None:
    """Read many inputs; what the first one that goes wrong does."""
    numbers = Random(f"{target.name} {first}")
    for _ in range(number):
        data = target.random(numbers)
        try:
            reads_cleanly(target.read, data)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            return f"{type(error).__name__}: {error} at {where.filename}:{where.lineno} by {data!r}"
    return None


def _texts(number: int, first: int, most: int) -> list[str]:
    numbers = Random(f"texts {most} {first}")
    made = [random_text(MARKDOWN, numbers, most) for _ in range(number)]
    return [text for text in made if text.strip()]


def wrong_pages(number: int, first: int) -> Iterator[str]:
    """Build a site of documents; yield what is wrong with its pages."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        content = root / "content"
        content.mkdir(parents=True)
        (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
        for count, text in enumerate(_texts(number, first, 60)):
            head = f"---\ntitle: Document {count}\ndate: 2026-01-02\n---\n\n"
            path = content / f"d{count}.md"
            path.write_bytes((head + text).encode("utf-8", "replace"))
        try:
            build(load_site(root), BuildOptions())
        except ContentErrors as errors:
            for name in {problem.file for problem in errors.problems if problem.file}:
                (root / name).unlink(missing_ok=True)
            build(load_site(root), BuildOptions())
        written = sorted((root / "site").rglob("*.html"))
        for page in written:
            try:
                Tags(page.read_text("utf-8"))
            except (AssertionError, IndexError) as wrong:
                source = content / f"{page.parent.name}.md"
                yield f"{page.name}: {wrong}: {source.read_bytes() if source.exists() else ''!r}"
        print(f"{'pages':20} {len(written):8} well formed or named above, of {number} documents")


def ordinary_english(size: int) -> str:
    """Return as many characters of what people write."""
    return "\n\n".join(ENGLISH.format(week) for week in range(size // len(ENGLISH) + 1))[:size]


def _time(number: int, first: int) -> int:
    """Name the pieces of text that cost too much; return how many take more memory than is allowed."""
    model = LanguageModel()
    english = ordinary_english(SIZE)
    _cost(model, english)  # loads what is loaded once
    _forget_peak()
    loaded, peaks = _resident(), [0]
    ordinary = min(_cost(model, english) for _ in range(3))
    print(f"ordinary English of {SIZE} characters: {ordinary:.2f} s CPU")
    dear = 0
    for piece in _texts(number, first, 8):
        text = filled(piece + " ", SIZE)
        cost = _cost(model, text)
        peaks.append(_resident("VmHWM") - loaded)
        if peaks[-1] > MOST_MEMORY:
            print(f"{peaks[-1] / 1e6:.0f} MB beyond the loaded model: {piece!r}", flush=True)
            _forget_peak()
        if cost > DEAR * ordinary:
            twice = _cost(model, filled(piece + " ", 2 * SIZE))
            dear += 1
            growth = f", {twice / cost:.1f} times that for twice the text"
            print(f"{cost / ordinary:5.1f} times ordinary English{growth}: {piece!r}", flush=True)
    print(f"{'time':20} {number:8} texts, {dear} of them more than {DEAR:g} times ordinary English")
    print(f"{'memory':20} {number:8} texts, at most {max(peaks) / 1e6:.0f} MB beyond the loaded model")
    return sum(peak > MOST_MEMORY for peak in peaks)


def memory_beyond(model: LanguageModel, text: str) -> int:
    """Return how many bytes reading a text takes at its peak, beside all that was there before."""
    before = _resident()
    _forget_peak()
    _cost(model, text)
    return _resident("VmHWM") - before


def _resident(line: str = "VmRSS") -> int:
    """Return what Linux counts of this process in bytes: now, or the most (``VmHWM``)."""
    counted = re.search(rf"{line}:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii", "replace"))
    return int(counted[1]) * 1024 if counted else 0


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _cost(model: LanguageModel, text: str) -> float:
    started = time.process_time()
    try:
        with within(300):
            document = parse_document(text, "", PurePosixPath("a.md"), "a.md")
            Extractor(model).extract(document.source)
    except BriefingError:
        pass
    return time.process_time() - started


if __name__ == "__main__":
    main()
