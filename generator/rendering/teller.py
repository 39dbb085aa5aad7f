"""Tell a statement outside of its text, never without the words that say how it was said.

What is quoted stands for itself. Anything else is told as the sentence that reports it,
with the reported words marked: "Halász *denied* that **the council had been told**".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from generator.model import Attribution, Kind, Reference, Source, Span
from generator.rendering.context import Line, Role, Words
from generator.rendering.sentences import sentence_around

_TURN = "turn"
_NEAR = 70  # characters between who speaks and what is said, for the words between to report it
_OPENER = 8  # characters: "that "
_OPENING = '“„‟"«»‹›‘'
_CLOSING = {"“": "”", "„": "“", "«": "»", "»": "«", "‹": "›", "›": "‹", "‘": "’"}
_MARKS = _OPENING + "”’"
_BEFORE_A_NAME = frozenset({"to", "by", "of", "from", "in", "laut", "zufolge", "nach"})

Marked = tuple[Span, Role]


def is_quoted(one: Attribution) -> bool:
    """Return whether the words are the speaker's own, and need nothing beside them but the name."""
    return one.kind is Kind.DIRECT


def is_question(text: str) -> bool:
    """Return whether every sentence of ``text`` asks."""
    ends = re.findall(r"[.!?…。؟？]+[\"”’»)]*(?=\s|$)", text)
    return (
        bool(ends)
        and all("?" in end or "؟" in end or "？" in end for end in ends)
        and text.rstrip()[-1:] in '?؟？"”’»)'
    )


def line(text: str) -> str:
    """Return ``text`` in one line."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the statements of one text; of an excerpt nothing but what is ``allowed``."""

    source: Source
    allowed: tuple[Span, ...] = ()
    frames: tuple[Span, ...] = field(init=False)

    def __post_init__(self) -> None:
        turns = {block.start: block for turn in self.source.turns for block in turn.content}
        blocks = {block.span.start: block.span for block in self.source.blocks}
        object.__setattr__(self, "frames", tuple(sorted({*blocks.values(), *turns.values()})))

    def statement(self, one: Attribution) -> tuple[Words, ...]:
        """Return the words by which a statement may stand beside its speaker's name."""
        if is_quoted(one):
            return (Words(line(self._in_one(one.content)), Role.SAID),)
        return _closed(self._words(self.sentences(one), _roles(one)))

    def in_sentence(self, one: Attribution) -> tuple[Words, ...]:
        """Return the sentence that holds a statement, with what is said and what reports it marked."""
        return self._words(self.sentences(one), _roles(one))

    def sentences(self, one: Attribution) -> tuple[Span, ...]:
        """Return the sentences that hold what is said and what reports it, in the order of the text."""
        hulls: dict[Span, Span] = {}
        for span in (*one.source, *one.cue, *one.content):
            frame = self._frame(span)
            hull = hulls.get(frame, span)
            hulls[frame] = Span(min(hull.start, span.start), max(hull.end, span.end))
        found = (
            self._clipped(sentence_around(self.source.text, frame, hull), hull)
            for frame, hull in hulls.items()
        )
        return tuple(sorted(found))

    def first(self, shown: Sequence[Span]) -> tuple[Words, ...]:
        """Return the first sentence of what is ``shown``."""
        for span in shown:
            if self.source.text[span.start : span.end].strip():
                at = Span(span.start, span.start + 1)
                return self._words([sentence_around(self.source.text, self._frame(span), at)], ())
        return ()

    def lead(self, one: Attribution) -> str:
        """Return the reporting words as they stand before what is said; none before the speaker's own."""
        words = "" if is_quoted(one) else self._report(one, one.content[0]).lead
        return words.removesuffix(" that").removesuffix(" dass").rstrip(" ,:")

    def is_inverted(self, one: Attribution) -> bool:
        """Return whether the reporting words stand before the name: "According to"."""
        return not is_quoted(one) and self._report(one, one.content[0]).inverted

    def briefly(self, one: Attribution, length: int) -> str:
        """Return a statement as a label: the reporting words first, cut at a word."""
        said = line(self._in_one(one.content))
        told = self.lead(one)
        return shortened(f"{told}: {said}" if told else said, length)

    def assertion(
        self, span: Span, one: Attribution | None, refers: Sequence[Reference], speakers: Sequence[str]
    ) -> Line:
        """Return the line of an assertion that ``one`` makes; its ``speakers`` are printed first."""
        text = self.source.text
        if one is None or one.rule == _TURN:
            return Line("", self._words([span], (), _meant(text, [span], refers, speakers)))
        if not any(span.contains(cue) for cue in one.cue) and (one.cue or is_quoted(one)):
            report = self._report(one, span)
            words = self._words([span], [(span, Role.SAID)], _meant(text, [span], refers, speakers))
            return Line(report.lead, self._in_marks(one, span, words), report.inverted, report.colon)
        spans = (span,) if any(span.contains(cue) for cue in one.cue) else self.sentences(one)
        means = _meant(text, spans, [*_sources(text, one), *refers], ())
        return Line("", _closed(self._words(spans, _roles(one), means)), whole=True)

    # --- helpers ---

    def _report(self, one: Attribution, span: Span) -> Line:
        """The reporting words for ``span``: all between name and words where they stand in that order."""
        text = self.source.text
        if not one.cue:
            return Line("", ())
        cue, who = one.cue[0], one.source[0] if one.source else None
        near = who is not None and who.end <= cue.start and cue.start - who.end <= _NEAR
        if who and near and cue.end <= span.start and span.start - who.end <= _NEAR:
            first = one.content[0]
            start = span.start if first.start <= span.start < first.start + _OPENER else first.start
            between = text[who.end : max(cue.end, start)]
            if start == span.start and not re.search(r"[.!?;:\n]", between):
                return Line(line(between).strip(" ,"), ())
        lead = line(text[who.end : cue.end] if who and near else text[cue.start : cue.end]).strip(" ,")
        last = lead.rsplit(" ", 1)[-1].casefold()
        return Line(
            lead, (), inverted=bool(who and who.start >= cue.end and last in _BEFORE_A_NAME), colon=True
        )

    def _in_marks(self, one: Attribution, span: Span, words: tuple[Words, ...]) -> tuple[Words, ...]:
        """A sentence of a longer quotation, in the marks that the quotation has."""
        text = self.source.text
        opening, last = text[one.content[0].start], text[span.end - 1]
        if not is_quoted(one) or opening not in _OPENING:
            return words
        head = () if text[span.start] in _OPENING else (Words(opening),)
        tail = () if last in _MARKS else (Words(_CLOSING.get(opening, opening)),)
        return (*head, *words, *tail)

    def _frame(self, span: Span) -> Span:
        """The paragraph, or of a transcript what a turn says in it."""
        at = bisect_right(self.frames, (span.start, len(self.source.text) + 1)) - 1
        frame = self.frames[at] if at >= 0 else span
        return frame if frame.contains(span) else span

    def _clipped(self, sentence: Span, hull: Span) -> Span:
        """Return what of a sentence an excerpt may show: the hull itself always is shown."""
        if not self.allowed:
            return sentence
        at = max(0, bisect_right(self.allowed, (hull.start, len(self.source.text) + 1)) - 1)
        shown = self.allowed[at]
        return Span(
            max(sentence.start, min(shown.start, hull.start)), min(sentence.end, max(shown.end, hull.end))
        )

    def _words(
        self,
        spans: Sequence[Span],
        roles: Sequence[Marked],
        means: Sequence[tuple[int, str]] = (),
    ) -> tuple[Words, ...]:
        """The spans as words with their roles; ``means`` are names to be added at offsets."""
        found: list[Words] = []
        for number, span in enumerate(spans):
            if number:
                found.append(Words(self._gap(spans[number - 1], span)))
            found += self._span(span, roles, dict(means))
        return tuple(_joined(found))

    def _in_one(self, spans: Sequence[Span]) -> str:
        """Return the parts of a quotation, with what was left out between them marked."""
        text = self.source.text
        gaps = ["", *(self._gap(before, span) for before, span in pairwise(spans))]
        return "".join(gap + text[span.start : span.end] for gap, span in zip(gaps, spans, strict=True))

    def _gap(self, before: Span, after: Span) -> str:
        return " … " if self.source.text[before.end : after.start].strip() else " "

    def _span(self, span: Span, roles: Sequence[Marked], means: dict[int, str]) -> Iterator[Words]:
        inside = [(one, role) for one, role in roles if one.overlaps(span)]
        edges = {edge for one, _ in inside for edge in one} | set(means)
        cuts = sorted({*span, *(edge for edge in edges if span.start < edge < span.end)})
        for start, end in pairwise(cuts):
            of_here = [role for one, role in inside if one.start <= start < one.end]
            role = Role.CUE if Role.CUE in of_here else of_here[0] if of_here else Role.PLAIN
            yield Words(re.sub(r"\s+", " ", self.source.text[start:end]), role)
            if end in means:
                yield Words(f" [{means[end]}]", Role.MEANS)


