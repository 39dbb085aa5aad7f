"""Decide what is listed: what is likely enough, said once, and in a spoken text said by somebody else.

Of a turn or a speech only what is reported of somebody else is a statement. What the one who speaks
says now (``I know that``, ``we urge``) is theirs already, and so is what they do without words
(``it shows``, ``I was interested in``). What they said on an earlier day counts (``I said that``).
An introduction tells what an interview is about (``explained what it was``): that is no statement either.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generator.extraction.options import Options
from generator.model import Act, Attribution, How, Kind, Source, SourceKind, Span

# "It was asked whether …": nobody is there to have said it. Such a report is shown only where it
# is likelier right than wrong.
_SOURCELESS = 0.5
# "Backed the plan": of a noun phrase without quoted words it is hardly said what was claimed. A
# corpus of political news has many such; an editor wants the plain ones only.
_NOUN_PHRASE = 0.55
_NOUN_PHRASE_RULES = frozenset({"object", "prepositional", "nominal"})
# A quotation with a dash and a name below: too rare in news for the models to trust it.
_SIGNED = 0.1

_OWN = frozenset(("i", "we", "me", "us", "myself", "ourselves"))
_ADDRESSED = frozenset(("you", "y'all"))
_EARLIER = re.compile(
    r"(?:said|told|asked|wrote|replied|answered|promised|pledged|warned|announced|tweeted|invited|proposed)\b",
    re.IGNORECASE,
)
_QUESTION_WORDS = re.compile(r"(?:what|why|how|who|whom|whose|when|where|which|whether)\b", re.IGNORECASE)
# "With that, Madam Speaker, I urge": who is spoken to is not who speaks.
_AND_I = re.compile(r"\s*,\s*(?:I|we)\b")
_BY = re.compile(r"\bby\s*$", re.IGNORECASE)
_THINGS = frozenset(("it", "this", "that"))
_SAYS = re.compile(r"(?:say|tell|told|said|ask|read)", re.IGNORECASE)
_REMINDS = re.compile(r"remind", re.IGNORECASE)
# How an introduction or a hearing's list tells who is there, and what about.
_APPEARS = re.compile(r"(?:arguing|appearing|speaking|representing|acting)\b", re.IGNORECASE)
_SHORTEST = 3  # words of a quotation in an introduction: less is a term or a title
# Without quoted words these report acts and states more often than speech.
_WEAK_RULES = frozenset({"adjectival", "accusation", "predicative", "prepositional", "nominal"})
_SPEECH_ACTS = frozenset({How.CALLS_FOR, How.ASKS, How.PROMISES, How.DENIES, How.PREDICTS})
_CLAUSE = re.compile(r"\bthat\b")
# In talk a clause that somebody else is said to have said is hardly anything but a statement, even
# where a model fitted on written news is in doubt.
_TOLD_CLAUSE = 0.15
_CLAUSES = frozenset({"clausal-complement"})


def is_listed(attribution: Attribution, options: Options, spoken: SpokenText) -> bool:
    """Return whether an attribution is of the acts that are asked for, was said, and is likely enough."""
    if attribution.act not in options.acts:
        return False
    if options.everything:
        return True
    if not attribution.said:
        return False
    least = options.listed
    if least is None:
        least = spoken.listed_at(attribution, fitted_thresholds().listed_at(attribution))
    return attribution.confidence >= least


# --- how likely is enough ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Thresholds:
    """``listed`` by act, tuned for F1 on the train split; ``quoted`` for whole quotations.

    ``sure`` is where nine attributions in ten are right.
    """

    listed: dict[Act, float]
    quoted: float
    sure: float

    def listed_at(self, attribution: Attribution) -> float:
        """The least probability with which an attribution is shown at all."""
        least = self.listed[attribution.act]
        if attribution.kind is Kind.DIRECT:
            return min(least, _SIGNED if attribution.rule == "signature" else self.quoted)
        if attribution.kind is Kind.INDIRECT and attribution.rule in _NOUN_PHRASE_RULES:
            least = max(least, _NOUN_PHRASE)
        return least if attribution.source else max(least, _SOURCELESS)


@cache
def fitted_thresholds() -> Thresholds:
    """Those written by the fit."""
    path = files("generator.extraction").joinpath("data", "thresholds.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = {act: float(data["listed"][act]) for act in Act}
    return Thresholds(listed, float(data["quoted"]), float(data["sure"]))


# --- spoken texts ------------------------------------------------------------------


class SpokenText:
    """Tells which attributions of a spoken text are statements."""

    def __init__(self, source: Source) -> None:
        self.text = source.text
        self.kind = source.kind
        self.turns = sorted(span for turn in source.turns for span in turn.content)

    def listed_at(self, attribution: Attribution, least: float) -> float:
        """The least probability with which one is shown, where a written text has ``least``."""
        told = attribution.rule in _CLAUSES and attribution.act is Act.SAYS and bool(attribution.source)
        if not told or not (self._speaks(attribution.content[0]) and self._of_somebody_else(attribution)):
            return least
        return min(least, _TOLD_CLAUSE)

    def counts(self, attribution: Attribution) -> bool:
        """Return whether an attribution is a statement; every one is where nobody speaks."""
        if self.kind is SourceKind.ARTICLE and not self.turns:
            return True
        voice = self._speaks(attribution.content[0])
        if voice and not self._of_somebody_else(attribution):
            return False
        if voice and attribution.act is Act.SHOWS and attribution.kind is Kind.INDIRECT:
            return False
        if voice and attribution.kind is Kind.INDIRECT and self._of_a_thing(attribution):
            return False
        if not voice and self._introduces(attribution):
            return False
        return attribution.kind is not Kind.INDIRECT or self._is_speech(attribution)

    def _speaks(self, span: Span) -> bool:
        """Return whether a place is in somebody's own words: a speech, a turn."""
        return self.kind is SourceKind.SPEECH or self._in_turn(span)

    def _in_turn(self, span: Span) -> bool:
        after = bisect_right(self.turns, (span.start, len(self.text)))
        return after > 0 and self.turns[after - 1].contains(Span(span.start, span.start + 1))

    def _of_somebody_else(self, attribution: Attribution) -> bool:
        """Or of the same person on an earlier day: ``I told him``."""
        who = {self._words(span).lower() for span in attribution.source}
        if who & _ADDRESSED or any(_AND_I.match(self.text, span.end) for span in attribution.source):
            return False
        if not who and any(self._is_by_saying(span) for span in attribution.cue):
            return False
        if not who & _OWN:
            return True
        return any(_EARLIER.search(self._words(span)) for span in attribution.cue)

    def _is_by_saying(self, cue: Span) -> bool:
        """``By saying “enough”, we mean``: nobody else says it."""
        line = self.text.rfind("\n", 0, cue.start) + 1
        return self._words(cue).endswith("ing") and bool(_BY.search(self.text[line : cue.start]))

    def _of_a_thing(self, attribution: Attribution) -> bool:
        """``because it implies that``, ``the anniversary reminded us that``: the speaker's own thought."""
        cue = " ".join(self._words(span) for span in attribution.cue)
        who = {self._words(span).lower() for span in attribution.source}
        return bool(who & _THINGS and not _SAYS.match(cue)) or bool(_REMINDS.match(cue))

    def _introduces(self, attribution: Attribution) -> bool:
        """``Ada Quill tells us about “self-medicating” ants``, ``arguing for the city``."""
        if any(_APPEARS.match(self._words(span)) for span in attribution.cue):
            return True
        words = sum(len(self._words(span).split()) for span in attribution.content)
        return attribution.kind is Kind.DIRECT and words < _SHORTEST

    def _is_speech(self, attribution: Attribution) -> bool:
        """Return whether words without quotation marks are what somebody said, not what they spoke about."""
        if attribution.rule in _WEAK_RULES:
            return False
        content = self._words(attribution.content[0])
        if _QUESTION_WORDS.match(content):
            return attribution.how is How.ASKS
        return (
            attribution.rule != "object" or attribution.how in _SPEECH_ACTS or bool(_CLAUSE.search(content))
        )

    def _words(self, span: Span) -> str:
        return self.text[span.start : span.end]


