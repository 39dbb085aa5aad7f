"""What ``docs/writing.md`` says of Markdown and of labels is what is read."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.model import SourceKind
from generator.reading import Document
from generator.reading.sources import parse_document
from generator.rendering.headings import with_ids
from generator.rendering.weaving import weave
from tests.docs.tables import rows, sections

SECTIONS = sections("writing.md")


def read(body: str, front: str = "title: A") -> Document:
    return parse_document(f"---\n{front}\n---\n\n{body}\n", "", PurePosixPath("a.md"), "content/a.md")


@pytest.mark.parametrize("row", rows(SECTIONS["Markdown"]), ids=lambda row: row[0])
def test_each_construct_becomes_the_elements_that_are_named(row: list[str]) -> None:
    _, example, becomes = row
    written = example.removeprefix("`` ").removesuffix(" ``") if example.startswith("``") else example[1:-1]
    document = read(f"Some words.\n\n{written}")
    headed = with_ids(document.body, document.source.text, of_page=False)
    html = weave(headed.pieces, document.source.text, ())
    for element in becomes.strip("`").split("` `"):
        assert element in html


@pytest.mark.parametrize("row", rows(SECTIONS["Transcripts"]), ids=lambda row: row[0])
def test_each_line_is_a_turn_or_none_as_it_is_said(row: list[str]) -> None:
    line, told = row[0].strip("`"), row[1]
    document = read(line, "title: A\nkind: transcript")
    assert document.source.kind is SourceKind.TRANSCRIPT
    assert bool(document.source.turns) == (told == "a turn")
    for turn in document.source.turns:
        assert document.source.text[turn.content[0].start :].startswith("The gates")
