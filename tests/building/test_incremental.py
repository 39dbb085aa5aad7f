"""A build of what changed is a build of everything: the same bytes, the same problems told."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building import site_round
from generator.building.options import BuildOptions
from generator.building.output import Staged, Whole
from generator.building.publishing import build, check
from generator.errors import BriefingError, Problem
from generator.settings import load_site
from tests.building.conftest import write
from tests.building.editing import Editor, files

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OPTIONS = BuildOptions(lambda: NOW)
HEAD = "---\ntitle: {}\ndate: 2026-01-02\ntags: [water]\n---\n\n"


def outcome(site: Path, folder: Path | None = None, *, full: bool = False) -> tuple[Problem, ...]:
    """Build, and return all that was told."""
    try:
        return build(load_site(site), BuildOptions(lambda: NOW, full=full), folder).problems
    except BriefingError as error:
        return error.problems


def errors_of(problems: tuple[Problem, ...]) -> list[str]:
    return sorted(f"{problem} {problem.severity}" for problem in problems)


def assert_like_a_clean_build(site: Path, clean: Path, told: tuple[Problem, ...], act: str) -> None:
    """Compare with a build of the same inputs that knows nothing of this one."""
    shutil.rmtree(clean, ignore_errors=True)
    expected = outcome(site, clean, full=True)
    assert errors_of(told) == errors_of(expected), act
    if clean.exists():
        assert_same(files(site / "site"), files(clean), act)
    checked = check(load_site(site), NOW)
    assert {p for p in checked.errors if p in expected} == {p for p in expected if p.severity == "error"}


def assert_same(found: dict[str, bytes], expected: dict[str, bytes], act: str) -> None:
    different = sorted(path for path in {*found, *expected} if found.get(path) != expected.get(path))
    assert different == [], f"{act}: {different[:5]}"


@pytest.mark.parametrize("seed", range(4))
def test_a_day_of_edits_each_of_them_built_is_a_clean_build(
    site: Path, tmp_path: Path, seed: int, thorough: bool
) -> None:
    editor = Editor(site, random.Random(seed))
    editor.begin(8)
    outcome(site)
    for number in range(250 if thorough else 12):
        act = f"seed {seed}, act {number}: {editor.act()}"
        assert_like_a_clean_build(site, tmp_path / "clean", outcome(site), act)
    editor.mend()
    assert outcome(site) is not None
    assert_like_a_clean_build(site, tmp_path / "clean", outcome(site), "mended")


# --- how much is done -----------------------------------------------------------------


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> list[Staged | Whole]:
    """The outputs of the rounds that builds made."""
    made: list[Staged | Whole] = []
    kept = site_round.build_anew

    def noting(*given: object, untouched: bool) -> object:
        made.extend(one for one in given if isinstance(one, Staged | Whole))
        return kept(*given, untouched=untouched)  # type: ignore[arg-type]

    monkeypatch.setattr(site_round, "build_anew", noting)
    return made


def test_a_new_title_stages_the_pages_that_show_it_and_no_others(site: Path) -> None:
    write(site, "other.md", HEAD.format("Other") + "“It will not,” said Bo Sample.")
    build(load_site(site), OPTIONS)
    before = {path: path.stat().st_ino for path in (site / "site").rglob("*") if path.is_file()}
    write(site, "other.md", HEAD.format("Another") + "“It will not,” said Bo Sample.")
    made = build(load_site(site), OPTIONS)
    assert {"other/index.html", "index.html", "tags/water/index.html"} <= {*made.written}
    assert not [path for path in made.written if path.startswith(("good/", "assets/", "speakers/ada"))]
    page = site / "site" / "good" / "index.html"
    assert page.stat().st_ino == before[page]


@pytest.mark.parametrize("full", [False, True])
def test_the_first_build_and_a_full_one_replace_the_whole_site(
    site: Path, outputs: list[Staged | Whole], full: bool
) -> None:
    build(load_site(site), OPTIONS)
    write(site, "good.md", HEAD.format("Good") + "Text.")
    build(load_site(site), BuildOptions(lambda: NOW, full=full))
    assert [type(output) for output in outputs] == [Whole, Whole if full else Staged]


def test_an_archive_that_knows_nothing_of_the_site_has_it_made_whole(
    site: Path, outputs: list[Staged | Whole]
) -> None:
    build(load_site(site), OPTIONS)
    shutil.rmtree(site / ".briefing")
    build(load_site(site), OPTIONS)
    assert isinstance(outputs[-1], Whole)


def _overwrite(site: Path) -> object:
    return (site / "site" / "good" / "index.html").write_text("altered", "utf-8")


ALTERED: dict[str, Callable[[Path], object]] = {
    "a page overwritten": _overwrite,
    "a page deleted": lambda site: (site / "site" / "index.html").unlink(),
    "a folder deleted": lambda site: shutil.rmtree(site / "site" / "assets"),
    "a folder in the place of a page": lambda site: _folder(site / "site" / "good" / "index.html"),
    "the list of our files": lambda site: (site / "site" / ".briefing-site").write_text(
        'Ours.\n"index.html"\n'
    ),
}


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("alter", sorted(set(ALTERED) - {"the list of our files"}))
def test_what_somebody_altered_in_the_site_is_mended(site: Path, alter: str) -> None:
    build(load_site(site), OPTIONS)
    before = files(site / "site")
    ALTERED[alter](site)
    build(load_site(site), OPTIONS)
    assert_same(files(site / "site"), before, alter)


def test_a_file_of_others_in_the_place_of_a_new_page_stops_the_build(site: Path) -> None:
    build(load_site(site), OPTIONS)
    before = files(site / "site")
    (site / "site" / "new").mkdir()
    (site / "site" / "new" / "index.html").write_text("theirs")
    write(site, "new.md", HEAD.format("New") + "Text.")
    write(site, "good.md", HEAD.format("Good") + "Other text.")
    assert "not ours" in str(outcome(site)[0])
    assert_same(files(site / "site"), {**before, "new/index.html": b"theirs"}, "stopped")


def test_what_is_read_otherwise_under_other_settings_is_read_again(site: Path, tmp_path: Path) -> None:
    write(site, "much.md", HEAD.format("Much") + "a word " * 40)
    outcome(site)
    for settings in ("[limits]\ncharacters = 50\n", "[limits]\ncharacters = 500\n"):
        (site / "briefing.toml").write_text(f'{settings}[language]\npipelines = {{en = "none"}}\n')
        assert_like_a_clean_build(site, tmp_path / "clean", outcome(site), settings)


def test_a_draft_whose_corrections_are_broken_is_told_each_time(site: Path, tmp_path: Path) -> None:
    write(site, "held.md", HEAD.format("Held").replace("tags", "draft: true\ntags") + "Text.")
    write(site, "held.review.yaml", "- {what: nothing}\n")
    first = outcome(site)
    assert [problem for problem in first if problem.file == "content/held.review.yaml"]
    write(site, "good.md", HEAD.format("Good") + "Text.")
    assert_like_a_clean_build(site, tmp_path / "clean", outcome(site), "another edit")
