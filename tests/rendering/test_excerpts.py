"""Where the rights forbid the whole text, nothing but the annotated passages gets out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Span
from generator.reading.markup import Close, Open, Piece, Text
from generator.rendering import Publication, Renderer, Theme
from generator.rendering.excerpts import cut, inside, joined
from tests.rendering.samples import ARTICLE, ferry


def excerpt() -> tuple[str, str]:
    raw = ARTICLE.replace("date: 2031", "excerpt: true\ndate: 2031", 1)
    made = Renderer(Theme(), Publication()).briefing(ferry(raw))
    return made.page.content.decode(), made.index_entry.search.entry


def test_annotated_passages_stay_and_the_rest_is_not_in_the_page_nor_in_the_search() -> None:
    for out in excerpt():
        assert "that the contract had been signed" in out
        assert "that the council knew of it" in out
        assert "looking forward to his day in court" not in out
        assert "What the council knew" not in out
        assert "who asked not to be named" in out  # between source and content


def test_the_page_says_that_it_is_an_excerpt_and_where_the_whole_is() -> None:
    page, _ = excerpt()
    assert "Excerpts: only the annotated passages are published here." in page
    assert 'href="https://example.org/ledger/ferry"' in page
    assert "[…]" in page


def test_a_note_that_nothing_shown_refers_to_is_gone() -> None:
    page, _ = excerpt()
    assert "The eastern quay is the only one" in page  # its reference stands behind a shown statement


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda p: Span(p[0], p[0] + p[1])))


@given(spans, st.lists(st.integers(1, 15), min_size=1, max_size=8))
def test_exactly_the_passages_are_left(wanted: list[Span], lengths: list[int]) -> None:
    pieces: list[Piece] = []
    at = 0
    for length in lengths:
        pieces += [Open("p", "<p>", True), Text(Span(at, at + length)), Close("p", True)]
        at += length + 1
    text = "x" * at
    shown = joined(wanted)
    left = {i for piece in cut(pieces, text, shown) if isinstance(piece, Text) for i in range(*piece.span)}
    had = {i for piece in pieces if isinstance(piece, Text) for i in range(*piece.span)}
    assert left == {i for i in had if any(s.start <= i < s.end for s in shown)}


@given(spans)
def test_inside_means_within_one_passage(wanted: list[Span]) -> None:
    shown = joined(wanted)
    for span in (*wanted, Span(0, 3), Span(10, 30)):
        assert inside(span, shown) == any(passage.contains(span) for passage in shown)
