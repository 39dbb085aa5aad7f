"""How a fit does on articles that it never saw, the whole way of the product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.fitting.articles import Article
from benchmarks.fitting.crossfit import Fitted
from generator.extraction.analysis import ParagraphAnalysis
from generator.extraction.attributions.drafts import draft
from generator.extraction.attributions.paragraphs import find_reports
from generator.extraction.attributions.scorer import Scorer, scorer_from
from generator.extraction.options import Options
from generator.model import Block, BlockKind, Source, Span


def evaluate(articles: Sequence[Article], fitted: Fitted) -> str:
    """The scorer's table for articles left out of the fit."""
    from polnear import Document
    from score import score, table

    scorer = scorer_from(fitted.models, fitted.tables)
    listed = fitted.models["thresholds"]["listed"]
    documents = [Document(a.stem, a.text, a.gold) for a in articles]
    predicted = {a.stem: _predict(a, scorer, listed) for a in articles}
    return f"{len(articles)} articles left out of the fit\n{table(score(documents, predicted))}"


def _predict(article: Article, scorer: Scorer, listed: float) -> list[Any]:
    from score import Attribution

    parses = [(p.offset, p.g.parse) for p in article.paragraphs]
    blocks = tuple(Block(BlockKind.PARAGRAPH, Span(at, at + len(parse.text))) for at, parse in parses)
    analyses = [ParagraphAnalysis(p.text, reports=find_reports(p, scorer=scorer)) for _, p in parses]
    found = draft(Source(article.text, blocks), analyses, Options(listed=listed))
    return [Attribution(a.source, a.cue, a.content) for a in found]
