"""Identify speakers across briefings: never by a guess, and never an unnamed source.

A person is the same in two briefings where both give the same whole name, or where the
registry says so: a name that one registered person alone claims is theirs, whatever kind
the machine took it for. A surname alone, a description, a group or a document stays within
its briefing: linking those could put words into somebody's mouth, or expose a source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.extraction.mentions.names import parse_person
from generator.model import AccountPair, Extraction, Speaker, SpeakerKind, Status
from generator.review.people.listed import canonical_facts
from generator.review.people.registry import Person, Registry

LINKED = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANISATION})
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class SpeakerIdentity:
    """One speaker across briefings; ``slug`` is of their page where the registry sets it."""

    name: str
    kind: SpeakerKind
    title: str | None = None
    slug: str | None = None
    registered: bool = False


def identify(
    registry: Registry, speakers: Iterable[Speaker], day: dt.date | None
) -> dict[str, SpeakerIdentity]:
    """Map speakers' names to their identities; those left out have no page across briefings."""
    found = {}
    for speaker in speakers:
        identity = _identity(registry, speaker, day)
        if identity is not None:
            found[speaker.name] = identity
    return found


def _identity(registry: Registry, speaker: Speaker, day: dt.date | None) -> SpeakerIdentity | None:
    person = _person(registry, speaker)
    if person is not None:
        return _registered(person, speaker, day)
    if speaker.kind not in LINKED:
        return None
    if registry.called(speaker.name) or not is_whole_name(speaker):
        return None
    return SpeakerIdentity(speaker.name, speaker.kind, speaker.titles[0] if speaker.titles else None)


def _person(registry: Registry, speaker: Speaker) -> Person | None:
    """Find who the speaker is by the registry; a kind that a person set in the review stands."""
    if speaker.kind in LINKED:
        return registry.find(speaker.name, speaker.aliases)
    if speaker.provenance.is_reviewed or not has_name(speaker.name):
        return None
    return registry.find(speaker.name)


def has_name(name: str) -> bool:
    """Tell a name from a description: it has a capital beside its articles."""
    words = [word for word in name.split() if word.lower() not in _ARTICLES]
    return any(word[:1].isupper() for word in words)


def _registered(person: Person, speaker: Speaker, day: dt.date | None) -> SpeakerIdentity:
    """Return the identity of the registry; a kind that a person set in the review stands."""
    title = person.title_on(day) or (speaker.titles[0] if speaker.titles else None)
    reviewed = speaker.provenance.is_reviewed and speaker.kind in LINKED
    kind = speaker.kind if reviewed else SpeakerKind(person.kind)
    return SpeakerIdentity(person.name, kind, title, person.slug, registered=True)


def is_whole_name(speaker: Speaker) -> bool:
    """Tell whether a name is a given name and a surname, or an organisation's own name."""
    if speaker.kind is SpeakerKind.PERSON:
        parsed = parse_person(speaker.name)
        return bool(parsed.given) and len(parsed.surname) > 1
    return has_name(speaker.name)


# --- one name for one person ---------------------------------------------------


def canonical(extraction: Extraction, registry: Registry, day: dt.date | None) -> Extraction:
    """Give registered people their registered name, kind and title of the day, in the facts too.

    Two speakers of the text who are one registered person become one.
    """
    people = _registered_people(registry, extraction.speakers, day)
    names = {name: identity.name for name, identity in people.items()}
    facts = canonical_facts(extraction.facts, registry, names, day)
    if not people:
        return extraction if facts == extraction.facts else replace(extraction, facts=facts)
    attributions = tuple(
        replace(one, speakers=renamed(one.speakers, names)) for one in extraction.attributions
    )
    speaking = {one.id: set(one.speakers) for one in attributions}
    return replace(
        extraction,
        speakers=_united(extraction.speakers, people),
        attributions=attributions,
        assertions=tuple(
            replace(one, speakers=renamed(one.speakers, names)) for one in extraction.assertions
        ),
        accounts=tuple(pair for pair in extraction.accounts if _differ(pair, speaking)),
        facts=facts,
    )


def _registered_people(
    registry: Registry, speakers: tuple[Speaker, ...], day: dt.date | None
) -> dict[str, SpeakerIdentity]:
    """Find who is in the registry, unless somebody else in the text has their name."""
    people = {name: one for name, one in identify(registry, speakers, day).items() if one.registered}
    others = {speaker.name for speaker in speakers} - people.keys()
    return {name: one for name, one in people.items() if one.name not in others}


def _differ(pair: AccountPair, speaking: Mapping[str, set[str]]) -> bool:
    """Tell whether a pair is still by two speakers, or was kept by a person."""
    one, other = (speaking.get(identifier, set()) for identifier in pair.attributions)
    return pair.provenance.status is not Status.MACHINE or not one & other


def renamed(speakers: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.get(name, name) for name in speakers))


def _united(speakers: Iterable[Speaker], people: Mapping[str, SpeakerIdentity]) -> tuple[Speaker, ...]:
    united: dict[str, Speaker] = {}
    for speaker in speakers:
        identity = people.get(speaker.name)
        new = _as_registered(speaker, identity) if identity else speaker
        old = united.get(new.name)
        united[new.name] = _joined(old, new) if old else new
    return tuple(united.values())


def _as_registered(speaker: Speaker, identity: SpeakerIdentity) -> Speaker:
    """Return the speaker under the registered name; a title corrected in this text comes first."""
    title = (identity.title,) if identity.title else ()
    corrected = speaker.provenance.status is not Status.MACHINE
    titles = (*speaker.titles, *title) if corrected else (*title, *speaker.titles)
    called = (speaker.name, *speaker.aliases)
    return replace(
        speaker,
        name=identity.name,
        kind=identity.kind,
        titles=tuple(dict.fromkeys(titles)),
        aliases=tuple(dict.fromkeys(form for form in called if form != identity.name)),
    )


def _joined(one: Speaker, other: Speaker) -> Speaker:
    return replace(
        one,
        titles=tuple(dict.fromkeys((*one.titles, *other.titles))),
        aliases=tuple(dict.fromkeys((*one.aliases, *other.aliases))),
    )
