"""Every dependency names a licence that does not bind this program, and the list names them all."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from benchmarks.licences import dependencies, licence_of, normal, refused, sbom

ROOT = Path(__file__).parents[2]


def test_every_dependency_may_be_used() -> None:
    assert [name for name, one in dependencies().items() if refused(licence_of(one))] == []


def test_the_list_names_what_the_project_asks_for_and_what_that_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {normal(line.split(">")[0].split("=")[0].split("<")[0]) for line in project["dependencies"]}
    listed = {one["name"] for one in sbom()["components"]}
    assert wanted <= listed
    assert {"markupsafe", "pydantic-core"} <= listed
    assert json.dumps(sbom()) == json.dumps(sbom())


@pytest.mark.parametrize("licence", ["", "GPL-3.0-or-later", "AGPL-3.0", "GNU General Public License v2"])
def test_a_binding_licence_is_refused(licence: str) -> None:
    assert refused(licence)


@pytest.mark.parametrize("licence", ["MIT", "MIT or GPL-3.0", "LGPL-2.1", "Apache-2.0 OR BSD-2-Clause"])
def test_others_are_not(licence: str) -> None:
    assert not refused(licence)
