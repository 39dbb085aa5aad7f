"""``docs/reliability.md`` names tests that are there, and counts that are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.security.test_foreign_folders import ATTACKS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "reliability.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)`", TEXT)))


@pytest.mark.parametrize("name", NAMED)
def test_what_can_be_tried_again_is_there(name: str) -> None:
    assert (ROOT / name).is_file()


def test_every_security_test_is_in_the_table() -> None:
    there = {f"tests/security/{path.name}" for path in (ROOT / "tests" / "security").glob("test_*.py")}
    assert there - {"tests/security/test_licences.py"} <= set(NAMED)


def test_every_test_that_is_named_is_there() -> None:
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.M)
    }
    named = set(re.findall(r"`(test_\w+)`", TEXT))
    assert named
    assert named <= there


def test_the_number_of_templates_is_the_one_that_is_tried() -> None:
    assert f"| {len(ATTACKS)} templates that reach" in TEXT


def test_security_is_told_where_somebody_looks() -> None:
    assert "](SECURITY.md)" in (ROOT / "README.md").read_text("utf-8")
    assert "](docs/reliability.md)" in (ROOT / "README.md").read_text("utf-8")
