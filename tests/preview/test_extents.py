"""Moving an edge by a word."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Block, BlockKind, Span
from generator.preview.review_api.extents import move_edge

TEXT = "Before. “Nobody asked me,” she said, twenty-one times.\n\nAfter."
BLOCKS = (
    Block(BlockKind.PARAGRAPH, Span(0, TEXT.index("\n"))),
    Block(BlockKind.PARAGRAPH, Span(TEXT.index("After"), len(TEXT))),
)
Edge = Literal["start", "end"]


def words_after(words: str, edge: Edge, *steps: int) -> str:
    spans: tuple[Span, ...] = (Span(TEXT.index(words), TEXT.index(words) + len(words)),)
    for step in steps:
        spans = move_edge(TEXT, BLOCKS, spans, edge, step)
    return TEXT[spans[0].start : spans[0].end]


@pytest.mark.parametrize(
    ("words", "edge", "steps", "expected"),
    [
        ("Nobody asked", "end", (1,), "Nobody asked me"),
        ("Nobody asked me", "end", (1,), "Nobody asked me,”"),
        ("Nobody asked", "start", (-1,), "“Nobody asked"),
        ("Nobody asked", "start", (-1, -1), "Before. “Nobody asked"),
        ("Nobody asked", "end", (-1,), "Nobody"),
        ("Nobody asked", "end", (-1, -1, -1), "Nobody"),
        ("obody aske", "end", (1,), "obody asked"),
        ("twenty-one times", "end", (-1,), "twenty-one"),
        ("twenty-one times", "end", (1, 1, 1), "twenty-one times."),
        ("Before", "start", (-1,), "Before"),
    ],
)
def test_an_edge_stops_at_words_with_their_marks_and_without(
    words: str, edge: Edge, steps: tuple[int, ...], expected: str
) -> None:
    assert words_after(words, edge, *steps) == expected


def test_of_several_parts_only_the_outer_edges_move() -> None:
    first, second = Span(9, 15), Span(27, 30)
    assert move_edge(TEXT, BLOCKS, (first, second), "end", 1)[0] == first
    assert move_edge(TEXT, BLOCKS, (first, second), "start", 1) == (first, second), "one word is left"


@given(
    text=st.text("ab ,”“😀-.", min_size=1, max_size=40),
    data=st.data(),
    edge=st.sampled_from(("start", "end")),
    step=st.sampled_from((-1, 1)),
)
def test_a_step_stays_in_the_paragraph_and_can_be_taken_back(
    text: str, data: st.DataObject, edge: Edge, step: int
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    blocks = (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)
    once = move_edge(text, blocks, (span,), edge, step)
    assert 0 <= once[0].start < once[0].end <= len(text)
    twice = move_edge(text, blocks, once, edge, step)
    if once != (span,) and twice != once:
        assert move_edge(text, blocks, twice, edge, -step) == once
