"""Cards in the margin: full where there is room, brief where they would push each other away."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Entity, Extraction, Facts, Span, Speaker, SpeakerKind
from generator.rendering import Briefing, Publication, Renderer, Theme
from generator.rendering.margin import Card, brief_cards
from tests.rendering.samples import Marker, attribution, document, ferry, hearing

RENDERER = Renderer(Theme(), Publication())
PARAGRAPHS = tuple(Span(start, start + 400) for start in range(0, 40_000, 402))
LINES = tuple(Span(start, start + 40) for start in range(0, 40_000, 42))


def html(briefing: Briefing) -> str:
    return RENDERER.briefing(briefing).page.content.decode()


def test_an_ordinary_text_introduces_everybody_in_full() -> None:
    page = html(ferry())
    assert page.count('class="first"') >= 3
    assert "first brief" not in page


def test_where_fifty_speak_in_turn_every_card_is_brief() -> None:
    page = html(hearing())
    assert page.count('class="first brief"') == 50
    assert 'class="first"' not in page


def test_a_few_who_are_named_in_one_breath_are_introduced_in_full() -> None:
    assert brief_cards([Card(at, "mayor") for at in (10, 30, 300)], PARAGRAPHS) == frozenset()


def test_a_crowd_is_brief_and_whoever_stands_apart_is_not() -> None:
    crowd = [Card(span.start, "mayor") for span in LINES[:20]]
    alone = Card(LINES[200].start, "mayor")
    assert brief_cards([*crowd, alone], LINES) == {card.start for card in crowd}


def test_long_titles_make_a_crowd_sooner() -> None:
    cards = [Card(at, None) for at in (0, 100, 200)]
    assert brief_cards(cards, PARAGRAPHS) == frozenset()
    assert brief_cards([replace(card, title="deputy " * 20) for card in cards], PARAGRAPHS)


@given(st.sets(st.integers(0, len(PARAGRAPHS) - 1)).flatmap(lambda found: st.permutations(sorted(found))))
def test_one_introduction_a_paragraph_leaves_room_for_all_in_any_order(numbers: list[int]) -> None:
    assert brief_cards([Card(PARAGRAPHS[n].start, "mayor") for n in numbers], PARAGRAPHS) == frozenset()


def test_nobody_is_introduced_in_the_label_of_somebody_elses_turn() -> None:
    raw = (
        "---\ntitle: Two of one name\ndate: 2031-05-02\nkind: transcript\n---\n\n"
        "ADA AMSEL: The wall will hold.\n\nBO AMSEL: It will not.\n"
    )
    made = document(raw, "amsel.md")
    mark = Marker(made.source.text)
    ada, bo = made.source.turns
    found = (
        attribution("t1", ada.content, ("Ada Amsel",), source=(ada.label,), rule="turn"),
        attribution("t2", bo.content, ("Bo Amsel",), source=(bo.label,), rule="turn"),
    )
    people = tuple(Speaker(name, SpeakerKind.PERSON, ("member",)) for name in ("Ada Amsel", "Bo Amsel"))
    facts = Facts(people=(Entity("Bo Amsel", ("member",), mark.all("AMSEL"), 0.5),))
    page = html(Briefing(made, Extraction(people, found, facts=facts)))
    assert page.index('id="first-ada-amsel"') < page.index("The wall will hold")
    assert page.index("The wall will hold") < page.index('id="first-bo-amsel"')
