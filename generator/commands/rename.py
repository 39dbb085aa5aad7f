"""``briefing rename``."""

from __future__ import annotations

from pathlib import Path

import typer

from generator.commands.parameters import SiteOption
from generator.commands.site import open_site


def rename(old: str, new: str, site: SiteOption = Path()) -> None:
    """Rename a source with its companions; its old address and links to it stay good."""
    from generator.commands.renaming import rename_source

    for line in rename_source(open_site(site), old, new).lines():
        typer.echo(line)
