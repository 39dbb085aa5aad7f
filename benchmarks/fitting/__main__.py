"""``make fit CORPORA=…``: counts, models, calibration and thresholds, from the train splits.

With ``--held-out`` nothing is written into the package: every article is answered by
networks, counts and models that never saw it, and the scorers' tables are printed
(docs/fitting.md).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.fitting.articles import Article, load_articles
from benchmarks.fitting.calibrating import Answer, answers, calibration, thresholds
from benchmarks.fitting.crossfit import Fitted, crossfit
from benchmarks.fitting.held_out import evaluate
from benchmarks.fitting.writing import write, write_thresholds
from generator.extraction.attributions.scorer import Calibration
from generator.extraction.encoder.predictions import CORPORA

DATA = Path("generator/extraction/data")
FOLDS = 3
# PolNeAR counts more as said than an editor wants, the desk set what three readers took for it.
WEIGHTS = {"polnear": 1 / 3, "desk": 2 / 3}
QUOTED = 0.15  # a lost quotation is worse than a doubtful one


def main() -> None:
    """Fit and write, or fit and measure."""
    options = _options()
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {text}", file=sys.stderr, flush=True)

    articles = list(load_articles(options.corpora, options.eval, options.encoders, options.cache))
    fitted = _fit(articles, say)
    if options.held_out:
        evaluate(articles, fitted, options.corpora, options.eval, options.encoders / "held-out")
        return
    write(DATA, fitted.models, fitted.reporting)
    listed = fitted.models["thresholds"]
    write_thresholds(DATA / "thresholds.toml", listed["listed"], QUOTED, listed["sure"])


def _fit(articles: Sequence[Article], say: Callable[[str], None]) -> Fitted:
    fitted = crossfit(articles, FOLDS, say)
    found = answers(articles, fitted.cases)
    steps = calibration(found)
    fitted.models["calibration"] = steps
    scale = Calibration(tuple(steps["edges"]), tuple(steps["shares"]))
    best = {corpus: _thresholds(articles, found, scale, {corpus}) for corpus in CORPORA}
    everywhere = _thresholds(articles, found, scale, set(CORPORA))
    between = sum(share * best[corpus]["listed"] for corpus, share in WEIGHTS.items())
    fitted.models["thresholds"] = {**everywhere, "listed": round(between, 3)}
    return fitted


def _thresholds(
    articles: Sequence[Article], found: Sequence[Answer], scale: Calibration, corpora: set[str]
) -> dict[str, Any]:
    """The best thresholds over the articles of some corpora."""
    some = [answer for answer in found if articles[answer.article].corpus in corpora]
    gold = sum(len(a.gold) for a in articles if a.corpus in corpora)
    return thresholds(some, [scale.share(answer.logit) for answer in some], gold)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder that holds polnear/train")
    parser.add_argument("eval", type=Path, help="folder of the scorers")
    parser.add_argument(
        "encoders", type=Path, help="folder of half-0 and half-1, as `make fit-encoder` left it"
    )
    parser.add_argument("--cache", type=Path, help="folder to keep parses in")
    parser.add_argument("--held-out", action="store_true", help="measure out of fold; write nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
