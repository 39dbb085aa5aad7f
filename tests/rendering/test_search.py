"""The search index: scripts whose offsets a browser can use, in parts that stay put."""

from __future__ import annotations

import json
import re
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Extraction, Speaker, SpeakerKind
from generator.rendering import (
    Briefing,
    Page,
    Publication,
    Renderer,
    SearchDocument,
    SearchLayout,
    Theme,
    part_script,
    words_script,
)
from generator.rendering.search import PART_SIZE, part_count
from generator.rendering.search_words import BUCKETS, bucket_of, folded, search_words
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
    return RENDERER.search_script("part-3", part_script(documents))


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


# --- words ---


def lines_of(head: str = "", text: str = "", said: tuple[str, ...] = ()) -> set[str]:
    words = search_words(head, text, said, (), ())
    return {line for lines in words.lines.values() for line in lines.split("\n")}


def test_a_word_tells_whether_it_is_said_or_heads_the_briefing() -> None:
    text = "The ferry sank. “It sank twice,” said Ida Example."
    assert lines_of("Ferry, twice", text, ("It sank twice,",)) == {
        "the,", "ferry!", "sank;", "it;", "twice?", "said,", "ida,", "example,",
    }  # fmt: skip


def test_words_are_found_without_case_accents_and_marks() -> None:
    assert lines_of(text="L’Été à HALÁSZ, co-opérer. 3.5 ＡB") == {
        "l,", "ete,", "a,", "halasz,", "co,", "operer,", "3,", "5,", "ａb,",
    }  # fmt: skip


def test_a_script_without_spaces_is_found_by_its_characters() -> None:
    assert lines_of(text="東京 に") == {"東,", "京,", "に,"}


def test_a_speaker_is_found_under_each_name_and_with_all_of_it() -> None:
    words = search_words("", "", (), ("Ida Example", "Öz"), ())
    assert "@Ida Example;" in words.lines[bucket_of("@ida")].split("\n")
    assert "@Ida Example;" in words.lines[bucket_of("@exa")].split("\n")
    assert "@Öz;" in words.lines[bucket_of("@oz")].split("\n")


def test_what_is_said_in_what_is_withheld_is_not_in_the_index() -> None:
    assert lines_of(text="Shown words.", said=("Withheld words.",)) == {"shown,", "words;"}


@given(st.lists(st.text("abc é", max_size=12), max_size=6), st.sampled_from([1, 4, 64]))
def test_every_word_leads_to_the_documents_that_hold_it(texts: list[str], buckets: int) -> None:
    documents = [search_words("", text, (), (), ()).lines for text in texts]
    found: dict[str, list[int]] = {}
    for bucket in range(buckets):
        script = words_script(documents, bucket, buckets).decode()
        for word, steps in json.loads(
            script.removeprefix("briefingSearch.words(").removesuffix(");\n")
        ).items():
            numbers = accumulate(int(step, 36) for step in re.findall("[0-9a-z]+", steps))
            assert word not in found
            found[word] = list(numbers)
    expected = {word for text in texts for word in folded(text).split()}
    assert found == {
        word: [n for n, text in enumerate(texts) if word in folded(text).split()] for word in expected
    }


@given(st.integers(0, 10**10))
def test_parts_groups_and_buckets_are_powers_of_two_that_divide_each_other(characters: int) -> None:
    layout = SearchLayout.of(characters)
    assert layout.parts % layout.groups == 0
    assert BUCKETS % layout.buckets == 0
    assert all(number & (number - 1) == 0 for number in (layout.parts, layout.groups, layout.buckets))
