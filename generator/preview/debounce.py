"""Tell when a burst of file events is over.

Saving one file is several events: an emptied file, a backup, a rename. Work starts
once nothing has happened for a moment, yet not later than a cap: a program that
writes without pause must not keep the page from ever changing.
"""

from __future__ import annotations

from dataclasses import dataclass

QUIET = 0.025  # seconds; the events of one save come within a few milliseconds
QUIET_AFTER_LOSS = 0.1  # a file that vanished is often about to be renamed back into place
CAP = 0.5


@dataclass(slots=True)
class Debouncer:
    """Waits until file events have settled.

    Times are seconds of one steady clock; one that stands still or jumps back does no harm.
    """

    quiet: float = QUIET
    quiet_after_loss: float = QUIET_AFTER_LOSS
    cap: float = CAP
    _first: float | None = None
    _last: float = 0.0
    _loss: bool = False

    def event(self, now: float, *, loss: bool = False) -> None:
        """Something happened; ``loss`` is a deletion or a move away."""
        if self._first is None or now < self._first:
            self._first = now
        self._last = now
        self._loss = loss

    def wait(self, now: float) -> float | None:
        """Seconds to go until it has settled: 0 when it has, None when nothing is going on."""
        if self._first is None:
            return None
        quiet = self.quiet_after_loss if self._loss else self.quiet
        due = min(self._last + quiet, self._first + self.cap)
        return min(max(0.0, due - now), quiet)

    def reset(self) -> None:
        """The burst has been dealt with."""
        self._first, self._loss = None, False
