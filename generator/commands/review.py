"""``briefing review export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.debug_option import Command, Group
from generator.commands.parameters import SiteOption
from generator.commands.site import open_site
from generator.commands.terminal import finish

app = typer.Typer(cls=Group, no_args_is_help=True, help="What people corrected.")


@app.command(cls=Command)
def export(
    names: Annotated[bool, typer.Option("--names", help="With reviewers' names and notes.")] = False,
    site: SiteOption = Path(),
) -> None:
    """Print corrections as training data: JSON Lines, each with the text around it."""
    from generator.building.survey import survey
    from generator.review.export import lines

    with survey(open_site(site)) as all_of_it:
        for one in all_of_it:
            for line in lines(str(one.path), one.document.source, one.found, one.review, names=names):
                sys.stdout.write(line + "\n")
        finish(all_of_it.problems)
