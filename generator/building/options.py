"""Hold what the command line may ask of a build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Progress = Callable[[str, int], None]


NOTHING_MORE = ("", 0)  # is told at the end of a round: what comes next begins anew


def no_progress(_what: str, _left: int) -> None:
    """Tell nobody."""


def current_time() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """``now`` decides on embargoes and is asked again at each rebuild."""

    now: Callable[[], datetime] = current_time
    full: bool = False  # make every page, whatever is remembered
    strict: bool = False  # stop at what `check` finds
    base_url: str | None = None
    preview: bool = False
    jobs: int | None = None  # processes for the first analysis; None: all cores where there is much to do
    cluster: str | None = None  # address of a Dask scheduler, whose workers do the first analysis
    record: bool = False  # keep what changed since the version published last
    trust: bool = False  # the site's templates, links and pipelines are ours
    progress: Progress = no_progress  # is told what is being done, and how much of it is left
    keep: int | None = None  # builds whose replaced files are kept; None: as the settings say
    wait: float | None = None  # seconds for another build to end; None: as the settings say
