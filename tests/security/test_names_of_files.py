"""No name makes a file that another system cannot hold, and no address a rule of the page's policy."""

from __future__ import annotations

from html import unescape
from pathlib import PurePosixPath

import pytest

from generator.errors import ContentErrors
from generator.reading.frontmatter import parse_front_matter
from generator.reading.sources import address_of, parse_document
from generator.rendering import Briefing, Publication, Renderer, Theme
from generator.slugs import is_reserved, speaker_address, tag_address
from tests.rendering.samples import ferry

DEVICES = ["con", "CON", "NUL", "nul", "aux", "prn", "com1", "LPT9", "Com¹"]


@pytest.mark.parametrize("name", DEVICES)
def test_no_page_is_called_like_a_device(name: str) -> None:
    with pytest.raises(ContentErrors, match="device on Windows"):
        parse_front_matter(f"slug: {name}\n", "content/a.md", 1)
    for address in (
        address_of(PurePosixPath(f"{name}.md"), None), address_of(PurePosixPath(name, "a.md"), None),
        speaker_address(name), tag_address(name),
    ):  # fmt: skip
        assert not any(is_reserved(part) for part in address.split("/"))


@pytest.mark.parametrize(
    "alias",
    [*DEVICES, "a/nul/b", "con.html", ".htaccess", "a/.htaccess", "a\\nb", "a\tb", "..", "a/../b", "a:b",
     "a%2e", "a?b", "a#b", "a\\\\b", "a.", "a /b", "\\u202ea", "x" * 300],
)  # fmt: skip
def test_no_alias_is_a_hidden_file_a_device_or_no_line_of_its_own(alias: str) -> None:
    with pytest.raises(ContentErrors):
        parse_front_matter(f'aliases: ["b/{alias}"]\n', "content/a.md", 1)


@pytest.mark.parametrize("name", ["Conrad", "console", "a-con", "null", "company", "auxiliary", "com"])
def test_other_names_stay(name: str) -> None:
    assert address_of(PurePosixPath(f"{name}.md"), None) == name
    parse_front_matter(f"slug: {name}\n", "content/a.md", 1)


@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("https://images.example/a.png", "https://images.example"),
        ("https://images.example:8443/a.png", "https://images.example:8443"),
        ("https://user:secret@images.example/a.png", "https://images.example"),
        ("https://a;script-src/x.png", None),
        ("https://a,default-src/x.png", None),
        ("https://a'self'/x.png", None),
        ("https://*/x.png", None),
        ("https://*.example/x.png", None),
        ("https://a:99999/x.png", None),
        ("https://[::1]/x.png", None),
    ],
)
def test_a_host_of_an_image_adds_no_rule_to_the_policy(target: str, host: str | None) -> None:
    text = f"---\ntitle: A\n---\n\nWords ![a]({target}) here.\n"
    document = parse_document(text, "0" * 64, PurePosixPath("a.md"), "content/a.md")
    made = Renderer(Theme(), Publication()).briefing(Briefing(document, ferry().extraction.__class__()))
    page = unescape(made.page.content.decode())
    images = page.partition("img-src ")[2].partition(";")[0]
    assert images.split() == (["'self'", host] if host else ["'self'"])
