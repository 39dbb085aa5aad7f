"""``briefing quotes``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.parameters import SiteOption, parse_time
from generator.commands.site import open_site
from generator.commands.terminal import finish, say
from generator.errors import UsageError


def quotes(
    speaker: Annotated[str, typer.Option(metavar="NAME", help="Whose statements.")],
    form: Annotated[str, typer.Option("--format", metavar="csv|json", help="csv or json.")] = "csv",
    site: SiteOption = Path(),
) -> None:
    """Print one speaker's published statements as a table."""
    from generator.building.survey import survey
    from generator.commands.quote_table import TableFormat, formatted, quotes_of

    if form not in list(TableFormat):
        raise UsageError(f"unknown format {form!r}", hint="csv or json")
    with survey(open_site(site)) as all_of_it:
        found = quotes_of(all_of_it, speaker, parse_time(None))
        sys.stdout.write(formatted(found, TableFormat(form)))
        if not found and not all_of_it.problems:
            say(f"{speaker} only asks in published briefings: questions are no statements")
        finish(all_of_it.problems)
