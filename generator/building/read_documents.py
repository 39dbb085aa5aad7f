"""Keep the documents of a build, so that a source is read once: the last ones as they are, others packed.

A packed one takes a tenth of the room and of the time to read the source again. Where no room is left, a
source is read again.
"""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import cast

from generator.reading import Document

_RECENT = 8  # documents in hand: the ones being edited
_ROOM = 32_000_000  # bytes: some thousand briefings


@dataclass(slots=True)
class ReadDocuments:
    """Documents by path; each is good for the bytes that it was read from."""

    room: int = _ROOM
    _recent: dict[PurePosixPath, Document] = field(default_factory=dict)
    _packed: dict[PurePosixPath, bytes] = field(default_factory=dict)

    def of(self, path: PurePosixPath, digest: str) -> Document | None:
        """Return what was read of the bytes with this hash, if it is kept."""
        found = self._recent.get(path) or self._unpacked(path)
        return found if found is not None and found.sha256 == digest else None

    def keep(self, document: Document) -> None:
        """Keep a document in place of what the file held before."""
        path = document.path
        self.room += len(self._packed.pop(path, b""))
        packed = zlib.compress(pickle.dumps(document, protocol=5), 1)
        if len(packed) <= self.room:
            self._packed[path] = packed
            self.room -= len(packed)
        self._remember(document)

    def _remember(self, document: Document) -> None:
        self._recent.pop(document.path, None)
        self._recent[document.path] = document
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]

    def _unpacked(self, path: PurePosixPath) -> Document | None:
        packed = self._packed.get(path)
        if packed is None:
            return None
        # Bytes that this object has packed itself, and that never leave the process.
        document = cast("Document", pickle.loads(zlib.decompress(packed)))  # noqa: S301
        self._remember(document)
        return document
