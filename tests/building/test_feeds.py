"""Feeds and the sitemap: whole addresses or none at all, and nothing of what is held back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.publishing import build
from generator.building.store.archive import open_archive
from generator.settings import load_site
from tests.building.conftest import Command, update, write

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BASE = "https://example.org/sub/path"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def article(title: str, front: str = "", text: str = "It held.") -> str:
    return f"---\ntitle: {title}\n{front}---\n\n{text}\n"


@pytest.fixture
def full(site: Path) -> Path:
    """A site with briefings of every standing."""
    write(site, "timed.md", article("Ünder & <over>", "date: 2026-02-01T09:30+01:00\ntags: [Sea ice]\n"))
    write(site, "changed.md", article("Changed", "date: 2026-01-05\nupdated: 2026-02-20\nauthors: [Bo]\n"))
    write(site, "undated.md", article("Undated"))
    write(site, "about.md", article("About us", "kind: page\n"))
    write(site, "draft.md", article("Secret draft", "date: 2026-02-02\ndraft: true\ntags: [Sea ice]\n"))
    write(site, "later.md", article("Secret later", "date: 2026-02-02\nembargo: 2026-09-01T06:00Z\n"))
    write(site, "gone.md", article("Secret gone", "date: 2026-02-02\nwithdrawn: It was wrong.\n"))
    write(site, "hidden-page.md", article("Secret page", "kind: page\ndraft: true\n"))
    return site


def built(site: Path, base_url: str | None = BASE) -> Path:
    build(load_site(site), BuildOptions(lambda: NOW, base_url=base_url))
    return site / "site"


def test_the_feed_has_the_dated_briefings_newest_first(full: Path) -> None:
    root = ET.parse(built(full) / "feed.xml").getroot()
    entries = root.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == ["Ünder & <over>", "Changed", "Good"]
    assert root.findtext(f"{ATOM}updated") == "2026-02-20T00:00:00Z"
    assert entries[0].findtext(f"{ATOM}published") == "2026-02-01T09:30:00+01:00"
    assert entries[1].findtext(f"{ATOM}updated") == "2026-02-20T00:00:00Z"
    assert entries[1].findtext(f"{ATOM}author/{ATOM}name") == "Bo"


def test_a_feed_has_what_the_standard_demands(full: Path) -> None:
    folder = built(full)
    feeds = sorted(folder.rglob("feed.xml"))
    assert [path.relative_to(folder).as_posix() for path in feeds] == ["feed.xml", "tags/sea-ice/feed.xml"]
    for path in feeds:
        root = ET.parse(path).getroot()
        own = f"{BASE}/{path.relative_to(folder).as_posix()}"
        assert root.findtext(f"{ATOM}id") == own
        assert root.find(f"{ATOM}link[@rel='self']").attrib["href"] == own  # type: ignore[union-attr]
        for one in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(one.findall(f"{ATOM}{name}")) == 1
            datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "")
        assert root.findtext(f"{ATOM}author/{ATOM}name")


def test_the_json_feed_tells_the_same(full: Path) -> None:
    folder = built(full)
    root = ET.parse(folder / "feed.xml").getroot()
    found = json.loads((folder / "feed.json").read_text("utf-8"))
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert [one["url"] for one in found["items"]] == [
        one.findtext(f"{ATOM}id") for one in root.findall(f"{ATOM}entry")
    ]
    assert all(one["id"] and one["content_text"] for one in found["items"])


def test_a_feed_has_the_newest_twenty(site: Path) -> None:
    for number in range(25):
        write(site, f"n{number}.md", article(f"N{number}", f"date: 2026-02-{number + 1:02}\n"))
    titles = [one["title"] for one in json.loads((built(site) / "feed.json").read_text("utf-8"))["items"]]
    assert titles == [f"N{number}" for number in range(24, 4, -1)]


def addresses(folder: Path) -> dict[str, str | None]:
    root = ET.parse(folder / "sitemap.xml").getroot()
    return {
        one.findtext(f"{SITEMAP}loc") or "": one.findtext(f"{SITEMAP}lastmod")
        for one in root.findall(f"{SITEMAP}url")
    }


def test_every_address_of_the_sitemap_is_a_page_and_every_page_is_in_it(full: Path) -> None:
    folder = built(full)
    found = {unquote(url.removeprefix(f"{BASE}/")) for url in addresses(folder)}
    pages = {path.relative_to(folder).as_posix() for path in folder.rglob("index.html")}
    assert found == pages - {"search/index.html", "gone/index.html"}
    assert addresses(folder)[f"{BASE}/changed/index.html"] == "2026-02-20T00:00:00Z"
    assert addresses(folder)[f"{BASE}/undated/index.html"] is None


def test_nothing_held_back_is_in_any_of_them(full: Path) -> None:
    folder = built(full)
    for path in (*folder.rglob("feed.*"), folder / "sitemap.xml"):
        text = path.read_text("utf-8")
        assert "Secret" not in text
        assert not any(name in text for name in ("/draft/", "/later/", "/gone/", "/hidden-page/"))


def test_robots_stands_only_at_the_root_of_a_host(full: Path) -> None:
    assert not (built(full) / "robots.txt").exists()
    text = (built(full, "https://example.org") / "robots.txt").read_text("utf-8")
    assert "Sitemap: https://example.org/sitemap.xml" in text


def test_a_file_of_the_sites_own_goes_before_ours(full: Path) -> None:
    (full / "static").mkdir()
    (full / "static" / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    assert "Disallow: /\n" in (built(full, "https://example.org") / "robots.txt").read_text("utf-8")


def test_without_an_address_there_is_none_of_it_and_one_line_says_so(full: Path, briefing: Command) -> None:
    folder = built(full, None)
    assert not [*folder.rglob("feed.*"), *folder.glob("sitemap*"), *folder.glob("robots.txt")]
    html = "".join(path.read_text("utf-8") for path in folder.rglob("*.html"))
    assert "feed.xml" not in html
    assert "og:url" not in html
    assert (
        briefing("build").stderr.count(
            "no feeds and no sitemap, and permalinks are relative: [site] base_url"
        )
        == 1
    )


def test_pages_lead_to_their_feed(full: Path) -> None:
    folder = built(full)
    assert 'type="application/atom+xml" title="Annotated briefings" href="feed.xml"' in (
        folder / "index.html"
    ).read_text("utf-8")
    assert 'href="../../tags/sea-ice/feed.json"' in (folder / "tags/sea-ice/index.html").read_text("utf-8")
    assert f'property="og:url" content="{BASE}/good/index.html"' in (folder / "good/index.html").read_text()


def test_a_watched_site_keeps_feed_and_sitemap_as_a_clean_build_makes_them(
    full: Path, tmp_path: Path
) -> None:
    archive, _ = open_archive(tmp_path / "cache")
    options = BuildOptions(lambda: NOW, base_url=BASE)
    watched = Builder(Inputs(full), archive, InPlace(tmp_path / "watched"), "watched", options)
    update(watched)
    edits = [
        ("hidden-page.md", article("Shown page", "kind: page\n")),
        ("about.md", None),
        ("changed.md", article("Now undated")),
        ("draft.md", article("Shown", "date: 2026-02-02\ntags: [Sea ice]\n")),
        ("timed.md", article("A page now", "kind: page\n")),
    ]
    for name, text in edits:
        if text is None:
            (full / "content" / name).unlink()
        else:
            write(full, name, text)
        update(watched)
        clean = built(full)
        names = {path.relative_to(clean).as_posix() for path in clean.rglob("*.xml")}
        assert names == {
            path.relative_to(tmp_path / "watched").as_posix()
            for path in (tmp_path / "watched").rglob("*.xml")
        }
        for one in names:
            assert (tmp_path / "watched" / one).read_bytes() == (clean / one).read_bytes(), (name, one)
    archive.close()
