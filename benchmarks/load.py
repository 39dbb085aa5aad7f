"""Many readers and one editor: does everybody get whole pages, and in the end the newest ones?

    python -m benchmarks.load [--readers 200] [--edits 40] [--seconds 60] [--seed 1]

A preview runs in a process of its own. Readers ask for pages, one after another, as fast as they are
answered; the editor rewrites and renames briefings, evenly spread over the time. Wrong is an answer
that fails, a page that no longer stands at an address which a page shown a moment before linked to,
half a page, a page that is older than the last edit once all is quiet, and memory that grows.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generator.preview.ports import listen

PAGES = 20
PATIENCE = 60.0  # seconds for a preview to begin, and for the last edit to arrive
GROWTH = 1.25  # of the preview's memory, from the first fifth of the time to its end
_ALLOWANCE = 20_000_000  # bytes; what a short run fills once
TEXT = """---
title: Report {number}
date: 2026-01-02
slug: {slug}
aliases: [{aliases}]
---

“Edit {edit} of {number} is here,” said Ada Example. The harbour board met on Tuesday.
"""


@dataclass(slots=True)
class Counts:
    """What readers were answered; ``wrong`` names what they should not have been."""

    answers: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int, seconds: float, wrong: str | None) -> None:
        with self.lock:
            self.answers[status] += 1
            self.slowest = max(self.slowest, seconds)
            if wrong is not None:
                self.wrong[wrong] += 1


@dataclass(slots=True)
class Editor:
    """Rewrites and renames briefings; a renamed one leaves its old address as an alias."""

    content: Path
    numbers: random.Random
    edits: list[int] = field(default_factory=lambda: [0] * PAGES)
    slugs: list[list[str]] = field(default_factory=lambda: [[f"r{number}"] for number in range(PAGES)])
    addresses: list[str] = field(default_factory=list)  # all that were ever given out

    def begin(self) -> None:
        for number in range(PAGES):
            self._write(number)

    def act(self) -> None:
        number = self.numbers.randrange(PAGES)
        self.edits[number] += 1
        if self.numbers.random() < 0.5:
            self.slugs[number].append(f"r{number}-{self.edits[number]}")
        self._write(number)

    def _write(self, number: int) -> None:
        *former, slug = self.slugs[number]
        text = TEXT.format(number=number, slug=slug, aliases=", ".join(former), edit=self.edits[number])
        draft = self.content / f".{number}.tmp"
        draft.write_text(text, "utf-8")
        draft.replace(self.content / f"{number}.md")


def run(readers: int, edits: int, seconds: float, seed: int) -> tuple[Counts, list[str]]:
    """Let readers read and an editor edit; return what was answered, and what was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content").mkdir()
        (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
        editor = Editor(root / "content", random.Random(seed))
        editor.begin()
        with _preview(root) as (port, process):
            for path in (*(f"/r{number}/" for number in range(PAGES)), "/"):
                _until(partial(_shown, port, path), path)
            return _watched(editor, port, process.pid, readers, edits, seconds)


def _watched(
    editor: Editor, port: int, process: int, readers: int, edits: int, seconds: float
) -> tuple[Counts, list[str]]:
    counts, over = Counts(), threading.Event()
    threads = [
        threading.Thread(target=_read, args=(port, random.Random(number), counts, over), daemon=True)
        for number in range(readers)
    ]
    for thread in threads:
        thread.start()
    started, memory = time.monotonic(), [_memory(process)]
    for number in range(edits):
        due = started + seconds * (number + 1) / (edits + 1)
        time.sleep(max(0.0, due - time.monotonic()))
        editor.act()
        memory.append(_memory(process))
    time.sleep(max(0.0, started + seconds - time.monotonic()))
    memory.append(_memory(process))
    _until(lambda: not _stale(editor, port), "the last edit")
    over.set()
    for thread in threads:
        thread.join(PATIENCE)
    wrong = [f"{what}: {times} times" for what, times in sorted(counts.wrong.items())]
    wrong += [f"stale: {path}" for path in _stale(editor, port)]
    first, last = max(memory[: max(1, len(memory) // 5)]), memory[-1]
    if last > first * GROWTH + _ALLOWANCE:
        wrong.append(f"memory grew from {first >> 20} to {last >> 20} MB")
    print(
        f"{readers} readers, {edits} edits, {seconds:g} s: {sum(counts.answers.values()):,} answers "
        f"{dict(counts.answers)}, the slowest after {counts.slowest:.2f} s; "
        f"memory {memory[0] >> 20} MB at first, {max(memory) >> 20} at most, {last >> 20} at the end"
    )
    return counts, wrong


def _read(port: int, numbers: random.Random, counts: Counts, over: threading.Event) -> None:
    """Go from the front page to a briefing that it links to, over and over."""
    while not over.is_set():
        status, html = _counted(port, "/", counts)
        linked = sorted(set(re.findall(r'href="(r\d[-\d]*)/?(?:index\.html)?"', html)))
        if status == 200 and not linked:
            counts.note(0, 0.0, "a front page that lists nothing")
        if linked:
            _counted(port, f"/{numbers.choice(linked)}/", counts)


def _counted(port: int, path: str, counts: Counts) -> tuple[int, str]:
    began = time.monotonic()
    try:
        status, html = _get(port, path)
    except OSError as error:
        counts.note(0, time.monotonic() - began, type(error).__name__)
        time.sleep(0.05)
        return 0, ""
    wrong = None
    if status != 200:
        wrong = f"{status} for {'a page just linked to' if path != '/' else 'the front page'}"
    elif not html.rstrip().endswith("</html>"):
        wrong = "half a page"
    counts.note(status, time.monotonic() - began, wrong)
    return status, html


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


def _shown(port: int, path: str) -> bool:
    return _get(port, path)[0] == 200


def _stale(editor: Editor, port: int) -> list[str]:
    """The addresses that do not show the last edit, former addresses included."""
    found = []
    for number, slugs in enumerate(editor.slugs):
        newest, wanted = f"/{slugs[-1]}/", f"Edit {editor.edits[number]} of {number} is here"
        if wanted not in _get(port, newest)[1]:
            found.append(newest)
        found += [f"/{old}/" for old in slugs[:-1] if slugs[-1] not in _get(port, f"/{old}/")[1]]
    return found


def _memory(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text("ascii", "replace")
    match = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(match[1]) * 1024 if match else 0


@contextmanager
def _preview(root: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "serve", "--site", str(root), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield port, process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def _until(condition: object, what: str) -> None:
    assert callable(condition)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if condition():
                return
        except OSError:
            pass  # not yet listening
        if time.monotonic() > deadline:
            raise TimeoutError(f"gave up waiting for {what}")
        time.sleep(0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    _, wrong = run(arguments.readers, arguments.edits, arguments.seconds, arguments.seed)
    for line in wrong:
        print(" ", line)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
