"""A build, or a check, of what has not changed makes nothing; what has changed is never overlooked."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building import site_round
from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import Staged
from generator.building.publishing import SITE, build, check
from generator.building.store.archive import open_archive
from generator.settings import load_site
from tests.building.conftest import update, write

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OPTIONS = BuildOptions(lambda: NOW)


def test_a_second_build_makes_nothing_and_tells_the_same_warnings(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, "more.md", "---\ntitle: More\ndate: 2026-01-02\n---\nSee [that](nothing.md).")
    first = build(load_site(site), OPTIONS)
    assert first.warnings
    number = (site / "site").stat().st_ino
    monkeypatch.setattr(site_round, "build_anew", None)
    second = build(load_site(site), OPTIONS)
    assert second.unchanged
    assert (second.problems, second.briefings) == (first.problems, first.briefings)
    assert (site / "site").stat().st_ino == number
    assert not [path for path in site.iterdir() if path.name.startswith(".site")]


def _touch_a_page(site: Path) -> None:
    (site / "site" / "good" / "index.html").write_text("broken")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a new word": lambda site: write(site, "good.md", "---\ntitle: Good\ndate: 2026-01-02\n---\nOther."),
    "a new source": lambda site: write(site, "b.md", "---\ntitle: B\ndate: 2026-01-02\n---\nText."),
    "a source that goes": lambda site: (site / "content" / "good.md").rename(site / "content" / "c.md"),
    "corrections": lambda site: write(site, "good.review.yaml", "[]\n"),
    "the registry": lambda site: write(site, "speakers.yaml", "- {name: Ada Example, kind: person}\n"),
    "a setting": lambda site: _file(
        site / "briefing.toml", "[language]\npipelines = {en = 'none'}\n[site]\ntitle = 'Other'\n"
    ),
    "a template": lambda site: _file(site / "templates" / "404.html", "<p>Gone.</p>"),
    "a file to copy": lambda site: _file(site / "static" / "a.txt", "a"),
    "a backup in static": lambda site: _file(site / "static" / "a.txt.bak", "a"),
    "a page that somebody broke": _touch_a_page,
    "a page that somebody deleted": lambda site: (site / "site" / "good" / "index.html").unlink(),
    "litter in the output": lambda site: (site / "site" / ".DS_Store").touch(),
    "a page that is only newer": lambda site: os.utime(site / "site" / "good" / "index.html", (1, 1)),
    "the marker": lambda site: (site / "site" / ".briefing-site").write_text("Ours.\n"),
}


def _file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_built(site: Path, tmp_path: Path, change: str) -> None:
    build(load_site(site), OPTIONS)
    CHANGES[change](site)
    made = build(load_site(site), OPTIONS)
    assert not made.unchanged
    build(load_site(site), OPTIONS, tmp_path / "clean")
    assert _files(site / "site") == _files(tmp_path / "clean")
    assert build(load_site(site), OPTIONS).unchanged


@pytest.mark.parametrize(
    "options",
    [
        replace(OPTIONS, base_url="https://example.org/"),
        replace(OPTIONS, strict=True),
        replace(OPTIONS, full=True),
    ],
)
def test_another_wish_is_another_build(site: Path, options: BuildOptions) -> None:
    build(load_site(site), OPTIONS)
    assert not build(load_site(site), options).unchanged


@pytest.mark.parametrize("hour", [5, 6, 7])
def test_an_embargo_that_ends_is_a_change(site: Path, hour: int) -> None:
    write(site, "held.md", "---\ntitle: Held\ndate: 2026-01-01\nembargo: 2026-03-01T06:00Z\n---\nText.")
    for first, second in [(0, hour), (7, hour)]:
        build(load_site(site), BuildOptions(lambda at=first: NOW.replace(hour=at)))  # type: ignore[misc]
        build(load_site(site), BuildOptions(lambda at=second: NOW.replace(hour=at)))  # type: ignore[misc]
        assert (site / "site" / "held").exists() == (hour >= 6)


def test_what_a_watch_published_since_is_not_taken_for_what_a_build_left(site: Path) -> None:
    path = site / "content" / "good.md"
    before = path.read_text("utf-8")
    build(load_site(site), OPTIONS)
    archive, _ = open_archive(site / ".briefing")
    builder = Builder(Inputs(site), archive, Staged(site / "site"), SITE, OPTIONS)
    update(builder)
    path.write_text(before + "\nWatched.\n", "utf-8")
    update(builder)
    archive.close()
    path.write_text(before, "utf-8")
    build(load_site(site), OPTIONS)
    assert "Watched." not in (site / "site" / "good" / "index.html").read_text("utf-8")


def test_a_second_check_tells_the_same_and_makes_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site, "more.md", "---\ntitle: More\ndate: 2026-01-02\n---\nSee [that](nothing.md).")
    first = check(load_site(site), NOW).problems
    kept = site_round.make_site
    monkeypatch.setattr(site_round, "make_site", None)
    assert check(load_site(site), NOW).problems == first
    monkeypatch.setattr(site_round, "make_site", kept)
    (site / "content" / "more.md").unlink()
    assert check(load_site(site), NOW).problems != first


def test_a_check_says_nothing_for_a_build(site: Path) -> None:
    check(load_site(site), NOW)
    assert not build(load_site(site), OPTIONS).unchanged


def _files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
