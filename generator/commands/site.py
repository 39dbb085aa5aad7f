"""Load the site that a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.terminal import report

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
    return site
