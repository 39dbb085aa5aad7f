"""Annotated articles, parsed: what the fit learns from.

Offsets of gold and of paragraphs are code points of the file.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from generator.extraction.attributions.candidates import Candidate, find_candidates
from generator.extraction.attributions.quotations import find_quotations
from generator.extraction.attributions.stretches import Layout, lay_out
from generator.extraction.grammar import Grammar
from generator.extraction.language import LanguageModel, ParsedParagraph
from generator.reading import read_document


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A parsed paragraph at its place in the file, with its candidates."""

    offset: int
    g: Grammar
    layout: Layout
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class Article:
    """One annotated article; ``gold`` are the scorer's attributions."""

    stem: str
    text: str
    gold: list[Any]
    paragraphs: list[Paragraph]


def load_articles(
    split: Path, scorers: Path, cache: Path | None = None, only: slice = slice(None)
) -> Iterator[Article]:
    """The articles of a split in order of their names; parses are kept in ``cache``."""
    sys.path.insert(0, str(scorers))
    from polnear import load_split

    model = LanguageModel()
    for document in load_split(split)[0][only]:
        parses = _parses(split / "text" / f"{document.stem}.txt", model, cache)
        yield Article(
            document.stem,
            document.text,
            document.attributions,
            [_paragraph(offset, parse) for offset, parse in parses if parse.tokens],
        )


def _paragraph(offset: int, parse: ParsedParagraph) -> Paragraph:
    g = Grammar(parse)
    layout = lay_out(parse, find_quotations(parse.text))
    return Paragraph(offset, g, layout, find_candidates(g, layout))


def _parses(path: Path, model: LanguageModel, cache: Path | None) -> list[tuple[int, ParsedParagraph]]:
    kept = cache / f"{path.stem}.pickle" if cache else None
    if kept and kept.exists():
        loaded: list[tuple[int, ParsedParagraph]] = pickle.loads(kept.read_bytes())
        return loaded
    document = read_document(path.parent, PurePosixPath(path.name))
    blocks = document.source.blocks
    texts = [document.source.text[b.span.start : b.span.end] for b in blocks]
    places = [document.offsets.span(b.span).start for b in blocks]
    parses = list(zip(places, model.parse(texts), strict=True))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(parses, protocol=5))
    return parses
