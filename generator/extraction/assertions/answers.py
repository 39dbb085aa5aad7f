"""Find who answers whom: a statement that says of another one, near it in the text, that it is not so.

Four ways: one *denies* what the other says, one calls what the other says *false*, one answers a *charge*
against itself, and the text turns with a "But" from one to the other, who speaks of the same. Compared are
words and not clauses, since each side tells a matter in its own way.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.extraction.assertions.statements import Statement
from generator.extraction.assertions.stems import stem
from generator.extraction.tables import table
from generator.model import Reference, Source, Span, Speaker, SpeakerKind

_WORDS = table("contrasts.toml")
_TELLING_NOTHING = frozenset(stem(word) for word in (*_WORDS["empty"], *_WORDS["general"]))
_SEATS: dict[str, list[str]] = _WORDS["seats"]
_SHORTEST = 4  # letters of a word that tells what a statement is about
# Sentences of a text with a word, and their share of all, from which on it tells none of them apart …
_FREQUENT, _FREQUENT_SHARE = 6, 0.08
_USUAL, _USUAL_SHARE = 4, 0.08  # … and is no sign by itself that one statement answers another
_OPENING = 8  # characters of a statement in which its subject begins
_DEED = 8  # first words of what is rejected, among which it is named
AT_ONCE, SOON, LATER = 1, 2, 6  # sentences from a statement to its answer
ALIKE = 2  # words that make two statements be on one matter, where nobody is named
_WORD = re.compile(r"[^\W\d_]+")
_NEGATION = re.compile(r"\b(?:not|never|no|none|nothing|nobody|neither|cannot)\b|n['’]t\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:if|whether|unless|may|might|could|would|not|never|no|nothing)\b|n['’]t\b", re.IGNORECASE
)
OPPONENTS = re.compile(r"\b(?:critics?|opponents?|rivals?|detractors?|accusers?) of\b.*", re.IGNORECASE)
_ASKED = re.compile(r"\W*(?:if|whether|why|how|what|who|whom|whose|when|where|which)\b", re.IGNORECASE)
_SERVING = frozenset(("for", "of", "to"))
_THAT = re.compile(r"(?<=\S) that ")
_TURNING = re.compile(r"\W*(?:But|However|Yet)\b")


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _forms(words: Sequence[str]) -> re.Pattern[str]:
    """The words in any form: "deny", "denied", "denying"."""
    roots = _any([word.rstrip("ey") for word in words])
    return re.compile(rf"\b(?:{roots})(?:e|es|ed|ing|s|y|ies|ied|ying|al|als|ion|ions)?\b", re.IGNORECASE)


_DENYING = _forms((*_WORDS["denying"], *_WORDS["rebuffing"]))
_REBUFFING = re.compile(_any(_WORDS["rebuffing_phrases"]))
_CHARGING = _forms((*_WORDS["charging"], *_WORDS["faulting"]))
_DEEDS = _forms(_WORDS["deeds"])
_ACTS = _forms(_WORDS["acts"])
_CLAIMS = _forms((*_WORDS["statements"], "criticism", "critique"))
# "… are unfounded", "baseless allegations", "is exaggerating", "a hoax", "“Nonsense”", "is not true".
_VERDICT = re.compile(
    rf"(?:\b(?:is|are|was|were|be|been|being)|['’](?:s|re))\s"
    rf"(?:(?:\w+ly|all|just|so|quite|pure|a|an|the|\d+|percent)\s+)*[“\"‘']?"
    rf"(?:{_any((*_WORDS['false'], 'lying', 'lies'))})s?\b"
    rf"(?!\s+(?:{_any(_WORDS['wrong_things'])})\b)"
    rf"|\b(?:{_any(_WORDS['false'])})\s+(?:{_any(_WORDS['statements'])})s?\b"
    rf"|\b(?:{_any(_WORDS['distorting'])})\b"
    rf"|^\W*(?:{_any(_WORDS['false'])})\b(?!\s+\w+\s+\w+\s+\w+)"
    rf"|\ba\s+(?:{_any(_WORDS['falsehoods'])})\b"
    rf"|\b(?:is|are|was|were)(?:\s+not|n['’]t)\s+(?:{_any(_WORDS['true'])})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as an answer to it takes it.

    ``first`` and ``last`` number the sentences that it stands in, ``words`` are stems that tell its matter.
    Of the names in it ``about`` has all, ``opening`` those that it opens with, ``owners`` those whose words
    it speaks of: not those of whom "claims that …" are made. ``sides`` are the names and titles of its
    speakers, ``side_words`` their words, ``serves`` the surnames of those for whom they speak.
    """

    statement: Statement
    text: str
    first: int
    last: int
    words: frozenset[str]
    about: frozenset[str]
    opening: frozenset[str]
    owners: frozenset[str]
    sides: str
    side_words: frozenset[str]
    serves: frozenset[str]
    negated: bool
    denying: bool
    charging: bool
    verdict: str | None
    turning: bool

    def speaks_for(self, names: frozenset[str]) -> bool:
        """Return whether one of ``names`` is a speaker, or stands in a speaker's name or title."""
        mine = self.statement.attribution.speakers
        return any(
            name in mine or (name[:1].isupper() and _last(name) in self.side_words)
            for name in names
            if not any(_namesakes(name, one) for one in mine)
        )

    def answers_for(self, text: str) -> bool:
        """Return whether ``text`` speaks of the office whose seat a speaker is: of the president's words."""
        return any(
            re.search(rf"\b{office}['’]", text) and any(seat in self.sides for seat in seats)
            for office, seats in _SEATS.items()
        )

    def allied(self, other: Told) -> bool:
        """Return whether both speak for one person: "Quill campaign", "Quill’s spokesman"."""
        return bool(self.serves & other.serves)

    def shared_words(self, other: Told) -> str | None:
        """The longest run of words that the other has as well: "climate change"."""
        best: list[str] = []
        run: list[str] = []
        for word in _WORD.findall(self.text):
            run = [*run, word] if stem(word) in self.words & other.words else []
            best = max(best, run, key=lambda words: len(" ".join(words)))
        return " ".join(best) or None


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]


