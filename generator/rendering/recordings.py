"""Lead from the time stamps of a transcript into a recording of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.model import Source, Span, Turn
from generator.reading.frontmatter import FrontMatter, media_kind
from generator.rendering.context import MediaView

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+)(?:[.,](\d+))?")


def media_view(front: FrontMatter) -> MediaView | None:
    """Return the recording that the front matter names, where it is published."""
    address = front.source.media if front.source else None
    kind = media_kind(address) if address else None
    return MediaView(kind, address, urlsplit(address).hostname) if address and kind else None


def seconds(stamp: str) -> str | None:
    """Return a time as it is printed (``00:12:30.500``) in seconds, as an address has it (``750.5``)."""
    found = _CLOCK.fullmatch(stamp.strip())
    if found is None:
        return None
    hours, minutes, rest, parts = found.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(rest)
    return f"{whole}.{parts}".rstrip("0").rstrip(".") if parts else str(whole)


def stamps(source: Source) -> Iterator[tuple[Span, str]]:
    """Yield where the turns of a transcript have a time behind the label, and the time."""
    for turn in source.turns:
        found = _behind_the_label(source.text, turn)
        if found is not None and turn.time:
            yield found, turn.time


def _behind_the_label(text: str, turn: Turn) -> Span | None:
    at = text.find(turn.time, turn.label.end, turn.content[0].start) if turn.time else -1
    return Span(at, at + len(turn.time)) if at >= 0 and turn.time else None
