"""One paragraph's reports: the way from a parse to what was said in it, and by whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from generator.extraction.attributions.candidates import DASHES, Candidate, find_candidates
from generator.extraction.attributions.decoding import choose
from generator.extraction.attributions.frames import Frame
from generator.extraction.attributions.holders import find_holders, settled
from generator.extraction.attributions.naming import is_title, reports_nothing
from generator.extraction.attributions.proposals import RULE as READ
from generator.extraction.attributions.proposals import construction
from generator.extraction.attributions.reporting import act_of, reporting_table
from generator.extraction.attributions.reports import SURE_ENOUGH, Report, Reports
from generator.extraction.attributions.scorer import Drawn, Scored, Scorer, fitted_scorer
from generator.extraction.boilerplate import dateline_end
from generator.extraction.grammar import Grammar, Range
from generator.extraction.language import ParsedParagraph
from generator.extraction.manner import Manner, read_manner
from generator.extraction.quotations import Quotation, find_quotations
from generator.extraction.stretches import Layout, lay_out
from generator.extraction.unsaid.view import Unsaid
from generator.extraction.unsaid.walk import why_unsaid
from generator.model import Act, Feature, Kind, Span

_LONGEST_SIGNATURE = 20
_GLOSS = re.compile(
    r"""\s*[,–—]\s+(?:apparently\s+|presumably\s+|evidently\s+)?
    (?:referring|alluding|(?:in\s+)?an?\s+(?:\w+\s+)?(?:reference|allusion))\s+to\s
    [^"“”.!?]*$""",
    re.VERBOSE,
)
# A line of dialogue behind a dash, too rare in news for the models to trust it.
_DIALOGUE = 0.8
FLOOR = 0.02  # below this a candidate is not kept, not even for ``--all``


def find_reports(parse: ParsedParagraph, *, explain: bool = False, scorer: Scorer | None = None) -> Reports:
    """All that is reported in one paragraph; ``explain`` adds the features behind each report."""
    quotations = find_quotations(parse.text)
    if not parse.tokens:
        return _marks_alone(parse.text, quotations)
    g = Grammar(parse)
    layout = lay_out(parse, quotations)
    scorer = scorer or fitted_scorer()
    scored = scorer.score(g, layout, find_candidates(g, layout, scorer.worth))
    chosen = [_settled(g, one) for one in choose([one for one in scored if not _is_of_a_title(g, one)])]
    begin = dateline_end(parse.text)
    reports = tuple(
        report
        for scored in chosen
        if scored.probability >= FLOOR
        and not reports_nothing(g, scored.candidate.anchor, scored.candidate.pattern)
        and (report := _report(g, layout, scored, begin, scorer if explain else None)).content
    )
    return Reports(
        found=reports,
        lead_in=_lead_in(g, layout),
        opening=_opening(parse.text, layout, reports),
        quotations=tuple(q.span for q in layout.quotations),
        starts_quoted=_starts_quoted(parse.text, layout),
        claims_first=_claims_first(layout, reports),
        unclosed=any(not q.closed for q in layout.quotations),
        signature=_signature(g),
    )


def _settled(g: Grammar, scored: Scored) -> Scored:
    """Return the same with the source that grammar leaves no doubt about."""
    drawn = scored.drawn
    holder = settled(g, drawn.candidate.anchor, drawn.holder)
    if holder is drawn.holder or holder.tokens is None:
        return scored
    return replace(scored, drawn=replace(drawn, holder=holder, source=(g.chars(holder.tokens),)))


def _is_of_a_title(g: Grammar, scored: Scored) -> bool:
    """Return whether all that it holds are the marks and words of a title."""
    if len(scored.content) != 1:
        return False
    content, anchor = scored.content[0], scored.candidate.anchor
    first, end = bisect_left(g.starts, content.start), bisect_left(g.starts, content.end)
    return is_title(g, first, end, anchor)


