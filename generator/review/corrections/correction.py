"""Define a correction, and what makes it valid.

``content``, ``source`` and ``cue`` hold the words it is about; the other keys hold what it
sets. Written by the preview it is *whole*: enough to make the annotation again when the
extraction no longer finds it. docs/review.md describes it for editors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, field_validator, model_validator

from generator.model import Act, How, Kind, NotSaid, SpeakerKind
from generator.reading.frontmatter import Link, Text
from generator.review.anchoring.selectors import Selector
from generator.review.corrections.values import DATE_HINT, NUMBER_HINT, read_date, read_number
from generator.validation import Strict


class Target(StrEnum):
    """The kind of annotation that a correction is about."""

    ATTRIBUTION = "attribution"
    ASSERTION = "assertion"
    SPEAKER = "speaker"
    FACT = "fact"
    ACCOUNT_PAIR = "account-pair"


class Action(StrEnum):
    """What a correction does."""

    CONFIRM = "confirm"
    REJECT = "reject"
    ADD = "add"
    ATTRIBUTE = "attribute"
    RESIZE = "resize"
    RETITLE = "retitle"
    MERGE_SPEAKERS = "merge-speakers"
    SPLIT_SPEAKER = "split-speaker"
    CORRECT_FACT = "correct-fact"
    VERDICT = "verdict"


class FactKind(StrEnum):
    """The lists of the fact sidebar."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    DATE = "date"
    NUMBER = "number"


_JUDGED = (Action.CONFIRM, Action.REJECT, Action.ADD)
ACTIONS: dict[Target, tuple[Action, ...]] = {
    Target.ATTRIBUTION: (*_JUDGED, Action.ATTRIBUTE, Action.RESIZE),
    Target.ASSERTION: (*_JUDGED, Action.ATTRIBUTE, Action.RESIZE, Action.VERDICT),
    Target.SPEAKER: (*_JUDGED, Action.RETITLE, Action.MERGE_SPEAKERS, Action.SPLIT_SPEAKER),
    Target.FACT: (*_JUDGED, Action.CORRECT_FACT, Action.RETITLE),
    Target.ACCOUNT_PAIR: _JUDGED,
}
KINDS: dict[Target, type[StrEnum]] = {
    Target.ATTRIBUTION: Kind,
    Target.SPEAKER: SpeakerKind,
    Target.FACT: FactKind,
}


def _parts(value: Any) -> Any:
    """Accept one passage, or its bare words, where a list of passages is wanted."""
    listed = value if isinstance(value, list | tuple) else [value]
    return [{"exact": part} if isinstance(part, str) else part for part in listed]


