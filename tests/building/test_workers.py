"""Several processes find what one finds; one that dies is tried again, then its text is named."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.building.store.archive import open_archive
from generator.building.warm_cache import BATCH, Extracted, Text, fill
from generator.building.workers import Workers, work_on
from generator.errors import ContentErrors
from generator.extraction.extractor import Extractor
from generator.extraction.language import DEFAULT_PIPELINE, LanguageModel
from generator.extraction.options import DEFAULT_OPTIONS
from generator.model import Block, BlockKind, Source, Span
from generator.settings import load_site
from tests.building.conftest import write
from tests.command_line import run

WORDS = "The harbour is closed, Ada Quill said on Monday. “It will open in spring,” she added."


def _text(number: int, words: str = WORDS, seconds: float = 60.0) -> Text:
    text = f"{words} It has {number} berths."
    source = Source(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    path = PurePosixPath(f"t{number}.md")
    return Text(path, f"key {number}", source, DEFAULT_PIPELINE, DEFAULT_OPTIONS, seconds)


def test_what_two_processes_have_extracted_is_found_without_a_model(
    tmp_path: Path, model: LanguageModel
) -> None:
    archive, _ = open_archive(tmp_path)
    kept: list[PurePosixPath] = []
    texts = [_text(number) for number in range(4)]
    assert fill(archive, texts, Workers(2), kept.append) == []
    assert sorted(kept) == [text.path for text in texts]
    untouched = LanguageModel(DEFAULT_PIPELINE)
    for text in texts:
        alone = Extractor(model).extract(text.source)
        assert Extractor(untouched, archive).extract(text.source) == alone
        assert archive.extraction(text.key) == alone
    assert "nlp" not in vars(untouched)
    archive.close()


# --- processes that die: what kills them is in the text, or in a file that the first one takes away ---


def _fatal(text: Text) -> Extracted:
    for word in text.source.text.split():
        if word.startswith("dies-once:"):
            try:
                Path(word.removeprefix("dies-once:")).unlink()
            except FileNotFoundError:
                continue
            os._exit(9)
        if word == "dies-always":
            os.kill(os.getpid(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    return Extracted({})


def test_a_process_that_dies_is_tried_again_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    (tmp_path / "once").touch()
    archive, _ = open_archive(tmp_path)
    kept: list[PurePosixPath] = []
    texts = [_text(0), _text(1, f"{WORDS} dies-once:{tmp_path / 'once'}"), _text(2), _text(3)]
    assert fill(archive, texts, Workers(2), kept.append, _fatal) == []
    assert sorted(kept) == [text.path for text in texts]
    archive.close()


def test_a_text_that_kills_two_processes_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    archive, _ = open_archive(tmp_path)
    kept: list[PurePosixPath] = []
    long = " ".join(["Nothing moved."] * (BATCH // 10))
    texts = [_text(number, f"{WORDS} dies-always" if number in (1, 4) else WORDS) for number in range(6)]
    texts.append(_text(7, long))
    left = fill(archive, texts, Workers(2), kept.append, _fatal)
    assert [(one.path.name, one.late) for one in left] == [("t1.md", False), ("t4.md", False)]
    assert sorted(path.name for path in kept) == ["t0.md", "t2.md", "t3.md", "t5.md", "t7.md"]
    archive.close()


def test_a_text_that_takes_too_long_is_named_and_what_was_read_is_kept(tmp_path: Path) -> None:
    text = f"{WORDS}\n{WORDS} Twice."
    blocks = (
        Block(BlockKind.PARAGRAPH, Span(0, len(WORDS))),
        Block(BlockKind.PARAGRAPH, Span(len(WORDS) + 1, len(text))),
    )
    late = replace(_text(1, seconds=0.0), source=Source(text, blocks))
    archive, _ = open_archive(tmp_path)
    (left,) = fill(archive, [late, _text(2)], Workers(2))
    assert (left.path.name, left.late) == ("t1.md", True)
    assert len(archive.db.execute("SELECT key FROM analyses").fetchall()) == 2  # one of each text
    archive.close()


def _slowly(number: int) -> int:
    time.sleep(0.05 * (5 - number))
    return number * number


def test_results_come_with_their_tasks_whatever_is_done_first() -> None:
    assert sorted(work_on([(0, 1), (2,), (3, 4)], _slowly, Workers(2))) == [(n, n * n) for n in range(5)]


# --- whole sites ---


def _site(root: Path, count: int) -> Path:
    (root / "content").mkdir(parents=True)
    for number in range(count):
        head = f"---\ntitle: Harbour {number}\ndate: 2031-05-0{number % 9 + 1}\n---\n\n"
        write(root, f"b{number}.md", f"{head}{WORDS}\n\nIt has {number} berths, she told the council.\n")
    return root


def _files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_a_site_is_the_same_to_the_byte_whatever_the_number_of_processes(tmp_path: Path) -> None:
    site = load_site(_site(tmp_path / "s", 5))
    made = []
    for jobs in (1, 2):
        folder = tmp_path / f"out{jobs}"
        for file in (tmp_path / "s/.briefing").glob("*"):
            file.unlink()
        build(site, BuildOptions(jobs=jobs), folder)
        made.append(_files(folder))
    assert made[0] == made[1]


def test_a_build_names_the_text_and_leaves_the_site_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _site(tmp_path / "s", 4)
    write(root, "b2.md", f"---\ntitle: B\ndate: 2031-05-02\n---\n\n{WORDS} dies-always\n")
    monkeypatch.setattr("generator.building.warm_cache.extracted", _fatal)
    with pytest.raises(ContentErrors) as raised:
        build(load_site(root), BuildOptions(jobs=2))
    assert [str(problem) for problem in raised.value.problems] == [
        "content/b2.md: reading it killed two processes (memory may have run out: try --jobs 1, or split it)"
    ]
    assert not (root / "site" / "index.html").exists()
    write(root, "b2.md", f"---\ntitle: B\ndate: 2031-05-02\n---\n\n{WORDS}\n")
    assert build(load_site(root), BuildOptions(jobs=1)).briefings == 4


def test_a_missing_pipeline_is_told_as_by_one_process(tmp_path: Path) -> None:
    root = _site(tmp_path / "s", 3)
    (root / "briefing.toml").write_text('[language]\npipelines = {en = "en_core_web_none"}\n', "utf-8")
    told = [run(root, "build", "--jobs", jobs).stderr.splitlines()[-1] for jobs in ("1", "2")]
    assert told[0] == told[1]
    assert "'en_core_web_none' is not installed" in told[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_ctrl_c_keeps_what_is_done_and_leaves_no_process(tmp_path: Path) -> None:
    root = _site(tmp_path / "s", 60)
    command = [sys.executable, "-m", "generator", "build", "--jobs", "2", "--site", str(root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        archive = root / ".briefing/archive.sqlite"
        until = time.monotonic() + 60
        while _kept(archive) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
        stderr = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert [line for line in stderr.splitlines() if not line.startswith("analysed: ")] == []
    assert _kept(archive) >= 2
    until = time.monotonic() + 10
    while _runs(process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(process.pid)


def _runs(group: int) -> bool:
    """Tell whether a process of a group is still there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _kept(archive: Path) -> int:
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        return int(db.execute("SELECT count(*) FROM extractions").fetchone()[0])
    return 0
