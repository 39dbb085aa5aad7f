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
from benchmarks.fitting.counting import Tally, count, tables_from
from benchmarks.fitting.growing import Growth, grow, grow_glance, revive
from benchmarks.fitting.labels import DETECTED, Judge, Match
from benchmarks.fitting.tagging import gold_labels, grow_tagger, read, what_to_read
from generator.extraction.attributions.counts import Key, Tables
from generator.extraction.attributions.glance import PLACES, Glance, glance_from, places
from generator.extraction.attributions.reporting import Counts
from generator.extraction.attributions.rivals import rival_features
from generator.extraction.attributions.scorer import (
    BOUNDARY_NAMES,
    HOLDER_NAMES,
    KEEP_NAMES,
    RIVAL_NAMES,
    Described,
    Drawn,
    describe,
    draw,
    holder_rows,
    option_rows,
)
from generator.extraction.attributions.tagger import Tags, tagger_from
from generator.extraction.grammar import Grammar

Matrix = NDArray[np.float64]
_BLIND = Glance(np.zeros((len(PLACES), 1)), 0.0)

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
    paragraph: Paragraph
    described: list[Described]
    matches: list[Match | None]
    judge: Judge
    tables: Tables
    glance: Glance
    tags: Tags | None
    drawn: list[Drawn]
    first: list[float]
    rival_rows: list[list[float]]
    logits: list[float]


@dataclass(slots=True)
class Fitted:
    """What the fit leaves: models as stored, counts, and the cases with their honest answers."""

    models: dict[str, Any]
    rows: dict[str, dict[Key, Counts]]
    tables: Tables
    cases: list[Case]


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
    cases = _cases(articles, where, tallies, folds)
    say(f"described {sum(len(c.described) for c in cases)} candidates")
    models: dict[str, Any] = {"glance": _glances(cases, where, folds)}
    models["tagger"] = _tags(cases, articles, where, folds)
    say("tagged")
    bounds, models["boundary"] = _stage(cases, where, folds, boundary_rows, BOUNDARY_NAMES, "boundary", True)
    holders, models["holder"] = _stage(cases, where, folds, source_rows, HOLDER_NAMES, "holder")
    say("boundaries and sources")
    for case, b, h in zip(cases, bounds, holders, strict=True):
        p = case.paragraph
        case.drawn = draw(p.g, p.layout, case.described, b, h, case.tables, case.tags)
    first, models["keep"] = _stage(cases, where, folds, keep_rows, KEEP_NAMES, "keep")
    for case, scores in zip(cases, first, strict=True):
        case.first = scores
        case.rival_rows = rival_features(case.drawn, scores)
    say("first pass")
    logits, models["rival"] = _stage(cases, where, folds, rival_rows, RIVAL_NAMES, "rival")
    for case, scores in zip(cases, logits, strict=True):
        case.logits = scores
    tables, rows = tables_from(tallies)
    return Fitted(models, rows, tables, cases)


def _cases(
    articles: Sequence[Article],
    where: Sequence[int],
    tallies: Sequence[Tally],
    folds: int,
) -> list[Case]:
    cases = []
    for fold in range(folds):
        tables, _ = tables_from([t for t, f in zip(tallies, where, strict=True) if f != fold])
        for number, article in enumerate(articles):
            if where[number] != fold:
                continue
            judge = Judge(article)
            for paragraph in article.paragraphs:
                described = describe(paragraph.g, paragraph.layout, paragraph.candidates, tables)
                matches = [
                    judge.match(paragraph, d.candidate, [o.content for o in d.options]) for d in described
                ]
                cases.append(
                    Case(
                        number,
                        paragraph,
                        described,
                        matches,
                        judge,
                        tables,
                        _BLIND,
                        None,
                        [],
                        [],
                        [],
                        [],
                    )
                )
    return cases


def _glances(cases: Sequence[Case], where: Sequence[int], folds: int) -> dict[str, Any]:
    """The linear model over token vectors: out of fold for the cases, whole for the product."""
    vectors: list[Matrix] = []
    fits: list[float] = []
    fold: list[int] = []
    for case in cases:
        g = case.paragraph.g
        for d, match in zip(case.described, case.matches, strict=True):
            if match is None or not match.found or len(d.options) < 2:
                continue
            for option, fit in zip(d.options, match.fits, strict=True):
                vectors.append(_vectors(g, places(g, d.candidate.anchor, option)))
                fits.append(fit)
                fold.append(where[case.article])
    x, y, f = np.asarray(vectors, dtype=np.float64), np.asarray(fits), np.asarray(fold)
    for held in range(folds):
        glance = glance_from(grow_glance(x[f != held], y[f != held]))
        for case in cases:
            if where[case.article] == held:
                case.glance = glance
    return grow_glance(x, y)


