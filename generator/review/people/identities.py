"""Identify speakers across briefings: never by a guess, and never an unnamed source.

A person is the same in two briefings where both give the same whole name, or where the
registry says so. A surname alone, a description, a group or a document stays within
its briefing: linking those could put words into somebody's mouth, or expose a source.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from generator.errors import Problem, Severity
from generator.extraction.mentions.names import Fit, compare_persons, fold, parse_person
from generator.model import AccountPair, Extraction, Speaker, SpeakerKind, Status
from generator.review.people.registry import Person, Registry

LINKED = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANISATION})
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Identity:
    """One speaker across briefings; ``slug`` is of their page where the registry sets it."""

    name: str
    kind: SpeakerKind
    title: str | None = None
    slug: str | None = None
    registered: bool = False


def identify(registry: Registry, speakers: Iterable[Speaker], day: dt.date | None) -> dict[str, Identity]:
    """Map speakers' names to their identities; those left out have no page across briefings."""
    found = {}
    for speaker in speakers:
        identity = _identity(registry, speaker, day)
        if identity is not None:
            found[speaker.name] = identity
    return found


def _identity(registry: Registry, speaker: Speaker, day: dt.date | None) -> Identity | None:
    if speaker.kind not in LINKED:
        return None
    person = registry.find(speaker.name, speaker.aliases)
    if person is not None:
        return _registered(person, speaker, day)
    if registry.called(speaker.name) or not _is_whole_name(speaker):
        return None
    return Identity(speaker.name, speaker.kind, speaker.titles[0] if speaker.titles else None)


def _registered(person: Person, speaker: Speaker, day: dt.date | None) -> Identity:
    title = person.title_on(day) or (speaker.titles[0] if speaker.titles else None)
    return Identity(person.name, SpeakerKind(person.kind), title, person.slug, registered=True)


def _is_whole_name(speaker: Speaker) -> bool:
    """Tell whether a name is a given name and a surname, or an organisation's own name."""
    if speaker.kind is SpeakerKind.PERSON:
        parsed = parse_person(speaker.name)
        return bool(parsed.given) and len(parsed.surname) > 1
    words = [word for word in speaker.name.split() if word.lower() not in _ARTICLES]
    return any(word[:1].isupper() for word in words)


# --- one name for one person ---------------------------------------------------


def canonical(extraction: Extraction, registry: Registry, day: dt.date | None) -> Extraction:
    """Give registered people their registered name and their title of the day.

    Two speakers of the text who are one registered person become one.
    """
    people = _registered_people(registry, extraction.speakers, day)
    if not people:
        return extraction
    names = {name: identity.name for name, identity in people.items()}
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
    )


def _registered_people(
    registry: Registry, speakers: tuple[Speaker, ...], day: dt.date | None
) -> dict[str, Identity]:
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


def _united(speakers: Iterable[Speaker], people: Mapping[str, Identity]) -> tuple[Speaker, ...]:
    united: dict[str, Speaker] = {}
    for speaker in speakers:
        identity = people.get(speaker.name)
        new = _as_registered(speaker, identity) if identity else speaker
        old = united.get(new.name)
        united[new.name] = _joined(old, new) if old else new
    return tuple(united.values())


def _as_registered(speaker: Speaker, identity: Identity) -> Speaker:
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


# --- what a person should decide -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sighting:
    """A speaker in one file, as errors call it."""

    file: str
    speaker: Speaker


def doubts(registry: Registry, sightings: Iterable[Sighting]) -> Iterator[Problem]:
    """Warnings on who could be whom: told, never decided.

    A surname or alias that several people bear, and names one letter apart.
    """
    people = [one for one in sightings if one.speaker.kind is SpeakerKind.PERSON]
    whole = _whole_names(registry, people)
    surnames: defaultdict[str, set[str]] = defaultdict(set)
    for name in whole:
        surnames[parse_person(name).core].add(name)
    for one in people:
        yield from _unclear(registry, one, surnames)
    yield from _misprints(whole)


def _whole_names(registry: Registry, people: Iterable[Sighting]) -> dict[str, str | None]:
    """Every whole name of a person, with a file where it stands; None for the registry's own."""
    names: dict[str, str | None] = {r.value.name: None for r in registry.records if r.value.kind == "person"}
    for one in people:
        known = registry.find(one.speaker.name, one.speaker.aliases)
        if known is None and _is_whole_name(one.speaker):
            names.setdefault(one.speaker.name, one.file)
    return names


def _unclear(registry: Registry, one: Sighting, surnames: Mapping[str, set[str]]) -> Iterator[Problem]:
    name = one.speaker.name
    if registry.find(name, one.speaker.aliases) is not None:
        return
    claimed = sorted({person.name for person in registry.called(name)})
    if not claimed and not _is_whole_name(one.speaker):
        claimed = sorted(surnames.get(parse_person(name).core, ()))
    if claimed:
        message = f"{name!r} could be {' or '.join(claimed)}; not linked"
        hint = "say who it is: merge-speakers in the review, or an alias in speakers.yaml"
        yield Problem(message, one.file, hint=hint, severity=Severity.WARNING)


def _misprints(whole: Mapping[str, str | None]) -> Iterator[Problem]:
    """Names of one given name whose surnames are one letter apart."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in whole:
        given = parse_person(name).given
        alike[given[0] if given else ""].append(name)
    for names in alike.values():
        for one, other in combinations(names, 2):
            file = whole[other] or whole[one]
            if file and fold(one) != fold(other) and compare_persons(one, other) is Fit.MISPRINT:
                message = f"{one!r} and {other!r} are one letter apart and treated as two people"
                hint = "if they are one person, add the misspelt form as an alias in speakers.yaml"
                yield Problem(message, file, hint=hint, severity=Severity.WARNING)
