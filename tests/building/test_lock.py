"""One build at a time: the second waits or is told for whom, and what a crash leaves holds nobody up."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.building.lock import BUILD, SiteLock
from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.errors import BusyError, OutputError
from generator.settings import load_site
from tests.building.conftest import write

_HREF = re.compile(r'(?:href|src)="([^":#?]+)')


def test_a_second_preview_of_a_site_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    first, second = (SiteLock(tmp_path / "x" / "serve.lock", "previewed") for _ in range(2))
    first.take()
    first.tell("http://127.0.0.1:8800/")
    with pytest.raises(
        BusyError, match=r"already being previewed at http://127\.0\.0\.1:8800/ \(process \d+\)"
    ):
        second.take()
    first.release()
    second.take()
    second.release()


def test_who_waits_is_told_for_whom(tmp_path: Path) -> None:
    first, second = SiteLock(tmp_path / BUILD, "watched"), SiteLock(tmp_path / BUILD, "built")
    first.take()
    said: list[str] = []
    with pytest.raises(BusyError, match="already being watched"):
        second.take(0.2, said.append)
    first.release()
    assert len(said) == 1
    assert re.fullmatch(r"this site is .* watched \(process \d+\); waiting for it, at most 0.2 s", said[0])


def test_a_lock_left_by_a_crash_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "serve.lock").write_text("left")
    (tmp_path / "serve.json").write_text('{"pid": 1, "task": "previewed", "address": "http://127.0.0.1:1/"}')
    lock = SiteLock(tmp_path / "serve.lock", "previewed")
    lock.take()
    lock.release()


def test_a_build_that_is_killed_holds_nobody_up(site: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(site / ".briefing" / BUILD)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "held"
    with pytest.raises(BusyError, match=f"process {holder.pid}"):
        build(load_site(site), BuildOptions(wait=0))
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    assert build(load_site(site), BuildOptions(wait=0)).briefings == 1


_HOLD = """
import sys, time
from pathlib import Path
from generator.building.lock import SiteLock
lock = SiteLock(Path(sys.argv[1]), "built")
lock.take()
print("held", flush=True)
time.sleep(60)
"""


def test_a_site_that_may_not_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("A file, where a folder should be.")
    with pytest.raises(OutputError, match="cannot write"):
        SiteLock(tmp_path / "cache" / "serve.lock", "previewed").take()


def test_two_builds_at_once_publish_one_whole_site(site: Path, thorough: bool) -> None:
    rounds = 20 if thorough else 3
    """Real processes, which start together on a site without an archive, again and again."""
    for number in range(6):
        other = f"n/b{(number + 1) % 6}.md"
        text = f"“Number {number},” said Ada Example. See [more](../{other}), ![p](p{number}.png).\n"
        write(site, f"n/b{number}.md", f"---\ntitle: B{number}\ndate: 2026-01-02\ntags: [t]\n---\n\n{text}")
        write(site, f"n/p{number}.png", b"png")
    build(load_site(site), BuildOptions(), site / "expected")
    expected = _files(site / "expected")
    with (
        subprocess.Popen(
            [sys.executable, "-c", _TOGETHER, str(site), str(rounds)], stdout=subprocess.PIPE, text=True
        ) as one,
        subprocess.Popen(
            [sys.executable, "-c", _TOGETHER, str(site), str(rounds)], stdout=subprocess.PIPE, text=True
        ) as two,
    ):
        for number in range(rounds):
            _remove_archive(site)
            (site / f"go-{number}").touch()
            for process in (one, two):
                assert process.stdout is not None
                assert process.stdout.readline().strip() == "0"
            assert _files(site / "site") == expected
            assert _broken_links(site / "site") == []


# Both wait for the same file to appear: the builds begin within a millisecond of one another.
_TOGETHER = """
import sys, time
from pathlib import Path
from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.errors import BriefingError
from generator.settings import load_site
site = Path(sys.argv[1])
for number in range(int(sys.argv[2])):
    while not (site / f"go-{number}").exists():
        time.sleep(0.001)
    try:
        build(load_site(site), BuildOptions())
        print(0, flush=True)
    except BriefingError as error:
        print(error, flush=True)
"""


def _remove_archive(site: Path) -> None:
    for path in (site / ".briefing").glob("archive.*"):
        path.unlink()


def _files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _broken_links(folder: Path) -> list[str]:
    return [
        f"{page}: {target}"
        for page in folder.rglob("*.html")
        if page.name != "404.html"
        for target in _HREF.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
