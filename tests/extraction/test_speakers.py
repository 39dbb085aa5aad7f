"""Canonical speakers: the cases of ``fixtures/speakers.txt``, transcripts, speeches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.extraction.language import LanguageModel
from generator.extraction.mentions import mention_detection
from generator.extraction.speakers import coreference
from generator.extraction.speakers import resolving as speakers
from generator.model import (
    Act,
    Attribution,
    Block,
    BlockKind,
    Kind,
    Source,
    SourceKind,
    Span,
    Speaker,
    SpeakerHint,
    SpeakerKind,
)

FIXTURE = Path(__file__).parent / "fixtures" / "speakers.txt"


class Case(NamedTuple):
    title: str
    marked: str
    expected: list[list[str]]


def cases() -> Iterator[Case]:
    for part in FIXTURE.read_text(encoding="utf-8").split("\n### ")[1:]:
        title, *lines = part.strip().split("\n")
        expected = [line[3:].strip() for line in lines if line.startswith("=>")]
        text = "\n".join(line for line in lines if not line.startswith("=>"))
        yield Case(title, text, [[] if e == "-" else e.split("; ") for e in expected])


def unmark(marked: str) -> tuple[str, list[Attribution]]:
    """The text without marks, and its attributions: the n-th source with the n-th content."""
    text = ""
    cues: dict[int, int] = {}  # attribution → its cue
    opened: list[tuple[str, int, int]] = []
    found: dict[str, list[Span | None]] = {"[": [], "{": [], "<": []}
    for char in marked:
        if char in found:
            found[char].append(None)
            opened.append((char, len(text), len(found[char]) - 1))
            if char == "<":
                cues[len(found["["]) - 1] = len(found["<"]) - 1
        elif char in "]}>":
            kind, start, number = opened.pop()
            found[kind][number] = Span(start, len(text)) if len(text) > start else None
        else:
            text += char
    return text, [
        draft(n, source, content, cue=found["<"][cues[n]] if n in cues else None)
        for n, (source, content) in enumerate(zip(found["["], found["{"], strict=True))
        if content
    ]


def blocks_of(text: str) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.PARAGRAPH, Span(*m.span())) for m in re.finditer(r"[^\n]+", text))


def draft(
    number: int, source: Span | None, content: Span, rule: str = "test", cue: Span | None = None
) -> Attribution:
    given, cues = ((span,) if span else () for span in (source, cue))
    return Attribution(f"a{number}", Kind.DIRECT, Act.SAYS, given, cues, (content,), (), 1.0, rule)


def resolve(
    model: LanguageModel, source: Source, drafts: list[Attribution]
) -> tuple[dict[str, Speaker], tuple[Attribution, ...]]:
    texts = [source.text[b.span.start : b.span.end] for b in source.blocks]
    parses = model.parse(texts)
    mentions = [
        mention_detection.find(parse, block) for parse, block in zip(parses, source.blocks, strict=True)
    ]
    found, attributions = speakers.resolve(coreference.read(source, mentions, drafts), drafts)
    return {speaker.name: speaker for speaker in found}, attributions


def read(model: LanguageModel, marked: str, **kind: object) -> tuple[dict[str, Speaker], list[list[str]]]:
    """The speakers of a marked text by name, and the names in order of the sources."""
    text, drafts = unmark(marked)
    source = Source(text, blocks_of(text), **kind)  # type: ignore[arg-type]
    found, attributions = resolve(model, source, drafts)
    return found, [list(a.speakers) for a in attributions]


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.title)
def test_speaker(model: LanguageModel, case: Case) -> None:
    _, names = read(model, case.marked)
    assert names == case.expected


def test_an_unnamed_source_is_no_person_with_a_name(model: LanguageModel) -> None:
    found, _ = read(model, "[A guard at the gate] said {that nobody had passed}.")
    assert [s.kind for s in found.values()] == [SpeakerKind.UNNAMED]


def test_kinds_of_speakers(model: LanguageModel) -> None:
    found, _ = read(
        model,
        "[Rita Malm] said {it rained}. [Farmers] said {it had not}. [The Harbor Trust] said {it would}. "
        "[A survey] showed {that few knew}. [Families of the drowned] said {they had waited}.",
    )
    kinds = [s.kind.value for s in found.values()]
    assert kinds == ["person", "group", "organisation", "document", "group"]


def test_a_company_without_a_name_is_no_organisation_of_that_name(model: LanguageModel) -> None:
    found, _ = read(model, "[The company] said {it rained}. [The Harbor Trust] said {it had not}.")
    assert [s.kind for s in found.values()] == [SpeakerKind.GROUP, SpeakerKind.ORGANISATION]


def test_a_speaker_keeps_titles_and_aliases(model: LanguageModel) -> None:
    found, _ = read(
        model,
        "Rita Malm, chief engineer of the Harbor Trust, came. [Ms. Malm] said {that the dam was sound}.",
    )
    assert found["Rita Malm"].titles == ("chief engineer of the Harbor Trust",)
    assert found["Rita Malm"].aliases == ("Malm",)


def test_speaker_names_are_unique(model: LanguageModel) -> None:
    found, names = read(
        model, "[A farmer] said {it rained}. In the next village, [a farmer] said {it had not rained}."
    )
    assert len(found) == 2
    assert len({name for several in names for name in several}) == 2


def test_a_hint_gives_the_name_and_the_title(model: LanguageModel) -> None:
    hint = SpeakerHint("Karl Ostrow", "Gen.", ("the old fox",))
    found, names = read(model, "[Ostrow] said {that he was well}.", speakers=(hint,))
    assert names == [["Karl Ostrow"]]
    assert found["Karl Ostrow"].titles == ("Gen.",)


def test_i_in_a_speech_is_its_one_speaker(model: LanguageModel) -> None:
    hint = SpeakerHint("Jon Aster")
    _, names = read(
        model,
        "[I] say {that the dam will hold}. Rita Malm doubts it. [She] says {that it will break}.",
        kind=SourceKind.SPEECH,
        speakers=(hint,),
    )
    assert names == [["Jon Aster"], ["Rita Malm"]]


def test_i_in_a_quotation_is_who_is_quoted(model: LanguageModel) -> None:
    text = "“I think that the ice is thin,” Rita Malm said."
    inner = draft(0, Span(1, 2), Span(9, 29))
    outer = draft(1, Span(32, 41), Span(0, 31))
    source = Source(text, blocks_of(text))
    _, attributions = resolve(model, source, [outer, inner])
    assert [a.speakers for a in attributions] == [("Rita Malm",), ("Rita Malm",)]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Rita Malm ends her bid", "Rita Malm"),
        ("Malm ends her bid", "Malm"),
        ("Senator Malm ends her bid", "Malm"),
        ("Rita Malmquist ends her bid", "Malm"),
    ],
)
def test_the_title_gives_a_surname_its_full_name(model: LanguageModel, title: str, name: str) -> None:
    _, names = read(model, "[Malm] said {that it was over}.", title=title)
    assert names == [[name]]


WHYS = [
    ("[Ana Brandt] said {it held}.", "the source names Ana Brandt"),
    ("Ana Brandt came. [Brandt] said {it held}.", "“Brandt” is another form of the name Ana Brandt"),
    ("Ana Brandt came. [She] said {it held}.", "“She” is Ana Brandt, mentioned one sentence before"),
    (
        "Mayor Ana Brandt came. [The mayor] said {it held}.",
        "“The mayor” is what the text says that Ana Brandt is",
    ),
    ("[A guard] said {it held}.", "the text gives no name for “A guard”"),
    ("[A tweet by Tom Keller] said {it held}.", "“A tweet” is by Tom Keller"),
    ("It was []<reported> {that it held}.", "“reported” names nobody"),
]


@pytest.mark.parametrize(("marked", "why"), WHYS)
def test_why_somebody_speaks_is_told_in_words(model: LanguageModel, marked: str, why: str) -> None:
    text, drafts = unmark(marked)
    _, attributions = resolve(model, Source(text, blocks_of(text)), drafts)
    assert [a.why for a in attributions] == [why]


def test_two_who_had_died_say_nothing_later(model: LanguageModel) -> None:
    _, names = read(
        model, "Farmers met on Monday. Two had died, they heard. [They] said {that they were tired}."
    )
    assert names == [["Farmers"]]


TRANSCRIPT = """MODERATOR: Welcome to both of you.
SEN. ADA QUILL (D-OH): Thank you. The port must close.
MR. BRANDT: The senator is wrong. She said last week that jobs matter.
Q: Mr. Brandt, do you agree?
SEN. QUILL: I never said so.
TOM BRANDT: You did."""


def turns_of(text: str) -> list[Attribution]:
    found = []
    for number, match in enumerate(re.finditer(r"^([^:\n]+): (.*)$", text, re.MULTILINE)):
        found.append(draft(number, Span(*match.span(1)), Span(*match.span(2)), "turn"))
    return found


def test_labels_of_a_transcript_are_speakers(model: LanguageModel) -> None:
    source = Source(TRANSCRIPT, blocks_of(TRANSCRIPT), kind=SourceKind.TRANSCRIPT)
    found, attributions = resolve(model, source, turns_of(TRANSCRIPT))
    names = [a.speakers[0] for a in attributions]
    assert names == ["Moderator", "Ada Quill", "Tom Brandt", "Q", "Ada Quill", "Tom Brandt"]
    assert found["Moderator"].kind is SpeakerKind.UNNAMED
    assert found["Ada Quill"].titles[:2] == ("Sen.", "D-OH")


def test_she_in_somebody_elses_turn_is_not_the_one_who_speaks(model: LanguageModel) -> None:
    start = TRANSCRIPT.index("She said")
    nested = draft(9, Span(start, start + 3), Span(start + 9, start + 32))
    drafts = sorted([*turns_of(TRANSCRIPT), nested], key=lambda a: a.content)
    source = Source(TRANSCRIPT, blocks_of(TRANSCRIPT), kind=SourceKind.TRANSCRIPT)
    _, attributions = resolve(model, source, drafts)
    assert next(a.speakers for a in attributions if a.id == "a9") == ("Ada Quill",)


def test_a_paragraph_without_parse_has_no_speakers(model: LanguageModel) -> None:
    source = Source("", (), ())
    assert resolve(model, source, []) == ({}, ())


CASE = [
    ("Rita Malm v. Ruritania", "[Petitioner] said {that she was ill}.", ["Rita Malm"]),
    ("Rita Malm v. Ruritania", "[The Petitioner] said {that she was ill}.", ["Rita Malm"]),
    ("Rita Malm vs. Karl Weber", "[Respondent] said {that he was ill}.", ["Karl Weber"]),
    ("Rita Malm versus Karl Weber", "[The Defendant] said {that he was ill}.", ["Karl Weber"]),
    ("Harbor Trust v. Karl Weber", "[Appellant] said {that the mill was sold}.", ["Harbor Trust"]),
    ("Rita Malm v. Karl Weber", "[Ms. Malm] said {that she was ill}.", ["Rita Malm"]),
    ("Harbor Trust et al. v. Karl Weber", "[Petitioner] said {that the mill was sold}.", ["Petitioner"]),
    ("Malm and Lind v. Karl Weber", "[Petitioner] said {that the mill was sold}.", ["Petitioner"]),
    ("How Rita Malm won", "[Petitioner] said {that she was ill}.", ["Petitioner"]),
    ("Rita Malm, who sued: Malm v. the town", "[Petitioner] said {that she was ill}.", ["Petitioner"]),
]


@pytest.mark.parametrize(("title", "marked", "expected"), CASE, ids=[f"{c[0]}: {c[1]}" for c in CASE])
def test_the_parties_of_a_case_are_those_of_its_title(
    model: LanguageModel, title: str, marked: str, expected: list[str]
) -> None:
    _, names = read(model, marked, title=title)
    assert names == [expected]
