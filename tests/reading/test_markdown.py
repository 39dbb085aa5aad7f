"""Markdown into plain text, blocks and pieces, each character with its place in the file."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import BriefingError
from generator.model import BlockKind
from generator.reading import Document, parse_document
from generator.reading.markup import NoteReference, Text, plain_html


def read(raw: str, name: str = "b.md") -> Document:
    return parse_document(raw, "0" * 64, PurePosixPath(name), name)


def blocks(document: Document) -> list[tuple[str, str]]:
    text = document.source.text
    return [(block.kind.value, text[block.span.start : block.span.end]) for block in document.source.blocks]


def test_a_soft_break_is_a_space_and_ends_nothing() -> None:
    assert blocks(read("“We have,”\n   she said,\n“begun.”")) == [
        ("paragraph", "“We have,” she said, “begun.”")
    ]


def test_markup_leaves_the_text_and_keeps_its_kind() -> None:
    document = read(
        "## A *b*\n\n- one **two**\n\n> said [x](http://e.org/y)\n\n| p | q |\n|---|---|\n| r | s |\n"
    )
    assert blocks(document) == [
        ("heading", "A b"),
        ("list-item", "one two"),
        ("quote", "said x"),
        ("table-cell", "p"),
        ("table-cell", "q"),
        ("table-cell", "r"),
        ("table-cell", "s"),
    ]


def test_a_block_in_a_block_quote_is_marked_as_quoted() -> None:
    assert [block.quoted for block in read("Plain.\n\n> Quoted.\n>\n> - Listed.").source.blocks] == [
        False,
        True,
        True,
    ]


def test_every_character_leads_back_to_its_line_and_column() -> None:
    raw = "---\ntitle: T\n---\n\nOne *two* &amp; three\n> four\\* five\n"
    document = read(raw)
    text = document.source.text
    for word, place in [("One", (5, 1)), ("two", (5, 6)), ("three", (5, 17)), ("five", (6, 10))]:
        start = text.index(word)
        assert document.offsets.line_column(start) == place, word


def test_an_entity_and_an_escape_are_one_character_of_the_text_and_all_of_theirs_in_the_file() -> None:
    raw = "A &amp; B \\* C"
    document = read(raw)
    text = document.source.text
    for character, written in [("&", "&amp;"), ("*", "\\*")]:
        start = text.index(character)
        span = document.offsets.span(type(document.source.blocks[0].span)(start, start + 1))
        assert raw[span.start : span.end] == written


def test_raw_html_is_shown_as_text() -> None:
    document = read("Before <script>alert(1)</script> after\n\n<div>block</div>")
    html = plain_html(document.body, document.source.text)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;div&gt;" in html


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "file:///x"]
)
def test_a_link_passes_by_its_scheme_only(url: str) -> None:
    document = read(f"[x](<{url}>)")
    assert "<a" not in plain_html(document.body, document.source.text)


def test_a_footnote_becomes_a_note_and_its_reference_a_piece() -> None:
    document = read("Text.[^a] More.[^a]\n\n[^a]: The *note*.")
    assert [piece for piece in document.body if isinstance(piece, NoteReference)] == [
        NoteReference(1, 1),
        NoteReference(1, 2),
    ]
    (note,) = document.notes
    assert plain_html(note.pieces, document.source.text) == "<p>The <em>note</em>.</p>\n"
    assert document.source.blocks[-1].kind is BlockKind.FOOTNOTE


def test_the_heading_that_gave_the_title_is_not_printed_twice() -> None:
    document = read("# Title\n\nText.")
    assert plain_html(document.body, document.source.text) == "<p>Text.</p>\n"


def test_a_table_aligns_by_class_since_pages_allow_no_inline_style() -> None:
    document = read("| a |\n|--:|\n| 1 |")
    html = plain_html(document.body, document.source.text)
    assert 'class="align-right"' in html
    assert "style=" not in html


def test_a_plain_text_file_has_no_markdown_in_it() -> None:
    document = read("A *star* & <b>.\n# no heading\n", "b.txt")
    assert "A *star* &amp; &lt;b&gt;." in plain_html(document.body, document.source.text)


def test_a_hard_wrapped_text_is_joined_and_a_line_by_line_text_is_not() -> None:
    line = "this line was cut by a machine at seventy characters or a little less"
    wrapped = read(f"{line}\n{line}\nend.\n\n{line}\n{line}\nend.\n", "b.txt")
    assert len(wrapped.source.blocks) == 2
    lines = read("First line of speech.\nSecond line of speech.\n\nThird.", "b.txt")
    assert len(lines.source.blocks) == 3


def test_a_byte_order_mark_counts_and_is_not_shown() -> None:
    document = read("\ufeffHello there.", "b.txt")
    assert document.source.text.startswith("Hello")
    assert document.offsets.span(document.source.blocks[0].span) == (1, 13)


@pytest.mark.parametrize("raw", ["", "   \n\n", "---\ntitle: x\n---\n\n"])
def test_a_file_without_text_is_told_to_be_one(raw: str) -> None:
    found = read(raw)
    assert found.warnings[0].message == "the file has no text"
    assert found.source.blocks == ()


WORDS = ["plain", "*em*", "**b**", "a_b", "un*matched", "`c`", "&lt;", "\\["]
MARKDOWN = st.text(alphabet="ab *_`[]()<>&;\\\n#->|“”\"'^:!~\t1.", max_size=120)


@settings(max_examples=400, deadline=None)
@given(MARKDOWN)
def test_any_markdown_keeps_its_spans_in_the_text_and_in_the_file(raw: str) -> None:
    try:
        document = read(raw)
    except BriefingError:
        return
    text = document.source.text
    shown = [piece.span for piece in document.body if isinstance(piece, Text)]
    assert all(0 <= span.start < span.end <= len(text) for span in shown)
    assert shown == sorted(shown)
    for block in document.source.blocks:
        place = document.offsets.span(block.span)
        assert 0 <= place.start < place.end <= len(raw)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["plain", "*em*", "**b**", "a_b", "un*matched", "`c`", "&lt;", "\\["]), min_size=1
    )
)
def test_letters_of_the_text_stand_at_their_places_in_the_file(words: list[str]) -> None:
    raw = " ".join(words)
    document = read(raw)
    for at, character in enumerate(document.source.text):
        if character.isalpha():
            span = document.offsets.span(type(document.source.blocks[0].span)(at, at + 1))
            assert raw[span.start : span.end] == character


@pytest.mark.parametrize(
    "text",
    ["x[^1]\n\n[^1]:- [^1]:\n", "[^1]:- [^1]:\n", "x[^1]\n\n[^1]: a\n\n    [^2]: b\n", "[^1]: > [^1]: a\n"],
)
def test_a_footnote_inside_a_footnote_is_a_clear_error(text: str) -> None:
    with pytest.raises(BriefingError, match=r"^b\.md:[1-5]:1: a footnote inside a footnote is not read"):
        read(text)
