"""The last report of a target, good for as long as all that it was made from is the same."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from generator.building.report import Report
from generator.building.store.archive import Archive
from generator.building.store.serialization import UnpackingError


@dataclass(frozen=True, slots=True)
class LastReport:
    """``made`` is the time as of which embargoes were decided."""

    made: datetime
    report: Report

    def holds(self, now: datetime) -> bool:
        """Return whether no embargo has ended, or begun again, between then and ``now``."""
        until = self.report.next_embargo
        return self.made <= now and (until is None or now < until)


def keep_report(archive: Archive, target: str, key: str, report: Report, now: datetime) -> None:
    """Keep what was reported of a target that was made under ``key``."""
    last = LastReport(now, replace(report, changed=0, written=(), removed=(), told=(), edited=()))
    data = archive.seal.pack(last, "report", target, key)
    archive.db.execute("INSERT OR REPLACE INTO reports VALUES (?, ?, ?)", (target, key, data))


def last_report(archive: Archive, target: str, key: str, now: datetime) -> Report | None:
    """Return what was reported of ``target``, where it was made under ``key`` and nothing was due since."""
    query = "SELECT data FROM reports WHERE target = ? AND key = ?"
    row = archive.db.execute(query, (target, key)).fetchone()
    with suppress(UnpackingError):
        last = archive.seal.unpack(row[0], "report", target, key) if row else None
        if isinstance(last, LastReport) and last.holds(now):
            return last.report
    return None


def forget_report(archive: Archive, target: str) -> None:
    """Forget the report of a target that is made anew."""
    archive.db.execute("DELETE FROM reports WHERE target = ?", (target,))
