"""Turn pydantic's errors into problems with a place and a suggestion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError

from generator.errors import Problem

Location = tuple[int | str, ...]
Place = tuple[int | None, int | None]

_WORDS = {
    "missing": "is missing",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "float_type": "must be a number",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be a mapping",
    "model_type": "must be a mapping",
    "model_attributes_type": "must be a mapping",
    "date_type": "must be a date such as 2025-01-08",
    "date_parsing": "must be a date such as 2025-01-08",
    "date_from_datetime_parsing": "must be a date such as 2025-01-08",
    "date_from_datetime_inexact": "must be a date without a time",
    "datetime_type": "must be a time such as 2025-01-09T06:00Z",
    "datetime_parsing": "must be a time such as 2025-01-09T06:00Z",
    "datetime_from_date_parsing": "must be a time such as 2025-01-09T06:00Z",
    "timezone_aware": "needs a time zone, as in 2025-01-09T06:00Z",
}


class Strict(BaseModel):
    """The base of all that people write: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def problems(
    error: ValidationError, model: type[BaseModel], file: str, place: Callable[[Location], Place]
) -> Iterator[Problem]:
    """One problem for each of pydantic's; ``place`` finds a key's line and column."""
    for item in error.errors():
        location = tuple(part for part in item["loc"] if not str(part).startswith("function-"))
        line, column = place(location)
        message, hint = _explain(item, location, model)
        yield Problem(message, file=file, line=line, column=column, hint=hint)


def _explain(item: Any, location: Location, model: type[BaseModel]) -> tuple[str, str | None]:
    name = ".".join(str(part) for part in location) or "the whole"
    kind = item["type"]
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        if item["input"] is None and " " in str(location[-1]):  # {title: engineer, Port Alder}
            return f"unknown key {name!r}", "quote a value that holds a comma"
        return f"unknown key {name!r}", suggestion(str(location[-1]), _keys(model, location[:-1]))
    if kind == "string_type" and isinstance(item["input"], bool):
        return f"{name!r} must be text", "put it in quotation marks"
    if kind == "enum" or kind == "literal_error":
        return f"{name!r} must be {item['ctx']['expected']}", None
    if kind == "value_error" and not location:
        return str(item["ctx"]["error"]), None
    if kind == "value_error":
        return f"{name!r} {item['ctx']['error']}", None
    return f"{name!r} {_WORDS.get(kind, item['msg'])}", None


def suggestion(word: str, known: list[str]) -> str | None:
    """A hint for a word that is not among the known ones."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(known)}" if known else None


def _keys(model: type[BaseModel], location: Location) -> list[str]:
    current: type | None = model
    for part in location:
        if current is None or isinstance(part, int):
            continue
        current = _record_in(_fields(current).get(part))
    return sorted(_fields(current)) if current else []


def _fields(record: Any) -> dict[str, Any]:
    """The keys of a model or of a data class, with their types."""
    if issubclass(record, BaseModel):
        return {field.alias or name: field.annotation for name, field in record.model_fields.items()}
    hints = get_type_hints(record)
    return {field.name: hints[field.name] for field in fields(record)}


def _record_in(annotation: Any) -> type | None:
    if isinstance(annotation, type) and (issubclass(annotation, BaseModel) or is_dataclass(annotation)):
        return annotation
    for part in get_args(annotation):
        found = _record_in(part)
        if found is not None:
            return found
    return None
