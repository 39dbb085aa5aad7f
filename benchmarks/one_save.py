"""Count what one save runs through: files of the program, and calls from one of them to another.

    python -m benchmarks.one_save [--site .] [--source reservoir-speech.md] [--edits 3] [--rooms]

Copies the sample site, previews the copy with ``briefing serve`` and edits a paragraph of
one briefing. A profiler in every thread counts from the watcher's first event to the written page: the
modules of ``generator/`` in which a function ran, and the calls whose caller is in another of them.
The first edit loads what is loaded once and is not counted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from types import CodeType, FrameType

import generator
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.errors import BriefingError, Problem
from generator.preview import Reporter, serve
from generator.preview.watcher import FileSystem
from generator.settings import FILE, FOLDERS

PROGRAM = f"{Path(generator.__file__).parent}{os.sep}"
PATIENCE = 300.0  # seconds for one round, the first among them


@dataclass(frozen=True, slots=True)
class Save:
    """The modules in which a function ran, and the calls between two of them, by the one called."""

    files: frozenset[str]
    calls: Counter[str]


@dataclass(slots=True)
class Profiler:
    """Record a save: from the first file event to the return of what wrote ``page``."""

    page: str
    start: CodeType = FileSystem.on_any_event.__code__
    end: CodeType = InPlace.write.__code__
    done: threading.Event = field(default_factory=threading.Event)
    _armed: bool = False
    _counting: bool = False
    _entered: list[tuple[str, str | None]] = field(default_factory=list)  # one list: appending is atomic

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if self._armed and event == "call" and frame.f_code is self.start:
            self._armed, self._counting = False, True
        if not self._counting:
            return
        if event == "call":
            caller = frame.f_back.f_code.co_filename if frame.f_back else None
            self._entered.append((frame.f_code.co_filename, caller))
        elif event == "return" and frame.f_code is self.end and frame.f_locals["path"] == self.page:
            self._counting = False
            self.done.set()

    def arm(self) -> None:
        """Begin with the next file event."""
        self._entered.clear()
        self.done.clear()
        self._armed = True

    def save(self) -> Save:
        """Return what was counted since the profiler was armed."""
        ran = [(to, by) for to, by in self._entered if to.startswith(PROGRAM)]
        between = [to for to, by in ran if by and by != to and by.startswith(PROGRAM)]
        return Save(frozenset(_module(to) for to, _ in ran), Counter(map(_module, between)))


@dataclass(slots=True)
class Editor(threading.Thread):
    """Edits ``source`` while the preview runs in the main thread, then ends the preview."""

    source: Path
    profiler: Profiler
    edits: int
    lines: SimpleQueue[str] = field(default_factory=SimpleQueue)
    saves: list[Save] = field(default_factory=list)
    failed: str = ""

    def __post_init__(self) -> None:
        threading.Thread.__init__(self, name="editor", daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        try:
            self._wait()
            text = self.source.read_text("utf-8")
            for number in range(self.edits + 1):
                if number:
                    self.profiler.arm()
                self.source.write_text(edited(text, number), "utf-8")
                self._wait()
                if number and not self.profiler.done.is_set():
                    raise LookupError(f"{self.profiler.page} was not written")
                self.saves += [self.profiler.save()] if number else []
        except (Empty, LookupError, OSError) as error:
            self.failed = str(error) or f"no page after {PATIENCE:.0f} seconds"
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    def _wait(self) -> None:
        """Wait for the end of a round."""
        while " changed → " not in self.lines.get(timeout=PATIENCE):
            pass


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="one-save-") as folder:
        site = Path(folder).resolve()
        _copy(arguments.site, site)
        profiler = Profiler(f"{Path(arguments.source).with_suffix('').as_posix()}/index.html")
        editor = Editor(site / "content" / arguments.source, profiler, arguments.edits)
        threading.setprofile(profiler)
        sys.setprofile(profiler)
        editor.start()
        try:
            serve(site, Reporter(editor.lines.put, _report), BuildOptions(preview=True), port=0)
        except BriefingError as error:
            sys.exit(str(error))
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
    if editor.failed:
        sys.exit(editor.failed)
    show(arguments.source, editor.saves, rooms=arguments.rooms)


def edited(text: str, number: int) -> str:
    """Return a source with one more word in its longest paragraph, another word for each number."""
    paragraph = max(text.split("\n---\n", 1)[-1].split("\n\n"), key=len).rstrip()
    return text.replace(paragraph, f"{paragraph} Edit{number}.", 1)


def show(source: str, saves: list[Save], *, rooms: bool) -> None:
    """Print files and calls of each save, and of the last one where they are."""
    print(f"one paragraph of {source} saved, from the watcher's event to the written page:")
    for save in saves:
        print(f"{len(save.files)} files, {save.calls.total():,} calls between files")
    if rooms:
        files, calls = Counter(map(_room, saves[-1].files)), Counter[str]()
        for module, number in saves[-1].calls.items():
            calls[_room(module)] += number
        for room in sorted(files):
            print(f"  {room or 'generator'}: {files[room]} files, {calls[room]:,} calls into them")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=Path())
    parser.add_argument("--source", default="reservoir-speech.md", help="below content/")
    parser.add_argument("--edits", type=int, default=3)
    parser.add_argument("--rooms", action="store_true", help="also say how many, folder by folder")
    return parser.parse_args()


def _copy(site: Path, to: Path) -> None:
    shutil.copy(site / FILE, to / FILE)
    for name in FOLDERS:
        if (site / name).is_dir():
            shutil.copytree(site / name, to / name)


def _report(problems: Iterable[Problem]) -> None:
    """Leave out problems: the sample site's own are no news."""


def _module(file: str) -> str:
    return Path(file).relative_to(PROGRAM).as_posix()


def _room(module: str) -> str:
    return module.rpartition("/")[0]


if __name__ == "__main__":
    main()
