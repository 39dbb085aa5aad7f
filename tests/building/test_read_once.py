"""A source is read once a build, and a text is analysed once, however often it stands there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from generator.building import loader as module
from generator.building import warm_cache
from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.building.read_documents import ReadDocuments
from generator.extraction.extractor import Extractor
from generator.model import Extraction, Source
from generator.reading import Document, read_document
from generator.settings import load_site
from tests.building.conftest import write
from tests.building.editing import files

OPTIONS = BuildOptions(lambda: datetime(2026, 3, 1, tzinfo=UTC), jobs=1)
SAID = "“It will hold for {} years,” said Ada Example.\n"


def head(*lines: str) -> str:
    return "\n".join(("---", "title: The works", "date: 2026-01-02", *lines, "---", "", ""))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that were read."""
    found: list[str] = []

    def noting(content: Path, path: PurePosixPath, **others: object) -> Document:
        found.append(str(path))
        return read_document(content, path, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "read_document", noting)
    return found


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were analysed in this process."""
    found: list[str] = []
    kept = Extractor.extract

    def noting(self: Extractor, source: Source) -> Extraction:
        found.append(source.text)
        return kept(self, source)

    monkeypatch.setattr(Extractor, "extract", noting)
    return found


def test_a_first_build_reads_each_source_once(site: Path, read: list[str]) -> None:
    for number in range(30):
        write(site, f"{number}.md", head() + SAID.format(number))
    build(load_site(site), OPTIONS)
    assert sorted(read) == sorted({*read})
    assert len(read) == 31


def test_a_full_build_of_texts_that_are_known_unpacks_each_source_once(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked: list[PurePosixPath] = []
    unpack = ReadDocuments._unpacked

    def noting(self: ReadDocuments, path: PurePosixPath) -> Document | None:
        found = unpack(self, path)
        unpacked.extend([path] if found is not None else [])
        return found

    monkeypatch.setattr(ReadDocuments, "_unpacked", noting)
    for number in range(30):
        write(site, f"{number}.md", head() + SAID.format(number))
    build(load_site(site), OPTIONS)
    unpacked.clear()
    build(load_site(site), replace(OPTIONS, full=True))
    assert len(unpacked) > 20
    assert sorted(unpacked) == sorted({*unpacked})


def test_a_strict_build_reads_no_source_again_to_check_it(site: Path, read: list[str]) -> None:
    build(load_site(site), BuildOptions(OPTIONS.now, strict=True))
    assert read == ["good.md"]


def test_a_text_that_stands_in_several_sources_is_analysed_once(site: Path, analysed: list[str]) -> None:
    for name in ("a", "b", "c"):
        write(site, f"{name}.md", head(f"slug: {name}") + SAID.format("ten"))
    build(load_site(site), OPTIONS)
    assert len([text for text in analysed if "ten years" in text]) == 1
    pages = [(site / "site" / name / "index.html").read_text("utf-8") for name in ("a", "b", "c")]
    assert all("q-it-will-hold" in page for page in pages)


@pytest.mark.parametrize("line", ["summary: Of the works.", "tags: [water]", "aliases: [old]", "slug: other"])
def test_what_says_nothing_of_the_text_leads_to_no_analysis(
    site: Path, tmp_path: Path, analysed: list[str], line: str
) -> None:
    write(site, "a.md", head() + SAID.format("ten"))
    build(load_site(site), OPTIONS)
    analysed.clear()
    write(site, "a.md", head(line) + SAID.format("ten"))
    build(load_site(site), OPTIONS)
    assert analysed == []
    build(load_site(site), OPTIONS, tmp_path / "clean")
    assert files(site / "site") == files(tmp_path / "clean")


@pytest.mark.parametrize("line", ["kind: transcript", "lang: de", "speakers: [{name: Ada Example}]"])
def test_what_says_how_a_text_is_read_leads_to_an_analysis(
    site: Path, analysed: list[str], line: str
) -> None:
    write(site, "a.md", head() + SAID.format("ten"))
    build(load_site(site), OPTIONS)
    analysed.clear()
    write(site, "a.md", head(line) + SAID.format("ten"))
    build(load_site(site), OPTIONS)
    assert len(analysed) == 1


def test_the_same_text_is_given_to_the_processes_once(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[PurePosixPath] = []
    kept = warm_cache._keep

    def noting(archive: object, text: warm_cache.Text, found: object) -> None:
        given.append(text.path)
        kept(archive, text, found)  # type: ignore[arg-type]

    monkeypatch.setattr(warm_cache, "_keep", noting)
    (site / "briefing.toml").write_text("", "utf-8")
    for name in ("a", "b", "c"):
        write(site, f"{name}.md", head(f"slug: {name}") + SAID.format("ten"))
    build(load_site(site), BuildOptions(OPTIONS.now, jobs=2))
    assert sorted(map(str, given)) == ["a.md", "good.md"]


# --- what is kept in memory ---


def test_where_no_room_is_left_a_document_is_read_again(site: Path) -> None:
    content = load_site(site).content
    for number in range(12):
        write(site, f"{number}.md", head() + SAID.format(number))
    documents, none = ReadDocuments(), ReadDocuments(room=0)
    for number in range(12):
        found = read_document(content, PurePosixPath(f"{number}.md"))
        documents.keep(found)
        none.keep(found)
        assert documents.of(found.path, found.sha256) == found
    first = read_document(content, PurePosixPath("0.md"))
    assert documents.of(first.path, first.sha256) == first
    assert documents.of(first.path, "other bytes") is None
    assert none.of(first.path, first.sha256) is None


def test_a_source_that_is_saved_again_and_again_takes_no_more_room(site: Path) -> None:
    content = load_site(site).content
    documents = ReadDocuments()
    documents.keep(read_document(content, PurePosixPath("good.md")))
    before = documents.room
    for _ in range(5):
        documents.keep(read_document(content, PurePosixPath("good.md")))
    assert documents.room == before
