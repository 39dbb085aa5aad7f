"""Attributions: the constructions of ``fixtures/attributions.txt``, transcripts, odd input."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.extraction.attributions.holders import Holder, settled
from generator.extraction.attributions.listing import without_repeats
from generator.extraction.extractor import Extractor
from generator.extraction.grammar import Grammar, Range
from generator.extraction.language import LanguageModel
from generator.extraction.options import Options
from generator.model import (
    Act,
    Attribution,
    Block,
    BlockKind,
    How,
    Kind,
    Source,
    SourceKind,
    Span,
    SpeakerHint,
    Turn,
)

FIXTURE = Path(__file__).parent / "fixtures" / "attributions.txt"


class Expected(NamedTuple):
    source: str
    kind: str
    act: str
    content: tuple[str, ...]


class Case(NamedTuple):
    title: str
    text: str
    expected: tuple[Expected, ...]
    never: tuple[str, ...]


def cases() -> Iterator[Case]:
    for part in FIXTURE.read_text(encoding="utf-8").split("\n### ")[1:]:
        title, *lines = part.strip().split("\n")
        text = "\n".join(line for line in lines if not line.startswith(("=>", "!!")) and line.strip())
        wanted = tuple(_expected(line[2:]) for line in lines if line.startswith("=>"))
        yield Case(title, text, wanted, tuple(line[2:].strip() for line in lines if line.startswith("!!")))


def _expected(line: str) -> Expected:
    source, manner, content = (part.strip() for part in line.split("|"))
    kind, act = manner.split()
    return Expected(source, kind, act, tuple(part.strip() for part in content.split("//")))


def source_of(text: str, **more: object) -> Source:
    """Plain text, a paragraph a line."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, Span(*match.span())) for match in re.finditer(r"[^\n]+", text))
    return Source(text, blocks, **more)  # type: ignore[arg-type]


def extract(model: LanguageModel | None, source: Source, options: Options | None = None) -> list[Attribution]:
    extractor = Extractor(model, options=options or Options())
    return list(extractor.extract(source).attributions)


def words(text: str) -> str:
    return text.strip(" .,;:").lower()


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.title)
def test_a_construction_gives_its_attributions(model: LanguageModel, case: Case) -> None:
    found = extract(model, source_of(case.text))
    seen = [
        Expected(
            words(" ".join(case.text[s:e] for s, e in a.source)) or "-",
            a.kind.value,
            a.act.value,
            tuple(words(case.text[s:e]) for s, e in a.content),
        )
        for a in found
    ]
    for one in case.expected:
        content = tuple(words(part) for part in one.content)
        assert Expected(words(one.source), one.kind, one.act, content) in seen
    for unwanted in case.never:
        assert all(words(unwanted) not in content for a in seen for content in a.content)


def test_a_turn_is_one_attribution_with_its_label_as_source(model: LanguageModel) -> None:
    text = "ADA BROOK: The bridge holds.\nBEN CASTLE: It does not.\nIt never did."
    first, second, third = (Span(*m.span()) for m in re.finditer(r"(?<=: )[^\n]+|^It never.*", text, re.M))
    turns = (Turn(Span(0, 9), (first,)), Turn(Span(29, 39), (second, third)))
    blocks = tuple(Block(BlockKind.PARAGRAPH, span) for span in (first, second, third))
    found = [
        a for a in extract(model, Source(text, blocks, turns, SourceKind.TRANSCRIPT)) if a.rule == "turn"
    ]
    assert [text[a.source[0].start : a.source[0].end] for a in found] == ["ADA BROOK", "BEN CASTLE"]
    assert found[1].content == (second, third)


def test_a_speech_has_no_attribution_for_its_own_words(model: LanguageModel) -> None:
    text = "We meet in a hard winter. My mother said that no winter lasts."
    source = source_of(text, kind=SourceKind.SPEECH, speakers=(SpeakerHint("Ada Brook"),))
    found = extract(model, source)
    assert [text[a.source[0].start : a.source[0].end] for a in found] == ["My mother"]


