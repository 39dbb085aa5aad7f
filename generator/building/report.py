"""Report what a build or a rebuild did, in one line."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from generator.building.store.artifacts import Written
from generator.errors import Problem, Severity
from generator.problem_formats import plural


@dataclass(slots=True)
class RoundLog:
    """Records what a round does, from the first change until its report."""

    changed: int = 0  # inputs
    written: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # written, and open pages know it already
    removed: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)  # the pages of sources that somebody edited
    _started: float | None = None

    def start(self, changed: int) -> None:
        """Count changed inputs; the first call starts the clock."""
        if self._started is None:
            self._started = time.monotonic()
        self.changed += changed

    def add(self, *done: Written) -> None:
        """Record what the store wrote and removed."""
        for one in done:
            self.written += one.files
            self.removed += one.removed

    def tell(self, paths: Collection[str]) -> None:
        """Record that open pages know of these files."""
        self.told += [path for path in self.written if path in paths]
        self.written = [path for path in self.written if path not in paths]

    @property
    def seconds(self) -> float:
        """Return how long the round has taken."""
        return time.monotonic() - self._started if self._started is not None else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """``written`` and ``removed`` are output files; ``problems`` are all that stand now.

    ``told`` were written too, and open pages have been told of them already. ``briefings`` are those that
    are shown, pages of the site, ``withdrawn`` and ``unread`` ones aside.
    """

    changed: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]
    seconds: float
    briefings: int
    held_back: int
    withdrawn: int = 0
    unread: int = 0
    told: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()  # the pages of the sources that somebody edited
    lost: int = 0  # corrections that were not applied
    next_embargo: datetime | None = None
    unchanged: bool = False  # the site stands as the last build left it

    def with_problem(self, *problems: Problem | None) -> Report:
        """The report with further problems; None is none."""
        found = tuple(problem for problem in problems if problem is not None)
        return replace(self, problems=(*found, *self.problems)) if found else self

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What does not stop a build, notes among it."""
        return tuple(problem for problem in self.problems if problem.severity is not Severity.ERROR)

    @property
    def others(self) -> str:
        """Count the sources that are not among the briefings: ``, 1 withdrawn, 2 not read``."""
        counts = ((self.withdrawn, "withdrawn"), (self.unread, "not read"))
        return "".join(f", {count:,} {words}" for count, words in counts if count)

    @property
    def pages(self) -> int:
        return sum(path.endswith(".html") for path in {*self.written, *self.told})

    def line(self) -> str:
        """``1 source changed → 3 pages, 112 ms, 0 warnings, 2 lost corrections``."""
        parts = [
            f"{plural(self.changed, 'file')} changed → {plural(self.pages, 'page')}",
            _time(self.seconds),
        ]
        if self.errors:
            parts.append(plural(len(self.errors), "error"))
        parts.append(plural(len(self.warnings), "warning"))
        if self.lost:
            parts.append(plural(self.lost, "lost correction"))
        return ", ".join(parts)


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
