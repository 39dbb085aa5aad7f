"""Analyse one paragraph: the unit that is computed once and kept.

A :class:`ParagraphAnalysis` depends on the paragraph's words, its kind, the
pipeline and the rules, on nothing else of the document; so it can be stored by
content. All spans count code points of the *paragraph*. Everything that needs
the whole document (speakers, ranking, facts) starts from these.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.extraction.assertions.propositions import Contrast, Proposition
from generator.extraction.assertions.sentences import SentenceSummary
from generator.extraction.attributions.reports import NOTHING, Reports
from generator.extraction.facts.date_context import DateMention
from generator.extraction.facts.numbers import NumberMention
from generator.extraction.mentions.mention import Mention


@dataclass(frozen=True, slots=True)
class ParagraphAnalysis:
    """The findings of one paragraph; each stage of the extraction adds its own field."""

    text: str
    reports: Reports = NOTHING
    mentions: tuple[Mention, ...] = ()
    sentences: tuple[SentenceSummary, ...] = ()
    dates: tuple[DateMention, ...] = ()
    numbers: tuple[NumberMention, ...] = ()
    propositions: tuple[Proposition, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
