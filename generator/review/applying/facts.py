"""Apply corrections to the fact sidebar: people, organisations, places, dates, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.model import DateFact, Entity, NumberFact, Provenance, Span, Status
from generator.review.annotations import Fact
from generator.review.applying.draft import ExtractionDraft, provenance
from generator.review.applying.matching import SAME, common, likeness
from generator.review.applying.placement import Placed
from generator.review.corrections.correction import Action, Correction, FactKind

_MIDDLING = 0.5  # the salience of somebody whom only a person named


def correct(draft: ExtractionDraft, placed: Placed) -> str | None:
    """Apply a correction whose words were found; return why not, if it cannot be."""
    c = placed.correction
    found = _find(draft, placed)
    if c.action is Action.REJECT:
        if found is not None:
            _put(draft, *found, _provided(found[1], provenance(c, Status.REJECTED)), found[0])
        return None
    kind = FactKind(c.kind) if c.kind else found[0] if found else None
    if kind is None or (found is None and c.value is None):
        return "no fact is annotated at its words; with kind and value it would be kept"
    old = found[1] if found else None
    status = Status.CONFIRMED if c.action is Action.CONFIRM else Status.EDITED
    new = _made(draft.text, placed, kind, old, provenance(c, status))
    if new is None:
        return f"the value of a {kind} must be a number"
    if found:
        _put(draft, *found, new, kind)
    else:
        draft.facts[kind].append(new)
    return None


def _find(draft: ExtractionDraft, placed: Placed) -> tuple[FactKind, Fact] | None:
    """Find the fact at these words, of the correction's kind where there is one."""
    found = [(kind, fact) for kind in FactKind for fact in draft.facts[kind] if _is_at(fact, placed.content)]
    wanted = [one for one in found if one[0] == placed.correction.kind]
    best = max(wanted or found, key=lambda one: _closeness(one[1], placed.content), default=None)
    return best or _by_name(draft, placed.correction)


def _by_name(draft: ExtractionDraft, c: Correction) -> tuple[FactKind, Fact] | None:
    """Find the entity of the very name, whose mentions may have changed."""
    kinds = [FactKind(c.kind)] if c.kind else list(FactKind)
    entities = ((kind, entity) for kind in kinds for entity in draft.facts[kind])
    return next((e for e in entities if isinstance(e[1], Entity) and e[1].name == c.value), None)


def _is_at(fact: Fact, spans: Sequence[Span]) -> bool:
    places = fact.mentions if isinstance(fact, Entity) else (fact.span,)
    return any(likeness((place,), (span,)) >= SAME for place in places for span in spans)


def _closeness(fact: Fact, spans: Sequence[Span]) -> int:
    places = fact.mentions if isinstance(fact, Entity) else (fact.span,)
    return common(places, spans)


def _put(draft: ExtractionDraft, kind: FactKind, old: Fact, new: Fact, new_kind: FactKind) -> None:
    """Replace ``old`` by ``new``, in its list or in the list of another kind."""
    facts = draft.facts[kind]
    place = next(number for number, fact in enumerate(facts) if fact is old)
    if kind is new_kind:
        facts[place] = new
    else:
        del facts[place]
        draft.facts[new_kind].append(new)


def _provided(fact: Fact, by: Provenance) -> Fact:
    return replace(fact, provenance=by)


def _made(text: str, placed: Placed, kind: FactKind, old: Fact | None, by: Provenance) -> Fact | None:
    """Build the corrected fact; what the correction leaves out stays as it was found."""
    c = placed.correction
    span = old.span if isinstance(old, DateFact | NumberFact) else placed.content[0]
    words = text[span.start : span.end]
    match kind:
        case FactKind.DATE:
            before = old if isinstance(old, DateFact) else DateFact(span, words, None)
            value = before.value if c.value is None else c.text_value or None
            return DateFact(span, words, value, c.about or before.about, by)
        case FactKind.NUMBER:
            return _number(c, NumberFact(span, words, 0, None, None) if old is None else old, span, words, by)
    return _entity(c, placed.content, old, words, by)


def _number(c: Correction, old: Fact, span: Span, words: str, by: Provenance) -> NumberFact | None:
    before = old if isinstance(old, NumberFact) else NumberFact(span, words, 0, None, None)
    value = c.value if isinstance(c.value, float) else None
    if value is None and before is not old:
        return None
    stays = before.value if value is None else value
    return NumberFact(span, words, stays, c.unit or before.unit, c.about or before.about, by)


def _entity(
    c: Correction, mentions: tuple[Span, ...], old: Fact | None, words: str, by: Provenance
) -> Entity:
    before = old if isinstance(old, Entity) else Entity(words, (), mentions, _MIDDLING)
    titles = before.titles
    if c.title is not None:
        titles = (c.title, *(t for t in titles if t != c.title)) if c.title else ()
    return replace(before, name=c.text_value or before.name, titles=titles, provenance=by)
