"""``briefing query``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.parameters import SiteOption
from generator.commands.site import open_site
from generator.commands.terminal import say


def query(
    words: Annotated[str | None, typer.Argument(metavar="WORDS", help='Words, "a phrase", begin*.')] = None,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Only what they state.")] = None,
    tag: Annotated[str | None, typer.Option(metavar="TAG", help="Only in briefings with this tag.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only in briefings from then on.")] = None,
    how: Annotated[
        str | None, typer.Option(metavar="HOW", help="Only what is said so: denies, promises, or a word.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="table|csv|json", help="How to print it.")
    ] = "table",
    drafts: Annotated[bool, typer.Option("--drafts", help="Drafts and embargoed briefings too.")] = False,
    sql: Annotated[str | None, typer.Option(metavar="SELECT", help="Ask in SQL instead.")] = None,
    database: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a copy for SQLite and Datasette instead.")
    ] = None,
    site: SiteOption = Path(),
) -> None:
    """Ask who said what in the published briefings."""
    from generator.commands.asking import Asked, ask

    asked = Asked(words, speaker, tag, since, how, form, sql, database, drafts=drafts)
    ask(open_site(site), asked, sys.stdout, say)
