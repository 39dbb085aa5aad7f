"""``docs/front-matter.md``, ``settings.md`` and ``extract-format.md`` say what the code says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from generator.commands.extraction_json import to_json
from generator.extraction.extractor import Extractor
from generator.extraction.language import LanguageModel
from generator.model import AccountPair, Entity
from generator.reading.frontmatter import CorrectionEntry, FactEntry, FrontMatter, Origin, SpeakerEntry
from generator.reading.sources import parse_document
from generator.settings import Settings
from tests.docs.tables import DOCS, keys, rows, sections

FRONT_MATTER = {
    "Keys": FrontMatter,
    "source": Origin,
    "corrections": CorrectionEntry,
    "speakers": SpeakerEntry,
    "facts": FactEntry,
}
OTHER_SPELLINGS = {"author"}  # documented beside ``authors``
TEXT = """---
title: The ferry
date: 2031-05-04
---

“The ferry will sail to Reykjavik on 6 May 2031,” Ana Brandt, the harbour commissioner, told the
Port Alder Council. She said that 40 people had waited for three days.
"""


@pytest.mark.parametrize("heading", FRONT_MATTER)
def test_every_key_of_the_front_matter_is_documented_with_its_default(heading: str) -> None:
    model = FRONT_MATTER[heading]
    documented = {cells[0].strip("`"): cells[1] for cells in rows(sections("front-matter.md")[heading])}
    assert set(documented) == set(_keys(model)) - OTHER_SPELLINGS
    for key, default in documented.items():
        assert default in _spelt(model, key), key
    assert all(cells[2] for cells in rows(sections("front-matter.md")[heading]))


def _keys(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _spelt(model: type[BaseModel], key: str) -> set[str]:
    default = _keys(model)[key].default
    if default is PydanticUndefined:
        return {"required"}
    if isinstance(default, bool):
        return {f"`{str(default).lower()}`"}
    return {"empty"} if default == () else {"none", "`[language] texts`"}


def test_the_front_matter_shown_is_valid_and_shows_lists_as_they_are_written() -> None:
    example = re.search(r"```yaml\n(---\n.*?---\n)```", (DOCS / "front-matter.md").read_text("utf-8"), re.S)
    assert example
    document = parse_document(f"{example[1]}\nText.", "", PurePosixPath("a.md"), "content/a.md")
    assert document.front.authors == ("News desk",)
    assert not document.warnings


def test_the_settings_shown_are_all_there_are() -> None:
    example = re.search(r"```toml\n(.*?)```", (DOCS / "settings.md").read_text("utf-8"), re.S)
    assert example
    shown = tomllib.loads(example[1])
    Settings.model_validate(shown)
    assert {table: set(found) for table, found in shown.items()} == {
        table: set(type(getattr(Settings(), table)).model_fields) for table in Settings.model_fields
    }


def test_every_key_that_extract_prints_is_documented(model: LanguageModel) -> None:
    document = parse_document(TEXT, "", PurePosixPath("ferry.md"), "ferry.md")
    found = Extractor(model).extract(document.source)
    place = Entity("Reykjavik", (), found.facts.places[0].mentions, 0.5, "Iceland")
    pair = AccountPair("d-1", "the ferry", (found.attributions[0].id, found.attributions[-1].id), "test")
    week = replace(found.facts.dates[0], within="2031-05-05/2031-05-11")
    few = replace(found.facts.numbers[0], upper=50.0)
    facts = replace(found.facts, places=(place,), dates=(week,), numbers=(few,))
    whole = replace(found, accounts=(pair,), facts=facts)
    printed = to_json(document, whole, explain=True)
    documented = sections("extract-format.md")
    assert keys(documented["Document"]) == list(printed)
    assert keys(documented["Facts"]) == list(printed["facts"])
    assert keys(documented["Speaker"]) == list(printed["speakers"][0])
    assert keys(documented["Attribution"]) == list(printed["attributions"][0])
    assert keys(documented["Assertion"]) == list(printed["assertions"][0])
    assert keys(documented["Account pair"]) == list(printed["accounts"][0])
    assert keys(documented["Entity"]) == list(printed["facts"]["places"][0])
    assert keys(documented["Date"]) == list(printed["facts"]["dates"][0])
    assert keys(documented["Number"]) == list(printed["facts"]["numbers"][0])
    more = to_json(document, whole, explain=True, reviewed=True)
    assert set(more["assertions"][0]) - set(printed["assertions"][0]) == {
        "review",
        "verdict",
        "link",
        "wording",
    }
    added = {"review", "corrected"}
    assert set(more["facts"]["dates"][0]) - set(printed["facts"]["dates"][0]) == added
    assert set(more["facts"]["numbers"][0]) - set(printed["facts"]["numbers"][0]) == added | {"wording"}