def test_a_speech_holds_only_what_somebody_else_or_an_earlier_day_said(model: LanguageModel) -> None:
    text = (
        "We urge all sides to talk. I know that the winter is hard. My mother said that no winter lasts.\n"
        "I told the council in May that the bridge was weak. You showed that you can build it."
    )
    source = source_of(text, kind=SourceKind.SPEECH, speakers=(SpeakerHint("Ada Brook"),))
    found = extract(model, source)
    assert [text[a.source[0].start : a.source[0].end] for a in found] == ["My mother", "I"]


def test_an_introduction_tells_what_an_interview_is_about_and_that_is_no_statement(
    model: LanguageModel,
) -> None:
    text = "Ada Brook explained how she built the bridge.\nBEN CASTLE: Did it hold?\nADA BROOK: It did."
    spans = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    blocks = tuple(Block(BlockKind.PARAGRAPH, span) for span in spans)
    turns = tuple(
        Turn(Span(span.start, span.start + len(label)), (Span(span.start + len(label) + 2, span.end),))
        for label, span in zip(("BEN CASTLE", "ADA BROOK"), spans[1:], strict=True)
    )
    found = extract(model, Source(text, blocks, turns, SourceKind.TRANSCRIPT))
    assert [a.rule for a in found] == ["turn", "turn"]


def test_notes_code_and_headings_below_the_headline_are_nobodys_speech(model: LanguageModel) -> None:
    line = "Ada Brook said that the bridge was closed for good."
    text = "\n".join([line] * 5)
    kinds = (BlockKind.HEADING, BlockKind.HEADING, BlockKind.CODE, BlockKind.PARAGRAPH, BlockKind.FOOTNOTE)
    spans = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    blocks = tuple(Block(kind, span) for kind, span in zip(kinds, spans, strict=True))
    found = extract(model, Source(text, blocks))
    assert {n for a in found for n, span in enumerate(spans) if span.contains(a.content[0])} == {0, 3}


def test_identifiers_are_words_of_the_content_and_unique(model: LanguageModel) -> None:
    text = "“We know nothing more,” Ada Brook said.\n“We know nothing more,” Ben Castle said."
    assert [a.id for a in extract(model, source_of(text))] == [
        "q-we-know-nothing-more",
        "q-we-know-nothing-more-2",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“We lost,” said Ana Brandt according to a recording, which Oslo Media published. “We will go on.”",
        "The website noted the signal came from Oslo but declared the ship was not there.",
    ],
)
def test_a_source_says_the_same_words_once(model: LanguageModel, text: str) -> None:
    listed = extract(model, source_of(text))
    everything = extract(model, source_of(text), Options(everything=True))
    same = [
        (one, other)
        for one in listed
        for other in listed
        if one is not other and all(part in one.content for part in other.content)
    ]
    assert listed
    assert not same
    assert len(everything) > len(listed)


def test_what_a_name_was_changed_to_is_nobodys_speech(model: LanguageModel) -> None:
    text = "Her name was shortened to “Mara Holt,” copying a song, so that it would fit on a poster."
    found = extract(model, source_of(text), Options(everything=True))
    assert "“Mara Holt,”" not in [text[start:end] for one in found for start, end in one.content]


def test_who_stands_right_before_a_participle_says_it_and_not_the_subject(model: LanguageModel) -> None:
    text = (
        "The Harbor Committee says it has found no trace of oil despite Rosk.com claiming an anonymous "
        "source described a second-floor flat being used as an oil store ahead of a fair."
    )
    (parse,) = model.parse([text])
    g = Grammar(parse)
    verb = next(t.i for t in g.tokens if t.text == "claiming")
    holder = settled(g, verb, Holder("main-subject", 2, Range(0, 3)))
    assert holder.tokens is not None
    assert [t.text for t in g.tokens[holder.tokens.first : holder.tokens.end]] == ["Rosk.com"]


def said(start: int, end: int, confidence: float, **more: object) -> Attribution:
    """A statement of Ana Brandt's, of some code points."""
    whole = {"kind": Kind.INDIRECT, "rule": "clausal-complement", "how": How.SAYS, **more}
    return Attribution(
        "", act=Act.SAYS, source=(), cue=(), content=(Span(start, end),), speakers=("Ana Brandt",),
        confidence=confidence, **whole,  # type: ignore[arg-type]
    )  # fmt: skip


def test_of_two_statements_one_within_the_other_the_surer_one_stays() -> None:
    outer, inner = said(0, 90, 0.4), said(20, 90, 0.8)
    assert without_repeats([outer, inner]) == (inner,)
    assert without_repeats([replace(outer, confidence=0.9), inner]) == (replace(outer, confidence=0.9),)


