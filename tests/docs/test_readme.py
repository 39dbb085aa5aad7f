"""Every command of the README works as it is written there, one after the other, from a checkout."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.docs.shell import ENVIRONMENT, Shell

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = [
    re.findall(r"^    (.+?)(?: +#.*)?$", block, re.M)
    for block in re.split(r"\n(?=\S)", README)
    if "\n    " in block and "    ---" not in block
]
COMMANDS = [line for block in BLOCKS for line in block]
TABLE = [command for row in re.findall(r"^\| (`briefing.*?) \|", README, re.M) for command in row.split(", ")]
NEEDS_NETWORK = {"make site", "make test"}  # they look at the environment first; `.ci/smoke.py` runs them

pytestmark = pytest.mark.skipif(
    not (ENVIRONMENT / "bin" / "activate").is_file(), reason="not in an environment as make makes it"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a newcomer has after ``make site``: the checkout, with an environment in it."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "briefing.toml", folder)
    (folder / ".venv").symlink_to(ENVIRONMENT)
    return folder


def test_the_commands_run_as_written(checkout: Path, tmp_path: Path) -> None:
    shell = Shell(checkout, tmp_path / "home")
    for command in COMMANDS:
        if command in NEEDS_NETWORK:
            assert re.search(rf"^{command.split()[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.M)
        else:
            shell.run(command)
    assert (tmp_path / "my-briefings" / "site" / "first-briefing" / "index.html").is_file()


def test_the_table_of_commands_runs_as_written(checkout: Path, tmp_path: Path) -> None:
    shell = Shell(checkout, tmp_path / "home")
    shell.run(". .venv/bin/activate")
    words = {"FILE…": "content/river-levels.md", "DIR": "../new", "TITLE": "'A title'",
             "--speaker NAME": "--speaker 'Dev Okonjo'", "OLD NEW": "river-levels.md levels.md"}  # fmt: skip
    for command in TABLE:
        plain = command.strip("`")
        plain = plain if plain.startswith("briefing") else f"briefing {plain}"
        for word, meaning in words.items():
            plain = plain.replace(word, meaning)
        shell.run(plain)


def test_the_help_says_where_the_documentation_is(checkout: Path, tmp_path: Path) -> None:
    shell = Shell(checkout, tmp_path / "home")
    said = "".join(shell.run(".venv/bin/briefing --help").split())
    assert Path(said.partition("Documentation:")[2].partition(",")[0]).is_file()
