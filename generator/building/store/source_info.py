"""Describe the state of one source: what other pages, and files beside it, need to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from generator.building.visibility import is_public
from generator.content_files import place_of
from generator.errors import Problem
from generator.reading import Document
from generator.reading.links import content_path, is_local, targets


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A local file that a source links to or shows: as written, and its path below ``content/``."""

    target: str
    path: str


def references(document: Document) -> tuple[Reference, ...]:
    """Return what ``document`` refers to in its text, its notes and its front matter, if these are shown."""
    if document.front.withdrawn is not None:
        return ()
    pieces = [*document.body, *(piece for note in document.notes for piece in note.pieces)]
    found = {target for target in targets(pieces) if is_local(target)}
    origin = document.front.source
    written = (origin.url, origin.media) if origin is not None else ()
    found |= {target for target in written if target and is_local(target)}
    return tuple(sorted(Reference(target, content_path(document.path, target)) for target in found))


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """``references`` are the local files it links to or shows, ``lang`` is that of its text."""

    path: PurePosixPath
    address: str
    title: str
    lang: str
    draft: bool
    embargo: datetime | None
    aliases: tuple[str, ...]
    references: tuple[Reference, ...]
    excerpt: bool = False
    warnings: tuple[Problem, ...] = ()
    withdrawn: bool = False  # its page is a notice, and nothing else knows of it
    page: bool = False  # of the site itself: in no list
    noted: bool = False  # its corrections cannot be read, and nobody sees it: to be told of each time
    lost: tuple[Problem, ...] | None = None  # corrections that were not applied; known once all is extracted

    def is_public(self, now: datetime) -> bool:
        """Return whether it may be published at ``now``."""
        return is_public(self, now)

    @property
    def place(self) -> tuple[str, tuple[str, ...], str]:
        """All that links and redirects to it depend on."""
        return self.address, self.aliases, self.title

    @property
    def files(self) -> frozenset[str]:
        """What is copied for it, as its links spell it: nothing, for an excerpt."""
        return frozenset() if self.excerpt else frozenset(one.path for one in self.references)

    def refers_to(self, places: Set[str]) -> bool:
        """Return whether it links to or shows one of these, as :func:`place_of` spells them."""
        return any(place_of(one.path) in places for one in self.references)


def source_info(document: Document) -> SourceInfo:
    """Return how a document stands."""
    front = document.front
    return SourceInfo(
        path=document.path,
        address=document.address,
        title=document.title,
        lang=document.source.lang,
        draft=front.draft,
        embargo=front.embargo,
        aliases=front.aliases,
        references=references(document),
        excerpt=front.excerpt,
        withdrawn=front.withdrawn is not None,
        page=document.is_page,
        warnings=document.warnings,
    )


def taken_addresses(sources: Iterable[SourceInfo]) -> Iterator[Problem]:
    """Two sources for one page, or an alias that is taken; the first one keeps it."""
    taken: dict[str, PurePosixPath] = {}
    known = list(sources)
    claims = [(one.address, one.path) for one in known]
    claims += [(alias, one.path) for one in known for alias in one.aliases]
    for address, path in claims:
        place = address.casefold()
        if place in taken:
            message = f"the address {address!r} is taken by content/{taken[place]}"
            hint = "set another slug or alias"
            yield Problem(message, file=f"content/{path}", line=1, column=1, hint=hint)
        taken.setdefault(place, path)
