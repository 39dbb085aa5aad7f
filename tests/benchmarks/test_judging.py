"""The sheet holds every printed line; the verdicts hold no text, and are summed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.judging import HEADER, KINDS, OPEN, interval, tallies, write_sheets

TEXT = """---
title: The pier
date: 2031-03-04
---

The harbour board spent 4 million euros on the pier, said Ilse Brandt, the board's chair.

"We will not close it," Brandt said.
"""


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judging")
    (folder / "texts").mkdir()
    (folder / "texts" / "pier.md").write_text(TEXT, encoding="utf-8")
    assert write_sheets(folder / "texts", folder / "sheets") > 3
    return folder / "sheets"


def test_a_sheet_prints_the_text_and_every_kind_of_line(sheets: Path) -> None:
    sheet = (sheets / "pier.txt").read_text("utf-8")
    assert sheet.startswith(TEXT.rstrip())
    assert 'Ilse Brandt: "We will not close it," [direct speech' in sheet
    for kind in ("statement", "assertion", "person", "number"):
        assert f"\n{kind} 1 (" in sheet


def test_the_verdicts_hold_a_row_for_each_line_and_no_text(sheets: Path) -> None:
    rows = (sheets / "verdicts.tsv").read_text("utf-8").splitlines()
    assert rows[0] == HEADER
    assert len(rows) - 1 == sum(
        (sheets / "pier.txt").read_text("utf-8").count(f"\n{kind} ") for kind in KINDS
    )
    for row in rows[1:]:
        document, kind, span, verdict = row.split("\t")
        start, end = map(int, span.split("-"))
        assert (document, verdict) == ("pier", OPEN)
        assert kind in KINDS
        assert TEXT[start:end].strip()


def test_verdicts_are_summed_by_kind() -> None:
    rows = [HEADER, "a\tstatement\t1-2\ttrue", "a\tstatement\t3-9\tfalse", "a\tnumber\t3-9\tunclear"]
    found, problems = tallies(rows)
    by_kind = {one.kind: one for one in found}
    assert not problems
    assert (by_kind["statement"].right, by_kind["statement"].judged) == (1, 2)
    assert (by_kind["number"].judged, by_kind["number"].unclear) == (0, 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a\tstatement\t1-2", "not a row"),
        ("a\tclaim\t1-2\ttrue", "not a row"),
        ("a\tstatement\t1\ttrue", "not a span"),
        ("a\tstatement\t1-2\tyes", "not a verdict"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_by_its_line(row: str, said: str) -> None:
    _, problems = tallies([HEADER, row])
    assert len(problems) == 1
    assert problems[0].startswith("2: ")
    assert said in problems[0]


def test_the_interval_holds_the_share_and_is_narrower_with_more() -> None:
    few, many = interval(9, 10), interval(900, 1000)
    assert few[0] < many[0] < 0.9 < many[1] < few[1] <= 1
