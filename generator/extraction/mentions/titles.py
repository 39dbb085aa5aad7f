"""The titles and roles of an identity, the best one for display first."""

from __future__ import annotations

import re

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import EntityType
from generator.extraction.mentions.name_index import Identity
from generator.extraction.mentions.names import fold

_DATELINE = re.compile(r"^[A-Z][A-Z., ]+ [-–—] ")
_EMPTY = re.compile(
    r"^(?:and|or|but|not|only|one|most|such) | and (?:son|daughter|wife|husband|brother|sister)$"
)
_ADVERB = re.compile(r"^now (?:the|a|an) ")


def titles_of(identity: Identity) -> tuple[str, ...]:
    """In order of the text, single words and abbreviations behind descriptions, clauses last."""
    told = (_tidy(title) for title in identity.titles if not _tells_nothing(title))
    if identity.entity_type is EntityType.ORGANISATION:
        told = (title for title in told if _is_of_a_body(title))
    order = {title: n for n, title in enumerate(dict.fromkeys(filter(None, told)))}
    return tuple(sorted(order, key=lambda title: (title.startswith("who "), " " not in title, order[title])))


def _tidy(title: str) -> str:
    return _ADVERB.sub("", _DATELINE.sub("", title)).lstrip("-–— ")


def _is_of_a_body(title: str) -> bool:
    """``broadcaster``; not ``Foreign Affairs`` of its ministry, nor ``prosecutor general of Marlow``."""
    head = fold(title.split(" of ", 1)[0].split(" for ", 1)[0].rsplit(" ", 1)[-1])
    people = lexicon.roles().person | lexicon.titles().words
    return (
        title[0].islower()
        and not title.startswith("who ")
        and people.isdisjoint((head, fold(title).split()[0]))
    )


def _tells_nothing(title: str) -> bool:
    """``son``, ``one``, ``only candidate`` …; but ``Father`` and ``Speaker`` before a name are titles."""
    return bool(_EMPTY.search(title)) or (title.islower() and fold(title) in lexicon.roles().bare)
