"""Whom pronouns and descriptions stand for, where a text names them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.extraction.mentions import pronouns
from generator.extraction.mentions.mention import EntityType, Form, Mention
from generator.extraction.speakers.coreference_result import Reading
from generator.model import Reference, Source

_MEANT = pronouns.SINGULAR | pronouns.THEY | pronouns.IT
_NAMED_TYPES = frozenset((EntityType.PERSON, EntityType.ORGANISATION))


def find(source: Source, reading: Reading) -> tuple[Reference, ...]:
    """The places that mean a named person or organisation without naming it, in order."""
    meant = {
        place.start: identity.final.name
        for identity in reading.identities.all
        if identity.final.named and identity.final.entity_type in _NAMED_TYPES
        for place in reading.places.get(identity.number, ())
        if not place.named
    }
    found = [
        Reference(mention.span.shift(block.span.start), meant[mention.core.start + block.span.start])
        for block, mentions in zip(source.blocks, reading.paragraphs, strict=True)
        for mention in _unnamed(mentions)
        if mention.core.start + block.span.start in meant
    ]
    return tuple(sorted(found, key=lambda reference: reference.span))


def _unnamed(mentions: Sequence[Mention]) -> Iterator[Mention]:
    for mention in mentions:
        if (mention.form is Form.PRONOUN and mention.words in _MEANT) or (
            mention.form is Form.NOMINAL and mention.definite and mention.same_as is None
        ):
            yield mention
