"""Lists stay small: what does not fit stands on further pages, which the sitemap and a preview know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.building.builder import Builder
from generator.building.checks import gone
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.publishing import build
from generator.building.store.archive import open_archive
from generator.building.store.chunks import chunks
from generator.settings import load_site
from tests.building.conftest import update, write

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SETTINGS = """[site]
base_url = "https://example.org/"
per_page = 3
[language]
pipelines = {en = "none"}
"""


def briefing(number: int, *, tags: str = "ferry") -> str:
    head = f"title: Number {number}\ndate: 2026-02-{number:02}\ntags: [{tags}]\nkind: transcript"
    return f"---\n{head}\n---\n\nADA EXAMPLE: It is the {number}th time.\n\nBO LIND: It is not.\n"


@pytest.fixture
def many(site: Path) -> Path:
    """Seven briefings of a month beside the one of another, all of one tag and of one speaker."""
    (site / "briefing.toml").write_text(SETTINGS, "utf-8")
    for number in range(1, 8):
        write(site, f"b{number}.md", briefing(number))
    return site


def built(site: Path) -> Path:
    build(load_site(site), BuildOptions(lambda: NOW))
    return site / "site"


def titles(folder: Path, address: str) -> list[str]:
    html = (folder / address / "index.html").read_text("utf-8")
    return re.findall(r'<a href="[^"]*">(Number \d|Good)</a></h', html)


def test_each_briefing_stands_on_one_page_of_a_list_the_newest_first(many: Path) -> None:
    folder = built(many)
    index = ["Number 7", "Number 6", "Number 5", "Number 4", "Number 3", "Number 2", "Number 1", "Good"]
    parts = [titles(folder, address) for address in ("", "archive/page/2", "archive/page/3")]
    assert parts == [index[:3], index[3:6], index[6:]]
    month = [titles(folder, f"archive/2026-02{part}") for part in ("", "/page/2", "/page/3")]
    assert month == [index[:3], index[3:6], index[6:7]]
    tag = [titles(folder, f"tags/ferry{part}") for part in ("", "/page/2", "/page/3")]
    assert tag == month
    speaker = [titles(folder, f"speakers/ada-example{part}") for part in ("", "/page/2", "/page/3")]
    assert speaker == month
    assert not (folder / "archive/page/4").exists()


def test_pages_lead_to_one_another_and_name_the_feed_of_the_whole(many: Path) -> None:
    folder = built(many)
    second = (folder / "archive/page/2/index.html").read_text("utf-8")
    assert '<a rel="prev" href="../../../index.html">' in second
    assert '<a rel="next" href="../../../archive/page/3/index.html">' in second
    assert "Page 2 of 3" in second
    assert 'href="../../../feed.xml"' in second
    assert 'rel="canonical" href="https://example.org/archive/page/2/index.html"' in second
    assert "<title>Annotated briefings (Page 2 of 3)</title>" in second
    assert 'href="../../../../tags/ferry/feed.xml"' in (folder / "tags/ferry/page/3/index.html").read_text(
        "utf-8"
    )


def test_the_sitemap_names_exactly_the_pages_there_are(many: Path) -> None:
    folder = built(many)
    named = set(
        re.findall(r"<loc>https://example.org/(.*?)</loc>", (folder / "sitemap.xml").read_text("utf-8"))
    )
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("index.html")}
    assert named == there - {"search/index.html"}


def test_all_tags_are_listed_and_the_index_leads_there(many: Path) -> None:
    write(many, "b1.md", briefing(1, tags="ferry, weir"))
    folder = built(many)
    listed = (folder / "tags/index.html").read_text("utf-8")
    assert re.findall(r'<a href="\.\./tags/(\w+)/index.html">', listed) == ["ferry", "weir"]
    assert 'href="tags/index.html">All tags' in (folder / "index.html").read_text("utf-8")
    assert 'href="../../tags/index.html">Tags' in (folder / "tags/weir/index.html").read_text("utf-8")


def test_without_tags_there_is_no_list_of_them(site: Path) -> None:
    folder = built(site)
    assert not (folder / "tags").exists()
    assert "tags/" not in (folder / "index.html").read_text("utf-8")


def test_beside_the_index_stand_the_speakers_and_tags_with_the_most(many: Path) -> None:
    write(many, "b1.md", briefing(1, tags=", ".join(["ferry", *(f"tag{n:02}" for n in range(40))])))
    html = (built(many) / "index.html").read_text("utf-8")
    shown = re.findall(r'href="tags/(\w+)/', html)
    assert len(shown) == 30
    assert shown == sorted(shown)
    assert "ferry" in shown


@pytest.fixture
def preview(many: Path) -> Iterator[Builder]:
    archive, _ = open_archive(many / ".briefing")
    builder = Builder(
        Inputs(many), archive, InPlace(many / "shown"), "preview", BuildOptions(lambda: NOW, preview=True)
    )
    update(builder)
    yield builder
    archive.close()


def test_an_edit_makes_only_the_page_anew_on_which_it_shows(many: Path, preview: Builder) -> None:
    write(many, "b3.md", briefing(3).replace("title: Number 3", "title: Number 3\nsummary: Again."))
    written = set(update(preview).written)
    assert "archive/page/2/index.html" in written
    assert not {"index.html", "archive/page/3/index.html", "tags/ferry/index.html"} & written


def test_what_comes_and_goes_in_a_preview_leaves_the_pages_of_a_clean_build(
    many: Path, preview: Builder
) -> None:
    def lists(folder: Path) -> dict[str, str]:
        found = [
            *folder.glob("index.html"),
            *folder.glob("archive/**/*.html"),
            *folder.glob("tags/**/*.html"),
        ]
        found += folder.glob("speakers/**/*.html")
        return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}

    write(many, "b9.md", briefing(9))
    write(many, "b10.md", briefing(10))
    update(preview)
    assert titles(many / "shown", "archive/page/4") == ["Good"]
    for number in (2, 4, 6, 9, 10, 7):
        (many / "content" / f"b{number}.md").unlink()
    update(preview)
    archive, _ = open_archive(many / ".again")
    options = BuildOptions(lambda: NOW, preview=True)
    clean = Builder(Inputs(many), archive, InPlace(many / "clean"), "preview", options)
    update(clean)
    archive.close()
    assert lists(many / "shown") == lists(many / "clean")
    assert not (many / "shown/archive/page/3").exists()


def test_another_size_parts_the_lists_anew(many: Path) -> None:
    assert (built(many) / "archive/page/3/index.html").is_file()
    (many / "briefing.toml").write_text(SETTINGS.replace("per_page = 3", "per_page = 50"), "utf-8")
    folder = built(many)
    assert not (folder / "archive").exists()
    assert len(titles(folder, "")) == 8


def test_a_page_of_a_list_that_is_gone_is_no_lost_address() -> None:
    lists = [
        "archive/page/2",
        "tags/ferry/page/3",
        "tags",
        "archive/2026-02/page/2",
        "speakers/bo-lind/page/2",
    ]
    before = [f"{address}/index.html" for address in (*lists, "speakers/bo-lind", "page/2")]
    assert [problem.message.split("'")[1] for problem in gone(before, set())] == [
        "page/2",
        "speakers/bo-lind",
    ]


@given(st.lists(st.integers(0, 12)), st.integers(1, 10))
def test_chunks_hold_every_row_once_and_no_more_than_fits(sizes: list[int], most: int) -> None:
    found = chunks([(size, str(size)) for size in sizes], most)
    assert [row for chunk in found for row in range(chunk.start, chunk.end)] == list(range(len(sizes)))
    assert all(sum(sizes[chunk.start : chunk.end]) <= most or chunk.end - chunk.start == 1 for chunk in found)
    assert len(found) == 1 or all(chunk.start < chunk.end for chunk in found)
