"""Define what templates are given: the public, versioned context of ``docs/theming.md``.

Everything here is frozen and holds plain values; HTML is ``Markup``. A change
that can break a site's own template raises :data:`CONTEXT_VERSION`.

``fragment`` is an element's id in a
briefing's page; ``address`` a page's folder in the site (``a/b`` is ``a/b/index.html``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from markupsafe import Markup

from generator.model import Act, Kind, SourceKind, SpeakerKind, Status
from generator.rendering.charts import Strip, Timeline

CONTEXT_VERSION = 2


Day = date | datetime | None


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link of the site's own menu: to an ``address`` of the site, or to a ``url`` elsewhere."""

    title: str
    address: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class SiteView:
    """The site as a whole, on every page as ``site``; ``logo`` is a file of it, ``footer`` is HTML.

    ``logo_size`` are the logo's width and height, none where they cannot be known.
    """

    title: str
    description: str
    lang: str
    preview: bool
    publisher: str | None = None
    author: str | None = None
    contact: str | None = None
    licence: str | None = None
    logo: str | None = None
    logo_size: tuple[int, int] | None = None
    footer: Markup | None = None
    menu: tuple[MenuItem, ...] = ()
    context_version: int = CONTEXT_VERSION


@dataclass(frozen=True, slots=True)
class PageView:
    """The page being rendered, on every page as ``page``.

    ``lang`` is that of the page's own words; a text in another says so itself.
    ``root`` leads to the site's top folder; ``data`` is JSON-LD for a script element; ``card`` is the
    whole address of a picture of 1200 by 630 pixels, and ``card_text`` what stands on it.
    """

    kind: str
    address: str
    title: str
    description: str
    lang: str
    direction: str
    root: str
    canonical: str | None
    policy: str
    feed: str | None = None
    data: Markup | None = None
    card: str | None = None
    card_text: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """Who stands behind an annotation; ``by`` is there only where the site names reviewers."""

    status: Status
    uncertain: bool
    percent: str | None
    by: str | None
    at: date | None

    @property
    def by_machine(self) -> bool:
        return self.status is Status.MACHINE


class Role(StrEnum):
    """What words of a line are: the statement, what reports it, or whom a pronoun means (our own words)."""

    PLAIN = ""
    SAID = "said"
    CUE = "cue"
    MEANS = "means"


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a line, and what they are."""

    text: str
    role: Role = Role.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in one line: speakers, reporting words (``lead``), what is said.

    ``inverted``: the reporting words come first ("According to"); ``colon``: one stands before what is
    said. A ``whole`` sentence reports itself, and no name is put before it.
    """

    lead: str
    words: tuple[Words, ...]
    inverted: bool = False
    colon: bool = False
    whole: bool = False

    def told(self, who: str) -> str:
        """The line as plain text, said by ``who``."""
        text = "".join(words.text for words in self.words)
        if self.whole or not who:
            return text
        lead = f"{self.lead} {who}" if self.inverted else f"{who} {self.lead}".strip()
        return f"{lead}: {text}" if self.colon or not self.lead else f"{lead} {text}"


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to one place in the text."""

    number: int
    fragment: str
    text: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A speaker of this briefing: the same colour, letter and pattern all over the page.

    ``colour`` is 1 to 8 and returns from the ninth speaker on; ``letter`` is unique.
    ``share`` is of the words that the page attributes at all, from 0 to 1. ``turns`` of a transcript are
    among the ``jumps``; who ``holds`` a speech says all of it that is not quoted. ``photo`` is a file of the
    site, from the registry.
    """

    number: int
    name: str
    slug: str
    kind: SpeakerKind
    title: str | None
    titles: tuple[str, ...]
    letter: str
    colour: int
    address: str | None
    jumps: tuple[Jump, ...]
    share: float
    turns: int = 0
    holds: bool = False
    photo: str | None = None

    @property
    def statements(self) -> int:
        """How many statements are attributed to them, turns of a transcript aside."""
        return len(self.jumps) - self.turns

    @property
    def fragment(self) -> str:
        return f"who-{self.slug}"


