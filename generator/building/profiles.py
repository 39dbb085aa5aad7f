"""What the registry tells readers of its people: a photo, a link, titles over time.

A photo goes with the page of its speaker and with nothing else: it is copied into that
page's folder, so that who has no page shows no face, and a photo that is replaced or
taken away leaves no copy behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from generator.building.desk import CONTENT, REGISTRY, address_of_speaker
from generator.building.store.artifacts import Artifact
from generator.errors import Problem
from generator.rendering import Profile, SpeakerSummary, TitleHeld
from generator.review import Registry
from generator.review.people.registry import Person


@dataclass(frozen=True)
class Profiles:
    """``known`` are the inputs below ``root``, by path, with their hashes."""

    registry: Registry
    root: Path
    known: Mapping[PurePosixPath, str]

    @cached_property
    def _people(self) -> dict[str, Person]:
        """By the address of their page; where two would share one, it is neither's."""
        claims: defaultdict[str, list[Person]] = defaultdict(list)
        for record in self.registry.records:
            claims[address_of_speaker(record.value)].append(record.value)
        return {address: people[0] for address, people in claims.items() if len(people) == 1}

    def of(self, speaker: SpeakerSummary) -> tuple[Profile, list[Artifact]]:
        """The profile of a speaker, and the copy of the photo that goes with it."""
        person = self._people.get(speaker.address)
        if person is None or person.name != speaker.name:
            return Profile(), []
        photo = self._photo(person, speaker.address)
        shown = photo[0].path if photo else None
        return Profile(shown, person.link, _titles(person), person.biography), photo

    def _photo(self, person: Person, address: str) -> list[Artifact]:
        """Named by its content: who has seen another one does not see it again."""
        origin = CONTENT / person.photo if person.photo else None
        digest = self.known.get(origin) if origin else None
        if origin is None or digest is None:
            return []
        path = f"{address}/photo.{digest[:10]}{origin.suffix.lower()}"
        return [Artifact(path, digest, origin=self.root / origin)]

    @property
    def with_photo(self) -> Iterator[str]:
        """The addresses of those who have one."""
        return (address for address, person in self._people.items() if person.photo)

    @property
    def photos(self) -> frozenset[PurePosixPath]:
        """All photos, below ``content``, whether they are shown or not."""
        people = (record.value for record in self.registry.records)
        return frozenset(PurePosixPath(person.photo) for person in people if person.photo)

    def problems(self) -> tuple[Problem, ...]:
        """Photos that are not there."""
        return tuple(self.registry.lost_photos(str(REGISTRY), lambda photo: CONTENT / photo in self.known))


def _titles(person: Person) -> tuple[TitleHeld, ...]:
    """The newest first."""
    held = sorted(person.titles, key=lambda entry: entry.began, reverse=True)
    return tuple(TitleHeld(entry.title, entry.since, entry.until) for entry in held)