def _closed(words: tuple[Words, ...]) -> tuple[Words, ...]:
    """The words, with the mark of a quotation that goes on behind them."""
    text = "".join(one.text for one in words)
    opened = list(re.finditer(r"(?<![^\s(\[])[“„«\"](?=\S)", text))
    if not opened:
        return words
    last = opened[-1]
    closing = _CLOSING.get(last[0], last[0])
    return words if closing in text[last.end() :] else (*words, Words(f" …{closing}"))


def _roles(one: Attribution) -> list[Marked]:
    return [(span, Role.SAID) for span in one.content] + [(span, Role.CUE) for span in one.cue]


def _joined(words: Iterable[Words]) -> Iterator[Words]:
    """Neighbours of one role made one."""
    held: Words | None = None
    for one in words:
        if held and held.role is one.role:
            held = Words(held.text + one.text, held.role)
        else:
            if held:
                yield held
            held = one
    if held:
        yield held


def _sources(text: str, one: Attribution) -> Iterator[Reference]:
    """Whom the words that name the speaker mean."""
    if one.source and len(one.speakers) == 1:
        yield Reference(one.source[0], one.speakers[0])


def _meant(
    text: str, spans: Sequence[Span], refers: Sequence[Reference], known: Sequence[str]
) -> list[tuple[int, str]]:
    """Whom single words stand for, each name once; not who is ``known``, nor who is named there anyway.

    Only pronouns are told of: which of several a description means is too often mistaken.
    """
    told, found = set(known), []
    words = {word for span in spans for word in re.findall(r"\w+", _plain(text[span.start : span.end]))}
    for span, name in refers:
        inside = any(one.contains(span) for one in spans)
        surname = (re.findall(r"\w+", _plain(name)) or [""])[-1]
        if inside and " " not in text[span.start : span.end] and name not in told and surname not in words:
            told.add(name)
            found.append((span.end, name))
    return found


def _plain(text: str) -> str:
    """Lower case without accents: a name is written with them, and without."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def shortened(text: str, length: int = 90) -> str:
    """``text`` cut at a word, with an ellipsis."""
    return text if len(text) <= length else text[: length - 2].rsplit(" ", 1)[0].rstrip(",;:.–—") + " …"
