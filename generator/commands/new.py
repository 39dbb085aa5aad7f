"""``briefing new site`` and ``briefing new briefing``."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from generator.commands import scaffold, workflows
from generator.commands.debug_option import Command, Group
from generator.commands.parameters import SiteOption
from generator.commands.site import open_site
from generator.errors import UsageError

app = typer.Typer(cls=Group, no_args_is_help=True, help="Start a site or a briefing; nothing is overwritten.")


@app.command("site", cls=Command)
def new_site(folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Make a folder with content to start from."""
    for path in scaffold.new_site(folder, _today()):
        typer.echo(f"wrote {path}")
    typer.echo(f"next: cd {folder} && briefing serve --open")


@app.command("briefing", cls=Command)
def new_briefing(
    title: Annotated[str, typer.Argument()] = "",
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE|-", help="Read the text from a file, or pasted (-)."),
    ] = None,
    site: SiteOption = Path(),
) -> None:
    """Write a draft with this title into content/."""
    opened = open_site(site)
    content = opened.content
    if source is None:
        if not title:
            raise UsageError("Missing argument 'TITLE'", hint="only --from FILE may tell it")
        typer.echo(f"wrote {scaffold.new_briefing(content, title, _today())}")
        return
    from generator.importing import import_file

    imported = import_file(source, opened.settings.limits)
    typer.echo(f"wrote {scaffold.import_briefing(content, title, imported, str(source))}")
    for name in imported.untold:
        typer.echo(f"{name}: not told")
    for line in imported.lost:
        typer.echo(line)


@app.command("workflow", cls=Command)
def new_workflow(
    host: Annotated[workflows.Host, typer.Argument(metavar="HOST", help="github or gitlab.")],
    branch: Annotated[
        str, typer.Option(metavar="NAME", help="Publish pushes to this branch (GitHub).")
    ] = "main",
    site: SiteOption = Path(),
) -> None:
    """Write the workflow by which GitHub or GitLab builds and publishes the site."""
    if not re.fullmatch(r"[\w][\w./-]*", branch):
        raise UsageError(f"{branch!r} is no name of a branch")
    typer.echo(f"wrote {workflows.new_workflow(open_site(site), host, branch)}")


def _today() -> date:
    return datetime.now().astimezone().date()
