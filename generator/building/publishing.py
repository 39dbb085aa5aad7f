"""``briefing build`` and ``briefing check``: nothing where nothing changed, else a round over the site.

What a round needs is imported for one alone: to find out that nothing changed takes a third of a second.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from generator.building.hashing import hashed
from generator.building.lock import Say, building_alone, silent
from generator.building.options import BuildOptions, Progress, no_progress
from generator.building.published import PublishedFolder
from generator.building.publisher import look_at, read_marker
from generator.building.report import Report
from generator.building.sightings import Sightings
from generator.building.store.artifacts import recorded_files
from generator.building.store.last_report import last_report
from generator.building.store.site_archive import archive_of
from generator.building.store.snapshot import kept_sightings
from generator.building.unchanged import scanned, site_key, stands
from generator.errors import OutputError
from generator.settings import CACHE, FOLDERS, Site

CHECK = "check"  # the target in the archive of what is never published
SITE = "site"  # the target in the archive; another folder is another target


def build(site: Site, options: BuildOptions, folder: Path | None = None, say: Say = silent) -> Report:
    """Bring the published site up to date, all of it or nothing. Raises ``BriefingError``.

    Where it raises, the site before stays. Another build of the site is waited for, which is told to ``say``.
    """
    settings, options = site.settings.output, replace(options, trust=site.trusted)
    place = (folder or site.output).absolute()
    check_place(site, place)
    builds = site.settings.site.keep if options.keep is None else options.keep
    published = PublishedFolder(place, settings.keep, site.cache.absolute(), builds)
    wait = settings.wait if options.wait is None else options.wait
    with building_alone(site.cache.absolute(), wait, say):
        contents = published.look()
        with archive_of(site) as (archive, damage):
            started, target = time.monotonic(), target_of(site, folder)
            sightings = Sightings() if options.full else kept_sightings(archive)
            found, inputs = None, scanned(site, sightings)
            recorded = recorded_files(archive, target)
            untouched = not options.full and stands(recorded, contents)
            if untouched:
                found = last_report(archive, target, site_key(site, inputs, options), options.now())
            if found is not None:
                report = replace(found, unchanged=True, seconds=time.monotonic() - started)
            else:
                from generator.building.site_round import build_anew

                output = published.output(recorded, contents, full=options.full)
                report = build_anew(site, inputs, archive, output, target, options, say, untouched=untouched)
        if options.record:
            from generator.building.recording import record_versions

            for log in record_versions(site, options.now()):
                say(f"recorded a version in {log}")
    return report.with_problem(damage)


def roll_back(site: Site, folder: Path | None = None, say: Say = silent) -> tuple[int, int]:
    """Bring the site before the last build back; return how many files came and went.

    Raises ``BriefingError``; then nothing was changed.
    """
    place = (folder or site.output).absolute()
    check_place(site, place)
    published = PublishedFolder(place, site.settings.output.keep, site.cache.absolute())
    with building_alone(site.cache.absolute(), site.settings.output.wait, say):
        return published.roll_back()


def check(site: Site, now: datetime, against: Path | None = None, progress: Progress = no_progress) -> Report:
    """Tell what ``build --strict`` would stop at, and what somebody should look at; nothing is published.

    ``against`` is a published site: what would change in it is told too.
    """
    options = BuildOptions(lambda: now, trust=site.trusted, progress=progress)
    check_place(site, site.output)
    contents = look_at(site.output.resolve(), site.settings.output.keep)
    standing = read_marker(site.output) or frozenset()
    with archive_of(site) as (archive, damage):
        inputs = scanned(site, kept_sightings(archive))
        key = hashed(site_key(site, inputs, options), *sorted(standing))
        report = last_report(archive, CHECK, key, now) if against is None else None
        if report is None:
            from generator.building.site_round import check_anew

            report = check_anew(site, inputs, archive, options, contents, standing, against)
    return report.with_problem(damage)


def check_place(site: Site, folder: Path) -> None:
    """Raise :class:`OutputError` where an output would feed itself, or stand where the inputs are."""
    place, root = folder.resolve(), site.root.resolve()
    if folder.absolute() == site.output.absolute() and not site.trusted and not place.is_relative_to(root):
        hint = "name the folder itself with --output, or say --trust where you made the link"
        raise OutputError(f"the output {folder} is a link that leads out of the site's folder", hint=hint)
    for name in (*FOLDERS, CACHE):
        inputs = (site.root / name).resolve()
        if _is_below(place, inputs):
            message = f"the output {folder} lies in {name}/, which the site is made from"
            raise OutputError(message, hint="name a folder outside of it with --output")
        if _is_below(inputs, place):
            message = f"the output {folder} holds {name}/, which the site is made from"
            raise OutputError(message, hint="name a folder of its own with --output, such as site")
    if _is_below(root, place):
        message = f"the output {folder} holds the site's own folder"
        raise OutputError(message, hint="name a folder of its own with --output, such as site")


def _is_below(path: Path, folder: Path) -> bool:
    """Return whether ``path`` is ``folder``, or lies in it, on file systems that ignore case too."""
    for place in (path, *path.parents):
        with suppress(OSError):
            if place == folder or place.samefile(folder):
                return True
    return False


def target_of(site: Site, folder: Path | None) -> str:
    """Return what the archive calls an output folder."""
    if folder is None or folder.absolute() == site.output.absolute():
        return SITE
    return str(folder.absolute())
