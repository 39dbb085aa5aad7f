"""SQL reads and does nothing else; a copy is whole; a file of somebody else's is not believed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.querying.database import FILE, SEAL
from tests.querying.conftest import Command


def test_sql_selects(briefing: Command) -> None:
    query = "SELECT speaker, count(*) AS n FROM statements GROUP BY speaker ORDER BY n DESC"
    assert briefing("query", "--sql", query).stdout == "speaker\tn\nAda Example\t2\nJosé Müller\t1\n"
    words = "SELECT speaker FROM words WHERE words MATCH 'sil*'"
    assert briefing("query", "--sql", words).stdout == "speaker\nJosé Müller\n"
    odd = "SELECT 1 AS a, 2 AS a, x'ff' AS b, 9e999 AS c, NULL AS d"
    assert json.loads(briefing("query", "--sql", odd, "--format", "json").stdout) == [
        {"a": 1, "a_2": 2, "b": "ff", "c": "inf", "d": None}
    ]
    assert (
        briefing("query", "--sql", "SELECT '=1+1' AS a, -1 AS b", "--format", "csv").stdout
        == "a,b\n'=1+1,-1\n"
    )
    shown = briefing("query", "--sql", "SELECT 'a' || char(27) || '[31m' || char(9) || 'b' AS a").stdout
    assert shown == "a\na�[31m b\n"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("ATTACH 'other.db' AS other", "does more than read"),
        ("ATTACH 'archive.sqlite' AS other", "does more than read"),
        ("DELETE FROM statements", "does more than read"),
        ("INSERT INTO words (words) VALUES ('rebuild')", "does more than read"),
        ("UPDATE statements SET text = ''", "does more than read"),
        ("DROP TABLE tags", "does more than read"),
        ("CREATE TEMP TABLE t (a)", "does more than read"),
        ("PRAGMA query_only = OFF", "does more than read"),
        ("PRAGMA journal_mode", "does more than read"),
        ("VACUUM INTO 'other.db'", "does more than read"),
        ("BEGIN", "does more than read"),
        ("SELECT load_extension('x')", "SQL: "),
        ("SELECT 1; DELETE FROM tags", "one statement at a time"),
        ("SELECT weather FROM statements", "SQL: no such column: weather"),
        ("SELEC", "syntax error"),
        ("", "no SELECT"),
        ("-- nothing", "no SELECT"),
        ("SELECT 1\0", "SQL: "),
    ],
)
def test_sql_that_does_more_is_refused_in_one_line(
    briefing: Command, tmp_path: Path, statement: str, told: str
) -> None:
    ended = briefing("query", "--sql", statement)
    assert (ended.returncode, ended.stdout) == (2, ""), ended
    assert told in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "other.db").exists()
    assert briefing("query", "silt").stdout.count("\n") == 2


def test_a_copy_is_a_database_with_a_search_and_says_what_it_is(briefing: Command, tmp_path: Path) -> None:
    for _ in range(2):  # the second replaces the first
        assert briefing("query", "--database", "said.db").returncode == 0
    copy = tmp_path / "said.db"
    assert copy.stat().st_mode & 0o222 == 0
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert {"briefings", "tags", "statements", "words"} < tables
        assert "kept" not in tables
        found = db.execute(
            "SELECT statements.text, briefings.title FROM words "
            "JOIN statements ON statements.id = words.rowid "
            "JOIN briefings ON briefings.id = briefing_id WHERE words MATCH 'silt'"
        ).fetchall()
        assert found == [("The quay at Port-Alder is full of silt.", "The ferry")]
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        columns = {row[1] for row in db.execute("PRAGMA table_info(statements)")}
    metadata = json.loads((tmp_path / "said.metadata.json").read_text("utf-8"))
    statements = metadata["databases"]["said"]["tables"]["statements"]
    assert statements["columns"].keys() <= columns
    assert statements["fts_table"] in tables


@pytest.mark.parametrize("content", [b"notes", b"", b"SQLite format 3\0" + bytes(200)])
def test_a_copy_replaces_no_file_of_somebody_elses(briefing: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.db").write_bytes(content)
    ended = briefing("query", "--database", "mine.db")
    assert ended.returncode == 1
    assert ended.stderr == "mine.db: something else stands there (name a new file)\n"
    assert (tmp_path / "mine.db").read_bytes() == content


def test_a_copy_that_cannot_be_written_is_one_line(briefing: Command) -> None:
    ended = briefing("query", "--database", "nowhere/said.db")
    assert ended.returncode == 1
    assert ended.stderr.startswith("nowhere/said.db: cannot be written")


def _forged(file: Path) -> None:
    file.chmod(0o644)
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE statements SET speaker = 'Bram Osei'")
        db.commit()


@pytest.mark.parametrize("act", ["forge", "cut", "no seal", "empty", "old layout"])
def test_a_file_that_is_not_as_it_was_left_is_made_anew(briefing: Command, tmp_path: Path, act: str) -> None:
    right = briefing("query", "ferry").stdout
    file, seal = tmp_path / ".briefing" / FILE, tmp_path / ".briefing" / SEAL
    if act == "forge":
        _forged(file)
    elif act == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif act == "no seal":
        _forged(file)
        seal.unlink()
    elif act == "empty":
        file.write_bytes(b"")
    else:
        file.unlink()
    assert briefing("query", "ferry").stdout == right


def test_a_file_of_somebody_with_another_key_is_not_believed(
    briefing: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert briefing("query", "ferry").returncode == 0
    monkeypatch.setenv("BRIEFING_ARCHIVE_KEY", "the key of somebody else")
    ended = briefing("query", "ferry")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "nothing is known of a published site" in ended.stderr


def test_where_its_file_cannot_be_written_it_answers_all_the_same(briefing: Command, tmp_path: Path) -> None:
    (tmp_path / ".briefing" / FILE).mkdir()
    assert "silt" in briefing("query", "silt").stdout
