"""The first analysis of many texts, by several processes at once.

Each process loads the pipeline and analyses paragraphs; only this one writes to the
archive, in which the ordinary way then finds everything. What the result is does not
depend on how many processes there were.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import cache

from generator.building.store.archive import Archive
from generator.building.store.serialization import pack
from generator.extraction.extractor import analyse, analysis_key
from generator.extraction.language import LanguageModel
from generator.model import Block, Source

_AT_ONCE = 200  # paragraphs: some seconds of work, and little to lose


@dataclass(frozen=True, slots=True)
class _Job:
    pipeline: str
    paragraphs: tuple[tuple[str, Block, str], ...]  # key, block, words


def fill(archive: Archive, sources: Iterable[tuple[Source, str]], jobs: int) -> None:
    """Analyse what the archive does not know of ``sources``, each with its pipeline."""
    context = multiprocessing.get_context("spawn")  # a copy of this process would copy its threads' locks
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        running: set[Future[dict[str, bytes]]] = set()
        for job in _jobs(archive, sources):
            running.add(pool.submit(_analyse, job))
            if len(running) > jobs * 2:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                _keep(archive, done)
        _keep(archive, running)


def _keep(archive: Archive, done: Iterable[Future[dict[str, bytes]]]) -> None:
    for future in done:
        archive.put_packed(future.result())
    archive.commit()


def _jobs(archive: Archive, sources: Iterable[tuple[Source, str]]) -> Iterator[_Job]:
    waiting: dict[str, dict[str, tuple[str, Block, str]]] = {}
    for source, pipeline in sources:
        paragraphs = waiting.setdefault(pipeline, {})
        for block in source.blocks:
            words = source.text[block.span.start : block.span.end]
            key = analysis_key(pipeline, block, words)
            paragraphs[key] = (key, block, words)
        if len(paragraphs) >= _AT_ONCE:
            yield from _job(archive, pipeline, waiting.pop(pipeline))
    for pipeline, paragraphs in waiting.items():
        yield from _job(archive, pipeline, paragraphs)


def _job(archive: Archive, pipeline: str, paragraphs: dict[str, tuple[str, Block, str]]) -> Iterator[_Job]:
    missing = archive.missing(paragraphs)
    if missing:
        yield _Job(pipeline, tuple(paragraphs[key] for key in sorted(missing)))


@cache
def _model(pipeline: str) -> LanguageModel:
    return LanguageModel(pipeline)


def _analyse(job: _Job) -> dict[str, bytes]:
    """In another process."""
    parses = _model(job.pipeline).parse(words for _, _, words in job.paragraphs)
    return {
        key: pack(analyse(block, parse))
        for (key, block, _), parse in zip(job.paragraphs, parses, strict=True)
    }
