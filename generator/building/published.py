"""The folder that a site is published in, before a build: what stands there, and how to change it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.building.output import Staged, Staging, Whole, speaking
from generator.building.publisher import Contents, bring_back, look_at
from generator.building.store.archive import Archive
from generator.building.store.artifacts import recorded_files
from generator.building.transfer import settle


@dataclass(frozen=True, slots=True)
class PublishedFolder:
    """``keep`` are files of others that may stand there; ``cache`` is the site's."""

    folder: Path
    keep: tuple[str, ...]
    cache: Path

    def look(self) -> Contents:
        """End what builds that were killed have left half done, and tell what stands there.

        Called while no other build can be running. Raises ``OutputError`` where some of it is not ours.
        """
        folder = self.folder.resolve()
        with speaking(folder):
            settle(self.cache)
            bring_back(folder)
            contents = look_at(folder, self.keep)
            for kind in ("staging", "changes"):
                Staging(folder, kind, self.cache).sweep()
        return contents

    def output(
        self, archive: Archive, target: str, contents: Contents, *, full: bool = False
    ) -> Staged | Whole:
        """Choose how to build: only what changed, where the archive knows what stands there, or the whole."""
        recorded = recorded_files(archive, target)
        if full or not contents.listed or not recorded:
            return Whole(self.folder, self.keep, self.cache)
        changes = Staged(self.folder, self.cache, contents.files)
        for path in {*(contents.ours - recorded.keys()), *contents.litter}:
            changes.remove(path)  # unless it is made again
        return changes
