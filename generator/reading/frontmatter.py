"""The YAML at the head of a source: what it may say, and where it is wrong."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from generator.errors import ContentErrors, Problem
from generator.model import SourceKind
from generator.reading.markdown import link_is_safe
from generator.validation import Strict, YamlPlaces, problems

_FENCE = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\r)(?P<yaml>.*?)^---[ \t]*(?:\r\n|\n|\r|\Z)", re.S | re.M)


def _link(value: Any) -> Any:
    if isinstance(value, str) and not link_is_safe(value):
        raise ValueError("must be an http, https or mailto address")
    return value


def _text(value: Any) -> Any:
    """A number, a date or a word like ``2024`` is text where text is wanted."""
    return str(value) if isinstance(value, int | float | dt.date) and not isinstance(value, bool) else value


def _one_part(value: str) -> str:
    if not re.fullmatch(r"[^\W_][\w-]*", value):
        raise ValueError("must be letters, digits and hyphens, without a slash")
    return value


Text = Annotated[str, BeforeValidator(_text)]
Link = Annotated[str, BeforeValidator(_link)]
Slug = Annotated[str, AfterValidator(_one_part)]


class Origin(Strict):
    """Where the text was first published."""

    title: Text | None = None
    publisher: Text | None = None
    url: Link | None = None
    published: dt.date | None = None
    licence: Text | None = None


class SpeakerEntry(Strict):
    """A hint about one speaker of the text."""

    name: Text
    title: Text | None = None
    aliases: tuple[Text, ...] = ()


class FactEntry(Strict):
    """A fact of the editor's own."""

    label: Text
    value: Text
    source: Text | None = None


class FrontMatter(Strict):
    """All keys that front matter may hold."""

    title: Text | None = None
    date: dt.date | None = None
    slug: Slug | None = None
    aliases: tuple[str, ...] = ()
    summary: Text | None = None
    authors: tuple[Text, ...] = ()
    source: Origin | None = None
    tags: tuple[Text, ...] = ()
    lang: str | None = None
    draft: bool = False
    embargo: AwareDatetime | None = None
    kind: SourceKind | None = None
    excerpt: bool = False
    correction: Text | None = None
    speakers: tuple[SpeakerEntry, ...] = ()
    facts: tuple[FactEntry, ...] = ()
    author: Text | None = Field(default=None, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _one_author(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("author"), str) and "authors" not in data:
            return {**data, "authors": [data["author"]]}
        return data

    @field_validator("date", mode="before")
    @classmethod
    def _day(cls, value: Any) -> Any:
        """Other generators date by the second; the day counts, as it is written."""
        return value.date() if isinstance(value, dt.datetime) else value

    @field_validator("embargo", mode="before")
    @classmethod
    def _zone(cls, value: Any) -> Any:
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            raise ValueError("needs a time and a zone, as in 2025-01-09T06:00Z")
        return value

    @field_validator("aliases")
    @classmethod
    def _inside(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for alias in value:
            parts = alias.strip("/").split("/")
            if any(not part or part in (".", "..") or re.search(r'[\\:*?"<>|%\0#]', part) for part in parts):
                raise ValueError(f"holds {alias!r}, which is no address inside the site")
        return tuple(alias.strip("/") for alias in value)

    @field_validator("lang")
    @classmethod
    def _tag(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
            raise ValueError("must be a language tag such as en or pt-BR")
        return value


def split(raw: str) -> tuple[str | None, int]:
    """The YAML at the head, if any, and where the body starts (code points of the file)."""
    match = _FENCE.match(raw)
    return (match["yaml"], match.end()) if match else (None, 1 if raw.startswith("\ufeff") else 0)


def unclosed(raw: str) -> bool:
    """Whether the file opens front matter that never ends."""
    return bool(re.match(r"\ufeff?---[ \t]*[\r\n]+[A-Za-z_]+[ \t]*:", raw)) and split(raw)[0] is None


def parse_front_matter(text: str, file: str) -> FrontMatter:
    """Validate the YAML; its first line is line 2 of ``file``. Raises :class:`ContentErrors`."""
    data = _load(text, file)
    try:
        return FrontMatter.model_validate(data)
    except ValidationError as error:
        places = YamlPlaces(text, first_line=2)
        raise ContentErrors(problems(error, FrontMatter, file, places.of)) from error


def _load(text: str, file: str) -> Any:
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = {"line": mark.line + 2, "column": mark.column + 1} if mark else {}
        message = f"broken YAML: {error.problem or error.context}"
        hint = "quote a value that holds a colon" if "mapping values" in message else None
        raise ContentErrors([Problem(message, file=file, hint=hint, **place)]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        message = f"broken YAML: {str(error).splitlines()[0]}"
        raise ContentErrors([Problem(message, file=file, line=2, column=1)]) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        message = "the front matter must be a mapping of keys to values"
        raise ContentErrors([Problem(message, file=file, line=2, column=1)])
    return data
