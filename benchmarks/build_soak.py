"""Builds of a site that somebody edits carelessly, some of them killed: is it that of a clean build?

    python -m benchmarks.build_soak [--acts 1000] [--seed 1] [--every 20]

The editor of ``watch_soak`` acts on a small site: texts, corrections, registry, settings, templates and
files. After each act ``briefing build`` runs in a process of its own, which in two of five cases is killed
at a random moment; now and then it is ``build --strict``, ``check`` or ``rollback``. After every ``--every``
acts the site is built, once more with all mended where that met errors, and is compared, byte for byte, with
what a copy of the inputs makes that has neither cache nor site.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.building.editing import Editor, differing

COMMANDS = (["build"],) * 8 + (["build", "--strict"], ["check"], ["build", "--full"], ["rollback"])
KILLED = 0.4  # of the commands
BUG = 70  # the exit code of what should never happen


@dataclass
class Soak:
    """Acts on the site at ``root``, and compares it with a copy that is built beside it."""

    root: Path
    random: random.Random
    seconds: float = 2.0  # that the last command took which was not killed
    killed: int = 0
    compared: int = 0
    wrong: list[str] = field(default_factory=list)

    def act(self, editor: Editor, number: int) -> None:
        """Edit, and run a command, which may not live to its end."""
        act, command = editor.act(), self.random.choice(COMMANDS)
        patience = self.random.uniform(0.0, self.seconds) if self.random.random() < KILLED else None
        self._run(command, patience, f"act {number}, {act}, {' '.join(command)}")

    def _run(self, command: list[str], patience: float | None, what: str) -> int | None:
        """Return the exit code of a command; None of one that was killed."""
        started, words = time.monotonic(), [sys.executable, "-m", "generator", *command]
        process = subprocess.Popen(
            [*words, "--site", str(self.root)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        with suppress(subprocess.TimeoutExpired):
            _, said = process.communicate(timeout=patience)
            self.seconds = time.monotonic() - started
            self.wrong += [f"{what}: {said.strip()}"] if process.returncode == BUG else []
            return process.returncode
        process.kill()
        process.communicate()
        self.killed += 1
        return None

    def compare(self, editor: Editor, what: str) -> None:
        """Build to the end, mended if need be, and compare with a copy."""
        if self._run(["build"], None, what) != 0:
            editor.mend()
            if self._run(["build"], None, what) != 0:
                self.wrong.append(f"{what}: what was mended is not built")
                return
        copy = self.root.with_name("copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.root, copy, ignore=shutil.ignore_patterns(".briefing", ".site*", "site"))
        command = [sys.executable, "-m", "generator", "build", "--site", str(copy)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        self.wrong += [f"{what}: {path}" for path in differing(self.root / "site", copy / "site")]
        self.compared += 1

    def told(self, acts: int) -> str:
        """Return a line on what ``acts`` acts came to."""
        compared = f"{self.compared} times compared, {len(self.wrong)} differences"
        return f"{acts} acts, {self.killed} killed, {compared}"


def main() -> None:
    """Act, compare, and say how it went."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        root, dice = Path(folder) / "soak", random.Random(arguments.seed)
        (root / "content").mkdir(parents=True)
        (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n')
        editor, soak = Editor(root, dice), Soak(root, dice)
        editor.begin(20)
        for number in range(arguments.acts):
            soak.act(editor, number)
            if number % arguments.every == arguments.every - 1:
                soak.compare(editor, f"act {number}")
                print(soak.told(number + 1), file=sys.stderr, flush=True)
        soak.compare(editor, "the end")
        sys.exit(_told(soak, arguments.acts))


def _told(soak: Soak, acts: int) -> int:
    """Print the result, and return the exit code."""
    print(soak.told(acts))
    for line in soak.wrong[:20]:
        print(" ", line)
    return 1 if soak.wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=20)
    return parser.parse_args()


if __name__ == "__main__":
    main()
