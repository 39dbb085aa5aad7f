"""What on the desk a correction's words or names lead to."""

from __future__ import annotations

from collections.abc import Sequence

from generator.extraction.names import fold
from generator.model import Attribution, Span
from generator.review.applying.desk import Desk
from generator.review.matching import are_one, covered, likeness, size

_MOSTLY = 0.9  # the share of words written by hand that must lie in the annotation they point to


def find(desk: Desk, content: Sequence[Span], cue: Sequence[Span] = ()) -> list[Attribution]:
    """The attributions that are the same report as one with this content and cue."""
    near = [desk.attributions[name] for name in desk.index.near(content)]
    same = [one for one in near if are_one(content, cue, one.content, one.cue)]
    return sorted(same, key=lambda one: (-likeness(content, one.content), one.id))


def around(desk: Desk, words: Sequence[Span]) -> list[Attribution]:
    """The attributions that hold some words, the smallest first."""
    near = [desk.attributions[name] for name in desk.index.near(words)]
    holding = [one for one in near if covered(words, one.content) >= _MOSTLY]
    return sorted(holding, key=lambda one: (size(one.content), one.id))


def resolve(desk: Desk, name: str) -> str | None:
    """The speaker called so, by name or by an alias that is nobody else's."""
    if name in desk.speakers:
        return name
    folded = fold(name)
    found = [s.name for s in desk.speakers.values() if folded == fold(s.name)]
    found = found or [s.name for s in desk.speakers.values() if folded in map(fold, s.aliases)]
    return found[0] if len(found) == 1 else None
