"""From a decision to the change of the sidecar that it makes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.model import (
    AccountPair,
    Assertion,
    Attribution,
    DateFact,
    Entity,
    NumberFact,
    Source,
    Span,
    Speaker,
    Status,
)
from generator.preview.reviewing.adding import added
from generator.preview.reviewing.annotations import Reviewable, reviewables
from generator.preview.reviewing.decisions import Add, Attribute, Judge, Place, Resize, Withdraw
from generator.preview.reviewing.extents import moved
from generator.preview.reviewing.placing_anew import placed_anew
from generator.preview.reviewing.refusing import refused, unknown
from generator.review import Action, Correction, FactKind, Hand, Outcome, Review

_GOES_ON = (Action.RESIZE, Action.ATTRIBUTE)
_DONE = {"accept": (Action.CONFIRM, Status.CONFIRMED), "reject": (Action.REJECT, Status.REJECTED)}


@dataclass(frozen=True, slots=True)
class Change:
    """One correction comes, goes, or takes the place of another with its id; ``key`` is whom it is about."""

    before: Correction | None
    after: Correction | None
    key: str | None = None

    def undone(self) -> Change:
        """The change that takes this one back."""
        return Change(self.after, self.before, self.key)


@dataclass(frozen=True, slots=True)
class Case:
    """A text and its review as it stands, and the hand that decides."""

    source: Source
    review: Review
    hand: Hand

    def find(self, key: str) -> Reviewable:
        """The annotation with this key. Raises :class:`~...refusing.Refused`."""
        found = reviewables(self.review.extraction).get(key)
        if found is None:
            raise unknown()
        return found


def decided(case: Case, decision: Judge | Attribute | Resize | Add | Place | Withdraw) -> Change:
    """The change that a decision makes. Raises ``Refused`` where it cannot be, or changes nothing."""
    match decision:
        case Judge(do=do, on=on):
            return Change(None, _judged(case, case.find(on), *_DONE[do]), on)
        case Attribute(on=on, speakers=speakers):
            return Change(None, _attributed(case, case.find(on), speakers), on)
        case Resize(on=on):
            return Change(None, _resized(case, case.find(on), decision), on)
        case Add():
            return Change(None, added(case.source, case.hand, decision))
        case Place(correction=identifier, candidate=candidate):
            outcome = _lost(case, identifier)
            return Change(outcome.correction, placed_anew(outcome, candidate, case.source.text))
        case Withdraw(correction=identifier):
            return Change(_lost(case, identifier).correction, None)


def _lost(case: Case, identifier: str) -> Outcome:
    found = (o for o in case.review.unapplied if o.correction.id == identifier)
    outcome = next(found, None)
    if outcome is None:
        raise unknown()
    return outcome


def merged(last: Change | None, new: Change, corrections: Sequence[Correction]) -> Change:
    """``new``, as a new version of ``last`` where it goes on with the same: an edge moved word by word.

    Only the newest correction of the file is written anew: what stands behind it may
    have been decided upon it.
    """
    before, after = last.after if last else None, new.after
    newest = corrections[-1] if corrections else None
    if last is None or before is None or after is None or new.before is not None or before != newest:
        return new
    if (last.key, before.action) != (new.key, after.action) or after.action not in _GOES_ON:
        return new
    return Change(before, after.model_copy(update={"id": before.id, "was": before.was}), new.key)


# --- accept, reject ----------------------------------------------------------


def _judged(case: Case, found: Reviewable, action: Action, status: Status) -> Correction:
    hand, one = case.hand, found.one
    if one.provenance.status is status:
        raise refused(f"It is {status} already.")
    match one:
        case Attribution():
            return hand.attribution(action, one)
        case Assertion():
            return hand.assertion(action, one)
        case Speaker():
            return hand.speaker(action, one)
        case AccountPair():
            return hand.pair(action, one, _sides(case, one))
    return _of_fact(hand, found, action)


def _of_fact(hand: Hand, found: Reviewable, action: Action) -> Correction:
    match found.one:
        case DateFact() as date:
            return hand.date(action, date)
        case NumberFact() as number:
            return hand.number(action, number)
        case Entity() as entity:
            return hand.entity(action, entity, found.kind or FactKind.PERSON)
    raise unknown()


def _sides(case: Case, pair: AccountPair) -> tuple[Attribution, Attribution]:
    by_id = {one.id: one for one in case.review.extraction.attributions}
    one, other = pair.attributions
    return by_id[one], by_id[other]


# --- change ------------------------------------------------------------------


def _attributed(case: Case, found: Reviewable, speakers: tuple[str, ...]) -> Correction:
    one = found.one
    if isinstance(one, Attribution | Assertion) and one.speakers == speakers and _is_live(one):
        raise refused("That is who says it already.")
    if isinstance(one, Attribution):
        return case.hand.attribution(Action.ATTRIBUTE, replace(one, speakers=speakers))
    if isinstance(one, Assertion):
        return case.hand.assertion(Action.ATTRIBUTE, replace(one, speakers=speakers))
    raise refused(f"Nobody says a {found.target.replace('-', ' ')}.")


def _is_live(one: Attribution | Assertion) -> bool:
    return one.provenance.status is not Status.REJECTED


def _resized(case: Case, found: Reviewable, decision: Resize) -> Correction:
    one, source = found.one, case.source
    if not isinstance(one, Attribution | Assertion):
        raise refused("Only statements and key assertions have edges to move.")
    spans = moved(source.text, source.blocks, found.spans, decision.edge, decision.words)
    if spans == found.spans:
        raise refused("There is no further word: here the paragraph, or the passage, ends.")
    if isinstance(one, Assertion):
        return case.hand.assertion(Action.RESIZE, replace(one, span=spans[0]), was=one.span)
    changed = replace(one, content=spans, source=_beside(one.source, spans), cue=_beside(one.cue, spans))
    return case.hand.attribution(Action.RESIZE, changed, was=one.content)


def _beside(spans: Sequence[Span], content: Sequence[Span]) -> tuple[Span, ...]:
    """A source or a cue, unless the content has grown over it."""
    return () if any(one.overlaps(part) for one in spans for part in content) else tuple(spans)
