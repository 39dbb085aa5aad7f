"""The titles and roles of an identity, the best one for display first."""

from __future__ import annotations

from generator.extraction.mentions.name_index import Identity


def titles_of(identity: Identity) -> tuple[str, ...]:
    """In order of the text, single words and abbreviations behind descriptions, clauses last."""
    order = {title: n for n, title in enumerate(identity.titles)}
    return tuple(sorted(order, key=lambda title: (title.startswith("who "), " " not in title, order[title])))
