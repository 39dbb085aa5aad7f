"""Write what briefings state into the tables of a database that can be asked, and take it out again.

    briefings   a published briefing; ``state`` is ``published``, ``draft`` or ``embargo``
    tags        its tags, as written, with the address of their pages
    statements  the rows of the tables of quotations (``docs/settings.md``), and ``manner``
    words       the words of these, for full-text search: FTS5 over speaker, how and text

``manner`` is what the program makes of the reporting words, to look for and never to print.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.exports.quotations import COLUMNS, Quotation, Rows
from generator.rendering import BriefingSummary, tag_address

APPLICATION = 0x42524651  # "BRFQ": marks a database as one of ours

_LAYOUT = """
CREATE TABLE briefings (
    id INTEGER PRIMARY KEY, address TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL,
    lang TEXT NOT NULL, permalink TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE tags (
    briefing_id INTEGER NOT NULL REFERENCES briefings (id), tag TEXT NOT NULL, address TEXT NOT NULL,
    PRIMARY KEY (briefing_id, address));
CREATE INDEX tags_by_address ON tags (address);
CREATE TABLE statements (
    id INTEGER PRIMARY KEY, briefing_id INTEGER NOT NULL REFERENCES briefings (id),
    speaker TEXT NOT NULL, speaker_kind TEXT NOT NULL, title TEXT NOT NULL, how TEXT NOT NULL,
    text TEXT NOT NULL, kind TEXT NOT NULL, act TEXT NOT NULL, via TEXT NOT NULL, review TEXT NOT NULL,
    uncertain INTEGER NOT NULL, date TEXT NOT NULL, briefing TEXT NOT NULL, permalink TEXT NOT NULL,
    lang TEXT NOT NULL, manner TEXT NOT NULL);
CREATE INDEX statements_of ON statements (briefing_id);
CREATE INDEX statements_by_speaker ON statements (speaker);
CREATE INDEX statements_by_date ON statements (date);
CREATE VIRTUAL TABLE words USING fts5 (
    speaker, how, text, content="statements", content_rowid="id",
    tokenize="unicode61 remove_diacritics 2", prefix="2 3");
CREATE TRIGGER statement_added AFTER INSERT ON statements BEGIN
    INSERT INTO words (rowid, speaker, how, text) VALUES (new.id, new.speaker, new.how, new.text);
END;
CREATE TRIGGER statement_removed AFTER DELETE ON statements BEGIN
    INSERT INTO words (words, rowid, speaker, how, text)
    VALUES ('delete', old.id, old.speaker, old.how, old.text);
END;
"""
LAYOUT_VERSION = zlib.crc32(_LAYOUT.encode()) >> 1  # a signed number, as SQLite keeps it


class State(StrEnum):
    """Whether readers see a briefing, and if not, why."""

    PUBLISHED = "published"
    DRAFT = "draft"
    EMBARGO = "embargo"


@dataclass(frozen=True, slots=True)
class Stated:
    """What one briefing states: each row with its manner."""

    summary: BriefingSummary
    rows: tuple[tuple[dict[str, str | bool], str], ...]
    state: State = State.PUBLISHED


def stated_as(summary: BriefingSummary, rows: Rows) -> Stated:
    """Return what a published briefing states, from what the archive keeps of it."""
    objects = json.loads(f"[{rows.json}]")
    manners = (how.value for how in rows.manners)
    return Stated(summary, tuple(zip(objects, manners, strict=True)))


def stated_in(summary: BriefingSummary, found: Iterable[Quotation], state: State) -> Stated:
    """Return what a briefing states that is not in the archive."""
    rows = ({name: getattr(one, name) for name in COLUMNS} for one in found)
    return Stated(
        summary, tuple((row, one.manner.value) for row, one in zip(rows, found, strict=True)), state
    )


def make_tables(db: sqlite3.Connection) -> None:
    """Make the tables in an empty database. Raises ``sqlite3.OperationalError`` where SQLite lacks FTS5."""
    db.executescript(_LAYOUT)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {LAYOUT_VERSION}")


def add(db: sqlite3.Connection, stated: Stated) -> int:
    """Add a briefing with what it states, and return its number."""
    (number,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM briefings").fetchone()
    summary, state = stated.summary, stated.state
    first = next((str(row["permalink"]) for row, _ in stated.rows), f"{summary.address}/index.html")
    day = summary.date.isoformat() if summary.date else ""
    place = first.split("#", maxsplit=1)[0]
    db.execute(
        "INSERT INTO briefings VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, summary.address, summary.title, day, summary.lang, place, state.value),
    )
    tags = {tag_address(tag): tag for tag in summary.tags}
    db.executemany("INSERT INTO tags VALUES (?, ?, ?)", [(number, tag, at) for at, tag in tags.items()])
    names, marks = ", ".join(COLUMNS), ", ".join("?" * (len(COLUMNS) + 2))
    db.executemany(
        f"INSERT INTO statements (briefing_id, {names}, manner) VALUES ({marks})",  # noqa: S608 (our columns)
        _values(number, stated),
    )
    return int(number)


def _values(number: int, stated: Stated) -> Iterator[tuple[object, ...]]:
    for row, manner in stated.rows:
        yield (number, *(row[name] for name in COLUMNS), manner)


def remove(db: sqlite3.Connection, number: int) -> None:
    """Take a briefing out, with all that it states."""
    for table in ("statements", "tags"):
        db.execute(f"DELETE FROM {table} WHERE briefing_id = ?", (number,))  # noqa: S608 (names of our own)
    db.execute("DELETE FROM briefings WHERE id = ?", (number,))