@dataclass(frozen=True, slots=True)
class StatementView:
    """An attribution: ``number`` counts all of the page, ``ordinal`` those of its speaker (``E3``).

    ``id`` is the extraction's own; a preview needs it, a published page does not show it. ``text``
    is what is said; outside of the text it stands as ``words``, with what reports it. ``via`` are
    the speakers in whose words somebody else is reported.
    """

    id: str
    number: int
    ordinal: int
    fragment: str
    kind: Kind
    act: Act
    text: str
    words: tuple[Words, ...]
    via: tuple[str, ...]
    lead: str
    inverted: bool
    cue: str
    rule: str
    speakers: tuple[SpeakerView, ...]
    review: Review
    lang: str | None
    in_source: str | None
    whole: bool  # a turn, or a speech: it is the text, and is not marked within it
    asks: bool = False  # a turn of questions: nothing is stated
    embed: str | None = None  # the folder of its own page, below that of the briefing

    @property
    def note(self) -> str:
        """The id of its note."""
        return "n" + self.fragment[1:]

    @property
    def told(self) -> str:
        """How it stands outside of the text, as plain text."""
        return "".join(words.text for words in self.words)

    @property
    def letters(self) -> str:
        return "+".join(speaker.letter for speaker in self.speakers) or "?"

    @property
    def colour(self) -> int:
        return self.speakers[0].colour if self.speakers else 0


@dataclass(frozen=True, slots=True)
class AssertionView:
    """A key assertion; without speakers the text itself asserts it.

    ``crowded`` is where another's number hangs, or may hang, beside the same line.
    ``id`` is the extraction's own, as for statements.
    """

    id: str
    number: int
    fragment: str
    text: str
    line: Line
    reworded: bool
    speakers: tuple[SpeakerView, ...]
    verdict: str | None
    link: str | None
    why: str
    review: Review
    crowded: bool

    @property
    def told(self) -> str:
        """Its line as plain text."""
        return self.line.told(", ".join(speaker.name for speaker in self.speakers))


@dataclass(frozen=True, slots=True)
class AccountView:
    """Two statements that differ; one that is ``held_back`` until it is confirmed is in previews only."""

    subject: str
    sides: tuple[StatementView, StatementView]
    why: str
    confirmed: bool
    held_back: bool
    embed: str | None = None  # as of a statement

    def other(self, statement: StatementView) -> StatementView | None:
        """The side that differs from ``statement``, if it is one of the two."""
        numbers = [side.number for side in self.sides]
        return self.sides[1 - numbers.index(statement.number)] if statement.number in numbers else None


@dataclass(frozen=True, slots=True)
class EntityView:
    """A person, organisation or place; ``speaker`` of an organisation that speaks here."""

    name: str
    title: str | None
    country: str | None
    jumps: tuple[Jump, ...]
    speaker: SpeakerView | None


@dataclass(frozen=True, slots=True)
class DateView:
    """A date: as the text says it, and as resolved (``value``; ``when`` is that in words).

    ``absolute`` where the text itself names the year. ``speakers`` say it, with the reporting words
    ``lead`` (``inverted``: these come first), where the text does not itself. ``corrected`` where an
    editor dated it.
    """

    text: str
    value: str | None
    when: str | None
    about: str | None
    fragment: str
    absolute: bool
    speakers: tuple[SpeakerView, ...] = ()
    lead: str = ""
    inverted: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number as the text has it, or as an editor corrected it: then ``was`` are the text's words.

    ``speakers`` and ``lead`` as of a date.
    """

    text: str
    about: str | None
    fragment: str
    speakers: tuple[SpeakerView, ...] = ()
    lead: str = ""
    inverted: bool = False
    was: str | None = None


@dataclass(frozen=True, slots=True)
class OwnFact:
    """A fact of the editor's own."""

    label: str
    value: str
    source: str | None


