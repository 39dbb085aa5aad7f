"""Annotated articles, parsed and read: what the fit learns from.

An article is read by the encoder that was fitted without it, so that what the fit sees is
what the product will see. Offsets of gold and of paragraphs are code points of the file.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from benchmarks.fitting.folds import FOLDS, fold_of
from generator.extraction.attributions.candidates import Candidate, find_candidates
from generator.extraction.encoder.encoder import Encoder
from generator.extraction.grammar import Grammar
from generator.extraction.language import LanguageModel, ParsedParagraph
from generator.extraction.quotations import find_quotations
from generator.extraction.stretches import Layout, lay_out
from generator.reading import Document, read_document

_DESK_WEIGHT = 3.0  # it is small, and what the product is for


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A parsed paragraph at its place in the file, with its candidates."""

    offset: int
    g: Grammar
    layout: Layout
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class Article:
    """One annotated article; ``gold`` are the scorer's attributions.

    ``document`` and ``parses``, one a block, are what the product sees of it; ``paragraphs`` have words.
    """

    corpus: str
    stem: str
    text: str
    gold: list[Any]
    document: Document
    parses: list[ParsedParagraph]
    paragraphs: list[Paragraph]
    weight: float = 1.0


def load_articles(
    corpora: Path, scorers: Path, encoders: Path, cache: Path | None = None
) -> Iterator[Article]:
    """The articles of both train splits in order of their names; parses are kept in ``cache``.

    ``encoders`` holds a folder ``half-N`` for each fold: the encoder fitted on that fold alone.
    """
    sys.path.insert(0, str(scorers))
    models = [LanguageModel(encoder=Encoder(encoders / f"half-{fold}")) for fold in range(FOLDS)]
    for corpus, annotated, weight in (("polnear", _polnear, 1.0), ("desk", _desk, _DESK_WEIGHT)):
        for path, text, gold in annotated(corpora):
            document = read_document(path.parent, PurePosixPath(path.name))
            model = models[(fold_of(path.stem) + 1) % FOLDS]
            parses = _parses(path, document, model, cache)
            places = [document.offsets.span(block.span).start for block in document.source.blocks]
            paragraphs = [_paragraph(at, p) for at, p in zip(places, parses, strict=True) if p.tokens]
            yield Article(corpus, path.stem, text, gold, document, parses, paragraphs, weight)


def _polnear(corpora: Path) -> Iterator[tuple[Path, str, list[Any]]]:
    from polnear import load_split

    split = corpora / "polnear" / "train"
    for document in load_split(split)[0]:
        yield split / "text" / f"{document.stem}.txt", document.text, document.attributions


def _desk(corpora: Path) -> Iterator[tuple[Path, str, list[Any]]]:
    from polnear import Attribution

    split = corpora / "desk" / "train"
    gold = json.loads((split / "gold.json").read_text("utf-8"))
    for stem, item in sorted(gold.items()):
        path = split / "text" / f"{stem}.md"
        said = [
            Attribution(*(tuple(map(tuple, s.get(role) or ())) for role in ("source", "cue", "content")))
            for s in item["statements"]
        ]
        yield path, path.read_bytes().decode("utf-8"), said


def _paragraph(offset: int, parse: ParsedParagraph) -> Paragraph:
    g = Grammar(parse)
    layout = lay_out(parse, find_quotations(parse.text))
    return Paragraph(offset, g, layout, find_candidates(g, layout))


def _parses(
    path: Path, document: Document, model: LanguageModel, cache: Path | None
) -> list[ParsedParagraph]:
    kept = cache / f"{path.stem}.pickle" if cache else None
    if kept and kept.exists():
        loaded: list[ParsedParagraph] = pickle.loads(kept.read_bytes())
        return loaded
    source = document.source
    parses = list(model.parse(source.text[b.span.start : b.span.end] for b in source.blocks))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(parses, protocol=5))
    return parses