def _report(g: Grammar, layout: Layout, scored: Scored, begin: int, explaining: Scorer | None) -> Report:
    """The report in print; what stands before ``begin``, a dateline, is no part of it."""
    candidate = scored.candidate
    pattern = construction(g, candidate.anchor) if candidate.rule == READ else candidate.pattern
    manner = read_manner(g, candidate.anchor, pattern, scored.content)
    unsaid = why_unsaid(g, layout.inside, candidate.anchor, scored.content, scored.drawn.holder.head)
    text = g.parse.text
    content = _without_gloss(text, _after(begin, [_closed(text, span) for span in scored.content]))
    return Report(
        rule=scored.candidate.rule,
        act=act(g, scored.drawn),
        kind=_kind(layout, scored.content),
        source=_after(begin, [_closed(text, span) for span in scored.drawn.source]),
        cue=_cue(g, scored.candidate, scored.content),
        content=content,
        confidence=round(max(scored.probability, _DIALOGUE if _is_dialogue(g, scored) else 0.0), 4),
        how=manner.how,
        not_said=unsaid.reason if unsaid else None,
        open_ended=scored.probability >= SURE_ENOUGH and _open_ended(g, layout, scored),
        features=_explained(explaining.explain(scored), manner, unsaid) if explaining else (),
    )


def _is_dialogue(g: Grammar, scored: Scored) -> bool:
    """``— You signed it, replied the judge.``: a line behind a dash, then who says it, the verb first."""
    tokens, anchor, source = g.tokens, scored.candidate.anchor, scored.drawn.holder.tokens
    if tokens[0].text not in DASHES or source is None or source.first != anchor + 1:
        return False
    begins = bool(scored.content) and scored.content[0].start == tokens[min(1, len(tokens) - 1)].start
    parted = anchor > 2 and tokens[anchor - 1].text in (",", "?", "!", "…", "...")
    closed = source.end >= len(tokens) or tokens[source.end].pos == "PUNCT"
    return begins and parted and closed and tokens[anchor].tag in ("VBD", "VBZ")


def _explained(features: tuple[Feature, ...], manner: Manner, unsaid: Unsaid | None) -> tuple[Feature, ...]:
    """With what tells how it was said, and whether, in words; they carry no weight."""
    said = f"no: {unsaid.reason}, by “{unsaid.words}”" if unsaid else "yes: nothing says otherwise"
    return (
        *features,
        Feature("how", f"{manner.how}, by “{manner.words}”", 0.0),
        Feature("said", said, 0.0),
    )


def _closed(text: str, span: Span) -> Span:
    """With the bracket that closes right after it what opens inside."""
    opened = text.count("(", *span) > text.count(")", *span)
    return Span(span.start, span.end + 1) if opened and text[span.end : span.end + 1] == ")" else span


