"""Marking what nobody has found: from words of the page to a correction. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model import Act, Assertion, Attribution, Entity, Source, Span
from generator.preview.reviewing.decisions import Add, Part
from generator.preview.reviewing.refusing import refused
from generator.review import Action, Correction, FactKind, Hand
from generator.review.anchoring.anchor import Tolerance
from generator.review.anchoring.parts import anchor_all
from generator.review.anchoring.selectors import Ambiguous, Found, Selector
from generator.review.applying.attributions import kind_of

NEW = "new"


def added(source: Source, hand: Hand, decision: Add) -> Correction:
    """The correction that marks the words. Raises ``Refused`` where it is not clear which are meant."""
    spans = _spans(source.text, decision.parts)
    match decision.what:
        case "attribution":
            return hand.attribution(Action.ADD, _statement(source.text, spans, decision.speakers))
        case "assertion":
            return hand.assertion(Action.ADD, _assertion(_one(spans), decision.speakers))
        case kind:
            span = _one(spans)
            name = " ".join(source.text[span.start : span.end].split())
            return hand.entity(Action.ADD, Entity(name, (), (span,), 1.0), FactKind(kind))


def _spans(text: str, parts: Sequence[Part]) -> tuple[Span, ...]:
    selectors = [Selector(part.exact, part.prefix, part.suffix) for part in parts]
    answer = anchor_all(selectors, text, tolerance=Tolerance.WORDS)
    if isinstance(answer, Found):
        return answer.spans
    if isinstance(answer, Ambiguous):
        raise refused("These words stand in several places. Take some more of them.")
    raise refused(
        "These words are not in the text, or too few to be sure. Take whole words, and more of them."
    )


def _one(spans: Sequence[Span]) -> Span:
    if len(spans) > 1:
        raise refused("Only a statement can have several parts. Select words of one paragraph.")
    return spans[0]


def _statement(text: str, spans: tuple[Span, ...], speakers: tuple[str, ...]) -> Attribution:
    kind = kind_of(text, spans)
    return Attribution(NEW, kind, Act.SAYS, (), (), spans, speakers, 1.0, NEW)


def _assertion(span: Span, speakers: tuple[str, ...]) -> Assertion:
    return Assertion(NEW, 0, span, 1.0, speakers, None, NEW)
