"""The folder that a site is published in, before a build: what stands there, and how to change it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from generator.building.history import site_before, throw_away
from generator.building.output import Staged, Staging, Whole, speaking
from generator.building.publisher import Contents, bring_back, look_at, same_bytes
from generator.building.store.seal import user_seal
from generator.building.transfer import settle


@dataclass(frozen=True, slots=True)
class PublishedFolder:
    """``keep`` are files of others that may stand there; ``cache`` is the site's.

    ``builds`` says of how many builds what they replaced is kept.
    """

    folder: Path
    keep: tuple[str, ...]
    cache: Path
    builds: int | None = None

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

    def output(self, recorded: Collection[str], contents: Contents, *, full: bool = False) -> Staged | Whole:
        """Choose how to build: only what changed, where files of the target are ``recorded``, or all."""
        if full or not contents.listed or not recorded:
            return Whole(self.folder, self.keep, self.cache)
        changes = Staged(self.folder, self.cache, contents.files, self.builds)
        for path in {*(contents.ours - set(recorded)), *contents.litter}:
            changes.remove(path)  # unless it is made again
        return changes

    def roll_back(self) -> tuple[int, int]:
        """Bring the site before back; return how many files came and went.

        Raises ``OutputError`` where none is kept, and where the folder holds files that are not ours.
        """
        self.look()
        folder = self.folder.resolve()
        with speaking(folder):
            before = site_before(folder, self.cache, user_seal())
            changes = Staged(folder, self.cache)
            try:
                for path in before.files:
                    if not same_bytes(before.at / path, folder / path):
                        changes.copy(path, before.at / path)
                for path in before.leaving:
                    changes.remove(path)
                done = len(changes.waiting), len(changes.leaving)
                changes.commit()
            finally:
                changes.discard()
            throw_away(before)
        return done
