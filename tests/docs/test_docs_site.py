"""The documentation is a site of our own making: whole, and without a link that leads nowhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.docs_site import ROOT, build_docs, stage
from generator.building.publishing import check
from generator.errors import Severity
from generator.settings import load_site

DOCS = sorted(path.relative_to(ROOT).with_suffix("") for path in (ROOT / "docs").rglob("*.md"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built as `make docs` does."""
    out = tmp_path_factory.mktemp("built") / "docs"
    problems = build_docs(tmp_path_factory.mktemp("staged"), out)
    assert [str(one) for one in problems if one.severity is not Severity.NOTE] == []
    return out


def test_every_document_has_a_page_with_its_words(site: Path) -> None:
    for path in DOCS:
        html = (site / path / "index.html").read_text("utf-8")
        assert "<h1" in html, path


def test_the_first_page_leads_to_every_document_but_the_decisions(site: Path) -> None:
    led = set(re.findall(r'href="(docs/[^"#]*)/index\.html"', (site / "index.html").read_text("utf-8")))
    assert led == {path.as_posix() for path in DOCS if "decisions" not in path.parts}


def test_no_link_and_no_place_in_a_page_is_missing(tmp_path: Path) -> None:
    stage(tmp_path)
    found = check(load_site(tmp_path), datetime(2031, 1, 1, tzinfo=UTC)).problems
    assert [str(one) for one in found if one.severity is not Severity.NOTE] == []


def test_long_pages_list_their_headings_and_examples_stay_as_written(site: Path) -> None:
    html = (site / "docs/theming/index.html").read_text("utf-8")
    assert '<a href="#what-templates-are-given"' in html
    assert "{% extends &#34;@base/briefing.html&#34; %}" in html


def test_pictures_of_the_tutorial_are_published_and_small(site: Path) -> None:
    pictures = re.findall(r'<img [^>]*src="([^"]*)"', (site / "docs/tutorial/index.html").read_text("utf-8"))
    assert len(pictures) == 2
    for picture in pictures:
        size = (site / "docs/tutorial" / picture).stat().st_size
        assert 5_000 < size < 150_000
