"""Find whom a pronoun stands for: the likeliest of those mentioned before who fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import QUANTITIES, EntityType, Mention, Role
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.nominals import alike_roles, clash
from generator.extraction.speakers.salience import Memory, Place, within
from generator.model import Span

_ANYBODY = frozenset(("man", "woman", "person"))
PAIRS = frozenset(("pair", "duo", "couple"))
COMPANIES = frozenset(
    ("company", "firm", "club", "network", "newspaper", "paper", "agency", "bank", "airline", "retailer")
)
_LATELY = 4  # sentences back to the two persons that "both" may mean


@dataclass(frozen=True, slots=True)
class Antecedents:
    """Asks the memory of a text; ``said`` is what a source reports, in which it is not meant itself."""

    memory: Memory

    def it(self, place: Place, said: Sequence[Span]) -> Identity | None:
        """Find what "it" is."""
        best = self.memory.best(place, self._thing, said)
        if best is not None and self.memory.last(best).paragraph != place.paragraph:
            best = self.memory.best(place, partial(self._acts_here, place), said) or best
        return self.memory.speaker if best is not None and self._is_only_mentioned(best) else best

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

        def here(identity: Identity) -> float | None:
            last = self.memory.last(identity)
            group = identity.entity_type is EntityType.GROUP and last.sentence == place.sentence
            return fits(identity) if group and not within(last, said) else None

        best = self.memory.best(place, fits, said)
        if best is None or self.memory.last(best).sentence == place.sentence or not place.quoted:
            return best
        return self.memory.best(place, here, said) or best  # "we spoke to farmers, and they said"

    def two(self, place: Place, mention: Mention) -> tuple[Identity, ...] | None:
        """Find the two who were named last: ``the two men``, ``both companies``, ``each``.

        "Both officers" are two who may be officers; "both nations" are nobody's name.
        """
        since = place.sentence - _LATELY
        known = [
            i
            for i in self.memory.remembered()
            if may_be(i, mention) and self.memory.last(i).sentence >= since
        ]
        latest = max((self.memory.last(i).sentence for i in known), default=0)
        beside = [i for i in known if self.memory.last(i).sentence == latest]
        if len(beside) != 2:
            beside = sorted(known, key=lambda i: self.memory.score(i, place, ()), reverse=True)[:2]
        return tuple(sorted(beside, key=lambda i: self.memory.last(i).start)) if len(beside) == 2 else None

    def _thing(self, identity: Identity) -> float | None:
        """Return what "it" may say: an organisation or text that has a name or acts."""
        if identity.entity_type is EntityType.DOCUMENT:
            return 0.0
        acts = identity.named or self.memory.last(identity).role in (Role.SUBJECT, Role.PASSIVE)
        return 0.0 if identity.entity_type is EntityType.ORGANISATION and acts else None

    def _acts_here(self, place: Place, identity: Identity) -> float | None:
        """Return what "it" may say of those who act in its paragraph: ``The union objected. It said``."""
        last = self.memory.last(identity)
        acts = last.role in (Role.SUBJECT, Role.PASSIVE) or identity.entity_type is EntityType.DOCUMENT
        here = last.paragraph == place.paragraph and not last.reported
        return self._thing(identity) if acts and here else None

    def _is_only_mentioned(self, identity: Identity) -> bool:
        """Tell whether a text neither acts nor speaks where it stands, and an organisation spoke since."""
        last, speaker, spoke = self.memory.last(identity), self.memory.speaker, self.memory.speaker_at
        if identity.entity_type is not EntityType.DOCUMENT or last.source or speaker is None or spoke is None:
            return False
        acts = last.role in (Role.SUBJECT, Role.PASSIVE)
        return not acts and speaker.entity_type is EntityType.ORGANISATION and spoke.sentence == last.sentence

    def _is_count(self, identity: Identity) -> bool:
        """``two had died``, ``many fled``: a number of people that said nothing so far."""
        counted = not identity.named and identity.roles <= QUANTITIES
        return counted and not self.memory.last(identity).source


def _sort_of_two(mention: Mention) -> EntityType | None:
    """Return what "both" are: persons, organisations, or None where no two names can be told."""
    noun = mention.words
    if noun in QUANTITIES or noun in PAIRS or noun in lexicon.roles().person:
        return EntityType.PERSON
    return EntityType.ORGANISATION if noun in COMPANIES else None


def may_be(identity: Identity, mention: Mention) -> bool:
    """Return whether somebody with a name may be one of ``both officers``, ``the two firms``."""
    fits = identity.named and not clash(identity.gender, mention.gender)
    if identity.entity_type is not _sort_of_two(mention) or not fits:
        return False
    if mention.words not in lexicon.roles().person - _ANYBODY:
        return True
    wanted, others = alike_roles(mention.words), identity.roles & lexicon.roles().person
    return not others or not wanted.isdisjoint(others)
