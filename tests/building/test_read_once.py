"""A source is read once a build, and a text is analysed once, however often it stands there."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from generator.building import loader as module
from generator.building import warm_cache
from generator.building.loader import BriefingLoader
from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.building.read_documents import ReadDocuments
from generator.building.store.archive import FILE, open_archive
from generator.building.store.seal import Seal
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


def test_a_build_in_another_process_reads_no_source_again(
    site: Path, tmp_path: Path, read: list[str]
) -> None:
    for number in range(12):
        write(site, f"{number}.md", head() + SAID.format(number))
    build(load_site(site), OPTIONS)
    read.clear()
    build(load_site(site), replace(OPTIONS, full=True))
    assert read == []
    build(load_site(site), OPTIONS, tmp_path / "clean")
    assert files(site / "site") == files(tmp_path / "clean")


def test_a_full_build_unpacks_each_source_and_what_was_found_in_it_once(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked: list[str] = []
    unpack = Seal.unpack

    def noting(self: Seal, data: bytes, *row: object) -> object:
        unpacked.extend([f"{row[0]} {row[1]}"] if row[0] in ("document", "extraction") else [])
        return unpack(self, data, *row)

    monkeypatch.setattr(Seal, "unpack", noting)
    for number in range(30):
        write(site, f"{number}.md", head() + SAID.format(number))
    build(load_site(site), OPTIONS)
    unpacked.clear()
    build(load_site(site), replace(OPTIONS, full=True))
    assert len(unpacked) == 2 * 31
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


# --- what is kept of what was read ---


def test_a_document_is_as_good_as_read_again(site: Path, read: list[str]) -> None:
    write(
        site,
        "a.md",
        head("summary: A summary.", "tags: [water]", "embargo: 2026-02-01T12:00:00+02:00") + SAID,
    )
    build(load_site(site), OPTIONS)
    kept, anew = _document(site, "a.md"), read_document(load_site(site).content, PurePosixPath("a.md"))
    assert kept == anew
    assert read == ["a.md", "good.md"]


def test_what_was_read_of_other_bytes_or_under_other_settings_is_not_taken(site: Path) -> None:
    found = read_document(load_site(site).content, PurePosixPath("good.md"))
    archive, _ = open_archive(None)
    ReadDocuments(archive, "settings").keep(found)
    fresh, other = ReadDocuments(archive, "settings"), ReadDocuments(archive, "others")
    assert fresh.of(found.path, found.sha256) == found
    assert fresh.text_of(found.path, found.sha256) is not None
    assert fresh.of(found.path, "other bytes") is None
    assert fresh.text_of(found.path, "other bytes") is None
    assert other.of(found.path, found.sha256) is None
    assert other.text_of(found.path, found.sha256) is None


@pytest.mark.parametrize("column", ["text", "data"])
def test_what_another_has_written_into_the_archive_is_not_taken_for_what_was_read(
    site: Path, read: list[str], column: str
) -> None:
    write(site, "a.md", head() + SAID.format("ten"))
    build(load_site(site), OPTIONS)
    before = files(site / "site")
    with closing(sqlite3.connect(site / ".briefing" / FILE)) as db:
        (row,) = db.execute(f"SELECT {column} FROM documents WHERE path = 'good.md'").fetchone()
        db.execute(f"UPDATE documents SET {column} = ? WHERE path = 'a.md'", (row,))
        db.commit()
    read.clear()
    build(load_site(site), replace(OPTIONS, full=True))
    assert read == (["a.md"] if column == "data" else [])
    assert files(site / "site") == before


def test_what_was_read_of_a_source_that_is_gone_is_not_kept_for_ever(site: Path) -> None:
    gone = write(site, "gone.md", head() + SAID.format("ten"))
    build(load_site(site), OPTIONS)
    gone.unlink()
    build(load_site(site), OPTIONS)
    with closing(sqlite3.connect(site / ".briefing" / FILE)) as db:
        db.execute("UPDATE versions SET version = '1' WHERE what = 'swept'")  # as if this were another day
        db.commit()
    build(load_site(site), OPTIONS)
    with closing(sqlite3.connect(site / ".briefing" / FILE)) as db:
        assert db.execute("SELECT path FROM documents").fetchall() == [("good.md",)]


def _document(site: Path, path: str) -> Document | None:
    """What the archive of a site has of a source."""
    archive, _ = open_archive(site / ".briefing")
    with closing(archive):
        loader = BriefingLoader(load_site(site), archive)
        digest = hashlib.sha256((site / "content" / path).read_bytes()).hexdigest()
        return loader.documents.of(PurePosixPath(path), digest)
