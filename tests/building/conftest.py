"""A small site to build, and the command that builds it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator.building.builder import Builder
from generator.building.report import Report
from tests.command_line import Ended, run

Command = Callable[..., Ended]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of one good briefing, without a language model so that it builds at once."""
    root = tmp_path / "site-of-tests"
    (root / "content").mkdir(parents=True)
    (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    write(
        root,
        "good.md",
        "---\ntitle: Good\ndate: 2026-01-02\n---\n\n“It will hold for forty years,” said Ada Example.\n",
    )
    return root


def write(root: Path, name: str, text: str | bytes) -> Path:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def update(builder: Builder) -> Report:
    builder.note(builder.inputs.scan())
    for _ in builder.work():
        pass
    report = builder.report()
    builder.keep()
    return report


@pytest.fixture
def briefing(site: Path) -> Command:
    """Runs a command in the site's folder."""
    return partial(run, site)
