"""``briefing query``: who said what, by words and filters, in three forms."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exports.quotations import COLUMNS
from generator.model import How, SourceKind
from generator.querying.questions import Question, answers
from generator.querying.statements import State, Stated, add, make_tables
from generator.rendering import BriefingSummary
from tests.command_line import Ended
from tests.querying.conftest import Command


def said(ended: Ended) -> list[str]:
    """What is said in an answer in JSON."""
    assert ended.returncode == 0, ended.stderr
    return [one["text"] for one in json.loads(ended.stdout)]


def asked(briefing: Command, *arguments: str) -> list[str]:
    return said(briefing("query", *arguments, "--format", "json"))


SAILS = "The new ferry will sail in May."
SILT = "The quay at Port-Alder is full of silt."
HOLDS = "The weir will hold, and no ferry passes it."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ferry", [SAILS, HOLDS]),
        ("FERRY sail", [SAILS]),
        ("ferr*", [SAILS, HOLDS]),
        ('"will hold"', [HOLDS]),
        ("“hold will”", []),
        ("muller", [SILT]),
        ("Müller silt", [SILT]),
        ("sail OR silt", [SAILS, SILT]),
        ("ferry NOT weir", [SAILS]),
        ("text : ada", []),
        ("port-alder", [SILT]),
        ("alder-port", []),
        ("silt)", [SILT]),
        ('silt "', [SILT]),
        ("AND silt", []),
        ("sink:silt", []),
        ("*reads", []),
        ("*id", []),
        ("— ?!", []),
        ("", []),
        ("\0 silt", [SILT]),
        ("\udcff silt", [SILT]),
    ],
)
def test_words_phrases_beginnings_and_what_is_no_syntax(
    briefing: Command, words: str, found: list[str]
) -> None:
    assert asked(briefing, words) == found


def test_it_tells_who_when_where_and_whether_a_person_has_looked_at_it(briefing: Command) -> None:
    (found,) = json.loads(briefing("query", "silt", "--format", "json").stdout)
    assert found == {
        "speaker": "José Müller", "speaker_kind": "person", "title": "", "how": "", "text": SILT,
        "kind": "direct", "act": "says", "via": "", "review": "machine", "uncertain": False,
        "date": "2031-05-02", "briefing": "The ferry",
        "permalink": "ferry/index.html#q-the-quay-at-port-alder-is", "lang": "en", "state": "published",
    }  # fmt: skip


def test_a_table_is_one_line_a_statement_and_csv_has_a_head(briefing: Command) -> None:
    head, line = briefing("query", "silt").stdout.splitlines()
    assert head.split("\t") == ["date", "speaker", "how", "text", "briefing", "permalink", "review", "state"]
    assert line.split("\t")[:4] == ["2031-05-02", "José Müller", "", SILT]
    (row,) = csv.DictReader(io.StringIO(briefing("query", "silt", "--format", "csv").stdout))
    assert (row["speaker"], row["text"]) == ("José Müller", SILT)


def test_filters_narrow_it(briefing: Command, tmp_path: Path) -> None:
    assert asked(briefing, "--speaker", "jose muller") == [SILT]
    assert asked(briefing, "ferry", "--tag", "water") == [HOLDS]
    assert asked(briefing, "ferry", "--since", "2031") == [SAILS]
    assert asked(briefing, "--since", "2031-05-03") == []
    assert asked(briefing, "--speaker", "Ada Example", "--how", "says") == [SAILS, HOLDS]
    assert asked(briefing, "--how", "denies") == []
    registry = "- {name: Ada Example, aliases: [Ada the Loud]}\n"
    (tmp_path / "content/speakers.yaml").write_text(registry, "utf-8")
    assert asked(briefing, "--speaker", "Ada the Loud") == [SAILS, HOLDS]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--speaker", "Ada Exampel"], "(did you mean Ada Example?)"),
        (["--tag", "Harbor"], "(did you mean 'Harbour'?)"),
        (["--since", "2031-13"], "'2031-13' is no date"),
        (["--format", "xml", "silt"], "unknown format 'xml' (table, csv or json)"),
        ([], "ask by words and filters, by --sql, or write a --database"),
        (["silt", "--sql", "SELECT 1"], "ask by words and filters, by --sql, or write a --database"),
        (["--database", "a.db", "--drafts"], "a copy holds what is published alone"),
    ],
)
def test_what_cannot_be_asked_is_one_line(briefing: Command, arguments: list[str], told: str) -> None:
    ended = briefing("query", *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1
    assert told in ended.stderr


def test_where_nothing_was_built_it_says_so(briefing: Command, tmp_path: Path) -> None:
    for file in (tmp_path / ".briefing").iterdir():
        file.unlink()
    ended = briefing("query", "silt")
    assert ended.returncode == 1
    assert ended.stderr == "nothing is known of a published site (run `briefing build` first)\n"


# --- how it was said ---


def _stated(how: How, words: str) -> Stated:
    row: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    row |= {"speaker": "Ada Example", "how": words, "text": f"Ada Example {words} it.", "uncertain": False}
    summary = BriefingSummary("x", "X", None, None, (), "en", SourceKind.ARTICLE, (), 1, 0, 0)
    return Stated(summary, ((row, how.value),), State.PUBLISHED)


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ("denies", ["disputed", "did not confirm"]),
        ("DENIES", ["disputed", "did not confirm"]),
        ("told", ["told"]),
    ],
)
def test_how_is_a_kind_of_saying_or_a_word_and_the_answer_has_the_texts_own(
    how: str, found: list[str]
) -> None:
    db = sqlite3.connect(":memory:")
    make_tables(db)
    for manner, words in ((How.DENIES, "disputed"), (How.SAYS, "told"), (How.DENIES, "did not confirm")):
        add(db, _stated(manner, words))
    rows = list(answers(db, Question(how=how)))
    assert [row[COLUMNS.index("how")] for row in rows] == found
    assert not any("denies" in str(cell) for row in rows for cell in row)
    db.close()


# --- any words at all ---


@pytest.fixture(scope="module")
def one_statement() -> Iterator[Any]:
    db = sqlite3.connect(":memory:")
    make_tables(db)
    add(db, _stated(How.SAYS, "said"))
    yield db
    db.close()


@given(words=st.text() | st.text(alphabet='"*()-+:^{},ANDORTNE said\n\0', max_size=12))
def test_no_words_are_an_error(one_statement: Any, words: str) -> None:
    for row in answers(one_statement, Question(words=words, how=words or "x")):
        assert len(row) == len(COLUMNS) + 1
