"""The way through all stages: every source read, extracted, rendered, then published at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from generator import __version__
from generator.building.across_pages import Shelf, pages_across
from generator.building.companions import find_companions, publishable, references
from generator.building.publisher import collisions, publish
from generator.building.visibility import is_public, next_embargo
from generator.building.workshop import Workshop
from generator.errors import BriefingError, ContentErrors, Problem, Severity
from generator.model import Extraction, SpeakerKind
from generator.reading import Document, find_sources
from generator.reading.links import resolve, resolve_note
from generator.rendering import Briefing, Page, Publication, Renderer, Theme, speaker_address
from generator.settings import Site

_WITH_A_PAGE = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANISATION})


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What the command line may ask; ``now`` decides on embargoes."""

    now: datetime
    strict: bool = False
    output: Path | None = None
    base_url: str | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    output: Path
    briefings: int
    pages: int
    held_back: int
    seconds: float
    warnings: tuple[Problem, ...]
    next_embargo: datetime | None


def build(site: Site, options: BuildOptions) -> BuildReport:
    """Build the whole site. Raises ``BriefingError``; the site before it then stays."""
    started = time.monotonic()
    workshop = Workshop(site.settings)
    documents = _read_all(site, workshop)
    public = [d for d in documents if is_public(d.front, options.now)]
    warnings = [warning for document in documents for warning in document.warnings]
    if options.strict and warnings:
        raise ContentErrors(replace(warning, severity=Severity.ERROR) for warning in warnings)
    pages = list(_pages(site, options, workshop, public))
    files = _companions(site, documents, public)
    _check_outputs(pages, files)
    output = options.output or site.output
    publish(output, {PurePosixPath(page.path): page.content for page in pages}, files)
    return BuildReport(
        output=output,
        briefings=len(public),
        pages=len(pages),
        held_back=len(documents) - len(public),
        seconds=time.monotonic() - started,
        warnings=tuple(warnings),
        next_embargo=next_embargo((d.front for d in documents), options.now),
    )


def _read_all(site: Site, workshop: Workshop) -> list[Document]:
    """Every source; all that is wrong in any of them at once."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in find_sources(site.content):
        try:
            documents.append(workshop.read(site, path))
        except BriefingError as error:
            problems += error.problems
    problems += _same_address(documents)
    if problems:
        raise ContentErrors(problems)
    return documents


def _same_address(documents: Sequence[Document]) -> Iterator[Problem]:
    """Two sources for one page, or an alias that is taken."""
    taken: dict[str, PurePosixPath] = {}
    claims = [(d.address, d.path) for d in documents]
    claims += [(alias, d.path) for d in documents for alias in d.front.aliases]
    for address, path in claims:
        key = address.casefold()
        if key in taken:
            message = f"the address {address!r} is taken by content/{taken[key]}"
            yield Problem(message, file=f"content/{path}", line=1, column=1, hint="set another slug or alias")
        taken.setdefault(key, path)


def _pages(
    site: Site, options: BuildOptions, workshop: Workshop, public: Sequence[Document]
) -> Iterator[Page]:
    renderer = Renderer(Theme(site.templates), publication(site, options.base_url))
    addresses = {str(document.path): document.address for document in public}
    shelf = Shelf()
    for document in public:
        extraction = workshop.extract(document)
        made = renderer.briefing(_briefing(_linked(document, addresses), extraction, workshop))
        shelf.add(made.across, {speaker.name: speaker.kind for speaker in extraction.speakers})
        yield made.page
        for alias in document.front.aliases:
            yield renderer.redirect(alias, document.address, document.title)
    yield from pages_across(renderer, shelf)


def publication(site: Site, base_url: str | None, *, preview: bool = False) -> Publication:
    """The site's settings as its pages need them."""
    settings = site.settings
    found = Publication(
        title=settings.site.title,
        description=settings.site.description,
        lang=settings.site.lang,
        base_url=base_url or settings.site.base_url,
        acts=frozenset(settings.extraction.acts),
        preview=preview,
        version=__version__,
    )
    sure = settings.extraction.sure
    return found if sure is None else replace(found, sure=sure)


def _linked(document: Document, addresses: dict[str, str]) -> Document:
    body = resolve(document.body, document.path, document.address, addresses.get)
    notes = tuple(
        resolve_note(note, document.path, document.address, addresses.get) for note in document.notes
    )
    return replace(document, body=body, notes=notes)


def _briefing(document: Document, extraction: Extraction, workshop: Workshop) -> Briefing:
    named = [speaker.name for speaker in extraction.speakers if speaker.kind in _WITH_A_PAGE]
    pages = {name: speaker_address(name) for name in named}
    return Briefing(document, extraction, pages, workshop.pipeline(document.source.lang))


def _companions(
    site: Site, documents: Sequence[Document], public: Sequence[Document]
) -> dict[PurePosixPath, Path]:
    """Files beside the sources, and all of ``static/``."""
    shown = {document.path for document in public}
    known = [references(document, public=document.path in shown) for document in documents]
    files = {path: site.content / path for path in publishable(find_companions(site.content), known)}
    for path in sorted(site.static.rglob("*")) if site.static.is_dir() else ():
        if path.is_file() and path.resolve().is_relative_to(site.static.resolve()):
            files[PurePosixPath(path.relative_to(site.static).as_posix())] = path
    return files


def _check_outputs(pages: Sequence[Page], files: dict[PurePosixPath, Path]) -> None:
    paths = [*(PurePosixPath(page.path) for page in pages), *files]
    doubled = [path for path, times in Counter(paths).items() if times > 1]
    clashing = [*((path, path) for path in doubled), *collisions(dict.fromkeys(paths))]
    if clashing:
        raise ContentErrors(
            Problem(f"two things would be written to {one}", hint=f"the other is {other}")
            for one, other in clashing
        )
