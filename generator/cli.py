"""The command line: arguments in, one call, exit code out."""

from __future__ import annotations

import json
import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date as date_type
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from generator import __version__
from generator.errors import BriefingError, Problem, Severity, UsageError
from generator.problem_formats import Format, plural, written
from generator.settings import absolute_address, load_site

_BESIDE = Path(__file__).with_name("docs")  # in a wheel; in a checkout they stand beside the package
_DOCS = _BESIDE if _BESIDE.is_dir() else Path(__file__).parents[1] / "docs"

app = typer.Typer(
    name="briefing",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Annotated briefings: who said what, marked in the text and summed up in a sidebar.",
    epilog=f"Documentation: {_DOCS}/cli.md, and beside it: front-matter, writing, review, settings, theming",
)
_console = Console(stderr=True, highlight=False, soft_wrap=True)

SiteOption = Annotated[
    Path, typer.Option("--site", metavar="DIR", help="The site's folder.", file_okay=False)
]


def _absolute(value: str | None) -> str | None:
    try:
        return None if value is None else absolute_address(value)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


BaseUrlOption = Annotated[
    str | None, typer.Option(metavar="URL", help="Where the site will stand.", callback=_absolute)
]
WaitOption = Annotated[
    float | None, typer.Option(metavar="SECONDS", min=0, help="How long to wait for another build to end.")
]

FormatOption = Annotated[
    Format, typer.Option("--format", help="How problems are printed; json and github on standard output.")
]


def main() -> None:
    """Run a command; 0 done, 1 content or check failed, 2 wrong usage, 70 a bug of ours."""
    debug = "--debug" in sys.argv
    if debug:
        sys.argv.remove("--debug")
    try:
        app()
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
        _console.print(f"a bug of ours: {kind}: {error} (run again with --debug and report it)", markup=False)
        sys.exit(70)


def today() -> date_type:
    return datetime.now().astimezone().date()


def report(problems: Iterable[Problem]) -> None:
    """Print problems, each on one line, errors in red and others in yellow."""
    for problem in problems:
        error = problem.severity is Severity.ERROR
        text = f"{problem}" if error else f"{problem} [{problem.severity}]"
        _console.print(text, style="red" if error else "yellow", markup=False)


def report_as(problems: Iterable[Problem], form: Format, site: Path) -> None:
    """Print problems as a person reads them, or on standard output as a program does."""
    if form is Format.TEXT:
        report(problems)
        return
    for problem in problems:
        typer.echo(written(problem, form, site))


@contextmanager
def _reported(form: Format, site: Path) -> Iterator[None]:
    """Report what stops a command in the form that was asked for."""
    try:
        yield
    except BriefingError as error:
        if form is Format.TEXT:
            raise
        report_as(error, form, site)
        raise typer.Exit(error.exit_code) from error


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        typer.echo(f"briefing {__version__}")
        raise typer.Exit


@app.command()
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
    from generator.building.extracting import extracting

    published = date.date() if date else None
    run = extracting(
        files,
        site,
        acts=acts,
        everything=everything,
        published=published,
        explain=explain,
        as_reviewed=reviewed,
    )
    for document in run:
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    _finish(run.problems)


@app.command()
def build(
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are errors.")] = False,
    output: Annotated[Path | None, typer.Option(metavar="DIR", help="Instead of site/.")] = None,
    base_url: BaseUrlOption = None,
    now: Annotated[str | None, typer.Option(metavar="TIME", help="Decide on embargoes as of then.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes for the first analysis.")] = 1,
    wait: WaitOption = None,
    record: Annotated[bool, typer.Option("--record", help="Log what changed in NAME.changes.yaml.")] = False,
    form: FormatOption = Format.TEXT,
    site: SiteOption = Path(),
) -> None:
    """Publish content/ as a site: all of it, or nothing."""
    from generator.building.options import BuildOptions
    from generator.building.publishing import build as build_site

    with _reported(form, site):
        as_of, found = moment(now), load_site(site)
        options = BuildOptions(lambda: as_of, strict, base_url, jobs=jobs, record=record, wait=wait)
        made = build_site(found, options, output, say)
    report_as(made.warnings, form, site)
    _console.print(
        f"{plural(made.briefings, 'briefing')} → {plural(made.pages, 'page')} in {output or found.output}/, "
        f"{made.seconds:.1f} s, {counted(made.warnings)}, "
        f"{made.held_back} held back (drafts and embargoes)"
    )
    if made.next_embargo:
        _console.print(f"the next embargo ends {made.next_embargo.isoformat(timespec='minutes')}")


@app.command()
def check(
    now: Annotated[str | None, typer.Option(metavar="TIME", help="Decide on embargoes as of then.")] = None,
    form: FormatOption = Format.TEXT,
    site: SiteOption = Path(),
) -> None:
    """Tell what `build --strict` would stop at, what is not reviewed and who is ambiguous."""
    from generator.building.publishing import check as check_site

    with _reported(form, site):
        found = check_site(load_site(site), moment(now))
    report_as(found, form, site)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    say(f"{plural(errors, 'error')}, {counted(found)}")
    if errors:
        raise typer.Exit(1)


