"""Workflow files are YAML that their hosts read, and are never written over another."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from generator import __version__
from tests.command_line import run


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return tmp_path


def test_github_publishes_pushes_and_on_a_schedule(site: Path) -> None:
    assert run(site, "new", "workflow", "github", "--branch", "trunk").returncode == 0
    found = YAML(typ="safe").load((site / ".github/workflows/publish.yml").read_text("utf-8"))
    assert found["on"]["push"] == {"branches": ["trunk"]}
    assert found["on"]["schedule"][0]["cron"]
    steps = found["jobs"]["publish"]["steps"]
    build = next(step for step in steps if "briefing build" in step.get("run", ""))
    assert build["run"].endswith('--base-url "${{ steps.pages.outputs.base_url }}/"')
    assert build["env"] == {"BRIEFING_ARCHIVE_KEY": "${{ secrets.BRIEFING_ARCHIVE_KEY }}"}
    assert any(step.get("run") == f'pip install "annotated-briefings=={__version__}"' for step in steps)


def test_gitlab_publishes_what_it_calls_public(site: Path) -> None:
    assert run(site, "new", "workflow", "gitlab").returncode == 0
    found = YAML(typ="safe").load((site / ".gitlab-ci.yml").read_text("utf-8"))
    assert found["pages"]["artifacts"] == {"paths": ["public"]}
    assert 'briefing build --strict --base-url "$CI_PAGES_URL/"' in found["pages"]["script"]


def test_nothing_is_overwritten_and_no_branch_is_code(site: Path) -> None:
    (site / ".gitlab-ci.yml").write_text("mine: true\n")
    assert run(site, "new", "workflow", "gitlab").returncode == 1
    assert (site / ".gitlab-ci.yml").read_text() == "mine: true\n"
    assert run(site, "new", "workflow", "github", "--branch", "a]\n  x: [b").returncode == 2
    assert run(site, "new", "workflow", "codeberg").returncode == 2
