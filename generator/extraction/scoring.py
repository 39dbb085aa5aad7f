"""How likely a candidate is an attribution whose content and source are both right."""

from __future__ import annotations

from dataclasses import dataclass

from generator.extraction.candidates import Candidate
from generator.extraction.grammar import Grammar
from generator.extraction.reporting import reporting_table
from generator.extraction.stretches import Layout
from generator.model import Span

_FULL_QUOTATION = 5  # words


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with source and content chosen, and its probability."""

    candidate: Candidate
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    probability: float


def score(g: Grammar, layout: Layout, candidates: list[Candidate]) -> list[Scored]:
    """Choose each candidate's source and content, and give it a probability."""
    return [_score(g, layout, candidate) for candidate in candidates]


def _score(g: Grammar, layout: Layout, candidate: Candidate) -> Scored:
    token = g.tokens[candidate.anchor]
    probability = reporting_table().strength(token.lemma.lower(), candidate.pattern)
    if candidate.quotations:
        words = sum(len(g.parse.text[s:e].split()) for s, e in candidate.content)
        probability = probability**0.5 if words >= _FULL_QUOTATION else probability * 0.5
    holder = candidate.holders[0]
    source = (g.chars(holder.tokens),) if holder.tokens else ()
    if not source:
        probability *= 0.5
    return Scored(candidate, source, candidate.content, min(0.99, probability))
