"""The search: what it finds, what it shows of that, and how little of the index it reads."""

from __future__ import annotations

import json
import random
from pathlib import Path
from unicodedata import category
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from generator.rendering.search_words import bucket_of, folded, search_words
from tests.browser.conftest import Opener
from tests.browser.test_using import tab_to

pytestmark = pytest.mark.browser

WORDS = Path("templates/assets/search/words.js")


def results(page: Page) -> list[str]:
    return page.locator(".results h2").all_inner_texts()


def test_the_search_finds_by_speaker_and_kind(visit: Opener) -> None:
    page = visit("search/index.html")
    page.get_by_label("Said by").fill("riedl")
    expect(page.locator(".results .hit")).to_have_count(3)
    page.get_by_label("direct speech", exact=True).check()
    expect(page.locator(".results .hit")).to_have_count(2)
    assert unquote(page.url).endswith("#speaker=riedl&kind=d")


def test_the_search_shows_how_it_was_said_and_what_is_uncertain(visit: Opener) -> None:
    page = visit("search/index.html")
    page.get_by_label("Words").fill("council had been told")
    expect(page.locator(".results .hit")).to_contain_text(
        "Mayor Judit Halász denied that the council had been told"
    )
    page.get_by_label("Words").fill("signatures were missing")
    hit = page.locator(".results .hit").first
    expect(hit).to_contain_text("Its report shows that two of three signatures were missing")
    expect(hit).to_contain_text("Lessing Audit Office, uncertain")


def test_the_search_folds_accents_and_finds_phrases(visit: Opener) -> None:
    page = visit("search/index.html#query=HALASZ")
    expect(page.locator(".results h2")).to_have_count(1)
    page.get_by_label("Words").fill("“ferry that nobody”")
    expect(page.locator(".results h2 mark")).to_have_text("ferry that nobody")
    page.get_by_label("Words").fill("“nobody ferry”")
    expect(page.locator("#found")).to_have_text("Nothing found.")


def test_the_search_shows_what_was_typed_as_text(visit: Opener) -> None:
    page = visit("search/index.html")
    page.get_by_label("Words").fill("<img src=x onerror=alert(1)>")
    expect(page.locator("#found")).to_have_text("Nothing found.")
    assert page.locator(".results img").count() == 0


def test_the_search_is_used_by_keyboard_alone(visit: Opener) -> None:
    page = visit("search/index.html")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.type("minutes")
    expect(page.locator("#found")).to_have_text("1 briefing")
    tab_to(page, ".results a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/town/ferry/index.html")


def scripts(page: Page) -> list[str]:
    """What was read of the index."""
    names = page.evaluate("[...document.head.querySelectorAll('script[src]')].map(e => e.src)")
    return [name.rsplit("/", 1)[1].split(".")[0] for name in names if "/search/" in name]


def test_only_the_words_and_briefings_that_are_asked_for_are_read(visit: Opener) -> None:
    page = visit("search/index.html")
    expect(page.locator("#query")).to_be_focused()
    assert sorted(scripts(page)) == ["group-0", "group-1"]
    page.get_by_label("Words").fill("minutes")
    expect(page.locator("#found")).to_have_text("1 briefing")
    kinds = [name.split("-")[0] for name in scripts(page)]
    assert kinds == ["group", "group", "words", "words", "part"]


def test_a_word_is_found_by_its_beginning_and_by_no_other_part_of_it(visit: Opener) -> None:
    page = visit("search/index.html#query=minu")
    expect(page.locator("#found")).to_have_text("1 briefing")
    assert page.locator(".results mark").first.inner_text().lower() == "minu"
    page.get_by_label("Words").fill("inutes")
    expect(page.locator("#found")).to_have_text("Nothing found.")


def test_speakers_are_offered_as_their_names_are_typed(visit: Opener) -> None:
    page = visit("search/index.html")
    page.get_by_label("Said by").fill("hal")
    expect(page.locator("#names option")).to_have_count(1)
    assert page.locator("#names option").get_attribute("value") == "Judit Halász"


def test_scripts_and_builds_reckon_words_in_the_same_way(visit: Opener) -> None:
    chance = random.Random(1)
    characters = [c for c in map(chr, (*range(32, 0x3100), *range(0xAC00, 0xAC80))) if category(c) != "Cn"]
    texts = ["".join(chance.choices(characters, k=chance.randint(1, 40))) for _ in range(1000)]
    texts += ["L’Été à HALÁSZ, it’s İstanbul straße ŒUVRE ﬁn 東京に ไทย 3.5 😀x"]
    page = visit("search/index.html")
    reckoned = page.evaluate(
        f"texts => {{ {WORDS.read_text('utf-8')}; return texts.map(text => [folded(text), "
        "[...new Set(wordsOf(folded(text)))].map(word => [word, bucketOf(word.slice(0, BEGINNING))])]) }",
        texts,
    )
    for text, (as_folded, words) in zip(texts, reckoned, strict=True):
        assert as_folded == folded(text), json.dumps(text)
        lines = search_words("", text, (), (), ()).lines
        expected = {(line[:-1], bucket) for bucket, held in lines.items() for line in held.split("\n")}
        assert {(word, bucket) for word, bucket in words} == expected, json.dumps(text)
        assert all(bucket_of(word[:3]) == bucket for word, bucket in expected)
