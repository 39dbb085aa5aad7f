"""How one source stands: what other pages, and files beside it, need to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from generator.building.companions import References, references
from generator.building.visibility import is_public
from generator.errors import Problem
from generator.reading import Document
from generator.reading.sources import SUFFIXES


@dataclass(frozen=True, slots=True)
class Standing:
    """``links`` are the sources it links to, ``files`` all local files, as paths below ``content/``."""

    path: PurePosixPath
    address: str
    title: str
    draft: bool
    embargo: datetime | None
    aliases: tuple[str, ...]
    files: frozenset[str]
    warnings: tuple[Problem, ...] = ()

    def is_public(self, now: datetime) -> bool:
        """Whether it may leave the workshop at ``now``."""
        return is_public(self, now)

    @property
    def links(self) -> frozenset[str]:
        return frozenset(file for file in self.files if file.endswith(SUFFIXES))

    def references(self, *, public: bool) -> References:
        return References(self.path, public, self.files)


def standing(document: Document) -> Standing:
    """How a document stands."""
    front = document.front
    return Standing(
        path=document.path,
        address=document.address,
        title=document.title,
        draft=front.draft,
        embargo=front.embargo,
        aliases=front.aliases,
        files=references(document, public=True).files,
        warnings=document.warnings,
    )
