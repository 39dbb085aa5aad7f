"""``briefing check``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.parameters import FormatOption, NowOption, SiteOption, TrustOption, parse_time
from generator.commands.progress import shown_progress
from generator.commands.site import open_site
from generator.commands.terminal import counted, errors_reported_as, report_as, say
from generator.problem_formats import Format, plural


def check(
    now: NowOption = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", metavar="DIR", help="Tell what changes in this published site.", file_okay=False
        ),
    ] = None,
    external: Annotated[
        bool, typer.Option("--external", help="Ask the pages elsewhere that texts link to, too.")
    ] = False,
    trust: TrustOption = False,
    form: FormatOption = Format.TEXT,
    site: SiteOption = Path(),
) -> None:
    """Tell what `build --strict` would stop at, what is not reviewed and who is ambiguous."""
    from generator.building.publishing import check as check_site

    with errors_reported_as(form, site):
        as_of = parse_time(now)
        opened = open_site(site, trusted=trust)
        with shown_progress() as progress:
            found = check_site(opened, as_of, against, progress)
    if external:
        from generator.building.external_links import broken_elsewhere

        found = replace(found, problems=(*found.problems, *broken_elsewhere(opened, say)))
    report_as(found.problems, form, site)
    held = f", {found.held_back:,} held back" if found.held_back else ""
    checked = f"{plural(found.briefings, 'briefing')} checked{held}{found.others}"
    say(f"{checked}: {plural(len(found.errors), 'error')}, {counted(found.problems)}")
    if found.errors:
        raise typer.Exit(1)
