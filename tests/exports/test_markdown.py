"""Whatever words a text has, its Markdown reads as these words."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from generator.exports.markdown import briefing_markdown
from generator.model import Extraction
from generator.reading.markup import plain_html
from generator.rendering import Briefing, Publication, Renderer, Theme
from tests.rendering.samples import document, ferry, hearing, unbroken

SITE = Publication(base_url="https://example.org/b")
RENDERER = Renderer(Theme(), SITE)
MD = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).use(footnote_plugin)
HEAD = "---\ntitle: A title\ndate: 2031-01-01\n---\n\n"


def words(html: str) -> list[str]:
    return unescape(re.sub(r"<[^>]*>", " ", html)).split()


def text_of(briefing: Briefing) -> str:
    """The Markdown's HTML below its head, without footnotes."""
    html: str = MD.render(briefing_markdown(RENDERER.briefing(briefing), SITE).decode())
    html = re.sub(r'<section class="footnotes">.*', "", html, flags=re.S)
    html = re.sub(r'<sup class="footnote-ref">.*?</sup>', "", html)
    return html.split("index.html</a></p>", 1)[1]


SIGNS = st.text(st.sampled_from("ab 1.)-+*_`~#>=|[]()<>!&;:\\“”’\n"), min_size=1, max_size=60)


@given(SIGNS)
def test_plain_text_reads_as_it_was_written(text: str) -> None:
    made = document(f"{HEAD}Begin\n\n{text}\n\nend", "x.txt")
    body = plain_html(made.body, made.source.text)
    assert words(text_of(Briefing(made, Extraction()))) == words(body)


@pytest.mark.parametrize(
    "text",
    [
        "1\\. No list",
        "\\# No heading",
        "*em* and **strong _both_** and ~~gone~~",
        "> quoted\n>\n> > twice\n\nafter",
        "1. one\n2. two\n\n    more of two\n3. three",
        "- a\n    - b\n\n- c",
        "| a \\| b | c |\n| --- | ---: |\n| `x` | *y* |",
        "```\ncode *with* `ticks`\n\n    and blanks\n```",
        "``a ` b``",
        "[a link](https://example.org/a_(b)) and <https://example.org/x_y_z>",
        "one\\\ntwo  \nthree",
        "# A\n\n## B *c*\n\n---\n\nd",
        "&amp;amp; and \\&copy;",
        "Look\\![here](https://example.org) and !\\[not\\](this)",
    ],
)
def test_markup_stays_what_it_was(text: str) -> None:
    made = document(f"{HEAD}Begin\n\n{text}\n\nend")
    ours = re.sub(r"\s+", "", text_of(Briefing(made, Extraction())))
    theirs = re.sub(r"\s+", "", plain_html(made.body, made.source.text))
    plain = re.compile(r'class="align-\w+"|style="[^"]*"|/(?=>)')
    assert re.sub(plain, "", ours) == re.sub(plain, "", theirs)


@pytest.mark.parametrize(
    "briefing", [ferry(), hearing(turns=8), unbroken()], ids=["ferry", "hearing", "unbroken"]
)
def test_no_sample_loses_a_word(briefing: Briefing) -> None:
    body = plain_html(briefing.document.body, briefing.document.source.text)
    found = words(text_of(briefing))
    assert found[-len(words(body)) :] == words(body)
