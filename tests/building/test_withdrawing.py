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


GERMAN = (
    "---\ntitle: Das Wehr\ndate: 2026-01-02\nlang: de\naliases: [alt/wehr]\n"
    "withdrawn: Das Gespräch war erfunden.\n---\n\n„Es hält nicht“, sagte Bram Osei.\n"
)


def test_the_notice_and_the_old_addresses_speak_the_language_of_the_text(
    site: Path, briefing: Command
) -> None:
    write(site, "weir.md", GERMAN)
    done = briefing("build")
    assert done.returncode == 0, done.stderr
    page = (site / "site/weir/index.html").read_text("utf-8")
    assert '<html lang="de"' in page
    assert "Zurückgezogen" in page
    assert "Withdrawn" not in page
    assert '<html lang="de"' in (site / "site/alt/wehr/index.html").read_text("utf-8")
    (site / "briefing.toml").write_text('[site]\nlang = "en"\n', "utf-8")
    assert briefing("build").returncode == 0
    page = (site / "site/weir/index.html").read_text("utf-8")
    assert '<html lang="en"' in page
    assert '<h1 lang="de" dir="auto">Das Wehr</h1>' in page


UNREAD = {
    "a language without a pipeline": "„Es hält nicht“, sagte Bram Osei.\n",
    "a link to nothing": "See [it](gone.md) and ![it](gone.png).\n",
    "no text": "",
    "the head of a mail": "From: Ada Quill <ada@example.org>\nTo: bram@example.org\nSubject: Weir\n\nText.\n",
    "a transcript without turns": "Nobody speaks here.\n",
}


@pytest.mark.parametrize("text", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("extra", ["lang: de\n", "kind: transcript\n", "kind: speech\n", "excerpt: true\n"])
def test_nothing_is_asked_of_a_text_that_is_read_no_more(
    site: Path, briefing: Command, text: str, extra: str
) -> None:
    write(site, "weir.md", HEAD.format(f"{extra}withdrawn: It was invented.\n") + text)
    write(site, "weir.review.yaml", "- {action: rename, target: speaker}\n")
    done = briefing("check")
    assert done.returncode == 0, done.stderr
    assert "weir.md:" not in done.stderr
    assert briefing("build", "--strict").returncode == 0


def test_without_a_title_the_notice_shows_no_line_of_the_text(site: Path, briefing: Command) -> None:
    write(site, "weir.md", "---\nwithdrawn: It was invented.\n---\n\n“It never held,” said Bram Osei.\n")
    assert briefing("build").returncode == 0
    assert "never held" not in (site / "site/weir/index.html").read_text("utf-8")
