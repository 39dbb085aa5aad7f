"""A long build says what it is at, a short one says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.building.options import NOTHING_MORE
from generator.commands.progress import BuildProgress
from tests.building.conftest import write
from tests.command_line import run


@dataclass
class Clock:
    """Tells the time that it is given."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def _told(steps: list[tuple[float, str, int]]) -> list[str]:
    clock, lines = Clock(), list[str]()
    progress = BuildProgress(drawn=False, tell=lines.append, clock=clock)
    for now, what, left in steps:
        clock.now = 100.0 + now
        progress(what, left)
    progress.close()
    return lines


def test_a_short_build_says_nothing() -> None:
    assert _told([(0.1 * n, "read", 40 - n) for n in range(40)]) == []


def test_a_line_every_few_seconds_says_what_how_many_how_fast_and_how_long() -> None:
    lines = _told([(0.5 * n, "analysed", 1_200 - n) for n in range(61)])
    assert len(lines) == 6
    assert lines[0] == "analysed: 10 of 1,200, 2.0 a second"
    assert lines[-1] == "analysed: 60 of 1,200, 2.0 a second, about 10 min left"


def test_each_stage_counts_anew_and_what_is_found_on_the_way_is_added() -> None:
    lines = _told([(0, "read", 9), (6, "read", 1), (7, "written", 4), (8, "written", 9), (12, "written", 3)])
    assert lines == [
        "read: 8 of 9, 1.3 a second, about 1 s left",
        "written: 6 of 9, 1.2 a second, about 2 s left",
    ]


def test_hours_are_told_as_hours() -> None:
    assert _told([(0, "analysed", 10_000), (20, "analysed", 9_980)])[-1].endswith("about 2 h 46 min left")


def test_each_round_of_a_watch_is_short_or_long_by_itself() -> None:
    short = [(100.0 * round_ + 0.1 * n, "written", 9 - n) for round_ in range(3) for n in range(9)]
    ended = [(100.0 * round_ + 1, *NOTHING_MORE) for round_ in range(3)]
    assert _told(sorted(short + ended)) == []
    long = [(400.0 + n, "written", 20 - n) for n in range(7)]
    assert _told(sorted(short + ended) + long) == ["written: 5 of 20, 1.0 a second"]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["check"], "checked: 1 of 3"),
        (["build", "--strict"], "checked: 1 of 3"),
        (["deploy", "--folder", "there"], "copied: 1 of "),
    ],
)
def test_what_takes_long_is_told_by_each_command_that_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], expected: str
) -> None:
    monkeypatch.setattr("generator.commands.progress._EVERY", 0.0)
    (tmp_path / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    for name in ("a", "b", "c"):
        write(tmp_path, f"{name}.md", f"---\ntitle: {name}\ndate: 2026-01-02\n---\n\nText.\n")
    told = run(tmp_path, *command).stderr
    assert "written: 1 of 3" in told
    assert expected in told
