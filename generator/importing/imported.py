"""Hold what a file of another program told, and what it did not tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from generator.errors import ContentError
from generator.model import SourceKind


@dataclass(frozen=True, slots=True)
class Imported:
    """One text; what its file did not tell is ``None``, and never guessed."""

    body: str
    title: str | None = None
    date: date | None = None
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    kind: SourceKind | None = None
    markdown: bool = False
    lost: tuple[str, ...] = ()  # what was left out or could not be told, a line each

    @property
    def untold(self) -> tuple[str, ...]:
        """The names of what the file did not tell."""
        names = ("date", "byline", "language")
        return tuple(name for name in names if getattr(self, name) is None)


def need(module: str, name: str) -> Any:
    """Import a library of the extra ``import``. Raises :class:`ContentError` where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        hint = 'pip install "annotated-briefings[import]"'
        raise ContentError(f"{module} is needed to read it", file=name, hint=hint) from error
