"""Keep what is already known in one SQLite database in the site's cache folder.

    analyses     by paragraph: pipeline, kind and words, hashed
    documents    by source: what was read of it, and the hash of the text
    extractions  by source: what was found in the text as a whole; found by the text too
    sources      by target and source: how it stands, published or not
    briefings    by target and source: what lists and the search need of a published one
    said         by target, speaker and source: what a speaker says there
    tagged       by target, tag and source
    quoted       by target and source: its rows in the tables of quotations
    corrected    by target and source: its public correction notices
    pages        by target and output file: from what it was made, and how it stands on disk
    reports      by target: what its last build reported, and the key of all that it was made from
    snapshots    by target: what its last build knew of inputs and problems, to go on from
    findings     what a check found of each source, and of each file

Every row carries, in its key, all that it depends on; the versions of the rules and of
the code empty the tables when they change. So nothing in here can be out of date, and
deleting the file costs time and nothing else. A damaged file is thrown away, and so is
one that was made with another key (:mod:`generator.building.store.seal`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from generator.building.store.seal import VARIABLE, Seal, passing_seal, user_seal
from generator.building.store.serialization import UnpackingError, pack
from generator.building.versions import code_version, rules_version

if TYPE_CHECKING:
    from generator.extraction.analysis import ParagraphAnalysis

FILE = "archive.sqlite"
_LAYOUT_VERSION = "10"
_LAYOUT = """
CREATE TABLE IF NOT EXISTS versions (what TEXT PRIMARY KEY, version TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS analyses (key BLOB PRIMARY KEY, used INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    path TEXT PRIMARY KEY, key TEXT NOT NULL, text BLOB NOT NULL, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS extractions (path TEXT PRIMARY KEY, key TEXT NOT NULL, data BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS extractions_by_text ON extractions (key);
CREATE TABLE IF NOT EXISTS sources (
    target TEXT, path TEXT, key TEXT NOT NULL, info BLOB NOT NULL, PRIMARY KEY (target, path));
CREATE TABLE IF NOT EXISTS briefings (
    target TEXT, path TEXT, address TEXT NOT NULL, day INTEGER NOT NULL, month TEXT NOT NULL,
    digest TEXT NOT NULL, changed TEXT, summary BLOB NOT NULL,
    crc INTEGER NOT NULL, size INTEGER NOT NULL, search_digest TEXT NOT NULL, search BLOB NOT NULL,
    word_digests BLOB NOT NULL, words BLOB NOT NULL, PRIMARY KEY (target, path));
CREATE INDEX IF NOT EXISTS briefings_by_date ON briefings (target, day, address, month, digest);
CREATE INDEX IF NOT EXISTS briefings_by_part ON briefings (target, crc, size);
CREATE TABLE IF NOT EXISTS said (
    target TEXT, address TEXT, path TEXT, name TEXT, kind TEXT NOT NULL, title TEXT, day INTEGER NOT NULL,
    lines INTEGER NOT NULL, digest TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (target, address, path, name));
CREATE INDEX IF NOT EXISTS said_in ON said (target, path);
CREATE INDEX IF NOT EXISTS said_by ON said (target, address, day, path, name, kind, title, lines, digest);
CREATE TABLE IF NOT EXISTS tagged (
    target TEXT, address TEXT, path TEXT, tag TEXT NOT NULL, PRIMARY KEY (target, address, path));
CREATE TABLE IF NOT EXISTS quoted (
    target TEXT, path TEXT, day INTEGER NOT NULL, address TEXT NOT NULL, digest TEXT NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY (target, path));
CREATE TABLE IF NOT EXISTS corrected (
    target TEXT, path TEXT, digest TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (target, path));
CREATE INDEX IF NOT EXISTS tagged_in ON tagged (target, path);
CREATE TABLE IF NOT EXISTS pages (
    target TEXT, path TEXT, place TEXT NOT NULL, owner TEXT NOT NULL, key TEXT NOT NULL,
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, PRIMARY KEY (target, path));
CREATE TABLE IF NOT EXISTS reports (target TEXT PRIMARY KEY, key TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS snapshots (target TEXT PRIMARY KEY, key TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS findings (kind TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS pages_of ON pages (target, owner);
CREATE INDEX IF NOT EXISTS pages_at ON pages (target, place);
"""
_OF = {
    "rules": ("analyses",),
    "code": (
        "documents",
        "extractions",
        "sources",
        "briefings",
        "said",
        "tagged",
        "quoted",
        "corrected",
        "pages",
        "reports",
        "snapshots",
        "findings",
    ),
}
_RECENT = 6_000  # analyses kept in memory: some long transcripts' worth
_KEEP_DAYS = 60  # analyses of words that nobody has asked for since
_AT_ONCE = 500  # SQLite allows only so many values in one statement
_WAIT = 30.0  # seconds, where another process writes
# Errors that say nothing against the file: somebody else is at it, or it may not or cannot be written.
_NOT_THE_FILE = frozenset({
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PROTOCOL,
})  # fmt: skip


_FOREIGN = (
    "the archive was made with another key, and is made anew; this costs only time. "
    f"Who works on one folder together, or has a build hosted, sets {VARIABLE}"
)


class ArchiveLost(sqlite3.DatabaseError):
    """The file beneath an open archive was deleted or replaced; what is written now goes nowhere."""


class _Foreign(sqlite3.DatabaseError):
    """The file was made with another key."""

    sqlite_errorcode = sqlite3.SQLITE_NOTADB


class Archive:
    """An open archive. Used by one thread; another process may have it open too."""

    def __init__(self, connection: sqlite3.Connection, seal: Seal, path: Path | None = None) -> None:
        self.db = connection
        self.seal = seal
        self._place = (path, _identity(path)) if path else None
        self._recent: dict[str, ParagraphAnalysis] = {}

    def commit(self) -> None:
        self.db.commit()

    def rollback(self) -> None:
        self.db.rollback()

    def close(self) -> None:
        with closing(self.db), suppress(sqlite3.Error):  # said already, where it was noticed
            self.db.commit()

    def check(self) -> None:
        """Raises :class:`ArchiveLost`. SQLite itself does not notice."""
        if self._place and _identity(self._place[0]) != self._place[1]:
            raise ArchiveLost("the archive was deleted")

    def expect(self, pipelines: Mapping[str, str]) -> None:
        """Forget all analyses where a pipeline, by name, is of another version than they were made with."""
        known = dict(self.db.execute("SELECT what, version FROM versions"))
        wanted = {f"pipeline {name}": version for name, version in pipelines.items()}
        if any(known.get(what, version) != version for what, version in wanted.items()):
            self.db.execute("DELETE FROM analyses")
            self._recent.clear()
        if not known.items() >= wanted.items():
            self.db.executemany("INSERT OR REPLACE INTO versions VALUES (?, ?)", wanted.items())

    def unpack(self, data: bytes, *row: object) -> Any:
        """The record of a row. Raises ``sqlite3.DatabaseError``: the archive is damaged, or forged."""
        with _damage():
            return self.seal.unpack(data, *row)

    def signed(self, data: bytes, *row: object) -> bytes:
        """The bytes that were signed for a row. Raises ``sqlite3.DatabaseError`` as :meth:`unpack` does."""
        with _damage():
            return self.seal.signed(data, *row)

    def version_of(self, what: str) -> str | None:
        """The version that was kept of something."""
        row = self.db.execute("SELECT version FROM versions WHERE what = ?", (what,)).fetchone()
        return row[0] if row else None

    def keep_version(self, what: str, version: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO versions VALUES (?, ?)", (what, version))

    # --- analyses: an AnalysisStore ---

    def get_many(self, keys: Sequence[str]) -> dict[str, ParagraphAnalysis]:
        """The analyses that are known, by key."""
        recent = {key: self._recent[key] for key in keys if key in self._recent}
        missing = [key for key in dict.fromkeys(keys) if key not in recent]
        stored = dict(self._stored(missing))
        self._remember(stored)
        return recent | stored

    def put_many(self, analyses: dict[str, ParagraphAnalysis]) -> None:
        """Keep analyses by key."""
        self._remember(analyses)
        self._put({key: self.seal.pack(one, "analysis", key) for key, one in analyses.items()})

    def put_packed(self, analyses: dict[str, bytes]) -> None:
        """Keep analyses that another process has packed."""
        self._put({key: self.seal.sign(data, "analysis", key) for key, data in analyses.items()})

    def _put(self, signed: dict[str, bytes]) -> None:
        rows = [(bytes.fromhex(key), _today(), data) for key, data in signed.items()]
        self.db.executemany("INSERT OR REPLACE INTO analyses VALUES (?, ?, ?)", rows)

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Return which of the keys are not known; nothing is read."""
        wanted = {bytes.fromhex(key) for key in keys}
        known = {row[0] for row in self._select("SELECT key FROM analyses WHERE key IN", list(wanted))}
        return {key.hex() for key in wanted - known}

    def _stored(self, keys: Sequence[str]) -> Iterator[tuple[str, ParagraphAnalysis]]:
        wanted = [bytes.fromhex(key) for key in keys]
        for key, used, data in self._select("SELECT key, used, data FROM analyses WHERE key IN", wanted):
            if used < _today() - _KEEP_DAYS // 4:
                self.db.execute("UPDATE analyses SET used = ? WHERE key = ?", (_today(), key))
            with suppress(UnpackingError):  # damaged: found anew
                yield key.hex(), cast("ParagraphAnalysis", self.seal.unpack(data, "analysis", key.hex()))

    def _select(self, query: str, values: list[bytes]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            yield from self.db.execute(f"{query} ({marks})", some).fetchall()

    def _remember(self, analyses: dict[str, ParagraphAnalysis]) -> None:
        self._recent |= analyses
        for key in list(self._recent)[: max(0, len(self._recent) - _RECENT)]:
            del self._recent[key]

    # --- documents ---

    def document(self, path: str, key: str) -> Any | None:
        """Return what was read of a source under this key, if it is kept. Raises :class:`UnpackingError`."""
        query = "SELECT data FROM documents WHERE path = ? AND key = ?"
        row = self.db.execute(query, (path, key)).fetchone()
        return self.seal.unpack(row[0], "document", path, key) if row else None

    def text_of_document(self, path: str, key: str) -> str | None:
        """Return the hash of the text that was read of a source under this key, if it is kept."""
        query = "SELECT text FROM documents WHERE path = ? AND key = ?"
        row = self.db.execute(query, (path, key)).fetchone()
        with suppress(UnpackingError):
            return self.seal.signed(row[0], "text", path, key).hex() if row else None
        return None

    def keep_document(self, path: str, key: str, text: str, document: object) -> None:
        """Keep what was read of a source, in place of what was read of it before; ``text`` is a hash."""
        signed = self.seal.sign(bytes.fromhex(text), "text", path, key)
        row = (path, key, signed, self.seal.pack(document, "document", path, key))
        self.db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", row)

    # --- extractions ---

    def extraction(self, key: str) -> Any | None:
        """Return what was found in a text, if it was found under this key, whichever source has the text."""
        for path, data in self.db.execute("SELECT path, data FROM extractions WHERE key = ?", (key,)):
            with suppress(UnpackingError):
                return self.seal.unpack(data, "extraction", path, key)
        return None

    def has_extraction(self, key: str, path: str | None = None) -> bool:
        """Return whether something is kept under this key, and for a source; nothing is read."""
        query = "SELECT 1 FROM extractions WHERE key = ? AND (path = ? OR ?)"
        return self.db.execute(query, (key, path, path is None)).fetchone() is not None

    def keep_extraction(self, path: str, key: str, extraction: object) -> None:
        self.keep_packed_extraction(path, key, pack(extraction))

    def keep_packed_extraction(self, path: str, key: str, packed: bytes) -> None:
        """Keep an extraction that another process has packed."""
        data = self.seal.sign(packed, "extraction", path, key)
        self.db.execute("INSERT OR REPLACE INTO extractions VALUES (?, ?, ?)", (path, key, data))


@contextmanager
def _damage() -> Iterator[None]:
    """Raise ``sqlite3.DatabaseError`` for what cannot be unpacked."""
    try:
        yield
    except UnpackingError as error:
        damage = sqlite3.DatabaseError(str(error))
        damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damage from error


def open_archive(folder: Path | None) -> tuple[Archive, str | None]:
    """The archive in ``folder``, new where there is none; and a line to say where one was damaged.

    Without a folder, one in memory. Raises ``OSError`` where the folder or the key cannot be kept.
    """
    if folder is None:
        return _open(None, passing_seal()), None
    folder.mkdir(parents=True, exist_ok=True)
    seal = user_seal()
    try:
        return _open(folder / FILE, seal), None
    except _Foreign as error:
        throw_away(folder)
        return _open(folder / FILE, seal), str(error) or None
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        throw_away(folder)
        line = f"the archive was damaged ({error}) and is made anew; this costs only time"
        return _open(folder / FILE, seal), line


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether an error says that the archive's file is no good."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_BUSY)
    return code & 0xFF not in _NOT_THE_FILE


def throw_away(folder: Path) -> None:
    """Delete the archive in ``folder``."""
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{FILE}{suffix}").unlink(missing_ok=True)


def _identity(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _open(path: Path | None, seal: Seal) -> Archive:
    connection = sqlite3.connect(path or ":memory:", timeout=_WAIT)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # no flush to disk at each save
        connection.execute("PRAGMA trusted_schema = OFF")  # a foreign file's own views and triggers
        _bring_up_to_date(connection, seal.mark)
    except BaseException:
        connection.close()
        raise
    return Archive(connection, seal, path)


def _bring_up_to_date(connection: sqlite3.Connection, mark: str) -> None:
    """Write only what must be written: another process may be at it, and for long."""
    wanted = {
        "layout": _LAYOUT_VERSION, "rules": rules_version(), "code": code_version(), "swept": f"{_today()}",
        "seal": mark,
    }  # fmt: skip
    known = _versions(connection)
    if known and known.get("seal") != mark:
        raise _Foreign(_FOREIGN if known.get("layout") == _LAYOUT_VERSION else "")
    if known.items() >= wanted.items():
        return
    if known.get("layout") != _LAYOUT_VERSION:
        _drop_tables(connection)
    connection.executescript(_LAYOUT)
    outdated = [table for what, tables in _OF.items() if known.get(what) != wanted[what] for table in tables]
    for table in outdated:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 (names of our own)
    connection.execute("DELETE FROM analyses WHERE used < ?", (_today() - _KEEP_DAYS,))
    connection.execute("DELETE FROM documents WHERE path NOT IN (SELECT path FROM sources)")
    connection.executemany("INSERT OR REPLACE INTO versions VALUES (?, ?)", wanted.items())
    connection.commit()


def _versions(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what the tables were made with; this also finds out whether the file can be read at all."""
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return dict(connection.execute("SELECT what, version FROM versions")) if tables else {}


def _drop_tables(connection: sqlite3.Connection) -> None:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        connection.execute(f'DROP TABLE "{table}"')


def _today() -> int:
    return date.today().toordinal()  # noqa: DTZ011 (which day exactly does not matter)
