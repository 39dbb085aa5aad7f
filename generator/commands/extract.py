"""``briefing extract``."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.parameters import SiteOption
from generator.commands.terminal import finish


def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Markdown or plain text.")],
    date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When the text was published.")
    ] = None,
    acts: Annotated[str | None, typer.Option(help="Which acts: says, thinks, wants, shows.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every candidate.")] = False,
    explain: Annotated[bool, typer.Option(help="Say why this speaker, and why this confidence.")] = False,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Apply NAME.review.yaml and content/speakers.yaml.")
    ] = False,
    site: SiteOption = Path(),
) -> None:
    """Print what the machine finds in files, one JSON object a line; corrections only with --reviewed."""
    from generator.commands.extracting import extracting

    run = extracting(
        files,
        site,
        acts=acts,
        everything=everything,
        published=date.date() if date else None,
        explain=explain,
        as_reviewed=reviewed,
    )
    for document in run:
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    finish(run.problems)
