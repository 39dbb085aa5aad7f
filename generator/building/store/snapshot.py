"""Keep what a build knew when it published, so that the next one need look only at what changed since.

How the inputs stood when they were hashed is kept beside it, one record for all targets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from generator.building.sightings import Sighting, Sightings
from generator.building.store.archive import Archive
from generator.building.store.serialization import UnpackingError
from generator.errors import Problem

_Stood = tuple[int, int, int, int, str]  # a sighting, as it is packed
_SIGHTINGS = "inputs"  # in place of a target


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


def keep_sightings(archive: Archive, sightings: Sightings, known: Iterable[str]) -> None:
    """Keep how the inputs that are ``known`` stood, where one of them was hashed anew."""
    if not sightings.fresh:
        return
    found = {path: tuple(sightings.known[path]) for path in known if path in sightings.known}
    data = archive.seal.pack(found, _SIGHTINGS)
    archive.db.execute("INSERT OR REPLACE INTO snapshots VALUES (?, '', ?)", (_SIGHTINGS, data))
    sightings.fresh = False


def kept_sightings(archive: Archive) -> Sightings:
    """Return how the inputs stood when they were hashed last."""
    row = archive.db.execute("SELECT data FROM snapshots WHERE target = ?", (_SIGHTINGS,)).fetchone()
    with suppress(UnpackingError):
        found = cast("Mapping[str, _Stood]", archive.seal.unpack(row[0], _SIGHTINGS)) if row else {}
        return Sightings({path: Sighting(*stood) for path, stood in found.items()})
    return Sightings()
