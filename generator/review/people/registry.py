"""Read ``content/speakers.yaml``: the named speakers of a site, across its briefings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, field_validator, model_validator

from generator.errors import Problem, Severity
from generator.extraction.mentions.names import Fit, compare_persons, fold
from generator.model import SpeakerHint
from generator.reading.frontmatter import Link, OptionalWords, Slug, Words
from generator.review.yaml_files.records import Record, raise_all, read_bytes, read_records
from generator.validation import Strict

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg")
_BELOW = "must be a file below content/, such as photos/name.jpg"
_ELSEWHERE = re.compile(r"(?i:https?:)|//")
_OUTSIDE = re.compile(r"[/\\]|[A-Za-z][A-Za-z0-9+.-]*:")


def _year_or_day(value: Any) -> Any:
    """Take four digits, however YAML gives them, as a year alone."""
    year = int(value) if isinstance(value, str) and re.fullmatch(r"\d{4}", value) else value
    if isinstance(year, int) and not isinstance(year, bool) and not 1 <= year <= 9999:
        raise ValueError("must be a year such as 2021 or a day such as 2021-03-01")
    return year


YearOrDay = Annotated[int | dt.date, BeforeValidator(_year_or_day)]


def _first_day(given: int | dt.date | None) -> dt.date:
    return dt.date(given, 1, 1) if isinstance(given, int) else given or dt.date.min


def _last_day(given: int | dt.date | None) -> dt.date:
    return dt.date(given, 12, 31) if isinstance(given, int) else given or dt.date.max


class TitleEntry(Strict):
    """A title from one day or year to another, both included."""

    title: Words
    since: YearOrDay | None = None
    until: YearOrDay | None = None

    @property
    def began(self) -> dt.date:
        """The first day on which it may have been held."""
        return _first_day(self.since)

    def holds(self, day: dt.date | None) -> bool:
        """Tell whether the title was held on ``day``; without a day, whether it has no end."""
        if day is None:
            return self.until is None
        return self.began <= day <= _last_day(self.until)


class Person(Strict):
    """A person or organisation with one name across all briefings."""

    name: Words
    kind: Literal["person", "organisation"] = "person"
    aliases: tuple[Words, ...] = ()
    title: OptionalWords = None
    titles: tuple[TitleEntry, ...] = ()
    slug: Slug | None = None
    photo: OptionalWords = None
    link: Link | None = None
    biography: OptionalWords = None  # Markdown

    @field_validator("photo")
    @classmethod
    def _inside(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if _ELSEWHERE.match(value):
            raise ValueError(f"{_BELOW}: a picture from another site would tell it who reads the page")
        if _OUTSIDE.match(value) or ".." in re.split(r"[/\\]", value):
            raise ValueError(_BELOW)
        if PurePosixPath(value).suffix.lower() not in _PICTURES:
            raise ValueError(f"must be a picture: {', '.join(_PICTURES)}")
        return value

    @model_validator(mode="after")
    def _titled_once(self) -> Person:
        if self.title is not None and self.titles:
            raise ValueError("has both title and titles: put the title among the titles")
        return self

    def title_on(self, day: dt.date | None) -> str | None:
        """Return the title on ``day``; of several, the one that began last."""
        holding = [entry for entry in self.titles if entry.holds(day)]
        latest = max(holding, key=lambda entry: entry.began, default=None)
        return latest.title if latest else self.title


@dataclass(frozen=True)
class Registry:
    """All registered people; a name or alias that two of them claim identifies neither."""

    records: tuple[Record[Person], ...] = ()

    @cached_property
    def _claims(self) -> dict[str, list[Person]]:
        claims: dict[str, list[Person]] = {}
        for record in self.records:
            for called in {fold(name) for name in (record.value.name, *record.value.aliases)}:
                claims.setdefault(called, []).append(record.value)
        return claims

    def called(self, name: str) -> list[Person]:
        """List everybody who claims a name or alias."""
        return self._claims.get(fold(name), [])

    def find(self, name: str, also: Sequence[str] = ()) -> Person | None:
        """Find the one person called so; ``also`` are other forms that the text uses.

        A form leads only to somebody whose own name agrees with ``name``: a text that
        calls Ali Marlow “Marlow” does not mean Joan Marlow, whose alias that is.
        """
        claimed = self.called(name)
        if claimed:
            return claimed[0] if len(claimed) == 1 else None
        found = [p for form in also for p in self.called(form) if len(self.called(form)) == 1]
        agreeing = {p.name: p for p in found if compare_persons(name, p.name) > Fit.MISPRINT}
        return next(iter(agreeing.values())) if len(agreeing) == 1 else None

    def hints(self, day: dt.date | None) -> tuple[SpeakerHint, ...]:
        """List everybody as hints for an extraction."""
        people = (record.value for record in self.records)
        return tuple(SpeakerHint(p.name, p.title_on(day), p.aliases) for p in people)

    def problems(self, file: str) -> Iterator[Problem]:
        """Yield a warning for each name that two people claim, since it identifies neither."""
        first: dict[str, Record[Person]] = {}
        for record in self.records:
            for called in dict.fromkeys((record.value.name, *record.value.aliases)):
                other = first.setdefault(fold(called), record)
                if other is not record:
                    message = f"{called!r} is claimed by {other.value.name} and by {record.value.name}"
                    hint = "it identifies neither of them; remove it from all but one"
                    yield Problem(message, file, record.line, 1, hint, Severity.WARNING)

    def lost_photos(self, file: str, is_there: Callable[[str], bool]) -> Iterator[Problem]:
        """Yield an error for each photo without a file; ``is_there`` gets paths below ``content/``."""
        for record in self.records:
            photo = record.value.photo
            if photo is not None and not is_there(photo):
                message = f"the photo {photo!r} of {record.value.name} does not exist"
                hint = f"put it at content/{photo}, or remove the line"
                yield Problem(message, file, *record.place("photo"), hint)


NOBODY = Registry()


def load_registry(path: Path, name: str) -> Registry:
    """Read the registry, empty without a file. Raises ``ContentErrors``, all problems at once."""
    data = read_bytes(path, name)
    return Registry() if data is None else parse_registry(data, name)


def parse_registry(data: bytes, name: str) -> Registry:
    """Parse the file's bytes. Raises ``ContentErrors``."""
    records = tuple(read_records(data, name, Person))
    raise_all([*_same_name(records, name), *_same_slug(records, name)])
    return Registry(records)


def _same_name(records: Sequence[Record[Person]], name: str) -> Iterator[Problem]:
    first: dict[str, Record[Person]] = {}
    for record in records:
        called = fold(" ".join(record.value.name.split()))
        other = first.setdefault(called, record)
        if other is not record:
            message = f"{record.value.name!r} is listed already, in line {other.line}"
            hint = "unite the two, or tell two people apart by their names"
            yield Problem(message, name, *record.place("name"), hint)


def _same_slug(records: Sequence[Record[Person]], name: str) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for record in records:
        slug = record.value.slug
        if slug and slug.casefold() in taken:
            message = f"the slug {slug!r} is taken by {taken[slug.casefold()]}"
            yield Problem(message, name, record.line, 1, "two people cannot share a page")
        if slug:
            taken.setdefault(slug.casefold(), record.value.name)
