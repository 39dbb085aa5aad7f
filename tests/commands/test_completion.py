"""The shell completes commands and options."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("typed", "offered"), [("briefing che", "check"), ("briefing build --ba", "--base-url")]
)
def test_bash_is_offered_what_begins_so(typed: str, offered: str) -> None:
    words = typed.split()
    asked = {"_BRIEFING_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    code = "from generator.cli import app; app(prog_name='briefing')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.split() == [offered]
