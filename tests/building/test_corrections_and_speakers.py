"""Feeds of speakers, and the page of all corrections with its feed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser
import pytest

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.settings import load_site
from tests.building.conftest import write
from tests.building.test_feeds import BASE, NOW, addresses
from tests.building.test_files_for_programs import built, quick

REGISTRY = "- {name: Ada Example, title: engineer}\n"
CHANGES = """- version: aaaaaaaaaaaaaaaa
  at: 2026-01-08T10:00:00Z
  notice: The wall was said to be old.
- version: bbbbbbbbbbbbbbbb
  at: 2026-01-09T10:00:00Z
  notice: The wall is 4 m high.
"""


def talk(title: str, day: str, front: str = "", words: str = "It holds.") -> str:
    head = f"---\ntitle: {title}\n{day}kind: transcript\n{front}---\n\n"
    return f"{head}ADA EXAMPLE: {words}\n\nBRAM OSEI: Does it?\n\nCEM DAHL: Never.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of transcripts with a registry, recorded notices and things held back, built once."""
    root = quick(tmp_path_factory.mktemp("site") / "site-of-tests")
    write(root, "speakers.yaml", REGISTRY)
    write(root, "wall.changes.yaml", CHANGES)
    for number in range(1, 23):
        write(root, f"t{number:02}.md", talk(f"T{number:02}", f"date: 2026-02-{number:02}\n"))
    write(root, "undated.md", talk("Undated", "", "correction: It has no day.\n"))
    for name, front in (
        ("d", "draft: true"),
        ("e", "embargo: 2026-09-01T06:00Z"),
        ("w", "withdrawn: It was wrong."),
    ):
        more = f"{front}\ncorrections: [{{date: 2026-02-25, text: Secret notice.}}]\n"
        write(root, f"{name}.md", talk("Secret", "date: 2026-02-26\n", more, "Secret words."))
    return built(root)


def test_a_speaker_of_the_registry_has_a_feed_of_the_newest_twenty(folder: Path) -> None:
    found = json.loads((folder / "speakers/ada-example/feed.json").read_text("utf-8"))
    assert [one["url"] for one in found["items"]] == [
        f"{BASE}/t{number:02}/index.html#q-it-holds" for number in range(22, 2, -1)
    ]
    first = found["items"][0]
    assert first["title"] == "Ada Example: It holds."
    assert first["content_text"].endswith("(direct speech; machine, not reviewed; T22; February 22, 2026)")
    html = (folder / "speakers/ada-example/index.html").read_text("utf-8")
    assert 'href="../../speakers/ada-example/feed.xml"' in html


def test_nobody_else_has_one(folder: Path) -> None:
    feeds = {path.parent.relative_to(folder).as_posix() for path in folder.rglob("feed.json")}
    assert feeds == {".", "speakers/ada-example", "archive/corrections"}
    assert "feed.xml" not in (folder / "speakers/cem-dahl/index.html").read_text("utf-8")


def test_the_page_of_corrections_lists_each_notice_once_newest_first(folder: Path) -> None:
    html = (folder / "archive/corrections/index.html").read_text("utf-8")
    notices = re.findall(r'<p class="summary"[^>]*>(.*?)</p>', html)
    assert notices == ["The wall was said to be old.", "The wall is 4 m high.", "It has no day."]
    assert html.count('href="../../wall/index.html"') == 2
    assert 'href="archive/corrections/index.html"' in (folder / "index.html").read_text("utf-8")
    assert f"{BASE}/archive/corrections/index.html" in addresses(folder)


def test_its_feed_holds_those_with_a_day(folder: Path) -> None:
    found = json.loads((folder / "archive/corrections/feed.json").read_text("utf-8"))
    told = [(one["date_published"], one["content_text"]) for one in found["items"]]
    assert told == [
        ("2026-01-08T00:00:00Z", "The wall was said to be old."),
        ("2026-01-03T00:00:00Z", "The wall is 4 m high."),
    ]
    assert len({one["id"] for one in found["items"]}) == 2


def test_nothing_held_back_stands_in_feeds_or_corrections(folder: Path) -> None:
    for path in (*folder.rglob("feed.*"), folder / "archive/corrections/index.html"):
        assert "Secret" not in path.read_text("utf-8"), path


def test_a_site_without_notices_has_no_such_page(tmp_path: Path) -> None:
    root = quick(tmp_path / "s")
    (root / "content" / "wall.md").unlink()
    build(load_site(root), BuildOptions(lambda: NOW))
    assert not (root / "site" / "archive").exists()
    assert "archive/corrections" not in (root / "site" / "index.html").read_text("utf-8")


def test_every_feed_is_read_without_complaint(folder: Path) -> None:
    for path in folder.rglob("feed.xml"):
        found = feedparser.parse(path.read_bytes())
        assert not found.bozo, (path, found.get("bozo_exception"))
        assert found.version == "atom10"
        assert found.entries
        assert all(one.link and one.title and one.updated_parsed for one in found.entries)
