"""``docs/theming.md`` names what templates are given, all of it and nothing else."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from generator.rendering import CONTEXT_VERSION, charts, context, summaries
from generator.shipped import shipped_templates

TEXT = (Path(__file__).parents[2] / "docs" / "theming.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^###|\Z)", TEXT, re.S | re.M))
CLASSES = {
    name: found
    for module in (context, charts, summaries)
    for name, found in vars(module).items()
    if dataclasses.is_dataclass(found) and found.__module__ == module.__name__ and not name.startswith("_")
}


def test_every_kind_of_value_has_its_section() -> None:
    assert set(SECTIONS) == set(CLASSES)


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_name_of_a_value_is_documented(name: str) -> None:
    found = CLASSES[name]
    names = {field.name for field in dataclasses.fields(found)}
    names |= {name for name, value in vars(found).items() if isinstance(value, property)}
    assert names <= set(re.findall(r"`(\w+)`", SECTIONS[name]))


def test_the_version_is_the_documented_one() -> None:
    assert f"`{{{{ site.context_version }}}}`: **{CONTEXT_VERSION}**" in TEXT


def test_every_template_and_block_is_documented() -> None:
    for template in shipped_templates().glob("*.html"):
        assert f"`{template.name}`" in TEXT or f"`templates/{template.name}`" in TEXT, template.name
        for block in re.findall(r"{% block (\w+) %}", template.read_text("utf-8")):
            assert f"`{block}`" in TEXT, block
