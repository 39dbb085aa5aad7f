"""The YAML at the head of a source: what it may say, and where it is wrong."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
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
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from generator.errors import ContentErrors, Problem
from generator.model import SourceKind
from generator.reading.markdown import link_is_safe
from generator.validation import Strict, YamlPlaces, problems

_DATE = re.compile(r"\d{4}-\d")
_NEEDS_QUOTES = re.compile(r"\s*(?:- )?\s*[\w-]+\s*:\s*(?P<first>[@`%*&!|>{}\[\],])")
_TAB = re.compile(r"\s*[\w-]+\s*:[ ]*\t")


class _AsWritten(SafeConstructor):
    """Keeps numbers and dates as they are written: a title ``007`` is not 7, a tag ``1.10`` not 1.1."""


for _tag in ("int", "float", "timestamp"):
    _AsWritten.add_constructor(f"tag:yaml.org,2002:{_tag}", lambda _, node: node.value)


def _link(value: str) -> str:
    if not link_is_safe(value):
        raise ValueError("must be an http, https or mailto address")
    return value


def _text(value: Any) -> Any:
    """A number or a date, as another reader of YAML gives it, is text where text is wanted."""
    return str(value) if isinstance(value, int | float | dt.date) and not isinstance(value, bool) else value


def _dated(value: Any) -> Any:
    """A date or a time, written in any way that YAML knows."""
    if isinstance(value, str) and _DATE.match(value):
        with suppress(YAMLError, ValueError):
            found = YAML(typ="safe", pure=True).load(value)
            return found if isinstance(found, dt.date) else value
    return value


def _one_part(value: str) -> str:
    if not re.fullmatch(r"[^\W_][\w-]*", value):
        raise ValueError("must be letters, digits and hyphens, without a slash")
    return value


Day = Annotated[dt.date, BeforeValidator(_dated)]
Moment = Annotated[AwareDatetime, BeforeValidator(_dated)]
Text = Annotated[str, BeforeValidator(_text)]
Link = Annotated[str, AfterValidator(_link)]  # as it is published, blanks stripped
Slug = Annotated[str, AfterValidator(_one_part)]


class Origin(Strict):
    """Where the text was first published."""

    title: Text | None = None
    publisher: Text | None = None
    url: Link | None = None
    published: Day | None = None
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


class CorrectionEntry(Strict):
    """One public correction notice."""

    date: Day
    text: Text


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
    corrections: tuple[CorrectionEntry, ...] = ()
    withdrawn: Text | None = None
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
        found = _dated(value)
        if isinstance(found, str) and found.strip().replace(".", "", 1).isdigit():
            raise ValueError("must be a date such as 2025-01-08")  # and not so many seconds since 1970
        return found.date() if isinstance(found, dt.datetime) else found

    @field_validator("embargo", mode="before")
    @classmethod
    def _zone(cls, value: Any) -> Any:
        found = _dated(value)
        number = isinstance(found, str) and found.strip().replace(".", "", 1).isdigit()
        if number or (isinstance(found, dt.date) and not isinstance(found, dt.datetime)):
            raise ValueError("needs a time and a zone, as in 2025-01-09T06:00Z")
        return found

    @field_validator("aliases")
    @classmethod
    def _inside(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for alias in value:
            parts = alias.strip("/").split("/")
            if any(not part or part in (".", "..") or re.search(r'[\\:*?"<>|%\0#]', part) for part in parts):
                raise ValueError(f"holds {alias!r}, which is no address inside the site")
        return tuple(alias.strip("/") for alias in value)

    @field_validator("withdrawn")
    @classmethod
    def _reason(cls, value: str | None) -> str | None:
        if value is not None and value.strip().lower() in ("", "true", "false", "yes", "no"):
            raise ValueError("needs the reason, which readers see at the address")
        return value

    @field_validator("lang")
    @classmethod
    def _tag(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
            raise ValueError("must be a language tag such as en or pt-BR")
        return value

    @property
    def notice(self) -> str | None:
        """What the public log says of this version: why it was withdrawn, else the newest correction."""
        newest = max(self.corrections, key=lambda one: one.date, default=None)
        return self.withdrawn or (newest.text if newest else self.correction)


def parse_front_matter(text: str, file: str, line: int = 2) -> FrontMatter:
    """Validate the YAML, whose first line is ``line`` of ``file``. Raises :class:`ContentErrors`."""
    data = _load(text, file, line)
    try:
        return FrontMatter.model_validate(data)
    except ValidationError as error:
        places = YamlPlaces(text, first_line=line)
        raise ContentErrors(problems(error, FrontMatter, file, places.of)) from error


def _load(text: str, file: str, line: int) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _AsWritten
    try:
        data = yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = {"line": mark.line + line, "column": mark.column + 1} if mark else {}
        message = f"broken YAML: {error.problem or error.context}"
        hint = _way_out(message, text, mark.line if mark else None)
        raise ContentErrors([Problem(message, file=file, hint=hint, **place)]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        message = f"broken YAML: {str(error).splitlines()[0]}"
        raise ContentErrors([Problem(message, file=file, line=line, column=1)]) from error
    if "&" in text and _has_anchors(text):
        at = text.index("&")
        place = {"line": text.count("\n", 0, at) + line, "column": at - text.rfind("\n", 0, at)}
        message, hint = "anchors of YAML are not read", "quote a value that begins with &"
        raise ContentErrors([Problem(message, file=file, hint=hint, **place)])
    if data is None:
        return {}
    if not isinstance(data, dict):
        message = "the front matter must be a mapping of keys to values"
        raise ContentErrors([Problem(message, file=file, line=line, column=1)])
    return data


def _has_anchors(text: str) -> bool:
    """Whether YAML takes some ``&`` for a name that it need not keep."""
    events = YAML(typ="safe", pure=True).parse(text)
    return any(getattr(event, "anchor", None) for event in events)


def _way_out(message: str, text: str, line: int | None) -> str | None:
    """What mends the commonest slips: a value that YAML takes for something else."""
    if "mapping values" in message:
        return "quote a value that holds a colon"
    lines = text.splitlines()
    for number in (line, line - 1) if line is not None else ():
        written = lines[number] if 0 <= number < len(lines) else ""
        if _TAB.match(written) or "\\t" in message:
            return "put a space behind the colon, not a tab"
        if special := _NEEDS_QUOTES.match(written):
            return f"quote a value that begins with {special['first']}"
    return None
