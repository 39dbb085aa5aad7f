"""What the store writes and removes for one owner, and that it renders before it writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.building.output import InPlace
from generator.building.store.archive import open_archive
from generator.building.store.artifacts import Artifact, ArtifactStore, Written

OWNER = "source:a.md"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArtifactStore]:
    archive, _ = open_archive(tmp_path / "cache")
    yield ArtifactStore(archive, "preview", InPlace(tmp_path / "out"))
    archive.close()


def page(path: str, key: str = "1") -> Artifact:
    return Artifact(path, key, f"{path} {key}".encode)


def fails() -> bytes:
    raise RuntimeError("no page comes of this")


def files(store: ArtifactStore) -> dict[str, str]:
    folder = store.output.folder  # type: ignore[attr-defined]
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*.html")}


def test_what_is_stale_is_written_and_told(store: ArtifactStore) -> None:
    store.replace(OWNER, [page("a/index.html"), page("old/index.html")])
    done = store.replace(OWNER, [page("a/index.html"), page("new/index.html"), page("c/index.html")])
    assert done == Written(("new/index.html", "c/index.html"), ("old/index.html",))
    assert files(store).keys() == {"a/index.html", "new/index.html", "c/index.html"}


def test_where_rendering_fails_everything_stands_as_before(store: ArtifactStore) -> None:
    store.replace(OWNER, [page("a/index.html"), page("old/index.html")])
    before, made = files(store), store.made(OWNER)
    with pytest.raises(RuntimeError):
        store.replace(OWNER, [page("a/index.html", "2"), Artifact("new/index.html", "1", fails)])
    assert (files(store), store.made(OWNER)) == (before, made)


def test_comparing_does_nothing(store: ArtifactStore) -> None:
    change = store.compare(OWNER, [Artifact("a/index.html", "1", fails)])
    assert change.makes("a/index.html")
    assert not change.makes("b/index.html")
    assert store.made(OWNER) == []


def test_a_file_may_take_the_place_of_one_that_goes(store: ArtifactStore) -> None:
    store.replace(OWNER, [page("a")])
    assert store.replace(OWNER, [page("a/index.html")]) == Written(("a/index.html",), ("a",))
    assert not store.clashes


def test_two_files_of_one_owner_that_leave_no_room_for_each_other_clash(store: ArtifactStore) -> None:
    done = store.replace(OWNER, [page("a/index.html"), page("a/index.html/index.html")])
    assert done.files == ("a/index.html",)
    assert store.clashes.keys() == {(OWNER, "a/index.html/index.html")}


def test_a_clash_is_not_rendered_and_ends_when_the_other_goes(store: ArtifactStore) -> None:
    store.replace("source:b.md", [page("a/index.html")])
    store.replace(OWNER, [Artifact("a/index.html", "1", fails)])
    assert store.clashes
    assert not store.freed()
    store.release("source:b.md")
    assert store.freed()
    assert store.replace(OWNER, [page("a/index.html")]).files == ("a/index.html",)
    assert not store.clashes
