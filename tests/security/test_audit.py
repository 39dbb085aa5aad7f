"""What the program is made of is asked about once a week, and by pinned means."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements"


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "audit.yml")
    return loaded


def test_the_audit_runs_once_a_week(workflow: dict[str, Any]) -> None:
    (schedule,) = workflow["on"]["schedule"]
    minute, hour, day, month, weekday = schedule["cron"].split()
    assert 0 <= int(minute) < 60
    assert 0 <= int(hour) < 24
    assert (day, month) == ("*", "*")
    assert 0 <= int(weekday) < 7


def test_the_audit_may_change_nothing_and_runs_what_make_runs(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == ["make advisories"]


def test_the_audit_asks_about_every_pin_of_the_program() -> None:
    told = subprocess.run(
        ["make", "--always-make", "--dry-run", "--no-print-directory", "advisories"],
        cwd=ROOT, capture_output=True, text=True, check=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
    ).stdout  # fmt: skip
    asked = told.splitlines()[-1]
    assert "pip-audit --require-hashes" in asked
    assert asked.endswith("-r requirements/site.txt")
    assert "--require-hashes -r requirements/audit.txt" in told  # what asks is pinned too


@pytest.mark.parametrize("name", ["site.txt", "dev.txt", "audit.txt"])
def test_every_pin_has_a_hash_and_names_no_index(name: str) -> None:
    text = (REQUIREMENTS / name).read_text("utf-8")
    pins = re.split(r"\n(?=\S)", text.strip())
    assert pins
    for pin in pins:
        assert re.match(r"[a-z0-9-]+==\S+ ", pin), pin
        assert "--hash=sha256:" in pin, pin
    assert "://" not in text
