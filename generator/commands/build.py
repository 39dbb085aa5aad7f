"""``briefing build``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.commands.parameters import (
    BaseUrlOption,
    FormatOption,
    NowOption,
    SiteOption,
    TrustOption,
    WaitOption,
    parse_time,
)
from generator.commands.progress import shown_progress
from generator.commands.site import open_site
from generator.commands.terminal import counted, errors_reported_as, report_as, say
from generator.problem_formats import Format, plural


def build(
    full: Annotated[bool, typer.Option("--full", help="Make every page anew, changed or not.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are errors.")] = False,
    output: Annotated[Path | None, typer.Option(metavar="DIR", help="Instead of site/.")] = None,
    base_url: BaseUrlOption = None,
    now: NowOption = None,
    keep: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Of how many builds `rollback` can bring back.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes for the first analysis.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask cluster does the first analysis.")
    ] = None,
    wait: WaitOption = None,
    record: Annotated[bool, typer.Option("--record", help="Log what changed in NAME.changes.yaml.")] = False,
    trust: TrustOption = False,
    form: FormatOption = Format.TEXT,
    site: SiteOption = Path(),
) -> None:
    """Publish content/ as a site: all of it, or nothing."""
    from generator.building.options import BuildOptions
    from generator.building.publishing import build as build_site

    with errors_reported_as(form, site):
        as_of, found = parse_time(now), open_site(site, trusted=trust)
        with shown_progress() as progress:
            options = BuildOptions(
                lambda: as_of,
                full=full,
                strict=strict,
                base_url=base_url,
                jobs=jobs,
                cluster=cluster,
                record=record,
                keep=keep,
                progress=progress,
                wait=wait,
            )
            made = build_site(found, options, output, say)
    report_as(made.warnings, form, site)
    pages = "nothing changed" if made.unchanged else plural(made.pages, "page")
    say(
        f"{plural(made.briefings, 'briefing')}{made.others} → {pages} in {output or found.output}/, "
        f"{made.seconds:.1f} s, {counted(made.warnings)}, "
        f"{made.held_back} held back (drafts and embargoes)"
    )
    if found.settings.output.exports and not (base_url or found.settings.site.base_url):
        say("no feeds and no sitemap, and permalinks are relative: [site] base_url is not set")
    if made.next_embargo:
        say(f"the next embargo ends {made.next_embargo.isoformat(timespec='minutes')}")
