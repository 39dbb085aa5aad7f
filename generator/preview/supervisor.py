"""Keep a watch going: an archive that fails, or that somebody deletes, is opened anew."""

from __future__ import annotations

import time
from collections.abc import Callable

from generator.building.store.archive import Archive
from generator.building.store.site_archive import archive_of
from generator.errors import ArchiveError
from generator.preview.session import Reporter, Session
from generator.preview.watcher import Watcher
from generator.settings import Site

_FIRST_REST, _LONGEST_REST = 0.1, 30.0  # seconds


def run_sessions(
    site: Site, watcher: Watcher, reporter: Reporter, session_of: Callable[[Archive], Session]
) -> None:
    """Run a session, and another one where its archive fails, until the watcher is stopped."""
    rest, said = _FIRST_REST, ""
    while not watcher.stopped:
        started = time.monotonic()
        try:
            with archive_of(site) as (archive, damage):
                reporter.report([damage] if damage else [])
                session_of(archive).run()
        except ArchiveError as error:
            if str(error) != said:  # what lasts is said once
                reporter.report(error)
            said = str(error)
            rest = _FIRST_REST if time.monotonic() - started > _LONGEST_REST else min(2 * rest, _LONGEST_REST)
            watcher.rest(rest)
