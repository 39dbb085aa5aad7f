"""Weaving adds elements and takes nothing away."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Span
from generator.reading.markup import Close, NoteReference, Open, Piece, Text, Void, plain_html
from generator.rendering.weaving import Inserted, Mark, weave
from tests.rendering.unweaving import Unwoven, unweave

BLOCKS = ("p", "ul", "li", "blockquote", "table", "td", "h2")
INLINES = ("em", "strong", "a", "code")


class TreeBuilder:
    """Lays text out in a random tree of blocks and inline elements."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.pieces: list[Piece] = []
        self.text = ""

    def element(self, depth: int) -> None:
        name = self.draw(st.sampled_from(BLOCKS if depth < 2 else INLINES))
        block = name in BLOCKS
        self.pieces.append(Open(name, f'<{name} class="own">', block))
        for _ in range(self.draw(st.integers(0, 3))):
            self.child(depth + 1)
        self.pieces.append(Close(name, block))

    def child(self, depth: int) -> None:
        kind = self.draw(st.sampled_from(("text", "text", "element", "void", "reference")))
        if kind == "text":
            self.words()
        elif kind == "element" and depth < 4:
            self.element(depth)
        elif kind == "void":
            self.pieces.append(Void("<br>"))
        else:
            self.pieces.append(NoteReference(1))

    def words(self) -> None:
        gap = self.draw(st.integers(0, 2))
        word = self.draw(st.text("ab <&“é\u0301😀", max_size=6))
        start = len(self.text) + gap
        self.text += "\n" * gap + word
        self.pieces.append(Text(Span(start, start + len(word))))


@st.composite
def pages(draw: st.DrawFn) -> tuple[list[Piece], str, list[Mark]]:
    tree = TreeBuilder(draw)
    for _ in range(draw(st.integers(1, 4))):
        tree.element(0)
    size = len(tree.text)
    edges = st.tuples(st.integers(0, size), st.integers(0, size))
    spans = [Span(min(e), max(e)) for e in draw(st.lists(edges, max_size=8)) if e[0] != e[1]]
    marks = [
        Mark(span, "mark", f' title="{n}"', f"q{n}", Inserted("<b data-x>[</b>"), Inserted("<b data-x>]</b>"))
        for n, span in enumerate(spans)
    ]
    return tree.pieces, tree.text, marks


def woven(page: tuple[list[Piece], str, list[Mark]]) -> Unwoven:
    pieces, text, marks = page
    return unweave(weave(pieces, text, marks, lambda _: Inserted("<sup data-x><i>1</i></sup>")))


@given(pages())
def test_without_its_annotations_the_page_is_the_plain_page_byte_for_byte(
    page: tuple[list[Piece], str, list[Mark]],
) -> None:
    assert woven(page).plain == plain_html(tuple(page[0]), page[1])


@given(pages())
def test_each_mark_covers_its_words_and_no_others(page: tuple[list[Piece], str, list[Mark]]) -> None:
    pieces, text, marks = page
    covered = woven(page).covered
    shown = [i for p in pieces if isinstance(p, Text) for i in range(*p.span)]
    for number, mark in enumerate(marks):
        expected = "".join(text[i] for i in shown if mark.span.start <= i < mark.span.end)
        assert covered.get(str(number), "") == expected


@given(pages())
def test_each_shown_mark_has_its_id_once_and_its_additions_once(
    page: tuple[list[Piece], str, list[Mark]],
) -> None:
    result = woven(page)
    shown = {f"q{number}" for number in result.covered}
    assert sorted(result.idents) == sorted(shown)
    assert result.inserted.count("[") == result.inserted.count("]") == len(shown)


@given(pages())
def test_no_part_of_a_mark_is_empty_and_nothing_is_added_inside_a_link(
    page: tuple[list[Piece], str, list[Mark]],
) -> None:
    result = woven(page)
    assert not result.empty_parts
    assert not result.inserted_in_links


def one(html_pieces: list[Piece], text: str, *spans: tuple[int, int]) -> str:
    marks = [Mark(Span(*span), "mark", ident=f"m{n}") for n, span in enumerate(spans)]
    return weave(html_pieces, text, marks)


def test_a_mark_stays_whole_around_the_emphasis_it_contains() -> None:
    pieces = [
        Open("p", "<p>", True),
        Text(Span(0, 3)),
        Open("em", "<em>", False),
        Text(Span(3, 6)),
        Close("em", False),
        Text(Span(6, 9)),
        Close("p", True),
    ]
    assert one(pieces, "abcdefghi", (1, 8)) == ('<p>a<mark data-a id="m0">bc<em>def</em>gh</mark>i</p>')
    assert one(pieces, "abcdefghi", (3, 6)) == '<p>abc<mark data-a id="m0"><em>def</em></mark>ghi</p>'


def test_a_mark_that_ends_inside_of_emphasis_is_split_there() -> None:
    pieces = [
        Open("p", "<p>", True),
        Text(Span(0, 3)),
        Open("em", "<em>", False),
        Text(Span(3, 6)),
        Close("em", False),
        Close("p", True),
    ]
    assert one(pieces, "abcdef", (1, 5)) == (
        '<p>a<mark data-a id="m0">bc</mark><em><mark data-a>de</mark>f</em></p>'
    )


def test_a_mark_over_two_paragraphs_is_one_element_in_each_and_carries_its_id_once() -> None:
    pieces = [
        Open("p", "<p>", True),
        Text(Span(0, 3)),
        Close("p", True),
        Void("\n"),
        Open("p", "<p>", True),
        Text(Span(4, 7)),
        Close("p", True),
    ]
    assert one(pieces, "abc\ndef", (1, 6)) == (
        '<p>a<mark data-a id="m0">bc</mark></p>\n<p><mark data-a>de</mark>f</p>'
    )


def test_of_two_crossing_marks_the_one_that_ends_first_stays_inside() -> None:
    pieces = [Open("p", "<p>", True), Text(Span(0, 6)), Close("p", True)]
    assert one(pieces, "abcdef", (0, 4), (2, 6)) == (
        '<p><mark data-a id="m0">ab<mark data-a id="m1">cd</mark></mark><mark data-a>ef</mark></p>'
    )


def test_what_is_added_beside_a_word_in_a_table_is_led_out_to_before_the_table() -> None:
    pieces = [
        Open("table", "<table>", True),
        Open("td", "<td>", True),
        Text(Span(0, 3)),
        Close("td", True),
        Close("table", True),
    ]
    mark = Mark(Span(0, 3), "mark", after=Inserted("<i data-x>E</i>", "<span data-x>note</span>"))
    assert weave(pieces, "abc", [mark]) == (
        "<span data-x>note</span><table><td><mark data-a>abc</mark><i data-x>E</i></td></table>"
    )


def test_a_long_transcript_is_woven_in_a_moment() -> None:
    words = 50_000
    text = "quote " * words
    pieces: list[Piece] = []
    for start in range(0, len(text), 600):
        pieces += [Open("p", "<p>", True), Text(Span(start, start + 600)), Close("p", True)]
    marks = [Mark(Span(at, at + 100), "mark", ident=f"m{at}") for at in range(0, len(text) - 150, 150)]
    started = time.process_time()
    html = weave(pieces, text, marks)
    assert html.count("<mark") >= 1_990
    assert time.process_time() - started < 0.5  # about 0.03 s; far enough from quadratic for a busy machine
