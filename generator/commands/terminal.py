"""Print lines and problems to the person at the terminal."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from generator.errors import BriefingError, Problem, Severity
from generator.problem_formats import Format, plural, printable, written

if TYPE_CHECKING:
    from rich.console import Console


@cache
def console() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def say(line: str) -> None:
    """Print one line on standard error."""
    _print(printable(line))


def report(problems: Iterable[Problem]) -> None:
    """Print problems, each on one line, errors in red and others in yellow."""
    for problem in problems:
        error = problem.severity is Severity.ERROR
        text = f"{problem}" if error else f"{problem} [{problem.severity}]"
        _print(printable(text), "red" if error else "yellow")


def _print(text: str, colour: str | None = None) -> None:
    """Print text in a colour where there are colours; elsewhere what draws them is not even imported."""
    if sys.stderr.isatty() or os.environ.get("FORCE_COLOR"):
        console().print(text, style=colour, markup=False)
    else:
        typer.echo(text, err=True)


def report_as(problems: Iterable[Problem], form: Format, site: Path) -> None:
    """Print problems as a person reads them, or on standard output as a program does."""
    if form is Format.TEXT:
        report(problems)
        return
    for problem in problems:
        typer.echo(written(problem, form, site))


@contextmanager
def errors_reported_as(form: Format, site: Path) -> Iterator[None]:
    """Report what stops a command in the form that was asked for."""
    try:
        yield
    except BriefingError as error:
        if form is Format.TEXT:
            raise
        report_as(error, form, site)
        raise typer.Exit(error.exit_code) from error


def finish(problems: Iterable[Problem]) -> None:
    """Report problems, and exit with 1 where one of them is an error."""
    listed = list(problems)
    report(listed)
    if any(problem.severity is Severity.ERROR for problem in listed):
        raise typer.Exit(1)


def counted(problems: Iterable[Problem]) -> str:
    """Count warnings and notes: ``2 warnings, 3 notes``."""
    kinds = Counter(problem.severity for problem in problems)
    notes = f", {plural(kinds[Severity.NOTE], 'note')}" if kinds[Severity.NOTE] else ""
    return plural(kinds[Severity.WARNING], "warning") + notes
