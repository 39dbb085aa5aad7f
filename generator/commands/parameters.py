"""Declare the options that several commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from generator.errors import UsageError
from generator.problem_formats import Format


def _absolute(value: str | None) -> str | None:
    from generator.settings import absolute_address

    try:
        return None if value is None else absolute_address(value)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


SiteOption = Annotated[
    Path, typer.Option("--site", metavar="DIR", help="The site's folder.", file_okay=False)
]
BaseUrlOption = Annotated[
    str | None, typer.Option(metavar="URL", help="Where the site will stand.", callback=_absolute)
]
WaitOption = Annotated[
    float | None, typer.Option(metavar="SECONDS", min=0, help="How long to wait for another build to end.")
]
FormatOption = Annotated[
    Format, typer.Option("--format", help="How problems are printed; json and github on standard output.")
]
NowOption = Annotated[str | None, typer.Option(metavar="TIME", help="Decide on embargoes as of then.")]
TrustOption = Annotated[
    bool, typer.Option("--trust", help="The site is yours: templates run free, links may lead out.")
]
PollOption = Annotated[bool, typer.Option("--poll", help="Look every second: for network file systems.")]


def parse_time(text: str | None) -> datetime:
    """Parse the time given by ``--now``, by default the current one.

    A time zone is required: an embargo must end at the same moment on every machine.
    """
    if text is None:
        return datetime.now().astimezone()
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not a valid time", hint="expected 2025-01-09T06:00Z") from error
    if found.tzinfo is None:
        raise UsageError(f"{text!r} has no time zone", hint="expected 2025-01-09T06:00Z")
    return found
