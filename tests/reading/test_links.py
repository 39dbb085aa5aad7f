"""Links lead to pages, files beside the source stay beside the page."""

from pathlib import PurePosixPath

import pytest

from generator.reading import parse_document
from generator.reading.links import resolve
from generator.reading.markup import plain_html

SITE = {
    "news/other.md": "news/renamed/index.html",
    "top.md": "top/index.html",
    "news/paper.pdf": "news/paper.pdf",
    "news/img/a b.png": "news/img/a b.png",
    "news/a.png": "news/a.png",
    "logo.svg": "logo.svg",
    ".": "index.html",
}


def page(raw: str) -> str:
    path = PurePosixPath("news/today.md")
    document = parse_document(raw, "0" * 64, path, str(path))
    return plain_html(resolve(document.body, path, "news/today", SITE.get), document.source.text)


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ("other.md", "../renamed/index.html"),
        ("other.md#q-x", "../renamed/index.html#q-x"),
        ("../top.md", "../../top/index.html"),
        ("/top.md?a=b", "../../top/index.html?a=b"),
        ("paper.pdf", "../paper.pdf"),
        ("/news/paper.pdf", "../paper.pdf"),
        ("/logo.svg", "../../logo.svg"),
        ("/", "../../index.html"),
        ("img/a%20b.png", "../img/a%20b.png"),
        ("https://example.org/a.md", "https://example.org/a.md"),
        ("//example.org/a.md", "//example.org/a.md"),
        ("#here", "#here"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_a_link_is_led_to_where_the_site_has_it(written: str, led: str) -> None:
    assert page(f"[x]({written})") == f'<p><a href="{led}">x</a></p>\n'


def test_an_image_beside_the_source_is_found_from_the_page() -> None:
    assert 'src="../a.png"' in page("![A](a.png) Text.")


@pytest.mark.parametrize(
    "written", ["draft-of-q3.md", "/draft-of-q3.md", "draft-of-q3.md#q-x", "../../draft-of-q3"]
)
def test_a_link_to_nothing_that_is_published_is_printed_as_plain_text(written: str) -> None:
    assert page(f"See [*the* x]({written}), and [y](other.md).") == (
        '<p>See <em>the</em> x, and <a href="../renamed/index.html">y</a>.</p>\n'
    )


def test_a_picture_that_is_not_published_is_printed_as_what_it_shows() -> None:
    assert page("![A <dam>](draft-of-q3.png) Text.") == "<p>A &lt;dam&gt; Text.</p>\n"
