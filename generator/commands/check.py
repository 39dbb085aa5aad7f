"""``briefing check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.commands.parameters import FormatOption, NowOption, SiteOption, TrustOption, parse_time
from generator.commands.site import open_site
from generator.commands.terminal import counted, errors_reported_as, report_as, say
from generator.errors import Severity
from generator.problem_formats import Format, plural


def check(
    now: NowOption = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", metavar="DIR", help="Tell what changes in this published site.", file_okay=False
        ),
    ] = None,
    trust: TrustOption = False,
    form: FormatOption = Format.TEXT,
    site: SiteOption = Path(),
) -> None:
    """Tell what `build --strict` would stop at, what is not reviewed and who is ambiguous."""
    from generator.building.publishing import check as check_site

    with errors_reported_as(form, site):
        as_of = parse_time(now)
        found = check_site(open_site(site, trusted=trust), as_of, against)
    report_as(found, form, site)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    say(f"{plural(errors, 'error')}, {counted(found)}")
    if errors:
        raise typer.Exit(1)
