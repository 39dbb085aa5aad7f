"""A small site of transcripts, which need no language model, and the command that asks it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.command_line import Ended, run

Command = Callable[..., Ended]

FERRY = """---
title: The ferry
date: 2031-05-02
tags: [Harbour, Ferries]
kind: transcript
---

ADA EXAMPLE: The new ferry will sail in May.

JOSÉ MÜLLER: The quay at Port-Alder is full of silt.
"""
WEIR = """---
title: The weir
date: 2030-01-09
tags: [Water]
kind: transcript
---

ADA EXAMPLE: The weir will hold, and no ferry passes it.
"""


@pytest.fixture
def briefing(tmp_path: Path) -> Command:
    """Runs a command in the site's folder, which has been built."""
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    (content / "ferry.md").write_text(FERRY, "utf-8")
    (content / "weir.md").write_text(WEIR, "utf-8")
    briefing = partial(run, tmp_path)
    assert briefing("build").returncode == 0
    return briefing
