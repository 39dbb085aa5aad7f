"""A check after an edit looks at what changed alone, and tells what a check that knows nothing tells."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from generator.building.findings import Finder
from generator.building.options import BuildOptions
from generator.building.publishing import build, check
from generator.building.read_documents import ReadDocuments
from generator.errors import BriefingError
from generator.settings import load_site
from tests.building.conftest import write
from tests.building.editing import Editor

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HEAD = "---\ntitle: {}\ndate: 2026-01-02\n---\n\n"
SAID = "“It will hold for forty years,” said Ada Example.\n"
CONFIRMED = "- action: confirm\n  target: attribution\n  content:\n    - exact: “It was never said,”\n"


def told(site: Path) -> list[str]:
    """All that a check tells, in its order."""
    try:
        return [f"{problem} [{problem.severity}]" for problem in check(load_site(site), NOW).problems]
    except BriefingError as error:
        return [str(problem) for problem in error.problems]


def told_anew(site: Path, copy: Path) -> list[str]:
    """All that a check tells that knows of no other."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns(".briefing"), symlinks=True)
    return told(copy)


def publish(site: Path, *, strict: bool = False) -> None:
    try:
        build(load_site(site), BuildOptions(lambda: NOW, strict=strict))
    except BriefingError:
        return


@pytest.mark.parametrize("seed", range(4))
def test_after_each_of_many_edits_a_check_tells_what_one_without_a_cache_tells(
    site: Path, tmp_path: Path, seed: int, thorough: bool
) -> None:
    dice = random.Random(seed)
    editor = Editor(site, dice)
    editor.begin(6)
    for number in range(200 if thorough else 15):
        act = editor.act()
        if dice.random() < 0.3:
            publish(site, strict=dice.random() < 0.5)
        assert told(site) == told_anew(site, tmp_path / "copy"), f"seed {seed}, act {number}: {act}"


# --- what is looked at again ----------------------------------------------------------


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that checks have looked at."""
    found: list[str] = []
    kept = Finder._read

    def noting(self: Finder, path: PurePosixPath) -> object:
        found.append(str(path))
        return kept(self, path)

    monkeypatch.setattr(Finder, "_read", noting)
    return found


def _a_word(site: Path) -> object:
    return write(site, "good.md", HEAD.format("Good") + SAID + "\nMore.\n")


def _a_correction(site: Path) -> object:
    return write(site, "good.review.yaml", CONFIRMED)


def _a_page_that_another_links_to(site: Path) -> object:
    return write(site, "far.md", HEAD.format("Far") + "Other words.\n")


def _a_setting(site: Path) -> object:
    settings = site / "briefing.toml"
    return settings.write_text(settings.read_text("utf-8") + '[review]\nrequire = ["attribution"]\n', "utf-8")


CHANGES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a word": (_a_word, ["good.md"]),
    "a correction": (_a_correction, ["good.md"]),
    "a page that another links to": (_a_page_that_another_links_to, ["far.md", "near.md"]),
    "a draft": (lambda site: write(site, "later.md", HEAD.format("L\ndraft: true") + "Words."), ["later.md"]),
    "a setting of the review": (_a_setting, ["far.md", "good.md", "near.md", "later.md"]),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("published", [False, True])
def test_a_check_looks_at_what_changed_and_no_more(
    site: Path, tmp_path: Path, read: list[str], change: str, published: bool
) -> None:
    write(site, "far.md", HEAD.format("Far") + SAID)
    write(site, "near.md", HEAD.format("Near") + "See [it](far.md#q-it-will-hold-for-forty-years).\n")
    write(site, "later.md", HEAD.format("Later\ndraft: true") + "Text.\n")
    if published:
        publish(site)
    told(site)
    assert sorted(read) == ["far.md", "good.md", "later.md", "near.md"]
    read.clear()
    act, expected = CHANGES[change]
    act(site)
    found = told(site)
    assert read == expected
    assert found == told_anew(site, tmp_path / "copy")


def test_a_strict_build_uses_what_a_check_found(site: Path, read: list[str]) -> None:
    write(site, "near.md", HEAD.format("Near") + "See [it](good.md#nowhere).\n")
    publish(site)
    assert "names 'nowhere'" in "".join(told(site))
    read.clear()
    with pytest.raises(BriefingError, match="names 'nowhere'"):
        build(load_site(site), BuildOptions(lambda: NOW, strict=True))
    assert read == []


def test_what_a_strict_build_that_failed_found_is_kept(site: Path, read: list[str]) -> None:
    write(site, "near.md", HEAD.format("Near") + "See [it](good.md#nowhere).\n")
    for _ in range(2):
        publish(site, strict=True)
    assert read == ["good.md", "near.md"]


@pytest.mark.parametrize("command", ["check", "strict build"])
def test_a_lost_correction_is_told_after_an_edit_that_was_taken_back(site: Path, command: str) -> None:
    source = write(site, "good.md", HEAD.format("The works") + SAID)
    write(site, "good.review.yaml", CONFIRMED)
    assert build(load_site(site), BuildOptions(lambda: NOW)).lost == 1
    before = source.read_text("utf-8")
    source.write_text(before.replace("forty", "fifty"), "utf-8")
    if command == "check":
        told(site)
    else:
        with pytest.raises(BriefingError):
            build(load_site(site), BuildOptions(lambda: NOW, strict=True))
    source.write_text(before, "utf-8")
    write(site, "other.md", HEAD.format("The weir") + SAID)
    report = build(load_site(site), BuildOptions(lambda: NOW))
    assert report.lost == 1
    assert any("was never said" in str(problem) for problem in report.problems)


def test_a_link_is_told_for_as_long_as_the_other_page_has_no_such_place(site: Path) -> None:
    publish(site)
    (place,) = re.findall(r' id="(q-[^"]*)"', (site / "site" / "good" / "index.html").read_text("utf-8"))
    write(site, "near.md", HEAD.format("Near") + f"See [it](good.md#{place}).\n")
    assert place not in "".join(told(site))
    write(site, "good.md", HEAD.format("Good") + "Other words.\n")
    assert f"names {place!r}" in "".join(told(site))
    write(site, "good.md", HEAD.format("Good") + SAID)
    assert place not in "".join(told(site))


def test_a_source_that_changes_while_it_is_checked_is_told_so(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Finder.begin

    def changing(self: Finder) -> None:
        kept(self)
        _a_word(site)
        loader = self.builder.context.loader
        loader.documents = ReadDocuments(loader.archive, "read anew")

    monkeypatch.setattr(Finder, "begin", changing)
    assert told(site) == ["content/good.md: this changed while it was checked (check again)"]
