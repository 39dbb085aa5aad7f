"""Who is meant: candidates for a pronoun or description by recency, role and speaking.

A left-to-right memory of the last few identities, in the manner of Lappin and Leass
(1994), with points for journalism's habit of staying with the speaker. The points are
data (``data/salience.toml``).
"""

from __future__ import annotations

import math
import tomllib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generator.extraction.identities import Identity
from generator.extraction.mentions import Role
from generator.model import Span


@dataclass(frozen=True, slots=True)
class Points:
    role: dict[str, float]
    sentence: float
    paragraph: float
    often: float
    speaker: float
    gender: float
    quoted: float
    spoken_of: float
    source: float
    remembered: int
    sentences: int


@cache
def fitted_points() -> Points:
    text = files("generator.extraction").joinpath("data", "salience.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Points(role=data["role"], **data["points"], **data["limits"])


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is mentioned: code points of the text, its sentence and paragraph by number."""

    start: int
    sentence: int
    paragraph: int
    role: Role
    quoted: bool = False
    source: bool = False


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
        self.speaker: Identity | None = None
        self.speaker_at: Place | None = None
        self._traces: OrderedDict[int, _Trace] = OrderedDict()
        self._identities: dict[int, Identity] = {}
        self._counts: dict[int, int] = {}

    def note(self, identity: Identity, place: Place) -> None:
        """``identity`` is mentioned at ``place``."""
        count = self._counts[identity.number] = self._counts.get(identity.number, 0) + 1
        old = self._traces.pop(identity.number, None)
        self._traces[identity.number] = _Trace(place, old.last if old else None, count)
        self._identities[identity.number] = identity
        if len(self._traces) > self.points.remembered:
            self._traces.popitem(last=False)

    def spoke(self, identity: Identity, place: Place) -> None:
        self.speaker, self.speaker_at = identity, place

    def recent(self) -> Iterator[Identity]:
        """Latest first."""
        return (self._identities[number] for number in reversed(self._traces))

    def best(
        self, place: Place, fits: Callable[[Identity], bool], said: Sequence[Span] = (), gender: str = ""
    ) -> tuple[Identity | None, float]:
        """The likeliest identity that fits, and its lead in points over the next one.

        ``said`` is what the one who is looked for says: who is mentioned there is not the speaker.
        """
        scored = [(self.score(i, place, said, gender), i) for i in self.recent() if fits(i)]
        if not scored:
            return None, 0.0
        scored.sort(key=lambda pair: -pair[0])
        lead = scored[0][0] - scored[1][0] if len(scored) > 1 else math.inf
        return scored[0][1], lead

    def score(self, identity: Identity, place: Place, said: Sequence[Span], gender: str = "") -> float:
        trace, points = self._traces[identity.number], self.points
        last, total = trace.last, 0.0
        if any(s.start <= last.start < s.end for s in said):
            outside = trace.before if trace.before and not _within(trace.before, said) else None
            last, total = (outside, 0.0) if outside else (last, points.spoken_of)
        total += points.role[last.role]
        total += points.sentence * min(place.sentence - last.sentence, points.sentences)
        total += points.paragraph * min(place.paragraph - last.paragraph, points.sentences)
        total += points.often * math.log(trace.count)
        total += points.quoted * last.quoted + points.source * last.source
        if gender and identity.gender == gender:
            total += points.gender
        if identity is self.speaker and self.speaker_at:
            total += points.speaker / (1 + max(0, place.paragraph - self.speaker_at.paragraph - 1))
        return total


def _within(place: Place, spans: Sequence[Span]) -> bool:
    return any(s.start <= place.start < s.end for s in spans)
