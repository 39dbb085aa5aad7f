"""Fit the weights of key assertions on news and spoken texts that readers have summed up.

    python -m benchmarks.fitting.assertions CORPORA [--folds FILE]

Three logistic regressions, no randomness: whether a sentence of news tells the main event
(``CORPORA/newsdiscourse/train``), and whether a reader picks it for a key assertion, in news and
in spoken texts (``CORPORA/desk/train``). Writes ``assertion_weights.toml`` beside the other data
of the extraction. ``--folds`` writes nothing there, but FILE: the key assertions of ``desk/train``
by weights of the other four fifths of its articles, as ``briefing extract`` prints them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

import generator.extraction
from generator.commands.extraction_json import to_json
from generator.extraction.assertions.features import Headline, Placed, features, main_event_features
from generator.extraction.assertions.key_assertions import candidates, headline_of, rank
from generator.extraction.assertions.likeness import Likeness
from generator.extraction.assertions.ranking import BY_HAND, FITTED, Weights
from generator.extraction.assertions.sentences import SentenceSummary
from generator.extraction.extractor import Extractor, assemble
from generator.extraction.language import LanguageModel
from generator.model import Extraction, SourceKind, Span
from generator.reading import Document
from generator.reading.sources import read_document

TARGET = Path(generator.extraction.__file__).parent / "data" / "assertion_weights.toml"
RELEVANT = frozenset(("Main", "Main_Consequence"))
CHOSEN = 0.5  # share of the shorter one's words that makes a sentence what a reader picked
EVENT_PENALTY, NEWS_PENALTY, SPOKEN_PENALTY = 0.1, 0.003, 0.01  # C, on features of unit deviation
FOLDS = 5
Row = dict[str, float]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Text:
    """An annotated text with all that the ranking reads; ``gold`` is as the corpus has it."""

    raw: str  # the file
    document: Document
    summaries: list[tuple[SentenceSummary, ...]]
    extraction: Extraction
    gold: Any

    @property
    def spoken(self) -> bool:
        return self.document.source.kind is not SourceKind.ARTICLE

    @property
    def sentences(self) -> list[Placed]:
        return candidates(self.document.source, self.summaries)

    @property
    def headline(self) -> Headline | None:
        return headline_of(self.document.source, self.summaries)

    def spans(self) -> Iterator[tuple[int, int]]:
        """The sentences in code points of the file."""
        source, offsets = self.document.source, self.document.offsets
        for sentence in self.sentences:
            yield offsets.span(sentence.summary.span.shift(source.blocks[sentence.block].span.start))


@dataclass(frozen=True, slots=True)
class Examples:
    """The sentences of one text: features and labels."""

    rows: list[Row]
    labels: list[bool]


def read(split: Path) -> Iterator[Text]:
    """The texts of a split in order of their names."""
    extractor = Extractor(LanguageModel())
    whole = split / "gold.json"
    golds = json.loads(whole.read_text("utf-8")) if whole.is_file() else None
    for path in sorted((split / "text").iterdir()):
        document = read_document(path.parent, PurePosixPath(path.name), prefix="")
        analyses = extractor.analyses(document.source)
        gold = golds[path.stem] if golds else _gold_of(split / "gold" / f"{path.stem}.json")
        raw, found = path.read_bytes().decode("utf-8"), assemble(document.source, analyses)
        summaries = [analysis.sentences for analysis in analyses]
        yield Text(raw, document, summaries, found, gold)


def _gold_of(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


# --- examples ---------------------------------------------------------------------


def main_events(text: Text) -> Examples:
    """Return whether each sentence tells the main event."""
    sentences = text.sentences
    found = [_gold_sentence(text.gold, span) for span in text.spans()]
    rows = list(main_event_features(sentences, text.headline)) if sentences else []
    return Examples(rows, [s is not None and bool(RELEVANT & set(s["labels"])) for s in found])


def _gold_sentence(gold: Any, span: tuple[int, int]) -> Any:
    shared = [min(span[1], s["span"][1]) - max(span[0], s["span"][0]) for s in gold["sentences"]]
    best = int(np.argmax(shared))
    return gold["sentences"][best] if shared[best] > 0 else None


def choices(text: Text) -> Examples:
    """Return whether a reader picked each sentence, or most of it, or it holds what they picked."""
    sentences, headline = text.sentences, text.headline
    likeness = Likeness([s.summary.stems for s in sentences], headline.stems if headline else ())
    words = [Span(*match.span()) for match in re.finditer(r"\w+", text.raw)]
    picked = [_words(words, a["span"]) for reader in text.gold["assertions"] for a in reader]
    rows = features(text.document.source, sentences, likeness, text.extraction.attributions)
    labels = []
    for span in text.spans():
        mine = _words(words, span)
        labels.append(any(len(mine & other) >= CHOSEN * min(len(mine), len(other)) for other in picked))
    return Examples(rows, labels)


def _words(words: Sequence[Span], span: Sequence[int]) -> set[int]:
    return {n for n, word in enumerate(words) if word.start < span[1] and span[0] < word.end}


# --- fitting ----------------------------------------------------------------------


def fit(examples: Iterable[Examples], penalty: float, by_hand: Iterable[str] = ()) -> dict[str, float]:
    """The weight of each feature but those given ``by_hand``, and the bias."""
    examples = list(examples)
    names = sorted({name for e in examples for row in e.rows for name in row} - set(by_hand))
    values: Matrix = np.array([[row.get(name, 0.0) for name in names] for e in examples for row in e.rows])
    labels = np.array([label for e in examples for label in e.labels])
    scale = values.std(0) + 1e-9
    used = scale > 1e-6
    model = LogisticRegression(C=penalty, max_iter=5000).fit(values[:, used] / scale[used], labels)
    kept = [name for name, use in zip(names, used, strict=True) if use]
    weights = dict(zip(kept, (model.coef_[0] / scale[used]).tolist(), strict=True))
    return {"bias": float(model.intercept_[0]), **weights}


def fit_choices(texts: Sequence[tuple[Text, Examples]], main_event: dict[str, float]) -> Weights:
    """The weights that the readers' choices in some texts ask for."""
    return Weights(
        main_event,
        fit((e for text, e in texts if not text.spoken), NEWS_PENALTY),
        fit((e for text, e in texts if text.spoken), SPOKEN_PENALTY),
    )


