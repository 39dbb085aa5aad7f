"""``briefing build``: the whole site, made anew where something changed, or nothing of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from generator.building.builder import Builder
from generator.building.checks import gone, obstacles
from generator.building.hashing import hashed
from generator.building.inputs import Inputs
from generator.building.lock import Say, building_alone, silent
from generator.building.options import BuildOptions
from generator.building.output import Whole
from generator.building.publisher import look_at, read_marker
from generator.building.recording import record_versions
from generator.building.report import Report
from generator.building.store.archive import Archive
from generator.building.store.last_report import keep_report, last_report
from generator.building.store.site_archive import archive_of
from generator.building.unchanged import site_key, stands
from generator.building.version_changes import (
    Published,
    published_before,
    published_in,
    told,
    version_changes,
)
from generator.building.versions import rules_version
from generator.errors import ContentErrors, OutputError, Problem, Severity
from generator.problem_formats import plural
from generator.settings import CACHE, FOLDERS, Site

CHECK = "check"  # the target in the archive of what is never published
SITE = "site"  # the target in the archive; another folder is another target


def build(site: Site, options: BuildOptions, folder: Path | None = None, say: Say = silent) -> Report:
    """Build the whole site, or leave it where nothing changed. Raises ``BriefingError``.

    Where it raises, the site before stays. Another build of the site is waited for, which is told to ``say``.
    """
    settings, options = site.settings.output, replace(options, trust=site.trusted)
    place = (folder or site.output).absolute()
    check_place(site, place)
    output = Whole(place, settings.keep, site.cache.absolute())
    wait = settings.wait if options.wait is None else options.wait
    with building_alone(site.cache.absolute(), wait, say), discarded(output):
        contents = output.begin()
        with archive_of(site) as (archive, damage):
            started, target = time.monotonic(), target_of(site, folder)
            found = None
            if not options.full and stands(archive, target, output.folder, contents):
                key = site_key(site, scanned(site), options)
                found = last_report(archive, target, key, options.now())
            if found is not None:
                report = replace(found, unchanged=True, seconds=time.monotonic() - started)
            else:
                report = _build_anew(site, archive, output, target, options, say)
        if options.record:
            for log in record_versions(site, options.now()):
                say(f"recorded a version in {log}")
    return report.with_problem(damage)


def _build_anew(
    site: Site, archive: Archive, output: Whole, target: str, options: BuildOptions, say: Say
) -> Report:
    """Make the whole site, and keep what is reported of it."""
    now = options.now()
    builder = Builder(Inputs(site.root.absolute()), archive, output, target, options)
    version = hashed(rules_version(), builder.context.loader.version)
    published = f"published {target}"
    same = archive.version_of(published) == version
    before = {} if same else published_in(output.folder)
    report = build_whole(builder, output if options.strict else None)
    archive.keep_version(published, version)
    keep_report(archive, target, site_key(site, builder.inputs, options), report, now)
    _tell_changes(before, output.folder, say)
    return report


def _tell_changes(before: dict[str, Published], place: Path, say: Say) -> None:
    """Say how many statements are not what another version of the extraction had published."""
    changes = version_changes(before, published_in(place)) if before else {}
    if changes:
        count = plural(sum(map(len, changes.values())), "annotation")
        say(
            f"the extraction has another version than at the last build: {count} changed "
            f"in {plural(len(changes), 'published briefing')} "
            "(see which before a build: briefing check --against DIR)"
        )


def check(site: Site, now: datetime, against: Path | None = None) -> Report:
    """Tell what ``build --strict`` would stop at, and what somebody should look at; nothing is published.

    ``against`` is a published site: what would change in it is told too.
    """
    before = published_before(against) if against else {}
    options = BuildOptions(lambda: now, trust=site.trusted)
    check_place(site, site.output)
    look_at(site.output.resolve(), site.settings.output.keep)
    standing = read_marker(site.output) or frozenset()
    with archive_of(site) as (archive, damage):
        last = None
        if against is None:
            last = last_report(archive, CHECK, _check_key(site, scanned(site), options, standing), now)
        report = last or _check_anew(site, archive, options, before, standing)
    return report.with_problem(damage)


def _check_anew(
    site: Site,
    archive: Archive,
    options: BuildOptions,
    before: dict[str, Published],
    standing: frozenset[str],
) -> Report:
    """Make the whole site where nobody sees it, and keep what is wrong with it."""
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        output = Whole(Path(folder) / "site")
        with discarded(output):
            output.begin()
            builder = Builder(Inputs(site.root.absolute()), archive, output, CHECK, options)
            make_whole(builder)
            report = builder.report()
            found = (*obstacles(builder, report, output, drafts=True), *gone(standing, output.recorded))
            changes = _changes_against(before, builder, output)
            builder.undo()
    key = _check_key(site, builder.inputs, options, standing)
    report = replace(report, problems=found)
    keep_report(archive, CHECK, key, report, options.now())
    archive.commit()
    return replace(report, problems=(*found, *changes))


def _check_key(site: Site, inputs: Inputs, options: BuildOptions, standing: frozenset[str]) -> str:
    return hashed(site_key(site, inputs, options), *sorted(standing))


def _changes_against(before: dict[str, Published], builder: Builder, output: Whole) -> tuple[Problem, ...]:
    """A note for each briefing in which statements would not be what they were."""
    changes = version_changes(before, published_in(output.file("search").parent)) if before else {}
    files = {known.address: f"content/{path}" for path, known in builder.site_index.sources.items()}
    return tuple(
        Problem(told(some), files.get(address, address), severity=Severity.NOTE)
        for address, some in sorted(changes.items())
    )


@contextmanager
def discarded(output: Whole) -> Iterator[None]:
    """Leave nothing of an output that was not committed, at Ctrl-C too."""
    try:
        yield
    finally:
        output.discard()


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


def scanned(site: Site) -> Inputs:
    """Return the inputs of a site as they are now."""
    inputs = Inputs(site.root.absolute())
    inputs.scan()
    return inputs


def build_whole(builder: Builder, gate: Whole | None = None) -> Report:
    """Make every page, and let it be seen if all is well. Raises ``ContentErrors``.

    With ``gate``, the output that it is made in, what ``check`` finds stops it too.
    """
    make_whole(builder)
    report = builder.report()
    if gate is not None:
        report = replace(report, problems=obstacles(builder, report, gate))
    if report.errors:
        builder.undo()
        raise ContentErrors(report.errors)
    builder.keep()
    return report


def make_whole(builder: Builder) -> None:
    """Make every page, and let none of them be seen yet."""
    builder.afresh()
    builder.begin()
    for _ in builder.work():
        pass


def target_of(site: Site, folder: Path | None) -> str:
    """Return what the archive calls an output folder."""
    if folder is None or folder.absolute() == site.output.absolute():
        return SITE
    return str(folder.absolute())
