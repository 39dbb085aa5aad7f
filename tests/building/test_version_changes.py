"""A new version of the extraction changes nothing silently: what it changes in a published site is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.building.version_changes import Published, published_in, told, version_changes
from generator.review.versions.published import Said
from tests.building.conftest import Command, write

BY_MARKS_ALONE = '[language]\npipelines = {en = "none"}\n'
FRONT = "---\ntitle: Wall\ndate: 2026-01-02\n---\n\n"
TOLD = "the extraction has another version"


@pytest.fixture
def published(site: Path, briefing: Command) -> Path:
    """A site whose speakers nobody knows: it was made without a language model."""
    write(
        site, "wall.md", FRONT + "“The wall will hold 🌊 for forty years,” said Ada Example, an engineer.\n"
    )
    assert briefing("build").returncode == 0
    return site


def with_another_version(site: Path) -> None:
    (site / "briefing.toml").write_text("", "utf-8")


def test_a_build_says_how_many_annotations_another_version_changed(
    published: Path, briefing: Command
) -> None:
    with_another_version(published)
    first, second = briefing("build"), briefing("build")
    assert f"{TOLD} than at the last build: 2 annotations changed in 2 published briefings" in first.stderr
    assert TOLD not in second.stderr


def test_a_build_that_fails_lets_the_next_one_tell(published: Path, briefing: Command) -> None:
    with_another_version(published)
    bad = write(published, "bad.md", "---\ntitle: [\n---\n\nText.")
    assert briefing("build").returncode == 1
    bad.unlink()
    assert TOLD in briefing("build").stderr


def test_an_edit_is_no_change_of_version(published: Path, briefing: Command) -> None:
    write(published, "wall.md", FRONT + "“It will not hold,” said Ben Example, an engineer.\n")
    assert TOLD not in briefing("build").stderr


def test_a_new_version_is_not_blamed_for_what_was_edited(published: Path, briefing: Command) -> None:
    with_another_version(published)
    write(published, "wall.md", FRONT + "“It will not hold,” said Ben Example, an engineer.\n")
    assert "1 annotation changed in 1 published briefing" in briefing("build").stderr


def test_check_lists_a_line_a_briefing_what_would_change(
    published: Path, briefing: Command, tmp_path: Path
) -> None:
    deployed = tmp_path / "deployed"
    shutil.copytree(published / "site", deployed)
    shutil.rmtree(published / ".briefing")  # as in a fresh clone
    with_another_version(published)
    done = briefing("check", "--against", str(deployed))
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if "would change" in line]
    assert [line.split(":")[0] for line in lines] == ["content/good.md", "content/wall.md"]
    assert "1 annotation would change: 1 with another speaker" in lines[1]
    assert "“The wall will hold 🌊 for forty years,”" in lines[1]


def test_check_against_the_same_version_lists_nothing(published: Path, briefing: Command) -> None:
    assert "would change" not in briefing("check", "--against", "site").stderr


def test_a_folder_without_a_site_is_named(site: Path, briefing: Command) -> None:
    done = briefing("check", "--against", "content")
    assert done.returncode == 2
    assert "content holds no published site" in done.stderr


@given(st.text(max_size=200), st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists))
def test_a_damaged_index_counts_as_none(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: object
) -> None:
    folder = tmp_path_factory.mktemp("site")
    (folder / "search").mkdir()
    entry = json.dumps([{"address": "a", "text": "x", "speakers": [], "said": data}])
    (folder / "search" / "part-0.js").write_text(f"briefingSearch({entry});", "utf-8")
    (folder / "search" / "part-1.js").write_text(text, "utf-8", errors="ignore")
    assert set(published_in(folder)) <= {"a"}


def test_what_changed_is_told_by_kind() -> None:
    before = {"a": Published("t", (Said(words="It holds", speakers=("Ada",)), Said(words="So be it")))}
    after = {
        "a": Published(
            "t", (Said(words="It holds", speakers=("Ben",)), Said(words="A third thing entirely"))
        ),
        "b": Published("u", ()),
    }
    (changes,) = version_changes(before, after).values()
    assert told(changes) == (
        "3 annotations would change: 1 with another speaker, 1 added, 1 removed; first “It holds”"
    )
