"""Report names that could be several people; a person decides, never the machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.errors import Problem, Severity
from generator.extraction.mentions.names import parse_person
from generator.model import Speaker, SpeakerKind
from generator.review.people.alike import alike_pairs
from generator.review.people.identities import has_name, is_whole_name
from generator.review.people.registry import Registry


@dataclass(frozen=True, slots=True)
class Sighting:
    """A speaker in one file, as errors call it."""

    file: str
    speaker: Speaker


def ambiguities(registry: Registry, sightings: Iterable[Sighting]) -> Iterator[Problem]:
    """Yield warnings for names that could be several people, and for names that are alike."""
    known = ((one, as_person(one.speaker)) for one in sightings)
    people = [replace(one, speaker=person) for one, person in known if person is not None]
    whole = _whole_names(registry, people)
    surnames: defaultdict[str, set[str]] = defaultdict(set)
    for name in whole:
        surnames[parse_person(name).core].add(name)
    for one in people:
        yield from _unclear(registry, one, surnames)
    yield from _misprints(whole)


def as_person(speaker: Speaker) -> Speaker | None:
    """Return a person; a name that an editor typed and that tells no kind, as a surname, is one too."""
    typed = speaker.kind is SpeakerKind.UNNAMED and speaker.provenance.is_reviewed
    if typed and has_name(speaker.name):
        return replace(speaker, kind=SpeakerKind.PERSON)
    return speaker if speaker.kind is SpeakerKind.PERSON else None


def _whole_names(registry: Registry, people: Iterable[Sighting]) -> dict[str, str | None]:
    """Map whole names of persons to a file where they occur; None for the registry's own."""
    names: dict[str, str | None] = {r.value.name: None for r in registry.records if r.value.kind == "person"}
    for one in people:
        known = registry.find(one.speaker.name, one.speaker.aliases)
        if known is None and is_whole_name(one.speaker):
            names.setdefault(one.speaker.name, one.file)
    return names


def _unclear(registry: Registry, one: Sighting, surnames: Mapping[str, set[str]]) -> Iterator[Problem]:
    name = one.speaker.name
    if registry.find(name, one.speaker.aliases) is not None:
        return
    claimed = sorted({person.name for person in registry.called(name)})
    if not claimed and not is_whole_name(one.speaker):
        claimed = sorted(surnames.get(parse_person(name).core, ()))
    if claimed:
        message = f"{name!r} could be {' or '.join(claimed)}; not linked"
        hint = "say who it is: merge-speakers in the review, or an alias in speakers.yaml"
        yield Problem(message, one.file, hint=hint, severity=Severity.WARNING)


def _misprints(whole: Mapping[str, str | None]) -> Iterator[Problem]:
    """Yield a warning for names of which one may be a misspelling of the other."""
    for one, other, how in alike_pairs(whole):
        file = whole[other] or whole[one]
        if file:
            message = f"{one!r} and {other!r} are {how} and treated as two people"
            hint = "if they are one person, add the misspelt form as an alias in speakers.yaml"
            yield Problem(message, file, hint=hint, severity=Severity.WARNING)
