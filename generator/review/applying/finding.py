"""What in the proof a correction's words or names lead to."""

from __future__ import annotations

from collections.abc import Sequence

from generator.extraction.mentions.names import fold
from generator.model import Attribution, Span
from generator.review.applying.draft import Proof
from generator.review.applying.matching import are_one, covered, likeness, size

_MOSTLY = 0.9  # the share of words written by hand that must lie in the annotation they point to


def find(proof: Proof, content: Sequence[Span], cue: Sequence[Span] = ()) -> list[Attribution]:
    """The attributions that are the same report as one with this content and cue."""
    near = [proof.attributions[name] for name in proof.index.near(content)]
    same = [one for one in near if are_one(content, cue, one.content, one.cue)]
    return sorted(same, key=lambda one: (-likeness(content, one.content), one.id))


def around(proof: Proof, words: Sequence[Span]) -> list[Attribution]:
    """The attributions that hold some words, the smallest first."""
    near = [proof.attributions[name] for name in proof.index.near(words)]
    holding = [one for one in near if covered(words, one.content) >= _MOSTLY]
    return sorted(holding, key=lambda one: (size(one.content), one.id))


def resolve(proof: Proof, name: str) -> str | None:
    """The speaker called so, by name or by an alias that is nobody else's."""
    if name in proof.speakers:
        return name
    folded = fold(name)
    found = [s.name for s in proof.speakers.values() if folded == fold(s.name)]
    found = found or [s.name for s in proof.speakers.values() if folded in map(fold, s.aliases)]
    return found[0] if len(found) == 1 else None
