"""What one source may take: beyond it, one line that names the setting, and the site stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.building.conftest import Command, write

HEAD = "---\ntitle: Much\ndate: 2026-01-02\n---\n\n"
RAISE = "or raise it in briefing.toml)"

BEYOND = {
    "bytes = 2_000": (HEAD + "A word. " * 300, f"content/much.md: 0.0 MB, {{}} (split it, {RAISE}"),
    "paragraphs = 3": (
        HEAD + "A\n\nB\n\nC\n\nD\n\nE",
        f"content/much.md:12:1: 5 paragraphs, {{}} (split it, {RAISE}",
    ),
    "characters = 50": (
        HEAD + "A word.\n\n" + "a word " * 9,
        f"content/much.md:8:1: a paragraph of 62 characters, {{}} (break it with an empty line, {RAISE}",
    ),
    "nesting = 2": (
        HEAD + "- a\n  - b\n    > c",
        f"content/much.md:8:1: lists and quotes 3 deep, {{}} (flatten it, {RAISE}",
    ),
}


@pytest.mark.parametrize("setting", BEYOND)
def test_a_source_beyond_a_limit_is_told_with_the_setting(
    site: Path, briefing: Command, setting: str
) -> None:
    text, told = BEYOND[setting]
    write(site, "much.md", text)
    assert briefing("build").returncode == 0
    limit(site, setting)
    done = briefing("build")
    assert done.returncode == 1
    assert done.stderr.strip() == told.format(f"more than [limits] {setting}")
    assert (site / "site" / "much" / "index.html").is_file()


def test_a_reading_that_takes_too_long_goes_on_where_it_was(site: Path, briefing: Command) -> None:
    write(site, "much.md", HEAD + "“It will hold,” said Ada Example.\n\n“It will not,” said Bo Example.")
    limit(site, "seconds = 0.000000001")
    done = briefing("build")
    assert done.returncode == 1
    told = "content/much.md: reading it took too long, more than [limits] seconds = 1e-09 "
    assert done.stderr.strip().startswith(told)
    assert briefing("build").returncode == 0  # one paragraph at least is read each time


@pytest.mark.parametrize("opening", ["> ", "- ", "1. "])
@pytest.mark.parametrize("depth", [21, 60, 5_000])
def test_what_lies_too_deep_is_told_and_never_lost(
    site: Path, briefing: Command, opening: str, depth: int
) -> None:
    write(site, "much.md", HEAD + opening * depth + "The last word.")
    done = briefing("build")
    assert done.returncode == 1
    assert "content/much.md:6:1: lists and quotes 21 deep, more than [limits] nesting = 20" in done.stderr


@pytest.mark.parametrize("opening", ["> ", "- ", "1. "])
def test_what_lies_as_deep_as_it_may_is_published(site: Path, briefing: Command, opening: str) -> None:
    limit(site, "nesting = 50")
    write(site, "much.md", HEAD + opening * 50 + "The last word.")
    assert briefing("build").returncode == 0
    assert "The last word." in (site / "site" / "much" / "index.html").read_text("utf-8")


def test_an_import_keeps_to_the_same_limit(site: Path, briefing: Command, tmp_path: Path) -> None:
    limit(site, "bytes = 2_000")
    large = tmp_path / "large.txt"
    large.write_text("A word. " * 300, "utf-8")
    done = briefing("new", "briefing", "--from", str(large))
    assert done.returncode == 1
    assert f"{large}: 0.0 MB, more than [limits] bytes = 2_000 (split it, {RAISE}" in done.stderr


def limit(site: Path, setting: str) -> None:
    with (site / "briefing.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n[limits]\n{setting}\n")


def test_a_deep_footer_is_no_source_and_holds_nothing_up(site: Path, briefing: Command) -> None:
    with (site / "briefing.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[site]\nfooter = "{"> " * 300}Printed here."\n')
    assert briefing("build").returncode == 0
