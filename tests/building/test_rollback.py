"""The site before comes back, as it was to the byte; what is not ours stays."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building.options import BuildOptions
from generator.building.publishing import build, roll_back
from generator.errors import OutputError
from generator.settings import load_site
from tests.building.conftest import Command, write
from tests.building.editing import files

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HEAD = "---\ntitle: {}\ndate: 2026-01-02\ntags: [water]\n---\n\nText of {}.\n"


def publish(site: Path, *, keep: int | None = None, full: bool = False) -> dict[str, bytes]:
    build(load_site(site), BuildOptions(lambda: NOW, keep=keep, full=full))
    return files(site / "site")


def edits(site: Path, number: int) -> None:
    """Change one briefing, and have others come and go."""
    write(site, "good.md", HEAD.format(f"Good {number}", number))
    write(site, f"new-{number}.md", HEAD.format(f"New {number}", number))
    (site / "content" / f"new-{number - 1}.md").unlink(missing_ok=True)


def test_each_site_before_comes_back_and_a_build_publishes_anew(site: Path) -> None:
    stood = []
    for number in range(4):
        edits(site, number)
        stood.append(publish(site, keep=3))
    for before in reversed(stood[:-1]):
        roll_back(load_site(site))
        assert files(site / "site") == before
    with pytest.raises(OutputError, match="no site is kept"):
        roll_back(load_site(site))
    assert files(site / "site") == stood[0]
    assert publish(site) == stood[-1]


def test_no_more_builds_are_kept_than_was_asked_for(site: Path) -> None:
    stood = []
    for number in range(4):
        edits(site, number)
        stood.append(publish(site))
    roll_back(load_site(site))
    assert files(site / "site") == stood[-2]
    with pytest.raises(OutputError, match="no site is kept"):
        roll_back(load_site(site))
    assert len(list(site.glob(".site.*"))) == 0


@pytest.mark.parametrize("later", [False, True])
def test_a_whole_site_comes_back_too(site: Path, later: bool) -> None:
    first = publish(site)
    edits(site, 1)
    second = publish(site, full=True)
    if later:
        edits(site, 2)
        publish(site)
        roll_back(load_site(site))
        assert files(site / "site") == second
    roll_back(load_site(site))
    assert files(site / "site") == first


def test_nothing_is_kept_where_nothing_is_to_be(site: Path) -> None:
    publish(site)
    edits(site, 1)
    publish(site, keep=0)
    with pytest.raises(OutputError, match="no site is kept"):
        roll_back(load_site(site))


def test_files_of_others_stay_where_they_are(site: Path) -> None:
    publish(site)
    (site / "site" / "CNAME").write_text("theirs")
    edits(site, 1)
    publish(site)
    roll_back(load_site(site))
    assert (site / "site" / "CNAME").read_text() == "theirs"
    assert not (site / "site" / "new-1").exists()


def test_a_record_that_another_wrote_brings_nothing_back(site: Path, tmp_path: Path) -> None:
    publish(site)
    edits(site, 1)
    stood = publish(site)
    (place,) = site.glob(".site.undo-*")
    (place / "record").write_bytes(b"forged" + (place / "record").read_bytes()[6:])
    with pytest.raises(OutputError, match="no record of what a build of yours replaced"):
        roll_back(load_site(site))
    assert files(site / "site") == stood


def test_a_link_among_what_was_kept_is_not_followed(site: Path, tmp_path: Path) -> None:
    publish(site)
    edits(site, 1)
    stood = publish(site)
    (place,) = site.glob(".site.undo-*")
    shutil.rmtree(place / "kept" / "good")
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "index.html").write_text("private")
    (place / "kept" / "good").symlink_to(tmp_path / "private")
    with pytest.raises(OutputError, match="no record"):
        roll_back(load_site(site))
    assert files(site / "site") == stood


def test_the_command_says_what_it_did(site: Path, briefing: Command) -> None:
    assert briefing("build").returncode == 0
    edits(site, 1)
    assert briefing("build", "--keep", "2").returncode == 0
    done = briefing("rollback")
    assert done.returncode == 0
    assert "as it was before the last build" in done.stderr
    assert briefing("rollback").returncode == 1
