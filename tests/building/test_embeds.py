"""A statement has a page of its own, which may stand in a frame and keeps its address."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from pathlib import Path

import pytest

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.store.archive import open_archive
from tests.building.conftest import update, write
from tests.building.test_feeds import BASE, NOW
from tests.building.test_files_for_programs import REVIEW, built, filled, quick

HOLDS = "q-it-will-hold-for-forty-years"
LINE = "The wall stands. *“It will hold for **forty** years,”* said Ada Example."
TALK = "---\ntitle: Talk\ndate: 2026-01-06\nkind: transcript\n---\n\nADA: {ada}\n\nBRAM: {bram}\n"
CONFIRM = "- {action: confirm, target: attribution, content: '%s'}\n"


def quotes(folder: Path, briefing: str = "wall") -> set[str]:
    return {path.parent.name for path in (folder / briefing / "quotes").glob("*/index.html")}


def page(folder: Path, name: str = HOLDS, briefing: str = "wall") -> str:
    return (folder / briefing / "quotes" / name / "index.html").read_text("utf-8")


def embeds(root: Path, value: str) -> None:
    settings = root / "briefing.toml"
    known = settings.read_text("utf-8").replace("[site]\n", "")
    settings.write_text(f'[site]\nembeds = "{value}"\n{known}', "utf-8")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a base URL, built once."""
    return built(filled(tmp_path_factory.mktemp("whole") / "site-of-tests"))


# --- what it says ---------------------------------------------------------------------


def test_the_page_has_the_whole_sentence_with_who_how_and_review_status(whole: Path) -> None:
    text = page(whole)
    assert "<p><mark>“It will hold for forty years,”</mark> said Ada Example.</p>" in text
    assert "<b>Ada Example</b>, engineer" in text
    assert "direct speech, “said”; confirmed by an editor" in text
    assert f'href="../../../wall/index.html#{HOLDS}"' in text
    assert "January 2, 2026" in text
    assert "<script" not in text


def test_it_offers_a_block_quote_and_a_frame_without_a_script(whole: Path) -> None:
    frame, quote = map(unescape, re.findall(r"<textarea[^>]*>(.*?)</textarea>", page(whole), re.S))
    address = f"{BASE}/wall/quotes/{HOLDS}/index.html"
    assert frame.startswith(f'<iframe src="{address}" title="Ada Example: The wall &amp; the &lt;storm&gt;"')
    assert quote.startswith(f'<blockquote cite="{BASE}/wall/index.html#{HOLDS}" lang="en"><p><mark>“It will')
    assert "said Ada Example.</p><footer>Ada Example, engineer (confirmed by an editor)." in quote


def test_its_description_is_found_and_answers_as_oembed_wants(whole: Path) -> None:
    address = re.search(r'json\+oembed" href="([^"]*)"', page(whole))[1]  # type: ignore[index]
    found = json.loads((whole / address.removeprefix(f"{BASE}/")).read_text("utf-8"))
    assert {"version": "1.0", "type": "rich", "width": 600}.items() <= found.items()
    assert found["html"].startswith("<iframe src=")
    assert f"/quotes/{HOLDS}/index.html" in found["html"]
    assert found["height"] > 200


def test_without_a_base_url_no_address_is_made_up(tmp_path: Path) -> None:
    folder = built(filled(tmp_path / "s"), None)
    assert "http" not in re.sub(r"<!doctype.*?<body", "", page(folder), flags=re.S)
    assert not list(folder.rglob("oembed.json"))


def test_a_page_of_the_longest_statement_weighs_little(tmp_path: Path) -> None:
    root = quick(tmp_path / "s")
    said = " ".join(f"Word{number} is one of many." for number in range(170))[:3_990]
    write(root, "talk.md", TALK.format(ada=said, bram=said + said))
    embeds(root, "all")
    folder = built(root)
    (name,) = quotes(folder, "talk")  # the other is too long to be read outside of its place
    weight = len(gzip.compress(page(folder, name, "talk").encode(), 6))
    sheet = next((folder / "assets").glob("quote.*.css"))
    assert weight + len(gzip.compress(sheet.read_bytes(), 6)) <= 8_000


# --- which there are --------------------------------------------------------------------


