"""A withdrawn briefing leaves its notice, and nothing else; corrections are several and dated."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.building.conftest import Command, write

HEAD = "---\ntitle: Weir\ndate: 2026-01-02\naliases: [old/weir]\ntags: [Water]\n{}---\n\n"
TEXT = "“It never held,” said Bram Osei. ![a weir](weir.png)\n"


def test_a_withdrawn_briefing_leaves_its_notice_and_nothing_else(site: Path, briefing: Command) -> None:
    write(site, "weir.png", b"picture")
    write(site, "weir.md", HEAD.format("") + TEXT)
    write(site, "other.md", "---\ntitle: Other\ndate: 2026-01-02\n---\n\nSee [the weir](weir.md).\n")
    assert briefing("build", "--record").returncode == 0
    assert (site / "site/weir.png").is_file()
    write(site, "weir.md", HEAD.format("withdrawn: The interview was invented.\n") + TEXT)
    done = briefing("build", "--record")
    assert done.returncode == 0, done.stderr
    page = (site / "site/weir/index.html").read_text("utf-8")
    assert "The interview was invented." in page
    assert "never held" not in page
    assert (site / "site/old/weir/index.html").is_file()
    assert "weir/index.html" in (site / "site/other/index.html").read_text("utf-8")
    gone = ("never held", "Bram Osei", "weir.png")
    for path in (site / "site").rglob("*"):
        if path.is_file() and path.suffix in (".html", ".js"):
            assert not [words for words in gone if words in path.read_text("utf-8")], path
    assert not (site / "site/weir.png").exists()
    assert not (site / "site/tags").exists()
    log = (site / "content/weir.changes.yaml").read_text("utf-8")
    assert "notice: The interview was invented." in log
    assert briefing("check").returncode == 0


@pytest.mark.parametrize("value", ["true", "yes", '""'])
def test_a_withdrawal_without_a_reason_is_told(site: Path, briefing: Command, value: str) -> None:
    write(site, "weir.md", HEAD.format(f"withdrawn: {value}\n") + TEXT)
    done = briefing("build")
    assert done.returncode == 1
    assert "content/weir.md:6" in done.stderr


def test_several_corrections_stand_with_their_days_the_newest_first(site: Path, briefing: Command) -> None:
    older, newer = "{date: 2026-01-03, text: It was forty.}", "{date: 2026-01-05, text: It was fifty.}"
    notices = f"corrections:\n  - {older}\n  - {newer}\n"
    write(site, "weir.md", HEAD.format(notices) + "“It never held,” said Bram Osei.\n")
    assert briefing("build", "--record").returncode == 0
    page = (site / "site/weir/index.html").read_text("utf-8").partition("<main")[2]
    assert page.index("January 5, 2026") < page.index("It was fifty.") < page.index("It was forty.")
    assert "notice: It was fifty." in (site / "content/weir.changes.yaml").read_text("utf-8")
