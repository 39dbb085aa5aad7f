"""Tell surnames that are nouns as well from the nouns: "King said" of a text that has an Ada King.

The paragraph alone cannot tell: the parser takes the word for a king, a bishop, a judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.extraction.mentions.mention import UNPROVEN, EntityType, Form, Mention
from generator.extraction.mentions.names import fold, parse_person
from generator.model import Source

_GUESSED = 2  # weight of a type that the text's other names give


def with_surnames(source: Source, paragraphs: Sequence[Sequence[Mention]]) -> list[Sequence[Mention]]:
    """The mentions of every paragraph; nouns with a capital that are somebody's surname are names."""
    surnames = _surnames(paragraphs)
    starts = [block.span.start for block in source.blocks]
    return [
        tuple(_as_name(mention, source.text, start, surnames) for mention in mentions)
        for start, mentions in zip(starts, paragraphs, strict=True)
    ]


def _surnames(paragraphs: Sequence[Sequence[Mention]]) -> frozenset[str]:
    """The surnames of those whom the text names in full, folded."""
    people = {
        mention.words
        for mentions in paragraphs
        for mention in mentions
        if mention.form is Form.NAME
        and mention.entity_type is EntityType.PERSON
        and mention.weight != UNPROVEN
    }
    parsed = map(parse_person, people)
    return frozenset(name.core for name in parsed if name.given and not name.given[-1].endswith("-"))


def _as_name(mention: Mention, text: str, start: int, surnames: frozenset[str]) -> Mention:
    """The noun as a name, where it stands alone, with a capital and without an article."""
    if mention.form is not Form.NOMINAL or mention.span != mention.core:
        return mention
    word = text[mention.core.start + start : mention.core.end + start]
    if not word[0].isupper() or word.isupper() or fold(word) not in surnames or mention.plural:
        return mention
    return replace(
        mention, form=Form.NAME, entity_type=EntityType.PERSON, words=word, weight=_GUESSED, gender=""
    )