# --- what is said again ------------------------------------------------------------


def without_repeats(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Keep of two with the same speakers, one within the other, the one that is more certain.

    ``attributions`` are in order of their content. What somebody says within their own direct speech
    that they said stays.
    """
    dropped: set[int] = set()
    running: list[int] = []  # those whose content is not over where the next one begins
    for number, inner in enumerate(attributions):
        start = inner.content[0].start
        running = [one for one in running if attributions[one].content[-1].end > start]
        for one in running:
            if one not in dropped and number not in dropped and _is_same(attributions[one], inner):
                surer = attributions[one].confidence >= inner.confidence
                dropped.add(number if surer else one)
        running.append(number)
    return tuple(one for number, one in enumerate(attributions) if number not in dropped)


def _is_same(one: Attribution, other: Attribution) -> bool:
    """Return whether two say the same, as one statement of one source."""
    if not one.speakers or set(one.speakers) != set(other.speakers) or one.said != other.said:
        return False
    if "turn" in (one.rule, other.rule) or (one.how is How.DENIES) != (other.how is How.DENIES):
        return False
    return _is_within(other, one) or _is_within(one, other)


def _is_within(inner: Attribution, outer: Attribution) -> bool:
    if outer.kind is Kind.DIRECT and inner.kind is not Kind.DIRECT:
        return False
    return all(any(whole.contains(part) for whole in outer.content) for part in inner.content)