def _after(begin: int, spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(Span(max(begin, span.start), span.end) for span in spans if span.end > begin)


def _without_gloss(text: str, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Without the writer's ", referring to …" behind what was said."""
    *others, last = content or (Span(0, 0),)
    gloss = _GLOSS.search(text, *last)
    return (*others, Span(last.start, gloss.start())) if gloss else content


def act(g: Grammar, drawn: Drawn) -> Act:
    """Return whether the source says, thinks, wants or shows."""
    head = drawn.holder.head
    source = g.word(head) if head is not None else None
    return act_of(g.word(drawn.candidate.anchor), drawn.candidate.pattern, source)


def _cue(g: Grammar, candidate: Candidate, content: Sequence[Span]) -> tuple[Span, ...]:
    """The cue's words, neighbours joined; ``of`` in ``accused them of it`` is part of what was said."""
    spans: list[Span] = []
    last = None
    for i in sorted(candidate.cue):
        span = Span(g.tokens[i].start, g.tokens[i].end)
        if i != candidate.anchor and any(part.contains(span) for part in content):
            continue
        if last == i - 1 and spans:
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
        last = i
    return tuple(spans)


def _kind(layout: Layout, content: Sequence[Span]) -> Kind:
    marks = [q.span for q in layout.quotations_across(content)]
    if set(content) <= set(marks):
        return Kind.DIRECT
    held = any(span.contains(layout.quotations[n].span) for span in content for n in layout.across(span))
    return Kind.MIXED if held else Kind.INDIRECT


def _open_ended(g: Grammar, layout: Layout, scored: Scored) -> bool:
    if not layout.quotations:
        return False
    last = layout.quotations[-1].span
    if not any(span.contains(last) for span in scored.content):
        return False
    if not any(char.isalnum() for char in g.parse.text[last.end :]):
        return True
    closing = layout.closing(len(layout.quotations) - 1)
    return closing is not None and closing.end == len(g.tokens) and closing.first <= scored.candidate.anchor


# --- what the next paragraph may need to know ---------------------------------------


def _starts_quoted(text: str, layout: Layout) -> bool:
    return bool(layout.quotations) and not text[: layout.quotations[0].span.start].strip()


def _opening(text: str, layout: Layout, reports: Sequence[Report]) -> tuple[Span, ...]:
    """The paragraph's quotations where it consists of them alone and none is claimed."""
    spans = [q.span for q in layout.quotations]
    if not spans or any(r.confidence >= SURE_ENOUGH and r.kind is not Kind.INDIRECT for r in reports):
        return ()
    rest, at = "", 0
    for span in spans:
        rest += text[at : span.start]
        at = span.end
    rest += text[at:]
    return tuple(spans) if not any(char.isalnum() for char in rest) else ()


def _claims_first(layout: Layout, reports: Sequence[Report]) -> bool:
    if not layout.quotations:
        return False
    first = layout.quotations[0].span
    return any(r.confidence >= SURE_ENOUGH and any(c.contains(first) for c in r.content) for r in reports)


def _signature(g: Grammar) -> Span | None:
    """``– Kim Lee, teacher`` as a paragraph of its own: the name."""
    tokens = g.tokens
    if len(tokens) < 2 or len(tokens) > _LONGEST_SIGNATURE or tokens[0].text not in DASHES:
        return None
    end = next((i for i in range(1, len(tokens)) if tokens[i].text in (",", "(", ".")), len(tokens))
    named = end > 1 and tokens[1].text[:1].isupper()
    return g.chars(Range(1, end)) if named and not any(t.pos == "VERB" for t in tokens[1:end]) else None


def _lead_in(g: Grammar, layout: Layout) -> Report | None:
    """``She told the court:`` at the paragraph's end."""
    tokens = g.tokens
    if tokens[-1].text != ":" or layout.inside[-1] >= 0:
        return None
    first = g.parse.sentences[tokens[-1].sentence].start
    verbs = [
        i
        for i in range(first, len(tokens))
        if tokens[i].pos == "VERB" and layout.inside[i] < 0 and tokens[i].dep not in ("aux", "auxpass")
    ]
    if not verbs:
        return _labelled(g, first)
    best = max(verbs, key=lambda v: (reporting_table().strength(tokens[v].lemma.lower(), "quote-before"), v))
    strength = reporting_table().strength(tokens[best].lemma.lower(), "quote-before") ** 0.5
    frame = Frame("lead-in", "quote-before", best, (best,), (), best)
    holder = find_holders(g, frame)[0]
    source = (g.chars(holder.tokens),) if holder.tokens else ()
    head = tokens[holder.head].lemma.lower() if holder.head is not None else None
    cue = (Span(tokens[best].start, tokens[best].end),)
    act = act_of(tokens[best].lemma.lower(), "quote-before", head)
    return Report("lead-in", act, Kind.DIRECT, source, cue, (), strength)


def _labelled(g: Grammar, first: int) -> Report | None:
    colon = len(g.tokens) - 1
    if not first < colon <= first + 12:
        return None
    source = g.chars(Range(first, colon))
    cue = Span(g.tokens[colon].start, g.tokens[colon].end)
    return Report("lead-in", act_of(":", "quote-before", None), Kind.DIRECT, (source,), (cue,), (), 0.5)


def _marks_alone(text: str, quotations: Sequence[Quotation]) -> Reports:
    """Without a parse, quotations are all there is to see."""
    outer = [q for q in quotations if q.depth == 0]
    spans = tuple(q.span for q in outer if any(c.isalnum() for c in text[q.span.start : q.span.end]))
    starts = bool(outer) and not text[: outer[0].span.start].strip()
    unclosed = any(not q.closed for q in outer)
    return Reports(quotations=spans, starts_quoted=starts, unclosed=unclosed, unparsed=True)