def _vectors(g: Grammar, tokens: Sequence[int]) -> Matrix:
    tensor = g.parse.tensor
    if tensor is None:
        raise ValueError("the fit needs a pipeline with token vectors")
    empty = np.zeros(tensor.shape[1], dtype=np.float32)
    return np.concatenate([tensor[i] if i >= 0 else empty for i in tokens]).astype(np.float32)


def _tags(
    cases: Sequence[Case], articles: Sequence[Article], where: Sequence[int], folds: int
) -> dict[str, Any]:
    """The tagger: what it says of the cases out of fold; whole for the product."""
    reading = what_to_read([c.paragraph for c in cases])
    labels = {id(p): rows for a in articles for p, rows in zip(a.paragraphs, gold_labels(a), strict=True)}
    sight = [read(reading, c.paragraph, c.tables.reporting) for c in cases]
    truth = [labels[id(c.paragraph)] for c in cases]
    fold = [where[c.article] for c in cases]
    for held in range(folds):
        learn = [n for n, f in enumerate(fold) if f != held]
        tagger = tagger_from(
            grow_tagger(
                reading,
                np.concatenate([sight[n] for n in learn]),
                np.concatenate([truth[n] for n in learn]),
            )
        )
        for n, case in enumerate(cases):
            if fold[n] == held:
                case.tags = tagger.judge(sight[n])
    return grow_tagger(reading, np.concatenate(sight), np.concatenate(truth))


# --- rows of each stage: features, targets, weights (0: to be answered, not learned from) -------

Rows = tuple[list[list[float]], list[float], list[float]]


def boundary_rows(case: Case) -> Rows:
    """One row an option; how well it fits, where the candidate is about something."""
    x, y, w = option_rows(case.paragraph.g, case.described, case.glance, case.tags), [], []
    for d, match in zip(case.described, case.matches, strict=True):
        learn = match is not None and match.found and len(d.options) > 1
        y += match.fits if match is not None else [0.0] * len(d.options)
        w += [float(learn)] * len(d.options)
    return x, y, w


def source_rows(case: Case) -> Rows:
    """One row a possible source; right or not, where the candidate is about something."""
    x, y, w = holder_rows(case.paragraph.g, case.described, case.tags), [], []
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
    """Whether the content and the source that were chosen are both right."""
    match, described, drawn = case.matches[n], case.described[n], case.drawn[n]
    if match is None:
        return False
    option = next(i for i, o in enumerate(described.options) if o.content == drawn.content)
    fits = match.fits[option] >= DETECTED
    return fits and case.judge.spans_right(case.paragraph, match.gold, drawn.source)


def _stage(
    cases: Sequence[Case],
    where: Sequence[int],
    folds: int,
    rows_of: Callable[[Case], Rows],
    names: Sequence[str],
    model: str,
    regression: bool = False,
) -> tuple[list[list[float]], dict[str, Any]]:
    """Answers out of fold for every case, and the model fitted on all."""
    parts = [rows_of(case) for case in cases]
    x = np.asarray([row for part in parts for row in part[0]], dtype=np.float64)
    y = np.asarray([value for part in parts for value in part[1]])
    w = np.asarray([value for part in parts for value in part[2]])
    fold = np.asarray([where[c.article] for c, part in zip(cases, parts, strict=True) for _ in part[0]])
    answers = np.zeros(len(x))
    for held in range(folds):
        learn = (fold != held) & (w > 0)
        stored = grow(x[learn], y[learn], names, GROWTHS[model], regression=regression)
        asked = fold == held
        answers[asked] = _predict(stored, x[asked])
    learn = w > 0
    whole = grow(x[learn], y[learn], names, GROWTHS[model], regression=regression)
    found: list[list[float]] = []
    at = 0
    for part in parts:
        found.append(answers[at : at + len(part[0])].tolist())
        at += len(part[0])
    return found, whole


def _predict(stored: dict[str, Any], x: Matrix) -> Matrix:
    trees = revive(stored)
    return np.concatenate([trees.predict(x[i : i + 2000]) for i in range(0, len(x), 2000)] or [np.zeros(0)])
