"""HTML comments are the editors' own: none is ever part of a text."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.errors import BriefingError, ContentError
from generator.reading import Document, parse_document
from generator.reading.markup import plain_html

MARK = "xylophonia"


def read(raw: str) -> Document:
    return parse_document(raw, "0" * 64, PurePosixPath("a.md"), "content/a.md")


def html(raw: str) -> str:
    found = read(raw)
    pieces = (*found.body, *(piece for note in found.notes for piece in note.pieces))
    return plain_html(pieces, found.source.text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("One <!-- x --> two.", "<p>One two.</p>\n"),
        ("One<!-- x -->two.", "<p>Onetwo.</p>\n"),
        ("<!-- x -->One.", "<p>One.</p>\n"),
        ("One. <!-- x -->", "<p>One.</p>\n"),
        ("One.<!-- x\n\ny -->\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("<!-- x -->\n\n* * *\n\nOne", "<hr>\n<p>One</p>\n"),
        ("<!--\n```\n-->\n\nOne.", "<p>One.</p>\n"),
        ("<!--x--><!--y-->One<!---->.", "<p>One.</p>\n"),
        ("<!--> One <!---> two", "<p> One two</p>\n"),
        ("> One <!-- x -->\n> two.", "<blockquote>\n<p>One two.</p>\n</blockquote>\n"),
        ("- One <!-- x -->\n- two", "<ul>\n<li>One</li>\n<li>two</li>\n</ul>\n"),
        (
            '![a<!-- x -->b](c.png "t<!-- x -->u")',
            '<figure><img src="c.png" alt="ab" loading="lazy"><figcaption>tu</figcaption></figure>\n',
        ),
    ],
)
def test_a_comment_leaves_no_trace(raw: str, shown: str) -> None:
    assert html(raw).replace("\u200b", "") == shown


@pytest.mark.parametrize("raw", ["```\n<!-- x -->\n```", "See `<!-- x -->`.", "~~~html\n<!-- x -->\n~~~"])
def test_a_comment_in_code_is_an_example(raw: str) -> None:
    assert "&lt;!-- x --&gt;" in html(raw)


def test_an_escaped_comment_is_text() -> None:
    assert html("One \\<!-- two --> three.") == "<p>One &lt;!-- two --&gt; three.</p>\n"


def test_a_comment_that_never_ends_is_an_error_with_its_place() -> None:
    with pytest.raises(ContentError) as caught:
        read("One.\n\nTwo <!-- three.\n\nFour.")
    assert str(caught.value) == "content/a.md:3:5: the comment never ends (close it with -->)"


def test_places_behind_a_comment_stay() -> None:
    found = read("One <!-- x\ny --> two\nthree.")
    at = found.source.text.index("three")
    assert found.offsets.line_column(at) == (3, 1)
    assert found.offsets.line_column(found.source.text.index("two")) == (2, 7)


PARTS = st.sampled_from([
    "Words. ", "\n", "\n\n", "- item ", "> quoted ", "    ", "`", "``", "```\n", "~~~\n",
    "*", "[x](y.png)", "![", "](z.png)", "\\", "\t", "# ", "[^1]", "\n\n[^1]: note ", "1. one ", "-->",
    "| a | b |\n|---|---|\n",
])  # fmt: skip
COMMENTS = st.sampled_from(
    [f"<!-- {MARK} -->", f"<!--{MARK}\n\n{MARK}-->", f"<!--\n```\n{MARK}\n-->", f"<!--`{MARK}`-->"]
)


@given(parts=st.lists(st.one_of(PARTS, COMMENTS), max_size=14))
def test_no_comment_is_ever_published_but_in_code(parts: list[str]) -> None:
    raw = "".join(parts)
    assume("\\<!--" not in raw)  # escaped: text
    try:
        found = read(raw)
    except BriefingError:
        return
    code = 0
    shown = []
    pieces = (*found.body, *(piece for note in found.notes for piece in note.pieces))
    for piece in pieces:
        name = getattr(piece, "name", "")
        if name == "code":
            code += 1 if type(piece).__name__ == "Open" else -1
        elif type(piece).__name__ == "Text" and not code:
            shown.append(found.source.text[piece.span.start : piece.span.end])  # type: ignore[union-attr]
        elif getattr(piece, "html", ""):
            shown.append(piece.html)  # type: ignore[union-attr]
    left = "".join(shown)
    assert f"<!-- {MARK}" not in left.replace("\\", "")
    assert "\ufdd0" not in left


@pytest.mark.parametrize(
    "front",
    [
        "title: T <!-- x -->",
        "tags: ['<!-- x -->']",
        "summary: 'a <!-- x'",
        "facts: [{label: l, value: <!--x-->}]",
    ],
)
def test_a_comment_in_the_front_matter_is_an_error(front: str) -> None:
    with pytest.raises(BriefingError, match="holds a comment, which would be published"):
        read(f"---\n{front}\n---\nText.")


def test_a_comment_in_plain_text_may_not_be_published() -> None:
    found = parse_document("One\n\nTwo <!-- x --> three.\n", "", PurePosixPath("a.txt"), "a.txt").warnings
    assert str(found[0]) == (
        "a.txt:3:5: a comment in plain text would be published "
        "(delete it; in a Markdown file (.md) it would stay here)"
    )
