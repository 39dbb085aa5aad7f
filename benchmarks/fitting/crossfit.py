"""Fit the four models one upon the other, each on what the one before says out of fold.

An article's features come from counts and models that never saw the article, in
the fit as in the product; so the last model's answers on the articles of the fit
are honest, and calibration and thresholds can be read off them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.fitting.articles import Article, Paragraph
from benchmarks.fitting.counting import count, table_from
from benchmarks.fitting.growing import Growth, grow, revive
from benchmarks.fitting.labels import DETECTED, Judge, Match
from generator.extraction.attributions.reporting import ReportingTable
from generator.extraction.attributions.rivals import rival_features
from generator.extraction.attributions.scorer import NAMES, Described, Drawn, describe, draw
from generator.extraction.attributions.tags import Told, tell

Matrix = NDArray[np.float64]

GROWTHS = {
    "boundary": Growth(120, 16, 0.08, least=30),
    "holder": Growth(120, 16, 0.08, least=30),
    "keep": Growth(260, 31, 0.045, least=50, shown=0.25),
    "rival": Growth(160, 16, 0.05, least=40, shown=0.3),
}


@dataclass(slots=True)
class Case:
    """One paragraph's candidates, with what they are about in the gold."""

    article: int
    weight: float
    paragraph: Paragraph
    told: Told
    described: list[Described]
    matches: list[Match | None]
    judge: Judge
    drawn: list[Drawn]
    rival_rows: list[list[float]]
    logits: list[float]


@dataclass(slots=True)
class Fitted:
    """What the fit leaves: models as stored, counts, and the cases with their honest answers.

    ``folds`` are the models and counts that never saw the articles of a fold.
    """

    models: dict[str, Any]
    reporting: ReportingTable
    cases: list[Case]
    folds: list[tuple[dict[str, Any], ReportingTable]]


def fold_of(stem: str, folds: int) -> int:
    """A stable fold for an article, whatever the others are."""
    return int(hashlib.sha256(stem.encode()).hexdigest()[:8], 16) % folds


def crossfit(
    articles: Sequence[Article],
    folds: int = 5,
    say: Callable[[str], None] = lambda text: None,
) -> Fitted:
    """The whole fit over some articles."""
    where = [fold_of(a.stem, folds) for a in articles]
    tallies = [count(a) for a in articles]
    say("counted")
    tables = [
        table_from(t for t, f in zip(tallies, where, strict=True) if f != fold) for fold in range(folds)
    ]
    cases = [
        case
        for fold, table in enumerate(tables)
        for number, article in enumerate(articles)
        if where[number] == fold
        for case in _cases(number, article, table)
    ]
    say(f"described {sum(len(c.described) for c in cases)} candidates")
    models: dict[str, Any] = {}
    without: list[dict[str, Any]] = [{} for _ in range(folds)]
    bounds = _stage(cases, where, boundary_rows, "boundary", models, without)
    holders = _stage(cases, where, source_rows, "holder", models, without)
    say("boundaries and sources")
    for case, b, h in zip(cases, bounds, holders, strict=True):
        case.drawn = draw(case.paragraph.g, case.paragraph.layout, case.described, b, h, case.told)
    first = _stage(cases, where, keep_rows, "keep", models, without)
    for case, scores in zip(cases, first, strict=True):
        case.rival_rows = rival_features(case.drawn, scores)
    say("first pass")
    logits = _stage(cases, where, rival_rows, "rival", models, without)
    for case, scores in zip(cases, logits, strict=True):
        case.logits = scores
    return Fitted(models, table_from(tallies), cases, list(zip(without, tables, strict=True)))


def _cases(number: int, article: Article, reporting: ReportingTable) -> list[Case]:
    judge = Judge(article)
    cases = []
    for paragraph in article.paragraphs:
        told = tell(paragraph.g)
        described = describe(paragraph.g, paragraph.layout, paragraph.candidates, reporting, told)
        matches = [judge.match(paragraph, d.candidate, d.options) for d in described]
        cases.append(Case(number, article.weight, paragraph, told, described, matches, judge, [], [], []))
    return cases


# --- rows of each stage: features, targets, weights (0: to be answered, not learned from) -------

Rows = tuple[list[list[float]], list[float], list[float]]


def boundary_rows(case: Case) -> Rows:
    """One row an option; how well it fits, where the candidate is about something."""
    x, y, w = [row for d in case.described for row in d.option_rows], [], []
    for d, match in zip(case.described, case.matches, strict=True):
        learn = match is not None and match.found and len(d.options) > 1
        y += match.fits if match is not None else [0.0] * len(d.options)
        w += [float(learn)] * len(d.options)
    return x, y, w


def source_rows(case: Case) -> Rows:
    """One row a possible source; right or not, where the candidate is about something."""
    x, y, w = [row for d in case.described for row in d.holder_rows], [], []
    for d, match in zip(case.described, case.matches, strict=True):
        learn = match is not None and match.found
        for holder in d.candidate.holders:
            right = (
                learn and match is not None and case.judge.source_right(case.paragraph, match.gold, holder)
            )
            y.append(float(right))
            w.append(float(learn))
    return x, y, w


def keep_rows(case: Case) -> Rows:
    """One row a candidate, content and source chosen."""
    y = [float(joint_right(case, n)) for n in range(len(case.drawn))]
    return [d.row for d in case.drawn], y, [1.0] * len(y)


def rival_rows(case: Case) -> Rows:
    """The same rows, with what the first pass said of the candidate and of its rivals."""
    y = [float(joint_right(case, n)) for n in range(len(case.drawn))]
    return case.rival_rows, y, [1.0] * len(y)


def joint_right(case: Case, n: int) -> bool:
    """Return whether the content and the source that were chosen are both right."""
    match, described, drawn = case.matches[n], case.described[n], case.drawn[n]
    if match is None:
        return False
    option = described.options.index(drawn.content)
    fits = match.fits[option] >= DETECTED
    return fits and case.judge.spans_right(case.paragraph, match.gold, drawn.source)


def _stage(
    cases: Sequence[Case],
    where: Sequence[int],
    rows_of: Callable[[Case], Rows],
    model: str,
    models: dict[str, Any],
    without: Sequence[dict[str, Any]],
) -> list[list[float]]:
    """Answers out of fold for every case; the model fitted on all, and those fitted without a fold."""
    parts = [rows_of(case) for case in cases]
    x = np.asarray([row for part in parts for row in part[0]], dtype=np.float64)
    y = np.asarray([value for part in parts for value in part[1]])
    w = np.asarray(
        [case.weight * value for case, part in zip(cases, parts, strict=True) for value in part[2]]
    )
    fold = np.asarray([where[c.article] for c, part in zip(cases, parts, strict=True) for _ in part[0]])
    answers = np.zeros(len(x))
    regression = model == "boundary"
    for held, kept in enumerate(without):
        learn = (fold != held) & (w > 0)
        kept[model] = grow(x[learn], y[learn], NAMES[model], GROWTHS[model], w[learn], regression)
        asked = fold == held
        answers[asked] = _predict(kept[model], x[asked])
    learn = w > 0
    models[model] = grow(x[learn], y[learn], NAMES[model], GROWTHS[model], w[learn], regression)
    found: list[list[float]] = []
    at = 0
    for part in parts:
        found.append(answers[at : at + len(part[0])].tolist())
        at += len(part[0])
    return found


def _predict(stored: dict[str, Any], x: Matrix) -> Matrix:
    trees = revive(stored)
    return np.concatenate([trees.predict(x[i : i + 2000]) for i in range(0, len(x), 2000)] or [np.zeros(0)])
