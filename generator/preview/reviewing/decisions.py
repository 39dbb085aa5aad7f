"""What a page may ask for, as JSON: one decision about one annotation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from generator.review import FactKind
from generator.validation import Strict

_MOST_SPEAKERS = 20
_MOST_PARTS = 40

Name = Annotated[
    str, Field(min_length=1, max_length=200), AfterValidator(lambda name: " ".join(name.split()))
]
Names = Annotated[tuple[Name, ...], Field(max_length=_MOST_SPEAKERS)]
Key = Annotated[str, Field(max_length=400)]


class Judge(Strict):
    """Accept an annotation as it is, or reject it."""

    do: Literal["accept", "reject"]
    on: Key


class Attribute(Strict):
    """Somebody else says it; no names mean that nobody known does."""

    do: Literal["attribute"]
    on: Key
    speakers: Names


class Resize(Strict):
    """Move one edge of an annotation: ``words`` to the right, or (negative) to the left."""

    do: Literal["resize"]
    on: Key
    edge: Literal["start", "end"]
    words: Literal[-1, 1]


class Part(Strict):
    """Words of the page in one paragraph, with words around them to tell them from their likes."""

    exact: str = Field(min_length=1, max_length=20_000)
    prefix: str = Field(default="", max_length=500)
    suffix: str = Field(default="", max_length=500)


class Add(Strict):
    """Mark what nobody has found. Of a fact the words are the name."""

    do: Literal["add"]
    what: Literal["attribution", "assertion", FactKind.PERSON, FactKind.ORGANISATION, FactKind.PLACE]
    parts: tuple[Part, ...] = Field(min_length=1, max_length=_MOST_PARTS)
    speakers: Names = ()


class Place(Strict):
    """A correction whose words were lost means this candidate."""

    do: Literal["place"]
    correction: Key
    candidate: int = Field(ge=0)


class Withdraw(Strict):
    """Take a correction whose words were lost out of the file."""

    do: Literal["withdraw"]
    correction: Key


class Undo(Strict):
    """Take back what was done last in this run of the preview."""

    do: Literal["undo"]


Decision = Judge | Attribute | Resize | Add | Place | Withdraw | Undo


class Asked(Strict):
    """A decision about the briefing at ``page``, made upon a version of its text and of its corrections.

    Both are hashes as :class:`~generator.preview.reviewing.state.State` told them.
    """

    page: str = Field(max_length=1000)
    version: str
    sidecar: str
    decision: Decision = Field(discriminator="do")
