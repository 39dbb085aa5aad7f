"""Apply corrections to the fact sidebar: people, organisations, places, dates, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.model import SHARE, DateFact, Entity, NumberFact, Provenance, Span, SpeakerKind, Status
from generator.review.annotations import Fact
from generator.review.applying.draft import ExtractionDraft, provenance
from generator.review.applying.matching import SAME, common, likeness
from generator.review.applying.miss import NOTHING_THERE, NOTHING_TO_REJECT, SEVERAL_THERE, Miss
from generator.review.applying.placement import Placed
from generator.review.corrections.correction import Action, Correction, FactKind
from generator.review.corrections.values import (
    DATE_HINT,
    NUMBER_HINT,
    Figure,
    read_date,
    read_number,
    read_unit,
    same_unit,
)

_Found = tuple[FactKind, Fact]
_MIDDLING = 0.5  # the salience of somebody whom only a person named


NO_NUMBER = "these words are no number yet; give its value"
_ON_A_SPAN = (FactKind.DATE, FactKind.NUMBER)


def correct(draft: ExtractionDraft, placed: Placed) -> Miss | None:
    """Apply a correction whose words were found; return what it did not find."""
    c = placed.correction
    found = _find(draft, placed)
    if len(found) > 1 and not _replaces_all(c, found):
        return Miss(SEVERAL_THERE, several=True)
    if c.action is Action.REJECT:
        for listed, fact in found:
            draft.relist(listed, fact, listed, _provided(fact, provenance(c, Status.REJECTED)))
        return None if found else Miss(NOTHING_TO_REJECT)
    kind = FactKind(c.kind) if c.kind else found[0][0] if found else None
    if kind is None or (not found and not placed.makes):
        return Miss(NOTHING_THERE)
    old = found[0][1] if found else None
    status = Status.CONFIRMED if c.action is Action.CONFIRM else Status.EDITED
    new = _made(draft.text, placed, kind, old, provenance(c, status))
    if isinstance(new, Miss):
        return new
    if isinstance(new, Entity):
        new = _with_namesakes(draft, new, kind, old)
    if isinstance(new, Entity) and c.kind and found and found[0][0] is not kind:
        _speaks_as(draft, new.name, kind, new.provenance)
    if found:
        draft.relist(*found[0], kind, new)
        for others, other in found[1:]:
            draft.facts[others] = [fact for fact in draft.facts[others] if fact is not other]
    else:
        draft.facts[kind].append(new)
    return None


def _speaks_as(draft: ExtractionDraft, name: str, kind: FactKind, by: Provenance) -> None:
    """Give a speaker of the same name the kind too: somebody is not a person in one list alone."""
    speaker = draft.speakers.get(draft.speaker_called(name) or "")
    if speaker is not None and kind in (FactKind.PERSON, FactKind.ORGANISATION):
        draft.speakers[speaker.name] = replace(speaker, kind=SpeakerKind(kind.value), provenance=by)


def _replaces_all(c: Correction, found: Sequence[_Found]) -> bool:
    """Tell whether a correction stands for all that was found: dates or numbers, of one kind."""
    kinds = {kind for kind, _ in found}
    return c.action is Action.CORRECT_FACT and len(kinds) == 1 and kinds <= {*_ON_A_SPAN}


def _find(draft: ExtractionDraft, placed: Placed) -> list[_Found]:
    """Find the fact at these words, of the correction's kind where there is one.

    Words that hold a shorter fact, or lie in a longer one, mean that one; a date or a number
    that is corrected replaces all of its kind that its words hold or overlap.
    """
    c, spans = placed.correction, placed.content
    near = [(kind, fact) for kind in FactKind for fact in draft.facts[kind] if common(_places(fact), spans)]
    near.sort(key=lambda one: -_closeness(one[1], spans))
    same = [one for one in near if any(_is_at(one[1], span) for span in spans)]
    best = ([one for one in same if one[0] == c.kind] or same)[:1]
    if not best and c.action not in (Action.CORRECT_FACT, Action.ADD):
        best = _by_name(draft, c)
    overlapping = [one for one in near if c.kind in (None, one[0]) and c.action is not Action.ADD]
    if not best:
        return overlapping or _of_another_kind(c, near)
    if c.action is Action.CORRECT_FACT and best[0][0] in _ON_A_SPAN:
        best += [one for one in overlapping if one[0] is best[0][0] and one[1] is not best[0][1]]
    return best


def _of_another_kind(c: Correction, near: Sequence[_Found]) -> list[_Found]:
    """Find the names that a correction moves into the list of another kind."""
    names = [one for one in near if isinstance(one[1], Entity)]
    return names if c.action is Action.CORRECT_FACT and c.kind not in (None, *_ON_A_SPAN) else []


def _by_name(draft: ExtractionDraft, c: Correction) -> list[_Found]:
    """Find the entity of the very name, whose mentions may have changed."""
    kinds = [FactKind(c.kind)] if c.kind else list(FactKind)
    entities = ((kind, entity) for kind in kinds for entity in draft.facts[kind])
    return [e for e in entities if isinstance(e[1], Entity) and e[1].name == c.value][:1]


def _places(fact: Fact) -> tuple[Span, ...]:
    return fact.mentions if isinstance(fact, Entity) else (fact.span,)


def _is_at(fact: Fact, span: Span) -> bool:
    return any(likeness((place,), (span,)) >= SAME for place in _places(fact))


def _closeness(fact: Fact, spans: Sequence[Span]) -> int:
    return common(_places(fact), spans)


def _with_namesakes(draft: ExtractionDraft, new: Entity, kind: FactKind, old: Fact | None) -> Entity:
    """Unite an entity with another one of its list that has its name, so that it is listed once."""
    others = [one for one in draft.entities(kind) if one.name == new.name and one is not old]
    gone = {id(one) for one in others}
    draft.facts[kind] = [fact for fact in draft.facts[kind] if id(fact) not in gone]
    everything = [new, *others]
    return replace(
        new,
        titles=new.titles or next((one.titles for one in others if one.titles), ()),
        mentions=tuple(sorted({mention for one in everything for mention in one.mentions})),
        salience=max(one.salience for one in everything),
    )


def _provided(fact: Fact, by: Provenance) -> Fact:
    return replace(fact, provenance=by)


def _made(text: str, placed: Placed, kind: FactKind, old: Fact | None, by: Provenance) -> Fact | Miss:
    """Build the corrected fact; what the correction leaves out stays as it was found."""
    c = placed.correction
    span = placed.content[0]
    if isinstance(old, DateFact | NumberFact) and not _widens(placed, old.span):
        span = old.span
    words = text[span.start : span.end]
    match kind:
        case FactKind.DATE:
            return _date(c, old if isinstance(old, DateFact) else None, span, words, by)
        case FactKind.NUMBER:
            return _number(c, old if isinstance(old, NumberFact) else None, span, words, by)
    return _entity(c, placed.content, old, words, by)


def _widens(placed: Placed, old: Span) -> bool:
    """Tell whether a correction gives a fact other words: those it names, if they are more."""
    span = placed.content[0]
    sets_extent = placed.correction.action is Action.CORRECT_FACT or placed.makes
    return sets_extent and span.overlaps(old) and not old.contains(span)


def _date(c: Correction, old: DateFact | None, span: Span, words: str, by: Provenance) -> DateFact | Miss:
    """Build a date; it is corrected where it is not the one that was read, nor the one in its words."""
    before = old or DateFact(span, words, None)
    value = before.value if c.value is None else read_date(c.text_value)
    if value is None and c.text_value:
        return Miss(f"{c.text_value!r} is not a date ({DATE_HINT})")
    about = _told(c.about, before.about)
    if old is not None and value == old.value:
        return replace(old, span=span, text=words, about=about, provenance=by)
    corrected = value is not None and c.action is not Action.CONFIRM and read_date(words) != value
    return DateFact(span, words, value, about, by, corrected=corrected)


def _number(
    c: Correction, old: NumberFact | None, span: Span, words: str, by: Provenance
) -> NumberFact | Miss:
    """Build a number; it is corrected where it is not the one in its words."""
    read = read_number(words)
    figure = _figure(old) if c.value is None else read_number(c.value)
    if figure is None:
        return Miss(f"{c.text_value!r} is not a number ({NUMBER_HINT})" if c.text_value else NO_NUMBER)
    here = figure.unit or (old.unit if old else read.unit if read else None)
    unit = _told(c.unit and read_unit(c.unit), here)
    if unit == SHARE and not 0 <= figure.value <= 1:
        return Miss("a share is written 0.4, 40 percent or four in ten")
    before = _figure(old) or read
    figure = replace(figure, upper=_upper(c, figure, before))
    about = _told(c.about, old.about if old else None)
    new = NumberFact(span, words, figure.value, unit, about, by, figure.upper)
    requalified = read is not None and figure.qualifier not in ("", read.qualifier)
    if not requalified and not _is_corrected(new, old, read, c.action):
        return new
    wording = old.wording if old and c.value is None else figure.wording
    return replace(new, corrected=True, wording=wording)


def _is_corrected(new: NumberFact, old: NumberFact | None, read: Figure | None, action: Action) -> bool:
    """Tell whether a number is another one than the text has; ``read`` is what its words say alone."""
    if old is not None and (new.value, new.upper, new.unit) == (old.value, old.upper, old.unit):
        return old.corrected
    if read is None:
        return action is not Action.CONFIRM
    if (new.value, new.upper) != (read.value, read.upper):
        return True
    return bool(new.unit and read.unit) and not same_unit(new.unit or "", read.unit or "")


def _told(wanted: str | None, before: str | None) -> str | None:
    """Return what a correction says, or what stood before where it says nothing; "" takes it away."""
    return before if wanted is None else wanted or None


def _figure(fact: NumberFact | None) -> Figure | None:
    return Figure(fact.value, fact.unit, fact.upper, fact.wording) if fact else None


def _upper(c: Correction, figure: Figure, before: Figure | None) -> float | None:
    """Return the upper end of a range; a confirmation, and an older preview, give its lower end alone."""
    alone = c.action is Action.CONFIRM or (c.is_of_preview and isinstance(c.value, float))
    if figure.upper is None and alone and before is not None and before.value == figure.value:
        return before.upper
    return figure.upper


def _entity(
    c: Correction, mentions: tuple[Span, ...], old: Fact | None, words: str, by: Provenance
) -> Entity:
    before = old if isinstance(old, Entity) else Entity(words, (), mentions, _MIDDLING)
    titles = before.titles
    if c.title is not None:
        titles = (c.title, *(t for t in titles if t != c.title)) if c.title else ()
    return replace(before, name=c.text_value or before.name, titles=titles, provenance=by)
