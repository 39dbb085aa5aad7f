"""Spoken texts: of a turn or a speech only what is reported of somebody else is a statement.

What the one who speaks says now (``I know that``, ``we urge``) is theirs already, and so is
what they do without words (``it shows``, ``I was interested in``). What they said on an earlier
day counts (``I said that``). An introduction tells what an interview is about (``explained what
it was``): that is no statement either.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from generator.model import Act, Attribution, How, Kind, Source, SourceKind, Span

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
