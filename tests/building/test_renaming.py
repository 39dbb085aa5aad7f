"""Addresses outlive names: `briefing rename`, and old addresses of speakers and tags."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.commands import file_moves, renaming
from generator.errors import OutputError
from generator.settings import load_site
from tests.building.conftest import Command, write
from tests.command_line import run

HEAD = "---\ntitle: {}\ndate: 2026-01-02\n---\n\n"


def contents(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in (site / "content").rglob("*") if p.is_file()}


def test_a_renamed_source_takes_its_companions_address_and_links_along(site: Path, briefing: Command) -> None:
    reviewed = "- action: confirm\n  target: attribution\n  content: “It will hold for forty years,”\n"
    write(site, "good.review.yaml", reviewed)
    write(
        site,
        "a.md",
        HEAD.format("A") + "See [it](good.md#text), [again](good.md) and [other][o].\n\n[o]: good.md\n",
    )
    write(site, "sub/b.md", HEAD.format("B") + 'See [it](../good.md "here"). A good.md that is no link.\n')
    done = briefing("rename", "content/good.md", "sub/better.md")
    assert done.returncode == 0, done.stderr
    assert "content/good.review.yaml → content/sub/better.review.yaml" in done.stdout
    assert (site / "content/sub/better.review.yaml").read_text("utf-8") == reviewed
    assert not (site / "content/good.md").exists()
    mended = (site / "content/a.md").read_text("utf-8")
    assert "[it](sub/better.md#text), [again](sub/better.md)" in mended
    assert "[o]: sub/better.md" in mended
    assert '[it](better.md "here"). A good.md that' in (site / "content/sub/b.md").read_text("utf-8")
    done = briefing("check")
    assert done.returncode == 0, done.stderr
    assert briefing("build").returncode == 0
    old = (site / "site/good/index.html").read_text("utf-8")
    assert 'data-to="../sub/better/index.html"' in old
    assert "redirect" in old


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: A\naliases:\n  - old/one\n  - old/two\ndate: 2026-01-02\n---\n\n",
        "---\ntitle: A\naliases: [old/one]\n# kept\ndate: 2026-01-02\n---\n\n",
        "",
    ],
)
def test_aliases_that_stand_stay_and_the_old_address_joins_them(
    site: Path, briefing: Command, head: str
) -> None:
    write(site, "x.md", head + "# A\n\nText.\n")
    assert briefing("rename", "x.md", "y.md").returncode == 0
    assert briefing("build").returncode == 0
    assert (site / "site/x/index.html").is_file()
    text = (site / "content/y.md").read_text("utf-8")
    assert all(kept in text for kept in ("old/one", "old/two", "# kept") if kept in head)


def test_a_source_that_is_renamed_back_keeps_the_other_address_alone(site: Path, briefing: Command) -> None:
    assert briefing("rename", "good.md", "better.md").returncode == 0
    assert briefing("rename", "better.md", "good.md").returncode == 0
    done = briefing("check")
    assert done.returncode == 0, done.stderr
    assert 'aliases: ["better"]' in (site / "content/good.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "folder"),
    [
        ("content/good.md", "content/2031/better.md", ""),
        ("good.md", "2031/better.md", ""),
        ("content/good.md", "2031/better.md", ""),
        ("./content/good.md", "./content/2031/better.md", ""),
        ("good.md", "2031/better.md", "content"),
        ("site-of-tests/content/good.md", "site-of-tests/content/2031/better.md", ".."),
        ("content/good.md", "2031/better.md", ".."),
    ],
)
def test_files_are_named_from_the_current_folder_or_from_content(
    site: Path, old: str, new: str, folder: str
) -> None:
    done = run(site / folder, "rename", old, new, "--site", str(site))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("content/good.md → content/2031/better.md\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("gone.md", "b.md"),
        ("good.md", "a.md"),
        ("good.md", "../out.md"),
        ("good.md", "good.txt"),
        ("../briefing.toml", "x.md"),
        ("good.md", "x.review.yaml"),
        ("speakers.yaml", "x.md"),
    ],
)
def test_what_cannot_be_renamed_is_told_and_nothing_changes(
    site: Path, briefing: Command, old: str, new: str
) -> None:
    write(site, "a.md", HEAD.format("A") + "Text.\n")
    before = contents(site)
    done = briefing("rename", old, new)
    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1
    assert contents(site) == before


LINKED = HEAD.format("A") + "See [it](good.md).\n"
STEPS = 7  # two folders, two moves, three texts


@pytest.fixture
def linked(site: Path) -> Path:
    """A site in which two sources link to a third, which has a review file."""
    write(site, "good.review.yaml", "# none yet\n")
    write(site, "a.md", LINKED)
    write(site, "b.md", LINKED.replace("A", "B"))
    return site


def stopping(before: int, how: Callable[[], object]) -> Callable[..., Iterator[Callable[[], object]]]:
    """The steps of a renaming, of which one never comes."""
    whole = file_moves._steps

    def steps(*all_of: Any) -> Iterator[Callable[[], object]]:
        for number, step in enumerate(whole(*all_of)):
            if number == before:
                how()
            yield step
        if before == STEPS:
            how()

    return steps


def full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "a.md")


@pytest.mark.parametrize("fails", range(STEPS + 1))
def test_a_renaming_that_fails_on_the_way_changes_nothing(
    linked: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    before = contents(linked)
    monkeypatch.setattr(file_moves, "_steps", stopping(fails, full))
    with pytest.raises(OutputError, match="No space left on device"):
        renaming.rename_source(load_site(linked), "good.md", "sub/sub/better.md")
    assert contents(linked) == before
    assert not (linked / "content" / "sub").exists()
    assert file_moves.take_back(load_site(linked)) == []


KILLED = """
import os, sys
from pathlib import Path
from generator.commands import file_moves, renaming
from generator.settings import load_site
from tests.building.test_renaming import stopping
file_moves._steps = stopping(int(sys.argv[2]), lambda: os._exit(9))
renaming.rename_source(load_site(Path(sys.argv[1])), "good.md", "sub/sub/better.md")
"""


@pytest.mark.parametrize("at", [0, 1, 3, 4, 6, STEPS])
def test_a_renaming_that_is_killed_on_the_way_is_taken_back_by_the_next_command(
    linked: Path, briefing: Command, at: int
) -> None:
    before = contents(linked)
    done = subprocess.run([sys.executable, "-c", KILLED, str(linked), str(at)], check=False, timeout=60)
    assert done.returncode == 9
    told = briefing("check").stderr
    assert "content/good.md: a renaming was cut off, and is taken back" in told
    assert contents(linked) == before
    assert not (linked / "content" / "sub").exists()
    assert "cut off" not in briefing("check").stderr


def test_what_was_edited_since_a_renaming_was_killed_is_kept(linked: Path, briefing: Command) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(linked), str(STEPS)], check=False, timeout=60)
    write(linked, "a.md", LINKED + "An edit.\n")
    write(linked, "sub/sub/better.md", HEAD.format("Better") + "“Yes,” said Ada Example.\n")
    told = briefing("check").stderr
    assert "content/a.md: this was edited after a renaming that is taken back" in told
    assert "content/good.md: this was edited after a renaming that is taken back" in told
    assert (linked / "content/a.md").read_text("utf-8").endswith("An edit.\n")
    assert "Better" in (linked / "content/good.md").read_text("utf-8")
    assert not (linked / "content" / "sub").exists()


def test_a_renaming_takes_as_many_steps_as_are_tried(linked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[object] = []
    whole = file_moves._steps
    monkeypatch.setattr(file_moves, "_steps", lambda *all_of: (steps.append(s) or s for s in whole(*all_of)))
    renaming.rename_source(load_site(linked), "good.md", "sub/sub/better.md")
    assert len(steps) == STEPS


def test_a_source_that_cannot_be_read_is_named_and_does_not_hinder(site: Path, briefing: Command) -> None:
    write(site, "broken.md", "---\ntitle: [\n---\n\nSee [it](good.md).\n")
    write(site, "a.md", LINKED)
    done = briefing("rename", "good.md", "better.md")
    assert done.returncode == 0, done.stderr
    assert "content/broken.md cannot be read: look there for links to the old name" in done.stdout
    assert "[it](better.md)" in (site / "content/a.md").read_text("utf-8")
    assert "[it](good.md)" in (site / "content/broken.md").read_text("utf-8")


def test_old_addresses_of_speakers_and_tags_are_kept_and_lead_on(site: Path, briefing: Command) -> None:
    text = (site / "content/good.md").read_text("utf-8").replace("date:", "tags: [Water]\ndate:")
    write(site, "good.md", text)
    redirects = '[site]\nredirects = {"speakers/ada" = "speakers/ada-example", "tags/river" = "tags/water"}\n'
    (site / "briefing.toml").write_text(redirects, "utf-8")
    done = briefing("build")
    assert done.returncode == 0, done.stderr
    assert (
        'data-to="../../speakers/ada-example/index.html"'
        in (site / "site/speakers/ada/index.html").read_text()
    )
    assert "Water" in (site / "site/tags/river/index.html").read_text()
    assert briefing("check").returncode == 0
    (site / "briefing.toml").write_text(redirects.replace("tags/water", "tags/wine"), "utf-8")
    done = briefing("check")
    assert done.returncode == 1
    assert "the redirect of 'tags/river' leads to 'tags/wine', which is no page" in done.stderr
