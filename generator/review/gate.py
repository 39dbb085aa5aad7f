"""Decide what may be published.

Pages, data, feeds and search are made from :func:`publishable` and from nothing else,
so none of them can hold what was rejected.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from generator.model import (
    AccountPair,
    Act,
    Assertion,
    Attribution,
    DateFact,
    Entity,
    Extraction,
    Facts,
    NumberFact,
    Speaker,
    Status,
)

One = TypeVar("One", Speaker, Attribution, Assertion, AccountPair, Entity, DateFact, NumberFact)


class Rules(Protocol):
    """The settings that the gate reads, as in :class:`ReviewSettings`."""

    @property
    def confirmed_only(self) -> Collection[str]: ...

    @property
    def name_reviewers(self) -> bool: ...


def publishable(extraction: Extraction, rules: Rules, acts: Collection[Act] = tuple(Act)) -> Extraction:
    """Return the extraction without what was rejected or still needs a confirmation.

    Attributions are of these ``acts`` alone, in the order of the text. Reviewers are named
    only where the rules say so; their notes are never published. What depends on something
    left out is left out too: an assertion of its attribution, a pair of its statements, a
    speaker who then says nothing.
    """
    gate = _Gate(rules)
    passed = (one for one in gate.all(extraction.attributions, "attribution") if one.act in acts and one.said)
    attributions = tuple(sorted(passed, key=lambda one: one.content[:1]))
    kept = {one.id for one in attributions}
    left_out = {one.id for one in extraction.attributions} - kept
    assertions = [
        gate.judged(one)
        for one in sorted(gate.all(extraction.assertions, "assertion"), key=lambda one: one.rank)
        if one.attribution not in left_out
    ]
    pairs = gate.all(extraction.accounts, "account-pair")
    speaking = {name for one in attributions for name in one.speakers}
    speaking |= {name for one in assertions for name in one.speakers}
    return Extraction(
        speakers=tuple(gate.signed(one) for one in extraction.speakers if one.name in speaking),
        attributions=attributions,
        assertions=tuple(replace(one, rank=rank) for rank, one in enumerate(assertions, start=1)),
        accounts=tuple(pair for pair in pairs if kept.issuperset(pair.attributions)),
        facts=gate.facts(extraction.facts),
    )


def without_rejected(extraction: Extraction) -> Extraction:
    """Return all that nobody has rejected, whether it may be published or not."""

    def live(annotations: Iterable[One]) -> tuple[One, ...]:
        return tuple(one for one in annotations if one.provenance.status is not Status.REJECTED)

    facts, said = extraction.facts, live(extraction.attributions)
    speaking = {name for one in said for name in one.speakers}
    speaking |= {name for one in live(extraction.assertions) for name in one.speakers}
    before = {name for one in extraction.attributions for name in one.speakers}
    return replace(
        extraction,
        speakers=tuple(s for s in live(extraction.speakers) if s.name in speaking or s.name not in before),
        attributions=said,
        assertions=live(extraction.assertions),
        accounts=live(extraction.accounts),
        facts=Facts(
            live(facts.people),
            live(facts.organisations),
            live(facts.places),
            live(facts.dates),
            live(facts.numbers),
        ),
    )


class _Gate:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def all(self, annotations: Iterable[One], kind: str) -> tuple[One, ...]:
        """Return those that pass, unsigned where reviewers are not named."""
        strict = kind in self.rules.confirmed_only
        live = (one for one in annotations if one.provenance.status is not Status.REJECTED)
        return tuple(self.signed(one) for one in live if one.provenance.is_reviewed or not strict)

    def signed(self, annotation: One) -> One:
        """Remove the note, which is for editors, and the reviewer's name unless it is published."""
        old = annotation.provenance
        by = old.by if self.rules.name_reviewers else None
        return replace(annotation, provenance=replace(old, by=by, note=None))

    def judged(self, assertion: Assertion) -> Assertion:
        """Remove a verdict that nobody confirmed, where confirmation is required."""
        if assertion.provenance.is_reviewed or "verdict" not in self.rules.confirmed_only:
            return assertion
        return replace(assertion, verdict=None, link=None)

    def facts(self, facts: Facts) -> Facts:
        return Facts(
            people=self.all(facts.people, "fact"),
            organisations=self.all(facts.organisations, "fact"),
            places=self.all(facts.places, "fact"),
            dates=self.all(facts.dates, "fact"),
            numbers=self.all(facts.numbers, "fact"),
        )


def shortened(words: str, length: int = 60) -> str:
    """Return words of the text in one line, cut to ``length``."""
    line = " ".join(words.split())
    return line if len(line) <= length else line[: length - 2].rsplit(" ", 1)[0] + " …"
