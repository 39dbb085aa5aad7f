"""Part long lists into chunks, each with a digest: its page can tell whether it is still right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chunk:
    """The rows ``[start, end)`` of a list; ``digest`` is of what stands in them."""

    start: int
    end: int
    digest: str


def chunks(rows: Iterable[tuple[int, str]], most: int) -> tuple[Chunk, ...]:
    """Part rows, each with its size and its digest, into chunks of ``most`` together; at least one chunk.

    A row that is larger by itself has a chunk of its own.
    """
    return tuple(_chunks(rows, most))


def digest(value: object) -> str:
    """A short hash of a plain record: the same for equal records, in every process."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _chunks(rows: Iterable[tuple[int, str]], most: int) -> Iterator[Chunk]:
    start, held = 0, 0
    digests: list[str] = []
    for size, of_row in rows:
        if digests and held + size > most:
            yield Chunk(start, start + len(digests), digest(digests))
            start, held, digests = start + len(digests), 0, []
        digests.append(of_row)
        held += size
    yield Chunk(start, start + len(digests), digest(digests))
