"""The titles and roles of an identity, the best one for display first."""

from __future__ import annotations

from generator.extraction.identities import Identity


def titles_of(identity: Identity) -> tuple[str, ...]:
    """Best first: the longer description before the bare title, clauses last."""
    return tuple(sorted(identity.titles, key=lambda title: (title.startswith("who "), -len(title.split()))))
