"""Problems as terminals and programs read them: lines, JSON Lines, annotations of GitHub's workflows."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

from generator.errors import Problem, Severity


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def written(problem: Problem, form: Format, site: Path = Path()) -> str:
    """Return the line of one problem; files are named from the current folder, as ``site`` is."""
    file = None if problem.file is None else (site / problem.file).as_posix()
    match form:
        case Format.JSON:
            return json.dumps({**asdict(problem), "file": file}, ensure_ascii=False)
        case Format.GITHUB:
            return _github(problem, file)
        case _:
            return str(problem)


# Commands of terminals, what turns the direction of writing over, and halves of characters.
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Replace what a terminal would take for a command in ``text``; line breaks and tabs stay."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)


def plural(number: int, noun: str) -> str:
    """``1 page``, ``2,000 pages``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _github(problem: Problem, file: str | None) -> str:
    told = {"file": file, "line": problem.line, "col": problem.column}
    place = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in told.items() if value)
    text = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    return f"::{_GITHUB[problem.severity]}{' ' + place if place else ''}::{_escaped(text)}"


def _escaped(text: str, also: str = "") -> str:
    for character in ("%", "\r", "\n", *also):
        text = text.replace(character, f"%{ord(character):02X}")
    return text
