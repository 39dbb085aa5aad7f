"""A recording beside a briefing is published with it; stamps lead into it, and nothing is loaded unasked."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from generator.building.external_links import _elsewhere
from generator.building.options import BuildOptions
from generator.building.publishing import build, check
from generator.commands.self_contained_page import exported_page
from generator.errors import ContentErrors
from generator.reading.frontmatter import media_kind, parse_front_matter
from generator.rendering.recordings import seconds
from generator.settings import load_site
from tests.building.conftest import write
from tests.rendering.samples import document

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HEARING = """---
title: Hearing
date: 2026-01-03
kind: transcript
source: {{media: {media}}}
{more}---

[00:12:30] ADA EXAMPLE: It will hold for forty years.

BRUNO MARSH (1:02:03.500): It will not.
"""


def built(site: Path, media: str, more: str = "") -> str:
    write(site, "2026/hearing.md", HEARING.format(media=media, more=more))
    build(load_site(site), BuildOptions(lambda: NOW))
    return (site / "site/2026/hearing/index.html").read_text("utf-8")


def policy(html: str) -> str:
    found = re.search(r"media-src ([^;]*)", unescape(html))
    assert found
    return found[1]


def test_a_file_beside_the_source_is_published_and_stamps_lead_into_it(site: Path) -> None:
    write(site, "2026/hearing.mp3", b"sound")
    html = built(site, "hearing.mp3")
    assert (site / "site/2026/hearing.mp3").read_bytes() == b"sound"
    assert '<audio controls preload="none" src="../hearing.mp3"></audio>' in html
    assert re.findall(r'class="play" href="([^"]*)"', html) == [
        "../hearing.mp3#t=750",
        "../hearing.mp3#t=3723.5",
    ]
    assert 'aria-label="Play from 00:12:30"' in html
    assert policy(html) == "'self'"


def test_one_on_another_site_is_named_and_not_loaded(site: Path) -> None:
    html = built(site, "https://media.example.org:8443/a/hearing.mp4")
    assert ' src="https://media' not in html
    assert 'hidden data-src="https://media.example.org:8443/a/hearing.mp4"></video>' in html
    assert "Play it here, from media.example.org</button>" in html
    assert 'href="https://media.example.org:8443/a/hearing.mp4#t=750"' in html
    assert policy(html) == "'self' https://media.example.org:8443"


def test_without_a_recording_no_stamp_leads_anywhere(site: Path) -> None:
    write(site, "hearing.md", HEARING.format(media="x.mp3", more="").replace("source: {media: x.mp3}\n", ""))
    build(load_site(site), BuildOptions(lambda: NOW))
    html = (site / "site/hearing/index.html").read_text("utf-8")
    assert 'class="play"' not in html
    assert "<audio" not in html


def test_a_recording_that_is_not_there_is_told_and_not_linked(site: Path) -> None:
    html = built(site, "lost.mp3")
    assert "<audio" not in html
    assert 'class="play"' not in html
    told = [str(problem) for problem in check(load_site(site), NOW).problems]
    assert any(
        one.startswith("content/2026/hearing.md:5:17: the link 'lost.mp3' leads to no file") for one in told
    )


def test_an_excerpt_and_a_draft_publish_no_recording(site: Path) -> None:
    write(site, "2026/hearing.mp3", b"sound")
    assert "<audio" not in built(site, "hearing.mp3", "excerpt: true\n")
    assert not (site / "site/2026/hearing.mp3").exists()
    write(site, "2026/hearing.md", HEARING.format(media="hearing.mp3", more="draft: true\n"))
    build(load_site(site), BuildOptions(lambda: NOW))
    assert not (site / "site/2026/hearing.mp3").exists()


def test_a_page_in_one_file_leaves_the_recording_out(site: Path) -> None:
    write(site, "2026/hearing.mp3", b"sound")
    built(site, "hearing.mp3")
    html, _ = exported_page(load_site(site), site / "content/2026/hearing.md")
    assert "<audio" not in html
    assert "It will hold for forty years." in html


def test_check_asks_for_a_recording_elsewhere() -> None:
    found = document(HEARING.format(media="https://example.org/a.ogg", more=""))
    assert list(_elsewhere(found)) == ["https://example.org/a.ogg"]


@pytest.mark.parametrize(
    "media",
    [
        "hearing.html",
        "javascript:a.mp3",
        "//example.org/a.mp3",
        "https:///a.mp3",
        "mailto:a.mp3",
        "data:,a.mp3",
    ],
)
def test_what_is_no_recording_is_refused_with_its_place(media: str) -> None:
    with pytest.raises(ContentErrors, match=r"^a\.md:3:3: 'source\.media' must be "):
        parse_front_matter(f"title: A\nsource:\n  media: '{media}'", "a.md", 1)


@pytest.mark.parametrize(
    ("stamp", "told"),
    [("00:00:00", "0"), ("12:30", "750"), ("1:02:03.500", "3723.5"), ("00:01,25", "1.25"), ("noon", None)],
)
def test_a_time_is_counted_in_seconds(stamp: str, told: str | None) -> None:
    assert seconds(stamp) == told


def test_sound_and_film_are_told_apart_by_their_names() -> None:
    assert [media_kind(name) for name in ("A.MP3", "https://e.org/a.webm?x=1", "a.txt")] == [
        "audio",
        "video",
        None,
    ]
