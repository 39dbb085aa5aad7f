"""Hold what a caller may ask of the extraction."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Act


@dataclass(frozen=True, slots=True)
class Options:
    """Which attributions an :class:`Extraction` holds.

    ``listed`` replaces the fitted thresholds by one probability for every act; None
    keeps them. ``everything`` keeps each candidate, however unlikely (``--all``).
    ``explain`` adds to each the features behind its confidence.
    """

    acts: frozenset[Act] = frozenset(Act)
    listed: float | None = None
    everything: bool = False
    explain: bool = False


DEFAULT_OPTIONS = Options()
