"""Keep the problems that stand now, by what they concern, until they are mended."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from generator.building.store.source_info import SourceInfo
from generator.errors import Problem, Severity

SITE = "site"  # concerns every page
ADDRESSES = "addresses"


def note_of(problem: Problem) -> Problem:
    """Return the problem as something to look at, which stops nothing."""
    return replace(problem, severity=Severity.NOTE)


def by_place(problem: Problem) -> tuple[int, str, int, int]:
    """Sort errors first, then by file and place."""
    rank = (Severity.ERROR, Severity.WARNING, Severity.NOTE).index(problem.severity)
    return rank, problem.file or "", problem.line or 0, problem.column or 0


@dataclass(slots=True)
class Problems:
    """Problems by a file's name, :data:`SITE` or :data:`ADDRESSES`."""

    found: dict[str, tuple[Problem, ...]] = field(default_factory=dict)

    def tell(self, about: str, problems: Iterable[Problem]) -> None:
        """These stand now, and no others; none is well."""
        self.found[about] = tuple(problems)
        if not self.found[about]:
            del self.found[about]

    def settle(self, about: str) -> bool:
        """Nothing is wrong there any longer; whether something was."""
        return self.found.pop(about, None) is not None

    def __contains__(self, about: str) -> bool:
        return about in self.found

    def listed(
        self,
        standings: Iterable[SourceInfo],
        shown: Collection[PurePosixPath],
        others: Iterable[Problem],
    ) -> tuple[Problem, ...]:
        """All, errors first, with the warnings of sources that are well. A draft holds nobody up."""
        warnings: list[Problem] = []
        for one in standings:
            if f"content/{one.path}" not in self:
                held = one.draft or one.path not in shown
                found = (*one.warnings, *(one.lost or ()))
                warnings += map(note_of, found) if held else found
        listed = [problem for found in self.found.values() for problem in found]
        everything = [*listed, *others, *warnings]
        return tuple(sorted(everything, key=by_place))
