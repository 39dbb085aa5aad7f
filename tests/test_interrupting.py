"""Ctrl-C at any moment of a command's start ends it without a traceback.

When the signal comes is no matter of the clock: it is sent when a certain module is imported.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# From the first import of the command line to those of the server and the builder.
MOMENTS = (
    "generator.cli", "typer", "generator.commands.terminal", "generator.errors", "generator.settings",
    "pydantic", "generator.preview", "uvicorn", "generator.preview.serving", "starlette.applications",
    "watchdog.observers", "generator.building.store.archive", "h11", "uvicorn.loops.asyncio",
)  # fmt: skip
AT = """
import os, signal, sys
def seen(event, arguments, wanted={module!r}):
    if event == "import" and arguments[0] == wanted:
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(seen)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("module", MOMENTS)
def test_a_ctrl_c_while_a_preview_starts_prints_no_traceback(tmp_path: Path, module: str) -> None:
    (tmp_path / "site" / "content").mkdir(parents=True)
    (tmp_path / "site" / "briefing.toml").write_text("[language]\npipelines = {}\n")
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(AT.format(module=module))
    paths = os.pathsep.join([str(hook), str(Path(__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-m", "generator", "serve", "--port", "0", "--site", str(tmp_path / "site")],
        env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    assert "bug" not in done.stderr
    assert done.returncode in (-2, 0, 130)
