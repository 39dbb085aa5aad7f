"""Reports: what one paragraph says that somebody said, before the document is known."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Act, Feature, How, Kind, NotSaid, Span

SURE_ENOUGH = 0.3  # a report below this confidence claims no quotation for itself


@dataclass(frozen=True, slots=True)
class Report:
    """An attribution within a paragraph; spans count code points of the paragraph.

    ``content`` is empty in a lead-in (``She told the court:``): what it announces
    stands in the next paragraph. ``open_ended`` is true where the content's last
    quotation, or the clause that closes it, ends the paragraph, so that a quotation
    that is all of the next paragraph goes on with it.
    """

    rule: str
    act: Act
    kind: Kind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    how: How = How.SAYS
    not_said: NotSaid | None = None
    open_ended: bool = False
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Reports:
    """All reports of one paragraph, in order of their content.

    ``opening`` holds the quotations of a paragraph that consists of nothing else and
    of which no report claims any; ``claims_first`` is true where a report claims the
    first quotation. ``unclosed``: the last quotation lacks its closing mark.
    ``signature``: the name in a paragraph that is a dash and a name.
    """

    found: tuple[Report, ...] = ()
    lead_in: Report | None = None
    opening: tuple[Span, ...] = ()
    quotations: tuple[Span, ...] = ()
    starts_quoted: bool = False
    claims_first: bool = False
    unclosed: bool = False
    signature: Span | None = None
    unparsed: bool = False


NOTHING = Reports()
