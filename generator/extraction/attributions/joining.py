"""Join what crosses paragraphs: quotations that go on, lead-ins and what they announce, signatures.

One pass over the paragraphs in order; the only memory is what the last ones left open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.extraction.analysis import ParagraphAnalysis
from generator.extraction.attributions.reports import Report, Reports
from generator.model import Act, Attribution, Block, BlockKind, Kind, Span

_MARKS_ALONE_CONFIDENCE = 0.5
_SIGNATURE_CONFIDENCE = 0.8


def join(blocks: Sequence[Block], analyses: Sequence[ParagraphAnalysis]) -> list[Attribution]:
    """The attributions of all paragraphs, without ids, in no particular order."""
    joiner = _Joiner()
    for block, analysis in zip(blocks, analyses, strict=True):
        if block.kind is not BlockKind.CODE:
            joiner.add(block, analysis.reports)
    return joiner.found


@dataclass(slots=True)
class _Joiner:
    """``opened`` is the attribution that the next paragraph may go on with, as its place in
    ``found``; ``floating`` are the quotations of the last paragraphs that nobody holds yet."""

    found: list[Attribution] = field(default_factory=list)
    opened: int | None = None
    unclosed: bool = False
    lead_in: Attribution | None = None
    floating: list[Span] = field(default_factory=list)

    def add(self, block: Block, reports: Reports) -> None:
        offset = block.span.start
        taken = self._carried_over(block, reports)
        ending = self.opened if taken else None
        for report in reports.found:
            attribution = attribute(report, offset)
            if any(span in taken for span in attribution.content):
                continue
            self.found.append(attribution)
            if report.open_ended:
                ending = len(self.found) - 1
        if reports.unparsed:
            self.found.extend(_by_marks(span.shift(offset)) for span in reports.quotations)
        self.opened = ending
        self._remember(block, reports, taken)

    def _carried_over(self, block: Block, reports: Reports) -> tuple[Span, ...]:
        """Return what of this paragraph belongs to an attribution of the ones before."""
        offset = block.span.start
        if reports.signature is not None and self.floating:
            self._sign(reports.signature.shift(offset), offset)
            return ()
        if self.lead_in is not None and _announced(block, reports):
            content = _content(block, reports)
            self.found.append(replace(self.lead_in, content=content))
            self.opened = len(self.found) - 1
            return content
        if self.opened is not None and self._goes_on(block, reports):
            content = _content(block, reports)
            before = self.found[self.opened]
            self.found[self.opened] = replace(before, content=before.content + content)
            return content
        return ()

    def _goes_on(self, block: Block, reports: Reports) -> bool:
        listed = block.quoted or block.kind is BlockKind.LIST_ITEM
        if listed and self.found[self.opened or 0].rule == "lead-in":
            return True
        if not reports.starts_quoted or reports.claims_first:
            return False
        return self.unclosed or bool(reports.opening)

    def _sign(self, name: Span, offset: int) -> None:
        cue = Span(offset, offset + 1)
        content = tuple(self.floating)
        self.found.append(
            Attribution(
                "", Kind.DIRECT, Act.SAYS, (name,), (cue,), content, (), _SIGNATURE_CONFIDENCE, "signature"
            )
        )

    def _remember(self, block: Block, reports: Reports, taken: Sequence[Span]) -> None:
        self.unclosed = reports.unclosed
        lead_in = reports.lead_in
        self.lead_in = attribute(lead_in, block.span.start) if lead_in is not None else None
        if taken or not (reports.opening or block.quoted):
            self.floating = []
        else:
            self.floating += _content(block, reports)


def _announced(block: Block, reports: Reports) -> bool:
    """Return whether a paragraph is what a lead-in announced: a block quote, a quotation, a list item."""
    return block.quoted or block.kind is BlockKind.LIST_ITEM or reports.starts_quoted


def _content(block: Block, reports: Reports) -> tuple[Span, ...]:
    """The words that a paragraph hands to an attribution of the ones before."""
    if block.quoted or not reports.starts_quoted:
        return (block.span,)
    spans = reports.opening or reports.quotations[:1]
    return tuple(span.shift(block.span.start) for span in spans)


def _by_marks(span: Span) -> Attribution:
    """A quotation by its marks alone, where there was no parse."""
    return Attribution(
        "", Kind.DIRECT, Act.SAYS, (), (), (span,), (), _MARKS_ALONE_CONFIDENCE, "quotation-marks"
    )


def attribute(report: Report, offset: int) -> Attribution:
    """A report as an attribution of the document."""
    return Attribution(
        "",
        report.kind,
        report.act,
        tuple(span.shift(offset) for span in report.source),
        tuple(span.shift(offset) for span in report.cue),
        tuple(span.shift(offset) for span in report.content),
        (),
        report.confidence,
        report.rule,
        report.how,
        report.not_said,
        report.features,
    )
