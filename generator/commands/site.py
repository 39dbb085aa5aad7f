"""Load the site that a command works on."""

from __future__ import annotations

from pathlib import Path

from generator.commands.terminal import report
from generator.settings import Site, load_site


def open_site(folder: Path, *, trusted: bool = False) -> Site:
    """Load a site, once what a killed command left half done is taken back."""
    from generator.commands.file_moves import take_back

    site = load_site(folder, trusted=trusted)
    report(take_back(site))
    return site
