"""``briefing build``: the whole site, made anew, or nothing of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.building.archive import Archive, ArchiveLost, is_damage, open_archive, throw_away
from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.lock import Say, building_alone, silent
from generator.building.options import BuildOptions
from generator.building.output import Whole
from generator.building.report import Report
from generator.errors import ArchiveError, ContentErrors, OutputError, Problem, Severity
from generator.settings import Site

SITE = "site"  # the target in the archive; another folder is another target


def build(site: Site, options: BuildOptions, folder: Path | None = None, say: Say = silent) -> Report:
    """Build the whole site. Raises ``BriefingError``; the site before it then stays.

    Another build of the site is waited for, which is told to ``say``.
    """
    settings = site.settings.output
    place = (folder or site.output).absolute()
    check_place(site, place)
    output = Whole(place, settings.keep, site.cache.absolute())
    wait = settings.wait if options.wait is None else options.wait
    with building_alone(site.cache.absolute(), wait, say), discarded(output):
        output.begin()
        with archive_of(site) as (archive, damage):
            builder = Builder(Inputs(site.root.absolute()), archive, output, target_of(site, folder), options)
            report = build_whole(builder)
    return report.with_problem(damage)


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
    for name in ("content", "templates", "static", ".briefing"):
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
    """Whether ``path`` is ``folder``, or lies in it, on file systems that ignore case too."""
    for place in (path, *path.parents):
        with suppress(OSError):
            if place == folder or place.samefile(folder):
                return True
    return False


def build_whole(builder: Builder) -> Report:
    """Make every page, and let it be seen if all is well. Raises ``ContentErrors``."""
    builder.afresh()
    builder.begin()
    for _ in builder.work():
        pass
    report = builder.report()
    if report.errors:
        builder.undo()
        raise ContentErrors(report.errors)
    builder.keep()
    return report


def target_of(site: Site, folder: Path | None) -> str:
    """What the archive calls an output folder."""
    if folder is None or folder.absolute() == site.output.absolute():
        return SITE
    return str(folder.absolute())


@contextmanager
def archive_of(site: Site) -> Iterator[tuple[Archive, Problem | None]]:
    """The site's archive while it is needed; one in memory where none can be written."""
    try:
        archive, line = open_archive(site.cache)
    except (OSError, sqlite3.OperationalError) as error:
        archive, line = open_archive(None)[0], f"the archive cannot be used ({error}): nothing is remembered"
    try:
        yield archive, Problem(line, severity=Severity.WARNING) if line else None
    except sqlite3.Error as error:
        archive.close()
        raise _failure(site, error) from error
    finally:
        archive.close()


def _failure(site: Site, error: sqlite3.Error) -> ArchiveError:
    """The archive failed while it was in use; one that is damaged is not met again."""
    if isinstance(error, ArchiveLost):
        return ArchiveError("the archive was deleted", hint="it is made anew; this costs only time")
    if is_damage(error):
        throw_away(site.cache)
        hint = "it was thrown away, and is made anew; this costs only time"
        return ArchiveError(f"the archive is damaged: {error}", hint=hint)
    hint = "another command may be at it; try again once that has ended"
    return ArchiveError(f"the archive cannot be used: {error}", hint=hint)
