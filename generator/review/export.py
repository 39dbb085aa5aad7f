"""Export corrections as training data: JSON Lines, each with the text around it.

One object a correction: what was done, to which words of ``text`` (spans are code
points of it, ``[start, end)``), and ``found``: what the machine had found there. A
correction whose words are gone is exported with the context that it remembers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from generator.model import Attribution, Extraction, Source, Span
from generator.review.applying import Outcome, Review
from generator.review.applying.matching import are_one, likeness
from generator.review.corrections.correction import Correction, Target

_SET = (
    "speakers",
    "kind",
    "act",
    "how",
    "said",
    "not_said",
    "subject",
    "title",
    "value",
    "unit",
    "about",
    "link",
)


def lines(
    doc: str, source: Source, extraction: Extraction, review: Review, *, names: bool = False
) -> Iterator[str]:
    """Yield the corrections of one document as JSON; ``extraction`` is the machine's alone.

    Reviewers' names and notes are left out unless ``names``.
    """
    for outcome in review.outcomes:
        yield json.dumps(_entry(doc, source, extraction, outcome, names=names), ensure_ascii=False)


def _entry(
    doc: str, source: Source, extraction: Extraction, outcome: Outcome, *, names: bool
) -> dict[str, Any]:
    c = outcome.correction
    entry: dict[str, Any] = {
        "doc": doc,
        "id": c.id,
        "action": c.action.value,
        "target": c.target.value,
        "state": outcome.state.value,
        **(_in_context(source, outcome) if outcome.placed.content else _remembered(c)),
        **{key: value for key in _SET if (value := getattr(c, key)) is not None},
        "found": _found(source, extraction, outcome),
        "text_hash": c.text_hash,
        "at": c.at.isoformat() if c.at else None,
    }
    if names:
        entry |= {"by": c.by, "note": c.note}
    return entry


def _in_context(source: Source, outcome: Outcome) -> dict[str, Any]:
    """Return the paragraphs that hold the words, and the words' places in them."""
    placed = outcome.placed
    passages = {
        "content": placed.content,
        "against": placed.against,
        "was": placed.was,
        "source": placed.source,
        "cue": placed.cue,
    }
    around = _paragraphs(source, [span for spans in passages.values() for span in spans])
    spans = {key: _shifted(spans, around) for key, spans in passages.items() if spans}
    return {"text": source.text[around.start : around.end], **spans}


def _paragraphs(source: Source, spans: Sequence[Span]) -> Span:
    """Return the span from the first paragraph that holds one of the spans to the last."""
    hull = Span(min(span.start for span in spans), max(span.end for span in spans))
    held = [block.span for block in source.blocks if block.span.overlaps(hull)]
    starts, ends = [hull.start, *(s.start for s in held)], [hull.end, *(s.end for s in held)]
    return Span(min(starts), max(ends))


def _shifted(spans: Sequence[Span], around: Span) -> list[list[int]]:
    return [list(span.shift(-around.start)) for span in spans]


def _remembered(c: Correction) -> dict[str, Any]:
    """Return the words as they were when the correction was made."""
    text, spans = "", []
    for part in c.content:
        start = len(text) + len(part.prefix)
        spans.append([start, start + len(part.exact)])
        text += f"{part.prefix}{part.exact}{part.suffix}\n"
    return {"text": text, "content": spans}


def _found(source: Source, extraction: Extraction, outcome: Outcome) -> dict[str, Any] | None:
    """Return the machine's own attribution at these words."""
    placed = outcome.placed
    if placed.correction.target is not Target.ATTRIBUTION or not placed.content:
        return None
    content = placed.was or placed.content
    same = [a for a in extraction.attributions if are_one(content, placed.cue, a.content, a.cue)]
    best = max(same, key=lambda a: likeness(content, a.content), default=None)
    return None if best is None else _told(best, source)


def _told(one: Attribution, source: Source) -> dict[str, Any]:
    return {
        "content": [source.text[s.start : s.end] for s in one.content],
        "source": [source.text[s.start : s.end] for s in one.source],
        "cue": [source.text[s.start : s.end] for s in one.cue],
        "speakers": list(one.speakers),
        "kind": one.kind.value,
        "act": one.act.value,
        "how": one.how.value,
        "rule": one.rule,
        "confidence": round(one.confidence, 4),
    }
