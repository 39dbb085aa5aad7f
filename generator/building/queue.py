"""Queue what is left to do between a change and the pages that follow from it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from generator.building.store.site_index import NOTHING, Invalidation

# In order, without doubles. The first of a plain dict is found slowly where many before it were removed.
Paths = OrderedDict[PurePosixPath, None]


@dataclass(slots=True)
class BuildQueue:
    """Sources are named by their path below ``content``.

    ``everything``: compare all; ``theme``: templates changed; ``view``: see who is shown;
    ``moved``: an address may have changed; ``files``: see to files beside the sources; ``faults``: look
    for faults of the theme, once all pages are there.
    """

    everything: bool = False
    theme: bool = False
    view: bool = False
    moved: bool = False
    files: bool = False
    faults: bool = False
    to_read: Paths = field(default_factory=OrderedDict)
    to_extract: Paths = field(default_factory=OrderedDict)
    to_make: Paths = field(default_factory=OrderedDict)
    fresh: Paths = field(default_factory=OrderedDict)  # edited by somebody just now
    beside: set[str] = field(default_factory=set)  # places of files beside the sources that changed
    owners: OrderedDict[str, None] = field(default_factory=OrderedDict)
    touched: Invalidation = NOTHING

    def __bool__(self) -> bool:
        """Return whether anything is left to do."""
        flags = (self.everything, self.theme, self.view, self.files, self.faults, self.touched != NOTHING)
        return any(flags) or any((self.to_read, self.to_extract, self.to_make, self.owners))

    @property
    def stage(self) -> tuple[str, int]:
        """Return what is being done, and how much of it is left."""
        stages: tuple[tuple[str, Collection[object]], ...] = (
            ("read", self.to_read), ("analysed", self.to_extract), ("written", self.to_make),
        )  # fmt: skip
        return next(((what, len(left)) for what, left in stages if left), ("listed", len(self.owners)))

    def edited(self, path: PurePosixPath) -> None:
        """Somebody saved, moved or deleted a source, or its corrections."""
        self.to_read[path] = None
        self.fresh[path] = None
        self.view = True

    def done(self, path: PurePosixPath) -> None:
        """Nothing is left to do for a source."""
        self.to_make.pop(path, None)
        self.fresh.pop(path, None)

    def next_to_extract(self) -> PurePosixPath:
        path = next(iter(self.to_extract))
        del self.to_extract[path]
        return path

    def drop(self) -> None:
        """Leave everything undone."""
        self.everything = self.theme = self.view = self.moved = self.files = self.faults = False
        self.touched = NOTHING
        for queue in (self.to_read, self.to_extract, self.to_make, self.fresh):
            queue.clear()
        self.owners.clear()
        self.beside.clear()
