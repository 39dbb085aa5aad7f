"""``briefing new site`` and ``briefing new briefing``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from generator.commands import scaffold
from generator.commands.parameters import SiteOption
from generator.commands.site import open_site

app = typer.Typer(no_args_is_help=True, help="Start a site or a briefing; nothing is overwritten.")


@app.command("site")
def new_site(folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Make a folder with content to start from."""
    for path in scaffold.new_site(folder, _today()):
        typer.echo(f"wrote {path}")
    typer.echo(f"next: cd {folder} && briefing serve --open")


@app.command("briefing")
def new_briefing(title: str, site: SiteOption = Path()) -> None:
    """Write a draft with this title into content/."""
    typer.echo(f"wrote {scaffold.new_briefing(open_site(site).content, title, _today())}")


def _today() -> date:
    return datetime.now().astimezone().date()
