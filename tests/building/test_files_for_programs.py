"""Tables, Markdown, citations and Web Annotations: what the pages show, and no more."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.publishing import build
from generator.building.store.archive import open_archive
from generator.rendering.pages import BESIDE
from generator.settings import load_site
from tests.building.conftest import update, write
from tests.building.test_feeds import BASE, NOW

SETTINGS = '[site]\npublisher = "The Ledger Trust"\n'
WALL = """---
title: The wall & the <storm>
date: 2026-01-02
authors: [Bo Lindqvist]
speakers: [{name: Ada Example, title: engineer}]
corrections: [{date: 2026-01-03, text: The wall is 4 m high.}]
---

The wall stands. *“It will hold for **forty** years,”* said Ada Example.[^1] “Nobody asked me,” she said.

## 1. What *follows*

- “We will `see`,” said Bram Osei.
- 2026\\. It was closed.

> “I was there,” said Cem Dahl. “All day.”

| Who | What |
| --- | --- |
| Ada Example | “Yes, always,” said Ada Example. |

“=1+1 is what it costs,” said Ada Example.

[^1]: She wrote this in *May*.
"""
REVIEW = """- {action: confirm, target: attribution, content: '“It will hold for forty years,”'}
- {action: reject, target: attribution, content: '“I was there,”'}
- {action: attribute, target: attribution, content: '“Nobody asked me,”', speakers: [Ada Example]}
- {action: add, target: assertion, content: '“It will hold for forty years,”'}
"""
CUT = """- {action: reject, target: assertion, content: Nobody may print this line.}
- {action: reject, target: assertion, content: 'Nor this one, which is long enough.'}
"""
HIDDEN = {
    "draft.md": "draft: true",
    "later.md": "embargo: 2026-09-01T06:00Z",
    "gone.md": "withdrawn: It was wrong.",
    "page.md": "kind: page",
}
EXCERPT = """---
title: Of an excerpt
date: 2026-01-01
excerpt: true
---

Nobody may print this line. “Only this may be printed,” said Ada Example. Nor this one, which is long enough.
"""


TALK = "---\ntitle: {title}\ndate: 2026-01-06\nkind: transcript\n---\n\nADA EXAMPLE: No.\n\nBRAM OSEI: Yes.\n"


def quick(root: Path) -> Path:
    """A site in which the labels of transcripts alone tell who speaks, so that it builds at once."""
    (root / "content").mkdir(parents=True)
    (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    write(root, "wall.md", WALL)
    write(root, "talk.md", TALK.format(title="A talk"))
    return root


def filled(root: Path) -> Path:
    """A site with everything that may stand in the files, and all that may not."""
    (root / "content").mkdir(parents=True)
    (root / "briefing.toml").write_text(SETTINGS, "utf-8")
    write(root, "wall.md", WALL)
    write(root, "wall.review.yaml", REVIEW)
    write(root, "cut.md", EXCERPT)
    write(root, "cut.review.yaml", CUT)
    for name, front in HIDDEN.items():
        date = "" if "page" in front else "date: 2026-01-05\n"
        write(root, name, f"---\ntitle: Secret\n{date}{front}\n---\n\n“Secret words,” said Ada Example.\n")
    return root


def built(root: Path, base_url: str | None = BASE) -> Path:
    build(load_site(root), BuildOptions(lambda: NOW, base_url=base_url))
    return root / "site"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a base URL, built once."""
    return built(filled(tmp_path_factory.mktemp("whole") / "site-of-tests"))


