"""Count what a person has reviewed of what the page shows, and list what is left, the least certain first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from generator.model import Act, Attribution, Extraction, Status
from generator.review.annotations import Reviewable, iter_annotations
from generator.review.corrections.correction import Target
from generator.review.gate import publishable

_EVERY_ACT = tuple(Act)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many annotations of one kind a person has reviewed, of those that the page shows.

    ``rejected`` and ``unsaid``, what nobody said, are in neither number.
    """

    target: Target
    reviewed: int
    total: int
    rejected: int = 0
    unsaid: int = 0


@dataclass(frozen=True, slots=True)
class _AllConfirmed:
    """Rules of a gate that lets through what still needs a confirmation."""

    confirmed_only: tuple[str, ...] = ()
    name_reviewers: bool = False


def unreviewed(extraction: Extraction, acts: Collection[Act] = _EVERY_ACT) -> list[Reviewable]:
    """List what nobody has reviewed: by target, the least confident first, then by place."""
    order = list(Target)
    shown = {item.key for item in _shown(extraction, acts) if item.provenance.status is Status.MACHINE}
    waiting = [item for item in iter_annotations(extraction) if item.key in shown]
    return sorted(waiting, key=lambda w: (order.index(w.target), w.confidence or 0, w.span, w.name))


def progress(extraction: Extraction, acts: Collection[Act] = _EVERY_ACT) -> list[Progress]:
    """Count the annotations of each target that the extraction has; statements are of these ``acts``."""
    every, shown = list(iter_annotations(extraction)), _shown(extraction, acts)
    found = []
    for target in Target:
        known = [item for item in every if item.target is target]
        counted = [item.provenance.status is not Status.MACHINE for item in shown if item.target is target]
        rejected = [item for item in known if item.provenance.status is Status.REJECTED]
        unsaid = [item for item in known if item not in rejected and _is_unsaid(item)]
        if known:
            found.append(Progress(target, sum(counted), len(counted), len(rejected), len(unsaid)))
    return found


def _shown(extraction: Extraction, acts: Collection[Act]) -> list[Reviewable]:
    """Return what the page shows, or would show once it is confirmed."""
    return list(iter_annotations(publishable(extraction, _AllConfirmed(), acts)))


def _is_unsaid(item: Reviewable) -> bool:
    return isinstance(item.value, Attribution) and not item.value.said
