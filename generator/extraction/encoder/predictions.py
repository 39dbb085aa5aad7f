"""Hold the encoder's answers for a paragraph: tags of each piece, and the links between pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.extraction.encoder.name_shares import NameShares

Matrix = NDArray[np.float32]

TAGS = ("content", "begin", "end", "source", "source-begin", "cue")
CORPORA = ("polnear", "desk")  # two ways to say what counts: each has tags of its own
LINKS = ("source", "cue")  # from where a content begins
NAME_TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
INSIDE = [n for n, tag in enumerate(NAME_TAGS) if tag.startswith("I-")]
LIKELIEST = 4  # links kept of each piece
_CERTAIN = 6.9  # log-odds of one in a thousand


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Pieces in order, code points ``starts`` and ``ends``; a row a piece.

    ``tags`` are log-odds, :data:`TAGS` for each of :data:`CORPORA`. ``linked`` are, for each of
    :data:`LINKS`, the pieces (-1: none) where the source or the cue of what begins at a piece most
    likely begins, and ``link_shares`` how likely. ``names`` are probabilities of :data:`NAME_TAGS`.
    """

    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    tags: Matrix
    names: Matrix
    linked: NDArray[np.int32]
    link_shares: Matrix

    def tag(self, corpus: str, tag: str) -> Matrix:
        """Log-odds of one tag for every piece."""
        return self.tags[:, CORPORA.index(corpus) * len(TAGS) + TAGS.index(tag)]

    def named(self, start: int, end: int, *, titled: bool = False) -> NameShares | None:
        """Return how likely words name a person, an organisation or a place; None without pieces.

        A title before a name may be taken for a part of it, so a ``titled`` one is not cut there.
        """
        first = int(np.searchsorted(self.ends, start, "right"))
        last = int(np.searchsorted(self.starts, end, "left"))
        if last <= first:
            return None
        shares = self.names[first:last].mean(axis=0).tolist()
        goes_on = self.names[:, INSIDE].sum(axis=1)
        before = 0.0 if titled else float(goes_on[first])
        behind = float(goes_on[last]) if last < len(goes_on) else 0.0
        return NameShares(
            shares[1] + shares[2], shares[3] + shares[4], shares[5] + shares[6], max(before, behind)
        )


def join(parts: Sequence[Reading]) -> Reading:
    """One reading of several stretches; nothing is linked across."""
    if len(parts) == 1:
        return parts[0]
    at, moved = 0, []
    for part in parts:
        moved.append(np.where(part.linked >= 0, part.linked + at, -1))
        at += len(part.starts)
    return Reading(
        starts=np.concatenate([part.starts for part in parts]),
        ends=np.concatenate([part.ends for part in parts]),
        tags=np.concatenate([part.tags for part in parts]),
        names=np.concatenate([part.names for part in parts]),
        linked=np.concatenate(moved, axis=1),
        link_shares=np.concatenate([part.link_shares for part in parts], axis=1),
    )


def clip(logits: Matrix) -> Matrix:
    """Log-odds within what can be meant."""
    return np.clip(logits, -_CERTAIN, _CERTAIN)


def softmax(logits: Matrix) -> Matrix:
    """Shares along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Matrix = powers / powers.sum(axis=-1, keepdims=True)
    return shares
