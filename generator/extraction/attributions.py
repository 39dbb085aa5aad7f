"""From the paragraphs' reports to the document's attributions.

What crosses paragraphs is joined here: a quotation that goes on in the next
paragraph, a lead-in and what it announces, block quotes, the turns of a transcript.
A speech's own speaker holds the whole text; that is no attribution
(``docs/decisions``), see :func:`holder_of`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.extraction.analysis import ParagraphAnalysis
from generator.extraction.options import DEFAULT_OPTIONS, Options
from generator.extraction.reports import Report
from generator.extraction.thresholds import fitted_thresholds
from generator.model import (
    Act,
    Attribution,
    Block,
    BlockKind,
    Kind,
    Source,
    SourceKind,
    Span,
    SpeakerHint,
)

_TURN_CONFIDENCE = 0.99
_MARKS_ALONE_CONFIDENCE = 0.5
_SLUG_WORDS = 6
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def draft(
    source: Source, analyses: Sequence[ParagraphAnalysis], options: Options = DEFAULT_OPTIONS
) -> tuple[Attribution, ...]:
    """All attributions of a text, speakers not yet resolved, in order of their content."""
    found = [*_turns(source), *_reported(source, analyses)]
    kept = [a for a in found if _listed(a, options)]
    kept.sort(key=lambda a: (a.content, a.cue))
    return _with_ids(source.text, kept)


def holder_of(source: Source) -> SpeakerHint | None:
    """Who holds the whole text: the one listed speaker of a speech."""
    if source.kind is SourceKind.SPEECH and len(source.speakers) == 1:
        return source.speakers[0]
    return None


def _listed(attribution: Attribution, options: Options) -> bool:
    if attribution.act not in options.acts:
        return False
    if options.everything:
        return True
    least = options.listed
    if least is None:
        least = fitted_thresholds().listed_at(attribution.act, attribution.kind)
    return attribution.confidence >= least


# --- transcripts ------------------------------------------------------------------


def _turns(source: Source) -> Iterator[Attribution]:
    for turn in source.turns:
        if turn.content:
            yield Attribution(
                "", Kind.DIRECT, Act.SAYS, (turn.label,), (), turn.content, (), _TURN_CONFIDENCE, "turn"
            )


# --- articles -----------------------------------------------------------------------


def _reported(source: Source, analyses: Sequence[ParagraphAnalysis]) -> list[Attribution]:
    """Paragraph by paragraph; the last attribution stays open for what floats after it."""
    found: list[Attribution] = []
    opened: int | None = None  # the attribution whose quotation the next paragraph may go on with
    lead_in: Attribution | None = None
    unclosed = False
    for block, analysis in zip(source.blocks, analyses, strict=True):
        if block.kind is BlockKind.CODE:
            continue
        reports = analysis.reports
        announced = lead_in is not None and _announced(block, analysis)
        if lead_in is not None and announced:
            found.append(replace(lead_in, content=_announced_content(block, analysis)))
            opened, lead_in = len(found) - 1, (lead_in if _in_list(block) else None)
            unclosed = reports.unclosed
        elif opened is not None and _goes_on(analysis, unclosed):
            content = tuple(s.shift(block.span.start) for s in _continued(analysis))
            found[opened] = replace(found[opened], content=found[opened].content + content)
            unclosed = reports.unclosed
        else:
            opened, unclosed, lead_in = None, reports.unclosed, None
        first = len(found)
        taken = found[opened].content if opened is not None else ()
        found.extend(_unattributed(block, analysis))
        found.extend(
            shifted
            for report in reports.found
            if not _claimed((shifted := _attribution(report, block.span.start)).content, taken)
        )
        opened = _open_after(reports.found, first, found, opened, reports.unclosed)
        if reports.lead_in is not None:
            lead_in = _attribution(reports.lead_in, block.span.start)
    return found


def _unattributed(block: Block, analysis: ParagraphAnalysis) -> Iterator[Attribution]:
    """Quotations by their marks alone, where there was no parse."""
    if analysis.reports.unparsed:
        for span in analysis.reports.quotations:
            yield Attribution(
                "", Kind.DIRECT, Act.SAYS, (), (), (span.shift(block.span.start),),
                (), _MARKS_ALONE_CONFIDENCE, "quotation-marks",
            )  # fmt: skip


def _attribution(report: Report, offset: int) -> Attribution:
    return Attribution(
        "", report.kind, report.act,
        tuple(s.shift(offset) for s in report.source),
        tuple(s.shift(offset) for s in report.cue),
        tuple(s.shift(offset) for s in report.content),
        (), report.confidence, report.rule, report.features,
    )  # fmt: skip


def _in_list(block: Block) -> bool:
    return block.kind is BlockKind.LIST_ITEM or block.quoted


def _announced(block: Block, analysis: ParagraphAnalysis) -> bool:
    """Whether a paragraph is what a lead-in announced: a block quote, a quotation, a list item."""
    return block.quoted or block.kind is BlockKind.LIST_ITEM or analysis.reports.starts_quoted


def _announced_content(block: Block, analysis: ParagraphAnalysis) -> tuple[Span, ...]:
    if analysis.reports.starts_quoted and not block.quoted:
        return (analysis.reports.quotations[0].shift(block.span.start),)
    return (block.span,)


def _goes_on(analysis: ParagraphAnalysis, unclosed: bool) -> bool:
    """Whether a paragraph goes on with the quotation before it."""
    if not analysis.reports.starts_quoted:
        return False
    return unclosed or bool(analysis.reports.opening)


def _continued(analysis: ParagraphAnalysis) -> tuple[Span, ...]:
    return analysis.reports.opening or analysis.reports.quotations[:1]


def _claimed(content: Sequence[Span], taken: Sequence[Span]) -> bool:
    """Whether a report claims words that already go on from the paragraph before."""
    return any(c == t for c in content for t in taken)


def _open_after(
    reports: Sequence[Report], first: int, found: Sequence[Attribution], opened: int | None, unclosed: bool
) -> int | None:
    """The attribution that a floating quotation in the next paragraph would go on with."""
    ending = [n for n, report in enumerate(reports) if report.ends_quoted and report.confidence >= 0.3]
    if ending and first + ending[-1] < len(found):
        return first + ending[-1]
    return opened if not reports or unclosed else None


# --- identifiers --------------------------------------------------------------------


def _with_ids(text: str, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Names from the first words of the content, so that an edit elsewhere changes none."""
    used: dict[str, int] = {}
    named = []
    for attribution in attributions:
        slug = _slug(text[attribution.content[0].start : attribution.content[0].end])
        used[slug] = used.get(slug, 0) + 1
        identifier = slug if used[slug] == 1 else f"{slug}-{used[slug]}"
        named.append(replace(attribution, id=identifier))
    return tuple(named)


def _slug(content: str) -> str:
    folded = unicodedata.normalize("NFKD", content[:200]).replace("'", "").replace("’", "")
    bare = "".join(char for char in folded if not unicodedata.combining(char)).lower()
    words = _WORD.findall(bare)[:_SLUG_WORDS]
    return "-".join(["q", *words])[:60].rstrip("-")
