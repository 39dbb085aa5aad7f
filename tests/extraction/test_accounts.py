"""Where accounts differ: the cases of ``fixtures/accounts.txt``, and each rule by itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.extraction.assertions import accounts, propositions
from generator.extraction.assertions.statements import Grounds
from generator.extraction.extractor import Extractor
from generator.extraction.facts import dates, numbers
from generator.extraction.language import LanguageModel
from generator.model import (
    AccountPair,
    Act,
    Attribution,
    Block,
    BlockKind,
    Kind,
    Source,
    Span,
    Speaker,
    SpeakerKind,
)

FIXTURE = Path(__file__).parent / "fixtures" / "accounts.txt"
QUILL = Speaker("Ada Quill", SpeakerKind.PERSON)
KELLER = Speaker("Tom Keller", SpeakerKind.PERSON)
COUNCIL = Speaker("leaders of the council", SpeakerKind.GROUP)


class Case(NamedTuple):
    title: str
    text: str
    expected: list[str]


def cases() -> list[Case]:
    found = []
    for part in FIXTURE.read_text(encoding="utf-8").split("\n### ")[1:]:
        title, *lines = part.strip().split("\n")
        expected = [line.removeprefix("=> ") for line in lines if line.startswith("=> ")]
        text = "\n".join(line for line in lines if not line.startswith("=> "))
        found.append(Case(title, text.strip(), expected))
    return found


def source_of(text: str) -> Source:
    spans = [Span(*match.span()) for match in re.finditer(r".+", text)]
    return Source(text, tuple(Block(BlockKind.PARAGRAPH, span) for span in spans))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_pairs_as_an_editor_reads_them(case: Case, model: LanguageModel) -> None:
    extraction = Extractor(model).extract(source_of(case.text))
    speakers = {a.id: a.speakers[0] for a in extraction.attributions if a.speakers}
    shown = [f"{' / '.join(speakers[i] for i in p.attributions)}: {p.subject}" for p in extraction.accounts]
    assert shown == case.expected


LINES = sorted({line for case in cases() for line in case.text.split("\n") if line})


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.sampled_from(LINES), min_size=2, max_size=6))
def test_no_pair_sets_a_speaker_against_themselves_or_holds_what_was_not_said(
    model: LanguageModel, lines: list[str]
) -> None:
    extraction = Extractor(model).extract(source_of("\n\n".join(lines)))
    known = {one.id: one for one in extraction.attributions}
    for pair in extraction.accounts:
        one, other = (known[side] for side in pair.attributions)
        assert set(one.speakers).isdisjoint(other.speakers)
        assert one.said
        assert other.said


def pairs(model: LanguageModel, text: str, *said: tuple[Speaker, str, str, str]) -> tuple[AccountPair, ...]:
    """The pairs of ``text`` in which each of ``said`` is (speaker, source, cue, content)."""
    source = source_of(text)
    grounds = []
    for parse in model.parse(text[b.span.start : b.span.end] for b in source.blocks):
        spans = [mention.span for mention in dates.find(parse)]
        grounds.append(
            Grounds(propositions.find(parse), propositions.find_contrasts(parse), numbers.find(parse, spans))
        )

    def at(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),)

    attributions = [
        Attribution(str(n), Kind.INDIRECT, Act.SAYS, at(who), at(cue), at(what), (speaker.name,), 0.9, "test")
        for n, (speaker, who, cue, what) in enumerate(said)
    ]
    return accounts.find(source, grounds, attributions, [speaker for speaker, *_ in said])


def test_the_text_itself_says_that_one_contradicts_the_others(model: LanguageModel) -> None:
    text = (
        "Ada Quill contradicted the line taken by leaders of the council on the flood, "
        "saying that the dam was weak.\n"
        "They insisted that nobody could have known."
    )
    (pair,) = pairs(
        model,
        text,
        (QUILL, "Ada Quill", "saying", "that the dam was weak"),
        (COUNCIL, "They", "insisted", "that nobody could have known"),
    )
    assert pair.attributions == ("0", "1")
    assert pair.subject == "flood"
    assert "contradicted" in pair.why


def test_what_was_reported_only_to_be_denied_counts_as_denied(model: LanguageModel) -> None:
    text = (
        "Ada Quill said that council lorries were clearing the road when they were not.\n"
        "Council lorries cleared the road in March, according to Tom Keller."
    )
    (pair,) = pairs(
        model,
        text,
        (QUILL, "Ada Quill", "said", "that council lorries were clearing the road when they were not"),
        (KELLER, "Tom Keller", "according to", "Council lorries cleared the road in March"),
    )
    assert pair.subject == "council lorries"


def test_a_charge_and_its_denial(model: LanguageModel) -> None:
    text = "Ada Quill accused Tom Keller of selling the boats. Tom Keller denied the accusation."
    (pair,) = pairs(
        model,
        text,
        (QUILL, "Ada Quill", "accused", "Tom Keller of selling the boats"),
        (KELLER, "Tom Keller denied"[:10], "denied", "the accusation"),
    )
    assert pair.subject == "Tom Keller"
    assert "denied" in pair.why


def test_figures_that_differ(model: LanguageModel) -> None:
    text = (
        "Ada Quill said the county flood killed 12 villagers.\n"
        "Tom Keller said the county flood killed 40 villagers."
    )
    (pair,) = pairs(
        model,
        text,
        (QUILL, "Ada Quill", "said", "the county flood killed 12 villagers"),
        (KELLER, "Tom Keller", "said", "the county flood killed 40 villagers"),
    )
    assert "12 and 40" in pair.why


def test_figures_that_hardly_differ_are_one(model: LanguageModel) -> None:
    text = (
        "Ada Quill said the county flood killed 38 villagers.\n"
        "Tom Keller said the county flood killed 40 villagers."
    )
    said = [
        (QUILL, "Ada Quill", "said", "the county flood killed 38 villagers"),
        (KELLER, "Tom Keller", "said", "the county flood killed 40 villagers"),
    ]
    assert pairs(model, text, *said) == ()


def test_a_clause_under_a_denial_is_nobodys(model: LanguageModel) -> None:
    text = (
        "Ada Quill said there is no way by which the county police can read letters.\n"
        "Tom Keller said the county police can not read letters."
    )
    said = [
        (QUILL, "Ada Quill", "said", "there is no way by which the county police can read letters"),
        (KELLER, "Tom Keller", "said", "the county police can not read letters"),
    ]
    assert pairs(model, text, *said) == ()