def test_what_overlaps_and_is_no_repeat_stays() -> None:
    outer = said(0, 90, 0.8)
    others = (
        said(50, 120, 0.5),
        said(50, 90, 0.5, how=How.DENIES),
        replace(said(50, 90, 0.5), speakers=("Tom Keller",)),
    )
    for other in others:
        assert without_repeats([outer, other]) == (outer, other)


def test_what_somebody_tells_that_they_said_stays_within_their_speech() -> None:
    speech, told = said(0, 90, 0.8, kind=Kind.DIRECT), said(20, 60, 0.5)
    assert without_repeats([speech, told]) == (speech, told)


def test_an_edit_elsewhere_changes_no_identifier(model: LanguageModel) -> None:
    quote = "“The harbour is open again,” Ada Brook said."
    before = extract(model, source_of(quote))
    after = extract(model, source_of(f"It rained all night in the valley.\n{quote}"))
    assert [a.id for a in before] == [a.id for a in after]


def test_without_a_pipeline_marks_alone_are_found() -> None:
    text = "„Wir gehen nicht“, sagte sie. « Nous restons », dit-il."
    found = extract(None, source_of(text, lang="de"))
    assert [text[a.content[0].start : a.content[0].end] for a in found] == [
        "„Wir gehen nicht“",
        "« Nous restons »",
    ]
    assert all(a.kind is Kind.DIRECT and not a.source for a in found)


def test_everything_shows_more_and_never_less(model: LanguageModel) -> None:
    text = "The mayor praised the plan. He hopes to win. “We will,” he said."
    listed = {a.content for a in extract(model, source_of(text))}
    everything = {a.content for a in extract(model, source_of(text), Options(everything=True))}
    assert listed <= everything


def test_an_explanation_adds_up_to_reasons_with_names(model: LanguageModel) -> None:
    options = Options(explain=True)
    found = extract(model, source_of("“The harbour is open again,” Ada Brook said."), options)
    assert found[0].features
    told = {feature.name for feature in found[0].features if not feature.weight}
    assert all(feature.name for feature in found[0].features)
    assert told == {"how", "said"}


# --- properties and odd input ---------------------------------------------------------

PIECES = st.sampled_from([
    "“", "”", '"', "''", "‘", "’", "'", "«", "»", "Ada Brook said ", "said that ", "he ", "the bridge holds",
    ". ", ", ", ": ", "\n", "– ", "according to ", "\u200b", "\u202e",
    "\u0645\u0631\u062d\u0628\u0627 ", "\u4f60\u597d\u3002", "\U0001f642 ", "(", ")", "5'10\" ",
])  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=30).map("".join))
def test_spans_lie_in_the_text_and_content_and_source_never_overlap(model: LanguageModel, text: str) -> None:
    source = source_of(text)
    options = Options(everything=True)
    found = extract(model, source, options)
    for attribution in found:
        spans = (*attribution.source, *attribution.cue, *attribution.content)
        assert attribution.content
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert not any(c.overlaps(s) for c in attribution.content for s in attribution.source)
        assert not any(c.overlaps(s) for c in attribution.content for s in attribution.cue)
        assert 0 <= attribution.confidence <= 1
    assert found == extract(model, source, options)


@pytest.mark.parametrize(
    "text",
    ['"' * 40_000, "“" * 40_000, "'\"" * 20_000, "'" * 40_000, "”“" * 20_000, "a" * 40_000, "\u200b" * 5_000],
    ids=["straight", "opening", "mixed", "apostrophes", "turned", "one word", "invisible"],
)
def test_marks_alone_and_words_without_end_take_no_quadratic_time(text: str) -> None:
    began = time.process_time()
    Extractor(None).extract(source_of(text))
    assert time.process_time() - began < 5


def test_a_paragraph_longer_than_the_pipeline_takes_keeps_its_offsets(model: LanguageModel) -> None:
    text = "The crowd waited by the river. " * 700 + "“The harbour is open again,” Ada Brook said."
    found = [a for a in extract(model, source_of(text)) if a.kind is Kind.DIRECT]
    assert [text[s:e] for a in found for s, e in a.content] == ["“The harbour is open again,”"]
