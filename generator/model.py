"""The nouns that all stages share: frozen, slotted data classes.

Coordinates: every :class:`Span` counts code points of ``Source.text``, the plain
text that ``reading/`` produced, as ``[start, end)``, and is never empty.
``reading/`` keeps the map back to the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """Code points ``[start, end)`` of one text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)


# --- what reading hands on ---------------------------------------------------


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    TABLE_CELL = "table-cell"
    CODE = "code"
    FOOTNOTE = "footnote"


class SourceKind(StrEnum):
    ARTICLE = "article"
    SPEECH = "speech"
    TRANSCRIPT = "transcript"
    PAGE = "page"  # about, method, imprint: nothing is extracted from it


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the text, analysed on its own.

    ``quoted`` is true inside a Markdown block quote, whatever the kind.
    """

    kind: BlockKind
    span: Span
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a transcript: a label (``NAME``, without colon) and what follows.

    ``content`` has one span a paragraph of the turn; ``time`` is as printed
    (``00:12:30``).
    """

    label: Span
    content: tuple[Span, ...]
    time: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerHint:
    """A speaker whom the front matter or the registry names beforehand."""

    name: str
    title: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A plain text with its blocks in order: all that extraction knows of a file."""

    text: str
    blocks: tuple[Block, ...]
    turns: tuple[Turn, ...] = ()
    kind: SourceKind = SourceKind.ARTICLE
    lang: str = "en"
    date: date | None = None
    speakers: tuple[SpeakerHint, ...] = ()
    title: str | None = None  # where it is not the first heading

    @property
    def sole_speaker(self) -> SpeakerHint | None:
        """The one listed speaker of a speech, who holds the whole text."""
        alone = self.kind is SourceKind.SPEECH and len(self.speakers) == 1
        return self.speakers[0] if alone else None


# --- what extraction finds ---------------------------------------------------


class Kind(StrEnum):
    """How speech is reported."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Act(StrEnum):
    """What the source does: a page never prints a wish as a statement."""

    SAYS = "says"
    THINKS = "thinks"
    WANTS = "wants"
    SHOWS = "shows"


class How(StrEnum):
    """How the source says it, read off the reporting words; a page prints those, never this."""

    SAYS = "says"
    DENIES = "denies"
    ASKS = "asks"
    CALLS_FOR = "calls-for"
    PROMISES = "promises"
    THREATENS = "threatens"
    ACCUSES = "accuses"
    PREDICTS = "predicts"
    ANNOUNCES = "announces"
    OTHER = "other"


class NotSaid(StrEnum):
    """Why nobody said what is reported: such an attribution is never listed or printed."""

    NEGATED = "negated"
    SUPPOSED = "supposed"
    ASKED = "asked"
    DOUBTED = "doubted"
    INVENTED = "invented"


class SpeakerKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    UNNAMED = "unnamed"
    DOCUMENT = "document"


class Status(StrEnum):
    """What a person has done about an annotation."""

    MACHINE = "machine"
    EDITED = "edited"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who stands behind an annotation; ``text_hash`` is of the text reviewed."""

    status: Status = Status.MACHINE
    by: str | None = None
    at: datetime | None = None
    text_hash: str | None = None
    note: str | None = None

    @property
    def is_reviewed(self) -> bool:
        """Whether a person stands behind the annotation as it is."""
        return self.status in (Status.CONFIRMED, Status.EDITED)


MACHINE = Provenance()


class Feature(NamedTuple):
    """One named reason behind a confidence: its value and its weight in log-odds."""

    name: str
    value: str
    weight: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody or something that says, thinks, wants or shows; names are unique in a text."""

    name: str
    kind: SpeakerKind
    titles: tuple[str, ...] = ()  # the best one first
    aliases: tuple[str, ...] = ()
    provenance: Provenance = MACHINE


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, the words that report (cue) and what is reported (content).

    ``speakers`` are names of :class:`Speaker`; ``confidence`` is the calibrated
    probability that content and source are both right; ``rule`` names what found it.
    ``not_said`` is None where it was said; ``why`` tells why these speakers.
    """

    id: str
    kind: Kind
    act: Act
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speakers: tuple[str, ...]
    confidence: float
    rule: str
    how: How = How.SAYS
    not_said: NotSaid | None = None
    features: tuple[Feature, ...] = ()
    lang: str | None = None
    provenance: Provenance = MACHINE
    why: str = ""

    @property
    def said(self) -> bool:
        """Whether it was said at all."""
        return self.not_said is None


class Reference(NamedTuple):
    """Words that stand for somebody whom the text names elsewhere: "he", "the company"."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """A key statement of the text; ``attribution`` is an id where somebody else asserts it.

    ``refers`` tells whom its pronouns and descriptions mean, where it does not name them; ``wording``
    is an editor's own, which is shown instead of the text's words and marked as such.
    """

    id: str
    rank: int
    span: Span
    score: float
    speakers: tuple[str, ...]
    attribution: str | None
    why: str
    refers: tuple[Reference, ...] = ()
    verdict: str | None = None
    link: str | None = None
    wording: str | None = None
    provenance: Provenance = MACHINE


@dataclass(frozen=True, slots=True)
class AccountPair:
    """Two attributions by different speakers that differ on one subject."""

    id: str
    subject: str
    attributions: tuple[str, str]
    why: str
    provenance: Provenance = MACHINE


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place with its mentions; ``titles`` best first.

    Where it is not ``sure`` to be what it is listed as, no page prints it.
    """

    name: str
    titles: tuple[str, ...]
    mentions: tuple[Span, ...]
    salience: float
    country: str | None = None  # of a place
    provenance: Provenance = MACHINE
    sure: bool = True


@dataclass(frozen=True, slots=True)
class DateFact:
    """A date in the text; ``value`` is ISO 8601 as exact as known, or None where relative.

    ``within`` is the whole stretch where one is meant: a week, a season, a decade, an interval.
    ``corrected`` where a person gave another date than the machine had read.
    """

    span: Span
    text: str
    value: str | None
    about: str | None = None
    provenance: Provenance = MACHINE
    within: str | None = None
    corrected: bool = False


SHARE = "share"  # the unit of "three in ten", 0.3


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A number with its unit (``percent``, ``USD``, ``people`` ..) and what it counts.

    Of a range ``value`` is the lower end and ``upper`` the upper one. A share is less than one.
    ``corrected`` where a person gave another number than the text has, ``wording`` in their own words.
    """

    span: Span
    text: str
    value: float
    unit: str | None
    about: str | None
    provenance: Provenance = MACHINE
    upper: float | None = None
    corrected: bool = False
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    people: tuple[Entity, ...] = ()
    organisations: tuple[Entity, ...] = ()
    places: tuple[Entity, ...] = ()
    dates: tuple[DateFact, ...] = ()
    numbers: tuple[NumberFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one text."""

    speakers: tuple[Speaker, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    accounts: tuple[AccountPair, ...] = ()
    facts: Facts = Facts()
