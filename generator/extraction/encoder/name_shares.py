"""Hold how likely a name is somebody's: kept with what was found, and read back without what computes it."""

from __future__ import annotations

from typing import NamedTuple


class NameShares(NamedTuple):
    """How likely a name is somebody's or something's; what is left is no name of these.

    ``cut`` is how likely it is a piece of a longer name, which begins before it or goes on behind it.
    """

    person: float
    organisation: float
    place: float
    cut: float