def _namesakes(one: str, other: str) -> bool:
    """Two people of one surname: "Rafael Cruz", "Ted Cruz"."""
    mine, theirs = one.split(), other.split()
    return len(mine) > 1 < len(theirs) and mine[-1] == theirs[-1] and mine[-2] != theirs[-2]


def difference(one: Told, other: Told, frequent: frozenset[str], usual: frozenset[str]) -> str | None:
    """Return why ``other``, the later one, and ``one`` are thought to differ, if they are."""
    gap = max(0, other.first - one.last)
    shared = (one.words & other.words) - frequent
    return (
        _denied(one, other, gap, shared)
        or _called_false(one, other, gap, shared)
        or _called_false(other, one, gap, shared, before=True)
        or _answered(one, other, gap, shared - usual)
        or _turned(one, other, gap)
    )


def _denied(one: Told, other: Told, gap: int, shared: frozenset[str]) -> str | None:
    """The later one denies, and answers: it is on the same matter, or names who spoke, or was spoken of."""
    if not other.denying or one.denying:
        return None
    opening = " ".join(other.text.split()[:_DEED])
    claim = _CLAIMS.search(opening)
    if one.negated != other.negated and not claim:
        return None  # who denies what another says is not so agrees
    if _DEEDS.search(opening) and not claim:
        return None  # "rejected the offer", "dismissed the lawsuit"
    spoken_of = other.speaks_for(one.about) and (claim or one.charging or shared)
    owner = claim and one.speaks_for(other.owners)
    if (gap <= SOON and (spoken_of or owner)) or (gap <= LATER and len(shared) >= ALIKE):
        return f"one rejects (“{other.statement.cue}”) what the other says"
    return None


def _called_false(
    claim: Told, answer: Told, gap: int, shared: frozenset[str], *, before: bool = False
) -> str | None:
    """One says of what the other says that it is false."""
    if answer.verdict is None or claim.verdict is not None or claim.negated or claim.denying:
        return None
    if _ACTS.search(claim.statement.cue):
        return None  # what is signed or filed is no word of the signer's
    named = claim.speaks_for(answer.about) or claim.answers_for(answer.text)
    if (
        (named and shared and gap <= LATER)
        or (named and gap <= AT_ONCE and not before)
        or (len(shared) >= ALIKE and gap <= AT_ONCE)
    ):
        return f"one calls what the other says false: “{answer.verdict}”"
    return None


def _answered(one: Told, other: Told, gap: int, shared: frozenset[str]) -> str | None:
    """One charges the other, who speaks next, on the same matter, and does not charge back."""
    for charge, answer in ((one, other), (other, one)):
        if not charge.charging or not answer.speaks_for(charge.about) or gap > SOON or not shared:
            continue
        if charge.speaks_for(answer.about) or "also" in answer.statement.cue.split():
            continue  # charges back, or speaks of something else
        if charge is one:
            return f"one answers what the other charges (“{charge.statement.cue}”)"
        if charge is other and answer.negated and not charge.negated and len(shared) >= ALIKE:
            return f"one says the opposite of what the other charges (“{charge.statement.cue}”)"
    return None


