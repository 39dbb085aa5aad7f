"""A text without a kind that looks like a transcript is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.building.conftest import Command, write

TOLD = "this looks like a transcript, and is read as an article (say kind: transcript, or kind: article)"
HEAD = "---\ntitle: T\ndate: 2026-01-02\n{}---\n\n"
TURNS = "ANA BRANDT: It was shut.\n\nBRAM OSEI: It was open.\n\nCLEO FERRANT: Nobody looked.\n"


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_names_that_each_stand_once_are_told(site: Path, briefing: Command, name: str) -> None:
    write(site, name, HEAD.format("") + TURNS)
    assert f"content/{name}:1:1: {TOLD}" in briefing("check").stderr
    for kind in ("kind: article\n", "kind: transcript\n"):
        write(site, name, HEAD.format(kind) + TURNS)
        assert TOLD not in briefing("check").stderr


def test_an_article_is_not_told(site: Path, briefing: Command) -> None:
    write(site, "a.md", HEAD.format("") + "The result: nobody came.\n\nNote: It rained.\n\nIt was late.\n")
    assert TOLD not in briefing("check").stderr
