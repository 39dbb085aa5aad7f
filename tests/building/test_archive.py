"""What is remembered, what is never believed, and what happens to a damaged archive."""

from __future__ import annotations

import io
import pickle
import secrets
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path, PurePosixPath

import pytest

from generator.building.store import archive as module
from generator.building.store.archive import FILE, Archive, ArchiveLost, open_archive
from generator.building.store.serialization import UnpackingError, pack, unpack
from generator.building.store.site_archive import archive_of
from generator.errors import ArchiveError
from generator.extraction.analysis import ParagraphAnalysis
from generator.extraction.extractor import Extractor
from generator.extraction.options import Options
from generator.model import Act, Block, BlockKind, Source, Span
from generator.rendering import SpeakerRef
from generator.settings import load_site

KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    found, _ = open_archive(tmp_path)
    yield found
    found.close()


def analyses(folder: Path) -> dict[str, ParagraphAnalysis]:
    found, _ = open_archive(folder)
    try:
        return found.get_many([KEY, OTHER])
    finally:
        found.close()


def test_an_analysis_is_known_the_next_time(tmp_path: Path, archive: Archive) -> None:
    archive.put_many({KEY: ParagraphAnalysis("Words.")})
    archive.commit()
    assert analyses(tmp_path) == {KEY: ParagraphAnalysis("Words.")}


def test_what_is_missing_is_told_without_reading(archive: Archive) -> None:
    archive.put_many({KEY: ParagraphAnalysis("Words.")})
    assert archive.missing([KEY, OTHER]) == {OTHER}


@pytest.mark.parametrize("version", ["rules_version", "code_version"])
def test_other_rules_or_other_code_forget_what_they_might_change(
    tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    archive.put_many({KEY: ParagraphAnalysis("Words.")})
    archive.keep_extraction("a.md", "key", Span(1, 2))
    archive.commit()
    monkeypatch.setattr(module, version, lambda: "other")
    later, _ = open_archive(tmp_path)
    assert bool(later.get_many([KEY])) == (version == "code_version")
    assert (later.extraction("key") is None) == (version == "code_version")
    later.close()


def test_an_extraction_is_found_under_its_own_key_only(archive: Archive) -> None:
    archive.keep_extraction("a.md", "key", Span(1, 2))
    assert archive.extraction("key") == Span(1, 2)
    assert archive.extraction("other") is None


@pytest.mark.parametrize("damage", [b"no database at all", b""])
def test_a_damaged_archive_is_made_anew_with_one_line_said(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE).write_bytes(damage * 500)
    found, line = open_archive(tmp_path)
    found.put_many({KEY: ParagraphAnalysis("Words.")})
    found.close()
    assert (line is not None) == bool(damage)
    assert analyses(tmp_path)


def test_a_database_of_somebody_else_by_that_name_is_emptied(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("CREATE TABLE versions (what TEXT PRIMARY KEY, version TEXT)")
        other.execute("CREATE TABLE analyses (nonsense TEXT)")
    other.close()
    assert analyses(tmp_path) == {}


def test_tables_of_an_older_layout_are_made_anew(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as older:
        older.execute("CREATE TABLE analyses (key TEXT)")
    older.close()
    assert analyses(tmp_path) == {}


def test_an_archive_that_is_up_to_date_is_opened_without_writing(tmp_path: Path, archive: Archive) -> None:
    archive.db.execute("BEGIN IMMEDIATE")  # another process is at it
    assert analyses(tmp_path) == {}


def test_a_deleted_archive_is_noticed(tmp_path: Path, archive: Archive) -> None:
    archive.check()
    (tmp_path / FILE).unlink()
    with pytest.raises(ArchiveLost):
        archive.check()


def test_an_archive_that_is_damaged_while_in_use_is_thrown_away(site: Path) -> None:
    with pytest.raises(ArchiveError, match="damaged"), archive_of(load_site(site)):
        raise sqlite3_error(sqlite3.SQLITE_CORRUPT)
    assert not (site / ".briefing" / FILE).exists()


def test_an_archive_that_somebody_else_writes_to_is_not(site: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be used"), archive_of(load_site(site)):
        raise sqlite3_error(sqlite3.SQLITE_BUSY)
    assert (site / ".briefing" / FILE).is_file()


def sqlite3_error(code: int) -> sqlite3.Error:
    error = sqlite3.DatabaseError("told so")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("max_page_count = 1", r"is full \(make room on the disk"),
        ("query_only = 1", r"\.briefing/, must be one that you may write"),
    ],
)
def test_a_disk_that_takes_no_more_is_told_as_one(site: Path, limit: str, told: str) -> None:
    with pytest.raises(ArchiveError, match=told), archive_of(load_site(site)) as (archive, _):
        fill(archive, limit)


def fill(archive: Archive, limit: str) -> None:
    archive.db.execute(f"PRAGMA {limit}")
    archive.put_many({KEY: ParagraphAnalysis(secrets.token_hex(200_000))})


def test_a_damaged_row_is_found_anew(tmp_path: Path, archive: Archive) -> None:
    archive.put_packed({KEY: b"damaged", OTHER: pack(ParagraphAnalysis("Fine."))})
    archive.commit()
    assert analyses(tmp_path) == {OTHER: ParagraphAnalysis("Fine.")}


def test_two_processes_can_have_it_open(tmp_path: Path, archive: Archive) -> None:
    archive.put_many({KEY: ParagraphAnalysis("Words.")})
    archive.commit()
    second, line = open_archive(tmp_path)
    second.put_many({OTHER: ParagraphAnalysis("More.")})
    second.close()
    assert line is None
    assert archive.missing([KEY, OTHER]) == set()


def test_only_paragraphs_that_changed_are_analysed_again(archive: Archive) -> None:
    first, second = (
        source("“One,” she said.", "“Two,” he said."),
        source("“One,” she said.", "“New,” he said."),
    )
    Extractor(None, archive).extract(first)
    before = archive.db.execute("SELECT count(*) FROM analyses").fetchone()
    Extractor(None, archive).extract(second)
    assert archive.db.execute("SELECT count(*) FROM analyses").fetchone()[0] == before[0] + 1


def source(*paragraphs: str) -> Source:
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(len(text), len(text) + len(paragraph))))
        text += paragraph + "\n"
    return Source(text, tuple(blocks))


