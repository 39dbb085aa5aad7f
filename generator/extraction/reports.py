"""Reports: what one paragraph says that somebody said, before the document is known."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Act, Feature, Kind, Span


@dataclass(frozen=True, slots=True)
class Report:
    """An attribution within a paragraph; spans count code points of the paragraph.

    ``content`` is empty in a lead-in (``She told the court:``): what it announces
    stands in the next paragraph. ``ends_quoted`` is true where the content's last
    quotation is the last of the paragraph's words, so that a floating quotation in
    the next paragraph may go on with it.
    """

    rule: str
    act: Act
    kind: Kind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    ends_quoted: bool = False
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Reports:
    """All reports of one paragraph, in order of their content.

    ``opening`` holds the quotations at the paragraph's start that no report claims,
    where nothing but quotations stands in the paragraph; ``unclosed`` is true where
    the last quotation lacks its closing mark.
    """

    found: tuple[Report, ...] = ()
    lead_in: Report | None = None
    opening: tuple[Span, ...] = ()
    quotations: tuple[Span, ...] = ()
    starts_quoted: bool = False
    unclosed: bool = False
    unparsed: bool = False


NOTHING = Reports()
