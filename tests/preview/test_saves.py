"""Each kind of save that an editor's program makes, on the real file system."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from generator.building.store import archive as archiving
from generator.preview.broadcaster import Subscriber
from tests.preview.conftest import PATIENCE, Running

TEXT = "---\ntitle: A\ndate: 2026-01-02\n---\n\nOther words.\n"


def a(root: Path) -> Path:
    return root / "content" / "a.md"


def test_a_save_in_place(root: Path, running: Running) -> None:
    a(root).write_text(TEXT)
    running.until("Other words.")


def test_a_save_by_emptying_and_writing_in_pieces(root: Path, running: Running) -> None:
    with a(root).open("w") as file:  # as VS Code does
        for piece in (TEXT[:10], TEXT[10:40], TEXT[40:]):
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    running.until("Other words.")


def test_a_save_by_a_new_file_that_is_renamed(root: Path, running: Running) -> None:
    temporary = a(root).with_name(".goutputstream-AB12CD")
    temporary.write_text(TEXT)
    temporary.replace(a(root))
    running.until("Other words.")


def test_a_save_as_vim_makes_it(root: Path, running: Running) -> None:
    folder = a(root).parent
    (folder / "4913").touch()
    (folder / "4913").unlink()
    a(root).rename(folder / "a.md~")
    a(root).write_text(TEXT)
    (folder / "a.md~").unlink()
    running.until("Other words.")


def test_a_save_as_the_jetbrains_programs_make_it(root: Path, running: Running) -> None:
    temporary, old = a(root).with_name("a.md___jb_tmp___"), a(root).with_name("a.md___jb_old___")
    temporary.write_text(TEXT)
    a(root).rename(old)
    temporary.rename(a(root))
    old.unlink()
    running.until("Other words.")


@pytest.mark.skipif(shutil.which("sed") is None, reason="no sed here")
def test_a_save_by_sed(root: Path, running: Running) -> None:
    subprocess.run(["sed", "-i.bak", "s/First/Other/", str(a(root))], check=True)
    running.until("Other words.")


@pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
def test_a_checkout_of_two_hundred_files(root: Path, running: Running) -> None:
    def git(*arguments: str) -> None:
        settings = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=one"]
        subprocess.run(["git", *settings, *arguments], cwd=root, check=True, capture_output=True)

    git("init")
    git("add", "content")
    git("commit", "-m", "one")
    git("checkout", "-b", "two")
    for number in range(200):
        (root / "content" / f"n{number}.md").write_text(TEXT.replace("title: A", f"title: N{number}"))
    running.until("Other words.", "n199/index.html")
    git("add", "content")
    git("commit", "-m", "two")
    git("checkout", "one")
    while running.read("n199/index.html"):
        running.next()
    git("checkout", "two")
    for number in range(200):
        running.until("Other words.", f"n{number}/index.html")


def test_a_rename(root: Path, running: Running) -> None:
    a(root).rename(root / "content" / "z.md")
    running.until("First words.", "z/index.html")
    while running.read("a/index.html"):
        running.next()


def test_a_deletion(root: Path, running: Running) -> None:
    a(root).unlink()
    message = running.next()
    assert {"a/index.html", "index.html"} <= set(message.pages)
    assert not running.read("a/index.html")


def test_a_new_folder_with_files_in_it(root: Path, running: Running) -> None:
    (root / "content" / "new" / "deep").mkdir(parents=True)
    (root / "content" / "new" / "deep" / "d.md").write_text(TEXT)
    running.until("Other words.", "new/deep/d/index.html")
    (root / "content" / "new" / "deep" / "d.md").write_text(TEXT.replace("Other", "Later"))
    running.until("Later words.", "new/deep/d/index.html")


def test_a_folder_that_is_renamed(root: Path, running: Running) -> None:
    (root / "content" / "folder").rename(root / "content" / "shelf")
    running.until("First words.", "shelf/c/index.html")
    (root / "content" / "shelf" / "c.md").write_text(TEXT)
    running.until("Other words.", "shelf/c/index.html")
    assert not running.read("folder/c/index.html")


def test_a_link_to_a_text_that_changes(root: Path, running: Running) -> None:
    (root / "content" / "l.md").symlink_to("a.md")
    running.until("First words.", "l/index.html")
    a(root).write_text(TEXT)
    running.until("Other words.", "l/index.html")


def test_a_link_that_leads_in_a_circle(root: Path, running: Running) -> None:
    (root / "content" / "l.md").symlink_to("l.md")
    (root / "content" / "loop").symlink_to(".")
    a(root).write_text(TEXT)
    running.until("Other words.")


def test_a_rename_that_changes_the_case_alone(root: Path, running: Running) -> None:
    a(root).rename(root / "content" / "A.md")
    running.until("First words.", "A/index.html")
    while running.read("a/index.html"):
        running.next()


def test_a_site_and_a_trusted_content_folder_that_are_links(root: Path) -> None:
    (root / "content").rename(root.parent / "elsewhere")
    (root / "content").symlink_to(root.parent / "elsewhere")
    (root.parent / "link").symlink_to(root)
    running = Running(root.parent / "link", trust=True).start()
    try:
        a(root).write_text(TEXT)
        running.until("Other words.")
        (root / "briefing.toml").write_text("[site]\ntitle = 'Renamed'\n[language]\npipelines = {}\n")
        running.until("Renamed")
    finally:
        running.stop()


def test_noise_and_a_rewrite_of_the_same_bytes_change_nothing(root: Path, running: Running) -> None:
    (root / "content" / ".a.md.swp").write_text("x")
    (root / "content" / "#a.md#").write_text("x")
    a(root).write_bytes(a(root).read_bytes())
    os.utime(a(root), (0, 0))
    (root / "content" / "b.md").write_text(TEXT.replace("title: A", "title: B"))
    assert "a/index.html" not in running.until("Other words.", "b/index.html")


def test_a_content_folder_that_goes_away_and_comes_back(root: Path, running: Running) -> None:
    (root / "content").rename(root / "elsewhere")
    while not any("is gone" in problem.message for problem in running.next().problems):
        pass
    assert "First words." in running.read("a/index.html")
    (root / "elsewhere").rename(root / "content")
    while running.next().problems:
        pass
    a(root).write_text(TEXT)
    running.until("Other words.")


def test_a_content_folder_that_is_deleted_and_made_anew(root: Path, running: Running) -> None:
    shutil.rmtree(root / "content")
    while not any("is gone" in problem.message for problem in running.next().problems):
        pass
    (root / "content").mkdir()
    a(root).write_text(TEXT)
    running.until("Other words.")


def test_settings_templates_and_static_files_that_come_later(root: Path, running: Running) -> None:
    (root / "static").mkdir()
    (root / "static" / "robots.txt").write_text("x")
    (root / "templates").mkdir()
    (root / "templates" / "404.html").write_text("<p>Own.</p>")
    running.until("Own.", "404.html")
    (root / "briefing.toml").write_text("[site]\ntitle = 'Renamed'\n[language]\npipelines = {}\n")
    running.until("Renamed")
    running.until("x", "robots.txt")


@pytest.fixture
def polling(root: Path) -> Iterator[Running]:
    started = Running(root, poll=True).start()
    yield started
    started.stop()


def test_a_save_seen_by_polling(root: Path, polling: Running) -> None:
    a(root).write_text(TEXT)
    polling.until("Other words.")


# --- what somebody deletes beneath it -----------------------------------------------


def b(root: Path) -> Path:
    return root / "content" / "b.md"


def test_a_preview_folder_that_is_deleted_is_made_anew(root: Path, running: Running) -> None:
    shutil.rmtree(root / ".briefing" / "preview")
    b(root).write_text(TEXT)
    running.until("Other words.", "b/index.html")
    running.until("First words.", "a/index.html")


def test_a_cache_folder_that_is_deleted_is_made_anew(root: Path, running: Running) -> None:
    shutil.rmtree(root / ".briefing")
    b(root).write_text(TEXT)
    running.until("Other words.", "b/index.html")
    running.until("First words.", "a/index.html")


def test_an_archive_that_is_deleted_is_made_anew(root: Path, running: Running) -> None:
    for path in (root / ".briefing").glob("archive*"):
        path.unlink()
    (root / ".briefing" / "preview" / "left-over.html").write_text("What no archive knows of.")
    b(root).write_text(TEXT)
    running.until("Other words.", "b/index.html")
    running.until("First words.", "a/index.html")
    assert running.problem("the archive was deleted")
    b(root).write_text(TEXT.replace("Other", "Later"))
    running.until("Later words.", "b/index.html")
    assert (root / ".briefing" / "archive.sqlite").is_file()
    assert not running.read("left-over.html")


def test_an_archive_that_is_damaged_is_made_anew(root: Path, running: Running) -> None:
    archive = root / ".briefing" / "archive.sqlite"
    for name in ("archive.sqlite", "archive.sqlite-wal"):
        archive.with_name(name).write_bytes(b"no database at all" * 9_000)
    b(root).write_text(TEXT)
    running.until("Other words.", "b/index.html")
    b(root).write_text(TEXT.replace("Other", "Later"))
    running.until("Later words.", "b/index.html")
    assert not any("bug" in line for line in running.lines.queue)


def test_an_archive_that_somebody_else_keeps_locked_delays_the_page_and_no_more(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "_WAIT", 0.001)
    running = Running(root).start()
    try:
        with closing(sqlite3.connect(root / ".briefing" / "archive.sqlite")) as other:
            other.execute("BEGIN IMMEDIATE")
            b(root).write_text(TEXT)
            running.problem("the archive cannot be used")
        running.until("Other words.", "b/index.html")
    finally:
        running.stop()


# --- what a round tells ----------------------------------------------------------


def test_one_line_says_what_a_round_did(root: Path, running: Running) -> None:
    while not running.lines.empty():
        running.lines.get()
    a(root).write_text(TEXT)
    line = running.lines.get(timeout=PATIENCE)
    assert line.startswith("1 file changed → 2 pages, ")
    assert line.endswith("3 warnings")


def test_pages_that_somebody_has_open_count_among_those_made(root: Path, running: Running) -> None:
    while not running.lines.empty():
        running.lines.get()
    running.broadcaster._subscribers.add(Subscriber(frozenset({"a/index.html", "index.html"})))
    a(root).write_text(TEXT)
    assert running.lines.get(timeout=PATIENCE).startswith("1 file changed → 2 pages, ")


def test_a_bad_file_is_told_with_its_page_and_taken_back(root: Path, running: Running) -> None:
    a(root).write_text(TEXT.replace("title", "titel"))
    (problem,) = running.next().problems
    assert (problem.place, problem.page) == ("content/a.md:2:1", "a/index.html")
    assert (2, "titel: A") in problem.lines
    a(root).write_text(TEXT)
    assert running.next().problems == ()


def test_the_page_just_edited_can_be_followed(root: Path) -> None:
    running = Running(root, follow=True).start()
    try:
        (root / "content" / "folder" / "c.md").write_text(TEXT)
        assert running.next().follow == "folder/c/index.html"
    finally:
        running.stop()
