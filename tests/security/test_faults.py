"""What a machine can do to a build: each fault is one clear line, and the site is the old or the new one."""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.building.options import BuildOptions
from generator.building.publisher import MARKER
from generator.building.publishing import build
from generator.commands.site import open_site
from generator.settings import load_site
from tests.building.conftest import write

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

TEXT = "---\ntitle: A\ndate: 2026-01-02\n---\n\n{}\n"
MAKING = ("mkdir", "open", "symlink", "link")
CHANGING = (*MAKING, "rename", "replace", "unlink", "rmdir")
FAULTS = {
    "full disk": (errno.ENOSPC, MAKING),
    "quota": (errno.EDQUOT, MAKING),
    "read-only": (errno.EROFS, CHANGING),
    "permission lost": (errno.EACCES, CHANGING),
    "broken disk": (errno.EIO, CHANGING),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site-of-tests"
    (root / "content").mkdir(parents=True)
    (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    edit(root, "Old.")
    build(load_site(root), BuildOptions())
    return root


def edit(site: Path, words: str) -> None:
    for name in "ab":
        write(site, f"{name}.md", TEXT.format(words).replace("title: A", f"title: {name}"))


def pages(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def told(site: Path, prepare: Callable[[], object], *, command: str = "build") -> tuple[int, str]:
    """Run a command in a child of its own after ``prepare``; the exit code and what it says."""
    said = site.parent / "said"
    child = os.fork()
    if child == 0:
        code = 99
        try:
            from generator.cli import main

            sys.stdout = sys.stderr = said.open("w", encoding="utf-8", buffering=1)
            prepare()
            main([command, "--site", str(site)])
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status), said.read_text("utf-8", "replace")


def failing(names: tuple[str, ...], number: int, left: int) -> Callable[[], None]:
    """Have the calls that make or change a file fail, all from one of them on."""
    count = [left]

    def hooked(call: Callable[..., Any], *, opening: bool) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            flags = arguments[1] if len(arguments) > 1 else options.get("flags", 0)
            if not opening or flags & os.O_CREAT:
                count[0] -= 1
                if count[0] < 0:
                    raise OSError(number, os.strerror(number), str(arguments[0]))
            return call(*arguments, **options)

        return counted

    def prepare() -> None:
        for name in names:
            setattr(os, name, hooked(getattr(os, name), opening=name == "open"))

    return prepare


def check_whole(site: Path, old: dict[str, bytes], new: dict[str, bytes], *, at_once: bool) -> None:
    """The site is the old or the new one, at once or after the next start; each file of it always is."""
    found = pages(site / "site")
    if at_once:
        assert found in (old, new), "half a site"
    for path, data in found.items():
        assert path.endswith((".tmp", MARKER)) or data in (old.get(path), new.get(path)), (
            f"half a file: {path}"
        )
    open_site(site)
    assert pages(site / "site") in (old, new), "half a site, or none"
    build(load_site(site), BuildOptions())
    assert pages(site / "site") == new
    assert [path.name for path in site.iterdir() if path.name.startswith((".site.st", ".site.ch"))] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_written_is_told_and_the_site_stays_whole(
    site: Path, fault: str, *, thorough: bool
) -> None:
    number, names = FAULTS[fault]
    old = pages(site / "site")
    edit(site, "New.")
    build(load_site(site), BuildOptions(), site.parent / "new")
    new = pages(site.parent / "new")
    for at in range(0, 80, 1 if thorough else 17):
        code, said = told(site, failing(names, number, at))
        assert code in (0, 1), f"call {at}: {said}"
        assert "bug of ours" not in said
        assert "Traceback" not in said
        if code:
            assert re.search(r"^\S.*: .+", said), said
            assert os.strerror(number) in said, f"call {at}: {said}"
        # Where nothing can be renamed any more, what was begun cannot be taken back before the next start.
        check_whole(site, old, new, at_once=names is MAKING)
        edit(site, "Old.")
        build(load_site(site), BuildOptions())
        edit(site, "New.")


def test_a_file_that_grows_beyond_what_the_system_allows_is_told(site: Path) -> None:
    old = pages(site / "site")
    edit(site, "New. " * 5_000)

    def prepare() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    code, said = told(site, prepare)
    assert (code, "Traceback" in said, "bug of ours" in said) == (1, False, False), said
    assert pages(site / "site") == old


def test_sixty_four_open_files_are_enough(site: Path) -> None:
    for number in range(120):
        write(site, f"more-{number}.md", TEXT.format("More.").replace("title: A", f"title: m{number}"))
    code, said = told(site, lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)))
    assert code == 0, said
    assert (site / "site" / "more-119" / "index.html").is_file()


def test_a_clock_that_goes_back_between_builds_changes_nothing(site: Path) -> None:
    future = 4_000_000_000
    for path in [*site.rglob("*.md"), *(site / "site").rglob("*")]:
        os.utime(path, (future, future))
    edit(site, "New.")
    for path in site.rglob("*.md"):
        os.utime(path, (1, 1))
    build(load_site(site), BuildOptions())
    assert "New." in (site / "site" / "a" / "index.html").read_text("utf-8")


def test_an_output_that_is_deleted_while_it_is_built_is_there_at_the_end(site: Path) -> None:
    edit(site, "New.")

    def prepare() -> None:
        replace = os.rename

        def late(*arguments: Any, **options: Any) -> Any:
            shutil.rmtree(site / "site", ignore_errors=True)
            return replace(*arguments, **options)

        os.rename = late

    code, said = told(site, prepare)
    assert code in (0, 1), said
    assert "bug of ours" not in said
    build(load_site(site), BuildOptions())
    assert "New." in (site / "site" / "a" / "index.html").read_text("utf-8")


def test_a_source_that_changes_while_it_is_read_is_never_kept_under_its_old_key(site: Path) -> None:
    """Each reading of a source finds other words, until the last; the site has those of one moment."""
    edit(site, "New.")

    def prepare() -> None:
        read = Path.read_bytes
        left = [6]

        def changing(path: Path) -> bytes:
            data = read(path)
            if path.suffix == ".md" and left[0]:
                left[0] -= 1
                path.write_bytes(data.replace(b"New", b"Newer" if left[0] % 2 else b"Newest"))
            return data

        Path.read_bytes = changing  # type: ignore[method-assign]

    code, said = told(site, prepare)
    assert code in (0, 1), said
    assert "bug of ours" not in said
    last = {name: (site / "content" / f"{name}.md").read_text("utf-8").split()[-1] for name in "ab"}
    build(load_site(site), BuildOptions())
    for name, words in last.items():
        assert words in (site / "site" / name / "index.html").read_text("utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever is root may read all")
def test_a_source_that_may_not_be_read_is_told(site: Path) -> None:
    (site / "content" / "a.md").chmod(0)
    code, said = told(site, lambda: None)
    assert code == 1
    assert "content/a.md: cannot be read: Permission denied" in said
