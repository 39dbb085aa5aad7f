"""Ask the archive for what the search index of one target is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from generator.building.store.archive import Archive
from generator.rendering import SearchDocument, SearchLayout, SearchWords


@dataclass(frozen=True, slots=True)
class Searched:
    """What the index must know of a briefing: ``newer`` is larger for a later day, ``words`` are digests."""

    newer: int
    part: int
    digest: str
    words: bytes


def packed_words(archive: Archive, words: SearchWords, *row: str) -> tuple[bytes, bytes]:
    """The digests of words, and the words, for a row: its target, path and the digest of its entry."""
    return archive.seal.sign(words.digests, "word digests", *row), archive.seal.pack(words, "words", *row)


def search_layout(archive: Archive, target: str) -> SearchLayout:
    """Return how many scripts the index has now."""
    row = archive.db.execute("SELECT sum(size) FROM briefings WHERE target = ?", (target,)).fetchone()
    return SearchLayout.of(row[0] or 0)


def searched(archive: Archive, target: str, layout: SearchLayout, group: int) -> list[Searched]:
    """Return the briefings of a group, by address."""
    query = (
        "SELECT path, day, crc, search_digest, word_digests FROM briefings "
        "WHERE target = ? AND crc % ? = ? ORDER BY address"
    )
    found = []
    for path, day, crc, of_entry, signed in archive.db.execute(query, (target, layout.groups, group)):
        digests = archive.signed(signed, "word digests", target, path, of_entry)
        found.append(Searched(-day, crc % layout.parts, of_entry, digests))
    return found


def words_of(archive: Archive, target: str, layout: SearchLayout, group: int) -> list[SearchWords]:
    """Return the words of the briefings of a group, by address."""
    query = (
        "SELECT path, search_digest, words FROM briefings WHERE target = ? AND crc % ? = ? ORDER BY address"
    )
    rows = archive.db.execute(query, (target, layout.groups, group))
    return [
        cast("SearchWords", archive.unpack(data, "words", target, path, found)) for path, found, data in rows
    ]


def documents_of(archive: Archive, target: str, layout: SearchLayout, part: int) -> list[SearchDocument]:
    """Return the briefings of a part, in no particular order."""
    query = "SELECT path, crc, size, search_digest, search FROM briefings WHERE target = ? AND crc % ? = ?"
    rows = archive.db.execute(query, (target, layout.parts, part))
    return [archive.unpack(data, "search", target, *row) for *row, data in rows]
