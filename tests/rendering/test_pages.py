"""What the pages hold."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

import generator.rendering as rendering
from generator.model import SpeakerKind
from generator.reading.markup import plain_html
from generator.rendering import (
    Briefing,
    Month,
    Page,
    Profile,
    Publication,
    Renderer,
    SpeakerSummary,
    TagSummary,
    Theme,
    TitleHeld,
    speaker_address,
)
from generator.rendering.headings import with_ids
from generator.rendering.pages import BESIDE
from tests.rendering.samples import ARTICLE, BRANDT, document, ferry
from tests.rendering.searching import search_pages
from tests.rendering.unweaving import unweave

RENDERER = Renderer(Theme(), Publication(title="The Ledger", base_url="https://example.org/b", version="9.9"))
FERRY = RENDERER.briefing(ferry())


def html(page: Page) -> str:
    return page.content.decode()


def text_of(page: Page) -> str:
    """The inner HTML of the text column."""
    match = re.search(r'<div class="text" id="text"[^>]*>\n(.*?)\n+</div>\n<aside', html(page), re.S)
    assert match
    return match[1]


def every_page() -> list[Page]:
    index_entry = FERRY.index_entry
    speaker = SpeakerSummary(BRANDT, speaker_address(BRANDT), SpeakerKind.PERSON, "harbour master", 1, 3)
    tag = TagSummary("Harbours", "tags/harbours", 1)
    return [
        FERRY.page,
        RENDERER.index([index_entry.summary], [Month("2031-04", 1), Month("undated", 2)], [speaker], [tag]),
        RENDERER.month(Month("2031-04", 1), [index_entry.summary]),
        RENDERER.speakers([speaker]),
        RENDERER.speaker(speaker, index_entry.said[BRANDT]),
        RENDERER.tag(tag, [index_entry.summary]),
        *list(search_pages(RENDERER, [index_entry]))[-1:],
        RENDERER.not_found(),
        RENDERER.redirect("old/ferry", index_entry.summary.address, index_entry.summary.title),
    ]


class Tags(HTMLParser):
    """Start tags with their attributes; complains of tags left open and ids used twice."""

    VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_public_names_are_these() -> None:
    assert set(rendering.__all__) == {
        "Briefing",
        "BriefingPage",
        "BriefingSummary",
        "CONTEXT_VERSION",
        "CorrectedBriefing",
        "IndexEntry",
        "Month",
        "Page",
        "Profile",
        "Publication",
        "QuoteRow",
        "RESERVED",
        "Renderer",
        "SearchDocument",
        "SearchLayout",
        "SearchWords",
        "SpeakerRef",
        "SpeakerSummary",
        "TagSummary",
        "Theme",
        "TitleHeld",
        "group_script",
        "part_script",
        "speaker_address",
        "tag_address",
        "words_script",
    }


def test_the_text_without_annotations_is_the_plain_page_byte_for_byte() -> None:
    made = document(ARTICLE)
    headed = with_ids(made.body, made.source.text, of_page=False)
    assert unweave(text_of(FERRY.page)).plain == plain_html(headed.pieces, made.source.text).strip()


@pytest.mark.parametrize("page", every_page(), ids=lambda page: page.path)
def test_tags_are_balanced_and_ids_unique(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in Tags(html(page)).found if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("page", every_page(), ids=lambda page: page.path)
def test_links_within_a_page_lead_to_something(page: Page) -> None:
    found = Tags(html(page)).found
    ids = {attributes.get("id") for _, attributes in found}
    inner = [a["href"][1:] for tag, a in found if tag == "a" and a.get("href", "").startswith("#")]
    assert set(inner) <= ids


@pytest.mark.parametrize("page", every_page(), ids=lambda page: page.path)
def test_no_page_runs_or_loads_anything_from_elsewhere(page: Page) -> None:
    for tag, attributes in Tags(html(page)).found:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        if tag in ("script", "img", "link") and attributes.get("rel") != "canonical":
            assert not attributes.get("src", attributes.get("href", "")).startswith(("http", "//"))
    assert "unsafe-inline" not in html(page)
    assert "Content-Security-Policy" in html(page)


@pytest.mark.parametrize("page", every_page(), ids=lambda page: page.path)
def test_links_between_pages_are_relative_and_end_in_a_file(page: Page) -> None:
    for tag, attributes in Tags(html(page)).found:
        href = attributes.get("href", "")
        if tag != "a" or href.startswith(("#", "http")) or page.path == "404.html" or href in BESIDE:
            continue
        assert not href.startswith("/")
        assert href.split("#")[0].endswith("index.html")


def test_every_statement_has_a_permalink_made_of_its_words() -> None:
    assert 'id="q-we-looked-out-of-the-window"' in html(FERRY.page)
    assert FERRY.index_entry.said[BRANDT][1].fragment == "q-we-looked-out-of-the-window"


def test_permalinks_stay_when_another_paragraph_changes() -> None:
    before = set(re.findall(r'id="([qa]-[^"]+)"', html(FERRY.page)))
    changed = RENDERER.briefing(ferry(ARTICLE.replace("the only one in Port", "the single one in Port")))
    assert set(re.findall(r'id="([qa]-[^"]+)"', html(changed.page))) == before


def test_a_quote_split_by_its_speaker_carries_one_id_and_one_sign() -> None:
    text = text_of(FERRY.page)
    number = re.search(r'id="q-we-looked[^"]*" class="said[^"]*" data-q="(\d+)"', text)
    assert number
    assert len(re.findall(rf'<mark[^>]* data-q="{number[1]}"', text)) == 2
    assert len(re.findall(rf'<a data-x class="key[^>]* data-q="{number[1]}"', text)) == 1


def test_marks_say_their_kind_and_whether_they_are_uncertain() -> None:
    text = text_of(FERRY.page)
    assert 'class="said indirect c' in text
    assert 'class="said mixed c' in text
    assert "uncertain: machine, not reviewed, 62%" in text


def test_a_speakers_first_mention_carries_their_card_with_the_title() -> None:
    text = text_of(FERRY.page)
    card = text.index('id="card-odile-brandt"')
    assert text.index('id="first-odile-brandt"') < card < text.index("Monday")
    assert "harbour master" in text[card : card + 600]


def test_numbers_that_count_are_written_out() -> None:
    assert "13 statements are attributed, 2 reviewed by editors, last on April 12, 2031." in html(FERRY.page)


def test_the_page_says_what_made_it_and_from_what() -> None:
    for words in ("en_invented 1.0", "annotated-briefings 9.9", ferry().document.sha256[:16], "CC BY 4.0"):
        assert words in html(FERRY.page)


def test_a_correction_stands_on_the_page() -> None:
    assert "An earlier version gave the length of the ship in feet." in html(FERRY.page)


def test_dates_and_numbers_are_machine_readable() -> None:
    text = text_of(FERRY.page)
    assert '<time data-a id="date-monday" class="date" datetime="2031-04-07">Monday</time>' in text
    assert 'class="number" value="41000000">41 million crowns</data>' in text


def listed(section: str, page: Page = FERRY.page) -> list[str]:
    """The entries of a section of the sidebar."""
    found = re.search(rf'<details class="section" id="{section}".*?</details>\n', html(page), re.S)
    assert found
    return [
        " ".join(re.sub(r"<[^>]+>", " ", item).split())
        for item in re.findall(r"<li>.*?</li>", found[0], re.S)
    ]


def test_the_sidebar_lists_people_who_are_not_speakers_already() -> None:
    assert [entry.split(" ,")[0] for entry in listed("people")] == ["Lessing"]


def test_a_date_without_a_value_is_not_in_the_sidebar() -> None:
    assert len(listed("timeline")) == 4
    assert not any("spring" in entry for entry in listed("timeline"))


def test_money_and_shares_come_first_and_say_whose_they_are() -> None:
    made = ferry()
    facts = made.extraction.facts
    money = replace(facts.numbers[1], unit="SEK")
    changed = replace(facts, numbers=(facts.numbers[0], money, facts.numbers[2]))
    page = RENDERER.briefing(replace(made, extraction=replace(made.extraction, facts=changed))).page
    assert listed("numbers", page) == [
        "41 million crowns left the town’s account, according to L Lessing Audit Office",
        "140 metres length of the ship, B Odile Brandt",
        "two of three signatures missing, L Lessing Audit Office shows",
    ]


def test_see_in_source_is_a_text_fragment() -> None:
    assert "https://example.org/ledger/ferry#:~:text=There%20are%20no%20such%20minutes" in html(FERRY.page)


def test_only_quoted_words_are_looked_for_in_the_source() -> None:
    notes = re.findall(r'class="note on-statement.*?class="note-links">.*?</span>', html(FERRY.page), re.S)
    linked = [("data-told" in note, ":~:text=" in note) for note in notes]
    assert set(linked) == {(True, False), (False, True)}


def test_markup_in_a_title_is_text() -> None:
    page = RENDERER.briefing(
        ferry(
            ARTICLE.replace("The ferry that", "'<script>alert(1)</script> The ferry that", 1).replace(
                "ordered\n", "ordered'\n", 1
            )
        )
    )
    assert "<script>alert" not in html(page.page)
    assert "&lt;script&gt;alert" in html(page.page)
    assert "</script>" not in page.index_entry.search.entry


def test_a_page_of_another_language_says_so_and_keeps_its_direction() -> None:
    briefing = document("---\ntitle: عنوان\nlang: fa\ndate: 2031-01-01\n---\n\nمتن\n")
    page = html(RENDERER.briefing(Briefing(briefing, ferry().extraction.__class__())).page)
    assert '<html lang="en" dir="rtl">' in page
    assert '<div class="text" id="text" lang="fa">' in page


def test_a_german_briefing_speaks_german() -> None:
    page = html(RENDERER.briefing(ferry(ARTICLE.replace("date: 2031", "lang: de\ndate: 2031", 1))).page)
    assert '<html lang="de"' in page
    assert "Kernaussagen" in page
    assert "10. April 2031" in page
    assert "Key assertions" not in page


def test_empty_sections_do_not_appear() -> None:
    page = html(
        RENDERER.briefing(Briefing(document("Nothing is said here.\n"), ferry().extraction.__class__())).page
    )
    for name in (
        "assertions",
        "speakers",
        "people",
        "places",
        "timeline",
        "numbers",
        "accounts",
        "own-facts",
    ):
        assert f'id="{name}"' not in page
    assert 'class="strip"' not in page
    assert 'class="endnotes"' not in page


def test_an_image_from_elsewhere_is_the_only_thing_allowed_from_there() -> None:
    raw = ARTICLE.replace("## What", "![A quay](https://pictures.example/quay.jpg)\n\n## What")
    page = html(RENDERER.briefing(ferry(raw)).page)
    assert "img-src &#39;self&#39; https://pictures.example;" in page


def test_the_error_page_stands_alone() -> None:
    page = html(RENDERER.not_found())
    assert 'rel="stylesheet"' not in page
    assert "<script" not in page
    assert 'href="/b/index.html"' in page
    assert "sha256-" in page


def test_a_redirect_leads_to_the_new_address() -> None:
    page = RENDERER.redirect("old/ferry", "town/ferry", "The ferry")
    assert page.path == "old/ferry/index.html"
    assert '<noscript><meta http-equiv="refresh" content="0; url=../../town/ferry/index.html">' in html(page)
    assert 'data-to="../../town/ferry/index.html"' in html(page)  # the script adds the fragment
    assert '<link rel="canonical" href="https://example.org/b/town/ferry/index.html">' in html(page)


def test_a_draft_is_marked_in_a_preview() -> None:
    draft = ferry(ARTICLE.replace("date: 2031", "draft: true\ndate: 2031", 1))
    preview = Renderer(Theme(), Publication(preview=True))
    made = preview.briefing(draft)
    assert "Draft: not published" in html(made.page)
    assert "Draft" in html(preview.index([made.index_entry.summary], [], [], []))


def test_the_same_input_gives_the_same_bytes() -> None:
    assert RENDERER.briefing(ferry()) == FERRY


def test_the_extractions_own_ids_are_in_a_preview_only() -> None:
    assert "data-id" not in html(FERRY.page)
    assert 'data-id="a1"' in html(Renderer(Theme(), Publication(preview=True)).briefing(ferry()).page)


def person(profile: Profile, kind: SpeakerKind = SpeakerKind.PERSON) -> str:
    speaker = SpeakerSummary(BRANDT, speaker_address(BRANDT), kind, "harbour master", 1, 3)
    return html(RENDERER.speaker(speaker, FERRY.index_entry.said[BRANDT], profile))


def test_a_photo_has_its_frame_before_it_has_come_and_says_whom_it_shows() -> None:
    page = person(Profile(photo="speakers/odile-brandt/photo.1f.jpg"))
    (image,) = re.findall(r"<img[^>]*>", page)
    assert 'src="../../speakers/odile-brandt/photo.1f.jpg" alt="Portrait of Odile Brandt"' in image
    assert 'width="160" height="200"' in image
    assert 'alt="Odile Brandt"' in person(Profile(photo="a.svg"), SpeakerKind.ORGANISATION)


def test_a_link_is_named_by_where_it_leads() -> None:
    page = person(Profile(link="https://www.example.org/a?b&c"))
    assert 'class="external" rel="external" href="https://www.example.org/a?b&amp;c">example.org</a>' in page
    assert 'href="mailto:odile@example.org">odile@example.org</a>' in person(
        Profile(link="mailto:odile@example.org")
    )


def test_titles_over_time_stand_in_place_of_the_title() -> None:
    held = (
        TitleHeld("harbour master", dt.date(2029, 1, 1), None),
        TitleHeld("pilot", dt.date(2020, 5, 1), dt.date(2028, 12, 31)),
        TitleHeld("deckhand", None, dt.date(2020, 4, 30)),
    )
    page = person(Profile(titles=held))
    assert re.findall(r'<span class="summary">(.*?)</span> <span class="meta">(.*?)</span>', page) == [
        ("harbour master", "since January 1, 2029"),
        ("pilot", "May 1, 2020 to December 31, 2028"),
        ("deckhand", "until April 30, 2020"),
    ]
    assert '<p class="summary">' not in page


def test_who_is_in_no_registry_has_neither_photo_nor_link() -> None:
    page = person(Profile())
    assert "<img" not in page
    assert 'rel="external"' not in page
    assert '<p class="summary">harbour master</p>' in page
