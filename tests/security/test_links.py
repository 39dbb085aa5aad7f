"""No link in a folder leads what we write, or what we read, out of it."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import safe_files
from generator.building.inputs import Inputs
from generator.building.lock import BUILD, SiteLock
from generator.building.options import BuildOptions
from generator.building.output import InPlace, Staged, Whole
from generator.building.publishing import build
from generator.commands.file_moves import take_back
from generator.errors import BriefingError, OutputError
from generator.review.yaml_files.locking import locked, replace_file
from generator.settings import load_site
from tests.building.conftest import write

VICTIM = "what nobody may overwrite"


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A file outside of every folder; whatever a test does, it must hold its words at the end."""
    path = tmp_path / "victim.txt"
    path.write_text(VICTIM)
    yield path
    assert path.read_text() == VICTIM


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "opened"
    (root / "content").mkdir(parents=True)
    (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    write(root, "good.md", "---\ntitle: Good\ndate: 2026-01-02\n---\n\nText.\n")
    return root


def test_a_file_is_replaced_beside_links_under_every_name_that_was_ever_used(
    tmp_path: Path, victim: Path
) -> None:
    folder = tmp_path / "content"
    folder.mkdir()
    for name in (".a.yaml.tmp", "a.yaml.tmp", f".a.yaml.{os.getpid()}.tmp", ".tmp"):
        (folder / name).symlink_to(victim)
    replace_file(folder / "a.yaml", b"ours")
    assert (folder / "a.yaml").read_bytes() == b"ours"


def test_a_linked_review_file_is_replaced_and_not_written_through(tmp_path: Path, victim: Path) -> None:
    (tmp_path / "a.review.yaml").symlink_to(victim)
    replace_file(tmp_path / "a.review.yaml", b"ours")
    assert not (tmp_path / "a.review.yaml").is_symlink()


def test_names_of_temporary_files_cannot_be_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    opened = safe_files.open_new

    def watching(path: Path, mode: int = 0o666) -> object:
        seen.append(path.name)
        return opened(path, mode)

    monkeypatch.setattr(safe_files, "open_new", watching)
    for _ in range(20):
        replace_file(tmp_path / "a.yaml", b"")
    assert len({*seen}) == 20
    assert all("a.yaml" not in name and len(name) > 16 for name in seen)


def test_a_temporary_file_is_never_opened_through_a_link(tmp_path: Path, victim: Path) -> None:
    (tmp_path / "guessed").symlink_to(victim)
    with pytest.raises(FileExistsError):
        safe_files.open_new(tmp_path / "guessed")
    (tmp_path / "dangling").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        safe_files.open_new(tmp_path / "dangling")
    assert not (tmp_path / "elsewhere").exists()


def test_nothing_is_left_of_a_file_that_could_not_be_written(tmp_path: Path) -> None:
    def failing() -> None:
        with safe_files.replacing(tmp_path / "a") as file:
            file.write(b"half")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        failing()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["staging", "changes"])
def test_a_linked_staging_folder_is_neither_used_nor_emptied(site: Path, tmp_path: Path, kind: str) -> None:
    private = tmp_path / "private"
    private.mkdir()
    (private / "letter.txt").write_text(VICTIM)
    for name in (f".site.{kind}", f".site.{kind}-00000000"):
        (site / name).symlink_to(private)
    build(load_site(site), BuildOptions())
    staged = Staged(site / "site")
    staged.write("new.txt", b"new")
    staged.commit()
    assert [path.name for path in private.iterdir()] == ["letter.txt"]


def test_a_linked_previous_site_is_refused_and_what_it_leads_to_stays(site: Path, tmp_path: Path) -> None:
    build(load_site(site), BuildOptions())
    private = tmp_path / "private"
    (site / "site").rename(private)
    build(load_site(site), BuildOptions())
    (site / ".site.previous").symlink_to(private)
    before = sorted(private.rglob("*"))
    write(site, "good.md", "---\ntitle: Good\ndate: 2026-01-02\n---\n\nOther text.\n")
    with pytest.raises(OutputError, match="link"):
        build(load_site(site), BuildOptions(full=True))
    assert sorted(private.rglob("*")) == before


def test_a_linked_folder_in_the_output_is_not_written_into(tmp_path: Path) -> None:
    private, folder = tmp_path / "private", tmp_path / "site"
    private.mkdir()
    for output in (InPlace(folder), Staged(folder)):
        output.write("a/index.html", b"page")
        output.commit()
    (folder / "b").symlink_to(private)
    with pytest.raises(OutputError, match="link"):
        InPlace(folder).write("b/index.html", b"page")
    staged = Staged(folder)
    staged.write("b/index.html", b"page")
    with pytest.raises(OutputError, match="link"):
        staged.commit()
    assert list(private.iterdir()) == []


def test_a_linked_page_is_replaced_and_not_written_through(tmp_path: Path, victim: Path) -> None:
    folder = tmp_path / "site"
    InPlace(folder).write("a.html", b"first")
    (folder / "a.html").unlink()
    (folder / "a.html").symlink_to(victim)
    InPlace(folder).write("a.html", b"second")
    assert (folder / "a.html").read_bytes() == b"second"
    assert not (folder / "a.html").is_symlink()


def test_nothing_is_removed_through_a_linked_folder(tmp_path: Path, victim: Path) -> None:
    folder = tmp_path / "site"
    InPlace(folder).write("index.html", b"page")
    (folder / "a").symlink_to(victim.parent)
    InPlace(folder).remove("a/victim.txt")
    whole = Whole(folder)
    whole.staging.make()
    (whole.file("a")).symlink_to(victim.parent)
    whole.remove("a/victim.txt")
    whole.discard()


