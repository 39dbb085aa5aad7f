"""``docs/cli.md`` lists every command with every option, and nothing that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
import typer.main

from generator.cli import app
from tests.docs.tables import rows, sections

SECTIONS = sections("cli.md")


def commands(group: click.Group, path: str = "briefing") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(typer.main.get_command(app)))


def _heading(path: str, command: click.Command) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    return " ".join([path, *((p.metavar or p.name or "").strip("{}").upper() for p in arguments)])


def test_every_command_has_its_section() -> None:
    documented = {heading for heading in SECTIONS if heading.startswith("briefing ")}
    assert documented == {_heading(path, command) for path, command in COMMANDS.items()}


@pytest.mark.parametrize("path", sorted(COMMANDS))
def test_every_option_is_documented_with_its_default(path: str) -> None:
    command = COMMANDS[path]
    documented = {
        cells[0].strip("`").split(" ")[0]: cells for cells in rows(SECTIONS[_heading(path, command)])
    }
    options = {p.opts[0]: p for p in command.params if p.param_type_name == "option"}
    assert set(documented) == set(options)
    for name, (_, default, meaning) in documented.items():
        assert meaning.endswith("."), name
        value = options[name].default
        if value is False:
            assert default == "off", name
        elif value is not None and name != "--site":
            assert default.strip("`") == str(value), name


def test_every_command_says_what_it_does() -> None:
    for path, command in COMMANDS.items():
        assert command.help, path
