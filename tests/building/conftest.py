"""A small site to build, and the command that builds it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.building.builder import Builder
from generator.building.report import Report

Command = Callable[..., "subprocess.CompletedProcess[str]"]


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
    """Runs the real command in the site's folder."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "generator", *arguments]
        return subprocess.run(
            command, cwd=site, capture_output=True, text=True, check=False, timeout=120, encoding="utf-8"
        )

    return run