def test_only_what_an_editor_confirmed_has_one_unless_the_site_says_otherwise(tmp_path: Path) -> None:
    root = filled(tmp_path / "s")
    assert quotes(built(root)) == {HOLDS, "q-nobody-asked-me"}
    embeds(root, "all")
    found = quotes(built(root))
    assert {HOLDS, "q-nobody-asked-me", "q-yes-always"} <= found
    assert "q-i-was-there" not in found  # which was rejected
    (root / "briefing.toml").write_text('[site]\nembeds = "off"\n', "utf-8")
    assert quotes(built(root)) == set()


def test_the_note_leads_to_the_page(whole: Path) -> None:
    assert f'href="../wall/quotes/{HOLDS}/index.html">Embed</a>' in (whole / "wall" / "index.html").read_text(
        "utf-8"
    )


def test_a_confirmed_disagreement_has_a_page_of_both_sides(tmp_path: Path) -> None:
    root = quick(tmp_path / "s")
    write(root, "talk.md", TALK.format(ada="The wall will hold.", bram="The wall will not hold."))
    pair = (
        "{action: %s, target: account-pair, content: The wall will hold., "
        "against: The wall will not hold., subject: the wall}"
    )
    write(root, "talk.review.yaml", f"- {pair % 'add'}\n")
    folder = built(root)
    (name,) = quotes(folder, "talk")
    text = page(folder, name, "talk")
    assert "They differ: the wall" in text
    assert text.count("<figure>") == 2
    assert "<p><mark>The wall will hold.</mark></p>" in text


# --- what stays -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "now", [LINE.replace("It will", "I say it will"), f"# New\n\nA line before it all.\n\n{LINE}"]
)
def test_its_address_outlives_edits_of_the_text(tmp_path: Path, now: str) -> None:
    root = filled(tmp_path / "s")
    around = "prefix: 'The wall stands. ', suffix: ' said Ada Example.'"
    whole = f"{{exact: '“It will hold for forty years,”', {around}}}"
    write(root, "wall.review.yaml", f"- {{action: confirm, target: attribution, content: [{whole}]}}\n")
    before = quotes(built(root))
    wall = root / "content" / "wall.md"
    wall.write_text(wall.read_text("utf-8").replace(LINE, now), "utf-8")
    folder = built(root)
    assert before <= quotes(folder)
    assert "forty years" in page(folder)
    assert "<mark>" in page(folder)


def test_where_its_words_are_gone_the_page_says_so_and_leads_to_the_briefing(tmp_path: Path) -> None:
    root = filled(tmp_path / "s")
    built(root)
    wall = root / "content" / "wall.md"
    wall.write_text(wall.read_text("utf-8").replace(LINE, "The wall stands."), "utf-8")
    folder = built(root)
    assert HOLDS in quotes(folder)
    text = page(folder)
    assert "These words are no longer published by themselves." in text
    assert "forty" not in re.sub(r'"[^"]*"', "", text)
    assert 'href="../../../wall/index.html"' in text


def test_what_is_rejected_later_stands_nowhere(tmp_path: Path) -> None:
    root = filled(tmp_path / "s")
    write(root, "wall.review.yaml", REVIEW.replace("{action: confirm", "{action: reject", 1))
    folder = built(root)
    assert HOLDS not in quotes(folder)


def test_a_watched_site_has_the_pages_of_a_clean_build(tmp_path: Path) -> None:
    root = quick(tmp_path / "s")
    write(root, "talk.md", TALK.format(ada="The wall holds.", bram="It does not."))
    archive, _ = open_archive(tmp_path / "cache")
    options = BuildOptions(lambda: NOW, base_url=BASE)
    watched = Builder(Inputs(root), archive, InPlace(tmp_path / "out"), "out", options)
    steps = (
        CONFIRM % "The wall holds.",
        CONFIRM % "The wall holds." + CONFIRM % "It does not.",
        CONFIRM % "It does not.",
        "",
    )
    for review in steps:
        write(root, "talk.review.yaml", review)
        update(watched)
        clean, ours = built(root), tmp_path / "out"
        assert quotes(ours, "talk") == quotes(clean, "talk")
        for path in (clean / "talk").rglob("quotes/*/*"):
            assert (ours / path.relative_to(clean)).read_bytes() == path.read_bytes()
    write(root, "talk.review.yaml", CONFIRM % "The wall holds.")
    update(watched)
    (name,) = quotes(tmp_path / "out", "talk")
    broken = tmp_path / "out" / "talk" / "quotes" / name / "index.html"
    broken.write_text("broken")
    watched.begin()
    update(watched)
    assert "The wall holds." in broken.read_text("utf-8")
    (root / "content" / "talk.md").unlink()
    update(watched)
    assert not broken.exists()
    archive.close()
