"""Hold what a text comes to once it is read through: whom its mentions mean, who speaks, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.extraction.encoder.name_shares import NameShares
from generator.extraction.mentions.mention import Mention
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.identities import Identities
from generator.extraction.speakers.reasons import Reason
from generator.extraction.speakers.salience import Place
from generator.model import Span


@dataclass(slots=True)
class Reading:
    """A text read through: whom its mentions stand for, who is behind each attribution.

    ``names`` has the spans of ``Source.text`` where an identity (by number) is mentioned by
    name, ``places`` all places where it is meant. ``speakers`` runs along the attributions.
    """

    identities: Identities
    paragraphs: Sequence[Sequence[Mention]]
    names: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    shares: dict[int, list[NameShares]] = field(default_factory=lambda: defaultdict(list))
    places: dict[int, list[Place]] = field(default_factory=lambda: defaultdict(list))
    invented: set[int] = field(default_factory=set)  # those whom a name calls a character somewhere
    settlements: set[int] = field(default_factory=set)  # those that the text calls a town or the like
    told: set[int] = field(default_factory=set)  # those whom a name means beyond doubt somewhere
    speakers: list[tuple[Identity, ...]] = field(default_factory=list)
    reasons: dict[int, Reason] = field(default_factory=dict)  # by draft

    def settle(self) -> None:
        """Give what was said of a description to whom it turned out to be."""
        for identity in self.identities.all:
            if identity.merged:
                self.places[identity.final.number] += self.places.pop(identity.number, [])
        self.speakers = [
            tuple(dict.fromkeys(voice for i in several for voice in i.voices())) for several in self.speakers
        ]
