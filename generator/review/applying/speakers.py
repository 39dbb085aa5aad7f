"""Corrections of who the speakers are: one or two, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.model import Attribution, Entity, Provenance, Span, Speaker, SpeakerKind, Status
from generator.review.applying.draft import Proof, provenance
from generator.review.applying.finding import around, find, resolve
from generator.review.applying.placement import Placed
from generator.review.corrections.correction import Action, Correction, FactKind


def correct(proof: Proof, placed: Placed) -> str | None:
    """Apply a correction of speakers; returns why not, if it cannot be."""
    c = placed.correction
    names = c.speakers or ()
    match c.action:
        case Action.MERGE_SPEAKERS:
            return _merge(proof, c, names)
        case Action.SPLIT_SPEAKER:
            return _split(proof, placed, *names)
        case Action.REJECT:
            return _reject(proof, c, names)
        case Action.ADD:
            known_names(proof, names)
    return _describe(proof, c, names)


def known_names(proof: Proof, names: Sequence[str]) -> tuple[str, ...]:
    """The names as the text's speakers bear them; who is new becomes a speaker."""
    known = []
    for name in names:
        found = resolve(proof, name)
        if found is None:
            found = name
            proof.speakers[name] = Speaker(name, proof.kind_of(name), provenance=Provenance(Status.EDITED))
        known.append(found)
    return tuple(dict.fromkeys(known))


def _unknown(names: Sequence[str]) -> str:
    return f"no speaker here is called {' or '.join(names)}"


def _describe(proof: Proof, c: Correction, names: Sequence[str]) -> str | None:
    """Confirm a speaker, or set title and kind."""
    found = resolve(proof, names[0])
    if found is None:
        return _unknown(names[:1])
    speaker = proof.speakers[found]
    status = Status.CONFIRMED if c.action is Action.CONFIRM else Status.EDITED
    proof.speakers[found] = replace(
        speaker,
        kind=SpeakerKind(c.kind) if c.kind else speaker.kind,
        titles=_titled(speaker.titles, c.title),
        provenance=provenance(c, status),
    )
    return None


def _titled(titles: tuple[str, ...], title: str | None) -> tuple[str, ...]:
    """The titles with another one first; an empty one takes them all away."""
    if title is None:
        return titles
    return (title, *(t for t in titles if t != title)) if title else ()


def _reject(proof: Proof, c: Correction, names: Sequence[str]) -> str | None:
    """Nobody, and nothing, of that name speaks here; what a person confirmed stays theirs."""
    found = resolve(proof, names[0])
    if found is None:
        return None
    said = [one for one in proof.attributions.values() if found in one.speakers]
    if any(one.provenance.is_reviewed for one in said):
        return f"a confirmed attribution names {found}; reject or reattribute that first"
    rejected = provenance(c, Status.REJECTED)
    proof.speakers[found] = replace(proof.speakers[found], provenance=rejected)
    for one in said:
        others = tuple(name for name in one.speakers if name != found)
        changed = replace(one, speakers=others) if others else replace(one, provenance=rejected)
        proof.attributions[one.id] = changed
    return None


# --- two are one -------------------------------------------------------------


def _merge(proof: Proof, c: Correction, names: Sequence[str]) -> str | None:
    """Several are one, called by the first name, which may be a new one."""
    found = [name for name in (resolve(proof, name) for name in names) if name is not None]
    if not found:
        return _unknown(names)
    kept = resolve(proof, names[0]) or names[0]
    merged = list(dict.fromkeys([kept, *found]))
    speakers = [proof.speakers[name] for name in merged if name in proof.speakers]
    one = _united(kept, speakers, c)
    proof.rename_speakers(dict.fromkeys(merged[1:], kept))
    proof.speakers = _put_in_place(proof.speakers, merged, one)
    _merge_people(proof, kept, {kept, *names, *found}, one)
    return None


def _united(name: str, speakers: Sequence[Speaker], c: Correction) -> Speaker:
    called = [alias for s in speakers for alias in (s.name, *s.aliases)]
    titles = tuple(dict.fromkeys(t for s in speakers for t in s.titles))
    return Speaker(
        name,
        SpeakerKind(c.kind) if c.kind else speakers[0].kind,
        _titled(titles, c.title),
        tuple(dict.fromkeys(alias for alias in called if alias != name)),
        provenance(c, Status.EDITED),
    )


def _put_in_place(speakers: dict[str, Speaker], merged: Sequence[str], one: Speaker) -> dict[str, Speaker]:
    """The merged speaker stands where the first of the merged stood."""
    ordered: dict[str, Speaker] = {}
    for name, speaker in speakers.items():
        if name in merged:
            ordered.setdefault(one.name, one)
        else:
            ordered[name] = speaker
    return ordered


def _merge_people(proof: Proof, kept: str, names: set[str], one: Speaker) -> None:
    """People of the sidebar who were merged as speakers are one person there too."""
    people = proof.entities[FactKind.PERSON]
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
    proof.entities[FactKind.PERSON] = kept_people


# --- one is two --------------------------------------------------------------


def _split(proof: Proof, placed: Placed, old: str, new: str) -> str | None:
    """What was given as content was said by somebody else of their own."""
    c = placed.correction
    found = [one for span in placed.content for one in _said_at(proof, span)]
    if not found:
        return "nothing is marked at its words"
    former = resolve(proof, old)
    if resolve(proof, new) is None:
        kind = proof.speakers[former].kind if former else proof.kind_of(new)
        proof.speakers[new] = Speaker(new, SpeakerKind(c.kind) if c.kind else kind)
    named = resolve(proof, new) or new
    proof.speakers[named] = replace(
        proof.speakers[named],
        titles=_titled(proof.speakers[named].titles, c.title),
        provenance=provenance(c, Status.EDITED),
    )
    for one in found:
        speakers = tuple(named if name == former else name for name in one.speakers)
        changed = speakers if named in speakers else (named,)
        proof.attributions[one.id] = replace(one, speakers=changed, provenance=provenance(c, Status.EDITED))
    return None


def _said_at(proof: Proof, span: Span) -> list[Attribution]:
    return find(proof, (span,)) or around(proof, (span,))[:1]
