"""Letters, permalinks, citations, pictures: the small rooms of the page."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.iso_dates import day_of, for_html
from generator.model import Span, Speaker, SpeakerKind
from generator.rendering.charts import WIDTH, strip, timeline
from generator.rendering.citations import bibtex, in_source, markdown, plain
from generator.rendering.dates_in_words import in_words
from generator.rendering.i18n import page_locale
from generator.rendering.speaker_labels import colour, letters
from generator.slugs import Fragments, slug


def person(name: str) -> Speaker:
    return Speaker(name, SpeakerKind.PERSON)


def test_a_person_is_known_by_the_surname_and_a_body_by_its_first_telling_word() -> None:
    office = Speaker("The Office of Water", SpeakerKind.ORGANISATION)
    assert letters([person("Odile Brandt"), office]) == ("B", "O")


def test_who_shares_an_initial_gets_more_of_the_name() -> None:
    names = [person(name) for name in ("Ida Berg", "Bo Berling", "Ann Berg", "Ole Berg")]
    assert letters(names) == ("B", "Be", "Br", "Bg")


@given(st.lists(st.text(min_size=0, max_size=12), max_size=60))
def test_letters_are_unique_short_and_never_empty(names: list[str]) -> None:
    found = letters([Speaker(name, SpeakerKind.GROUP) for name in names])
    assert len(set(found)) == len(names)
    assert all(1 <= len(sign) <= 5 for sign in found)


def test_colours_return_from_the_ninth_speaker_on() -> None:
    assert [colour(number) for number in (1, 8, 9, 50)] == [1, 8, 1, 2]


def test_a_slug_folds_case_accents_and_apostrophes() -> None:
    assert slug("“Señora Núñez doesn’t say.”") == "senora-nunez-doesnt-say"


def test_a_slug_of_another_script_keeps_its_letters() -> None:
    assert slug("Привет, мир") == "привет-мир"


def test_the_same_words_twice_are_two_fragments() -> None:
    fragments = Fragments()
    assert fragments.of("q", "“No.”") == "q-no"
    assert fragments.of("q", "No!") == "q-no-2"
    assert fragments.of("q", "…") == "q-x"


def test_a_link_into_the_source_encodes_what_a_text_fragment_reserves() -> None:
    link = in_source("https://example.org/a", "“Well-paid, they said & left”")
    assert link == "https://example.org/a#:~:text=Well%2Dpaid%2C%20they%20said%20%26%20left"


def test_a_long_quote_is_found_in_the_source_by_its_ends() -> None:
    words = " ".join(f"word{n}" for n in range(20))
    link = in_source("https://example.org/a#part", words)
    assert link is not None
    assert link.endswith("#part:~:text=word0%20word1%20word2%20word3,word16%20word17%20word18%20word19")


@pytest.mark.parametrize("url", [None, "mailto:a@example.org", "javascript:alert(1)"])
def test_only_a_web_address_can_be_linked_into(url: str | None) -> None:
    assert in_source(url, "words") is None


@pytest.mark.parametrize("words", ["“It [the ferry] is late”", "“It is … late”", "“It is ... late”"])
def test_words_that_an_editor_added_or_cut_are_not_looked_for_in_the_source(words: str) -> None:
    assert in_source("https://example.org/a", words) is None


def test_citations_escape_what_their_format_reserves() -> None:
    assert plain("T", "A. B", "S", "8 May 2031", None) == "A. B: “T”. S, 8 May 2031."
    assert markdown("A [b] *c*", "", "S", "", "https://e.org") == r"[A \[b\] \*c\*](https://e.org), S"
    entry = bibtex("50% of {it}", ("Ann Lee",), "S & T", date(2031, 5, 8), "https://e.org")
    assert entry.startswith("@online{lee203150,")
    assert r"{50\% of \{it\}}" in entry
    assert r"S \& T" in entry


def test_no_strip_where_nobody_speaks() -> None:
    assert strip([], 100) is None
    assert strip([[]], 100) is None


@given(st.lists(st.lists(st.tuples(st.integers(0, 990), st.integers(1, 10)), max_size=20), max_size=12))
def test_bars_stay_in_the_picture_and_do_not_touch(said: list[list[tuple[int, int]]]) -> None:
    spans = [[(Span(start, start + length), "q") for start, length in own] for own in said]
    drawn = strip(spans, 1000)
    for row in drawn.rows if drawn else ():
        end = -1
        for bar in row.bars:
            assert bar.x > end
            assert bar.width >= 3
            end = bar.x + bar.width
        assert end <= WIDTH + 3


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2031-04-07", date(2031, 4, 7)),
        ("2031-04", date(2031, 4, 15)),
        ("2031", date(2031, 7, 2)),
        ("203X", date(2034, 12, 31)),
        ("2031-Q3", date(2031, 8, 15)),
        ("2031-24", date(2032, 1, 15)),
        ("2031-W02", date(2031, 1, 9)),
        ("2031-04-07/2031-05-01", date(2031, 4, 7)),
        ("2031-13", None),
        ("2031-02-30", None),
        ("2031-W77", None),
        ("yesterday", None),
        ("0000", None),
        (None, None),
    ],
)
def test_a_date_is_placed_as_exactly_as_it_is_known(value: str | None, day: date | None) -> None:
    assert day_of(value) == day


@pytest.mark.parametrize(
    ("value", "words", "html"),
    [
        ("2031-04-07", "7 April 2031", True),
        ("2031-04", "April 2031", True),
        ("2031", "2031", True),
        ("2031-W02", "6–12 Jan 2031", True),
        ("2031-Q3", "3rd quarter 2031", False),
        ("2031-23", "autumn 2031", False),
        ("203X", "the 2030s", False),
        ("2031-08-05/2031-08-07", "5–7 Aug 2031", False),
        ("2031-08-07/2031-08-05", None, False),
        ("2031-13", None, False),
        (None, None, False),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(value: str | None, words: str | None, html: bool) -> None:
    said = in_words(value, page_locale("en-GB"))
    assert said == words or (said or "").replace("\u2009", "") == words
    assert for_html(value) == (value if html else None)


def test_a_timeline_wants_three_different_days() -> None:
    assert timeline(["2031-01-01", "2031-01-01", "2031-02-01", None], None) is None


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=3, max_size=40), st.booleans())
def test_the_timeline_keeps_the_order_of_time(days: list[date], published: bool) -> None:
    drawn = timeline([day.isoformat() for day in days], date(2031, 1, 1) if published else None)
    if drawn is None:
        assert len(set(days)) < 3
        return
    by_index = sorted(drawn.dots, key=lambda dot: days[dot.index])
    assert [dot.x for dot in by_index] == sorted(dot.x for dot in drawn.dots)
    assert all(0 <= dot.x <= WIDTH for dot in drawn.dots)
