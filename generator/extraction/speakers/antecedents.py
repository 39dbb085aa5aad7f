"""Find whom a pronoun stands for: the likeliest of those mentioned before who fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.extraction.mentions.mention import QUANTITIES, EntityType, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.nominals import clash
from generator.extraction.speakers.salience import Memory, Place
from generator.model import Span

_LATELY = 4  # sentences back to the two persons that "both" may mean


@dataclass(frozen=True, slots=True)
class Antecedents:
    """Asks the memory of a text; ``said`` is what a source reports, in which it is not meant itself."""

    memory: Memory

    def it(self, place: Place, said: Sequence[Span]) -> Identity | None:
        """Find what "it" is."""
        return self.memory.best(place, self._thing, said)

    def he_or_she(self, place: Place, said: Sequence[Span], gender: str) -> Identity | None:
        """Find a person whose gender does not clash; one of that gender, if one is named near."""

        def fits(identity: Identity) -> float | None:
            wrong = identity.entity_type is not EntityType.PERSON or clash(identity.gender, gender)
            return None if wrong else 0.0

        best = self.memory.best(place, fits, said, gender)
        if best is None or not gender or best.gender == gender:
            return best

        def surely(identity: Identity) -> float | None:
            here = identity.named and self.memory.last(identity).sentence == place.sentence
            return fits(identity) if here and identity.gender == gender else None

        # "Robin met Ada after she had called": Ada is a she, Robin may be.
        return self.memory.best(place, surely, said, gender) or best

    def they(self, place: Place, said: Sequence[Span]) -> Identity | None:
        """Find a group, or an organisation that acts."""

        def fits(identity: Identity) -> float | None:
            if identity.entity_type is EntityType.DOCUMENT or self._is_count(identity):
                return None
            return 0.0 if identity.entity_type is EntityType.GROUP else self._thing(identity)

        return self.memory.best(place, fits, said)

    def two(self, place: Place, gender: str) -> tuple[Identity, ...] | None:
        """Find the two persons who were named last: ``the two men``, ``each``."""
        people: list[Identity] = []

        def fits(identity: Identity) -> float | None:
            if identity.entity_type is not EntityType.PERSON or not identity.named or identity in people:
                return None
            return None if clash(identity.gender, gender) else 0.0

        for _ in range(2):
            person = self.memory.best(place, fits)
            if person is None or place.sentence - self.memory.last(person).sentence > _LATELY:
                return None
            people.append(person)
        return tuple(sorted(people, key=lambda i: self.memory.last(i).start))

    def _thing(self, identity: Identity) -> float | None:
        """Return what "it" may say: an organisation or text that has a name or acts."""
        if identity.entity_type is EntityType.DOCUMENT:
            return 0.0
        acts = identity.named or self.memory.last(identity).role in (Role.SUBJECT, Role.PASSIVE)
        return 0.0 if identity.entity_type is EntityType.ORGANISATION and acts else None

    def _is_count(self, identity: Identity) -> bool:
        """``two had died``, ``many fled``: a number of people that said nothing so far."""
        counted = not identity.named and identity.roles <= QUANTITIES
        return counted and not self.memory.last(identity).source
