"""Find where accounts differ: two statements on one subject that cannot both be the whole truth.

Five rules, each told in the pair's ``why``; all ask for different speakers and for
statements not far from each other. Precision goes before recall: a pair is a charge.

- *explicit*: the text says that one speaker contradicts the other;
- *denial*: one denies what the other charges;
- *opposite*: same subject and event, one of them negated, or events that exclude each other;
- *figures*: same event, counted differently;
- *answer*: one answers the other (:mod:`~generator.extraction.assertions.answers`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.extraction.assertions import answers
from generator.extraction.assertions.features import TURN
from generator.extraction.assertions.propositions import Contrast, Proposition
from generator.extraction.assertions.statements import Grounds, Statement, statements
from generator.extraction.assertions.stems import stem
from generator.extraction.tables import table
from generator.model import AccountPair, Attribution, Reference, Source, Span, Speaker, SpeakerKind

_WORDS = table("contrasts.toml")
_GENERAL = frozenset(stem(word) for word in _WORDS["general"])
_LIGHT = frozenset(stem(word) for word in _WORDS["light"])
_SPEECH = frozenset(stem(word) for word in _WORDS["speech"])
_DENYING = frozenset(stem(word) for word in _WORDS["denying"])
_CHARGING = frozenset(stem(word) for word in _WORDS["charging"])
_CHARGES = frozenset(stem(word) for word in _WORDS["charges"])
_POLLED = tuple(_WORDS["polled"])
_VAGUE = frozenset(stem(word) for word in _WORDS["vague"])
_SAME = {stem(word): n for n, words in enumerate(_WORDS["same"]) for word in words}
_OPPOSITE = frozenset(frozenset(map(stem, pair)) for pair in _WORDS["opposite"])
NEAR = 10  # statements further on that one is compared with
NEAR_BLOCKS = 6
BESIDE = 2  # blocks around words that set two accounts against each other
OVERLAP = 0.5  # share of the shorter clause's stems
LEAST_APART = 0.1  # of two figures, as a share of the larger
LEAST_SHARED = 2  # stems of an object, where the verb says little
LEAST_NAMED = 2  # stems that a description shares with a speaker
TELLING = 5  # letters of a word that can stand for a subject
_LONGEST_SUBJECT = 9  # words
_WORD = re.compile(r"[\w-]+")
_PRONOUN = re.compile(r"(?:he|she|it|they|we|i|you|this|that)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|their|his|her|its)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Finding:
    first: Statement
    second: Statement
    subject: str
    why: str

    @property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.first.attribution.speakers, self.second.attribution.speakers


def find(
    source: Source,
    grounds: Sequence[Grounds],
    attributions: Sequence[Attribution],
    speakers: Sequence[Speaker],
    named: Sequence[Reference] = (),
) -> tuple[AccountPair, ...]:
    """The pairs in the order of the text; ``grounds`` has one entry a block.

    ``named`` are the places that name or mean somebody.
    """
    made = statements(source, grounds, attributions)
    names = _Names(speakers)
    sentences = [
        span.shift(block.span.start)
        for block, ground in zip(source.blocks, grounds, strict=True)
        for span in ground.sentences
    ]
    reader = answers.Reader(source, sentences, speakers, named)
    by_rule = (
        _explicit(source, grounds, made, names),
        _compared(source, made, names),
        _answered(source, made, names, reader),
    )
    found = [finding for findings in by_rule for finding in sorted(findings, key=_place)]
    return tuple(
        AccountPair(
            _id(f.subject, number), f.subject, (f.first.attribution.id, f.second.attribution.id), f.why
        )
        for number, f in enumerate(sorted(_distinct(found), key=_place))
    )


def _distinct(found: Sequence[_Finding]) -> list[_Finding]:
    """Of two sides near each other the finding of the surer rule; what is denied twice is one."""
    kept: list[_Finding] = []
    charged: set[tuple[str, tuple[str, ...]]] = set()
    for finding in found:
        same = {(finding.subject, speakers) for speakers in finding.sides}
        if charged.isdisjoint(same) and not any(_near(finding, other) for other in kept):
            charged |= same
            kept.append(finding)
    return kept


def _near(one: _Finding, other: _Finding) -> bool:
    """Return whether the same sides differ in the same part of the text."""
    apart = abs(one.first.block - other.first.block)
    return sorted(one.sides) == sorted(other.sides) and apart <= NEAR_BLOCKS


def _place(finding: _Finding) -> Span:
    return finding.first.attribution.content[0]


# --- who ------------------------------------------------------------------------


class _Names:
    """Recognises speakers in a stretch of text."""

    def __init__(self, speakers: Sequence[Speaker]) -> None:
        self.known = {speaker.name: speaker for speaker in speakers}
        people = (s.name for s in speakers if s.kind is SpeakerKind.PERSON)
        self.surnames = {name.lower().split()[-1] for name in people}

    def apart(self, one: Attribution, other: Attribution) -> bool:
        """Return whether they are two sides: no name is part of another, no surname shared, nobody polled."""
        if any(word in name.lower() for name in (*one.speakers, *other.speakers) for word in _POLLED):
            return False
        if any(answers.OPPONENTS.search(name) for name in (*one.speakers, *other.speakers)):
            return one.speakers != other.speakers  # "critics of Ada Quill" do not speak for her
        mine = [set(_WORD.findall(name.lower())) for name in one.speakers]
        theirs = [set(_WORD.findall(name.lower())) for name in other.speakers]
        # "the Quill campaign" is no third party to Ada Quill.
        return not any(a <= b or b <= a or a & b & self.surnames for a in mine for b in theirs)

    def speaks(self, attribution: Attribution, text: str, bearer: str | None = None) -> bool:
        """Return whether ``text`` names or describes one of the speakers, or means ``bearer``, who is one."""
        known = (self.known[name] for name in attribution.speakers if name in self.known)
        return bearer in attribution.speakers or any(self._is(speaker, text) for speaker in known)

    def bearing(self, text: str) -> str | None:
        """The one person whose title a description is ("the president")."""
        head = stem([word for word in _WORD.findall(text) if len(word) > 1][-1])
        found = [
            s.name
            for s in self.known.values()
            if s.kind is SpeakerKind.PERSON and any(head == stem(t.split()[-1]) for t in s.titles)
        ]
        return found[0] if len(found) == 1 else None

    def _is(self, speaker: Speaker, text: str) -> bool:
        words = _WORD.findall(text)
        if speaker.kind in (SpeakerKind.PERSON, SpeakerKind.ORGANISATION) and speaker.name[:1].isupper():
            return speaker.name.split()[-1] in words
        return _described_alike(_WORD.findall(speaker.name), words)


def _described_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """ "the council’s leaders" and "other leaders": one noun, and nothing that tells them apart."""
    mine, theirs = _telling(one), _telling(other)
    if len(mine & theirs) >= LEAST_NAMED:
        return True
    head = stem(one[-1]) if one else ""
    return head in theirs and (mine == {head} or theirs == {head})


def _telling(words: Sequence[str]) -> set[str]:
    return {stem(word) for word in words if len(word) > 2} - _VAGUE


# --- the text says so -------------------------------------------------------------


def _explicit(
    source: Source, grounds: Sequence[Grounds], made: Sequence[Statement], names: _Names
) -> Iterator[_Finding]:
    places = [statement.attribution.content[0].start for statement in made]
    for block, ground in enumerate(grounds):
        for contrast in ground.contrasts:
            at = bisect_left(places, source.blocks[block].span.start + contrast.cue.start)
            beside = [s for s in made[max(0, at - NEAR) : at + NEAR] if abs(s.block - block) <= BESIDE]
            finding = _set_against(source, contrast, block, beside, names)
            if finding is not None:
                yield finding


def _set_against(
    source: Source, contrast: Contrast, block: int, beside: Sequence[Statement], names: _Names
) -> _Finding | None:
    start = source.blocks[block].span.start
    cue, other = contrast.cue.shift(start), contrast.other.shift(start)
    holder = contrast.holder.shift(start) if contrast.holder else None
    # "contradicted the line …, saying that …": what is said tells more than the line.
    near = sorted(
        beside,
        key=lambda s: (
            any(span.overlaps(cue) for span in s.attribution.cue),
            abs(s.attribution.content[0].start - cue.start),
        ),
    )
    one = next((s for s in near if _holds(source, s, holder or cue, names, within=holder is None)), None)
    if one is None:
        return None
    against = source.text[other.start : other.end]
    bearer = names.bearing(against) if holder is None else None
    others = (s for s in near if s is not one)
    two = next((s for s in others if names.speaks(s.attribution, against, bearer)), None)
    if two is None or not names.apart(one.attribution, two.attribution):
        return None
    about = contrast.about.shift(start) if contrast.about else None
    subject = _text(source, about) if about else _topic(source, one, two)
    return _Finding(one, two, subject, f"the text itself says so: “{source.text[cue.start : cue.end]}”")


def _holds(
    source: Source, statement: Statement, holder: Span, names: _Names, *, within: bool = False
) -> bool:
    if within:
        return any(span.contains(holder) for span in statement.attribution.content)
    if any(span.overlaps(holder) for span in statement.attribution.source):
        return True
    return names.speaks(statement.attribution, source.text[holder.start : holder.end])


# --- compared clause by clause ----------------------------------------------------


def _compared(source: Source, made: Sequence[Statement], names: _Names) -> Iterator[_Finding]:
    for i, one in enumerate(made):
        for other in made[i + 1 : i + 1 + NEAR]:
            if other.block - one.block > NEAR_BLOCKS:
                break
            if one.attribution.speakers == other.attribution.speakers:
                continue
            finding = _denial(source, one, other, names) or _clash(source, one, other)
            if finding is not None and names.apart(one.attribution, other.attribution):
                yield finding


def _answered(
    source: Source, made: Sequence[Statement], names: _Names, reader: answers.Reader
) -> Iterator[_Finding]:
    """One answers the other; nothing is read into the turns of a transcript."""
    told = [reader.read(statement) for statement in made if statement.attribution.rule != TURN]
    for i, one in enumerate(told):
        for other in told[i + 1 : i + 1 + NEAR]:
            mine, theirs = one.statement.attribution, other.statement.attribution
            if not names.apart(mine, theirs) or one.allied(other) or _within(mine, theirs):
                continue
            why = answers.difference(one, other, reader.frequent, reader.usual)
            if why is not None:
                topic = _matter(source, one, other)
                yield _Finding(one.statement, other.statement, topic, why)


def _matter(source: Source, one: answers.Told, other: answers.Told) -> str:
    """The matter that both speak of, in their words; else whom the first speaks of."""
    shared = one.shared_words(other)
    topic = shared or _topic(source, one.statement, other.statement)
    opens_with_pronoun = _PRONOUN.match(topic) is not None
    return min(one.about) if opens_with_pronoun and one.about else topic


def _within(one: Attribution, other: Attribution) -> bool:
    """Return whether one statement holds a part of the other: what is reported twice is no answer."""
    return any(span.overlaps(piece) for span in one.content for piece in other.content)


def _denial(source: Source, one: Statement, other: Statement, names: _Names) -> _Finding | None:
    """One denies, the other charges: the same clause, or the charge as such right after it."""
    for charge, denial in ((one, other), (other, one)):
        if not _cued(denial, _DENYING) or _cued(charge, _DENYING):
            continue
        answered = one is charge and _cued(charge, _CHARGING) and other.block - one.block <= BESIDE
        content = _content(source, denial)
        generic = bool({stem(word) for word in _WORD.findall(content.lower())[:3]} & _CHARGES)
        accused = names.speaks(denial.attribution, _content(source, charge))
        if (answered and generic and accused) or _same_clause(charge, denial):
            why = f"the second denies (“{denial.cue}”) what the first charges"
            return _Finding(charge, denial, _topic(source, charge, denial), why)
    return None


def _cued(statement: Statement, stems: frozenset[str]) -> bool:
    return any(stem(word) in stems for word in _WORD.findall(statement.cue))


def _same_clause(one: Statement, other: Statement) -> bool:
    return any(
        p.subject == q.subject and _same_event(p, q) and p.negated == q.negated and _overlap(p, q)
        for _, p in one.propositions
        for _, q in other.propositions
    )


def _clash(source: Source, one: Statement, other: Statement) -> _Finding | None:
    for block, p in one.propositions:
        for _, q in other.propositions:
            if p.modal != q.modal or not _overlap(p, q):
                continue
            counted = _figures(one, other, p, q)
            if counted is not None:
                why = f"they give different figures: {counted.first:,.15g} and {counted.second:,.15g}"
                return _Finding(one, other, f"number of {counted.about}", why)
            if not _same_subject(p, q):
                continue
            subject = _text(source, p.topic.shift(source.blocks[block].span.start))
            if _same_event(p, q) and p.negated != q.negated:
                return _Finding(one, other, subject, "one says what the other says is not so")
            if frozenset((p.event, q.event)) in _OPPOSITE and p.negated == q.negated:
                return _Finding(one, other, subject, "they say the opposite of each other")
    return None


def _same_subject(p: Proposition, q: Proposition) -> bool:
    if p.subject != q.subject or p.subject in _GENERAL:
        return False
    bare = not p.qualities and not q.qualities
    if bare:  # "the dam" and "the dam"; "officers" need more that is alike
        rest = (p.stems & q.stems) - {p.subject, p.event, q.event}
        bare = (p.form == q.form and p.form.startswith("the ")) or len(rest) >= LEAST_SHARED
    # "the dam above the town" is told once in full; after that it is "the dam".
    shortened = p.form == q.form and p.form.startswith("the ") and not q.qualities
    return bare or shortened or (p.proper and q.proper) or bool(p.qualities & q.qualities)


def _same_event(p: Proposition, q: Proposition) -> bool:
    if p.event in _SPEECH or q.event in _SPEECH:
        return False
    if p.event in _LIGHT or q.event in _LIGHT:
        rest = (p.stems & q.stems) - {p.subject, p.event, *p.qualities}
        return p.event == q.event and len(rest) >= LEAST_SHARED
    return p.event == q.event or (p.event in _SAME and _SAME[p.event] == _SAME.get(q.event))


def _overlap(p: Proposition, q: Proposition) -> bool:
    return len(p.stems & q.stems) >= OVERLAP * min(len(p.stems), len(q.stems))


class _Counted(NamedTuple):
    first: float
    second: float
    about: str


def _figures(one: Statement, other: Statement, p: Proposition, q: Proposition) -> _Counted | None:
    """The two figures, where the clauses count the same in one event that they tell alike."""
    if not _same_event(p, q) or p.negated != q.negated:
        return None
    for n in one.numbers:
        for m in other.numbers:
            if n.about is None or n.about != m.about or n.unit != m.unit:
                continue
            apart = abs(n.value - m.value) > LEAST_APART * max(n.value, m.value)
            told = (p.stems & q.stems) - {p.event, q.event, *map(stem, n.about.split())}
            if apart and told:
                return _Counted(n.value, m.value, n.about)
    return None


# --- told -------------------------------------------------------------------------


def _content(source: Source, statement: Statement) -> str:
    return " ".join(source.text[span.start : span.end] for span in statement.attribution.content)


def _topic(source: Source, one: Statement, other: Statement) -> str:
    """The subject, of all clauses of both, whose clause shares most with the other statement."""
    clauses = [
        (len(p.stems & b.stems), block, p)
        for a, b in ((one, other), (other, one))
        for block, p in a.propositions
    ]
    if not clauses:
        return _shared_word(source, one, other) or _short(re.split(r" of |[,;:]", _content(source, one))[0])
    _, block, proposition = max(clauses, key=lambda clause: clause[0])
    return _text(source, proposition.topic.shift(source.blocks[block].span.start))


def _shared_word(source: Source, one: Statement, other: Statement) -> str | None:
    theirs = {stem(word) for word in _WORD.findall(_content(source, other)) if len(word) >= TELLING}
    return next(
        (w for w in _WORD.findall(_content(source, one)) if len(w) >= TELLING and stem(w) in theirs), None
    )


def _text(source: Source, span: Span) -> str:
    return _short(source.text[span.start : span.end])


def _short(text: str) -> str:
    words = _ARTICLE.sub("", " ".join(re.sub(r"[“”\"]", "", text).split()).strip("' "), count=1).split()
    return " ".join(words[:_LONGEST_SUBJECT]) + (" …" if len(words) > _LONGEST_SUBJECT else "")


def _id(subject: str, number: int) -> str:
    words = re.findall(r"[a-z0-9]+", subject.lower().replace("’", ""))[:6]
    return "-".join(("d", *words, str(number + 1)) if number else ("d", *words))
