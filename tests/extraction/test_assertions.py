"""Key assertions: the cases of ``fixtures/assertions.txt``, and what every list keeps to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.extraction.assertions import key_assertions as assertions
from generator.extraction.assertions import sentences
from generator.extraction.assertions.features import Headline, Placed
from generator.extraction.assertions.likeness import Likeness
from generator.extraction.assertions.ranking import Ranked, rank
from generator.extraction.assertions.sentences import SentenceSummary
from generator.extraction.extractor import Extractor
from generator.extraction.language import LanguageModel
from generator.model import (
    Act,
    Assertion,
    Attribution,
    Block,
    BlockKind,
    Kind,
    Source,
    SourceKind,
    Span,
    SpeakerHint,
    Turn,
)

FIXTURES = Path(__file__).parent / "fixtures"
FILLER = (
    "The council met in the old mill.",
    "A bakery sells bread to both villages every morning.",
    "Rain had swollen the river by the weekend.",
    "Engineers walked along the wall with lamps.",
    "Schools in the valley stayed closed for two days.",
    "The railway line to the coast was not damaged.",
    "Farmers moved their cattle to higher ground.",
    "Nobody in the upper valley was hurt.",
    "A helicopter brought blankets from the harbour.",
    "The county will pay for a new bridge.",
)


class Case(NamedTuple):
    title: str
    text: str
    expected: list[str]


def cases() -> list[Case]:
    found = []
    for part in (FIXTURES / "assertions.txt").read_text(encoding="utf-8").split("\n### ")[1:]:
        title, *lines = part.strip().split("\n")
        expected = [line.removeprefix("=> ") for line in lines if line.startswith("=> ")]
        text = "\n".join(line for line in lines if not line.startswith("=> "))
        found.append(Case(title, text.strip(), expected))
    return found


def framed() -> list[tuple[str, bool]]:
    """Lines of ``boilerplate.txt``, each with whether it is news."""
    furniture, news = (FIXTURES / "boilerplate.txt").read_text(encoding="utf-8").split("\n### ")[1:]
    return [(line, False) for line in furniture.split("\n")[1:] if line] + [
        (line, True) for line in news.split("\n")[1:] if line
    ]


def source_of(text: str, kind: SourceKind = SourceKind.ARTICLE) -> Source:
    heading = text.startswith("# ")
    text = text.removeprefix("# ")
    spans = [Span(*match.span()) for match in re.finditer(r".+", text)]
    kinds = [BlockKind.HEADING if heading and n == 0 else BlockKind.PARAGRAPH for n in range(len(spans))]
    blocks = tuple(Block(one, span) for one, span in zip(kinds, spans, strict=True))
    return Source(text, blocks, kind=kind)


def listed(model: LanguageModel, source: Source, *attributions: Attribution) -> tuple[Assertion, ...]:
    parses = model.parse(source.text[b.span.start : b.span.end] for b in source.blocks)
    summaries = [
        sentences.summarise(parse, heading=block.kind is BlockKind.HEADING)
        for block, parse in zip(source.blocks, parses, strict=True)
    ]
    return assertions.rank(source, summaries, attributions)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_assertions_as_an_editor_reads_them(case: Case, model: LanguageModel) -> None:
    source = source_of(case.text)
    found = Extractor(model).extract(source).assertions
    for one, expected in zip(found, case.expected, strict=False):
        who, _, start = expected.partition(": ")
        assert source.text[one.span.start :].startswith(start)
        assert (one.speakers or ("text",)) == (who,)
    assert len(found) >= len(case.expected)


@pytest.mark.parametrize(("line", "news"), framed())
def test_furniture_is_no_statement(line: str, news: bool, model: LanguageModel) -> None:
    (parse,) = model.parse([line])
    assert any(sentence.stating for sentence in sentences.summarise(parse)) is news


def test_five_to_eight_without_repetition(model: LanguageModel) -> None:
    source = source_of("\n".join((*FILLER, FILLER[0], FILLER[1])))
    found = listed(model, source)
    texts = [source.text[one.span.start : one.span.end] for one in found]
    assert 5 <= len(found) <= 8
    assert len(set(texts)) == len(texts)
    assert [one.rank for one in found] == list(range(1, len(found) + 1))
    assert len({one.id for one in found}) == len(found)
    assert all(0 < one.score < 1 for one in found)


def test_the_same_text_gives_the_same_list(model: LanguageModel) -> None:
    source = source_of("\n".join(FILLER))
    assert listed(model, source) == listed(model, source)


def test_a_heading_a_question_and_a_fragment_are_no_assertions(model: LanguageModel) -> None:
    source = source_of(
        "# The dam above Port Ansel has failed\nWho opened the gate of the dam?\nA cold night."
    )
    assert listed(model, source) == ()


def test_a_title_cut_off_by_the_parser_is_joined_again(model: LanguageModel) -> None:
    source = source_of(
        "The speech was given by Brig. Gen. Karl Ostrow at a mosque in the old town on Friday."
    )
    (one,) = listed(model, source)
    assert one.span == source.blocks[0].span


def test_a_wish_is_asserted_by_the_text(model: LanguageModel) -> None:
    text = "The mayor wants the old dam above the town to be rebuilt within two years."
    content = "the old dam above the town to be rebuilt within two years"
    span = Span(text.index(content), text.index(content) + len(content))
    wish = Attribution(
        "w", Kind.INDIRECT, Act.WANTS, (Span(0, 9),), (Span(10, 15),), (span,), ("mayor",), 0.9, "x"
    )
    (one,) = listed(model, source_of(text), wish)
    assert one.attribution is None
    assert one.speakers == ()


def test_a_speech_asserts_through_its_speaker(model: LanguageModel) -> None:
    text = "Thank you all for coming here tonight.\nThe levy will pay for new pipes in every street."
    spans = [Span(*match.span()) for match in re.finditer(r".+", text)]
    blocks = tuple(Block(BlockKind.PARAGRAPH, span) for span in spans)
    hints = (SpeakerHint("Ada Quill"),)
    found = listed(model, Source(text, blocks, kind=SourceKind.SPEECH, speakers=hints))
    assert found[0].speakers == ("Ada Quill",)
    assert text[found[0].span.start :].startswith("The levy")


def test_in_a_transcript_nobody_has_all_the_assertions(model: LanguageModel) -> None:
    lines = [f"{'ADA' if n < 8 else 'TOM'}: {sentence}" for n, sentence in enumerate(FILLER)]
    text = "\n".join(lines)
    blocks = source_of(text).blocks
    labels = [Span(b.span.start, b.span.start + 3) for b in blocks]
    contents = [Span(b.span.start + 5, b.span.end) for b in blocks]
    turns = tuple(Turn(label, (content,)) for label, content in zip(labels, contents, strict=True))
    said = [
        Attribution(
            str(n), Kind.DIRECT, Act.SAYS, (label,), (), (content,), (text[slice(*label)],), 1.0, "turn"
        )
        for n, (label, content) in enumerate(zip(labels, contents, strict=True))
    ]
    found = listed(model, Source(text, blocks, turns, SourceKind.TRANSCRIPT), *said)
    assert {one.speakers for one in found} == {("ADA",), ("TOM",)}
    assert all(one.attribution is not None for one in found)
    assert all(":" not in text[one.span.start : one.span.end] for one in found)


def test_a_question_without_its_mark_is_no_assertion(model: LanguageModel) -> None:
    assert listed(model, source_of("How do you explain the cracks in the old dam above the town.")) == ()


def test_a_question_that_opens_a_turn_is_no_assertion_either(model: LanguageModel) -> None:
    text = (
        "HARBOUR GAZETTE: How do you approach the hard task of talking to the farmers when, in the end, "
        "they do not want the dam to stand."
    )
    label, content = Span(0, 15), Span(17, len(text))
    source = Source(text, source_of(text).blocks, (Turn(label, (content,)),), SourceKind.TRANSCRIPT)
    assert listed(model, source) == ()


def test_a_signature_below_words_that_are_set_apart_is_no_assertion(model: LanguageModel) -> None:
    assert listed(model, source_of("— Quill, on whether the old dam will hold for another year.")) == ()


def test_a_content_that_is_a_small_part_leaves_its_sentence_whole(model: LanguageModel) -> None:
    text = (
        "Mayor Ada Quill, who had opposed the plan for the valley in two elections and in court, "
        "said the old dam above the town would be rebuilt soon."
    )
    (one,) = Extractor(model).extract(source_of(text)).assertions
    assert one.speakers == ("Ada Quill",)
    assert text[slice(*one.span)] == text


def test_assertions_come_from_the_whole_text(model: LanguageModel) -> None:
    source = source_of(
        "\n".join(f"{line[:-1]} on day {n} of the flood." for n, line in enumerate(FILLER * 3))
    )
    quarters = {4 * one.span.start // len(source.text) for one in listed(model, source)}
    assert len(quarters) >= 3


def test_an_assertion_tells_whom_its_pronoun_means(model: LanguageModel) -> None:
    text = (
        "Mayor Ada Quill spoke in the old mill on Monday evening.\n"
        "She promised the farmers of the valley a new dam within two years."
    )
    found = Extractor(model).extract(source_of(text)).assertions
    told = {text[slice(*span)]: name for one in found for span, name in one.refers}
    assert told == {"She": "Ada Quill"}


def test_a_name_that_an_assertion_holds_needs_no_telling(model: LanguageModel) -> None:
    text = "Mayor Ada Quill told the farmers of the valley on Monday that she would rebuild the old dam."
    whole = [one for one in Extractor(model).extract(source_of(text)).assertions if one.span.start == 0]
    assert all(one.refers == () for one in whole)


def summary(words: int, *stems: str) -> SentenceSummary:
    return SentenceSummary(Span(0, 10), True, words, frozenset(stems), frozenset(stems[:1]))


def weighed(
    stems: list[list[str]], headline: Headline | None, kind: SourceKind = SourceKind.ARTICLE
) -> list[Ranked]:
    spans = [Span(11 * n, 11 * n + 10) for n in range(len(stems))]
    blocks = tuple(Block(BlockKind.PARAGRAPH, span) for span in spans)
    source = Source(" " * 11 * len(stems), blocks, kind=kind)
    placed = [Placed(summary(15, *one), n, n) for n, one in enumerate(stems)]
    return rank(source, placed, headline, Likeness(stems))


def by_event(ranked: list[Ranked]) -> list[int]:
    return [one.sentence.number for one in sorted(ranked, key=lambda one: -one.event)]


def test_earlier_is_likelier_the_news_all_else_being_equal() -> None:
    assert by_event(weighed([[f"stem{n}"] for n in range(6)], None)) == list(range(6))


def test_the_headlines_event_lifts_a_sentence() -> None:
    headline = Headline(frozenset(("stem4",)), frozenset(("stem4",)))
    told = by_event(weighed([[f"stem{n}"] for n in range(6)], headline))
    assert told.index(4) < told.index(2)


@given(st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=5), max_size=12), st.sampled_from(SourceKind))
def test_scores_are_probabilities(stems: list[set[str]], kind: SourceKind) -> None:
    ranked = weighed([sorted(one) for one in stems], Headline(frozenset("abc"), frozenset("a")), kind)
    assert all(0 <= one.score <= 1 for one in ranked)
    assert [one.sentence.number for one in ranked] == list(range(len(stems)))


@given(st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=5), min_size=2, max_size=8))
def test_likeness_runs_from_nothing_to_the_same(stems: list[set[str]]) -> None:
    likeness = Likeness(stems, stems[0])
    for n, one in enumerate(stems):
        assert likeness.between(n, n) == pytest.approx(1.0 if one else 0.0)
        for m, other in enumerate(stems):
            assert 0 <= likeness.between(n, m) <= 1 + 1e-9
            assert likeness.between(n, m) == pytest.approx(likeness.between(m, n))
            assert bool(likeness.between(n, m)) is bool(one & other)
    assert likeness.to_title(0) == pytest.approx(1.0 if stems[0] else 0.0)
