"""``briefing speakers``."""

from __future__ import annotations

from pathlib import Path

import typer

from generator.commands.parameters import SiteOption, parse_time
from generator.commands.site import open_site
from generator.commands.terminal import finish
from generator.problem_formats import printable


def speakers(site: SiteOption = Path()) -> None:
    """List who speaks in published briefings, as their pages count: statements, briefings, name, title."""
    from generator.building.speaker_index import speaker_index
    from generator.building.survey import survey

    with survey(open_site(site)) as all_of_it:
        for speaker in speaker_index(all_of_it, parse_time(None)).speakers():
            registered = all_of_it.loader.registry.find(speaker.name) is not None
            mark = "" if registered else "\t(not in speakers.yaml)"
            line = f"{speaker.statements}\t{speaker.briefings}\t{speaker.name}\t{speaker.title or ''}{mark}"
            typer.echo(printable(line))
        finish(all_of_it.problems)
