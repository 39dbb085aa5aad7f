"""Run a command of ``briefing`` in this process, so that it is measured and loads its modules once."""

from __future__ import annotations

import io
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from generator.cli import main


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended, with all it printed."""

    returncode: int
    stdout: str
    stderr: str


def run(folder: Path, *arguments: str) -> Ended:
    """Run ``briefing`` with these arguments in a folder."""
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as ended:
            code = ended.code
    assert isinstance(code, int)
    return Ended(code, out.getvalue(), err.getvalue())
