"""Turn a filled-in form of the panel into a correction: names, titles, verdicts, facts, pairs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from generator.model import (
    AccountPair,
    Assertion,
    Attribution,
    DateFact,
    Entity,
    NumberFact,
    Speaker,
    SpeakerKind,
)
from generator.preview.review_api.schemas import unprocessable
from generator.review import Action, Correction, CorrectionFactory, FactKind, Target
from generator.review.annotations import Reviewable
from generator.review.corrections.factory import written
from generator.review.corrections.values import DATE_HINT, NUMBER_HINT, read_date, read_number, read_unit

Values = Mapping[str, str]
Kinds = TypeVar("Kinds", SpeakerKind, FactKind)


def fields_of(found: Reviewable) -> dict[str, str]:
    """Return what can be written anew of an annotation, with what stands now."""
    match found.value:
        case Speaker(name=name, titles=titles, kind=kind):
            return {"name": name, "title": titles[0] if titles else "", "kind": kind.value}
        case Entity(name=name, titles=titles) if found.kind is not None:
            title = {"title": titles[0] if titles else ""} if found.kind is FactKind.PERSON else {}
            return {"name": name, **title, "kind": found.kind.value}
        case DateFact(value=value, about=about):
            return {"date": value or "", "about": about or ""}
        case NumberFact(unit=unit, about=about) as number:
            return {"number": _shown(number), "unit": unit or "", "about": about or ""}
        case Assertion(verdict=verdict, link=link, wording=wording):
            return {"wording": wording or "", "verdict": verdict or "", "link": link or ""}
        case AccountPair(subject=subject):
            return {"subject": subject}
    return {}


def altered(found: Reviewable, values: Values, factory: CorrectionFactory) -> Correction:
    """Return the correction that makes an annotation what a form says. Raises ``ReviewError``."""
    now = fields_of(found)
    changed = {name: value for name, value in values.items() if name in now and value != now[name]}
    if not now:
        raise unprocessable("Nothing of this one can be written anew.")
    if not changed:
        raise unprocessable("It stands so already.")
    match found.value:
        case Speaker() as speaker:
            return _speaker(speaker, changed, factory)
        case Entity() as entity:
            return _entity(entity, found.kind or FactKind.PERSON, changed, factory)
        case DateFact() as date:
            return _date(date, changed, factory)
        case NumberFact() as number:
            return _number(number, changed, factory)
        case Assertion() as assertion:
            return _assertion(assertion, now, changed, factory)
    raise unprocessable("Nothing of this one can be written anew.")


def _speaker(one: Speaker, changed: Values, factory: CorrectionFactory) -> Correction:
    """Rename a speaker, or merge them into the one who bears the name; or give another title or kind."""
    kind = _kind(SpeakerKind, changed.get("kind", one.kind.value))
    if "name" not in changed:
        action = Action.RETITLE if "title" in changed else Action.CONFIRM
        return factory.speaker(action, replace(one, kind=kind), title=changed.get("title"))
    if not changed["name"]:
        raise unprocessable("A speaker needs a name. To say that nobody is known, change the statement’s.")
    told = {"title": changed["title"]} if "title" in changed else {}
    told |= {"kind": kind.value} if "kind" in changed else {}
    return factory.merged((changed["name"], one.name)).model_copy(update=told)


def _kind(kinds: type[Kinds], wanted: str) -> Kinds:
    if wanted not in list(kinds):
        raise unprocessable(f"A kind is one of {', '.join(kinds)}.")
    return kinds(wanted)


def _entity(one: Entity, kind: FactKind, changed: Values, factory: CorrectionFactory) -> Correction:
    if not changed.get("name", one.name):
        raise unprocessable("It needs a name. To take it out, reject it.")
    titles = (changed["title"],) if changed.get("title") else () if "title" in changed else one.titles
    new_kind = _kind(FactKind, changed.get("kind", kind.value))
    if new_kind in (FactKind.DATE, FactKind.NUMBER):
        raise unprocessable("A name is of a person, an organisation or a place.")
    correction = factory.entity(Action.CORRECT_FACT, replace(one, titles=titles), new_kind)
    update: dict[str, object] = {"value": changed.get("name", one.name)}
    if "title" in changed:
        update["title"] = changed["title"]
    return correction.model_copy(update=update)


def _date(one: DateFact, changed: Values, factory: CorrectionFactory) -> Correction:
    value = one.value
    if "date" in changed:
        value = read_date(changed["date"])
        if value is None and changed["date"]:
            raise unprocessable(f"{DATE_HINT[0].upper()}{DATE_HINT[1:]}.")
    return factory.date(Action.CORRECT_FACT, replace(one, value=value, about=changed.get("about", one.about)))


def _shown(one: NumberFact) -> str:
    value = written(one)
    return value if isinstance(value, str) else f"{value:.15g}"


def _number(one: NumberFact, changed: Values, factory: CorrectionFactory) -> Correction:
    """Correct a number; one that is typed with its unit has that unit."""
    figure = read_number(changed.get("number", _shown(one)))
    if figure is None:
        raise unprocessable(f"{NUMBER_HINT[0].upper()}{NUMBER_HINT[1:]}.")
    unit = read_unit(changed["unit"]) if "unit" in changed else figure.unit or one.unit
    about = changed.get("about", one.about)
    correction = factory.number(Action.CORRECT_FACT, replace(one, unit=unit, about=about))
    if "number" not in changed:
        return correction
    plain = figure.wording is None and one.upper is None
    return correction.model_copy(update={"value": figure.value if plain else changed["number"]})


def _assertion(one: Assertion, now: Values, changed: Values, factory: CorrectionFactory) -> Correction:
    """Give a verdict, or confirm it in the editors' own words; none take them back."""
    if changed.keys() & {"verdict", "link"}:
        correction = _verdict(one, {**now, **changed}, factory)
    else:
        correction = factory.assertion(Action.CONFIRM, one)
    return correction.model_copy(update={"wording": changed["wording"]} if "wording" in changed else {})


def _verdict(one: Assertion, values: Values, factory: CorrectionFactory) -> Correction:
    if not values["verdict"]:
        raise unprocessable("A verdict needs words. To take one out again, undo it.")
    return factory.assertion(
        Action.VERDICT, replace(one, verdict=values["verdict"], link=values["link"] or None)
    )


def paired(one: Reviewable, other: Reviewable, subject: str, factory: CorrectionFactory) -> Correction:
    """Return the correction that sets two statements against each other. Raises ``ReviewError``."""
    first, second = one.value, other.value
    if not (isinstance(first, Attribution) and isinstance(second, Attribution)) or first.id == second.id:
        raise unprocessable("Only two statements can differ. Choose one, and then the other.")
    if not first.speakers or not second.speakers:
        raise unprocessable("Both statements need a speaker first.")
    if set(first.speakers) & set(second.speakers):
        raise unprocessable("Both statements are of the same speaker.")
    sides = (first, second) if first.content <= second.content else (second, first)
    pair = AccountPair("new", subject, (sides[0].id, sides[1].id), "")
    return factory.pair(Action.ADD, pair, sides)


def resubjected(found: AccountPair, subject: str, correction: Correction) -> Correction:
    """Return the confirmation of a pair with another subject."""
    if not subject or subject == found.subject:
        raise unprocessable("It stands so already.")
    return correction.model_copy(update={"subject": subject, "target": Target.ACCOUNT_PAIR})