def fold(texts: Sequence[tuple[Text, Examples]], main_event: dict[str, float]) -> Iterator[str]:
    """One line of JSON for each text, ranked by what the other folds teach.

    Folds are dealt out within news and within spoken texts.
    """
    dealt = sorted(texts, key=lambda item: item[0].spoken)
    for number in range(FOLDS):
        weights = fit_choices([t for n, t in enumerate(dealt) if n % FOLDS != number], main_event)
        for text, _ in dealt[number::FOLDS]:
            source, found = text.document.source, text.extraction
            assertions = rank(source, text.summaries, found.attributions, weights)
            yield json.dumps(to_json(text.document, replace(found, assertions=assertions)))


def write(weights: Weights) -> None:
    """Write the weights to where the extraction reads them."""
    lines = ["# Fitted by benchmarks/fitting/assertions.py; see docs/assertions.md. In log-odds."]
    for name, table in asdict(weights).items():
        lines += [
            "",
            f"[{name.replace('_', '-')}]",
            *(f"{key} = {value:.4f}" for key, value in table.items()),
        ]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


def main(arguments: Sequence[str]) -> None:
    corpora = Path(arguments[0])
    texts = [(text, choices(text)) for text in read(corpora / "desk" / "train") if text.sentences]
    if "--folds" in arguments:
        lines = fold(texts, FITTED.main_event)
        Path(arguments[arguments.index("--folds") + 1]).write_text("\n".join(lines) + "\n", "utf-8")
        return
    news = read(corpora / "newsdiscourse" / "train")
    write(fit_choices(texts, fit(map(main_events, news), EVENT_PENALTY, BY_HAND)))


if __name__ == "__main__":
    main(sys.argv[1:])
