"""The whole way of the product over the articles of the fit, each answered by what never saw it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fitting.articles import Article
from benchmarks.fitting.crossfit import Fitted, fold_of
from generator.commands.extraction_json import to_json
from generator.extraction.attributions.scorer import scorer_from
from generator.extraction.extractor import analyse, assemble
from generator.extraction.options import Options
from generator.model import Act

_ACTS = {"polnear": frozenset(Act), "desk": frozenset((Act.SAYS, Act.SHOWS))}


def evaluate(articles: Sequence[Article], fitted: Fitted, corpora: Path, scorers: Path, folder: Path) -> None:
    """Write what is found into ``folder`` as ``briefing extract`` does, and print the scorers' tables."""
    folder.mkdir(parents=True, exist_ok=True)
    models = [
        scorer_from({**models, "calibration": fitted.models["calibration"]}, tables)
        for models, tables in fitted.folds
    ]
    for corpus, acts in _ACTS.items():
        with (folder / f"{corpus}.jsonl").open("w", encoding="utf-8") as file:
            for article in (a for a in articles if a.corpus == corpus):
                source = article.document.source
                scorer = models[fold_of(article.stem, len(models))]
                pairs = zip(source.blocks, article.parses, strict=True)
                analyses = [analyse(block, parse, scorer=scorer) for block, parse in pairs]
                found = assemble(source, analyses, Options(acts))
                file.write(json.dumps(to_json(article.document, found), ensure_ascii=False) + "\n")
    polnear, desk = corpora / "polnear" / "train", corpora / "desk" / "train"
    _run(scorers / "score.py", polnear, folder / "polnear.jsonl")
    for prefix, kind in (("w", "news"), ("ss", "spoken texts")):
        print(f"desk, train: {kind}", flush=True)
        _run(scorers / "desk.py", folder / "desk.jsonl", desk, "--docs", prefix)


def _run(*command: str | Path) -> None:
    subprocess.run([sys.executable, *command], check=True)
