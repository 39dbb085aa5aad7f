"""Keep the documents that were read, by the bytes they were read from: all in the archive, the last in hand.

To unpack one takes a sixth of the time of reading the source again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import cast

from generator.building.hashing import hashed
from generator.building.store.archive import Archive
from generator.building.store.serialization import UnpackingError
from generator.reading import Document

_RECENT = 8  # documents in hand: the ones being edited


@dataclass(slots=True)
class ReadDocuments:
    """Documents by path; each is good for the bytes it was read from, and under the settings ``reading``."""

    archive: Archive
    reading: str  # hashes the settings that say how a source is read, and what of it is refused
    _recent: dict[PurePosixPath, Document] = field(default_factory=dict)
    _texts: dict[PurePosixPath, tuple[str, str]] = field(
        default_factory=dict
    )  # hashes: of bytes, of the text

    def of(self, path: PurePosixPath, digest: str) -> Document | None:
        """Return what was read of the bytes with this hash, if it is kept."""
        found = self._recent.get(path)
        if found is not None and found.sha256 == digest:
            return found
        found = self._unpacked(path, digest)
        if found is not None:
            self._remember(found)
        return found

    def text_of(self, path: PurePosixPath, digest: str) -> str | None:
        """Return the hash of all that an extraction of these bytes is made from, if it is kept."""
        of_bytes, text = self._texts.get(path, ("", None))
        if of_bytes == digest:
            return text
        text = self.archive.text_of_document(str(path), self._key(digest))
        if text is not None:
            self._texts[path] = digest, text
        return text

    def keep(self, document: Document) -> None:
        """Keep a document in place of what the file held before."""
        text = hash_of_text(document)
        self.archive.keep_document(str(document.path), self._key(document.sha256), text, document)
        self._texts[document.path] = document.sha256, text
        self._remember(document)

    def _key(self, digest: str) -> str:
        return hashed(digest, self.reading)

    def _remember(self, document: Document) -> None:
        self._recent.pop(document.path, None)
        self._recent[document.path] = document
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]

    def _unpacked(self, path: PurePosixPath, digest: str) -> Document | None:
        with suppress(UnpackingError):  # damaged: read again
            return cast("Document | None", self.archive.document(str(path), self._key(digest)))
        return None


def hash_of_text(document: Document) -> str:
    """Hash all of a document that an extraction is made from."""
    return hashed(repr(document.source))
