"""Whose name stands under a correction."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "BRIEFING_REVIEWER"
_PATIENCE = 5.0  # seconds


def reviewer(root: Path, environment: Mapping[str, str] = os.environ) -> str | None:
    """The name in ``$BRIEFING_REVIEWER``, or the one that git signs with; None where there is neither."""
    named = " ".join(environment.get(VARIABLE, "").split())
    return named or _git_name(root)


def _git_name(root: Path) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "config", "user.name"]
    try:
        found = subprocess.run(  # noqa: S603 (a fixed command)
            command, cwd=root, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return " ".join(found.stdout.split()) or None
