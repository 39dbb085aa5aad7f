"""Hold what pages across briefings are made of: small records, to be kept and queried.

None of them holds a document; an archive can store them field by field.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from generator.model import Act, How, Kind, SourceKind, SpeakerKind, Status
from generator.rendering.context import Day, NoticeView, Words


@dataclass(frozen=True, slots=True)
class SpeakerRef:
    """A speaker's name; ``address`` is of their page, None for an unnamed source."""

    name: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class BriefingSummary:
    """A briefing in a list; ``speakers`` are in the order of how much they say."""

    address: str
    title: str
    date: date | None
    summary: str | None
    tags: tuple[str, ...]
    lang: str
    kind: SourceKind
    speakers: tuple[SpeakerRef, ...]
    statements: int  # with a speaker, turns aside
    turns: int
    reviewed: int
    draft: bool = False
    embargo: datetime | None = None
    authors: tuple[str, ...] = ()
    dated: Day = None  # the date with its time, where one is given
    updated: Day = None


@dataclass(frozen=True, slots=True)
class CorrectedBriefing:
    """A briefing with its public correction notices, the newest first."""

    address: str
    title: str
    lang: str
    notices: tuple[NoticeView, ...]


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One statement on a speaker's page; ``fragment`` is its permalink in the briefing.

    ``words`` are those by which it may stand there, with what reports it; ``how`` are the
    reporting words alone; ``via`` are the speakers in whose words it is reported. ``manner`` is what the
    program makes of the reporting words: to look for, never to print.
    """

    briefing: str  # address
    briefing_title: str
    date: date | None
    fragment: str
    words: tuple[Words, ...]
    via: tuple[str, ...]
    lang: str
    kind: Kind
    act: Act
    title: str | None  # the speaker's, in that briefing
    uncertain: bool
    status: Status
    how: str = ""
    asks: bool = False  # a turn of questions: no statement
    manner: How = How.SAYS

    @property
    def reviewed(self) -> bool:
        """Whether a person stands behind it."""
        return self.status is not Status.MACHINE

    @property
    def text(self) -> str:
        """The words as plain text."""
        return "".join(words.text for words in self.words)


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """A speaker across the site."""

    name: str
    address: str
    kind: SpeakerKind
    title: str | None
    briefings: int
    statements: int


@dataclass(frozen=True, slots=True)
class TitleHeld:
    """A title, from one day or year to another, both included."""

    title: str
    since: date | int | None
    until: date | int | None


@dataclass(frozen=True, slots=True)
class Profile:
    """What the registry tells of a speaker; ``photo`` is a file of the site."""

    photo: str | None = None
    link: str | None = None
    titles: tuple[TitleHeld, ...] = ()  # the newest first
    biography: str | None = None  # Markdown

    @property
    def link_label(self) -> str:
        """Whose address it is: the name of the host, or the address for letters."""
        parts = urlsplit(self.link or "")
        return parts.path if parts.scheme == "mailto" else (parts.hostname or "").removeprefix("www.")


@dataclass(frozen=True, slots=True)
class TagSummary:
    """A tag, and how many briefings carry it."""

    name: str
    address: str
    briefings: int
