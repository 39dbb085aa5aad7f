"""A build goes on from what the last one knew: it looks at what changed since, and makes the same site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building.builder import Builder
from generator.building.options import BuildOptions
from generator.building.publishing import build, check
from generator.errors import BriefingError, Problem
from generator.settings import load_site
from tests.building.conftest import write
from tests.building.editing import differing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HEAD = "---\ntitle: {}\ndate: 2026-01-02\ntags: [water]\n---\n\n"
SAID = "“It will hold for forty years,” said Ada Example.\n"
BROKEN = "---\ntitle: Good\ndate: soon\n---\n\nText.\n"


def told(site: Path, folder: Path | None = None, *, now: datetime = NOW) -> list[str]:
    """Build, and return all that was told."""
    try:
        problems = build(load_site(site), BuildOptions(lambda: now), folder).problems
    except BriefingError as error:
        problems = error.problems
    return sorted(f"{problem} {problem.severity}" for problem in problems)


def assert_clean(site: Path, tmp_path: Path, said: list[str], *, now: datetime = NOW) -> None:
    """Compare with a build of the same inputs that knows of nothing."""
    clean = tmp_path / "clean"
    assert said == told(site, clean, now=now)
    assert differing(site / "site", clean) == []


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Holds an entry for each time that all sources were compared."""
    times: list[str] = []
    kept = Builder._compare_all

    def noting(builder: Builder, *given: object) -> None:
        times.append(builder.target)
        kept(builder, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Builder, "_compare_all", noting)
    return times


def _edit(name: str, text: str) -> Callable[[Path], object]:
    return lambda site: write(site, name, text)


EDITS: dict[str, Callable[[Path], object]] = {
    "another text": _edit("good.md", HEAD.format("Good") + "“It will not,” said Ada Example.\n"),
    "another title": _edit("good.md", HEAD.format("Other") + SAID),
    "another address": _edit("good.md", HEAD.format("Good").replace("tags", "slug: better\ntags") + SAID),
    "a new briefing": _edit("new.md", HEAD.format("New") + "[The other](good.md).\n"),
    "a draft": _edit("good.md", HEAD.format("Good").replace("tags", "draft: true\ntags") + SAID),
    "a briefing deleted": lambda site: (site / "content" / "other.md").unlink(),
    "a link to nothing": _edit("new.md", HEAD.format("New") + "[Nothing](nowhere.md).\n"),
    "a file that nobody refers to": _edit("table.csv", "a,b\n"),
}


@pytest.mark.parametrize("edit", sorted(EDITS))
def test_an_edit_of_content_compares_nothing_else(
    site: Path, tmp_path: Path, compared: list[str], edit: str
) -> None:
    write(site, "other.md", HEAD.format("Second") + "See [it](good.md). “No,” said Bo Sample.\n")
    told(site)
    compared.clear()
    EDITS[edit](site)
    said = told(site)
    assert compared == []
    assert_clean(site, tmp_path, said)


ALL: dict[str, Callable[[Path], object]] = {
    "settings": lambda site: (site / "briefing.toml").write_text(
        '[site]\ntitle = "Other"\n[language]\npipelines = {en = "none"}\n', "utf-8"
    ),
    "the registry": _edit("speakers.yaml", "- {name: Ada Example, title: engineer}\n"),
    "a page altered": lambda site: (site / "site" / "good" / "index.html").write_text("altered", "utf-8"),
}


@pytest.mark.parametrize("change", sorted(ALL))
def test_what_can_concern_every_page_compares_all(
    site: Path, tmp_path: Path, compared: list[str], change: str
) -> None:
    told(site)
    compared.clear()
    ALL[change](site)
    said = told(site)
    assert compared != []
    assert_clean(site, tmp_path, said)


def test_what_was_told_before_is_told_again(site: Path, tmp_path: Path) -> None:
    write(site, "links.md", HEAD.format("Links") + "[Nothing](nowhere.md).\n")
    write(site, "left.csv", "a,b\n")
    before = told(site)
    assert len(before) == 2
    write(site, "good.md", HEAD.format("Good") + "Other words.\n")
    after = told(site)
    assert after == before
    assert_clean(site, tmp_path, after)


def test_a_hidden_file_that_was_left_behind_is_told(site: Path, tmp_path: Path) -> None:
    (site / "static").mkdir()
    told(site)
    (site / "static" / "notes.txt~").write_text("left", "utf-8")
    said = told(site)
    assert any("notes.txt~" in line for line in said)
    assert_clean(site, tmp_path, said)


def test_an_edit_that_was_checked_and_taken_back_leaves_nothing(site: Path, tmp_path: Path) -> None:
    good = (site / "content" / "good.md").read_text("utf-8")
    write(site, "other.md", HEAD.format("Second") + "“No,” said Bo Sample.\n")
    told(site)
    write(site, "good.md", HEAD.format("For a moment") + SAID)
    check(load_site(site), NOW)
    write(site, "good.md", good)
    write(site, "other.md", HEAD.format("Third") + "“Yes,” said Bo Sample.\n")
    assert_clean(site, tmp_path, told(site))


def test_a_source_that_could_not_be_read_for_a_while_is_as_before(site: Path, tmp_path: Path) -> None:
    good = (site / "content" / "good.md").read_text("utf-8")
    told(site)
    write(site, "good.md", BROKEN)
    write(site, "other.md", HEAD.format("Second") + "“No,” said Bo Sample.\n")
    assert any("'date'" in line for line in told(site))
    check(load_site(site), NOW)
    write(site, "good.md", good)
    write(site, "other.md", HEAD.format("Third") + "“Yes,” said Bo Sample.\n")
    assert_clean(site, tmp_path, told(site))


def test_an_embargo_that_ended_shows_its_briefing(site: Path, tmp_path: Path) -> None:
    embargo = "embargo: 2026-03-02T00:00:00Z\ntags"
    write(site, "later.md", HEAD.format("Later").replace("tags", embargo) + "“No,” said Bo Sample.\n")
    told(site)
    assert not (site / "site" / "later").exists()
    write(site, "good.md", HEAD.format("Good") + "Other words.\n")
    then = datetime(2026, 3, 3, tzinfo=UTC)
    said = told(site, now=then)
    assert (site / "site" / "later" / "index.html").is_file()
    assert_clean(site, tmp_path, said, now=then)


def test_a_check_after_an_edit_tells_what_a_clean_one_tells(
    site: Path, tmp_path: Path, compared: list[str]
) -> None:
    write(site, "links.md", HEAD.format("Links") + "[Nothing](nowhere.md).\n")
    told(site)
    compared.clear()
    write(site, "good.md", HEAD.format("Good") + "[It](links.md#nothing).\n")
    first = check(load_site(site), NOW).problems
    assert compared == []
    (site / ".briefing" / "archive.sqlite").unlink()
    assert _lines(check(load_site(site), NOW).problems) == _lines(first)


def _lines(problems: tuple[Problem, ...]) -> list[str]:
    return sorted(f"{problem} {problem.severity}" for problem in problems)
