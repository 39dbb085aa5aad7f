"""Several processes find what one finds."""

from __future__ import annotations

from pathlib import Path

from generator.building.store.archive import open_archive
from generator.building.warm_cache import fill
from generator.extraction.extractor import Extractor
from generator.extraction.language import DEFAULT_PIPELINE, LanguageModel
from generator.model import Block, BlockKind, Source, Span

TEXT = "The harbour is closed, Ada Quill said on Monday. “It will open in spring,” she added."


def test_what_two_processes_have_analysed_is_found_without_a_model(
    tmp_path: Path, model: LanguageModel
) -> None:
    source = Source(TEXT, (Block(BlockKind.PARAGRAPH, Span(0, len(TEXT))),))
    archive, _ = open_archive(tmp_path)
    fill(archive, [(source, DEFAULT_PIPELINE)], 2)
    untouched = LanguageModel(DEFAULT_PIPELINE)
    assert Extractor(untouched, archive).extract(source) == Extractor(model).extract(source)
    assert "nlp" not in vars(untouched)
    archive.close()