@pytest.fixture(scope="module")
def relative(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without one."""
    return built(filled(tmp_path_factory.mktemp("relative") / "site-of-tests"), None)


def rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "quotations.csv").read_text("utf-8"))))


def exports(folder: Path) -> Iterator[Path]:
    yield from folder.glob("quotations.*")
    for name in BESIDE:
        yield from folder.rglob(name)


# --- tables -----------------------------------------------------------------------


def test_a_row_tells_who_how_review_status_and_permalink(whole: Path) -> None:
    row = next(row for row in rows(whole) if "forty" in row["text"])
    assert row == {
        "speaker": "Ada Example",
        "speaker_kind": "person",
        "title": "engineer",
        "how": "said",
        "text": "“It will hold for forty years,”",
        "kind": "direct",
        "act": "says",
        "via": "",
        "review": "confirmed",
        "uncertain": "false",
        "date": "2026-01-02",
        "briefing": "The wall & the <storm>",
        "permalink": f"{BASE}/wall/index.html#q-it-will-hold-for-forty-years",
        "lang": "en",
    }
    assert {row["text"]: row["review"] for row in rows(whole)}["“Nobody asked me,”"] == "edited"


def test_csv_and_json_hold_the_same(whole: Path) -> None:
    as_json = json.loads((whole / "quotations.json").read_text("utf-8"))
    told = [
        {key: str(value).lower() if isinstance(value, bool) else value for key, value in one.items()}
        for one in as_json
    ]
    assert [one["permalink"] for one in told] == [row["permalink"] for row in rows(whole)]
    assert [one["text"] for one in told] == [row["text"] for row in rows(whole)]
    assert len(told) >= 6


def test_a_spreadsheet_takes_nothing_for_a_formula(tmp_path: Path) -> None:
    root = quick(tmp_path / "s")
    write(root, "f.md", TALK.format(title="=SUM(A1)"))
    folder = built(root)
    assert "'=SUM(A1)" in {row["briefing"] for row in rows(folder)}
    assert '"=SUM(A1)"' in (folder / "quotations.json").read_text("utf-8")


# --- what is held back --------------------------------------------------------------


def test_nothing_held_back_stands_in_any_file(whole: Path) -> None:
    found = list(exports(whole))
    assert len(found) == 2 + 2 * len(BESIDE)
    for path in found:
        text = path.read_text("utf-8")
        assert "Secret" not in text, path
        assert "Nobody may print" not in text, path
        assert "Nor this one" not in text, path


def test_what_was_rejected_is_no_quotation(whole: Path) -> None:
    assert "“I was there,”" not in {row["text"] for row in rows(whole)}
    found = json.loads((whole / "wall" / "annotations.json").read_text("utf-8"))
    assert "I was there" not in json.dumps([target["exact"] for target in quoted(found)], ensure_ascii=False)


def test_a_site_that_wants_none_has_none(tmp_path: Path) -> None:
    root = quick(tmp_path / "s")
    with (root / "briefing.toml").open("a") as settings:
        settings.write("[output]\nexports = false\n")
    folder = built(root)
    assert not list(exports(folder))
    assert not [*folder.rglob("feed.*"), *folder.glob("sitemap*")]
    assert "cite.bib" not in (folder / "wall" / "index.html").read_text("utf-8")


# --- addresses ------------------------------------------------------------------------


def ids(page: Path) -> set[str]:
    return set(re.findall(r'\sid="([^"]*)"', page.read_text("utf-8")))


def test_every_permalink_leads_to_its_place(whole: Path, relative: Path) -> None:
    for folder, base in ((whole, f"{BASE}/"), (relative, "")):
        for row in rows(folder):
            assert row["permalink"].startswith(base)
            page, _, fragment = row["permalink"].removeprefix(base).partition("#")
            assert unquote(fragment) in ids(folder / page)


def test_without_a_base_url_no_address_is_invented(relative: Path) -> None:
    for path in exports(relative):
        assert "example.org" not in path.read_text("utf-8")
        assert not re.search(
            r"https?://(?!www\.w3\.org/ns/anno|tools\.ietf\.org/rfc)", path.read_text("utf-8")
        )


def test_a_file_or_a_page_of_the_sites_own_goes_before_ours(tmp_path: Path) -> None:
    root = quick(tmp_path / "s")
    (root / "static" / "wall").mkdir(parents=True)
    (root / "static" / "wall" / "cite.bib").write_text("@own{x}\n")
    (root / "static" / "quotations.csv").write_text("mine\n")
    write(root, "wall/annotations.json.md", "---\ntitle: A page\ndate: 2026-01-01\n---\n\nIt is.\n")
    folder = built(root)
    assert (folder / "wall" / "cite.bib").read_text() == "@own{x}\n"
    assert (folder / "quotations.csv").read_text() == "mine\n"
    assert (folder / "wall" / "annotations.json" / "index.html").is_file()
    assert (folder / "wall" / "briefing.md").is_file()
    assert (folder / "quotations.json").is_file()


# --- Web Annotations --------------------------------------------------------------------


class _Words(HTMLParser):
    """The words of a page's text without what the page added, and those of each element with an id."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, bool, str | None]] = []
        self.text = ""
        self.starts: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.starts[str(found["id"])] = len(self.text)
        if tag not in ("meta", "link", "img", "br", "input", "hr"):
            ours = "data-x" in found or tag in ("script", "style", "template")
            self.stack.append((tag, ours, found.get("id")))
        if tag in ("p", "li", "td", "th", "h1", "h2", "h3", "br"):
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(ours for _, ours, _ in self.stack):
            self.text += data


def quoted(found: dict[str, Any]) -> list[dict[str, str]]:
    targets = []
    for item in found["first"]["items"]:
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            selectors = target["selector"] if isinstance(target["selector"], list) else [target["selector"]]
            fragment = next((s["value"] for s in selectors if s["type"] == "FragmentSelector"), None)
            quote = next(s for s in selectors if s["type"] == "TextQuoteSelector")
            targets.append({**quote, "fragment": fragment})
    return targets


def test_selectors_resolve_to_the_same_words_in_the_page(whole: Path) -> None:
    for page in ("wall", "cut"):
        words = _Words()
        words.feed((whole / page / "index.html").read_text("utf-8"))
        found = json.loads((whole / page / "annotations.json").read_text("utf-8"))
        assert quoted(found)
        for one in quoted(found):
            place = words.text.find(one["prefix"] + one["exact"] + one["suffix"])
            assert place >= 0, one
            if one["fragment"]:
                at = words.starts[one["fragment"]]
                assert words.text[at:].lstrip("\n").startswith(one["exact"]), one


def test_an_annotation_tells_who_how_and_review_status(whole: Path) -> None:
    found = json.loads((whole / "wall" / "annotations.json").read_text("utf-8"))
    assert found["type"] == "AnnotationCollection"
    assert found["id"] == f"{BASE}/wall/annotations.json"
    assert found["total"] == len(found["first"]["items"])
    first = next(one for one in found["first"]["items"] if "forty" in one["id"] and "#q-" in one["id"])
    assert first["id"] == f"{BASE}/wall/index.html#q-it-will-hold-for-forty-years"
    assert [(body["purpose"], body["value"]) for body in first["body"]] == [
        ("identifying", "Ada Example"),
        ("describing", "direct speech, “said”"),
        ("assessing", "confirmed by an editor"),
    ]


# --- Markdown and BibTeX -----------------------------------------------------------------


def read_back(markdown: str) -> str:
    md = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).use(footnote_plugin)
    return md.render(markdown)


