"""How a command ends: its exit code, where it prints, and that nobody meets a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__
from tests.command_line import run


def in_a_process(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=60, encoding="utf-8"
    )


def test_a_real_process_makes_a_site_and_a_briefing(tmp_path: Path) -> None:
    made = in_a_process(tmp_path, "new", "site", "mine")
    assert (made.returncode, made.stderr) == (0, "")
    assert (tmp_path / "mine" / "briefing.toml").is_file()
    listed = in_a_process(tmp_path, "new", "briefing", "Über uns", "--site", "mine")
    assert listed.stdout == "wrote mine/content/uber-uns.md\n"


def test_a_real_process_ends_with_1_and_one_line_on_standard_error(tmp_path: Path) -> None:
    ended = in_a_process(tmp_path, "check", "--site", "mine")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1


def test_a_real_process_ends_with_2_when_it_is_used_wrongly(tmp_path: Path) -> None:
    ended = in_a_process(tmp_path, "build", "--now", "soon")
    assert ended.returncode == 2
    assert ended.stderr == "'soon' is not a valid time (expected 2025-01-09T06:00Z)\n"


@pytest.mark.parametrize("time", ["soon", "2025-13-01", "2025-01-09T06:00"])
def test_a_time_without_a_zone_or_that_is_none_is_refused(tmp_path: Path, time: str) -> None:
    ended = run(tmp_path, "check", "--now", time)
    assert ended.returncode == 2
    assert "(expected 2025-01-09T06:00Z)" in ended.stderr


def test_an_unknown_command_or_option_is_refused(tmp_path: Path) -> None:
    for wrong in (["publish"], ["build", "--fast"], ["serve", "--port", "99999"]):
        assert run(tmp_path, *wrong).returncode == 2


def test_the_version_is_printed(tmp_path: Path) -> None:
    assert run(tmp_path, "--version").stdout == f"briefing {__version__}\n"


@pytest.mark.parametrize("debug", [True, False])
def test_a_bug_is_one_line_and_a_traceback_on_demand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, debug: bool
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr("generator.commands.scaffold.new_site", fails)
    ended = run(tmp_path, "new", "site", "mine", *(["--debug"] if debug else []))
    assert ended.returncode == 70
    assert "a bug of ours: ZeroDivisionError: by hand" in ended.stderr
    assert ("Traceback" in ended.stderr) is debug


def test_ctrl_c_ends_with_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.commands.scaffold.new_site", interrupted)
    ended = run(tmp_path, "new", "site", "mine")
    assert (ended.returncode, ended.stderr) == (130, "")
