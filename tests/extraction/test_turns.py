"""Transcripts: the cases of ``fixtures/turns.txt``, and what is asserted in turns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.extraction.extractor import Extractor
from generator.extraction.language import LanguageModel
from generator.model import Block, BlockKind, Entity, Extraction, Source, SourceKind, Span
from generator.reading.transcripts import split_turns

FIXTURE = Path(__file__).parent / "fixtures" / "turns.txt"
_LISTED = re.compile(r"=> (people|organisations|places) (.*)")


class Case(NamedTuple):
    title: str
    text: str
    listed: list[tuple[str, str]]  # the list of the facts, and an entry of it in print
    sources: list[str]


def cases() -> list[Case]:
    found = []
    for part in FIXTURE.read_text(encoding="utf-8").split("\n### ")[1:]:
        title, *lines = part.strip().split("\n")
        text = "\n".join(line for line in lines if not line.startswith("=> "))
        listed = [(m[1], m[2]) for line in lines if (m := _LISTED.fullmatch(line))]
        sources = [line[3:] for line in lines if line.startswith("=> ") and not _LISTED.fullmatch(line)]
        found.append(Case(title, text, listed, sources))
    return found


def transcript(text: str) -> Source:
    lines = [Block(BlockKind.PARAGRAPH, Span(*m.span())) for m in re.finditer(r"[^\n]+", text)]
    blocks, turns, kind = split_turns(text, lines, (), SourceKind.TRANSCRIPT)
    return Source(text, blocks, turns=turns, kind=kind)


def printed(text: str, entity: Entity) -> str:
    return f"{entity.name}: " + "; ".join(text[start:end] for start, end in entity.mentions)


def listed_in(text: str, found: Extraction) -> dict[str, list[str]]:
    lists = {
        "people": found.facts.people,
        "organisations": found.facts.organisations,
        "places": found.facts.places,
    }
    return {name: [printed(text, one) for one in entities] or ["-"] for name, entities in lists.items()}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_turns_as_an_editor_reads_them(case: Case, model: LanguageModel) -> None:
    found = Extractor(model).extract(transcript(case.text))
    lists = listed_in(case.text, found)
    assert [pair for pair in case.listed if pair[1] not in lists[pair[0]]] == [], lists
    inner = [a for a in found.attributions if a.rule != "turn"]
    sources = [f"{case.text[slice(*a.source[0])]}: {'; '.join(a.speakers)}" for a in inner if a.source]
    assert not case.sources or sources == case.sources


def test_what_many_say_word_for_word_is_one_assertion(model: LanguageModel) -> None:
    names = ("ILKA VARGA", "SEN. OVE LIND (Ind.)", "MARTA HOLM", "PIA STAHL", "TOMAS VARGA")
    again = "The ferry was late."
    text = "\n".join(f"{name}: {again}" for name in names * 2)
    found = Extractor(model).extract(transcript(text))
    said = [text[slice(*one.span)] for one in found.assertions]
    assert said == [again]


def test_the_same_quotation_of_two_is_one_assertion(model: LanguageModel) -> None:
    text = (
        "“The wall will hold,” the mayor said.\n"
        "“The wall will hold,” Otto Brill said.\n"
        "The valley has three villages and one school."
    )
    blocks = tuple(Block(BlockKind.PARAGRAPH, Span(*m.span())) for m in re.finditer(r"[^\n]+", text))
    found = Extractor(model).extract(Source(text, blocks))
    said = [text[slice(*one.span)] for one in found.assertions]
    assert sum("wall will hold" in one for one in said) == 1


def test_who_says_it_is_no_part_of_what_is_said(model: LanguageModel) -> None:
    text = "\n".join(["ILKA VARGA: No, never.", "OVE LIND: The ferry was late."] * 2)
    found = Extractor(model).extract(transcript(text))
    assert [text[slice(*one.span)] for one in found.assertions] == ["The ferry was late."]
