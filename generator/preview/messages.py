"""Build the messages to the browser: which pages and sheets changed, and what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.errors import Problem

_AROUND = 3  # lines before and after
_WIDEST = 400  # code points of a line


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem with the lines around it, as plain text; ``page`` is the output file it concerns.

    Without a page it concerns the whole site.
    """

    message: str
    severity: str
    place: str
    hint: str | None
    line: int | None
    column: int | None
    lines: tuple[tuple[int, str], ...]
    page: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """One change of the preview; ``problems`` are all that stand now, an empty list clears them."""

    pages: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    problems: tuple[ShownProblem, ...] = ()
    follow: str | None = None
    reload: bool = False

    def event(self) -> str:
        """The message as a server-sent event."""
        return f"data: {json.dumps(asdict(self), ensure_ascii=False)}\n\n"


def shown(
    problems: Iterable[Problem], root: Path, page_of: Callable[[str], str | None]
) -> tuple[ShownProblem, ...]:
    """Add the lines around each problem; ``page_of`` tells which page a file makes."""
    return tuple(_shown(problem, root, page_of) for problem in problems)


def _shown(problem: Problem, root: Path, page_of: Callable[[str], str | None]) -> ShownProblem:
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    return ShownProblem(
        message=problem.message,
        severity=problem.severity.value,
        place=place,
        hint=problem.hint,
        line=problem.line,
        column=problem.column,
        lines=_lines(root / problem.file, problem.line) if problem.file and problem.line else (),
        page=page_of(problem.file) if problem.file else None,
    )


def _lines(path: Path, line: int) -> tuple[tuple[int, str], ...]:
    try:
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    except OSError:
        return ()
    first = max(1, line - _AROUND)
    return tuple((n, text[:_WIDEST]) for n, text in enumerate(lines[first - 1 : line + _AROUND], start=first))