def _turned(one: Told, other: Told, gap: int) -> str | None:
    """The text turns from one to the other with a "But", and both say something of the same one."""
    if not other.turning or gap > AT_ONCE:
        return None
    return "the text sets one against the other (“But”)" if one.opening & other.opening else None


# --- reading ----------------------------------------------------------------------


class Reader:
    """Reads the statements of one text as answers take them."""

    def __init__(
        self,
        source: Source,
        sentences: Sequence[Span],
        speakers: Sequence[Speaker],
        named: Sequence[Reference],
    ) -> None:
        self.source = source
        self.sentences = sentences
        self.starts = [span.start for span in sentences]
        self.known = {speaker.name: speaker for speaker in speakers}
        people = (speaker for speaker in speakers if speaker.kind is SpeakerKind.PERSON)
        self.surnames = {_last(speaker.name).lower() for speaker in people}
        self.named = sorted(named, key=lambda reference: reference.span)
        self.places = [reference.span.start for reference in self.named]
        counts = Counter(word for span in sentences for word in _telling(source.text[span.start : span.end]))
        self.frequent = _above(counts, max(_FREQUENT, _FREQUENT_SHARE * len(sentences)))
        self.usual = _above(counts, max(_USUAL, _USUAL_SHARE * len(sentences)))

    def read(self, statement: Statement) -> Told:
        attribution = statement.attribution
        text = " ".join(self.source.text[span.start : span.end] for span in attribution.content)
        numbers = [
            self._sentence(offset)
            for span in (*attribution.content, *attribution.cue, *attribution.source)
            for offset in (span.start, span.end - 1)
        ]
        first, start = min(numbers), attribution.content[0].start
        sides = self._sides(attribution.speakers)
        return Told(
            statement,
            text,
            first,
            max(numbers),
            _telling(text),
            self._about(attribution.content),
            self._about([Span(start, start + _OPENING)]),
            self._about([Span(start, start + len(_THAT.split(text)[0]))]),
            sides,
            frozenset(_WORD.findall(sides)),
            self._serves(sides),
            len(_NEGATION.findall(text)) % 2 == 1,
            bool(_DENYING.search(statement.cue) or _REBUFFING.search(statement.cue)),
            bool(_CHARGING.search(statement.cue)) and not _ASKED.match(text),
            _verdict(text),
            bool(_TURNING.match(self.source.text, self.starts[first])) if self.starts else False,
        )

    def _sentence(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def _about(self, spans: Sequence[Span]) -> frozenset[str]:
        return frozenset(
            reference.name
            for span in spans
            for reference in self.named[
                bisect_left(self.places, span.start) : bisect_left(self.places, span.end)
            ]
        )

    def _sides(self, names: Sequence[str]) -> str:
        known = (self.known[name] for name in names if name in self.known)
        sides = (*names, *(title for speaker in known for title in speaker.titles))
        return ", ".join(OPPONENTS.sub("", side) for side in sides)

    def _serves(self, sides: str) -> frozenset[str]:
        """The surnames in names and titles, but for those that only place one: "in Quill's town"."""
        found = set[str]()
        for side in sides.lower().split(","):
            words = _WORD.findall(side)
            for n, word in enumerate(words):
                if word in self.surnames and (n < 2 or not _SERVING.isdisjoint(words[n - 2 : n])):
                    found.add(word)
        return frozenset(found)


def _above(counts: Counter[str], most: float) -> frozenset[str]:
    return frozenset(word for word, count in counts.items() if count >= most)


def _telling(text: str) -> frozenset[str]:
    """The stems of the words that tell what a statement is about; names of people and places do not."""
    words = (match.group() for match in _WORD.finditer(text))
    stems = (stem(word) for word in words if len(word) >= _SHORTEST and word.islower())
    return frozenset(stems) - _TELLING_NOTHING


def _verdict(text: str) -> str | None:
    """The words by which a statement calls another one false, unless they are only supposed or denied."""
    found = _VERDICT.search(text)
    if found is None or text.rstrip("\"”’' ").endswith("?"):
        return None
    clause = re.split(r"[.;!?]\s", text[: found.start()])[-1]
    return None if _OPEN.search(clause) else found.group().strip("“”\"‘’' ")
