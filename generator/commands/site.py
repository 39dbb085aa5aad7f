"""Load the site that a command works on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.terminal import report
from generator.errors import BusyError, Problem, Severity

if TYPE_CHECKING:
    from generator.settings import Site

MOVING = "moving.json"  # the journal of a renaming, in the cache


def open_site(folder: Path, *, trusted: bool = False) -> Site:
    """Load a site, once what a killed command left half done is taken back."""
    from generator.settings import load_site

    site = load_site(folder, trusted=trusted)
    if (site.cache / MOVING).is_file():
        from generator.commands.file_moves import take_back

        report(take_back(site))
    if any(site.cache.glob("publishing-*")):
        report(_end_publishing(site))
    return site


def _end_publishing(site: Site) -> list[Problem]:
    """End what a build that was killed had begun to put in place, unless one is at it now."""
    from generator.building.lock import building_alone, silent
    from generator.building.transfer import settle

    with suppress(BusyError), building_alone(site.cache.absolute(), 0, silent):
        if settle(site.cache.absolute()):
            message = "a build was killed while it put pages in place; this was brought to its end"
            return [Problem(message, severity=Severity.NOTE)]
    return []
