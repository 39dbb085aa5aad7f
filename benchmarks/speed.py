"""What the extraction costs beside the bare pipeline, and how the cost grows with length.

    python -m benchmarks.speed FOLDER [--articles N]

CPU seconds of one process over the same paragraphs: ``nlp.pipe`` of the pipeline as it is
published, the same without its recogniser of names, as the product loads it, then the
whole extraction (its parse included), taken in turns and the best of each kept. Then
words a CPU second on transcripts of 2,000 and 200,000 words made up here.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

import spacy

from generator.extraction.extractor import Extractor, assemble
from generator.extraction.language import LanguageModel
from generator.model import Source
from generator.reading import read_document
from generator.reading.sources import parse_document

ROUNDS = 3
WORDS = [
    "council", "budget", "bridge", "river", "school", "teacher", "vote", "plan", "harbour", "winter", "road",
    "doctor", "market", "letter", "engineer", "ferry", "storm", "garden", "museum", "station",
]  # fmt: skip
NAMES = ("Ada Brook", "Ben Castle", "Cora Dale", "Dan Ellis", "Eve Ford")


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def compare(model: LanguageModel, sources: Sequence[Source]) -> tuple[float, float, float]:
    """Best CPU seconds over the same texts: published pipeline, pipeline as loaded, whole extraction."""
    paragraphs = [[s.text[b.span.start : b.span.end] for b in s.blocks] for s in sources]
    extractor, published = Extractor(model), spacy.load(model.name)
    bare, parsed, whole = [], [], []
    for _ in range(ROUNDS):
        bare.append(cpu(lambda: [list(published.pipe(texts)) for texts in paragraphs]))
        parsed.append(cpu(lambda: [list(model.nlp.pipe(texts)) for texts in paragraphs]))
        whole.append(cpu(lambda: [extractor.extract(source) for source in sources]))
    return min(bare), min(parsed), min(whole)


def transcript(words: int) -> Source:
    """A transcript of some length, in made-up sentences."""
    chance = random.Random(words)
    lines, count = ["---\nkind: transcript\ntitle: Hearing\n---\n"], 0
    while count < words:
        said = [_sentence(chance) for _ in range(4)]
        lines.append(f"{chance.choice(NAMES).upper()}: {' '.join(said)}\n")
        count += sum(len(s.split()) for s in said) + 2
    return parse_document("\n".join(lines), "", PurePosixPath("hearing.md"), "hearing.md").source


def _sentence(chance: random.Random) -> str:
    one, two, three = chance.sample(WORDS, 3)
    speaker = chance.choice(NAMES)
    return chance.choice((
        f"{speaker} said that the {one} near the {two} would need a new {three} this year.",
        f"I asked {speaker} whether the {one} was ready, and the {two} was not.",
        f"“We built the {one} for the {two},” {speaker} told me, “and the {three} came later.”",
        f"The {one} and the {two} stand beside the {three} on the old square.",
    ))  # fmt: skip


def growth(model: LanguageModel, lengths: Sequence[int]) -> list[tuple[int, float, float]]:
    """For each length: words, CPU microseconds a word in all, and in putting the document together."""
    rows = []
    extractor = Extractor(model)
    for length in lengths:
        source = transcript(length)
        words = len(source.text.split())
        analyses = []
        parsing = cpu(lambda source=source, analyses=analyses: analyses.extend(extractor.analyses(source)))
        joining = cpu(lambda source=source, analyses=analyses: assemble(source, analyses))
        rows.append((words, 1e6 * (parsing + joining) / words, 1e6 * joining / words))
    return rows


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, help="folder of .txt articles")
    parser.add_argument("--articles", type=int, default=30)
    parser.add_argument("--lengths", type=int, nargs="*", default=[2_000, 20_000, 200_000])
    options = parser.parse_args()
    model = LanguageModel()
    files = sorted(options.texts.glob("*.txt"))[: options.articles]
    sources = [read_document(f.parent, PurePosixPath(f.name)).source for f in files]
    words = sum(len(s.text.split()) for s in sources)
    Extractor(model).extract(sources[0])  # what is loaded once is no part of the comparison
    bare, parsed, whole = compare(model, sources)
    print(f"{len(sources)} articles, {words} words")
    print(f"bare nlp.pipe    {bare:6.2f} CPU s   {words / bare:7.0f} words/s")
    print(f"without names    {parsed:6.2f} CPU s   {words / parsed:7.0f} words/s   {parsed / bare:.2f} times")
    print(f"whole extraction {whole:6.2f} CPU s   {words / whole:7.0f} words/s   {whole / bare:.2f} times")
    for count, total, joining in growth(model, options.lengths):
        print(f"{count:>8} words  {total:7.1f} us a word, of it {joining:6.1f} us for the document")


if __name__ == "__main__":
    main()