@app.command()
def speakers(site: SiteOption = Path()) -> None:
    """List the people across briefings: statements, briefings, name, title."""
    from generator.building.people import people
    from generator.building.survey import survey

    with survey(load_site(site)) as all_of_it:
        for one in people(all_of_it):
            mark = "" if one.registered else "\t(not in speakers.yaml)"
            typer.echo(f"{one.statements}\t{one.briefings}\t{one.name}\t{one.title or ''}{mark}")
        report(all_of_it.problems)


@app.command()
def quotes(
    speaker: Annotated[str, typer.Option(metavar="NAME", help="Whose statements.")],
    form: Annotated[str, typer.Option("--format", metavar="csv|json", help="csv or json.")] = "csv",
    site: SiteOption = Path(),
) -> None:
    """Print one speaker's published statements as a table."""
    from generator.building.quotes import Format, formatted
    from generator.building.quotes import quotes as quotes_of
    from generator.building.survey import survey

    if form not in list(Format):
        raise UsageError(f"unknown format {form!r}", hint="csv or json")
    with survey(load_site(site)) as all_of_it:
        sys.stdout.write(formatted(quotes_of(all_of_it, speaker, moment(None)), Format(form)))
        _finish(all_of_it.problems)


review = typer.Typer(no_args_is_help=True, help="What people corrected.")
app.add_typer(review, name="review")


@review.command("export")
def review_export(
    names: Annotated[bool, typer.Option("--names", help="With reviewers' names and notes.")] = False,
    site: SiteOption = Path(),
) -> None:
    """Print corrections as training data: JSON Lines, each with the text around it."""
    from generator.building.survey import survey
    from generator.review import export

    with survey(load_site(site)) as all_of_it:
        for one in all_of_it:
            for line in export.lines(str(one.path), one.document.source, one.found, one.review, names=names):
                sys.stdout.write(line + "\n")
        _finish(all_of_it.problems)


PollOption = Annotated[bool, typer.Option("--poll", help="Look every second: for network file systems.")]


@app.command()
def watch(
    base_url: BaseUrlOption = None,
    poll: PollOption = False,
    wait: WaitOption = None,
    site: SiteOption = Path(),
) -> None:
    """Build site/, and again on every change."""
    from generator.building.options import BuildOptions
    from generator.preview import Terminal
    from generator.preview import watch as watch_site

    watch_site(site, Terminal(say, report), BuildOptions(base_url=base_url, wait=wait), poll=poll)


@app.command()
def serve(
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="The next free one is taken where it is in use.")
    ] = 8800,
    host: Annotated[str, typer.Option(help="Another address than this machine's own.")] = "127.0.0.1",
    open_browser: Annotated[bool, typer.Option("--open", help="Open the preview in a browser.")] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="Also answer to this name, or name:port."),
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Go to the page that was just edited.")] = False,
    poll: PollOption = False,
    site: SiteOption = Path(),
) -> None:
    """Preview, drafts included: pages that keep themselves up to date while you edit."""
    from generator.building.options import BuildOptions
    from generator.preview import Terminal
    from generator.preview import serve as serve_site

    serve_site(
        site, Terminal(say, report), BuildOptions(preview=True),
        port=port, host=host, open_browser=open_browser, follow=follow, poll=poll,
        allow_hosts=allow_host or (),
    )  # fmt: skip


def counted(problems: Iterable[Problem]) -> str:
    """``2 warnings, 3 notes``."""
    kinds = Counter(problem.severity for problem in problems)
    notes = f", {plural(kinds[Severity.NOTE], 'note')}" if kinds[Severity.NOTE] else ""
    return plural(kinds[Severity.WARNING], "warning") + notes


def say(line: str) -> None:
    """One line for the person at the terminal."""
    _console.print(line, markup=False)


def moment(text: str | None) -> datetime:
    """The time that ``--now`` names; it needs a zone, so that an embargo is kept everywhere."""
    if text is None:
        return datetime.now().astimezone()
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no time", hint="write it as 2025-01-09T06:00Z") from error
    if found.tzinfo is None:
        raise UsageError(f"{text!r} has no time zone", hint="write it as 2025-01-09T06:00Z")
    return found


@app.command()
def rename(old: str, new: str, site: SiteOption = Path()) -> None:
    """Rename a source with its companions; its old address and links to it stay good."""
    from generator.building.renaming import rename as rename_source

    for line in rename_source(load_site(site), old, new).lines():
        typer.echo(line)


new = typer.Typer(no_args_is_help=True, help="Start a site or a briefing; nothing is overwritten.")
app.add_typer(new, name="new")


@new.command("site")
def new_site(folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Make a folder with content to start from."""
    from generator.building import scaffold

    for path in scaffold.new_site(folder, today()):
        typer.echo(f"wrote {path}")
    typer.echo(f"next: cd {folder} && briefing serve --open")


@new.command("briefing")
def new_briefing(title: str, site: SiteOption = Path()) -> None:
    """Write a draft with this title into content/."""
    from generator.building import scaffold

    typer.echo(f"wrote {scaffold.new_briefing(load_site(site).content, title, today())}")


def _finish(problems: Iterable[Problem]) -> None:
    """Report, and exit with 1 where one of the problems is an error."""
    listed = list(problems)
    report(listed)
    if any(problem.severity is Severity.ERROR for problem in listed):
        raise typer.Exit(1)
