"""A briefing's card: all of its title or none, and no address that nobody gave."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.rendering.cards import HEIGHT, WIDTH, card_of, drawn
from generator.settings import load_site
from tests.building.conftest import write
from tests.building.test_feeds import BASE, NOW, article

Image = pytest.importorskip("PIL.Image")
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TITLES = [
    "The wall",
    "Ärger um Ło und Ğül",
    "Обсуждение: «мы готовы»",
    "Ελλάδα",
    LONG,
    f"On {LONG}",
    "So it goes " * 30,
]


def built(site: Path, base_url: str | None = BASE) -> Path:
    build(load_site(site), BuildOptions(lambda: NOW, base_url=base_url))
    return site / "site"


def inked(png: bytes) -> tuple[int, int, int, int]:
    """The box of all that is darker than paper, right of the bar at the left edge."""
    image = Image.open(io.BytesIO(png)).convert("L").point(lambda grey: 255 if grey < 200 else 0)
    assert image.size == (WIDTH, HEIGHT)
    box: tuple[int, int, int, int] = image.crop((20, 0, WIDTH, HEIGHT)).getbbox()
    return box


@pytest.mark.parametrize("title", TITLES)
def test_a_card_has_the_whole_title_within_its_margins(title: str) -> None:
    card = card_of(title, "The Ledger", "January 2, 2026")
    assert card is not None
    assert "".join(card.lines).replace(" ", "") == title.replace(" ", "")
    left, top, right, bottom = inked(drawn(card))
    assert left > 40
    assert top > 40
    assert right < WIDTH - 20 - 40
    assert bottom < HEIGHT - 40


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=300))
def test_no_title_is_cut(title: str) -> None:
    card = card_of(title, "The Ledger", "")
    if card is not None:
        assert "".join("".join(card.lines).split()) == "".join(card.alt.removesuffix(". The Ledger").split())


@pytest.mark.parametrize("title", ["中文", "مرحبا", "A wall 😀", "word " * 400, " "])
def test_what_cannot_be_drawn_as_it_should_be_has_no_card(title: str) -> None:
    assert card_of(title, "The Ledger", "") is None


def test_no_word_is_divided_where_a_smaller_one_fits() -> None:
    card = card_of("Elektrizitätenhauptbetriebswerkbau tagt", "The Ledger", "")
    assert card is not None
    assert card.lines == ("Elektrizitätenhauptbetriebswerkbau", "tagt") or len(card.lines) == 1


def test_a_page_names_its_card_with_size_and_words(site: Path) -> None:
    folder = built(site)
    (card,) = (folder / "good").glob("card.*.png")
    html = (folder / "good" / "index.html").read_text("utf-8")
    for name in ("og:image", "twitter:image"):
        assert f'"{name}" content="{BASE}/good/{card.name}"' in html
    assert 'og:image:width" content="1200"' in html
    assert 'og:image:alt" content="Good. January 2, 2026, Annotated briefings"' in html
    assert "summary_large_image" in html


def test_there_is_none_without_a_base_url_or_where_the_site_wants_none(site: Path) -> None:
    assert not list(built(site, None).rglob("card.*"))
    (site / "briefing.toml").write_text("[site]\ncards = false\n", "utf-8")
    folder = built(site)
    assert not list(folder.rglob("card.*"))
    assert "og:image" not in (folder / "good" / "index.html").read_text("utf-8")


def test_a_card_is_drawn_again_only_where_what_is_on_it_changes(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[str] = []
    monkeypatch.setattr("generator.exports.cards.drawn", lambda card: times.append(card.name) or drawn(card))
    built(site)
    write(site, "good.md", article("Good", "date: 2026-01-02\n", "Another text."))
    built(site)
    assert len(times) == 1
    write(site, "good.md", article("Better", "date: 2026-01-02\n", "Another text."))
    folder = built(site)
    assert len(times) == 2
    assert [path.name for path in (folder / "good").glob("card.*")] == [times[1]]
    write(site, "good.md", article("Better", "date: 2026-01-02\ndraft: true\n"))
    assert not re.search(r"card\.", " ".join(map(str, built(site).rglob("*"))))
