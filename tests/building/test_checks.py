"""`briefing check`, the gate of `build --strict`, the public log, and who speaks across briefings."""

from __future__ import annotations

import json
from pathlib import Path

from tests.building.conftest import Command, write

HEAD = "---\ntitle: {}\ndate: 2026-01-02\n---\n\n"


def test_a_link_to_nothing_is_an_error_with_its_place(site: Path, briefing: Command) -> None:
    write(site, "a.md", HEAD.format("A") + "See [x](gone.md), [y](#nowhere) and [z](good.md#nor-here).\n")
    done = briefing("check")
    assert done.returncode == 1
    assert "content/a.md:6:9: the link 'gone.md' leads to no file" in done.stderr
    assert "content/a.md:6:23: the link '#nowhere' names 'nowhere', which is not in that page" in done.stderr
    assert "the link 'good.md#nor-here' names 'nor-here'" in done.stderr


def test_a_site_in_order_passes(site: Path, briefing: Command) -> None:
    write(site, "a.md", HEAD.format("A") + "See [the other](good.md) and [a place](https://example.org/).\n")
    done = briefing("check")
    assert done.returncode == 0, done.stderr
    assert "0 errors" in done.stderr


def test_a_correction_whose_words_are_gone_is_listed_with_what_is_nearest(
    site: Path, briefing: Command
) -> None:
    correction = (
        "- action: confirm\n  target: attribution\n  content:\n    - exact: “It will hold for ten years,”\n"
    )
    write(site, "good.review.yaml", correction)
    done = briefing("check")
    assert done.returncode == 1
    assert "content/good.review.yaml:1:1: orphaned correction" in done.stderr
    assert "perhaps content/good.md:6:1: “It will hold" in done.stderr


def test_strict_fails_with_the_list_of_what_must_be_reviewed_first(site: Path, briefing: Command) -> None:
    settings = '[review]\nrequire = ["attribution"]\n'
    (site / "briefing.toml").write_text(settings, "utf-8")
    done = briefing("build", "--strict")
    assert done.returncode == 1
    assert "content/good.md:6:1: attribution not reviewed: “It will hold for forty years,”" in done.stderr
    assert briefing("build").returncode == 0
    correction = (
        "- action: confirm\n  target: attribution\n  content:\n    - exact: “It will hold for forty years,”\n"
    )
    write(site, "good.review.yaml", correction)
    assert briefing("build", "--strict").returncode == 0


def test_a_published_version_is_recorded_once_and_what_changed_in_the_next(
    site: Path, briefing: Command
) -> None:
    assert "recorded a version in content/good.changes.yaml" in briefing("build", "--record").stderr
    assert "recorded" not in briefing("build", "--record").stderr
    write(site, "good.md", HEAD.format("Good") + "“It will hold for fifty years,” said Ada Example.\n")
    assert briefing("build", "--record").returncode == 0
    log = (site / "content/good.changes.yaml").read_text("utf-8")
    assert log.count("- version:") == 2
    assert "fifty years" in log


def test_a_draft_is_never_recorded(site: Path, briefing: Command) -> None:
    write(site, "d.md", "---\ntitle: D\ndate: 2026-01-01\ndraft: true\n---\n\nText.\n")
    assert briefing("build", "--record").returncode == 0
    assert not (site / "content/d.changes.yaml").exists()


def test_corrections_are_exported_with_the_text_around_them(site: Path, briefing: Command) -> None:
    correction = (
        "- action: attribute\n  target: attribution\n  speakers: [Ada Example]\n  by: A. B.\n"
        "  content:\n    - exact: “It will hold for forty years,”\n"
    )
    write(site, "good.review.yaml", correction)
    done = briefing("review", "export")
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    entry = json.loads(line)
    assert entry["text"] == "“It will hold for forty years,” said Ada Example."
    assert entry["speakers"] == ["Ada Example"]
    assert "by" not in entry
    assert json.loads(briefing("review", "export", "--names").stdout)["by"] == "A. B."


def test_a_rejected_statement_is_in_no_published_file(site: Path, briefing: Command) -> None:
    correction = (
        "- action: reject\n  target: attribution\n  content:\n    - exact: “It will hold for forty years,”\n"
    )
    assert briefing("build").returncode == 0
    assert "q-it-will-hold" in (site / "site/good/index.html").read_text("utf-8")
    write(site, "good.review.yaml", correction)
    assert briefing("build").returncode == 0
    for path in (site / "site").rglob("*"):
        if path.is_file():
            assert b"q-it-will-hold" not in path.read_bytes(), path
            assert path.name != "good.review.yaml"


def test_one_named_person_is_one_speaker_across_briefings(site: Path, briefing: Command) -> None:
    (site / "briefing.toml").unlink()
    write(site, "a.md", HEAD.format("A") + "“We are ready,” said Joan Marlow, the mayor of Tannock.\n")
    write(site, "b.md", HEAD.format("B") + "“We were not,” Joanie Marlow said on Monday.\n")
    write(site, "speakers.yaml", "- name: Joan Marlow\n  aliases: [Joanie Marlow]\n  title: mayor\n")
    done = briefing("speakers")
    assert done.returncode == 0, done.stderr
    assert "2\t2\tJoan Marlow\tmayor" in done.stdout
    assert briefing("build").returncode == 0
    page = (site / "site/speakers/joan-marlow/index.html").read_text("utf-8")
    assert "We are ready" in page
    assert "We were not" in page


ADA = "- name: Ada Example\n  photo: photos/ada.jpg\n"
LOST = (
    "content/speakers.yaml:2:3: the photo 'photos/ada.jpg' of Ada Example does not exist (put it at content/"
)


def test_a_photo_that_is_not_there_fails_check_and_build_with_its_place(
    site: Path, briefing: Command
) -> None:
    write(site, "speakers.yaml", ADA)
    write(site, "hearing.md", HEAD.format("Hearing\nkind: transcript") + "ADA EXAMPLE: Yes.\n")
    for command in ("check", "build"):
        done = briefing(command)
        assert done.returncode == 1
        assert done.stderr.count(LOST) == 1
    write(site, "photos/ada.jpg", b"a picture")
    assert briefing("check").returncode == 0
    assert briefing("build").returncode == 0
    assert [p.name for p in (site / "site/speakers/ada-example").glob("photo.*.jpg")]


def test_the_last_line_counts_what_was_checked_and_what_was_not(site: Path, briefing: Command) -> None:
    assert "1 briefing checked: 0 errors" in briefing("check").stderr
    write(site, "about.md", "---\ntitle: About\nkind: page\n---\n\nWho we are.\n")
    write(site, "gone.md", HEAD.format("Gone\nwithdrawn: It was invented.") + "“No,” said Ada Example.\n")
    write(site, "later.md", HEAD.format("Later\ndraft: true") + "“No,” said Ada Example.\n")
    assert "1 briefing checked, 1 held back, 1 withdrawn: 0 errors" in briefing("check").stderr
    assert "1 briefing, 1 withdrawn → " in briefing("build").stderr
    write(site, "broken.md", "---\ntitel: x\n---\n\nText.\n")
    write(site, "worse.md", b"\xff\xfe\x00")
    write(site, "a.md", HEAD.format("A") + "“Yes,” said Ada Example.\n")
    write(site, "a.review.yaml", "- {action: rename, target: speaker}\n")
    for _ in range(2):  # made, and remembered
        done = briefing("check")
        assert "1 briefing checked, 1 held back, 1 withdrawn, 3 not read: " in done.stderr
        assert "in 1 of 1 briefings" in done.stderr
