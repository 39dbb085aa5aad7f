"""Links lead to pages, files beside the source stay beside the page."""

from pathlib import PurePosixPath

import pytest

from generator.reading import parse_document
from generator.reading.links import resolve
from generator.reading.markup import plain_html


def page(raw: str) -> str:
    path = PurePosixPath("news/today.md")
    document = parse_document(raw, "0" * 64, path, str(path))
    known = {"news/other.md": "news/renamed", "top.md": "top"}
    return plain_html(resolve(document.body, path, "news/today", known.get), document.source.text)


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ("other.md", "../renamed/index.html"),
        ("other.md#q-x", "../renamed/index.html#q-x"),
        ("../top.md", "../../top/index.html"),
        ("paper.pdf", "../paper.pdf"),
        ("img/a%20b.png", "../img/a%20b.png"),
        ("https://example.org/a.md", "https://example.org/a.md"),
        ("#here", "#here"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_a_link_is_led_to_where_the_site_has_it(written: str, led: str) -> None:
    assert page(f"[x]({written})") == f'<p><a href="{led}">x</a></p>\n'


def test_an_image_beside_the_source_is_found_from_the_page() -> None:
    assert 'src="../a.png"' in page("![A](a.png) Text.")
