"""An extraction as the JSON object that ``briefing extract`` prints.

All spans are code points of the file as read, ``[start, end)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.model import (
    AccountPair,
    Assertion,
    Attribution,
    DateFact,
    Entity,
    Extraction,
    Facts,
    NumberFact,
    Span,
    Speaker,
)
from generator.reading import Document
from generator.reading.offsets import OffsetMap

Json = dict[str, Any]

_ANNOTATIONS = ("speakers", "attributions", "assertions", "accounts")
_FACTS = ("people", "organisations", "places", "dates", "numbers")


def to_json(
    document: Document, extraction: Extraction, *, explain: bool = False, reviewed: bool = False
) -> Json:
    """The object of one document.

    ``explain`` adds ``why`` and ``features`` to each attribution, ``reviewed`` what a person decided
    about each annotation.
    """
    places = document.offsets
    found = {
        "doc": document.path.stem,
        "sha256": document.sha256,
        "speakers": [_speaker(speaker) for speaker in extraction.speakers],
        "attributions": [_attribution(a, places, explain) for a in extraction.attributions],
        "assertions": [_assertion(assertion, places) for assertion in extraction.assertions],
        "accounts": [_account(pair) for pair in extraction.accounts],
        "facts": _facts(extraction.facts, places),
    }
    if reviewed:
        _add_review(found, extraction)
    return found


def _add_review(found: Json, extraction: Extraction) -> None:
    """Add to each annotation how it was reviewed, and to an assertion what a person said of it."""
    lists = [(found[name], getattr(extraction, name)) for name in _ANNOTATIONS]
    lists += [(found["facts"][name], getattr(extraction.facts, name)) for name in _FACTS]
    for printed, found_there in lists:
        for one, annotation in zip(printed, found_there, strict=True):
            one["review"] = annotation.provenance.status.value
    for one, date in zip(found["facts"]["dates"], extraction.facts.dates, strict=True):
        one["corrected"] = date.corrected
    for one, number in zip(found["facts"]["numbers"], extraction.facts.numbers, strict=True):
        one |= {"corrected": number.corrected, "wording": number.wording}
    for one, assertion in zip(found["assertions"], extraction.assertions, strict=True):
        one |= {"verdict": assertion.verdict, "link": assertion.link, "wording": assertion.wording}


def _speaker(speaker: Speaker) -> Json:
    return {
        "name": speaker.name,
        "kind": speaker.kind.value,
        "titles": list(speaker.titles),
        "aliases": list(speaker.aliases),
    }


def _attribution(attribution: Attribution, places: OffsetMap, explain: bool) -> Json:
    found: Json = {
        "id": attribution.id,
        "kind": attribution.kind.value,
        "act": attribution.act.value,
        "how": attribution.how.value,
        "said": attribution.said,
        "not_said": attribution.not_said.value if attribution.not_said else None,
        "source": _spans(attribution.source, places),
        "cue": _spans(attribution.cue, places),
        "content": _spans(attribution.content, places),
        "speakers": list(attribution.speakers),
        "confidence": round(attribution.confidence, 4),
        "rule": attribution.rule,
    }
    if explain:
        found["why"] = attribution.why
        found["features"] = [[f.name, f.value, round(f.weight, 4)] for f in attribution.features]
    return found


def _assertion(assertion: Assertion, places: OffsetMap) -> Json:
    return {
        "rank": assertion.rank,
        "span": _span(assertion.span, places),
        "score": round(assertion.score, 4),
        "speakers": list(assertion.speakers),
        "attribution": assertion.attribution,
        "why": assertion.why,
        "refers": [[*_span(span, places), name] for span, name in assertion.refers],
    }


def _account(pair: AccountPair) -> Json:
    return {"subject": pair.subject, "attributions": list(pair.attributions), "why": pair.why}


def _facts(facts: Facts, places: OffsetMap) -> Json:
    return {
        "people": [_entity(entity, places) for entity in facts.people],
        "organisations": [_entity(entity, places) for entity in facts.organisations],
        "places": [_entity(entity, places) for entity in facts.places],
        "dates": [_date(fact, places) for fact in facts.dates],
        "numbers": [_number(fact, places) for fact in facts.numbers],
    }


def _entity(entity: Entity, places: OffsetMap) -> Json:
    found: Json = {
        "name": entity.name,
        "titles": list(entity.titles),
        "mentions": _spans(entity.mentions, places),
        "salience": round(entity.salience, 4),
        "sure": entity.sure,
    }
    return {**found, "country": entity.country} if entity.country else found


def _date(fact: DateFact, places: OffsetMap) -> Json:
    found: Json = {"span": _span(fact.span, places), "text": fact.text, "value": fact.value}
    return {**found, "within": fact.within} if fact.within else found


def _number(fact: NumberFact, places: OffsetMap) -> Json:
    found: Json = {
        "span": _span(fact.span, places),
        "text": fact.text,
        "value": fact.value,
        "unit": fact.unit,
        "about": fact.about,
    }
    return found if fact.upper is None else {**found, "upper": fact.upper}


def _spans(spans: Iterable[Span], places: OffsetMap) -> list[list[int]]:
    return [_span(span, places) for span in spans]


def _span(span: Span, places: OffsetMap) -> list[int]:
    return list(places.span(span))
