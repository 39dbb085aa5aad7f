"""The command line: which commands there are, and with which exit code they end."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from generator import __version__
from generator.commands import new, review
from generator.commands.build import build
from generator.commands.check import check
from generator.commands.debug_option import DEBUG, Command, Group
from generator.commands.deploy import deploy
from generator.commands.export import export
from generator.commands.extract import extract
from generator.commands.query import query
from generator.commands.quotes import quotes
from generator.commands.rename import rename
from generator.commands.rollback import rollback
from generator.commands.serve import serve
from generator.commands.speakers import speakers
from generator.commands.terminal import report, say
from generator.commands.watch import watch
from generator.errors import BriefingError

_BESIDE = Path(__file__).with_name("docs")  # in a wheel; in a checkout they stand beside the package
_DOCS = _BESIDE if _BESIDE.is_dir() else Path(__file__).parents[1] / "docs"

app = typer.Typer(
    name="briefing",
    cls=Group,
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Annotated briefings: who said what, marked in the text and summed up in a sidebar.",
    epilog=f"Documentation: {_DOCS}/cli.md, and beside it: front-matter, writing, review, settings, theming",
)
for _command in (
    extract,
    build,
    check,
    speakers,
    quotes,
    query,
    watch,
    serve,
    deploy,
    export,
    rollback,
    rename,
):
    app.command(cls=Command)(_command)
app.add_typer(review.app, name="review")
app.add_typer(new.app, name="new")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; exit with 0 done, 1 content or check failed, 2 wrong usage, 70 a bug of ours.

    Without ``arguments`` it runs what the process was started with.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = DEBUG in given
    if debug:
        given.remove(DEBUG)
    try:
        app(given)
    except BriefingError as error:
        if debug:
            traceback.print_exc()
        report(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:  # a bug: say so in one line, and how to see more
        if debug:
            traceback.print_exc()
        kind = type(error).__name__
        say(f"a bug of ours: {kind}: {error} (run again with --debug and report it)")
        sys.exit(70)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        typer.echo(f"briefing {__version__}")
        raise typer.Exit
