"""Addresses that stand bare in a text become links, and not a letter of it changes."""

from __future__ import annotations

import time
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import BriefingError
from generator.reading import Document, bare_links, markdown, parse_document, plaintext
from generator.reading.links import targets
from generator.reading.markup import Text, plain_html


def read(raw: str, name: str = "b.md") -> Document:
    return parse_document(raw, "0" * 64, PurePosixPath(name), name)


def linked(raw: str, name: str = "b.md") -> list[str]:
    return list(targets(read(raw, name).body))


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("See https://example.org/a_b_c?x=1&amp;y=2.", ["https://example.org/a_b_c?x=1&y=2"]),
        ("“It is at https://example.org/a,” she said.", ["https://example.org/a"]),
        ("(https://example.org/x(y))", ["https://example.org/x(y)"]),
        ("**https://example.org/a**", ["https://example.org/a"]),
        ("One http://example.org two https://example.com.", ["http://example.org", "https://example.com"]),
        ("https://bücher.example/ä", ["https://xn--bcher-kva.example/%C3%A4"]),
    ],
)
def test_an_address_ends_where_a_reader_would_end_it(written: str, leads: list[str]) -> None:
    assert linked(written) == leads


@pytest.mark.parametrize(
    "written",
    [
        "notes.md, example.org and desk@example.org",
        "ftp://example.org, javascript://example.org/%0aalert(1), //example.org",
        "`https://example.org`",
        "    https://example.org in code",
        "https://example.org/*starred*/rest",
        "https://" + "a." * 600,
    ],
)
def test_what_is_no_whole_address_stays_as_it_is(written: str) -> None:
    assert linked(f"Words.\n\n{written}") == []


def test_a_link_that_is_written_keeps_its_own_target() -> None:
    assert linked("[https://example.org](https://example.com)") == ["https://example.com"]


def test_plain_text_and_notes_have_them_too() -> None:
    assert linked("First line.\n\nIt is at https://example.org/a.\n", "b.txt") == ["https://example.org/a"]
    (note,) = read("Words.[^1]\n\n[^1]: See https://example.org.").notes
    assert list(targets(note.pieces)) == ["https://example.org"]


def test_the_words_of_a_link_are_those_that_are_written() -> None:
    document = read("It is at https://example.org/%C3%A4?a=1&amp;b=2 now.")
    html = plain_html(document.body, document.source.text)
    assert (
        'href="https://example.org/%C3%A4?a=1&amp;b=2">https://example.org/%C3%A4?a=1&amp;b=2</a> now' in html
    )


MARKDOWN = st.lists(
    st.sampled_from(
        [
            "https://a.org/b",
            "http://",
            "*",
            "_",
            " ",
            "\n",
            "”",
            "(",
            ")",
            "[",
            "](",
            "`",
            "&amp;",
            "\\",
            "x",
            "> ",
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(MARKDOWN, st.sampled_from(["b.md", "b.txt"]))
def test_links_move_no_letter_of_any_text(raw: str, name: str) -> None:
    try:
        document = read(raw, name)
        with pytest.MonkeyPatch.context() as patch:
            for module in (markdown, plaintext):
                patch.setattr(module, "with_bare_links", lambda pieces, text: tuple(pieces))
            without = read(raw, name)
    except BriefingError:
        return
    assert document.source == without.source
    assert document.offsets == without.offsets
    assert _letters(document) == _letters(without)


def _letters(document: Document) -> list[int]:
    spans = [piece.span for piece in document.body if isinstance(piece, Text)]
    return [at for span in spans for at in range(*span)]


@pytest.mark.parametrize("part", ["http://", "https://a.b/", "https://a.org/((((( ", "https://a.org/x, "])
def test_looking_for_addresses_takes_no_time_that_grows_faster_than_the_text(part: str) -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        list(bare_links._found(part * times))
        return time.process_time() - begun

    seconds(10)
    assert seconds(16_000) < 8 * seconds(4_000) + 0.2
