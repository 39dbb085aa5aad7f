"""What may be published now: no draft, and no embargo that is not yet over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from generator.reading.frontmatter import FrontMatter


def is_public(front: FrontMatter, now: datetime) -> bool:
    """Whether a briefing with this front matter may leave the workshop at ``now``."""
    return not front.draft and (front.embargo is None or front.embargo <= now)


def next_embargo(fronts: Iterable[FrontMatter], now: datetime) -> datetime | None:
    """When the next embargo of a finished briefing ends."""
    waiting = (front.embargo for front in fronts if front.embargo and not front.draft)
    return min((embargo for embargo in waiting if embargo > now), default=None)