@pytest.mark.parametrize(
    "name", ["build.lock", "build.json", "archive.sqlite", "archive.sqlite-wal", "preview"]
)
def test_no_file_of_ours_may_be_a_link(site: Path, victim: Path, name: str) -> None:
    (site / ".briefing").mkdir()
    (site / ".briefing" / name).symlink_to(victim)
    with pytest.raises(BriefingError, match="link"):
        load_site(site)


def test_the_folder_of_the_archive_may_not_be_a_link(site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (site / ".briefing").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BriefingError, match="link"):
        load_site(site)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_no_lock_is_opened_through_a_link(site: Path, victim: Path) -> None:
    (site / ".briefing").mkdir()
    (site / ".briefing" / BUILD).symlink_to(victim)
    (site / ".briefing" / "corrections.lock").symlink_to(victim)
    with pytest.raises(OutputError, match="link"):
        SiteLock(site / ".briefing" / BUILD, "built").take()
    with pytest.raises(OutputError, match="link"), locked(site / "content"):
        pass


@pytest.mark.parametrize("name", ["content", "templates", "static"])
def test_a_folder_of_the_site_that_is_a_link_out_of_it_needs_trust(
    site: Path, tmp_path: Path, name: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    if (site / name).is_dir():
        (site / name).rename(elsewhere)
    else:
        elsewhere.mkdir()
    (site / name).symlink_to(elsewhere)
    with pytest.raises(BriefingError, match="leads out of the site"):
        load_site(site)
    assert load_site(site, trusted=True).trusted
    elsewhere.rename(site / "inside")
    (site / name).unlink()
    (site / name).symlink_to(site / "inside")
    assert load_site(site).root == site


def test_settings_that_are_a_link_out_of_the_site_need_trust(site: Path, tmp_path: Path) -> None:
    (site / "briefing.toml").rename(tmp_path / "other.toml")
    (site / "briefing.toml").symlink_to(tmp_path / "other.toml")
    with pytest.raises(BriefingError, match="leads out of the site"):
        load_site(site)
    assert load_site(site, trusted=True).settings.language.pipelines == {"en": "none"}


def test_an_output_that_is_a_link_out_of_the_site_needs_trust(site: Path, tmp_path: Path) -> None:
    build(load_site(site), BuildOptions(), tmp_path / "other")
    before = sorted((tmp_path / "other").rglob("*"))
    (site / "site").symlink_to(tmp_path / "other")
    write(site, "good.md", "---\ntitle: Good\ndate: 2026-01-02\nslug: better\n---\n\nText.\n")
    with pytest.raises(OutputError, match="--trust"):
        build(load_site(site), BuildOptions())
    assert sorted((tmp_path / "other").rglob("*")) == before
    build(load_site(site, trusted=True), BuildOptions())
    assert (tmp_path / "other" / "better").is_dir()


def test_links_to_sources_and_pictures_outside_are_left_out(site: Path, victim: Path) -> None:
    for name in ("content/b.md", "content/c.png", "static/d.txt"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).symlink_to(victim)
    write(site, "good.md", "---\ntitle: Good\ndate: 2026-01-02\n---\n\nText. ![c](c.png)\n")
    report = build(load_site(site), BuildOptions())
    assert report.briefings == 1
    told = {str(problem.file) for problem in report.warnings}
    assert {"content/b.md", "content/c.png", "static/d.txt"} <= told
    for path in (site / "site").rglob("*"):
        assert not path.is_file() or VICTIM.encode() not in path.read_bytes()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize(
    "name",
    [
        "briefing.toml", "content/x.md", "content/good.review.yaml", "content/good.changes.yaml",
        "content/speakers.yaml", "static/x.js", "content/x.png", "templates/index.html",
        "templates/assets/site.css",
    ],
)  # fmt: skip
def test_a_pipe_in_the_folder_does_not_hang_a_build(site: Path, name: str) -> None:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).unlink(missing_ok=True)
    os.mkfifo(site / name)
    ended = threading.Event()

    def go() -> None:
        try:
            Inputs(site).scan()
            build(load_site(site), BuildOptions())
        except BriefingError:
            pass
        ended.set()

    threading.Thread(target=go, daemon=True).start()
    assert ended.wait(20), "still waiting for whoever writes into the pipe"


@pytest.mark.parametrize(
    "journal",
    [
        {"folders": [], "files": {"stolen.png": "../../victim.txt"}, "texts": {}},
        {"folders": [], "files": {"a.md": "b.md"}, "texts": {"../../victim.txt": ["taken over", VICTIM]}},
        {"folders": [], "files": {"a.md": "b.md"}, "texts": {"linked.md": ["taken over", VICTIM]}},
        {"folders": [], "files": {"a.md": "b.md"}, "texts": {"up/victim.txt": ["taken over", VICTIM]}},
        {"folders": ["../../emptied"], "files": {"a.md": "b.md"}, "texts": {}},
        {"folders": [], "files": {}, "texts": {}},
        {"folders": [], "files": {"a.md": 1}, "texts": {}},
        {"files": []},
        [],
        "x",
    ],
)
def test_a_foreign_record_of_a_renaming_moves_nothing_out_of_the_folder_or_into_it(
    site: Path, victim: Path, journal: object
) -> None:
    (site / "content" / "linked.md").symlink_to(victim)
    (site / "content" / "up").symlink_to(victim.parent)
    (site.parent / "emptied").mkdir()
    (site / ".briefing").mkdir()
    (site / ".briefing" / "moving.json").write_text(json.dumps(journal))
    with pytest.raises(OutputError, match="no record of a renaming"):
        take_back(load_site(site))
    assert (site.parent / "emptied").is_dir()
    assert not (site / "content" / "stolen.png").exists()
