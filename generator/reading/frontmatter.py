"""The YAML at the head of a source: what it may say, and where it is wrong."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)
from ruamel.yaml.error import YAMLError

from generator.errors import ContentErrors, Problem
from generator.model import SourceKind
from generator.plain_yaml import complaint, load_yaml
from generator.reading.markdown import link_is_safe
from generator.slugs import is_reserved
from generator.validation import Strict, problems
from generator.yaml_places import YamlPlaces

_DATE = re.compile(r"\d{4}-\d")
_TIME = re.compile(r"\s*\d{4}-\d\d-\d\d[ T]\d")
_UNPRINTABLE = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LONGEST_PART, _LONGEST = 200, 1000  # bytes of one name, characters of an address
_SOUND = (".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac")
_FILM = (".mp4", ".m4v", ".webm", ".ogv")
_SPECIAL = re.compile(r"(?P<first>[@`%*&!])")
_NEEDS_QUOTES = re.compile(r"\s*(?:- )?\s*[\w-]+\s*:\s*(?P<first>[@`%*&!|>{}\[\],?-])")
_NEVER_CLOSED = re.compile(r"""\s*(?:- )?(?:[\w-]+\s*:\s*)?(?:"(?:\\.|[^"\\])*|'(?:''|[^'])*)\Z""")
_TAB = re.compile(r"\s*[\w-]+\s*:[ ]*\t")


def _link(value: str) -> str:
    if not link_is_safe(value):
        raise ValueError("must be an http, https or mailto address")
    return value


def _media(value: str) -> str:
    """A recording: a file beside the source, or one on another site."""
    parts = urlsplit(_link(value))
    elsewhere = parts.scheme in ("http", "https") and parts.hostname
    if not media_kind(value) or not (elsewhere or not (parts.scheme or parts.netloc)):
        raise ValueError(
            "must be a file of sound or film, such as hearing.mp3 or https://example.org/hearing.mp4"
        )
    return value


def media_kind(target: str) -> str | None:
    """Return whether a file is ``audio`` or ``video``, by its name; None for any other."""
    suffix = PurePosixPath(urlsplit(target).path).suffix.lower()
    return "audio" if suffix in _SOUND else "video" if suffix in _FILM else None


def _text(value: Any) -> Any:
    """A number or a date, as another reader of YAML gives it, is text where text is wanted."""
    return str(value) if isinstance(value, int | float | dt.date) and not isinstance(value, bool) else value


def _words(value: Any) -> Any:
    """Take a blank for nothing, and refuse what no page can show."""
    if isinstance(value, str) and _UNPRINTABLE.search(value):
        raise ValueError("holds a character that cannot be printed")
    if isinstance(value, str) and "<!--" in value:
        raise ValueError("holds a comment, which would be published: begin one of YAML with #")
    return None if isinstance(value, str) and not value.strip() else _text(value)


def _dated(value: Any) -> Any:
    """A date or a time, written in any way that YAML knows."""
    if isinstance(value, str) and _DATE.match(value):
        with suppress(YAMLError):
            found = load_yaml(value)
            return found if isinstance(found, dt.date) else value
    return value


def _day_or_moment(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """A day, with its time where one is given; a time without a zone is UTC."""
    found = _dated(value)
    if isinstance(found, str) and found.strip().replace(".", "", 1).isdigit():
        raise ValueError("must be a date such as 2025-01-08")  # and not so many seconds since 1970
    if isinstance(found, str) and _TIME.match(found):
        with suppress(ValueError):
            found = dt.datetime.fromisoformat(found.strip())
    if isinstance(found, dt.datetime):
        return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    return handler(found)


def day_of(value: dt.date | None) -> dt.date | None:
    """The day of a date that may have a time, as it was written."""
    return value.date() if isinstance(value, dt.datetime) else value


def _one_part(value: str) -> str:
    if not re.fullmatch(r"[^\W_][\w-]*", value):
        raise ValueError("must be letters, digits and hyphens, without a slash")
    if len(value.encode()) > _LONGEST_PART:
        raise ValueError("is too long for the name of a file")
    if is_reserved(value):
        raise ValueError("is the name of a device on Windows, where the site could not be unpacked")
    return value


def _is_address(part: str) -> bool:
    """Return whether a folder of the site may be called so; a hidden one is no page."""
    sound = part and not part.startswith(".") and len(part.encode()) <= _LONGEST_PART
    if not sound or not part.isprintable() or re.search(r'[\\:*?"<>|%#]', part):
        return False
    return not is_reserved(part)


Day = Annotated[dt.date, BeforeValidator(_dated)]
DayOrMoment = Annotated[dt.date, WrapValidator(_day_or_moment)]
Text = Annotated[str, BeforeValidator(_text)]
Words = Annotated[str, BeforeValidator(_words)]
OptionalWords = Annotated[str | None, BeforeValidator(_words)]
Link = Annotated[str, AfterValidator(_link)]  # as it is published, blanks stripped
Media = Annotated[str, AfterValidator(_media)]
Slug = Annotated[str, AfterValidator(_one_part)]


class Origin(Strict):
    """Where the text was first published."""

    title: OptionalWords = None
    publisher: OptionalWords = None
    url: Link | None = None
    published: Day | None = None
    licence: OptionalWords = None
    media: Media | None = None


class SpeakerEntry(Strict):
    """A hint about one speaker of the text."""

    name: Words
    title: OptionalWords = None
    aliases: tuple[Words, ...] = ()


class FactEntry(Strict):
    """A fact of the editor's own."""

    label: Words
    value: Words
    source: OptionalWords = None