def _names(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _time(value: Any) -> Any:
    """Accept a date alone, as its first moment."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    return value


def _value(value: Any) -> Any:
    """Accept as text what YAML reads as a date or a boolean: ``value: false`` is a verdict."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, dt.date) else value


Parts = Annotated[tuple[Selector, ...], BeforeValidator(_parts)]


class Correction(Strict):
    """One correction; ``id`` is unique in its file, and made up where left out."""

    id: Text = ""
    action: Action
    target: Target
    content: Parts = ()
    was: Parts = ()  # the extent before a resize
    against: Parts = ()  # the other statement of a pair of accounts
    source: Parts = ()
    cue: Parts = ()
    speakers: Annotated[tuple[Text, ...] | None, BeforeValidator(_names)] = None
    kind: str | None = None
    act: Act | None = None
    how: How | None = None
    said: bool | None = None
    not_said: NotSaid | None = None  # why, where ``said`` is false
    subject: Text | None = None
    title: Text | None = None
    wording: Text | None = None  # an editor's own words for an assertion
    value: Annotated[float | str | None, BeforeValidator(_value)] = None
    unit: Text | None = None
    about: Text | None = None
    link: Link | None = None
    by: Text | None = None
    at: Annotated[AwareDatetime | None, BeforeValidator(_time)] = None
    text_hash: Text | None = None
    note: Text | None = None

    @property
    def text_value(self) -> str:
        """The value as text: a verdict, a name, a date."""
        return f"{self.value:.15g}" if isinstance(self.value, float) else self.value or ""

    @property
    def is_whole(self) -> bool:
        """Whether it describes the annotation completely, without the extraction's help."""
        match self.target:
            case Target.ATTRIBUTION:
                return None not in (self.kind, self.act, self.speakers)
            case Target.FACT:
                return self.kind is not None and self.value is not None
            case Target.ACCOUNT_PAIR | Target.ASSERTION:
                return self.speakers is not None
            case Target.SPEAKER:
                return True

    @property
    def is_of_preview(self) -> bool:
        """Whether the preview wrote it: it names the version of the text, and where its words stood."""
        placed = all(part.start is not None for part in self.content)
        return self.text_hash is not None and self.is_whole and placed

    @field_validator("content", "was", "against", "source", "cue")
    @classmethod
    def _has_words(cls, parts: tuple[Selector, ...]) -> tuple[Selector, ...]:
        if not all(part.exact.strip() for part in parts):
            raise ValueError("needs words to find again: exact is empty")
        return tuple(replace(p, exact=p.exact.strip()) if p.start is None else p for p in parts)

    @model_validator(mode="after")
    def _makes_sense(self) -> Correction:
        for complaint in _complaints(self):
            raise ValueError(complaint)
        return self


def _complaints(c: Correction) -> Iterator[str]:
    """Yield why a correction with valid keys still makes no sense; the first is reported."""
    if c.action not in ACTIONS[c.target]:
        allowed = ", ".join(ACTIONS[c.target])
        yield f"cannot {c.action} {_named(c.target)} (possible: {allowed})"
    if c.target is Target.SPEAKER:
        yield from _about_speakers(c)
    elif not c.content:
        yield "needs content: the words it is about"
    if c.kind is not None:
        yield from _about_kind(c)
    yield from _about_said(c)
    if c.target is not Target.ASSERTION and c.wording is not None:
        yield f"{_named(c.target)} has no wording"
    yield from _about_action(c)


def _named(target: Target) -> str:
    return f"{'an' if target[0] == 'a' else 'a'} {target.replace('-', ' ')}"


def _about_speakers(c: Correction) -> Iterator[str]:
    names = c.speakers or ()
    if not names:
        yield "needs speakers: whom it is about"
    if c.action is Action.MERGE_SPEAKERS and len(names) < 2:
        yield "needs two speakers or more, first the one whose name is kept"
    if c.action is Action.SPLIT_SPEAKER and (len(names) != 2 or not c.content):
        yield "needs two speakers, the old one and the new one, and as content what the new one said"


def _about_kind(c: Correction) -> Iterator[str]:
    kinds = KINDS.get(c.target)
    if kinds is None:
        yield f"{_named(c.target)} has no kind"
    elif c.kind not in list(kinds):
        yield f"kind must be one of {', '.join(kinds)}"


def _about_said(c: Correction) -> Iterator[str]:
    if c.target is not Target.ATTRIBUTION and (c.how, c.said, c.not_said) != (None,) * 3:
        yield f"{_named(c.target)} has no how, said or not_said"
    if c.said and c.not_said is not None:
        yield f"said is true, but not_said is {c.not_said}"


def _about_action(c: Correction) -> Iterator[str]:
    match c.action:
        case Action.ATTRIBUTE if c.speakers is None:
            yield "needs speakers: who says it ([] if unknown)"
        case Action.ADD if c.target is Target.ATTRIBUTION and c.speakers is None:
            yield "needs speakers: who says it ([] if unknown)"
        case Action.ADD if c.target is Target.FACT and (c.kind is None or c.value is None):
            yield "needs kind and value"
        case Action.ADD if c.target is Target.ACCOUNT_PAIR and not c.against:
            yield "needs against: the words of the other statement"
        case Action.RETITLE if c.title is None:
            yield 'needs a title ("" removes it)'
        case Action.VERDICT if c.value is None:
            yield "needs a value: the verdict"
        case Action.CORRECT_FACT if (c.value, c.kind, c.unit, c.about, c.title) == (None,) * 5:
            yield "needs at least one of value, kind, unit, about and title"
    if c.target is Target.FACT:
        yield from _about_value(c)


def _about_value(c: Correction) -> Iterator[str]:
    """Yield why a value cannot be of its kind; where the file names no kind, the text decides."""
    if c.kind == FactKind.NUMBER and c.value is not None and read_number(c.value) is None:
        yield f"value {c.text_value!r} is not a number ({NUMBER_HINT})"
    if c.kind == FactKind.DATE and c.text_value and read_date(c.text_value) is None:
        yield f"value {c.text_value!r} is not a date ({DATE_HINT})"
