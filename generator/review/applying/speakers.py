"""Apply corrections to speakers: merge, split, rename, retitle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.model import Entity, Speaker, SpeakerKind, Status
from generator.review.applying.draft import ExtractionDraft, provenance
from generator.review.applying.miss import NOTHING_THERE, Miss
from generator.review.applying.placement import Placed
from generator.review.corrections.correction import Action, Correction, FactKind
from generator.review.people.registry import Registry


def correct(draft: ExtractionDraft, placed: Placed) -> Miss | None:
    """Apply a correction of speakers; return what it did not find."""
    c = placed.correction
    names = c.speakers or ()
    match c.action:
        case Action.MERGE_SPEAKERS:
            return _merge(draft, c, names)
        case Action.SPLIT_SPEAKER:
            return _split(draft, placed, *names)
        case Action.REJECT:
            return _reject(draft, c, names)
        case Action.ADD:
            draft.ensure_speakers(names)
    return _describe(draft, c, names)


def _unknown(names: Sequence[str]) -> Miss:
    return Miss(f"no speaker of this text is called {' or '.join(names)}")


def _describe(draft: ExtractionDraft, c: Correction, names: Sequence[str]) -> Miss | None:
    """Confirm a speaker, or set title and kind, of the same name in the fact sidebar too."""
    found = draft.speaker_called(names[0])
    listed = draft.listed_as({names[0], found or names[0]})
    if found is None and not listed:
        return _unknown(names[:1])
    status = Status.CONFIRMED if c.action is Action.CONFIRM else Status.EDITED
    if found is not None:
        speaker = draft.speakers[found]
        draft.speakers[found] = replace(
            speaker,
            kind=SpeakerKind(c.kind) if c.kind else speaker.kind,
            titles=_titled(speaker.titles, c.title),
            provenance=provenance(c, status),
        )
    for kind, entity in listed:
        _describe_listed(draft, c, kind, entity)
    return None


def _describe_listed(draft: ExtractionDraft, c: Correction, kind: FactKind, entity: Entity) -> None:
    """Set title and kind of somebody in the fact sidebar, as far as the correction tells them."""
    kinds = {"person": FactKind.PERSON, "organisation": FactKind.ORGANISATION}
    other = kinds.get(c.kind or "", kind)
    if c.title is None and other is kind:
        return
    changed = replace(entity, titles=_titled(entity.titles, c.title), provenance=provenance(c, Status.EDITED))
    draft.relist(kind, entity, other, changed)


def _titled(titles: tuple[str, ...], title: str | None) -> tuple[str, ...]:
    """Put another title first; an empty one removes all."""
    if title is None:
        return titles
    return (title, *(t for t in titles if t != title)) if title else ()


def _reject(draft: ExtractionDraft, c: Correction, names: Sequence[str]) -> Miss | None:
    """Remove a speaker and what only they say; refuse where a person confirmed some of it."""
    found = draft.speaker_called(names[0])
    if found is None:
        return _unknown(names[:1])
    said = [one for one in draft.attributions.values() if found in one.speakers]
    if any(one.provenance.is_reviewed for one in said):
        return Miss(f"a confirmed attribution names {found}; reject or reattribute that first", refused=True)
    rejected = provenance(c, Status.REJECTED)
    draft.speakers[found] = replace(draft.speakers[found], provenance=rejected)
    for one in said:
        others = tuple(name for name in one.speakers if name != found)
        changed = replace(one, speakers=others) if others else replace(one, provenance=rejected)
        draft.attributions[one.id] = changed
    return None


# --- two are one -------------------------------------------------------------


def _merge(draft: ExtractionDraft, c: Correction, names: Sequence[str]) -> Miss | None:
    """Merge several speakers into one of the first name, which may be new."""
    called = {name: draft.speaker_called(name) for name in names}
    missing = [n for n in names[1:] if called[n] is None and not draft.listed_as({n})]
    if len(missing) == len(names) - 1:
        return _unknown(missing)
    found = [name for name in called.values() if name is not None]
    kept = called[names[0]] or names[0]
    if found:
        merged = list(dict.fromkeys([kept, *found]))
        speakers = [draft.speakers[name] for name in merged if name in draft.speakers]
        one = _united(kept, speakers, c, draft.registry)
        draft.rename_speakers(dict.fromkeys(merged[1:], kept))
        draft.speakers = _put_in_place(draft.speakers, merged, one)
    else:
        kind = SpeakerKind(c.kind) if c.kind else draft.kind_of(kept)
        one = Speaker(kept, kind, _titled((), c.title), (), provenance(c, Status.EDITED))
    _merge_people(draft, kept, {kept, *names, *found}, one)
    for listed, entity in draft.listed_as({kept}) if c.kind else ():
        _describe_listed(draft, c, listed, entity)
    return _unknown(missing) if missing else None


def _united(name: str, speakers: Sequence[Speaker], c: Correction, registry: Registry) -> Speaker:
    """Unite speakers under a name, of the kind that the correction or the registry tells."""
    person = registry.find(name)
    known = c.kind or (person.kind if person else None)
    called = [alias for s in speakers for alias in (s.name, *s.aliases)]
    titles = tuple(dict.fromkeys(t for s in speakers for t in s.titles))
    return Speaker(
        name,
        SpeakerKind(known) if known else speakers[0].kind,
        _titled(titles, c.title),
        tuple(dict.fromkeys(alias for alias in called if alias != name)),
        provenance(c, Status.EDITED),
    )


def _put_in_place(speakers: dict[str, Speaker], merged: Sequence[str], one: Speaker) -> dict[str, Speaker]:
    """Put the merged speaker where the first of them was."""
    ordered: dict[str, Speaker] = {}
    for name, speaker in speakers.items():
        if name in merged:
            ordered.setdefault(one.name, one)
        else:
            ordered[name] = speaker
    return ordered


def _merge_people(draft: ExtractionDraft, kept: str, names: set[str], one: Speaker) -> None:
    """Merge the same people in the fact sidebar."""
    people = draft.entities(FactKind.PERSON)
    same = [person for person in people if person.name in names]
    if not same:
        return
    united = Entity(
        kept,
        one.titles or same[0].titles,
        tuple(sorted({mention for person in same for mention in person.mentions})),
        max(person.salience for person in same),
        provenance=one.provenance,
    )
    kept_people = [united if person is same[0] else person for person in people if person not in same[1:]]
    draft.facts[FactKind.PERSON] = [*kept_people]


# --- one is two --------------------------------------------------------------


def _split(draft: ExtractionDraft, placed: Placed, old: str, new: str) -> Miss | None:
    """Give the words of the correction's content to another speaker."""
    c = placed.correction
    found = [one for span in placed.content for one in draft.statements_at((span,))]
    if not found:
        return Miss(NOTHING_THERE)
    former = draft.speaker_called(old)
    if draft.speaker_called(new) is None:
        same = former is not None and draft.registry.find(new) is None
        kind = draft.speakers[former].kind if former and same else draft.kind_of(new)
        draft.speakers[new] = Speaker(new, SpeakerKind(c.kind) if c.kind else kind)
    named = draft.speaker_called(new) or new
    draft.speakers[named] = replace(
        draft.speakers[named],
        titles=_titled(draft.speakers[named].titles, c.title),
        provenance=provenance(c, Status.EDITED),
    )
    for one in found:
        speakers = tuple(named if name == former else name for name in one.speakers)
        changed = speakers if named in speakers else (named,)
        draft.attributions[one.id] = replace(one, speakers=changed, provenance=provenance(c, Status.EDITED))
    return None