def test_the_markdown_reads_as_the_page_does(whole: Path) -> None:
    text = (whole / "wall" / "briefing.md").read_text("utf-8")
    html = read_back(text)
    assert "<h1>The wall &amp; the &lt;storm&gt;</h1>" in html
    assert "<h3>1. What <em>follows</em></h3>" in html
    assert "<code>see</code>" in html
    assert "<li>2026. It was closed.</li>" in html
    assert "<blockquote>" in html
    assert "<td>Ada Example</td>" in html
    assert "<strong>forty</strong>" in html
    assert "She wrote this in <em>May</em>." in html
    assert "<strong>Correction, January 3, 2026:</strong> The wall is 4 m high." in html
    notes = Counter(re.findall(r"^\[\^(\w+)\]:", text, re.M))
    assert set(notes.values()) == {1}
    assert all(f"[^{name}]" in re.sub(r"^\[\^\w+\]:.*$", "", text, flags=re.M) for name in notes)


def test_a_note_tells_who_how_review_status_and_permalink(whole: Path) -> None:
    text = (whole / "wall" / "briefing.md").read_text("utf-8")
    link = f"{BASE}/wall/index.html#q-it-will-hold-for-forty-years"
    assert f"Ada Example (engineer): direct speech, “said”; confirmed by an editor.]({link})" in text


def test_an_excerpt_is_its_passages(whole: Path) -> None:
    text = (whole / "cut" / "briefing.md").read_text("utf-8")
    assert "“Only this may be printed,”[^1] said Ada Example" in text
    assert "\\[…\\]" in text


def test_the_citation_is_a_file(whole: Path) -> None:
    text = (whole / "wall" / "cite.bib").read_text("utf-8")
    assert text.startswith("@online{lindqvist2026")
    assert f"url = {{{BASE}/wall/index.html}}" in text


# --- what is made again --------------------------------------------------------------------


def test_an_unchanged_briefings_files_are_not_made_anew(tmp_path: Path) -> None:
    root = quick(tmp_path / "s")
    archive, _ = open_archive(tmp_path / "cache")
    options = BuildOptions(lambda: NOW, base_url=BASE)
    watched = Builder(Inputs(root), archive, InPlace(tmp_path / "out"), "out", options)
    update(watched)
    before = {path: os.stat(path).st_mtime_ns for path in exports(tmp_path / "out")}
    write(root, "talk.md", TALK.format(title="A talk").replace("Yes.", "Never."))
    written = set(update(watched).written)
    assert {"talk/briefing.md", "talk/annotations.json", "quotations.csv"} <= written
    assert not [path for path in written if path.startswith("wall/")]
    assert (
        os.stat(tmp_path / "out" / "wall" / "briefing.md").st_mtime_ns
        == before[tmp_path / "out" / "wall" / "briefing.md"]
    )
    (tmp_path / "out" / "wall" / "cite.bib").write_text("broken")
    watched.begin()
    assert "wall/cite.bib" in update(watched).written
    clean = built(root)
    for path in exports(clean):
        assert (tmp_path / "out" / path.relative_to(clean)).read_bytes() == path.read_bytes()
    (root / "content" / "talk.md").unlink()
    assert "talk/briefing.md" in update(watched).removed
    archive.close()
