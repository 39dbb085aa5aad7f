"""What counts as an input, and when it has changed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path, PurePosixPath

import pytest

from generator.building.inputs import Changes, Inputs
from generator.content_files import is_ignored


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content" / "a").mkdir(parents=True)
    (tmp_path / "content" / "one.md").write_text("One.")
    (tmp_path / "content" / "a" / "two.md").write_text("Two.")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "site.css").write_text("p {}")
    return tmp_path


@pytest.fixture
def inputs(site: Path) -> Inputs:
    inputs = Inputs(site)
    inputs.scan()
    return inputs


def paths(*names: str) -> frozenset[PurePosixPath]:
    return frozenset(map(PurePosixPath, names))


def test_the_first_scan_finds_every_input_and_nothing_else(site: Path) -> None:
    (site / "site").mkdir()
    (site / "site" / "index.html").write_text("output")
    (site / "briefing.toml").write_text("")
    found = Inputs(site).scan()
    assert found.added == paths("content/one.md", "content/a/two.md", "static/site.css", "briefing.toml")


def test_a_rewrite_of_the_same_bytes_is_no_change(site: Path, inputs: Inputs) -> None:
    (site / "content" / "one.md").write_text("One.")
    assert not inputs.refresh([site / "content" / "one.md"])


def test_a_change_that_keeps_size_and_time_is_seen(site: Path, inputs: Inputs) -> None:
    path = site / "content" / "one.md"
    before = path.stat()
    path.write_text("Ten.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert inputs.refresh([path]).modified == paths("content/one.md")


def test_a_time_that_jumps_back_is_no_change(site: Path, inputs: Inputs) -> None:
    os.utime(site / "content" / "one.md", (0, 0))
    assert not inputs.refresh([site / "content" / "one.md"])


def test_a_rename_is_a_removal_and_an_addition(site: Path, inputs: Inputs) -> None:
    (site / "content" / "one.md").rename(site / "content" / "uno.md")
    changes = inputs.refresh([site / "content" / "one.md", site / "content" / "uno.md"])
    assert changes == Changes(added=paths("content/uno.md"), removed=paths("content/one.md"))


def test_a_folder_that_vanishes_takes_its_files_along_and_brings_them_back(
    site: Path, inputs: Inputs
) -> None:
    (site / "content").rename(site / "elsewhere")
    gone = inputs.refresh([site / "content"])
    assert gone.removed == paths("content/one.md", "content/a/two.md")
    (site / "elsewhere").rename(site / "content")
    assert inputs.refresh([site / "content"]).added == gone.removed


def test_a_file_that_becomes_a_folder_is_both_removed_and_added(site: Path, inputs: Inputs) -> None:
    (site / "content" / "one.md").unlink()
    (site / "content" / "one.md").mkdir()
    (site / "content" / "one.md" / "three.md").write_text("Three.")
    changes = inputs.refresh([site / "content" / "one.md"])
    assert changes.removed == paths("content/one.md")
    assert changes.added == paths("content/one.md/three.md")


def test_a_link_changes_with_the_file_it_points_to(site: Path, inputs: Inputs) -> None:
    (site / "content" / "link.md").symlink_to("one.md")
    inputs.refresh([site / "content" / "link.md"])
    (site / "content" / "one.md").write_text("Changed.")
    changes = inputs.refresh([site / "content" / "one.md"])
    assert changes.modified == paths("content/one.md", "content/link.md")


def test_a_link_out_of_the_content_is_not_followed(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret.md"
    secret.write_text("Secret.")
    (site / "content" / "secret.md").symlink_to(secret)
    (site / "content" / "folder").symlink_to(secret.parent)
    assert not [path for path in Inputs(site).scan() if "secret" in path.name]


def test_a_linked_content_folder_is_read(site: Path) -> None:
    (site / "content").rename(site / "elsewhere")
    (site / "content").symlink_to("elsewhere")
    assert PurePosixPath("content/one.md") in Inputs(site).scan().added


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_hang_the_scan(site: Path) -> None:
    os.mkfifo(site / "content" / "pipe.md")
    assert PurePosixPath("content/pipe.md") not in Inputs(site).scan().added


def test_an_incremental_view_equals_a_fresh_scan(site: Path, inputs: Inputs) -> None:
    shutil.copytree(site / "content" / "a", site / "content" / "b")
    (site / "content" / "a" / "two.md").unlink()
    inputs.refresh([site / "content" / "b", site / "content" / "a" / "two.md"])
    fresh = Inputs(site)
    fresh.scan()
    assert inputs.known == fresh.known


EDITORS = (
    ["a.md~", ".a.md.swp", ".a.md.swx", "4913", ".#a.md", "#a.md#", "a.md.tmp", "a.md___jb_tmp___"],
    [".goutputstream-X1Y2Z3", "sedAb12Cd", "~$a.md", ".~lock.a.md#", ".DS_Store", ".a.md.123.tmp"],
)


@pytest.mark.parametrize("name", [name for names in EDITORS for name in names])
@pytest.mark.parametrize("folder", ["content", "static"])
def test_what_editors_leave_behind_is_ignored(folder: str, name: str) -> None:
    assert is_ignored(PurePosixPath(folder) / name)


@pytest.mark.parametrize(
    "path", ["content/a.md", "static/.well-known/x.txt", "content/sediment.md", "static/a.svg"]
)
def test_what_people_write_is_not_noise(path: str) -> None:
    assert not is_ignored(PurePosixPath(path))


def test_a_link_that_leads_in_a_circle_leads_nowhere(site: Path, inputs: Inputs) -> None:
    (site / "content" / "l.md").symlink_to("l.md")
    (site / "content" / "loop").symlink_to("loop")
    assert not inputs.scan()
    assert not inputs.refresh([site / "content" / "l.md"])


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names are UTF-8 here")
def test_a_name_that_is_not_utf8_is_left_out_with_a_warning(site: Path, inputs: Inputs) -> None:
    path = os.fsdecode(os.fsencode(site / "content") + b"/caf\xe9.md")
    Path(path).write_text("Text.")
    assert not inputs.scan()
    (problem,) = inputs.problems
    assert problem.message == r"the name 'content/caf\udce9.md' is not UTF-8"
    Path(path).unlink()
    assert not inputs.problems
