"""The site says who it is, and its own pages stand in no list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building.options import BuildOptions
from generator.building.publishing import build, check
from generator.errors import ContentErrors
from generator.settings import load_site
from tests.building.conftest import write

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SETTINGS = """[site]
publisher = "The Ledger Trust"
contact = "desk@example.org"
licence = "CC BY 4.0"
logo = "logo.svg"
footer = "Printed in *Lessing*."
menu = { "About" = "about", "Imprint" = "https://example.org/imprint" }

[language]
pipelines = {en = "none"}
"""
ABOUT = """---
title: About us
kind: page
updated: 2026-02-01
---

“We read everything,” said Bo Lindqvist.[^1]

[^1]: Twice.
"""


@pytest.fixture
def named(site: Path) -> Path:
    """A site with an identity and a page about it."""
    (site / "briefing.toml").write_text(SETTINGS, "utf-8")
    (site / "static").mkdir()
    (site / "static" / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    write(site, "about.md", ABOUT)
    return site


def built(site: Path) -> dict[str, str]:
    build(load_site(site), BuildOptions(lambda: NOW))
    folder = site / "site"
    kept = (".html", ".js")
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.suffix in kept
    }


def test_every_page_names_who_publishes_it(named: Path) -> None:
    for name, html in built(named).items():
        if name.endswith("index.html"):
            assert "Published by The Ledger Trust." in html, name
            assert 'href="mailto:desk@example.org"' in html
            assert "Printed in <em>Lessing</em>." in html
            assert "logo.svg" in html
            assert 'href="https://example.org/imprint"' in html


def test_a_page_of_the_site_is_plain_and_in_no_list(named: Path) -> None:
    pages = built(named)
    about = pages["about/index.html"]
    assert "We read everything" in about
    assert "February 1, 2026" in about
    assert "Twice." in about
    assert 'class="said' not in about
    assert 'href="../about/index.html" aria-current="page"' in about
    for name, text in pages.items():
        if name != "about/index.html":
            assert "We read everything" not in text, name
            assert "About us" not in text, name


def test_a_briefing_that_becomes_a_page_leaves_the_lists(named: Path) -> None:
    write(named, "about.md", ABOUT.replace("kind: page\nupdated", "date"))
    assert "We read everything" in "".join(t for n, t in built(named).items() if n != "about/index.html")
    write(named, "about.md", ABOUT)
    assert "We read everything" not in "".join(t for n, t in built(named).items() if n != "about/index.html")


def test_a_page_is_not_asked_for_a_date(named: Path) -> None:
    assert not [
        problem for problem in check(load_site(named), NOW).problems if problem.file == "content/about.md"
    ]


def test_a_page_cannot_have_what_only_a_briefing_has(named: Path) -> None:
    write(named, "about.md", "---\ntitle: A\nkind: page\ndate: 2026-01-01\ntags: [a]\n---\n\nText.\n")
    with pytest.raises(ContentErrors) as caught:
        built(named)
    assert str(caught.value).endswith("a page (kind: page) cannot have 'date', 'tags'")


def test_check_names_a_menu_and_a_logo_that_lead_nowhere(named: Path) -> None:
    (named / "content" / "about.md").unlink()
    (named / "static" / "logo.svg").unlink()
    found = "\n".join(map(str, check(load_site(named), NOW).problems))
    assert "briefing.toml: the menu's 'About' leads to 'about', which is no page" in found
    assert "briefing.toml: the logo 'logo.svg' is not there (put it into static/)" in found


@pytest.mark.parametrize(
    ("key", "wrong"),
    [("contact", "the desk"), ("contact", "javascript:x"), ("logo", "../logo.svg"), ("menu", {"A": "../b"})],
)
def test_what_no_page_could_link_to_is_refused(named: Path, key: str, wrong: object) -> None:
    value = '{ "A" = "../b" }' if isinstance(wrong, dict) else f'"{wrong}"'
    (named / "briefing.toml").write_text(f"[site]\n{key} = {value}\n", "utf-8")
    with pytest.raises(ContentErrors) as caught:
        load_site(named)
    assert str(caught.value).startswith("briefing.toml:")


@pytest.mark.parametrize(
    ("written", "shown", "machine"),
    [
        ("2026-01-02", "January 2, 2026", "2026-01-02"),
        ("2026-01-02T14:30+02:00", "January 2, 2026, 2:30\u202fPM UTC+02:00", "2026-01-02T14:30:00+02:00"),
        ("2026-01-02 14:30", "January 2, 2026, 2:30\u202fPM UTC", "2026-01-02T14:30:00+00:00"),
    ],
)
def test_a_date_is_shown_with_its_time_where_it_has_one(
    named: Path, written: str, shown: str, machine: str
) -> None:
    write(named, "good.md", f"---\ntitle: Good\ndate: {written}\nupdated: {written}\n---\n\nText.\n")
    html = built(named)["good/index.html"]
    assert html.count(f'<time datetime="{machine}">{shown}</time>') == 2
