"""The help of each command names every option that it takes, and none that it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.command_line import run
from tests.docs.test_cli import COMMANDS

GROUPS = ("briefing", "briefing new", "briefing review")


def in_help(path: str, tmp_path: Path) -> set[str]:
    ended = run(tmp_path, *path.split()[1:], "--help")
    assert ended.returncode == 0
    return set(re.findall(r"(?m)^\W*(--[a-z-]+)", ended.stdout))


@pytest.mark.parametrize("path", sorted(COMMANDS))
def test_the_help_of_a_command_names_all_its_options(path: str, tmp_path: Path) -> None:
    options = {p.opts[0] for p in COMMANDS[path].params if p.param_type_name == "option"}
    assert in_help(path, tmp_path) == {*options, "--debug", "--help"}


@pytest.mark.parametrize("path", GROUPS)
def test_the_help_of_a_group_names_debug_too(path: str, tmp_path: Path) -> None:
    assert {"--debug", "--help"} <= in_help(path, tmp_path)


def test_the_options_of_a_build_are_in_its_help(tmp_path: Path) -> None:
    assert {"--full", "--debug", "--strict", "--format"} <= in_help("briefing build", tmp_path)


@pytest.mark.parametrize("path", sorted(COMMANDS))
def test_every_command_takes_debug_and_refuses_what_it_does_not_name(path: str, tmp_path: Path) -> None:
    words = path.split()[1:]
    assert run(tmp_path, *words, "--debug", "--help").returncode == 0
    assert run(tmp_path, *words, "--no-such-option").returncode == 2
