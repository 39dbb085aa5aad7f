"""Files that stand as they stood are not read again; every other file is."""

from __future__ import annotations

import os
import random
import time
from contextlib import suppress
from pathlib import Path

import pytest

from generator.building import sightings as module
from generator.building.inputs import Inputs
from generator.building.sightings import Sighting, Sightings, digest_of
from generator.building.store.archive import open_archive
from generator.building.store.snapshot import keep_sightings, kept_sightings

NAMES = ("one", "two", "three")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    for name in NAMES:
        (tmp_path / "content" / f"{name}.md").write_text(f"This is {name}.")
    return tmp_path


def scanned(site: Path, sightings: Sightings) -> dict[str, str]:
    inputs = Inputs(site, sightings)
    inputs.scan()
    return {str(path): digest for path, digest in inputs.known.items()}


def aged(site: Path, monkeypatch: pytest.MonkeyPatch) -> Sightings:
    """What is remembered of a site that was written long ago."""
    now = time.time_ns() + 10_000_000_000
    monkeypatch.setattr(module.time, "time_ns", lambda: now)
    sightings = Sightings()
    scanned(site, sightings)
    assert sightings.known.keys() == {f"content/{name}.md" for name in NAMES}
    return sightings


def test_a_file_that_stands_as_it_stood_is_not_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = {path: one._replace(digest="told") for path, one in aged(site, monkeypatch).known.items()}
    assert set(scanned(site, Sightings(remembered)).values()) == {"told"}


def test_what_was_written_just_now_is_not_remembered(site: Path) -> None:
    sightings = Sightings()
    scanned(site, sightings)
    assert not sightings.known


@pytest.mark.skipif(os.name == "nt", reason="the time of change is that of creation there")
def test_other_bytes_of_the_same_length_and_time_are_seen(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sightings, path = aged(site, monkeypatch), site / "content" / "one.md"
    before = path.stat()
    time.sleep(0.02)  # a system's clock of files ticks every few milliseconds
    path.write_text("Thus is one.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert scanned(site, sightings)["content/one.md"] == digest_of(path)


def test_a_file_put_in_place_of_another_is_seen(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sightings, path = aged(site, monkeypatch), site / "content" / "one.md"
    other = site / "other.md"
    other.write_text("Thus is one.")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)
    assert scanned(site, sightings)["content/one.md"] == digest_of(path)


def test_after_any_edits_what_is_remembered_tells_the_same_as_reading_all(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sightings, dice = aged(site, monkeypatch), random.Random(7)
    for number in range(40):
        path = site / "content" / f"{dice.choice(NAMES)}.md"
        time.sleep(0.01)  # the clock of files ticks every few milliseconds
        with suppress(OSError):  # links lead in circles
            _edit(path, dice, number)
        assert scanned(site, sightings) == scanned(site, Sightings()), number


def _edit(path: Path, dice: random.Random, number: int) -> None:
    match dice.randrange(5):
        case 0:
            path.unlink()
        case 1:
            path.write_text(f"{number:9}")
        case 2:
            path.touch()
        case 3:
            path.with_suffix(".new").write_text(f"{number:9}")
            path.with_suffix(".new").replace(path)
        case _:
            path.unlink(missing_ok=True)
            path.symlink_to(f"{dice.choice(NAMES)}.md")


def test_the_archive_keeps_what_was_seen_of_files_that_are_still_there(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sightings = aged(site, monkeypatch)
    archive, _ = open_archive(None)
    keep_sightings(archive, sightings, ["content/one.md", "content/gone.md"])
    assert kept_sightings(archive).known == {"content/one.md": sightings.known["content/one.md"]}
    assert isinstance(kept_sightings(archive).known["content/one.md"], Sighting)


def test_an_archive_of_another_tells_nothing_of_files(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sightings = aged(site, monkeypatch)
    archive, _ = open_archive(None)
    keep_sightings(archive, sightings, sightings.known)
    archive.seal = open_archive(None)[0].seal
    assert not kept_sightings(archive).known
