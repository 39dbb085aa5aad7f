"""Assemble the document's attributions from the paragraphs' reports.

The turns of a transcript are attributions of their own; what is reported within a
turn stays, nested in it. What crosses paragraphs is for ``joining``.
A speech's own speaker holds the whole text; that is no attribution.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.extraction.analysis import ParagraphAnalysis
from generator.extraction.attributions.joining import join
from generator.extraction.attributions.listing import SpokenText, is_listed
from generator.extraction.options import DEFAULT_OPTIONS, Options
from generator.model import (
    Act,
    Attribution,
    BlockKind,
    Kind,
    NotSaid,
    Source,
    Span,
)
from generator.slugs import Fragments

_TURN_CONFIDENCE = 0.99
_APART = frozenset({BlockKind.FOOTNOTE, BlockKind.CODE})
_CLAUSE_RULES = frozenset({"according-to", "adverbial", "hedge"})
_CLAUSE_WORDS = 3
# Not "No. 10", nor "the group No Labels".
_NOBODY = re.compile(r"(?:[Nn]o(?= [a-z])|[Nn]o[ -]one|[Nn]obody|[Nn]one|[Nn]othing|[Nn]either|[Nn]ot one)\b")
# "She asked that question": what it was stands elsewhere.
_ANAPHOR = re.compile(
    r"(?:it|so|this|these|those|(?:that|this|the same|these|those|all this|all that)"
    r" (?:questions?|points?|claims?|things?|words?|statements?|arguments?|allegations?|much|again))\W*",
    re.IGNORECASE,
)
# "Was reported by the Gazette as such:": what it was stands behind.
_AS_FOLLOWS = re.compile(r"[^.;:!?\n]{0,60}?\bas (?:such|follows)\b[:.]?", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def draft(
    source: Source, analyses: Sequence[ParagraphAnalysis], options: Options = DEFAULT_OPTIONS
) -> tuple[Attribution, ...]:
    """All attributions of a text, speakers not yet resolved, in order of their content."""
    whole = (_without_frame(report) for report in join(source.blocks, analyses))
    marked = (_unless_nobody(source.text, report) for report in whole)
    stated = (report for report in marked if _states(source.text, report))
    reported = _of_the_text(source, _not_turns(source, stated))
    spoken = SpokenText(source)
    listed = (
        a for a in reported if is_listed(a, options, spoken) and (options.everything or spoken.counts(a))
    )
    kept = [*(a for a in _turns(source) if is_listed(a, options, spoken)), *listed]
    kept.sort(key=lambda a: (a.content, a.cue))
    return _with_ids(source.text, kept)


def _unless_nobody(text: str, attribution: Attribution) -> Attribution:
    """ "Nobody said", "Neither of them knew": whoever is named did not say it."""
    if attribution.said and any(_NOBODY.match(text, span.start) for span in attribution.source):
        return replace(attribution, not_said=NotSaid.NEGATED)
    return attribution


def _states(text: str, report: Attribution) -> bool:
    """Return whether there is content; "according to …" reports a clause of three words at least."""
    if report.kind is Kind.INDIRECT and _ANAPHOR.fullmatch(" ".join(text[a:b] for a, b in report.content)):
        return False
    if report.kind is Kind.INDIRECT and report.cue and _AS_FOLLOWS.match(text, report.cue[-1].end):
        return False
    words = sum(len(_WORD.findall(text[span.start : span.end])) for span in report.content)
    return words >= (_CLAUSE_WORDS if report.rule in _CLAUSE_RULES else 1)


def _without_frame(attribution: Attribution) -> Attribution:
    """The content without words that are its own cue or source: the two never share any."""
    frame = (*attribution.cue, *attribution.source)
    if not any(span.overlaps(part) for span in attribution.content for part in frame):
        return attribution
    content = attribution.content
    for part in frame:
        content = tuple(piece for span in content for piece in _cut(span, part))
    return replace(attribution, content=content)


def _cut(span: Span, part: Span) -> tuple[Span, ...]:
    """Return what is left of ``span`` before and after ``part``."""
    if not span.overlaps(part):
        return (span,)
    pieces = ((span.start, part.start), (part.end, span.end))
    return tuple(Span(start, end) for start, end in pieces if start < end)


def _of_the_text(source: Source, reported: Iterable[Attribution]) -> Iterator[Attribution]:
    """Without what stands in the editor's notes, in code, or in a heading below the headline.

    Nobody whom those quote speaks in the text.
    """
    apart = sorted(
        block.span
        for number, block in enumerate(source.blocks)
        if block.kind in _APART or (number and block.kind is BlockKind.HEADING)
    )
    for attribution in reported:
        if not _one_overlaps(apart, attribution.content[0]):
            yield attribution


def _not_turns(source: Source, reported: Iterable[Attribution]) -> Iterator[Attribution]:
    """Without what only says again that a turn is its speaker's: its label is nobody's source."""
    labels = sorted(turn.label for turn in source.turns)
    for attribution in reported:
        if not any(_one_overlaps(labels, span) for span in attribution.source):
            yield attribution


def _one_overlaps(ordered: Sequence[Span], span: Span) -> bool:
    """Return whether one of some spans in order, none of which overlap, overlaps ``span``."""
    after = bisect_left(ordered, (span.end, span.end))
    return after > 0 and ordered[after - 1].overlaps(span)


# --- transcripts ------------------------------------------------------------------


def _turns(source: Source) -> Iterator[Attribution]:
    for turn in source.turns:
        if turn.content:
            yield Attribution(
                "", Kind.DIRECT, Act.SAYS, (turn.label,), (), turn.content, (), _TURN_CONFIDENCE, "turn"
            )


# --- identifiers --------------------------------------------------------------------


def _with_ids(text: str, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Give each attribution an id made of its content, which is its permalink in the page too."""
    fragments = Fragments()
    return tuple(replace(a, id=fragments.of("q", _words(text, a.content))) for a in attributions)


def _words(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[span.start : span.end] for span in spans)
