"""Files beside the sources travel with the public ones only."""

from pathlib import PurePosixPath

from generator.building.companions import References, publishable


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


def test_sources_corrections_and_the_registry_are_no_companions() -> None:
    listed = ["a.md", "b.txt", "a.review.yaml", "a.changes.yaml", "speakers.yaml", "photo.png"]
    assert names(listed, source("a.md", public=True)) == ["photo.png"]
