"""Run a site's own templates without letting them run anything else.

A template may come with somebody else's folder. It reads what it was given, calls the functions of
the theme, and asks texts, dates and lists for what shapes a page; of all else it gets an error.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from enum import Enum
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2.environment import TemplateModule
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

_OF_OURS = ("generator.model", "generator.rendering.")  # whose records are given to templates
_TEXT = frozenset({
    "capitalize", "casefold", "count", "endswith", "find", "format", "index", "isalpha", "isdigit", "join",
    "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace", "rfind", "rpartition",
    "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "striptags", "title", "unescape",
    "upper",
})  # fmt: skip
_DATE = frozenset({
    "date", "day", "hour", "isoformat", "isoweekday", "minute", "month", "second", "strftime", "weekday",
    "year",
})  # fmt: skip
_BY_TYPE: tuple[tuple[type | tuple[type, ...], frozenset[str]], ...] = (
    (Enum, frozenset({"name", "value"}) | _TEXT),
    (str, _TEXT),
    ((date, time), _DATE),
    (dict, frozenset({"get", "items", "keys", "values"})),
    ((list, tuple), frozenset({"count", "index"})),
    (BlockReference, frozenset({"super"})),
    (Macro, frozenset({"arguments", "caller", "name"})),
)
# Of Jinja's own: whatever of them is public, the macros of an imported template among it.
_JINJA = (LoopContext, TemplateReference, TemplateModule, Cycler, Joiner, Namespace)
_CALLED = (BlockReference, LoopContext, Macro, Joiner)
_LEFT_OUT = frozenset({"lipsum"})  # of Jinja's functions: filler text, with a way to all that Python has


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a list of what may be used instead of one of what may not."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name in _LEFT_OUT:
            del self.globals[name]

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return super().is_safe_attribute(obj, attr, value) and _may_be_read(obj, attr)

    def is_safe_callable(self, obj: Any) -> bool:
        if isinstance(obj, _CALLED) or any(obj is function for function in self.globals.values()):
            return super().is_safe_callable(obj)
        inner: Callable[..., Any] = getattr(obj, "__wrapped__", obj)  # a ``format`` of the sandbox's own
        if not isinstance(inner, MethodType | BuiltinMethodType):
            return False
        return super().is_safe_callable(obj) and _may_be_read(inner.__self__, inner.__name__)


def _may_be_read(obj: Any, attr: str) -> bool:
    if attr.startswith("_"):
        return False
    for kinds, names in _BY_TYPE:
        if isinstance(obj, kinds) and attr in names:
            return True
    if isinstance(obj, tuple) and attr in getattr(type(obj), "_fields", ()):  # a group of ``groupby``
        return True
    return isinstance(obj, _JINJA) or (
        type(obj).__module__.startswith(_OF_OURS) and hasattr(type(obj), "__dataclass_fields__")
    )