# --- bytes that nobody of ours wrote ----------------------------------------------


@pytest.mark.parametrize(
    "record",
    [
        Span(1, 2),
        Act.SAYS,
        (date(2026, 1, 2), datetime(2026, 1, 2, tzinfo=UTC)),
        PurePosixPath("a/b.md"),
        SpeakerRef("Ada Example", "speakers/ada-example"),
        Options(),
    ],
)
def test_a_record_comes_back_as_it_was(record: object) -> None:
    assert unpack(pack(record)) == record


class OfPython3112(pickle.Pickler):
    """Pickles members of enumerations as Python 3.11.2 does, which is Debian 12's own."""

    def reducer_override(self, obj: object) -> object:
        return (getattr, (type(obj), obj.name)) if isinstance(obj, Enum) else NotImplemented


def test_a_record_written_by_an_older_python_comes_back() -> None:
    block = Block(BlockKind.QUOTE, Span(1, 2))
    data = io.BytesIO()
    OfPython3112(data, protocol=5).dump((block, Act.SAYS))
    assert unpack(zlib.compress(data.getvalue())) == (block, Act.SAYS)


class Reaching:
    """Reaches through ``getattr`` for what is no member of an enumeration."""

    def __init__(self, *arguments: object) -> None:
        self.arguments = arguments

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return getattr, self.arguments


@pytest.mark.parametrize(
    "arguments", [(Span, "__init__"), (Span(1, 2), "start"), (Act, "mro"), ("text", "format"), (Act, "SAID")]
)
def test_getattr_reaches_nothing_but_members_of_enumerations(arguments: tuple[object, ...]) -> None:
    with pytest.raises(UnpackingError):
        unpack(zlib.compress(pickle.dumps(Reaching(*arguments))))


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return eval, ("1 / 0",)


@pytest.mark.parametrize("record", [Evil(), print, Path("/etc"), open_archive, Archive])
def test_bytes_that_would_call_something_are_refused(record: object) -> None:
    with pytest.raises(UnpackingError):
        unpack(zlib.compress(pickle.dumps(record)))


@pytest.mark.parametrize("data", [b"", b"x", zlib.compress(b""), zlib.compress(b"\x80\x05garbage")])
def test_damaged_bytes_are_said_to_be_damaged(data: bytes) -> None:
    with pytest.raises(UnpackingError):
        unpack(data)


def test_another_version_of_a_pipeline_forgets_what_the_one_before_found(archive: Archive) -> None:
    archive.expect({"en_core": "1"})
    archive.put_many({KEY: ParagraphAnalysis("Words.")})
    archive.expect({"en_core": "1", "de_core": "1"})
    assert archive.get_many([KEY])
    archive.expect({"en_core": "2"})
    assert not archive.get_many([KEY])
