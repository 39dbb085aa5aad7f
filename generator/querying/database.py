"""Keep a database of all that is published, to be asked: a file of its own in the cache folder.

It is made from what the archive keeps of the last build, and brought up to date by the digests of the
briefings that changed; no page is made for it. The file is never written in place: a new one takes its
place, with a seal (:mod:`generator.building.store.seal`) that tells it from a file that another put
there. Where the folder cannot be written, the database lives in memory for as long as it is asked.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from generator.building.lock import SiteLock
from generator.building.publishing import SITE
from generator.building.store.seal import Seal
from generator.building.store.site_archive import archive_of
from generator.building.store.site_index import SiteIndex
from generator.errors import ArchiveError, ContentError, OutputError
from generator.querying.statements import LAYOUT_VERSION, add, make_tables, remove, stated_as
from generator.safe_files import copy_new, open_new, replacing
from generator.settings import Site

FILE, SEAL, LOCK = "query.sqlite", "query.seal", "query.lock"
_WAIT = 60.0  # seconds, for another question to bring the file up to date
_KEPT = """
CREATE TABLE kept (path TEXT PRIMARY KEY, digest TEXT NOT NULL, briefing_id INTEGER NOT NULL) WITHOUT ROWID
"""


@contextmanager
def published_statements(site: Site) -> Iterator[sqlite3.Connection]:
    """Open the database of what the last build published, to read only.

    Raises ``ContentError`` where nothing has been published, :class:`ArchiveError` where that cannot be read.
    """
    with archive_of(site) as (archive, _):
        index = SiteIndex(archive, SITE)
        wanted = index.statement_digests()
        if not index.count():
            raise ContentError("nothing is known of a published site", hint="run `briefing build` first")
        try:
            db = _open(_Kept(site.cache.absolute(), archive.seal), index, wanted)
        except sqlite3.OperationalError as error:
            if "fts5" in str(error):
                hint = "another Python, such as that of python.org, has it"
                raise ArchiveError(
                    "this Python's SQLite has no full-text search (FTS5)", hint=hint
                ) from error
            raise
    with closing(db):
        yield db


def _open(kept: _Kept, index: SiteIndex, wanted: dict[str, str]) -> sqlite3.Connection:
    """Bring the kept file up to date, and open it; where it cannot be kept, one in memory."""
    lock = SiteLock(kept.folder / LOCK, "indexed")
    try:
        lock.take(_WAIT)
    except OutputError:
        return _in_memory(index, wanted)
    try:
        if not kept.is_ours() or not _is_current(kept.path, wanted):
            kept.replace(index, wanted)
        return read_only(kept.path)
    except OSError:
        return _in_memory(index, wanted)
    finally:
        lock.release()


def read_only(path: Path) -> sqlite3.Connection:
    """Open a database to read only."""
    db = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
    db.execute("PRAGMA query_only = ON")
    return db


def _in_memory(index: SiteIndex, wanted: dict[str, str]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    _update(db, index, wanted)
    db.execute("PRAGMA query_only = ON")
    return db


@dataclass(frozen=True, slots=True)
class _Kept:
    """The file in the cache folder, and the seal beside it."""

    folder: Path
    seal: Seal

    @property
    def path(self) -> Path:
        return self.folder / FILE

    def is_ours(self) -> bool:
        """Tell whether this user wrote the file, and all of it."""
        try:
            return hmac.compare_digest((self.folder / SEAL).read_bytes(), self._sealed(self.path))
        except OSError:
            return False

    def replace(self, index: SiteIndex, wanted: dict[str, str]) -> None:
        """Put a file in place that holds what is ``wanted``: a changed copy, or one made anew."""
        temporary = self.folder / f".{secrets.token_hex(8)}.tmp"
        try:
            if self.is_ours() and _layout_of(self.path) == LAYOUT_VERSION:
                copy_new(self.path, temporary)
            else:
                open_new(temporary).close()
            with closing(sqlite3.connect(temporary)) as db:
                db.execute("PRAGMA journal_mode = OFF")  # a file that is cut off is thrown away
                _update(db, index, wanted)
            sealed = self._sealed(temporary)
            temporary.replace(self.path)
            with replacing(self.folder / SEAL) as file:
                file.write(sealed)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
                raise OSError(str(error)) from error
            raise
        finally:
            with suppress(OSError):
                temporary.unlink()

    def _sealed(self, path: Path) -> bytes:
        with path.open("rb") as file:
            return self.seal.sign(hashlib.file_digest(file, "sha256").digest(), FILE, SITE)


def _layout_of(path: Path) -> int:
    with closing(read_only(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def _is_current(path: Path, wanted: dict[str, str]) -> bool:
    with closing(read_only(path)) as db:
        if db.execute("PRAGMA user_version").fetchone()[0] != LAYOUT_VERSION:
            return False
        return dict(db.execute("SELECT path, digest FROM kept")) == wanted


def _update(db: sqlite3.Connection, index: SiteIndex, wanted: dict[str, str]) -> None:
    """Take out what changed or is gone, and add what is new."""
    if not db.execute("PRAGMA user_version").fetchone()[0]:
        make_tables(db)
        db.execute(_KEPT)
    kept = {path: (digest, number) for path, digest, number in db.execute("SELECT * FROM kept")}
    for path, (digest, number) in kept.items():
        if wanted.get(path) != digest:
            remove(db, number)
            db.execute("DELETE FROM kept WHERE path = ?", (path,))
    for path, digest in wanted.items():
        if kept.get(path, ("", 0))[0] != digest:
            number = add(db, stated_as(*index.statements_of(path)))
            db.execute("INSERT INTO kept VALUES (?, ?, ?)", (path, digest, number))
    db.commit()
