"""Define what a page sends and receives as JSON: decisions, the review's state, and refusals.

The scripts in ``generator/preview/assets/review/`` read and write these names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from generator.model import How, NotSaid, SpeakerKind
from generator.review import FactKind, Progress
from generator.validation import Strict

_MOST_SPEAKERS = 20
_MOST_PARTS = 40
_MOST_AT_ONCE = 500

# --- requests ---------------------------------------------------------------

Name = Annotated[
    str, Field(min_length=1, max_length=200), AfterValidator(lambda name: " ".join(name.split()))
]
Names = Annotated[tuple[Name, ...], Field(max_length=_MOST_SPEAKERS)]
Line = Annotated[str, Field(max_length=1000), AfterValidator(lambda text: " ".join(text.split()))]
Key = Annotated[str, Field(max_length=400)]


class Judge(Strict):
    """Accept an annotation as it is, or reject it."""

    do: Literal["accept", "reject"]
    on: Key


class Attribute(Strict):
    """Name other speakers for an annotation; no names mean that the speaker is unknown."""

    do: Literal["attribute"]
    on: Key
    speakers: Names
    kind: SpeakerKind | None = None  # of those who are new, else of those named
    new: bool = False  # names that nobody bears yet are meant


class Tell(Strict):
    """Say how a statement was made, and whether at all: ``not_said`` is why nobody said it."""

    do: Literal["tell"]
    on: Key
    how: How
    not_said: NotSaid | None = None


class AcceptAll(Strict):
    """Accept several annotations as they are: all, or none where one cannot be."""

    do: Literal["accept-all"]
    on: tuple[Key, ...] = Field(min_length=1, max_length=_MOST_AT_ONCE)


class Alter(Strict):
    """Write some fields of an annotation anew, as :class:`AnnotationView` names them."""

    do: Literal["alter"]
    on: Key
    values: dict[str, Line] = Field(max_length=6)
    new: bool = False


class Pair(Strict):
    """Set two statements against each other as accounts that differ."""

    do: Literal["pair"]
    on: Key
    other: Key
    subject: Line


class Lead(Strict):
    """Put a key assertion behind those that a person put first, and before all others."""

    do: Literal["lead"]
    on: Key


class Resize(Strict):
    """Move one edge of an annotation: ``words`` to the right, or (negative) to the left."""

    do: Literal["resize"]
    on: Key
    edge: Literal["start", "end"]
    words: Literal[-1, 1]
    part: int = Field(default=-1, ge=-1, lt=_MOST_PARTS)  # of a split quotation; -1 is its outer edge


class Part(Strict):
    """Words of one paragraph of the page, with context to tell them from the same words elsewhere."""

    exact: str = Field(min_length=1, max_length=20_000)
    prefix: str = Field(default="", max_length=500)
    suffix: str = Field(default="", max_length=500)


class Add(Strict):
    """Add an annotation at some words; those of a fact are its name, unless it is given another."""

    do: Literal["add"]
    what: Literal["attribution", "assertion", FactKind.PERSON, FactKind.ORGANISATION, FactKind.PLACE]
    parts: tuple[Part, ...] = Field(min_length=1, max_length=_MOST_PARTS)
    speakers: Names = ()
    kind: SpeakerKind | None = None
    name: Annotated[Line, Field(max_length=200)] = ""
    cue: Part | None = None  # the words that report, of a statement
    new: bool = False


class Place(Strict):
    """Move a correction whose words were lost to one of its candidates."""

    do: Literal["place"]
    correction: Key
    candidate: int = Field(ge=0)


class Withdraw(Strict):
    """Remove a correction whose words were lost."""

    do: Literal["withdraw"]
    correction: Key


class Undo(Strict):
    """Undo the last decision of this run of the preview."""

    do: Literal["undo"]


Single = Judge | Attribute | Tell | Alter | Pair | Lead | Resize | Add | Place | Withdraw | Undo
"""What changes one correction."""

Decision = Single | AcceptAll


class DecisionRequest(Strict):
    """A decision about the briefing at ``page``.

    ``version`` and ``sidecar`` are the hashes of the :class:`ReviewState` it was made upon.
    """

    page: str = Field(max_length=1000)
    version: str
    sidecar: str
    decision: Decision = Field(discriminator="do")


# --- responses --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnnotationView:
    """An annotation as the panel shows it.

    ``marks`` is the ``data-id`` of its marks in the page, ``fragment`` the id of an element;
    ``can`` lists the decisions that are possible; ``parts`` counts those of a split quotation.
    ``how`` and ``not_said`` are of statements. ``start`` and ``paragraph`` put all in reading order; ``told``
    is the sentence of a statement in words with their roles; ``sure`` marks a direct quotation of which
    the page is sure. ``fields`` can be written anew, each with what stands now.
    """

    key: str
    target: str
    kind: str
    words: str
    speakers: tuple[str, ...]
    says: str
    status: str
    confidence: float | None
    by: str | None
    at: str | None
    marks: str | None
    fragment: str | None
    can: tuple[str, ...]
    parts: int = 1
    how: str = ""
    not_said: str | None = None
    start: int = 0
    paragraph: int = 0
    sure: bool = False
    told: tuple[tuple[str, str], ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A place that a lost correction may refer to, with the text around it."""

    before: str
    words: str
    behind: str


@dataclass(frozen=True, slots=True)
class LostView:
    """A correction that was not applied, and why."""

    correction: str
    action: str
    target: str
    words: str
    message: str
    candidates: tuple[CandidateView, ...]


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The current state of a review.

    ``version`` hashes the text and what was found in it, ``sidecar`` the corrections; a
    decision must name both. ``waiting`` lists the keys of what is not reviewed, the least
    confident first; ``undo`` describes what can be undone; ``chosen`` is the key of what
    the last decision was about.
    """

    version: str
    sidecar: str
    by: str | None
    annotations: tuple[AnnotationView, ...]
    waiting: tuple[str, ...]
    progress: tuple[Progress, ...]
    speakers: tuple[str, ...]
    lost: tuple[LostView, ...]
    undo: str | None = None
    chosen: str | None = None


# --- refusals ---------------------------------------------------------------


class ReviewError(Exception):
    """A refused request.

    ``status`` is an HTTP status; ``state`` is the current state, where the page has an older one.
    ``asks`` is set where the person may insist: the names that may be meant instead, by each new one.
    """

    def __init__(
        self,
        status: int,
        message: str,
        state: ReviewState | None = None,
        asks: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.state, self.asks = status, message, state, asks


def unknown_annotation() -> ReviewError:
    """Build the error for an annotation that no longer exists."""
    return ReviewError(409, "That is no longer in the text. Choose again.")


def unprocessable(message: str) -> ReviewError:
    """Build the error for a request that is understood and cannot be carried out."""
    return ReviewError(422, message)
