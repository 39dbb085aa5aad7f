"""Write a copy of the database for others: a file to read only, and what Datasette shows beside it."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from generator.errors import OutputError
from generator.querying.statements import APPLICATION
from generator.safe_files import open_new, replacing
from generator.settings import Site

_READ_ONLY = 0o444
_HEAD = 72  # bytes, up to the mark of the application that a database is of
_ABOUT = {
    "briefings": "Published briefings.",
    "tags": "The tags of briefings.",
    "statements": "Who states what in published briefings, as the page tells it.",
}
_COLUMNS = {
    "speaker": "Who states it.",
    "title": "What the briefing calls the speaker.",
    "how": "The text's own reporting words.",
    "text": "A quotation by itself, anything else as the sentence that reports it.",
    "via": "In whose words it stands.",
    "review": "machine: no person has confirmed it; confirmed and edited: a person has.",
    "uncertain": "1: the program is not sure of it.",
    "briefing": "The title of the briefing.",
    "permalink": "The statement in its briefing.",
    "manner": "What the program makes of the reporting words: for filters. What it says is how.",
}


def write_copy(db: sqlite3.Connection, site: Site, path: Path) -> Path:
    """Write a copy of ``db`` to ``path``, and return the file of metadata beside it.

    An older copy is replaced. Raises :class:`OutputError` where another file stands there, and where
    nothing can be written.
    """
    metadata = path.with_name(f"{path.stem}.metadata.json")
    try:
        _refuse_others(path)
        _write(db, path)
        with replacing(metadata) as file:
            file.write(json.dumps(_metadata(site, path.stem), indent=2, ensure_ascii=False).encode() + b"\n")
    except (OSError, sqlite3.OperationalError) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"cannot be written: {told}", file=str(path)) from error
    return metadata


def _refuse_others(path: Path) -> None:
    """Raise :class:`OutputError` where something stands that is no copy of ours."""
    if not os.path.lexists(path):
        return
    head = b""
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(_HEAD)
    if not head.startswith(b"SQLite format 3\0") or head[-4:] != APPLICATION.to_bytes(4, "big"):
        raise OutputError("something else stands there", file=str(path), hint="name a new file")


def _write(db: sqlite3.Connection, path: Path) -> None:
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        open_new(temporary).close()
        with closing(sqlite3.connect(temporary)) as copy:
            db.backup(copy)
            copy.execute("DROP TABLE IF EXISTS kept")
            copy.execute("INSERT INTO words (words) VALUES ('optimize')")
            copy.commit()
            copy.execute("VACUUM")
        temporary.chmod(_READ_ONLY)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def _metadata(site: Site, name: str) -> dict[str, Any]:
    """Return what Datasette shows of the file; https://docs.datasette.io tells what it reads."""
    own = site.settings.site
    tables: dict[str, dict[str, Any]] = {table: {"description": told} for table, told in _ABOUT.items()}
    tables["briefings"] |= {"label_column": "title", "sort_desc": "date"}
    tables["statements"] |= {
        "columns": _COLUMNS,
        "facets": ["speaker", "review", "kind"],
        "fts_pk": "id",
        "fts_table": "words",
        "label_column": "text",
        "sort_desc": "date",
    }
    found = {
        "title": own.title,
        "description": own.description or _ABOUT["statements"],
        "license": own.licence,
        "source": own.publisher,
        "source_url": own.base_url,
        "databases": {name: {"tables": tables}},
    }
    return {key: value for key, value in found.items() if value}