class CorrectionEntry(Strict):
    """One public correction notice."""

    date: Day
    text: Words


class FrontMatter(Strict):
    """All keys that front matter may hold; ``dated`` and ``updated`` have a time where one is given."""

    title: OptionalWords = None
    dated: DayOrMoment | None = Field(default=None, alias="date")
    updated: DayOrMoment | None = None
    slug: Slug | None = None
    aliases: tuple[str, ...] = ()
    summary: OptionalWords = None
    authors: tuple[Words, ...] = ()
    source: Origin | None = None
    tags: tuple[Words, ...] = ()
    lang: str | None = None
    draft: bool = False
    embargo: AwareDatetime | None = None
    kind: SourceKind | None = None
    excerpt: bool = False
    correction: OptionalWords = None
    corrections: tuple[CorrectionEntry, ...] = ()
    withdrawn: Text | None = None
    speakers: tuple[SpeakerEntry, ...] = ()
    facts: tuple[FactEntry, ...] = ()
    author: OptionalWords = Field(default=None, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _one_author(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("author"), str) and "authors" not in data:
            return {**data, "authors": [data["author"]]}
        return data

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
            if any(not _is_address(part) for part in alias.strip("/").split("/")) or len(alias) > _LONGEST:
                raise ValueError(f"holds {alias[:80]!r}, which is no address inside the site")
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

    @model_validator(mode="after")
    def _nothing_of_a_briefing(self) -> FrontMatter:
        """A page tells of the site: it is undated, and in no list."""
        if self.kind is SourceKind.PAGE:
            given = [name for name in _OF_A_BRIEFING if getattr(self, name)]
            if given:
                raise ValueError(f"a page (kind: page) cannot have {', '.join(map(repr, given))}")
        return self

    @property
    def date(self) -> dt.date | None:
        """The day of the text, as it was written."""
        return day_of(self.dated)

    @property
    def notice(self) -> str | None:
        """What the public log says of this version: why it was withdrawn, else the newest correction."""
        newest = max(self.corrections, key=lambda one: one.date, default=None)
        return self.withdrawn or (newest.text if newest else self.correction)


_OF_A_BRIEFING = ("date", "tags", "excerpt", "speakers", "facts", "source")


def parse_front_matter(text: str, file: str, line: int = 2) -> FrontMatter:
    """Validate the YAML, whose first line is ``line`` of ``file``. Raises :class:`ContentErrors`."""
    data = _load(text, file, line)
    try:
        return FrontMatter.model_validate(data)
    except ValidationError as error:
        places = YamlPlaces(text, first_line=line)
        raise ContentErrors(problems(error, FrontMatter, file, places.of)) from error


def _load(text: str, file: str, line: int) -> Any:
    try:
        data = load_yaml(text, as_written=True)
    except YAMLError as error:
        message, at, column = complaint(error)
        hint = _way_out(message, text, at, column)
        raise ContentErrors([Problem(message, file, at + line, column + 1, hint)]) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        message = "the front matter must be a mapping of keys to values"
        raise ContentErrors([Problem(message, file=file, line=line, column=1)])
    return data


def _way_out(message: str, text: str, line: int, column: int) -> str | None:
    """Return what mends the commonest slips: a value that YAML takes for something else."""
    lines = text.splitlines()
    if "mapping values" in message:
        return "quote a value that holds a colon"
    for number in (line, line - 1):
        written = lines[number] if 0 <= number < len(lines) else ""
        if _TAB.match(written) or "\\t" in message:
            return "put a space behind the colon, not a tab"
        at = written[column : column + 1] if number == line else ""
        if "nested too deeply" in message:
            return None
        special = _SPECIAL.match(at) or _NEEDS_QUOTES.match(written)
        if special:
            return f"quote a value that begins with {special['first']}"
    quoted = next((one for one in lines if _NEVER_CLOSED.match(one)), None)
    return f"close the quotation mark: {quoted.strip()[:60]}" if quoted else None
