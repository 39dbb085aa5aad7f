"""What is a source, what never leaves, what a program left behind: one answer for every command."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.building.inputs import Inputs
from generator.content_files import is_ignored, is_private, is_source, iter_sources

SOURCES = ["a.md", "a.markdown", "a.txt", "a.MD", "a.Markdown", "x.y.md", "#metoo.md", "é.txt"]
OURS = [
    "a.review.yaml", "a.changes.yaml", "a.review.YAML", "a.review.yml", "a.review.yaml.orig",
    "a.review_BASE_123.yaml", "a.review (conflicted copy).yaml", "speakers.yaml", "Speakers.yml",
    "speakers (1).yaml", "speakers.yaml.save", "a.review.yaml.md",
]  # fmt: skip
LEFT_BEHIND = [
    ".a.md.swp", "a.md~", "#a.md#", ".#a.md", "~$a.md", "a.md___jb_old___.md", "sedAb12Cd", "a.md.orig",
    "a.md.rej", "a.md.save", "a.md.old", "a_REMOTE_77.md", "core.1234", ".env", ".DS_Store", "Thumbs.db",
    "a (conflicted copy 2026-01-02).md", "a.sync-conflict-20260102.md", "a.md.bak.1",
]  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_a_text_is_a_source_whatever_the_case_of_its_suffix(name: str) -> None:
    assert is_source(PurePosixPath(name))
    assert not is_ignored(PurePosixPath("content", name))


@pytest.mark.parametrize("name", [*SOURCES, *OURS, *LEFT_BEHIND])
def test_sources_records_and_leavings_are_private(name: str) -> None:
    assert is_private(PurePosixPath("sub", name))


@pytest.mark.parametrize("name", LEFT_BEHIND)
def test_what_a_program_left_behind_is_ignored(name: str) -> None:
    assert is_ignored(PurePosixPath("content", name))


@pytest.mark.parametrize(
    "name", ["photo.png", "data.csv", "q3.results.pdf", "preview.yaml", "speakers-list.yaml"]
)
def test_what_people_put_beside_a_text_is_not_private(name: str) -> None:
    assert not is_private(PurePosixPath(name))


@pytest.mark.parametrize("name", [".well-known/security.txt", ".nojekyll"])
def test_a_few_hidden_names_in_static_are_meant_for_the_web(name: str) -> None:
    assert not is_ignored(PurePosixPath("static", name))
    assert is_ignored(PurePosixPath("content", name))


NAMES = st.sampled_from([*SOURCES, *OURS, *LEFT_BEHIND, "photo.png", "notes.html"])


@given(names=st.lists(st.tuples(st.sampled_from(["", "sub/", ".git/", "sub/deep/"]), NAMES), max_size=12))
def test_every_command_sees_the_same_sources(
    names: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("site")
    (root / "content").mkdir()
    (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    for folder, name in names:
        (root / "content" / folder).mkdir(parents=True, exist_ok=True)
        (root / "content" / folder / name).write_text("Words.", "utf-8")
    inputs = Inputs(root)
    inputs.scan()
    built = {path.relative_to("content") for path in inputs.known if is_source(path)}
    assert set(iter_sources(root / "content")) == built


def test_a_source_behind_a_link_out_of_the_content_is_none(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "secret.md").write_text("Secret.")
    (tmp_path / "content" / "a.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "content" / "loop.md").symlink_to("loop.md")
    assert list(iter_sources(tmp_path / "content")) == []
