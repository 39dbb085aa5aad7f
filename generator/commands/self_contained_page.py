"""``briefing export FILE``: the page of one source, as it would be published, in a file of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath

from generator.building.loader import BriefingLoader, SourceKey
from generator.building.metadata import published_bytes
from generator.building.picture_sizes import size_of, with_sizes
from generator.building.publication import publication
from generator.building.sightings import digest_of
from generator.building.survey import survey
from generator.building.visibility import is_public
from generator.content_files import is_private, is_source, stays_inside
from generator.errors import Problem, UsageError
from generator.exports.standalone import standalone
from generator.rendering import Renderer, Theme
from generator.settings import Site


def exported_page(site: Site, file: Path) -> tuple[str, tuple[Problem, ...]]:
    """Return the page of a source below ``content/``, and its corrections that were not applied.

    Raises ``BriefingError``.
    """
    path, public = _source(site, file), replace(publication(site, None), exports=False)
    renderer = Renderer(Theme(site.templates, fingerprint=False, trusted=site.trusted), public)
    renderer.site = replace(renderer.site, preview=True)  # a banner says what is not published
    lost: tuple[Problem, ...]
    with survey(site) as all_of_it:
        digest = digest_of(site.content / path) or ""
        key, loader = SourceKey(digest, digest), all_of_it.loader
        if loader.read(path, key).front.withdrawn is not None:
            page, lost = renderer.withdrawn(loader.read(path, key)), ()
        else:
            briefing = loader.briefing(path, key, partial(_lead, site, loader))
            shown = with_sizes(briefing.document, partial(_size, site))
            page = renderer.briefing(replace(briefing, document=shown)).page
            lost = loader.lost_corrections(path, key)
    assets = {asset.path: asset.content for asset in renderer.theme.assets.values()}
    html = page.content.decode()
    return standalone(html, page.path, assets, lambda wanted: _read(site, wanted), public.base_url), lost


def _source(site: Site, file: Path) -> PurePosixPath:
    content, place = site.content.resolve(), file.resolve()
    if not place.is_file() or not place.is_relative_to(content) or not is_source(place):
        raise UsageError(f"{file} is no source of this site", hint="name a file below content/")
    return PurePosixPath(place.relative_to(content).as_posix())


def _lead(site: Site, loader: BriefingLoader, path: str) -> str | None:
    """Return the file of the site that a link means; of sources, the page of one that may be published."""
    if not is_source(PurePosixPath(path)):
        return path if _read(site, path) is not None else None
    digest = digest_of(site.content / path)
    if digest is None:
        return None
    document = loader.read(PurePosixPath(path), SourceKey(digest, digest))
    public = is_public(document.front, datetime.now().astimezone())
    return f"{document.address}/index.html" if public else None


def _read(site: Site, path: str) -> bytes | None:
    """Read a file of the site; none that is private, and none outside of its folders."""
    found = _place(site, path)
    return published_bytes(found[0]) if found is not None else None


def _size(site: Site, path: str) -> tuple[int, int] | None:
    found = _place(site, path)
    return size_of(*found) if found is not None else None


def _place(site: Site, path: str) -> tuple[Path, Path] | None:
    """Return where a file of the site is, and in which folder of it."""
    for folder in (site.content, site.static):
        place = folder / path
        if place.is_file() and stays_inside(place, folder) and not is_private(PurePosixPath(path)):
            return place, folder
    return None
