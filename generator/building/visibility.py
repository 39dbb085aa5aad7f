"""Decide what may be published now: no draft, and no embargo that is not yet over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol


class Withheld(Protocol):
    """What may be held back: front matter, or what is remembered of it."""

    @property
    def draft(self) -> bool: ...

    @property
    def embargo(self) -> datetime | None: ...


def is_public(front: Withheld, now: datetime) -> bool:
    """Return whether a briefing with this front matter may be published at ``now``."""
    return not front.draft and (front.embargo is None or front.embargo <= now)


def next_embargo(fronts: Iterable[Withheld], now: datetime) -> datetime | None:
    """Return when the next embargo of a finished briefing ends."""
    waiting = (front.embargo for front in fronts if front.embargo and not front.draft)
    return min((embargo for embargo in waiting if embargo > now), default=None)
