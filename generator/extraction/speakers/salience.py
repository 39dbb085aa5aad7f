"""Rank candidates for a pronoun or description by recency, role and speaking.

A left-to-right memory of the last few identities, in the manner of Lappin and Leass
(1994), with points for journalism's habit of staying with the speaker. The points are
data (``data/salience.toml``).
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from generator.extraction.mentions.mention import EntityType, Role
from generator.extraction.mentions.name_index import Identity
from generator.model import Span


@dataclass(frozen=True, slots=True)
class Points:
    role: dict[str, float]
    sentence: float
    paragraph: float
    often: float
    speaker: float
    speaker_else: float
    speaker_quoted: float
    own_subject: float
    other_subject: float
    gender: float
    reported: float
    spoken_of: float
    named: float
    source: float
    displacing: float
    remembered: int
    enough: int
    sentences: int
    elsewhere: dict[str, float]  # in place of some, for "he" and "she" that are no source


@cache
def fitted_points() -> Points:
    text = files("generator.extraction").joinpath("data", "salience.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Points(role=data["role"], elsewhere=data["elsewhere"], **data["points"], **data["limits"])


class Place(NamedTuple):
    """Where something is mentioned: code points of the text, its sentence and paragraph by number."""

    start: int
    sentence: int
    paragraph: int
    role: Role
    reported: bool = False  # inside what somebody says
    source: bool = False
    named: bool = False  # by name
    quoted: bool = False  # in somebody's own words: between marks, in a turn or speech


@dataclass(slots=True)
class _Trace:
    """What is remembered of an identity: its last two places, how often it came up."""

    last: Place
    before: Place | None = None
    count: int = 1


class Memory:
    """The identities that were mentioned last, and who spoke last."""

    def __init__(self, points: Points) -> None:
        self.points = points
        changed: dict[str, Any] = dict(points.elsewhere)
        self._elsewhere = replace(points, **changed)
        self.speaker: Identity | None = None
        self.speaker_at: Place | None = None
        self._subject: Place | None = None  # the latest one's place
        self._named: tuple[Identity, Place] | None = None  # the latest subject with a name, outside of speech
        self._traces: OrderedDict[int, _Trace] = OrderedDict()
        self._identities: dict[int, Identity] = {}
        self._counts: dict[int, int] = {}

    def note(self, identity: Identity, place: Place) -> None:
        """``identity`` is mentioned at ``place``."""
        count = self._counts[identity.number] = self._counts.get(identity.number, 0) + 1
        old = self._traces.pop(identity.number, None)
        before = old.last if old else None
        if before is not None and before.sentence == place.sentence:
            place = self._together(before, place)
        self._traces[identity.number] = _Trace(place, before, count)
        self._identities[identity.number] = identity
        if place.role in (Role.SUBJECT, Role.PASSIVE):
            self._subject = place
            if (
                place.named
                and identity.entity_type is EntityType.PERSON
                and not (place.reported or place.quoted)
            ):
                self._named = identity, place
        if len(self._traces) > self.points.remembered:
            self._traces.popitem(last=False)

    def _together(self, before: Place, place: Place) -> Place:
        """Two places in one sentence: the later, with the better role."""
        role = max(before.role, place.role, key=self.points.role.__getitem__)
        reported = before.reported and place.reported
        return place._replace(role=role, source=before.source or place.source, reported=reported)

    def known(self, identity: Identity) -> Place | None:
        """Return where ``identity`` was mentioned last, if that is remembered."""
        trace = self._traces.get(identity.number)
        return trace.last if trace else None

    def merge(self, described: Identity, person: Identity) -> None:
        """``described`` turned out to be ``person``, who takes over what is remembered of it."""
        old = self._traces.pop(described.number, None)
        if old is not None:
            self._counts[person.number] = self._counts.get(person.number, 0) + old.count
        if self.speaker is described:
            self.speaker = person

    def spoke(self, identity: Identity, place: Place) -> None:
        self.speaker, self.speaker_at = identity, place

    def last(self, identity: Identity) -> Place:
        """Return where ``identity``, one of the remembered, was mentioned last."""
        return self._traces[identity.number].last

    def remembered(self) -> list[Identity]:
        """Those who are remembered, the latest first."""
        return [self._identities[number] for number in reversed(self._traces)]

    def best(
        self,
        place: Place,
        fits: Callable[[Identity], float | None],
        said: Sequence[Span] = (),
        gender: str = "",
    ) -> Identity | None:
        """The likeliest identity of those that fit: ``fits`` gives points for it, or None.

        ``said`` is what the one who is looked for says: who is mentioned there is not the speaker.
        """
        best, most = None, -math.inf
        for identity in self.remembered():
            points = fits(identity)
            if points is not None:
                points += self.score(identity, place, said, gender)
                if points > most:
                    best, most = identity, points
        return best

    def score(self, identity: Identity, place: Place, said: Sequence[Span], gender: str = "") -> float:
        trace = self._traces[identity.number]
        points = self._elsewhere if gender and not place.source else self.points
        last, total = trace.last, 0.0
        if said and within(last, said):
            outside = trace.before if trace.before and not within(trace.before, said) else None
            if last.named or outside is None:
                total = points.spoken_of
            last = outside or last
        total += points.role[last.role]
        total += points.sentence * min(place.sentence - last.sentence, points.sentences)
        total += points.paragraph * min(place.paragraph - last.paragraph, points.sentences)
        total += points.often * math.log(min(trace.count, points.enough))
        total += points.reported * last.reported + points.source * last.source + points.named * identity.named
        if gender and identity.gender == gender:
            total += points.gender
        if last.sentence == place.sentence and last is self._subject:
            total += self._of_clause(place)
        other = self._displacing(place)
        if identity is other:
            total += self.points.displacing
        if identity is self.speaker and self.speaker_at and other is None:
            weight = points.speaker if place.source else points.speaker_else
            weight = points.speaker_quoted if place.quoted else weight
            total += weight / (1 + max(0, place.paragraph - self.speaker_at.paragraph - 1))
        return total

    def _displacing(self, place: Place) -> Identity | None:
        """Return the subject of the sentence before, if that is somebody named after the speaker spoke."""
        if self._named is None or self.speaker is None or self.speaker_at is None or not place.source:
            return None
        other, named = self._named
        behind = named.paragraph == place.paragraph and named.sentence >= place.sentence - 1
        known = self.known(self.speaker)
        silent = known is None or known.sentence < named.sentence
        displaces = behind and silent and named.sentence > self.speaker_at.sentence
        return other if other is not self.speaker and displaces else None

    def _of_clause(self, place: Place) -> float:
        """Points for the sentence's latest subject: likely for "his", hardly for "him"."""
        if place.role is Role.POSSESSIVE:
            return self.points.own_subject
        return self.points.other_subject if place.role in (Role.OBJECT, Role.OTHER) else 0.0


def within(place: Place, spans: Sequence[Span]) -> bool:
    """Return whether a place lies in one of a few spans."""
    return any(s.start <= place.start < s.end for s in spans)


class Cover:
    """Whether a place lies in one of many spans, in logarithmic time."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, place: int) -> bool:
        i = bisect_right(self._starts, place) - 1
        return i >= 0 and place < self._ends[i]
