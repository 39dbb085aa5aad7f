"""Canonical speakers: every attribution leads to a person, organisation, group or document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.extraction.mentions.mention import EntityType
from generator.extraction.mentions.name_index import Identity
from generator.extraction.mentions.titles import titles_of
from generator.extraction.speakers.coreference_result import Reading
from generator.model import Attribution, Speaker, SpeakerKind

_KIND = {
    EntityType.PERSON: SpeakerKind.PERSON,
    EntityType.ORGANISATION: SpeakerKind.ORGANISATION,
    EntityType.PLACE: SpeakerKind.ORGANISATION,  # a country speaks through its government
    EntityType.GROUP: SpeakerKind.GROUP,
    EntityType.DOCUMENT: SpeakerKind.DOCUMENT,
    EntityType.OTHER: SpeakerKind.DOCUMENT,
}
_KIND_OF_DESCRIBED = {
    EntityType.PERSON: SpeakerKind.UNNAMED,
    EntityType.ORGANISATION: SpeakerKind.GROUP,
}


def resolve(
    reading: Reading, drafts: Sequence[Attribution]
) -> tuple[tuple[Speaker, ...], tuple[Attribution, ...]]:
    """The speakers in order of their first attribution, names made unique; the attributions with them."""
    speakers: dict[int, Speaker] = {}
    taken: dict[str, int] = {}
    named = []
    for number, (draft, identities) in enumerate(zip(drafts, reading.speakers, strict=True)):
        for identity in identities:
            if identity.number not in speakers:
                speakers[identity.number] = _speaker(identity, taken)
        names = tuple(speakers[i.number].name for i in identities)
        reason = reading.reasons.get(number)
        named.append(replace(draft, speakers=names, why=reason.tell(names) if reason else ""))
    return tuple(speakers.values()), tuple(named)


def _speaker(identity: Identity, taken: dict[str, int]) -> Speaker:
    """``taken`` has the names so far, each with how many have been called so."""
    name, copy = identity.name, taken.get(identity.name, 0)
    while name in taken:
        copy += 1
        name = f"{identity.name} ({copy})"
    taken[identity.name] = copy or 1
    taken.setdefault(name, 1)
    aliases = tuple(
        form for form in sorted(identity.forms, key=lambda f: -identity.forms[f]) if form != identity.name
    )
    return Speaker(name, _kind(identity), titles_of(identity), aliases)


def _kind(identity: Identity) -> SpeakerKind:
    """Return what somebody is; "the company" bears no name of an organisation, only stands for one."""
    if not identity.named:
        return _KIND_OF_DESCRIBED.get(identity.entity_type, _KIND[identity.entity_type])
    return _KIND[identity.entity_type]
