"""The archive of a site while a command needs it, and what is said where it fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from generator.building.store.archive import Archive, ArchiveLost, is_damage, open_archive, throw_away
from generator.errors import ArchiveError, Problem, Severity
from generator.settings import Site

_NO_ACCESS = "its folder, .briefing/, must be one that you may write"
_HINTS = {
    sqlite3.SQLITE_FULL: "make room on the disk; nothing that was published is lost",
    sqlite3.SQLITE_IOERR: "the disk, or the network behind it, failed; nothing that was published is lost",
    sqlite3.SQLITE_READONLY: _NO_ACCESS,
    sqlite3.SQLITE_CANTOPEN: _NO_ACCESS,
    sqlite3.SQLITE_PERM: _NO_ACCESS,
}


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
    hint = _HINTS.get(
        error.sqlite_errorcode & 0xFF, "another command may be at it; try again once that has ended"
    )
    return ArchiveError(f"the archive cannot be used: {error}", hint=hint)
