"""Define the records of published versions, and of what changed between them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

from pydantic import AwareDatetime

from generator.model import Extraction, Source, Span
from generator.reading.frontmatter import Link, Text
from generator.validation import Strict

JOINT = " … "  # between the parts of a split quotation


class Said(Strict):
    """One published attribution: its words and who said them."""

    words: Text
    speakers: tuple[Text, ...] = ()


class Verdict(Strict):
    """One published verdict on a statement."""

    statement: Text
    verdict: Text
    link: Link | None = None


class PublishedState(Strict):
    """What one version published; without ``paragraphs`` where the text itself may not be."""

    paragraphs: tuple[Text, ...] = ()
    said: tuple[Said, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def version(self) -> str:
        """A hash that identifies this state."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


class Change(Strict):
    """One difference between two versions, in words that readers understand.

    ``was`` and ``now`` are words of the text, or a verdict; of ``attribution`` and
    ``verdict``, ``words`` tells which one.
    """

    what: Literal["text", "attribution", "verdict"]
    change: Literal["added", "removed", "changed", "moved"]
    words: Text | None = None
    was: Text | None = None
    now: Text | None = None
    speakers: tuple[Text, ...] | None = None
    speakers_were: tuple[Text, ...] | None = None


class Version(Strict):
    """A published version; only the newest one keeps its ``state``."""

    version: Text
    at: AwareDatetime
    notice: Text | None = None
    changes: tuple[Change, ...] = ()
    state: PublishedState | None = None


def published_state(source: Source, published: Extraction, *, text: bool = True) -> PublishedState:
    """Return what a version publishes; ``published`` is what the gate let through.

    ``text`` is false where only annotated passages are published (``excerpt: true``).
    """
    blocks = source.blocks if text else ()
    paragraphs = (_line(source.text, [block.span]) for block in blocks)
    return PublishedState(
        paragraphs=tuple(filter(None, paragraphs)),
        said=tuple(
            Said(words=_line(source.text, one.content), speakers=one.speakers)
            for one in published.attributions
        ),
        verdicts=tuple(
            Verdict(statement=_line(source.text, [one.span]), verdict=one.verdict, link=one.link)
            for one in published.assertions
            if one.verdict
        ),
    )


def _line(text: str, spans: Iterable[Span]) -> str:
    """Join the words of some spans in one line."""
    return JOINT.join(" ".join(text[span.start : span.end].split()) for span in spans)
