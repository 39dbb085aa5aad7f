"""Turn a decision into a change of the review file. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.model import (
    AccountPair,
    Act,
    Assertion,
    Attribution,
    DateFact,
    Entity,
    NumberFact,
    Source,
    Span,
    Speaker,
    SpeakerKind,
    Status,
)
from generator.preview.review_api.extents import move_edge
from generator.preview.review_api.form_values import altered, paired, resubjected
from generator.preview.review_api.schemas import (
    Add,
    Alter,
    Attribute,
    Judge,
    Lead,
    Pair,
    Part,
    Place,
    Resize,
    Tell,
    Withdraw,
    unknown_annotation,
    unprocessable,
)
from generator.review import Action, Correction, CorrectionFactory, FactKind, Outcome, Review, Target
from generator.review.anchoring.anchor import Tolerance
from generator.review.anchoring.parts import anchor_all
from generator.review.anchoring.selectors import Ambiguous, Found, Selector, describe
from generator.review.annotations import Reviewable, annotations_by_key
from generator.review.applying.attributions import kind_of
from generator.review.corrections.factory import reanchored

_NEW = "new"  # an id that no correction keeps
_CONTINUED = (Action.RESIZE, Action.ATTRIBUTE)
_JUDGEMENTS = {"accept": (Action.CONFIRM, Status.CONFIRMED), "reject": (Action.REJECT, Status.REJECTED)}


@dataclass(frozen=True, slots=True)
class Change:
    """A correction added, removed, or replaced by one with its id; ``key`` is of the annotation.

    One that is ``joined`` was made by the same decision as the one before, and is undone with it.
    """

    before: Correction | None
    after: Correction | None
    key: str | None = None
    joined: bool = False

    def undone(self) -> Change:
        """Return the reverse change."""
        return Change(self.after, self.before, self.key)


@dataclass(frozen=True, slots=True)
class DecisionContext:
    """A text, its current review, and the factory of the person who decides."""

    source: Source
    review: Review
    factory: CorrectionFactory

    def find(self, key: str) -> Reviewable:
        """Return the annotation with this key. Raises ``ReviewError``."""
        found = annotations_by_key(self.review.extraction).get(key)
        if found is None:
            raise unknown_annotation()
        return found


def decide(
    context: DecisionContext,
    decision: Judge | Attribute | Tell | Alter | Pair | Lead | Resize | Add | Place | Withdraw,
) -> Change:
    """Return the change that a decision makes. Raises ``ReviewError`` where there is none."""
    match decision:
        case Judge(do=do, on=on):
            return Change(None, _judged(context, context.find(on), *_JUDGEMENTS[do]), on)
        case Attribute(on=on, speakers=speakers):
            return Change(None, _attributed(context, context.find(on), speakers), on)
        case Tell(on=on):
            return Change(None, _told(context, context.find(on), decision), on)
        case Alter(on=on, values=values):
            return Change(None, _altered(context, context.find(on), values), on)
        case Pair(on=on, other=other, subject=subject):
            return Change(None, paired(context.find(on), context.find(other), subject, context.factory), None)
        case Lead(on=on):
            return Change(None, _led(context, context.find(on)), on)
        case Resize(on=on):
            return Change(None, _resized(context, context.find(on), decision), on)
        case Add():
            return Change(None, _added(context.source, context.factory, decision))
        case Place(correction=identifier, candidate=candidate):
            outcome = _lost(context, identifier)
            return Change(outcome.correction, _reattached(outcome, candidate, context.source.text))
        case Withdraw(correction=identifier):
            return Change(_lost(context, identifier).correction, None)


def told_kinds(names: Sequence[str], kind: SpeakerKind, factory: CorrectionFactory) -> list[Change]:
    """Return the changes that say what speakers are whom a decision just named."""
    added = (factory.speaker(Action.ADD, Speaker(name, kind)) for name in names)
    return [Change(None, correction, joined=True) for correction in added]


def _lost(context: DecisionContext, identifier: str) -> Outcome:
    found = (o for o in context.review.unapplied if o.correction.id == identifier)
    outcome = next(found, None)
    if outcome is None:
        raise unknown_annotation()
    return outcome


def merge(last: Change | None, new: Change, corrections: Sequence[Correction]) -> Change:
    """Combine ``new`` with ``last`` where it continues it, as when an edge moves word by word.

    Only the newest correction of the file is replaced: later ones may depend on an earlier one.
    """
    before, after = last.after if last else None, new.after
    newest = corrections[-1] if corrections else None
    if last is None or before is None or after is None or new.before is not None or before != newest:
        return new
    if (last.key, before.action) != (new.key, after.action) or after.action not in _CONTINUED:
        return new
    return Change(before, after.model_copy(update={"id": before.id, "was": before.was}), new.key)


# --- accept, reject ----------------------------------------------------------


def _judged(context: DecisionContext, found: Reviewable, action: Action, status: Status) -> Correction:
    factory, value = context.factory, found.value
    if found.provenance.status is status:
        raise unprocessable(f"It is {status} already.")
    match value:
        case Attribution():
            return factory.attribution(action, value)
        case Assertion():
            return factory.assertion(action, value)
        case Speaker():
            return factory.speaker(action, value)
        case AccountPair():
            return factory.pair(action, value, _sides(context, value))
        case DateFact():
            return factory.date(action, value)
        case NumberFact():
            return factory.number(action, value)
        case Entity():
            return factory.entity(action, value, found.kind or FactKind.PERSON)


def _sides(context: DecisionContext, pair: AccountPair) -> tuple[Attribution, Attribution]:
    by_id = {one.id: one for one in context.review.extraction.attributions}
    one, other = pair.attributions
    return by_id[one], by_id[other]


# --- change ------------------------------------------------------------------


def _attributed(context: DecisionContext, found: Reviewable, speakers: tuple[str, ...]) -> Correction:
    one = found.value
    if isinstance(one, Attribution | Assertion) and one.speakers == speakers and _is_live(one):
        raise unprocessable("It is attributed to them already.")
    if isinstance(one, Attribution):
        return context.factory.attribution(Action.ATTRIBUTE, replace(one, speakers=speakers))
    if isinstance(one, Assertion):
        return context.factory.assertion(Action.ATTRIBUTE, replace(one, speakers=speakers))
    raise unprocessable("Only statements and key assertions can have speakers.")


def _told(context: DecisionContext, found: Reviewable, decision: Tell) -> Correction:
    """Confirm a statement with how it was said; that somebody said it is written out where it was doubted."""
    one = found.value
    if not isinstance(one, Attribution):
        raise unprocessable("Only statements are said in some way.")
    if (one.how, one.not_said) == (decision.how, decision.not_said) and _is_live(one):
        raise unprocessable("It stands so already.")
    changed = replace(one, how=decision.how, not_said=decision.not_said)
    correction = context.factory.attribution(Action.CONFIRM, changed)
    return correction.model_copy(update={"said": decision.not_said is None})


def _altered(context: DecisionContext, found: Reviewable, values: Mapping[str, str]) -> Correction:
    if isinstance(found.value, AccountPair):
        confirmed = context.factory.pair(Action.CONFIRM, found.value, _sides(context, found.value))
        return resubjected(found.value, values.get("subject", ""), confirmed)
    return altered(found, values, context.factory)


def _led(context: DecisionContext, found: Reviewable) -> Correction:
    if not isinstance(found.value, Assertion):
        raise unprocessable("Only key assertions have an order.")
    return context.factory.assertion(Action.ADD, found.value)


def _is_live(one: Attribution | Assertion) -> bool:
    return one.provenance.status is not Status.REJECTED


def _resized(context: DecisionContext, found: Reviewable, decision: Resize) -> Correction:
    one, source = found.value, context.source
    if not isinstance(one, Attribution | Assertion):
        raise unprocessable("Only statements and key assertions have edges to move.")
    spans = move_edge(
        source.text, source.blocks, found.spans, decision.edge, decision.words, part=decision.part
    )
    if spans == found.spans:
        raise unprocessable("There is no further word: the paragraph or the passage ends here.")
    if isinstance(one, Assertion):
        return context.factory.assertion(Action.RESIZE, replace(one, span=spans[0]), was=one.span)
    changed = replace(one, content=spans, source=_beside(one.source, spans), cue=_beside(one.cue, spans))
    return context.factory.attribution(Action.RESIZE, changed, was=one.content)


def _beside(spans: Sequence[Span], content: Sequence[Span]) -> tuple[Span, ...]:
    """Keep a source or a cue, unless the content now covers it."""
    return () if any(one.overlaps(part) for one in spans for part in content) else tuple(spans)


# --- add --------------------------------------------------------------------


def _added(source: Source, factory: CorrectionFactory, decision: Add) -> Correction:
    """Return the correction that adds the annotation."""
    spans = _spans(source.text, decision.parts)
    match decision.what:
        case "attribution":
            cue = () if decision.cue is None else _reporting(source.text, decision.cue, spans)
            return factory.attribution(Action.ADD, _statement(source.text, spans, cue, decision.speakers))
        case "assertion":
            return factory.assertion(Action.ADD, _assertion(_single(spans), decision.speakers))
        case kind:
            span = _single(spans)
            name = decision.name or " ".join(source.text[span.start : span.end].split())
            return factory.entity(Action.ADD, Entity(name, (), (span,), 1.0), FactKind(kind))


def _spans(text: str, parts: Sequence[Part]) -> tuple[Span, ...]:
    selectors = [Selector(part.exact, part.prefix, part.suffix) for part in parts]
    answer = anchor_all(selectors, text, tolerance=Tolerance.WORDS)
    if isinstance(answer, Found):
        return answer.spans
    if isinstance(answer, Ambiguous):
        raise unprocessable("These words occur more than once. Select more of them.")
    raise unprocessable(
        "These words are not in the text, or too few to be sure. Select more words, and whole ones."
    )


def _single(spans: Sequence[Span]) -> Span:
    if len(spans) > 1:
        raise unprocessable("Only a statement can have several parts. Select words in one paragraph.")
    return spans[0]


def _reporting(text: str, cue: Part, content: Sequence[Span]) -> tuple[Span, ...]:
    """Return the reporting words: without context, the ones nearest to the content."""
    wanted = " ".join(cue.exact.split())
    pattern = r"\s+".join(map(re.escape, wanted.split()))
    places = [Span(*m.span()) for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]
    outside = [span for span in places if not any(span.overlaps(part) for part in content)]
    if not outside:
        raise unprocessable("The reporting words are not in the text beside these words.")
    return (min(outside, key=lambda span: min(_apart(span, part) for part in content)),)


def _apart(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end)


def _statement(
    text: str, spans: tuple[Span, ...], cue: tuple[Span, ...], speakers: tuple[str, ...]
) -> Attribution:
    kind = kind_of(text, spans)
    return Attribution(_NEW, kind, Act.SAYS, (), cue, spans, speakers, 1.0, _NEW)


def _assertion(span: Span, speakers: tuple[str, ...]) -> Assertion:
    return Assertion(_NEW, 0, span, 1.0, speakers, None, _NEW)


# --- move a lost correction to one of its candidates --------------------------


def _reattached(outcome: Outcome, candidate: int, text: str) -> Correction:
    """Return the correction with its words at the candidate's place."""
    correction = outcome.correction
    if candidate >= len(outcome.candidates):
        raise unknown_annotation()
    if correction.action is Action.SPLIT_SPEAKER:
        raise unprocessable("This correction has several passages: edit it in the file.")
    spans = outcome.candidates[candidate].spans
    if correction.target is Target.ACCOUNT_PAIR and outcome.placed.content:
        return correction.model_copy(update={"against": tuple(describe(text, span) for span in spans)})
    return _with_source_and_cue(correction, text, spans)


def _with_source_and_cue(correction: Correction, text: str, spans: Sequence[Span]) -> Correction:
    """Move source and cue along where they are as far from the words as they were."""
    before = correction.content[0].start
    shift = 0 if before is None else spans[0].start - before
    beside = {name: _shifted(getattr(correction, name), text, shift) for name in ("source", "cue")}
    return reanchored(correction, text, spans).model_copy(update=beside)


def moved_along(other: Correction, placed: Correction) -> Correction:
    """Return a correction of the same words with the anchor that another one was given."""
    words = ("content", "source", "cue") if other.source or other.cue else ("content",)
    anchors = {name: getattr(placed, name) for name in words}
    return other.model_copy(update={**anchors, "text_hash": placed.text_hash if other.text_hash else None})


def _shifted(parts: Sequence[Selector], text: str, shift: int) -> tuple[Selector, ...]:
    return tuple(_shifted_part(part, text, shift) for part in parts)


def _shifted_part(part: Selector, text: str, shift: int) -> Selector:
    if part.start is None or part.start + shift < 0 or not text.startswith(part.exact, part.start + shift):
        return part
    start = part.start + shift
    return describe(text, Span(start, start + len(part.exact)))
