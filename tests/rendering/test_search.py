"""The search index: scripts whose offsets a browser can use, in parts that stay put."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Extraction, Speaker, SpeakerKind
from generator.rendering import (
    Briefing,
    Page,
    Publication,
    Renderer,
    SearchDocument,
    Theme,
    part_count,
    part_of,
)
from generator.rendering.search import PART_SIZE
from tests.rendering.samples import Marker, attribution, document

RENDERER = Renderer(Theme(), Publication())


def entry_of(raw: str, quote: str) -> dict[str, object]:
    made = document(raw)
    said = attribution("a", (Marker(made.source.text)(quote),), ("Bo Berg",))
    people = (Speaker("Bo Berg", SpeakerKind.PERSON),)
    search = RENDERER.briefing(Briefing(made, Extraction(people, (said,)))).index_entry.search
    return dict(json.loads(search.entry))


def as_a_script_counts(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[start * 2 : end * 2].decode("utf-16-le")


@given(st.lists(st.text("aé😀“ &<", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=4))
def test_offsets_count_as_a_script_counts(paragraphs: list[str]) -> None:
    raw = "\n\n".join(f"x{text.strip()}x" for text in paragraphs) + "\n\nHe said: “the 😀 words”, and left.\n"
    entry = entry_of(raw, "“the 😀 words”")
    ((_, kind, ((start, end),), fragment, *_),) = entry["said"]  # type: ignore[misc]
    assert as_a_script_counts(str(entry["text"]), start, end) == "“the 😀 words”"
    assert (kind, fragment) == ("d", "q-the-words")


def test_an_entry_can_stand_in_a_script() -> None:
    entry = RENDERER.briefing(
        Briefing(document("</script><!-- \u2028 -->\n\nWords.\n"), Extraction())
    ).index_entry.search.entry
    assert "</" not in entry
    assert "<!--" not in entry
    assert "\u2028" not in entry


def part(*documents: SearchDocument) -> Page:
    return RENDERER.search_part(3, documents)


def test_a_part_is_a_call_and_its_name_follows_its_content() -> None:
    one, two = SearchDocument("a", '{"address":"a"}'), SearchDocument("b", '{"address":"b"}')
    assert part(one, two) == part(two, one)
    assert part(one).path != part(two).path
    assert part(one).content == b'briefingSearch([\n{"address":"a"}\n]);\n'


@given(st.integers(0, 10**9))
def test_there_are_as_many_parts_as_keep_each_small(characters: int) -> None:
    count = part_count(characters)
    assert count * PART_SIZE >= characters
    assert count == 1 or count * PART_SIZE < 2 * characters


@given(st.text(max_size=20), st.integers(1, 64))
def test_a_briefing_stays_in_its_part_whatever_else_there_is(address: str, count: int) -> None:
    assert part_of(address, count) == part_of(address, count) < count
