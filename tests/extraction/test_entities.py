"""People, organisations, places: the cases of ``fixtures/entities.txt``, and the order of the lists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.extraction.language import LanguageModel
from generator.extraction.mentions import mention_detection
from generator.extraction.speakers import coreference, entities
from generator.model import Block, BlockKind, Entity, Source, Span

FIXTURE = Path(__file__).parent / "fixtures" / "entities.txt"
KINDS = ("people", "organisations", "places")
UNSURE = "unsure"  # the people and organisations among them that no page prints


class Case(NamedTuple):
    title: str
    text: str
    expected: dict[str, list[str]]


def cases() -> list[Case]:
    found = []
    for part in FIXTURE.read_text(encoding="utf-8").split("\n### ")[1:]:
        title, *lines = part.strip().split("\n")
        expected, text = {}, []
        for line in lines:
            kind, _, names = line.partition(":")
            if kind in (*KINDS, UNSURE):
                expected[kind] = [name.strip() for name in names.split(";") if name.strip()]
            else:
                text.append(line)
        found.append(Case(title, "\n".join(text), expected))
    return found


def gather(model: LanguageModel, text: str) -> dict[str, tuple[Entity, ...]]:
    blocks = tuple(Block(BlockKind.PARAGRAPH, Span(*m.span())) for m in re.finditer(r"[^\n]+", text))
    source = Source(text, blocks)
    parses = model.parse(text[b.span.start : b.span.end] for b in blocks)
    mentions = [mention_detection.find(parse, block) for parse, block in zip(parses, blocks, strict=True)]
    found = entities.gather(source, coreference.read(source, mentions, ()))
    return dict(zip(KINDS, found, strict=True))


def show(entity: Entity) -> str:
    note = entity.country or (entity.titles[0] if entity.titles else "")
    return f"{entity.name} ({note})" if note else entity.name


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_entities(model: LanguageModel, case: Case) -> None:
    found = gather(model, case.text)
    found[UNSURE] = tuple(one for kind in KINDS for one in found[kind] if not one.sure)
    for kind, expected in case.expected.items():
        assert sorted(map(show, found[kind])) == sorted(expected)


def test_every_mention_is_the_name_at_its_place(model: LanguageModel) -> None:
    text = "Mayor Ana Brandt left Oslo.\nMs. Brandt’s car stood in the road, and Brandt walked."
    (person,) = gather(model, text)["people"]
    assert [text[m.start : m.end] for m in person.mentions] == ["Ana Brandt", "Brandt", "Brandt"]


def test_whom_the_text_is_about_comes_before_whom_it_quotes(model: LanguageModel) -> None:
    text = (
        "Ana Brandt has resigned.\nBrandt ran the port for years. She built its bridge.\n"
        "The port is old.\nIt has a bridge.\nA spokesman, Tom Keller, said that nobody had known."
    )
    assert [p.name for p in gather(model, text)["people"]] == ["Ana Brandt", "Tom Keller"]


def test_salience_lies_between_nothing_and_one(model: LanguageModel) -> None:
    found = gather(model, "Ana Brandt met Tom Keller in Oslo.")
    assert all(0 < e.salience < 1 for group in found.values() for e in group)
