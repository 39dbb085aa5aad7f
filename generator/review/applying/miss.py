"""Say why a correction whose words were found could not be applied."""

from __future__ import annotations

from dataclasses import dataclass

NOTHING_THERE = "nothing is annotated at its words; only add makes something new"
NOTHING_TO_REJECT = "nothing is annotated at its words, so there is nothing to reject"
NOT_BESIDE = "its {} “{}” does not stand beside its content"
SEVERAL_THERE = "several annotations stand at its words; name the kind, or quote one of them whole"


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a correction was not applied: it found nothing, ``several``, or what it may not change."""

    message: str
    several: bool = False
    refused: bool = False
