"""Load the YAML that people write: plain values, without anchors, aliases and tags.

An alias can make a short file hold more than any memory, and a tag names a type that no file of ours
has. Whatever is wrong is raised as a ``YAMLError``, with its place where it has one.
"""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

_DEEPEST = 20  # lists and mappings in one another
_TAG = "tag:yaml.org,2002:"
_PLAIN = frozenset(
    _TAG + name
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
)
_TRUTHS = SafeConstructor.bool_values


class _Plain(SafeConstructor):
    """Constructs plain values alone."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        if node.anchor:
            raise ConstructorError(None, None, "anchors of YAML are not read", node.start_mark)
        if node.tag not in _PLAIN:
            raise ConstructorError(None, None, "tags of YAML are not read", node.start_mark)
        if node.tag == f"{_TAG}bool" and str(node.value).lower() not in _TRUTHS:
            raise ConstructorError(None, None, "must be true or false", node.start_mark)
        return super().construct_object(node, deep)


class _AsWritten(_Plain):
    """Keeps numbers and dates as they are written: a title ``007`` is not 7, a tag ``1.10`` not 1.1."""


for _name in ("value", "merge"):
    _Plain.add_constructor(_TAG + _name, lambda _, node: node.value)  # = and << where a text is wanted
for _name in ("int", "float", "timestamp"):
    _AsWritten.add_constructor(_TAG + _name, lambda _, node: node.value)


def load_yaml(text: str, *, as_written: bool = False) -> Any:
    """Return what ``text`` says; ``as_written`` keeps numbers and dates as text. Raises ``YAMLError``."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _AsWritten if as_written else _Plain
    try:
        data = yaml.load(text)
    except RecursionError as error:
        raise YAMLError("lists and mappings are nested too deeply") from error
    except YAMLError:
        raise
    except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
        raise YAMLError(str(error) or type(error).__name__) from error  # a month 13, a list as a key
    if _is_deep(data):
        raise YAMLError("lists and mappings are nested too deeply")
    return data


def _is_deep(data: Any) -> bool:
    level = [data]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(level)


def complaint(error: YAMLError) -> tuple[str, int, int]:
    """Say what an error means, in one line, and where: line and column, from 0."""
    if isinstance(error, MarkedYAMLError) and (mark := error.problem_mark or error.context_mark):
        return f"broken YAML: {error.problem or error.context}", mark.line, mark.column
    return f"broken YAML: {str(error).splitlines()[0]}", 0, 0
