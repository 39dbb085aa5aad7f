"""Let somebody ask the database in SQL: it is read, and nothing else can be reached from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import UsageError

_ALLOWED = frozenset({
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
})  # fmt: skip
_OWN_PRAGMA = "data_version"  # which FTS5 itself asks for
_STEPS = 20_000  # of SQLite, between two looks at whether Ctrl-C was pressed


@dataclass(frozen=True, slots=True)
class Selected:
    """What a statement selects."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[object, ...]]


def select(db: sqlite3.Connection, statement: str) -> Selected:
    """Run one ``SELECT``. Raises ``UsageError`` for anything else, and for what SQLite refuses."""
    db.execute("SELECT rowid FROM words LIMIT 0")  # FTS5 sets itself up, for which it does more than read
    db.set_authorizer(_authorise)
    db.set_progress_handler(lambda: 0, _STEPS)
    try:
        cursor = db.execute(statement.encode("utf-8", "replace").decode())
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise _usage_error(error) from error
    if cursor.description is None:
        raise UsageError("this is no SELECT")
    return Selected(_distinct(name for name, *_ in cursor.description), _fetched(cursor))


def _fetched(cursor: sqlite3.Cursor) -> Iterator[tuple[object, ...]]:
    try:
        yield from cursor
    except sqlite3.Error as error:
        raise _usage_error(error) from error


def _authorise(action: int, what: str | None, _value: str | None, _base: str | None, _by: str | None) -> int:
    asked_by_fts5 = action == sqlite3.SQLITE_PRAGMA and what == _OWN_PRAGMA and _value is None
    return sqlite3.SQLITE_OK if action in _ALLOWED or asked_by_fts5 else sqlite3.SQLITE_DENY


def _usage_error(error: Exception) -> Exception:
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_INTERRUPT:
        return KeyboardInterrupt()  # type: ignore[return-value]  # pressed while SQLite was at work
    if code == sqlite3.SQLITE_AUTH:
        return UsageError(
            "SQL: this does more than read", hint="one SELECT over briefings, tags, statements, words"
        )
    return UsageError(f"SQL: {' '.join(str(error).split())}")


def _distinct(names: Iterator[str]) -> tuple[str, ...]:
    """Return names of columns, of which the second ``date`` is ``date_2``."""
    found: dict[str, None] = {}
    for name in names:
        number, free = 2, name
        while free in found:
            free, number = f"{name}_{number}", number + 1
        found[free] = None
    return tuple(found)
