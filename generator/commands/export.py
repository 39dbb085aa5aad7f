"""``briefing export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.commands.parameters import SiteOption, TrustOption
from generator.commands.site import open_site
from generator.commands.terminal import report_as
from generator.errors import OutputError
from generator.problem_formats import Format


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it.")] = None,
    trust: TrustOption = False,
    site: SiteOption = Path(),
) -> None:
    """Write a briefing's page as one HTML file that needs nothing else; a draft is marked as one."""
    from generator.commands.self_contained_page import exported_page

    found = open_site(site, trusted=trust)
    target = output or Path(f"{file.stem}.html")
    html, lost = exported_page(found, file)
    report_as(lost, Format.TEXT, site)
    try:
        target.write_text(html, "utf-8")
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", file=str(target)) from error
    typer.echo(f"wrote {target}")
