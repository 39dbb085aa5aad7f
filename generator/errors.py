"""Every error that a user can cause, in one place.

    BriefingError
    ├── ContentError          a problem in a file the user wrote, with its place
    ├── ContentErrors         several of them at once
    ├── SettingsError         briefing.toml or a flag
    ├── LanguageModelError    a spaCy pipeline or the encoder that is missing or damaged
    ├── TemplateProblem       a Jinja template that does not parse or render
    ├── OutputError           the output folder cannot be written or is not ours
    ├── ArchiveError          the archive failed while it was in use
    ├── BusyError             another process builds or previews this site
    ├── ConflictError         a file changed since it was read; nothing was written
    └── UsageError            a command that cannot mean anything (exit code 2)

The command line prints each as ``file:line:column: message (hint)`` and exits 1.
Anything else that escapes is a bug of ours (exit code 70).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"  # an error for `build --strict` and `check`
    NOTE = "note"  # something to look at, which never stops a build


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one place; lines and columns count from 1."""

    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} ({self.hint})" if self.hint else text


class BriefingError(Exception):
    """The root: carries the problems it reports."""

    exit_code = 1

    def __init__(self, message: str | Problem, **place: str | int | None) -> None:
        problem = message if isinstance(message, Problem) else Problem(message, **place)  # type: ignore[arg-type]
        super().__init__(str(problem))
        self.problems: tuple[Problem, ...] = (problem,)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)


class ContentError(BriefingError):
    """One file cannot be used as it stands."""


class ContentErrors(BriefingError):
    """Several files cannot be used; all of them are listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        listed = tuple(sorted(problems, key=lambda p: (p.file or "", p.line or 0, p.column or 0)))
        super().__init__(listed[0])
        self.problems = listed


class SettingsError(BriefingError):
    """briefing.toml or a command-line setting is wrong."""


class LanguageModelError(BriefingError):
    """The named spaCy pipeline is missing or lacks a component."""


class TemplateProblem(BriefingError):
    """A template does not parse or does not render."""


class OutputError(BriefingError):
    """The output folder cannot be written, or holds files that are not ours."""


class ArchiveError(BriefingError):
    """What is remembered was lost, is damaged, or is in use for too long; the content is unharmed."""


class BusyError(BriefingError):
    """Another process is at this site; this one has changed nothing."""


class ConflictError(BriefingError):
    """Somebody else wrote the file in the meantime: read it again, nothing was overwritten."""


class UsageError(BriefingError):
    """The command cannot be carried out as it was given."""

    exit_code = 2
