"""An archive that somebody else made, or changed, is never believed."""

from __future__ import annotations

import sqlite3
import stat
import zlib
from contextlib import closing
from pathlib import Path, PurePosixPath

import pytest

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.building.store import seal as module
from generator.building.store import serialization
from generator.building.store.archive import FILE, open_archive
from generator.building.store.seal import VARIABLE, Seal, user_seal
from generator.building.store.search_tables import documents_of, searched, words_of
from generator.building.store.serialization import UnpackingError, pack, unpack
from generator.building.store.site_index import SiteIndex
from generator.errors import ArchiveError, UsageError
from generator.model import Span, SpeakerKind
from generator.rendering import Publication, Renderer, SearchLayout, Theme
from generator.settings import load_site
from tests.building.conftest import write
from tests.rendering.samples import ferry, hearing

FOREIGN = "the key of somebody who means us harm"
TEXT = "---\ntitle: Good\ndate: 2026-01-02\ntags: [a]\n---\n\n“It will hold,” said Ada Example.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "opened"
    (root / "content").mkdir(parents=True)
    (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    write(root, "good.md", TEXT)
    return root


def test_an_extraction_that_another_key_sealed_is_not_published(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv(VARIABLE, FOREIGN)
        build(load_site(site), BuildOptions())
        with closing(sqlite3.connect(site / ".briefing" / FILE)) as theirs, theirs:
            theirs.execute("UPDATE extractions SET data = ?", (b"whatever they like",))
    report = build(load_site(site), BuildOptions())
    assert any("another key" in str(problem) for problem in report.warnings)
    assert "It will hold" in (site / "site" / "good" / "index.html").read_text("utf-8")
    assert not any("another key" in str(p) for p in build(load_site(site), BuildOptions()).warnings)


@pytest.mark.parametrize("table", ["extractions", "analyses", "sources"])
def test_a_record_moved_into_another_row_is_not_believed(site: Path, table: str) -> None:
    write(site, "other.md", TEXT.replace("It will hold", "It will never hold").replace("Good", "Other"))
    build(load_site(site), BuildOptions())
    column = "info" if table == "sources" else "data"
    with closing(sqlite3.connect(site / ".briefing" / FILE)) as ours, ours:
        rows = ours.execute(f"SELECT rowid, {column} FROM {table} ORDER BY rowid").fetchall()
        for (row, _), (_, data) in zip(rows, reversed(rows), strict=True):
            ours.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (data, row))
    build(load_site(site), BuildOptions())
    assert "It will never hold" not in (site / "site" / "good" / "index.html").read_text("utf-8")


LAYOUT = SearchLayout(parts=1, groups=1, buckets=1)


@pytest.mark.parametrize(
    ("change", "ask"),
    [
        ("UPDATE briefings SET summary = (SELECT summary FROM briefings WHERE path = 'other.md')", "newest"),
        ("UPDATE briefings SET day = 5", "newest"),
        ("UPDATE briefings SET search = zeroblob(50)", "search"),
        ("UPDATE briefings SET words = zeroblob(50)", "words"),
        ("UPDATE briefings SET word_digests = zeroblob(272)", "word digests"),
        ("UPDATE said SET name = 'Somebody Else'", "said"),
        ("UPDATE said SET title = 'thief'", "said"),
        ("UPDATE said SET data = x''", "said"),
    ],
)
def test_a_row_that_was_changed_is_damage(tmp_path: Path, change: str, ask: str) -> None:
    archive, _ = open_archive(tmp_path)
    index = SiteIndex(archive, "site")
    renderer = Renderer(Theme(), Publication())
    for name, briefing in (("good.md", ferry()), ("other.md", hearing())):
        index_entry = renderer.briefing(briefing).index_entry
        kinds = {ref.name: SpeakerKind.PERSON for ref in index_entry.summary.speakers}
        index.publish(PurePosixPath(name), index_entry, kinds)
    address = index.speakers()[0].address
    questions = {
        "newest": lambda: index.newest(9),
        "search": lambda: documents_of(archive, "site", LAYOUT, 0),
        "words": lambda: words_of(archive, "site", LAYOUT, 0),
        "word digests": lambda: searched(archive, "site", LAYOUT, 0),
        "said": lambda: index.said(address),
    }
    assert questions[ask]()
    archive.db.execute(change)
    with pytest.raises(sqlite3.DatabaseError, match="not written here"):
        questions[ask]()
    archive.close()


def test_damage_that_is_met_on_the_way_is_told_and_healed_by_the_next_command(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(load_site(site), BuildOptions())
    write(site, "good.md", TEXT.replace("hold", "last"))
    signed = Seal.pack
    monkeypatch.setattr(Seal, "pack", lambda self, record, *row: signed(self, record, *row, "elsewhere"))
    with pytest.raises(ArchiveError, match=r"thrown away, and is made anew|damaged"):
        build(load_site(site), BuildOptions())
    monkeypatch.undo()
    build(load_site(site), BuildOptions())


def test_a_record_is_good_for_its_row_and_its_key_alone() -> None:
    ours, theirs = Seal(b"a" * 32), Seal(b"b" * 32)
    data = ours.pack(Span(1, 2), "extraction", "a.md", "key")
    assert ours.unpack(data, "extraction", "a.md", "key") == Span(1, 2)
    for row in [("extraction", "b.md", "key"), ("extraction", "a.md"), ("extraction", "a.mdkey"), ()]:
        with pytest.raises(UnpackingError):
            ours.unpack(data, *row)
    with pytest.raises(UnpackingError):
        theirs.unpack(data, "extraction", "a.md", "key")
    for number in range(len(data)):
        changed = data[:number] + bytes([data[number] ^ 1]) + data[number + 1 :]
        with pytest.raises(UnpackingError):
            ours.unpack(changed, "extraction", "a.md", "key")


def test_a_bomb_is_not_decompressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serialization, "_LARGEST", 1_000_000)
    with pytest.raises(UnpackingError, match="larger than 1 MB"):
        unpack(zlib.compress(b"\0" * 50_000_000))
    with pytest.raises(UnpackingError, match="cut off"):
        unpack(pack(Span(1, 2))[:-3])


# --- the key -----------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "configuration"
    monkeypatch.setattr(module, "user_config_path", lambda *_, **__: folder)
    return folder


def test_the_key_is_made_once_and_nobody_else_can_read_it(home: Path) -> None:
    first = user_seal({})
    assert user_seal({}) == first
    (path,) = home.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.unlink()
    assert user_seal({}) != first


def test_a_key_that_was_cut_off_is_made_anew(home: Path) -> None:
    home.mkdir()
    (home / "archive.key").write_bytes(b"")
    assert user_seal({}) == user_seal({})
    assert (home / "archive.key").read_bytes()


def test_the_key_of_the_environment_comes_first_and_may_not_be_weak(home: Path) -> None:
    assert user_seal({VARIABLE: FOREIGN}) == user_seal({VARIABLE: FOREIGN})
    assert user_seal({VARIABLE: FOREIGN}) != user_seal({VARIABLE: FOREIGN + "!"})
    assert not home.exists()
    with pytest.raises(UsageError, match="too short"):
        user_seal({VARIABLE: "hunter2"})


def test_the_key_does_not_lie_in_the_site_or_its_output(site: Path, home: Path) -> None:
    build(load_site(site), BuildOptions())
    secret = user_seal().key
    for path in site.rglob("*"):
        assert not path.is_file() or (
            secret not in path.read_bytes() and secret.hex().encode() not in path.read_bytes()
        )


def test_where_no_key_can_be_kept_a_build_goes_on_without_an_archive(
    site: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    home.write_text("a file where the folder should be")
    report = build(load_site(site), BuildOptions())
    assert any("nothing is remembered" in str(problem) for problem in report.warnings)
    assert (site / "site" / "good" / "index.html").is_file()
