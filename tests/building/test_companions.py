"""Files beside the sources travel with the public ones only."""

from pathlib import Path, PurePosixPath

from generator.building.companions import References, find_companions, publishable


def names(files: list[str], *sources: References) -> list[str]:
    return [str(path) for path in publishable(map(PurePosixPath, files), sources)]


def source(name: str, *files: str, public: bool) -> References:
    return References(PurePosixPath(name), public, frozenset(files))


def test_an_image_that_only_a_draft_shows_stays_in_the_workshop() -> None:
    draft = source("d.md", "secret.png", "both.png", public=False)
    assert names(["secret.png", "both.png"], draft, source("a.md", "both.png", public=True)) == ["both.png"]


def test_a_file_that_bears_a_drafts_name_stays_in_the_workshop() -> None:
    assert names(["d.pdf", "d.tar.gz", "e.pdf"], source("d.md", public=False)) == ["e.pdf"]


def test_a_file_that_nobody_mentions_is_copied() -> None:
    assert names(["data.csv"], source("a.md", public=True)) == ["data.csv"]


def test_corrections_registry_hidden_files_and_links_out_are_no_companions(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt.png"
    outside.write_bytes(b"x")
    content = tmp_path / "content"
    content.mkdir()
    for name in ("a.md", "a.review.yaml", "a.changes.yaml", "speakers.yaml", ".hidden", "photo.png"):
        (content / name).write_text("x")
    (content / "link.png").symlink_to(outside)
    assert [str(path) for path in find_companions(content)] == ["photo.png"]
