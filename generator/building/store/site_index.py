"""The briefings of one target, as lists, speaker pages and the search ask for them.

Everything is asked of the archive; in memory are only the sources, a few hundred
bytes a source. Each question has a digest of its answer, so that a page can tell
whether it is still right before anything is read.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Any, cast

from generator.building.store.archive import Archive
from generator.building.store.chunks import Chunk, chunks, digest
from generator.building.store.search_tables import packed_words
from generator.building.store.serialization import UnpackingError
from generator.building.store.source_info import SourceInfo
from generator.exports.quotations import Rows
from generator.model import SpeakerKind
from generator.rendering import (
    BriefingSummary,
    CorrectedBriefing,
    IndexEntry,
    Month,
    QuoteRow,
    SpeakerSummary,
    TagSummary,
    tag_address,
)

# SQLite takes the other columns from the row of the minimum: name and title of the newest briefing.
_SPEAKERS = (
    "SELECT name, address, kind, title, count(DISTINCT path), sum(lines), "
    "min((day + 9999999) || ' ' || path || ' ' || name) FROM said WHERE target = ?"
)
_SUMMARY = "path, briefings.address, day, month, digest, summary"
EVERY = -1  # as a limit, as SQLite writes it
_UNDATED = 0  # as a day; real ones are the negative ordinal, so that the newest come first


@dataclass(frozen=True, slots=True)
class Invalidation:
    """Whose pages across briefings a change of one briefing can change."""

    lists: bool = False
    speakers: frozenset[str] = frozenset()  # addresses
    tags: frozenset[str] = frozenset()  # addresses
    months: frozenset[str] = frozenset()
    search: frozenset[int] = frozenset()  # checksums of addresses, which tell the group of the index
    quotations: bool = False
    corrections: bool = False

    def __or__(self, other: Invalidation) -> Invalidation:
        return Invalidation(
            self.lists or other.lists,
            self.speakers | other.speakers,
            self.tags | other.tags,
            self.months | other.months,
            self.search | other.search,
            self.quotations or other.quotations,
            self.corrections or other.corrections,
        )


NOTHING = Invalidation()


@dataclass(frozen=True, slots=True)
class _ListingDigests:
    """What the archive holds of one briefing, by digests."""

    summary: tuple[str, str] | None  # digest, month
    search: tuple[int, str] | None  # checksum of the address, digest
    said: Mapping[tuple[str, str], str]
    tags: frozenset[str]
    quoted: str | None
    corrected: str | None


@dataclass(frozen=True, slots=True)
class _Answers:
    """The answers to what each list asks, found all together: a question alone takes as long for its one."""

    speakers: Mapping[str, SpeakerSummary]
    most: int  # in a chunk
    said: Mapping[str, tuple[Chunk, ...]]  # by address
    dated: Set[str]
    tags: Mapping[str, TagSummary]
    tagged: Mapping[str, tuple[Chunk, ...]]


@dataclass(slots=True)
class SiteIndex:
    """One target's part of the archive."""

    archive: Archive
    target: str
    sources: dict[PurePosixPath, SourceInfo] = field(default_factory=dict)
    keys: dict[PurePosixPath, str] = field(default_factory=dict)
    _answers: _Answers | None = None  # to all questions of lists, until something is published

    @property
    def _db(self) -> sqlite3.Connection:
        return self.archive.db

    def load(self) -> None:
        """Read the sources anew, as after a rollback."""
        self.sources, self.keys, self._answers = {}, {}, None
        rows = self._db.execute("SELECT path, key, info FROM sources WHERE target = ?", (self.target,))
        for path, key, data in rows:
            try:
                found = cast("SourceInfo", self.archive.seal.unpack(data, "source", self.target, path, key))
            except UnpackingError:
                continue
            self.sources[found.path], self.keys[found.path] = found, key

    def clear(self) -> None:
        """Forget everything about this target but how its sources stand."""
        for table in ("briefings", "said", "tagged", "quoted", "corrected", "pages"):
            self._db.execute(f"DELETE FROM {table} WHERE target = ?", (self.target,))  # noqa: S608
        self._answers = None

    # --- sources ---

    def keep_source(self, info: SourceInfo, key: str) -> None:
        """Keep what is known of a source; ``key`` hashes what that depends on."""
        self.sources[info.path] = info
        self.keys[info.path] = key
        row = (self.target, str(info.path), key)
        data = self.archive.seal.pack(info, "source", *row)
        self._db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)", (*row, data))

    def leave_out(self, path: PurePosixPath) -> None:
        """Know nothing of a source in this round, which cannot be kept.

        In the archive it stays as it is: what is found in other texts may be committed before the round ends.
        """
        self.sources.pop(path, None)
        self.keys.pop(path, None)

    def forget(self, path: PurePosixPath) -> Invalidation:
        """A source is gone."""
        self.sources.pop(path, None)
        self.keys.pop(path, None)
        self._db.execute("DELETE FROM sources WHERE target = ? AND path = ?", (self.target, str(path)))
        return self.withdraw(path)

    def digest(self) -> str:
        """Hash which sources are known, and under which keys."""
        return digest(sorted((str(path), key) for path, key in self.keys.items()))

    # --- published briefings ---

    def withdraw(self, path: PurePosixPath) -> Invalidation:
        """A briefing is not published, or no longer."""
        before = self._digests_of(path)
        self._delete(path)
        return _difference(before, self._digests_of(path))

    def publish(
        self,
        path: PurePosixPath,
        index_entry: IndexEntry,
        kinds: Mapping[str, SpeakerKind],
        rows: Rows | None = None,
    ) -> Invalidation:
        """A briefing is published as ``index_entry`` says; ``kinds`` are its speakers' by name.

        ``rows`` are those that it has in the tables of quotations, where there are any.
        """
        before = self._digests_of(path)
        self._delete(path)
        self._insert(str(path), index_entry, kinds)
        if rows is not None:
            self._insert_quoted(str(path), index_entry.summary, rows)
        if index_entry.corrected is not None:
            self._insert_corrected(str(path), index_entry.corrected)
        return _difference(before, self._digests_of(path))

    def _delete(self, path: PurePosixPath) -> None:
        self._answers = None
        for table in ("briefings", "said", "tagged", "quoted", "corrected"):
            query = f"DELETE FROM {table} WHERE target = ? AND path = ?"  # noqa: S608 (names of our own)
            self._db.execute(query, (self.target, str(path)))

    def _insert(self, path: str, index_entry: IndexEntry, kinds: Mapping[str, SpeakerKind]) -> None:
        summary, search = index_entry.summary, index_entry.search
        day = _day(summary.date)
        listed = (path, summary.address, day, month_of(summary.date), digest(summary))
        found = (path, zlib.crc32(search.address.encode()), len(search.entry), digest(search))
        changed = summary.updated or summary.dated or summary.date
        packed = self.archive.seal.pack(summary, "summary", self.target, *listed)
        of_summary = (*listed, changed and changed.isoformat(), packed)
        of_search = (*found[1:], self.archive.seal.pack(search, "search", self.target, *found))
        of_words = packed_words(self.archive, index_entry.words, self.target, path, found[-1])
        marks = ", ".join("?" * 14)
        self._db.execute(
            f"INSERT INTO briefings VALUES ({marks})",  # noqa: S608 (only marks)
            (self.target, *of_summary, *of_search, *of_words),
        )
        addresses = {ref.name: ref.address for ref in summary.speakers if ref.address}
        for name, lines in index_entry.said.items():
            if lines and name in addresses:
                self._insert_said(path, addresses[name], name, kinds[name], day, lines)
        tags = {tag_address(tag): tag for tag in summary.tags}
        self._db.executemany(
            "INSERT INTO tagged VALUES (?, ?, ?, ?)",
            [(self.target, address, path, tag) for address, tag in tags.items()],
        )

    def _insert_said(
        self, path: str, address: str, name: str, kind: SpeakerKind, day: int, lines: tuple[QuoteRow, ...]
    ) -> None:
        of_speaker = (address, path, name, kind.value, lines[-1].title, day)
        row = (
            self.target,
            *of_speaker,
            sum(not line.asks for line in lines),
            digest((lines, kind.value)),
        )
        data = self.archive.seal.pack(lines, "said", *row)
        self._db.execute("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, data))

    def _insert_quoted(self, path: str, summary: BriefingSummary, rows: Rows) -> None:
        row = (self.target, path, _day(summary.date), summary.address, digest(rows))
        data = self.archive.seal.pack(rows, "quoted", *row)
        self._db.execute("INSERT INTO quoted VALUES (?, ?, ?, ?, ?, ?)", (*row, data))

    def _insert_corrected(self, path: str, corrected: CorrectedBriefing) -> None:
        row = (self.target, path, digest(corrected))
        data = self.archive.seal.pack(corrected, "corrected", *row)
        self._db.execute("INSERT INTO corrected VALUES (?, ?, ?, ?)", (*row, data))

    def _digests_of(self, path: PurePosixPath) -> _ListingDigests:
        here = (self.target, str(path))
        row = self._db.execute(
            "SELECT digest, month, crc, search_digest FROM briefings WHERE target = ? AND path = ?", here
        ).fetchone()
        said = self._db.execute("SELECT address, name, digest FROM said WHERE target = ? AND path = ?", here)
        tags = self._db.execute("SELECT address, tag FROM tagged WHERE target = ? AND path = ?", here)
        quoted = self._db.execute("SELECT digest FROM quoted WHERE target = ? AND path = ?", here).fetchone()
        noticed = self._db.execute("SELECT digest FROM corrected WHERE target = ? AND path = ?", here)
        return _ListingDigests(
            summary=(row[0], row[1]) if row else None,
            search=row[2:] if row else None,
            said={(address, name): found for address, name, found in said},
            tags=frozenset(f"{address}\0{tag}" for address, tag in tags),
            quoted=quoted[0] if quoted else None,
            corrected="".join(found for (found,) in noticed) or None,
        )

    # --- questions: lists ---

    def answer_all(self, most: int) -> None:
        """Find what all lists ask, ``most`` in a chunk, where many of them are going to ask."""
        if self._answers is None:
            said = self._chunks_by(
                "SELECT address, lines, digest FROM said WHERE target = ? ORDER BY address, day, path, name",
                most,
            )
            tagged = self._chunks_by(
                "SELECT tagged.address, 1, digest FROM briefings JOIN tagged USING (target, path) "
                "WHERE target = ? ORDER BY tagged.address, day, briefings.address",
                most,
            )
            dated = self._db.execute(
                "SELECT DISTINCT address FROM said WHERE target = ? AND day < 0 AND lines > 0", (self.target,)
            )
            self._answers = _Answers(
                speakers={one.address: one for one in self.speakers()},
                most=most,
                said=said,
                dated={address for (address,) in dated},
                tags={one.address: one for one in self.tags()},
                tagged=tagged,
            )

    def _chunks_by(self, query: str, most: int) -> dict[str, tuple[Chunk, ...]]:
        rows = self._db.execute(query, (self.target,))
        return {
            name: chunks((row[1:] for row in found), most) for name, found in groupby(rows, itemgetter(0))
        }

    def newest(self, limit: int, start: int = 0) -> list[BriefingSummary]:
        """The newest briefings behind the first ``start``, the undated last."""
        return self._summaries("WHERE target = ? ORDER BY day, address LIMIT ? OFFSET ?", limit, start)

    def addresses(self) -> list[tuple[str, date | None]]:
        """The addresses of all briefings, the newest first, each with the day on which it changed last."""
        rows = self._db.execute(
            "SELECT address, changed FROM briefings WHERE target = ? ORDER BY day, address", (self.target,)
        )
        return [(address, _moment(changed) if changed else None) for address, changed in rows]

    def newest_chunks(self, most: int) -> tuple[Chunk, ...]:
        """Part all briefings, ``most`` in a chunk."""
        return self._chunks("SELECT 1, digest FROM briefings WHERE target = ? ORDER BY day, address", most)

    def count(self) -> int:
        row = self._db.execute("SELECT count(*) FROM briefings WHERE target = ?", (self.target,)).fetchone()
        return int(row[0])

    def months(self) -> list[Month]:
        """The months with briefings, the newest first; ``undated`` comes first of all."""
        rows = self._db.execute(
            "SELECT month, count(*) FROM briefings WHERE target = ? GROUP BY month ORDER BY month DESC",
            (self.target,),
        )
        return [Month(name, count) for name, count in rows]

    def of_month(self, month: str, limit: int = EVERY, start: int = 0) -> list[BriefingSummary]:
        """The briefings of a month behind its first ``start``, the newest first."""
        return self._summaries(
            "WHERE target = ? AND month = ? ORDER BY day, address LIMIT ? OFFSET ?", month, limit, start
        )

    def chunks_of_month(self, month: str, most: int) -> tuple[Chunk, ...]:
        return self._chunks(
            "SELECT 1, digest FROM briefings WHERE target = ? AND month = ? ORDER BY day, address",
            most,
            month,
        )

    def tags(self) -> list[TagSummary]:
        """All tags by address; of several spellings the last one in the alphabet is shown."""
        rows = self._db.execute(
            "SELECT max(tag), address, count(*) FROM tagged WHERE target = ? "
            "GROUP BY address ORDER BY address",
            (self.target,),
        )
        return [TagSummary(*row) for row in rows]

    def tag(self, address: str) -> TagSummary | None:
        if self._answers is not None:
            return self._answers.tags.get(address)
        row = self._db.execute(
            "SELECT max(tag), address, count(*) FROM tagged "
            "WHERE target = ? AND address = ? GROUP BY address",
            (self.target, address),
        ).fetchone()
        return TagSummary(*row) if row else None

    def tagged(self, address: str, limit: int = EVERY, start: int = 0) -> list[BriefingSummary]:
        """The briefings with a tag behind its first ``start``, the newest first."""
        return self._summaries(
            "JOIN tagged USING (target, path) WHERE target = ? AND tagged.address = ? "
            "ORDER BY day, briefings.address LIMIT ? OFFSET ?",
            address,
            limit,
            start,
        )

    def tagged_chunks(self, address: str, most: int) -> tuple[Chunk, ...]:
        """Part the briefings with a tag, ``most`` in a chunk."""
        if self._answers is not None and self._answers.most == most:
            return self._answers.tagged.get(address, _NOTHING_LISTED)
        return self._chunks(
            "SELECT 1, digest FROM briefings JOIN tagged USING (target, path) WHERE target = ? "
            "AND tagged.address = ? ORDER BY day, briefings.address",
            most,
            address,
        )

    # --- questions: speakers ---

    def speakers(self) -> list[SpeakerSummary]:
        """Everybody with a page, who says most first."""
        rows = self._db.execute(f"{_SPEAKERS} GROUP BY address", (self.target,))
        return sorted(map(_speaker, rows), key=lambda s: (-s.statements, s.name, s.address))

    def speaker(self, address: str) -> SpeakerSummary | None:
        if self._answers is not None:
            return self._answers.speakers.get(address)
        query = f"{_SPEAKERS} AND address = ? GROUP BY address"
        row = self._db.execute(query, (self.target, address)).fetchone()
        return _speaker(row) if row else None

    def said(self, address: str, limit: int = EVERY, start: int = 0) -> list[QuoteRow]:
        """Return what one speaker says, the newest first; ``limit`` and ``start`` count briefings."""
        rows = self._db.execute(
            "SELECT target, address, path, name, kind, title, day, lines, digest, data FROM said "
            "WHERE target = ? AND address = ? ORDER BY day, path, name LIMIT ? OFFSET ?",
            (self.target, address, limit, start),
        )
        return [line for *row, data in rows for line in self.archive.unpack(data, "said", *row)]

    def said_chunks(self, address: str, most: int) -> tuple[Chunk, ...]:
        """Part what one speaker says, briefing by briefing, ``most`` statements in a chunk."""
        if self._answers is not None and self._answers.most == most:
            return self._answers.said.get(address, _NOTHING_LISTED)
        return self._chunks(
            "SELECT lines, digest FROM said WHERE target = ? AND address = ? ORDER BY day, path, name",
            most,
            address,
        )

    # --- questions: tables ---

    def quotations(self) -> list[Rows]:
        """The rows of each briefing in the tables of quotations, the newest briefing first."""
        found = self._db.execute(
            "SELECT target, path, day, address, digest, data FROM quoted WHERE target = ? "
            "ORDER BY day, address",
            (self.target,),
        )
        return [self.archive.unpack(data, "quoted", *row) for *row, data in found]

    def quotations_digest(self) -> str:
        return self._digest("SELECT digest FROM quoted WHERE target = ? ORDER BY day, address")

    def statement_digests(self) -> dict[str, str]:
        """Return for each source that is published a digest of its summary and its rows."""
        found = self._db.execute(
            "SELECT path, briefings.digest, quoted.digest FROM briefings "
            "JOIN quoted USING (target, path) WHERE target = ? ORDER BY path",
            (self.target,),
        )
        return {path: f"{summary} {rows}" for path, summary, rows in found}

    def statements_of(self, path: str) -> tuple[BriefingSummary, Rows]:
        """Return the summary and the rows of a source that is published."""
        (summary,) = self._summaries("WHERE target = ? AND path = ?", path)
        *row, data = self._db.execute(
            "SELECT target, path, day, address, digest, data FROM quoted WHERE target = ? AND path = ?",
            (self.target, path),
        ).fetchone()
        return summary, self.archive.unpack(data, "quoted", *row)

    def corrected(self) -> list[CorrectedBriefing]:
        """The briefings with public correction notices."""
        found = self._db.execute(
            "SELECT target, path, digest, data FROM corrected WHERE target = ? ORDER BY path", (self.target,)
        )
        return [self.archive.unpack(data, "corrected", *row) for *row, data in found]

    def has_dated_statements(self, address: str) -> bool:
        """Return whether a speaker says anything in a briefing with a date."""
        if self._answers is not None:
            return address in self._answers.dated
        query = "SELECT 1 FROM said WHERE target = ? AND address = ? AND day < 0 AND lines > 0 LIMIT 1"
        return self._db.execute(query, (self.target, address)).fetchone() is not None

    # --- helpers ---

    def _summaries(self, which: str, *values: Any) -> list[BriefingSummary]:
        query = f"SELECT {_SUMMARY} FROM briefings {which}"  # noqa: S608 (words of our own)
        rows = self._db.execute(query, (self.target, *values))
        return [self.archive.unpack(data, "summary", self.target, *row) for *row, data in rows]

    def _chunks(self, query: str, most: int, *values: Any) -> tuple[Chunk, ...]:
        return chunks(self._db.execute(query, (self.target, *values)), most)

    def _digest(self, query: str, *values: Any) -> str:
        return digest([row for (row,) in self._db.execute(query, (self.target, *values))])


def speaker_names(archive: Archive, target: str) -> tuple[str, ...]:
    """Return the names of those who have a page in ``target``."""
    rows = archive.db.execute("SELECT DISTINCT name FROM said WHERE target = ? ORDER BY name", (target,))
    return tuple(name for (name,) in rows)


def _speaker(row: tuple[Any, ...]) -> SpeakerSummary:
    name, address, kind, title, briefings, statements, _ = row
    return SpeakerSummary(name, address, SpeakerKind(kind), title, briefings, statements)


_NOTHING_LISTED = chunks((), 1)


def month_of(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else "undated"


def _moment(written: str) -> date:
    """Return a day, or a day with its time, as ISO 8601 writes it."""
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)


def _day(day: date | None) -> int:
    return -day.toordinal() if day else _UNDATED


def _difference(before: _ListingDigests, after: _ListingDigests) -> Invalidation:
    """Return how the two differ; a summary is shown in its lists, its months and its tags."""
    lists = before.summary != after.summary
    months = {traces.summary[1] for traces in (before, after) if traces.summary} if lists else set()
    tags = before.tags | after.tags if lists else before.tags ^ after.tags
    said = _changed(before.said, after.said)
    entries = (before.search, after.search) if before.search != after.search else ()
    return Invalidation(
        lists=lists or bool(said),
        speakers=frozenset(address for address, _ in said),
        tags=frozenset(tag.split("\0", 1)[0] for tag in tags),
        months=frozenset(months),
        search=frozenset(crc for crc, _ in filter(None, entries)),
        quotations=before.quoted != after.quoted,
        corrections=before.corrected != after.corrected,
    )


def _changed(
    before: Mapping[tuple[str, str], str], after: Mapping[tuple[str, str], str]
) -> Iterable[tuple[str, str]]:
    return {key for key in {*before, *after} if before.get(key) != after.get(key)}