@dataclass(frozen=True, slots=True)
class FactsView:
    """The sidebar; every part may be empty."""

    own: tuple[OwnFact, ...] = ()
    people: tuple[EntityView, ...] = ()
    organisations: tuple[EntityView, ...] = ()
    places: tuple[EntityView, ...] = ()
    dates: tuple[DateView, ...] = ()
    numbers: tuple[NumberView, ...] = ()
    timeline: Timeline | None = None


@dataclass(frozen=True, slots=True)
class NoteView:
    """An editor's note: ``inline`` for the margin (phrasing content), ``html`` for the endnotes."""

    number: int
    fragment: str
    inline: Markup
    html: Markup


@dataclass(frozen=True, slots=True)
class HeadingView:
    """A heading of the text; in a list of contents the highest ``level`` there is 1."""

    level: int
    text: str
    fragment: str


@dataclass(frozen=True, slots=True)
class OriginView:
    """Where the text was first published."""

    title: str | None
    publisher: str | None
    url: str | None
    published: date | None
    licence: str | None


@dataclass(frozen=True, slots=True)
class MediaView:
    """A recording of what the text has: ``audio`` or ``video``; ``host`` is that of another site, or None."""

    kind: str
    address: str
    host: str | None


@dataclass(frozen=True, slots=True)
class ProvenanceView:
    """What the machine made, what people confirmed, from what; ``statements`` are those with a speaker."""

    statements: int
    unattributed: int
    turns: int
    reviewed: int
    uncertain: int
    by: tuple[str, ...]
    at: date | None
    pipeline: str | None
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Citations:
    """How to cite the briefing."""

    plain: str
    markdown: str
    bibtex: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A public correction notice, with its day where it has one."""

    text: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class BriefingView:
    """One briefing, on its page as ``briefing``; ``holder`` is the one speaker of a speech.

    ``contents`` are the headings of a text that has several; ``files`` the names of those that stand beside
    its page.
    """

    address: str
    title: str
    summary: str | None
    date: date | None
    dated: Day  # with its time of day, where one is given
    updated: Day
    authors: tuple[str, ...]
    holder: SpeakerView | None
    tags: tuple[str, ...]
    kind: SourceKind
    lang: str
    draft: bool
    embargo: str | None
    excerpt: bool
    correction: str | None
    corrections: tuple[NoticeView, ...]
    origin: OriginView | None
    body: Markup
    statements: tuple[StatementView, ...]
    speakers: tuple[SpeakerView, ...]
    assertions: tuple[AssertionView, ...]
    accounts: tuple[AccountView, ...]
    facts: FactsView
    notes: tuple[NoteView, ...]
    strip: Strip | None
    provenance: ProvenanceView
    citations: Citations
    contents: tuple[HeadingView, ...] = ()
    media: MediaView | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A statement on a page of its own: the whole sentence, with the words said marked."""

    fragment: str
    words: tuple[Words, ...]
    speakers: tuple[SpeakerView, ...]
    kind: Kind
    cue: str
    via: tuple[str, ...]
    review: Review
    lang: str


@dataclass(frozen=True, slots=True)
class EmbedView:
    """A page to be embedded elsewhere: one statement, or two that differ on a ``subject``.

    Without ``quotes`` it stands at an address whose words are no longer published. ``blockquote`` and
    ``iframe`` are HTML to be copied, ``oembed`` the whole address of its description.
    """

    address: str
    title: str
    quotes: tuple[QuoteView, ...] = ()
    subject: str | None = None
    blockquote: str | None = None
    iframe: str | None = None
    oembed: str | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """The briefings of one month (``2025-01``, or ``undated``), for the index."""

    name: str
    briefings: int


@dataclass(frozen=True, slots=True)
class PartView:
    """A page of a list that has ``count`` of them: ``number`` from 1, and where the pages beside it are."""

    address: str = ""
    number: int = 1
    count: int = 1
    before: str | None = None
    after: str | None = None
