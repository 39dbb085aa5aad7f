"""The option ``--debug``, which each command shows in its help; ``main`` takes it from wherever it stands."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

DEBUG = "--debug"


def _declared(
    debug: Annotated[bool, typer.Option(DEBUG, help="Show a traceback of a fault of the program.")] = False,
) -> None:
    """Declare the option, for its parameter alone."""


def _option() -> Any:
    declaring = typer.Typer()
    declaring.command()(_declared)
    option = next(one for one in get_command(declaring).params if DEBUG in one.opts)
    option.expose_value = False
    return option


def _with_debug(params: list[Any]) -> list[Any]:
    return [*params[:-1], _option(), *params[-1:]]  # --help comes last


class Command(TyperCommand):
    """A command with ``--debug`` in its help, and offered by shells."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _with_debug(super().get_params(ctx))


class Group(TyperGroup):
    """Several commands, with the same."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _with_debug(super().get_params(ctx))
