"""Say which name a template asked for and does not get, in the words of ``docs/theming.md``."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing

from generator.validation import suggestion

_PLAIN: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (type(None), "none"),
    ((Enum, str), "a text"),
    ((int, float), "a number"),
    (date, "a date"),
    ((list, tuple), "a list"),
    (dict, "a mapping"),
)


class MissingName(UndefinedError):
    """A template uses what is not there: a name, or one of ``owner``."""

    def __init__(self, name: str, owner: Any) -> None:
        self.name = name
        self.owner = owner
        super().__init__(
            f"there is no {name!r} here" if owner is missing else f"{described(owner)} has no {name!r}"
        )

    def hint(self, names: list[str]) -> str | None:
        """Suggest what may be meant; ``names`` are all that the template is given."""
        return suggestion(self.name, names if self.owner is missing else _names_of(self.owner))


class NamedUndefined(StrictUndefined):
    """An error as soon as it is used, which tells the name."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[Exception] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)  # type: ignore[arg-type]  # jinja2 says TemplateRuntimeError
        if hint is None and exc is UndefinedError and name is not None:
            self._undefined_exception = lambda _: MissingName(str(name), obj)  # type: ignore[assignment]


def described(value: Any) -> str:
    """Call a value what the documentation calls it."""
    for kinds, words in _PLAIN:
        if isinstance(value, kinds):
            return words
    return type(value).__name__


def _names_of(value: Any) -> list[str]:
    """The names that a record of ours has for templates."""
    return [name for name in dir(value) if not name.startswith("_")] if is_dataclass(value) else []
