"""``briefing check``: links, anchors, markup, what is not reviewed, what has lost its place.

Nothing is written. Errors are what a reader would stumble over, or what an editor
decided and the text no longer shows; warnings are what somebody should look at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from generator.building.desk import CONTENT, REGISTRY
from generator.building.inputs import Inputs
from generator.building.profiles import Profiles
from generator.building.publication import publication
from generator.building.survey import Survey, Surveyed, survey
from generator.content_files import is_source
from generator.errors import ContentErrors, Problem, Severity
from generator.reading.links import content_path, is_local, targets
from generator.rendering import Renderer, Theme
from generator.review import Registry, progress
from generator.review import problems as review_problems
from generator.review.corrections.sidecar import path_for
from generator.review.people.ambiguities import Sighting, ambiguities
from generator.settings import Site

_ID = re.compile(r'\sid="([^"]*)"')


@dataclass(frozen=True, slots=True)
class _Page:
    """What links need to know of a page: its ids, and those that stand twice."""

    ids: frozenset[str]
    doubled: tuple[str, ...]


def check(survey: Survey) -> list[Problem]:
    """All that is wrong, or waits for a person, in the site."""
    known = list(survey)
    pages = _pages(survey, known)
    registry = survey.desk.registry
    found = [*survey.problems, *registry.problems(str(REGISTRY)), *_photos(survey.site.root, registry)]
    for one in known:
        found += one.document.warnings
        found += _links(survey, one, pages)
        found += (
            Problem(f"the id {name!r} stands twice in its page", one.file) for name in pages[one.file].doubled
        )
        found += _corrections(survey, one)
        found += _unreviewed(one)
        found += required(survey, one)
    sightings = [Sighting(one.file, s) for one in known for s in one.review.extraction.speakers]
    found += review_problems.stray_files(survey.site.content, (one.path for one in known))
    found += ambiguities(registry, sightings)
    return sorted(
        found, key=lambda p: (p.severity is Severity.WARNING, p.file or "", p.line or 0, p.column or 0)
    )


def _photos(root: Path, registry: Registry) -> Iterator[Problem]:
    """Photos of the registry that are not there, seen through the eyes of a build."""
    inputs = Inputs(root)
    profiles = Profiles(registry, root, inputs.known)
    inputs.refresh(root / CONTENT / photo for photo in profiles.photos)
    yield from profiles.problems()


def require_review(site: Site, now: datetime) -> None:
    """The gate of ``build --strict``. Raises ``ContentErrors`` with all that waits for a person."""
    if not site.settings.review.require:
        return
    with survey(site) as all_of_it:
        waiting = [problem for one in all_of_it.public(now) for problem in required(all_of_it, one)]
        waiting += all_of_it.problems
    if waiting:
        raise ContentErrors(waiting)


def required(looked_at: Survey, one: Surveyed) -> Iterator[Problem]:
    """What the settings want reviewed before it is published, and is not."""
    settings, document = looked_at.site.settings.review, one.document
    extraction, places = one.review.extraction, document.offsets.line_column
    return review_problems.missing_reviews(extraction, document.source.text, settings, one.file, places)


# --- pages ---------------------------------------------------------------------


def _pages(survey: Survey, known: Iterable[Surveyed]) -> dict[str, _Page]:
    renderer = Renderer(Theme(survey.site.templates), publication(survey.site, None, preview=True))
    addresses = {str(one.path): one.document.address for one in known}
    found = {}
    for one in known:
        briefing = survey.desk.briefing(one.path, one.key, addresses.get)
        html = renderer.briefing(briefing).page.content.decode()
        ids = Counter(unescape(name) for name in _ID.findall(html))
        found[one.file] = _Page(frozenset(ids), tuple(name for name, times in ids.items() if times > 1))
    return found


# --- links -----------------------------------------------------------------------


def _links(survey: Survey, one: Surveyed, pages: Mapping[str, _Page]) -> Iterator[Problem]:
    document = one.document
    pieces = [*document.body, *(piece for note in document.notes for piece in note.pieces)]
    for target in dict.fromkeys(targets(pieces)):
        message = _broken(survey.site.content, one, target, pages)
        if message:
            yield Problem(
                f"the link {target!r} {message}", one.file, *_line_of(survey.site.content, one, target)
            )


def _broken(content: Path, one: Surveyed, target: str, pages: Mapping[str, _Page]) -> str | None:
    parts = urlsplit(target)
    fragment = unquote(parts.fragment)
    if not parts.path and not parts.netloc and not parts.scheme:
        return _lost(fragment, pages[one.file])
    if not is_local(target):
        return None
    path = content_path(one.path, target)
    if path.startswith("..") or not (content / path).is_file():
        return "leads to no file"
    page = pages.get(f"content/{path}") if is_source(PurePosixPath(path)) else None
    return _lost(fragment, page) if page else None


def _lost(fragment: str, page: _Page) -> str | None:
    return f"names {fragment!r}, which is not in that page" if fragment and fragment not in page.ids else None


def _line_of(content: Path, one: Surveyed, target: str) -> tuple[int, int] | tuple[None, None]:
    """Where the target is written; a link knows its target and not its place."""
    for number, line in enumerate((content / one.path).read_text("utf-8", "replace").splitlines(), start=1):
        if target in line:
            return number, line.index(target) + 1
    return None, None


# --- review ----------------------------------------------------------------------


def _corrections(survey: Survey, one: Surveyed) -> Iterator[Problem]:
    """Corrections that were not applied: an editor decided, and the text no longer shows it."""
    source, name = one.document.source, f"content/{path_for(one.path)}"
    sidecar, places = survey.desk.sidecar(one.path), one.document.offsets.line_column
    for problem in review_problems.lost_corrections(one.review, sidecar, source.text, name, one.file, places):
        yield replace(problem, severity=Severity.ERROR)


def _unreviewed(one: Surveyed) -> Iterator[Problem]:
    waiting = [p for p in progress(one.review.extraction) if p.reviewed < p.total]
    if waiting:
        counts = ", ".join(f"{p.total - p.reviewed} of {p.total} {p.target.value}s" for p in waiting)
        yield Problem(f"not reviewed: {counts}", one.file, severity=Severity.WARNING)
