"""What the encoder learns from: paragraphs as pieces, with what the corpora say of each piece.

Two corpora mark attributions, each by its own rules, so each has tags of its own; names
come from a third and a fourth. A piece that a corpus says nothing about teaches nothing.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.fitting.encoder.names import Names, name_spans_of_desk, name_spans_of_gum
from generator.extraction.encoder.pieces import Stretch, stretches
from generator.extraction.encoder.predictions import NAME_TAGS, TAGS

Spans = Sequence[Sequence[int]]
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_NO_SOURCE = -1
_KEPT_WITHOUT_NAMES = 4


@dataclass(slots=True)
class Example:
    """A stretch of a document and its labels; ``corpus`` says which tags are known (−1: none)."""

    document: str
    stretch: Stretch
    corpus: int = -1
    tags: NDArray[np.float32] | None = None
    links: list[tuple[int, int, int]] = field(default_factory=list)  # begin of a content, of source, of cue
    names: NDArray[np.int64] | None = None


def examples(corpora: Path, scorers: Path, tokenizer: Any) -> list[Example]:
    """All that may be learned from, in a fixed order."""
    made: list[Example] = []
    for document, text, attributions in _polnear(corpora, scorers):
        made += _documents(tokenizer, document, text, 0, attributions, None)
    for document, text, attributions, names in _desk(corpora):
        made += _documents(tokenizer, document, text, 1, attributions, names)
    for document, text, names in (*_sentences(corpora), *_gum(corpora)):
        made += _documents(tokenizer, document, text, -1, (), names)
    random.Random(7).shuffle(made)
    return made


def _polnear(corpora: Path, scorers: Path) -> Iterator[tuple[str, str, list[tuple[Spans, Spans, Spans]]]]:
    sys.path.insert(0, str(scorers))
    from polnear import load_split

    for document in load_split(corpora / "polnear" / "train")[0]:
        yield document.stem, document.text, [(a.source, a.cue, a.content) for a in document.attributions]


def _desk(corpora: Path) -> Iterator[tuple[str, str, list[tuple[Spans, Spans, Spans]], Names | None]]:
    root = corpora / "desk" / "train"
    gold = json.loads((root / "gold.json").read_text("utf-8"))
    for document, item in sorted(gold.items()):
        text = (root / "text" / f"{document}.md").read_bytes().decode("utf-8")
        said = [(s["source"], s.get("cue") or [], s["content"]) for s in item["statements"]]
        yield document, text, said, name_spans_of_desk(text, item) if "people" in item else None


def _sentences(corpora: Path) -> Iterator[tuple[str, str, Names]]:
    for line in (corpora / "ner" / "ewt.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        yield item["id"], item["text"], Names([(a, b, kind) for a, b, kind in item["entities"]], [])


def _gum(corpora: Path) -> Iterator[tuple[str, str, Names]]:
    for line in (corpora / "coref" / "gum.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        yield item["doc"], item["text"], name_spans_of_gum(item["text"], item["chains"])


def _documents(
    tokenizer: Any, document: str, text: str, corpus: int,
    attributions: Sequence[tuple[Spans, Spans, Spans]], names: Names | None,
) -> Iterator[Example]:  # fmt: skip
    front = _FRONT_MATTER.match(text)
    for paragraph in _PARAGRAPH.finditer(text, front.end() if front else 0):
        first, last = paragraph.span()
        near = [
            a for a in attributions if any(start < last and end > first for part in a for start, end in part)
        ]
        for stretch in stretches(tokenizer, paragraph.group()):
            example = _example(document, stretch, first, corpus, near, names)
            if corpus >= 0 or _teaches(example):
                yield example


def _teaches(example: Example) -> bool:
    """Return whether a stretch that is there for its names has any; of the others one in four is enough."""
    if example.names is not None and (example.names > 0).any():
        return True
    return sum(example.stretch.numbers) % _KEPT_WITHOUT_NAMES == 0


def _example(
    document: str, stretch: Stretch, offset: int, corpus: int,
    attributions: Sequence[tuple[Spans, Spans, Spans]], names: Names | None,
) -> Example:  # fmt: skip
    starts = np.array([start for start, _ in stretch.places]) + offset
    ends = np.array([end for _, end in stretch.places]) + offset

    def pieces(spans: Spans) -> list[NDArray[np.intp]]:
        found = (np.where((starts < b) & (ends > a))[0] for a, b in sorted(map(tuple, spans)))
        return [some for some in found if len(some)]

    example = Example(document, stretch)
    if corpus >= 0:
        example.corpus = corpus
        example.tags, example.links = _tags(len(stretch), pieces, attributions)
    if names is not None:
        example.names = _names(len(stretch), pieces, names)
    return example


def _tags(
    length: int,
    pieces: Callable[[Spans], list[NDArray[np.intp]]],
    attributions: Sequence[tuple[Spans, Spans, Spans]],
) -> tuple[NDArray[np.float32], list[tuple[int, int, int]]]:
    rows = np.zeros((length, len(TAGS)), np.float32)
    links = []
    content, begin, end, source, source_begin, cue = range(len(TAGS))
    for sources, cues, contents in attributions:
        said, who, how = pieces(contents), pieces(sources), pieces(cues)
        for some in said:
            rows[some, content] = 1
        if said:  # one beginning and one end a statement, whatever its parts
            rows[said[0][0], begin] = rows[said[-1][-1], end] = 1
            links.append((
                int(said[0][0]),
                int(who[0][0]) if who else _NO_SOURCE,
                int(how[0][0]) if how else _NO_SOURCE,
            ))  # fmt: skip
        for some in who:
            rows[some, source] = 1
        if who:
            rows[who[0][0], source_begin] = 1
        for some in how:
            rows[some, cue] = 1
    return rows, links


def _names(length: int, pieces: Callable[[Spans], list[NDArray[np.intp]]], names: Names) -> NDArray[np.int64]:
    rows = np.zeros(length, np.int64)
    for start, end, kind in names.marked:
        for some in pieces([(start, end)]):
            rows[some] = NAME_TAGS.index(f"I-{kind}")
            rows[some[0]] = NAME_TAGS.index(f"B-{kind}")
    for start, end in names.doubtful:
        for some in pieces([(start, end)]):
            rows[some] = -1
    return rows
