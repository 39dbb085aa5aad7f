"""Keep what a build knew when it published, so that the next one need look only at what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from generator.building.store.archive import Archive
from generator.building.store.serialization import UnpackingError
from generator.errors import Problem


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``inputs`` are the hashes of all inputs by path, ``problems`` what was told, by what it is about.

    ``index`` hashes the index of sources, ``ignored`` the names beside the inputs. It holds from ``made``
    until an embargo ends.
    """

    made: datetime
    until: datetime | None
    inputs: Mapping[str, str]
    index: str
    ignored: str
    problems: Mapping[str, tuple[Problem, ...]]

    def holds(self, now: datetime) -> bool:
        """Return whether no embargo has ended, or begun again, between then and ``now``."""
        return self.made <= now and (self.until is None or now < self.until)


def keep_snapshot(archive: Archive, target: str, key: str, snapshot: Snapshot) -> None:
    """Keep the snapshot of a target that was made under ``key``: all but its inputs."""
    data = archive.seal.pack(snapshot, "snapshot", target, key)
    archive.db.execute("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)", (target, key, data))


def snapshot_of(archive: Archive, target: str, key: str, now: datetime) -> Snapshot | None:
    """Return the snapshot of ``target``, where it was made under ``key`` and no embargo was due since."""
    query = "SELECT data FROM snapshots WHERE target = ? AND key = ?"
    row = archive.db.execute(query, (target, key)).fetchone()
    with suppress(UnpackingError):
        found = cast("Snapshot", archive.seal.unpack(row[0], "snapshot", target, key)) if row else None
        return found if found is not None and found.holds(now) else None
    return None


def forget_snapshot(archive: Archive, target: str) -> None:
    """Forget the snapshot of a target that is made anew."""
    archive.db.execute("DELETE FROM snapshots WHERE target = ?", (target,))
