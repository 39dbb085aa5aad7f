"""No byte leaves of what is not published, whatever files, people and pages are called.

Every draft, embargo, rejection, note, reviewer and private file of these sites carries a mark.
``tests/building/test_colocated_files.py`` tries the names that tools give to copies of such files.

What an author writes into a published text is published, and were it the name of a draft. A link names a
file by its path; what follows a ``?`` or ``#`` names none, and is the author's word. A name that holds such
a sign is linked to with ``%3F`` or ``%23``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.settings import load_site
from tests.building.test_colocated_files import everything

MARK = "xylophonia"
HEAD = "---\ntitle: {}\ndate: 2026-01-02\n{}---\n\n{}\n"
TEXT = "“Yes,” said Ada Example. “It was the gate,” she added."
PIECES = (
    MARK, MARK.upper(), "a", "B", "é", "e\u0301", "ß", "İ", "ſ", "Å", "…", ".", "..", " ", "  ", "-", "_",
    "#", "?", "&", "%2e", "%", "~", "'", "(1)", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00a0",
    "con", "public", "open", "review",
)  # fmt: skip
NAMES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)
CASES: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.swapcase,
    lambda name: unicodedata.normalize("NFC", name),
    lambda name: unicodedata.normalize("NFD", name),
    quote,
    lambda name: "./" + name,
    lambda name: "/" + name,
    lambda name: name + "#q-x",
)
SPELLINGS = st.sampled_from(CASES)
FOLDERS = st.sampled_from(["", "n/", "N/deep/"])
WITHHELD = st.sampled_from(["draft: true\n", "embargo: 2100-01-01T00:00Z\n"])
OF_OURS = (
    ".review.yaml",
    ".REVIEW.yaml",
    ".review.yml",
    ".review.yaml.orig",
    ".review (1).yaml",
    ".changes.yaml",
)
LEFT = (".md~", ".md.orig", ".md.save", ".png.bak", ".yaml.rej")
UNMENTIONED = (".png", ".pdf", ".html", ".svg", ".", ". ", "")

Draw = Callable[[st.SearchStrategy[Any]], Any]


def marked(name: str) -> str:
    """A name that tells, in the forms that a file system takes."""
    return f"{name}{MARK}"[:60]


def file(site: Path, name: str, text: str) -> None:
    path = site / "content" / name
    if name.endswith("/") or path.name in ("", ".", "..") or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def corrections(person: str, note: str) -> str:
    """Write who rejected and confirmed what on the page that is published, and why."""
    rejected = {"action": "reject", "content": "It was the gate,", "note": f"{note} {MARK}"}
    confirmed = {"action": "confirm", "content": "Yes,", "note": MARK}
    by = {"target": "attribution", "by": f"{MARK} {person}"}
    return json.dumps([by | rejected, by | confirmed], ensure_ascii=False)


def fill(site: Path, draw: Draw) -> None:
    """Write a site of one page that is published, and around it all that is not."""
    links = [*withheld(site, draw)]
    for ending in OF_OURS:
        name = draw(FOLDERS) + marked(draw(NAMES)) + ending
        file(site, name, f"[] # {MARK}" if ending.endswith(".yaml") else MARK)
        links.append(name)
    for ending in UNMENTIONED:
        file(site, draw(FOLDERS) + marked(draw(NAMES)) + ending, MARK)
    spelled = [draw(SPELLINGS)(name.replace("?", "%3F").replace("#", "%23")) for name in links]
    body = " ".join(f"[see](<{name}>) ![pic](<{name}>)" for name in spelled)
    file(site, "open.md", HEAD.format("Open", "", f"{TEXT}\n\n{body}"))
    file(site, "open.review.yaml", corrections(draw(NAMES), draw(NAMES)))


def withheld(site: Path, draw: Draw) -> Iterator[str]:
    """Write drafts and embargoed texts, each with a picture that only it shows; yield their names."""
    for ending in (".md", ".markdown", ".txt"):
        name, picture = draw(FOLDERS) + marked(draw(NAMES)) + ending, draw(FOLDERS) + draw(NAMES) + ".png"
        title = json.dumps(MARK + draw(NAMES), ensure_ascii=False)
        file(site, picture, MARK)
        file(site, name, HEAD.format(title, draw(WITHHELD), f"{TEXT} {MARK} ![{MARK}](</{picture}>)"))
        yield name


def test_no_byte_leaves_of_what_is_not_published_whatever_it_is_called(
    tmp_path_factory: pytest.TempPathFactory, thorough: bool
) -> None:
    @settings(max_examples=300 if thorough else 8, phases=[Phase.generate])
    @given(st.data())
    def nothing(data: st.DataObject) -> None:
        site = tmp_path_factory.mktemp("site")
        (site / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
        fill(site, data.draw)
        build(load_site(site), BuildOptions())
        assert (site / "site" / "open" / "index.html").is_file()
        written = everything(site / "site").lower()
        at = written.find(MARK.encode())
        assert at < 0, written[max(0, at - 100) : at + 100].decode("utf-8", "replace")

    nothing()


# Names that hold a sign of addresses, as a careless author links to them: escaped nowhere.
RAW = (
    f"?{MARK}.md", f"#{MARK}.md", f"draft?{MARK}.md", f"draft#{MARK}.txt", f"n/?{MARK}.markdown",
    f"open?{MARK}.md", f"open#{MARK}.review.yaml", f"draft?{MARK}.png", f"?{MARK}.png", f"n/draft#{MARK}.png",
    f"draft?{MARK}#a?b.pdf",
)  # fmt: skip
HELD_BACK = "harmonium"


def test_what_is_called_by_a_sign_of_addresses_stays_and_only_its_author_names_it(tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    for name in RAW:
        text = HEAD.format(HELD_BACK, "draft: true\n", f"{TEXT} {HELD_BACK} ![](<{name}>)")
        file(tmp_path, name, f"[] # {HELD_BACK}" if name.endswith(".yaml") else text)
    links = " ".join(f"[see](<{name}>) [see](</{name}>) ![pic](<{name}>)" for name in RAW)
    file(tmp_path, "open.md", HEAD.format("Open", "", f"{TEXT}\n\n{links}"))
    build(load_site(tmp_path), BuildOptions())
    site = tmp_path / "site"
    assert HELD_BACK.encode() not in everything(site)  # not in pages, not in search, feeds and lists
    named = [path for path in site.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()]
    assert all(path.is_relative_to(site / "open") for path in named), named
    assert not [path for path in site.rglob("*") if MARK in str(path)]  # and nothing is called by it
    html = (site / "open" / "index.html").read_text("utf-8")
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    told = [address for address in addresses if MARK in address]
    assert told, "an author's own query is the author's"
    assert html.count(MARK) == len(told)  # in addresses alone
    led = {re.split("[?#]", address)[0] for address in told}
    assert led <= {
        "",
        "index.html",
        "../index.html",
    }  # to this page and the first one, to nothing that is held back
