"""Count what a person has reviewed, and list what is left, the least certain first."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Extraction, Status
from generator.review.annotations import Reviewable, iter_annotations
from generator.review.corrections.correction import Target


@dataclass(frozen=True, slots=True)
class Progress:
    """How many annotations of one kind a person has reviewed; a rejected one counts."""

    target: Target
    reviewed: int
    total: int


def unreviewed(extraction: Extraction) -> list[Reviewable]:
    """List what nobody has reviewed: by target, the least confident first, then by place."""
    order = list(Target)
    waiting = [item for item in iter_annotations(extraction) if item.provenance.status is Status.MACHINE]
    return sorted(waiting, key=lambda w: (order.index(w.target), w.confidence or 0, w.span, w.name))


def progress(extraction: Extraction) -> list[Progress]:
    """Count the reviewed annotations of each target that the extraction has."""
    annotations = list(iter_annotations(extraction))
    found = []
    for target in Target:
        reviewed = [a.provenance.status is not Status.MACHINE for a in annotations if a.target is target]
        if reviewed:
            found.append(Progress(target, sum(reviewed), len(reviewed)))
    return found
