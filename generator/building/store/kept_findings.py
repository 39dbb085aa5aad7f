"""Keep what a check found of each source and each file, with a hash of all that it depends on.

All of one kind are one record: to read thousands of small ones costs more than to read all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast

from generator.building.store.archive import Archive
from generator.building.store.serialization import UnpackingError
from generator.errors import Problem
from generator.model import Speaker

SHOWN, HELD, FILES = "shown", "held", "files"  # sources that are published, those that are not, copied files


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many annotations of one kind a person has reviewed, of how many."""

    kind: str
    reviewed: int
    total: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with one source, or one file; ``people`` are those who speak in it."""

    problems: tuple[Problem, ...] = ()
    counts: tuple[Reviewed, ...] = ()
    people: tuple[Speaker, ...] = ()


@dataclass(slots=True)
class KeptFindings:
    """Findings of one kind, by name; those that nobody asks for are kept no longer."""

    archive: Archive
    kind: str
    _kept: dict[str, tuple[str, Findings]] = field(init=False)
    _asked: dict[str, tuple[str, Findings]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._kept = self._read()

    def of(self, name: str, key: str, find: Callable[[], Findings | None]) -> Findings | None:
        """Return what is kept of ``name`` under ``key``, else what is found now."""
        known = self._kept.get(name)
        found = known[1] if known is not None and known[0] == key else find()
        if found is not None:
            self._asked[name] = (key, found)
        return found

    def keep(self) -> None:
        """Keep what was asked for, where anything was and it differs from what is kept."""
        if self._asked and {name: key for name, (key, _) in self._asked.items()} != self._keys():
            data = self.archive.seal.pack(self._asked, "findings", self.kind)
            self.archive.db.execute("INSERT OR REPLACE INTO findings VALUES (?, ?)", (self.kind, data))

    def _keys(self) -> dict[str, str]:
        return {name: key for name, (key, _) in self._kept.items()}

    def _read(self) -> dict[str, tuple[str, Findings]]:
        row = self.archive.db.execute("SELECT data FROM findings WHERE kind = ?", (self.kind,)).fetchone()
        with suppress(UnpackingError):  # damaged: found anew
            found = self.archive.seal.unpack(row[0], "findings", self.kind) if row else {}
            return cast("dict[str, tuple[str, Findings]]", found)
        return {}
