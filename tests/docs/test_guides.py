"""The tutorial and the how-tos work as they are written, one step after the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.guides import steps
from tests.docs.shell import ENVIRONMENT, Shell
from tests.docs.tables import DOCS

GUIDES = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]
MADE = {
    "tutorial": ["site/quay/index.html", "../public/quay/index.html"],
    "correct-a-statement": ["content/ferry.changes.yaml", "site/archive/corrections/index.html"],
    "import-a-transcript": ["site/the-hearing-on-the-gates/index.html"],
    "write-a-theme": ["site/assets"],
    "publish-to-github-pages": [".github/workflows/publish.yml", "../pages.git/refs/heads/gh-pages"],
    "another-language": ["site/schleuse/index.html"],
    "archive-of-a-newsroom": ["site/2029/02/ferry-story/index.html", "../said.db"],
}
"""What stands in the site's folder once a guide was followed."""

pytestmark = pytest.mark.skipif(
    not (ENVIRONMENT / "bin" / "activate").is_file(), reason="not in an environment as make makes it"
)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_can_be_followed_to_its_end(guide: Path, tmp_path: Path) -> None:
    folder = tmp_path / "start"
    folder.mkdir()
    shell = Shell(folder, tmp_path / "home")
    shell.run(f". {ENVIRONMENT}/bin/activate")
    if guide.stem != "tutorial":  # they are for somebody who has a site
        shell.run("briefing new site my-desk")
        shell.run("cd my-desk")
    for step in steps(guide.read_text("utf-8")):
        if step.path is None:
            said = shell.run(step.text)
            assert "lost correction" not in said, said
        else:
            step.save(folder / "my-desk")
    for path in MADE[guide.stem]:
        assert (folder / "my-desk" / path).exists(), path


def test_the_correction_by_hand_gives_the_statement_to_whom_it_names(tmp_path: Path) -> None:
    folder = tmp_path / "start"
    folder.mkdir()
    shell = Shell(folder, tmp_path / "home")
    shell.run(f". {ENVIRONMENT}/bin/activate")
    for step in list(steps((DOCS / "how-to/correct-a-statement.md").read_text("utf-8")))[:2]:
        step.save(folder)
    printed = json.loads(shell.run("briefing extract --reviewed content/ferry.md --site ."))
    found = [(one["speakers"], one["review"]) for one in printed["attributions"]]
    assert found == [(["Bo Lind"], "machine"), (["Ana Brandt"], "edited")]


def test_a_block_that_says_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="neither a command nor a file"):
        list(steps("Some words.\n\n```toml\na = 1\n```\n"))
