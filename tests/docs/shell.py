"""Run the commands of the documentation as a reader does, in one shell."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

ENVIRONMENT = Path(sys.prefix)
PATIENCE = 60


class Shell:
    """One shell that stays open: what a command does to folder and path holds for the next."""

    def __init__(self, folder: Path, home: Path) -> None:
        home.mkdir()
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "BROWSER": "true", "LC_ALL": "C.UTF-8"}
        self.script, self.environment, self.folder = "", environment, folder

    def run(self, command: str) -> str:
        """Run a command after all that went before and still holds. A server is ended once it serves."""
        serves = re.search(r"\bbriefing (serve|watch)\b", command)
        whole = f"set -e\n{self.script}\n{'exec ' if serves else ''}{command}"
        if re.match(r"cd |\. ", command):
            self.script += f"\n{command}"
        process = subprocess.Popen(
            ["bash", "-c", whole], cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        try:
            if serves:
                said = self._until(process, "changed →", "pages in")
            else:
                said = process.communicate(timeout=600)[0]
            assert process.wait(PATIENCE) == 0, f"{command}\n{said}"
        finally:
            process.kill()
        return said

    def _until(self, process: subprocess.Popen[str], *words: str) -> str:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if any(word in line for word in words):
                os.kill(process.pid, signal.SIGINT)
                break
        said += process.stdout.read()
        process.stdout.close()
        return said
