"""Killed at any moment, a build leaves the old site or the new one, and the next build heals the rest."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.building import publisher
from generator.building.options import BuildOptions
from generator.building.publishing import build, roll_back
from generator.commands.site import open_site
from generator.review.yaml_files.locking import replace_file
from generator.settings import load_site
from tests.building.conftest import write

CALLS = ("rename", "replace", "link", "unlink", "rmdir", "mkdir", "open", "symlink")
OLD, NEW = "---\ntitle: A\ndate: 2026-01-02\n---\n\nOld.\n", "---\ntitle: A\ndate: 2026-01-02\n---\n\nNew.\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site-of-tests"
    (root / "content").mkdir(parents=True)
    (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    edit(root, OLD)
    build(load_site(root), BuildOptions())
    return root


def pages(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit(site: Path, text: str) -> None:
    """Change one briefing, and have another come or go."""
    comes, goes = "bc" if text == OLD else "cb"
    for name in ("a", comes):
        write(site, f"{name}.md", text.replace("title: A", f"title: {name}"))
    (site / "content" / f"{goes}.md").unlink(missing_ok=True)


def killed(work: Callable[[], object], at: int | None = None, after: float | None = None) -> bool:
    """Run ``work`` in a child that dies just before its call ``at``, or ``after`` some seconds."""
    child = os.fork()
    if child == 0:
        try:
            if at is not None:
                _die_at(at)
            work()
        finally:
            os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] != 0


def _die_at(number: int) -> None:
    left = [number]

    def hooked(call: Callable[..., Any], *, writing: bool) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            flags = arguments[1] if len(arguments) > 1 else options.get("flags", 0)
            if not writing or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return counted

    for name in CALLS:
        setattr(os, name, hooked(getattr(os, name), writing=name == "open"))
    publisher.exchange = hooked(publisher.exchange, writing=False)


def assert_whole(site: Path, old: dict[str, bytes], new: dict[str, bytes], *, full: bool, told: str) -> None:
    """Each file is the old or the new one at once; all of them are after the next start of any command."""
    found = pages(site / "site")
    if full:
        assert found in (old, new), f"half a site {told}"
    for path, data in found.items():
        if not path.endswith((".briefing-site", ".tmp")):
            assert data in (old.get(path), new.get(path)), f"half a file {told}: {path}"
    assert {*found} >= {*old} & {*new}, f"a page was missing {told}"
    open_site(site)
    assert pages(site / "site") in (old, new), f"half a site {told}, and after the next start"


@pytest.mark.parametrize("full", [False, True])
def test_a_build_that_dies_before_any_call_that_changes_a_file_leaves_a_whole_site(
    site: Path, thorough: bool, full: bool
) -> None:
    options = BuildOptions(full=full)
    old = pages(site / "site")
    edit(site, NEW)
    build(load_site(site), BuildOptions(), site.parent / "new")
    new = pages(site.parent / "new")
    assert old != new
    at = 0
    while killed(lambda: build(load_site(site), options), at):
        assert_whole(site, old, new, full=full, told=f"after a death before call {at}")
        build(load_site(site), options)
        assert pages(site / "site") == new
        assert [path.name for path in site.iterdir() if path.name.startswith((".site.st", ".site.ch"))] == []
        assert not list((site / ".briefing").glob("publishing-*"))
        edit(site, OLD)
        build(load_site(site), options)
        assert pages(site / "site") == old
        edit(site, NEW)
        at += 1 if thorough else random.Random(at).randint(3, 7)
    assert at > 20  # it did not end at once


@pytest.mark.parametrize("full", [False, True])
def test_a_build_that_is_killed_at_any_time_leaves_a_whole_site(
    site: Path, thorough: bool, full: bool
) -> None:
    options = BuildOptions(full=full)
    old = pages(site / "site")
    edit(site, NEW)
    began = time.monotonic()
    build(load_site(site), options, site.parent / "new")
    lasts = time.monotonic() - began
    new = pages(site.parent / "new")
    moments = random.Random(1)
    for number in range(300 if thorough else 12):
        killed(lambda: build(load_site(site), options), after=moments.uniform(0, lasts * 1.2))
        assert_whole(site, old, new, full=full, told=f"at moment {number}")
        edit(site, OLD)
        build(load_site(site), options)
        assert pages(site / "site") == old
        edit(site, NEW)
    build(load_site(site), options)
    assert pages(site / "site") == new


def test_what_is_killed_while_it_ends_what_another_left_is_ended_by_the_next(site: Path) -> None:
    old = pages(site / "site")
    edit(site, NEW)
    build(load_site(site), BuildOptions(), site.parent / "new")
    new = pages(site.parent / "new")
    for at in range(26, 60, 7):
        killed(lambda: build(load_site(site), BuildOptions()), at)
        again = 0
        while killed(lambda: open_site(site), again):
            assert_whole(site, old, new, full=False, told=f"after a second death, {at} and {again}")
            again += 2
        assert pages(site / "site") in (old, new)
        build(load_site(site), BuildOptions())
        edit(site, OLD)
        build(load_site(site), BuildOptions())
        edit(site, NEW)


def test_a_rollback_that_is_killed_leaves_the_one_site_or_the_other(site: Path) -> None:
    old = pages(site / "site")
    edit(site, NEW)
    build(load_site(site), BuildOptions())
    new = pages(site / "site")
    at = 0
    while killed(lambda: roll_back(load_site(site)), at):
        assert_whole(site, new, old, full=False, told=f"after a death before call {at}")
        if pages(site / "site") == new:
            roll_back(load_site(site))
        assert pages(site / "site") == old
        build(load_site(site), BuildOptions())
        assert pages(site / "site") == new
        at += 5
    assert pages(site / "site") == old
    assert at > 20


def test_a_review_file_that_is_being_replaced_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.review.yaml"
    at = 0
    path.write_bytes(b"old")
    while killed(lambda: replace_file(path, b"new"), at):
        assert path.read_bytes() in (b"old", b"new")
        path.write_bytes(b"old")
        at += 1
    assert path.read_bytes() == b"new"
    assert at >= 2
