"""Headings have ids of their own words, which nothing else in a page can have; a long text lists them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Extraction
from generator.rendering import Briefing, Renderer, Theme
from generator.rendering.headings import _ON_BRIEFINGS, _ON_PAGES, contents, with_ids
from generator.shipped import shipped_templates
from tests.rendering.samples import document, ferry
from tests.rendering.sites import PUBLICATION

RENDERER = Renderer(Theme(), PUBLICATION)
_ID = re.compile(r'\bid="([^"]*)"')


def ids(raw: str, *, of_page: bool = False) -> list[str]:
    found = document(f"---\ntitle: T\n---\n\n{raw}\n")
    return [one.fragment for one in with_ids(found.body, found.source.text, of_page=of_page).headings]


def page(raw: str, kind: str = "article") -> str:
    found = document(f"---\ntitle: T\nkind: {kind}\n---\n\n{raw}\n")
    return RENDERER.briefing(Briefing(found, Extraction())).page.content.decode()


def test_an_id_is_made_of_the_words_and_outlives_what_stands_elsewhere() -> None:
    assert ids("# The *vote*, again\n\nWords.\n\n## Été\n") == ["the-vote-again", "ete"]
    assert ids("## Été\n\nWords.\n\n# The *vote*, again\n") == ["ete", "the-vote-again"]


def test_the_second_of_the_same_words_is_numbered() -> None:
    assert ids("# Vote\n\n# Vote\n\n# Vote 2\n") == ["vote", "vote-2", "vote-2-2"]


def test_what_the_page_calls_something_else_is_a_section() -> None:
    written = "# Facts\n\n# A long night\n\n# Note\n\n# Note\n"
    assert ids(written) == ["section-facts", "section-a-long-night", "section-note", "section-note-2"]
    assert ids("# Facts\n\n# A long night\n", of_page=True) == ["facts", "a-long-night"]
    assert ids("# !!\n") == ["section"]


@pytest.mark.parametrize(
    ("reserved", "names"),
    [
        (
            _ON_BRIEFINGS,
            ["base.html", "briefing.html", "parts/facts.html", "parts/marks.html", "parts/drawings.html"],
        ),
        (_ON_PAGES, ["base.html", "page.html"]),
    ],
)
def test_every_id_of_the_templates_is_left_to_them(reserved: re.Pattern[str], names: list[str]) -> None:
    written = {
        name for path in names for name in _ID.findall((shipped_templates() / path).read_text("utf-8"))
    }
    named = {name.split("{{")[0].rstrip("-") for name in written} - {""}
    called = re.findall(
        r'(?:section|entities)\(.*?"([a-z-]+)"', (shipped_templates() / "parts/facts.html").read_text()
    )
    assert called
    for name in named | (set(called) if reserved is _ON_BRIEFINGS else set()):
        assert reserved.fullmatch(name), name


MADE = set(map(unescape, _ID.findall(RENDERER.briefing(ferry()).page.content.decode())))
"""The ids of a page with everything that pages may hold."""
WORDS = ["A", "note", "Note 2", "q we", "who", "facts", "text", "Odile Brandt", "date 2031", "2", "key 1"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_no_id_of_a_page_stands_in_it_twice(titles: list[str]) -> None:
    found = [f"## {title}" for title in titles]
    given_ids = ids("\n\n".join(["Words.", *found]))
    assert len(given_ids) == len(set(given_ids)) == len(titles)
    assert not set(given_ids) & MADE


def test_three_headings_are_listed_and_two_are_not() -> None:
    two = "## One\n\nWords.\n\n### Two\n\nWords.\n"
    assert "contents" not in page(two)
    listed = page(two + "\n## Three & more\n")
    assert '<li class="level-1"><a href="#one" dir="auto">One</a></li>' in listed
    assert '<li class="level-2"><a href="#two" dir="auto">Two</a></li>' in listed
    assert '<a href="#three-more" dir="auto">Three &amp; more</a>' in listed
    assert '<h4 id="two">' in listed


def test_a_page_of_the_site_lists_its_headings_openly() -> None:
    listed = page("## One\n\n## Two\n\n## Three\n\nWords.", kind="page")
    assert "<details open>\n<summary>Contents</summary>" in listed


def test_an_excerpt_tells_of_no_heading_that_is_not_shown() -> None:
    found = document(
        "---\ntitle: T\nexcerpt: true\n---\n\n## Secret one\n\n## Secret two\n\n## Secret three\n\nWords.\n"
    )
    html = RENDERER.briefing(Briefing(found, Extraction())).page.content.decode()
    assert "secret" not in html.lower()


def test_levels_are_counted_from_the_highest_there_is() -> None:
    found = document("---\ntitle: T\n---\n\nWords.\n\n### A b\n\n##### C\n\n### D\n")
    headings = with_ids(found.body, found.source.text, of_page=False).headings
    assert [one.level for one in contents(headings)] == [1, 2, 1]
