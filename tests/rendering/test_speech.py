"""A speech is its speaker's; a transcript counts turns, and takes no question for a statement."""

from __future__ import annotations

import re

from generator.model import Assertion, Extraction, Kind, Speaker, SpeakerKind
from generator.rendering import Briefing, Publication, Renderer, Theme, speaker_address
from tests.rendering.samples import Marker, attribution, document, hearing

RENDERER = Renderer(Theme(), Publication())
ADA, BO = "Ada Amsel", "Bo Berg"
RAW = (
    "---\ntitle: On the wall\ndate: 2031-05-02\nkind: speech\n"
    "speakers: [{name: Ada Amsel, title: mayor}]\n---\n\n"
    "Neighbours, the wall is down. It will not be built again.\n\n"
    "The engineer Bo Berg warned that the quay could follow.\n"
)


def speech(*, asserts: bool = True) -> Briefing:
    made = document(RAW, "town/speech.md")
    m = Marker(made.source.text)
    said = attribution(
        "b",
        (m("that the quay could follow"),),
        (BO,),
        kind=Kind.INDIRECT,
        source=(m(BO),),
        cue=(m("warned"),),
    )
    keys = (Assertion("k", 1, m("It will not be built again."), 0.5, (ADA,), None, ""),) if asserts else ()
    people = (Speaker(ADA, SpeakerKind.PERSON, ("mayor",)), Speaker(BO, SpeakerKind.PERSON))
    pages = {name: speaker_address(name) for name in (ADA, BO)}
    return Briefing(made, Extraction(people, (said,), keys), pages)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def part(html: str, start: str, end: str) -> str:
    return text(html[html.index(start) : html.index(end, html.index(start))])


def test_a_speech_names_its_speaker_in_head_strip_and_sidebar() -> None:
    page = RENDERER.briefing(speech()).page.content.decode()
    assert "Ada Amsel , mayor" in part(page, '<header class="head"', "<details")
    assert "Ada Amsel" in part(page, '<figure class="strip"', "</figure>")
    assert "Ada Amsel , mayor → the whole speech" in part(page, 'id="speakers"', "</ul>")
    assert "Ada Amsel : It will not be built again." in part(page, 'id="assertions"', "</section>")


def test_all_that_nobody_else_says_is_the_speakers() -> None:
    page = RENDERER.briefing(speech()).page.content.decode()
    bars = re.findall(r'href="#([^"]+)" tabindex="-1"', part_raw(page))
    assert bars == ["text", "text", "q-that-the-quay-could-follow"]


def part_raw(page: str) -> str:
    return page[page.index('<figure class="strip"') : page.index("</figure>")]


def test_the_speakers_page_has_the_speech() -> None:
    said = RENDERER.briefing(speech()).index_entry.said
    assert [(line.fragment, line.text) for line in said[ADA]] == [
        ("a-it-will-not-be-built-again", "It will not be built again.")
    ]
    assert [line.text for line in said[BO]] == ["The engineer Bo Berg warned that the quay could follow."]
    assert said[BO][0].via == (ADA,)


def test_a_speech_without_key_assertions_is_on_its_speakers_page_by_its_first_words() -> None:
    (line,) = RENDERER.briefing(speech(asserts=False)).index_entry.said[ADA]
    assert (line.fragment, line.text) == ("text", "Neighbours, the wall is down.")


def test_turns_are_counted_as_turns_and_questions_are_no_statements() -> None:
    made = RENDERER.briefing(hearing(speakers=5, turns=10))
    page = text(made.page.content.decode())
    assert "10 turns, none reviewed yet." in page
    assert "statements are attributed" not in page
    for lines in made.index_entry.said.values():
        asked = [line for line in lines if line.text.endswith("?")]
        assert all(line.asks for line in asked)
        assert not asked or len(asked) == len(lines)


def test_colours_follow_the_order_of_appearance() -> None:
    page = RENDERER.briefing(hearing(speakers=5, turns=10)).page.content.decode()
    colours = re.findall(r'class="label c(\d)"', page)
    assert list(dict.fromkeys(colours)) == sorted(set(colours))
