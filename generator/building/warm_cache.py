"""The first extraction of many texts, by several processes at once.

Each process loads the pipeline once and extracts text after text; only this one writes to the
archive, in which the ordinary way then finds everything. What the result is does not depend on how
many processes there were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.building.store.archive import Archive
from generator.building.store.serialization import pack
from generator.building.versions import rules_version
from generator.building.workers import Workers, work_on
from generator.errors import LanguageModelError, UsageError
from generator.extraction.options import Options
from generator.model import Source

if TYPE_CHECKING:
    from generator.extraction.analysis import ParagraphAnalysis
    from generator.extraction.language import LanguageModel

BATCH = 20_000  # characters: about two seconds of work, and little to lose
_WINDOW = 4_000_000  # characters that are in memory at once


@dataclass(frozen=True, slots=True)
class Text:
    """A text to extract; its extraction is kept under ``key``. ``known`` are analyses of its paragraphs."""

    path: PurePosixPath
    key: str
    source: Source
    pipeline: str
    options: Options
    seconds: float
    known: dict[str, ParagraphAnalysis] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was found in a text, packed; ``late``: not all of it, since that took too long.

    ``rules`` is the version of the rules by which it was found.
    """

    analyses: dict[str, bytes]
    extraction: bytes | None = None
    late: bool = False
    rules: str = field(default_factory=rules_version)


@dataclass(frozen=True, slots=True)
class Left:
    """A text that is not in the archive: reading it took too long, or killed the process that read it."""

    path: PurePosixPath
    late: bool


def fill(
    archive: Archive,
    texts: Iterable[Text],
    workers: Workers,
    kept: Callable[[PurePosixPath], None] = lambda _: None,
    extract: Callable[[Text], Extracted] | None = None,
) -> list[Left]:
    """Extract ``texts`` into the archive, telling each that is ``kept``; return those that cannot be.

    What is kept by then stays when it is interrupted. ``extract`` is what the processes do.
    """
    left: list[Left] = []
    with workers:
        for window in _cut(_with_known(archive, texts), _WINDOW):
            batches = list(_cut(window, BATCH))
            for text, found in work_on(batches, extract or extracted, workers):
                if found is None or found.late:
                    left.append(Left(text.path, late=found is not None))
                if found is not None:
                    _keep(archive, text, found)
                    kept(text.path)
    return left


def _with_known(archive: Archive, texts: Iterable[Text]) -> Iterator[Text]:
    for text in texts:
        keys = list(_keys(text))
        missing = archive.missing(keys)
        text.known.update(archive.get_many([key for key in keys if key not in missing]))
        yield text


def _keys(text: Text) -> Iterator[str]:
    from generator.extraction.extractor import analysis_key

    for block in text.source.blocks:
        words = text.source.text[block.span.start : block.span.end]
        yield analysis_key(text.pipeline, block, words, explain=text.options.explain)


def _cut(texts: Iterable[Text], size: int) -> Iterator[Sequence[Text]]:
    """Cut into pieces of about as many characters."""
    piece, length = list[Text](), 0
    for text in texts:
        piece.append(text)
        length += len(text.source.text)
        if length >= size:
            yield piece
            piece, length = [], 0
    if piece:
        yield piece


def _keep(archive: Archive, text: Text, found: Extracted) -> None:
    """Keep what a worker found. Raises ``UsageError`` where it has another version of this program."""
    if found.rules != rules_version():
        hint = "install the same version on every machine"
        raise UsageError("a worker of the cluster has another version of this program", hint=hint)
    archive.put_packed(found.analyses)
    if found.extraction is not None:
        archive.keep_packed_extraction(str(text.path), text.key, found.extraction)
    archive.commit()


# --- in another process ---


@dataclass(slots=True)
class _Store:
    """What is known of one text's paragraphs, and what is found."""

    known: dict[str, ParagraphAnalysis]
    found: dict[str, bytes] = field(default_factory=dict)

    def get_many(self, keys: Sequence[str]) -> dict[str, ParagraphAnalysis]:
        return {key: self.known[key] for key in keys if key in self.known}

    def put_many(self, analyses: dict[str, ParagraphAnalysis]) -> None:
        self.found |= {key: pack(one) for key, one in analyses.items()}


@cache
def _model(pipeline: str) -> LanguageModel:
    from generator.extraction.language import LanguageModel

    return LanguageModel(pipeline)


def extracted(text: Text) -> Extracted:
    """Extract one text. A pipeline that is missing is left for the ordinary way to tell."""
    from generator.extraction.extractor import Extractor, TookTooLong

    store = _Store(text.known)
    try:
        found = Extractor(_model(text.pipeline), store, text.options, text.seconds).extract(text.source)
    except TookTooLong:
        return Extracted(store.found, late=True)
    except LanguageModelError:
        return Extracted(store.found)
    return Extracted(store.found, pack(found))
