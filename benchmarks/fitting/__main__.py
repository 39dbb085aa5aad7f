"""``make fit CORPORA=…``: counts, models, calibration and thresholds, from the train split.

With ``--leave-out N`` every N-th article is kept out, nothing is written into the
package, and the joint F1 on those articles is printed (docs/fitting.md).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.fitting.articles import Article, load_articles
from benchmarks.fitting.calibrating import answers, calibration, thresholds
from benchmarks.fitting.crossfit import Fitted, crossfit
from benchmarks.fitting.held_out import evaluate
from benchmarks.fitting.writing import write, write_thresholds
from generator.extraction.attributions.scorer import Calibration

DATA = Path("generator/extraction/data")
FOLDS = 5
QUOTED = 0.15  # a lost quotation is worse than a doubtful one


def main() -> None:
    """Fit and write, or fit and measure."""
    options = _options()
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {text}", file=sys.stderr, flush=True)

    articles = list(load_articles(options.corpora / "polnear" / "train", options.eval, options.cache))
    if options.leave_out:
        kept = [a for n, a in enumerate(articles) if n % options.leave_out != _FIRST_LEFT_OUT]
        left = [a for n, a in enumerate(articles) if n % options.leave_out == _FIRST_LEFT_OUT]
        fitted = _fit(kept, say)
        print(evaluate(left, fitted))
        return
    fitted = _fit(articles, say)
    write(DATA, fitted.models, fitted.rows)
    listed = fitted.models["thresholds"]
    write_thresholds(DATA / "thresholds.toml", listed["listed"], QUOTED, listed["sure"])


_FIRST_LEFT_OUT = 3


def _fit(articles: Sequence[Article], say: Callable[[str], None]) -> Fitted:
    fitted = crossfit(articles, FOLDS, say)
    found = answers(articles, fitted.cases)
    steps = calibration(found)
    fitted.models["calibration"] = steps
    scale = Calibration(tuple(steps["edges"]), tuple(steps["shares"]))
    gold = sum(len(a.gold) for a in articles)
    fitted.models["thresholds"] = thresholds(found, [scale.share(a.logit) for a in found], gold)
    return fitted


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder that holds polnear/train")
    parser.add_argument("eval", type=Path, help="folder of the scorers")
    parser.add_argument("--cache", type=Path, help="folder to keep parses in")
    parser.add_argument(
        "--leave-out",
        type=int,
        default=0,
        metavar="N",
        help="keep every N-th article out",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
