"""Show what a long build is at: a bar on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.building.options import NOTHING_MORE
from generator.commands.terminal import console, say

if TYPE_CHECKING:
    from rich.progress import Progress

_SHORT = 2.0  # seconds; a build that takes no longer shows nothing
_START = 10.0  # seconds, of which nothing can be told: processes are started, models loaded
_EVERY = 5.0  # seconds between two lines


@dataclass(slots=True)
class Stage:
    """One thing that is done many times; ``total`` grows where more is found to be done."""

    what: str
    since: float
    total: int = 0
    left: int = 0

    def tell(self, left: int) -> None:
        """Take note of how much is left."""
        self.total += max(0, left - self.left)
        self.left = left

    @property
    def done(self) -> int:
        return self.total - self.left

    def rate(self, now: float) -> float:
        """Return how many a second are done."""
        return self.done / max(now - self.since, 0.001)

    def line(self, now: float) -> str:
        """Return what, how many, how fast, and how long it will take."""
        rate = self.rate(now)
        known = rate and (now - self.since > _START or self.done > self.left)
        seconds = f", about {_duration(self.left / rate)} left" if known else ""
        return f"{self.what}: {self.done:,} of {self.total:,}, {rate:.1f} a second{seconds}"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


@dataclass(slots=True)
class BuildProgress:
    """Is told what is being done and how much of it is left; tells it on, unless it is short."""

    drawn: bool  # on the terminal; else lines are told to ``tell``
    tell: Callable[[str], None] = say
    clock: Callable[[], float] = time.monotonic
    _stage: Stage | None = None
    _next: float = 0.0
    _bar: Progress | None = field(default=None)

    def __call__(self, what: str, left: int) -> None:
        now = self.clock()
        if (what, left) == NOTHING_MORE:
            self.close()
            return
        if self._stage is None:
            self._next = now + (_SHORT if self.drawn else _EVERY)
        if self._stage is None or self._stage.what != what:
            self._stage = Stage(what, now)
        self._stage.tell(left)
        if now < self._next:
            return
        if self.drawn:
            self._next = now + 0.1
            self._draw(self._stage, now)
        elif self._stage.done and left:
            self._next = now + _EVERY
            self.tell(self._stage.line(now))

    def _draw(self, stage: Stage, now: float) -> None:
        if self._bar is None:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                TextColumn("{task.fields[rate]:.1f}/s"), TimeRemainingColumn(),
                console=console(), transient=True,
            )  # fmt: skip
            self._bar.add_task(stage.what, total=stage.total, rate=0.0)
            self._bar.start()
        (task,) = self._bar.task_ids
        if self._bar.tasks[0].description != stage.what:
            self._bar.reset(task, description=stage.what)
        self._bar.update(task, total=stage.total, completed=stage.done, rate=stage.rate(now))

    def close(self) -> None:
        """Leave the terminal as it was; what is told from now on is another piece of work."""
        if self._bar is not None:
            self._bar.stop()
        self._stage = self._bar = None


def told_progress() -> BuildProgress:
    """Tell the progress of each round of a watch in lines, between those that it says itself."""
    return BuildProgress(drawn=False)


@contextmanager
def shown_progress() -> Iterator[BuildProgress]:
    """Show the progress of a build, or a check, on standard error."""
    progress = BuildProgress(sys.stderr.isatty())
    try:
        yield progress
    finally:
        progress.close()
