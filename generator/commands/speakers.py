"""``briefing speakers``."""

from __future__ import annotations

from pathlib import Path

import typer

from generator.commands.parameters import SiteOption
from generator.commands.site import open_site
from generator.commands.terminal import report


def speakers(site: SiteOption = Path()) -> None:
    """List the people across briefings: statements, briefings, name, title."""
    from generator.building.survey import survey
    from generator.commands.speaker_list import list_speakers

    with survey(open_site(site)) as all_of_it:
        for speaker in list_speakers(all_of_it):
            mark = "" if speaker.registered else "\t(not in speakers.yaml)"
            typer.echo(
                f"{speaker.statements}\t{speaker.briefings}\t{speaker.name}\t{speaker.title or ''}{mark}"
            )
        report(all_of_it.problems)
