"""Apply corrections to attributions: who said what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.model import Act, Attribution, How, Kind, NotSaid, Span, Status
from generator.review.anchoring.edges import has_marks
from generator.review.applying.draft import ExtractionDraft, provenance
from generator.review.applying.matching import are_one
from generator.review.applying.miss import NOT_BESIDE, NOTHING_THERE, NOTHING_TO_REJECT, Miss
from generator.review.applying.placement import Placed
from generator.review.corrections.correction import Action, Correction

RULE = "editor"


def correct(draft: ExtractionDraft, placed: Placed) -> Miss | None:
    """Apply a correction whose words were found; return what it did not find."""
    c = placed.correction
    found = _matching(draft, placed)
    if c.action is Action.REJECT:
        for one in found:
            status = provenance(c, Status.REJECTED)
            draft.attributions[one.id] = replace(one, provenance=status)
        return None if found else Miss(NOTHING_TO_REJECT)
    if not found and not placed.makes:
        return Miss(NOTHING_THERE)
    if missing := _missing_beside(placed):
        return missing
    new = _corrected(draft, placed, found[0] if found else None)
    for one in found:
        draft.drop(one.id, heir=new.id)
    draft.put(new)
    return None


def _missing_beside(placed: Placed) -> Miss | None:
    """Tell of a source or cue written by hand that is not there; an edit may lose those of the preview."""
    c = placed.correction
    if c.is_of_preview:
        return None
    for name, given, found in (("source", c.source, placed.source), ("cue", c.cue, placed.cue)):
        if given and not found:
            return Miss(NOT_BESIDE.format(name, given[0].exact), refused=True)
    return None


def _matching(draft: ExtractionDraft, placed: Placed) -> list[Attribution]:
    """Find the attribution that the correction refers to, and others that are the same report.

    What lies around the best match or inside it is its own, though it shares most of the words;
    what is made of several parts takes the place of those that were found apart.
    """
    c = placed.correction
    content = placed.was or placed.content
    same = draft.same_reports(content, placed.cue)
    if same:
        best = same[0]
        same = [one for one in same if are_one(best.content, best.cue, one.content, one.cue)]
    pieces = [one for one in draft.pieces_of(content) if one not in same] if placed.makes else []
    if same or pieces:
        return [*same, *pieces]
    return [] if placed.makes or c.is_of_preview else draft.smallest_around(content)


def _corrected(draft: ExtractionDraft, placed: Placed, old: Attribution | None) -> Attribution:
    """Build the corrected attribution; what the correction leaves out stays as it was found."""
    c = placed.correction
    extent_given = old is None or placed.makes or c.action is Action.RESIZE
    content = placed.content if extent_given or old is None else old.content
    speakers = old.speakers if c.speakers is None and old else draft.ensure_speakers(c.speakers or ())
    status = Status.CONFIRMED if c.action is Action.CONFIRM else Status.EDITED
    return Attribution(
        id=old.id if old else draft.free_id(f"q-{c.id}"),
        kind=Kind(c.kind) if c.kind else old.kind if old else kind_of(draft.text, content),
        act=c.act or (old.act if old else Act.SAYS),
        source=placed.source or _outside(old.source if old else (), content),
        cue=placed.cue or _outside(old.cue if old else (), content),
        content=content,
        speakers=speakers,
        confidence=1.0,
        rule=old.rule if old and c.action is Action.CONFIRM else RULE,
        how=c.how or (old.how if old else How.SAYS),
        not_said=_not_said(c, old),
        lang=old.lang if old else None,
        provenance=provenance(c, status),
    )


def _not_said(correction: Correction, old: Attribution | None) -> NotSaid | None:
    """Tell why nobody said it: for the reason given, else the one found; None where somebody did."""
    found = old.not_said if old else None
    if correction.said:
        return None
    if correction.said is None:
        return correction.not_said or found
    return correction.not_said or found or NotSaid.NEGATED


def _outside(spans: Sequence[Span], content: Sequence[Span]) -> tuple[Span, ...]:
    """Keep a source or cue, unless the new content covers its words."""
    return () if any(span.overlaps(part) for span in spans for part in content) else tuple(spans)


def kind_of(text: str, content: Sequence[Span]) -> Kind:
    """Tell the kind: direct between quotation marks, mixed with some inside, else indirect."""
    marks = [has_marks(text[span.start : span.end]) for span in content]
    if all(opened and closed for opened, closed in marks):
        return Kind.DIRECT
    inside = any(mark in text[span.start : span.end] for span in content for mark in '“”"«»„')
    return Kind.MIXED if inside else Kind.INDIRECT


def made(
    draft: ExtractionDraft, correction: Correction, content: tuple[Span, ...], speaker: str
) -> Attribution:
    """Make an attribution of which only content and speaker are known, and put it into the draft."""
    new = Attribution(
        id=draft.free_id(f"q-{correction.id}"),
        kind=kind_of(draft.text, content),
        act=Act.SAYS,
        source=(),
        cue=(),
        content=content,
        speakers=draft.ensure_speakers((speaker,)),
        confidence=1.0,
        rule=RULE,
        provenance=provenance(correction, Status.EDITED),
    )
    draft.put(new)
    return new
