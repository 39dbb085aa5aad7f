"""Whether it was said at all, and how: ``fixtures/said.txt``, ``said_unseen.txt`` and ``how.txt``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.extraction.analysis import ParagraphAnalysis
from generator.extraction.extractor import Extractor
from generator.extraction.language import LanguageModel
from generator.extraction.options import Options
from generator.model import Act, Attribution, Block, BlockKind, Kind, Source, Span

FIXTURES = Path(__file__).parent / "fixtures"
_MARK = re.compile(r"[{}\[\]]")
_LISTED = 0.95  # of what was said
_RIGHT = 0.97  # of sentences that the rules were not made on


EVERY_ACT = Options(acts=frozenset(Act))
EVERYTHING = Options(acts=frozenset(Act), everything=True)


class Line(NamedTuple):
    """A sentence below a heading, its reporting words and what is reported."""

    heading: str
    text: str
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def lines(fixture: str) -> Iterator[Line]:
    """The sentences of a fixture, without its marks."""
    for part in (FIXTURES / fixture).read_text(encoding="utf-8").split("\n### ")[1:]:
        heading, *sentences = part.strip().split("\n")
        for sentence in filter(str.strip, sentences):
            yield Line(heading, _MARK.sub("", sentence), _marked(sentence, "{}"), _marked(sentence, "[]"))


def _marked(sentence: str, pair: str) -> tuple[Span, ...]:
    opening, closing = map(re.escape, pair)
    found = re.finditer(f"{opening}(.*?){closing}", sentence)

    def place(at: int) -> int:
        return len(_MARK.sub("", sentence[:at]))

    return tuple(Span(place(match.start(1)), place(match.end(1))) for match in found)


class Kept(dict[str, ParagraphAnalysis]):
    """The analyses of one run: many tests ask of the same sentence."""

    def get_many(self, keys: Sequence[str]) -> dict[str, ParagraphAnalysis]:
        return {key: self[key] for key in keys if key in self}

    def put_many(self, analyses: dict[str, ParagraphAnalysis]) -> None:
        self.update(analyses)


KEPT = Kept()


def extract(model: LanguageModel, text: str, options: Options | None = None) -> tuple[Attribution, ...]:
    source = Source(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    wanted = options or Options(acts=frozenset((Act.SAYS, Act.SHOWS)))
    return Extractor(model, KEPT, wanted).extract(source).attributions


def reports(line: Line, attribution: Attribution) -> bool:
    """Whether an attribution is the one that a line marks."""
    if not any(mark.overlaps(span) for mark in line.cue for span in attribution.cue):
        return False
    wanted = {i for span in line.content for i in range(*span)}
    found = {i for span in attribution.content for i in range(*span)}
    return not wanted or len(wanted & found) / len(wanted | found) >= 0.4


SAID = [line for line in lines("said.txt") if line.heading == "said"]
UNSAID = [line for line in lines("said.txt") if line.heading != "said"]


@pytest.mark.parametrize("line", UNSAID, ids=lambda line: line.text)
def test_what_nobody_said_is_not_listed_and_marked_with_the_reason(model: LanguageModel, line: Line) -> None:
    assert not [one for one in extract(model, line.text) if reports(line, one)]
    everything = extract(model, line.text, Options(everything=True))
    reasons = {one.not_said for one in everything if reports(line, one)}
    assert None not in reasons
    assert not reasons or reasons & set(line.heading.split(", "))


def test_nothing_is_listed_that_nobody_said_or_that_nothing_reports(model: LanguageModel) -> None:
    """What ``briefing extract`` prints unless it is asked for everything."""
    for line in (*SAID, *UNSAID):
        for one in extract(model, line.text):
            assert one.said, line.text
            assert one.kind is Kind.DIRECT or one.cue, line.text


@pytest.mark.parametrize("line", SAID, ids=lambda line: line.text)
def test_what_somebody_said_is_never_marked_as_not_said(model: LanguageModel, line: Line) -> None:
    everything = extract(model, line.text, Options(everything=True))
    assert all(one.said for one in everything if reports(line, one))


def test_what_somebody_said_is_listed(model: LanguageModel) -> None:
    listed = [line for line in SAID if any(reports(line, one) for one in extract(model, line.text))]
    assert len(listed) >= _LISTED * len(SAID)


def is_of(line: Line, attribution: Attribution) -> bool:
    """Whether an attribution reports the marked words, whatever its cue."""
    wanted = {i for span in line.content for i in range(*span)}
    found = {i for span in attribution.content for i in range(*span)}
    return len(wanted & found) / len(wanted | found) >= 0.6


def test_of_unseen_sentences_what_nobody_said_is_not_listed(model: LanguageModel) -> None:
    unsaid = [line for line in lines("said_unseen.txt") if line.heading == "not said"]
    wrong = [
        line.text for line in unsaid if any(is_of(line, one) for one in extract(model, line.text, EVERY_ACT))
    ]
    assert len(wrong) <= (1 - _RIGHT) * len(unsaid), wrong


def test_of_unseen_sentences_what_somebody_said_is_not_taken_for_unsaid(model: LanguageModel) -> None:
    said = [line for line in lines("said_unseen.txt") if line.heading == "said"]
    wrong = []
    for line in said:
        found = [one for one in extract(model, line.text, EVERYTHING) if is_of(line, one)]
        if found and not any(one.said for one in found):
            wrong.append(line.text)
    listed = [line for line in said if any(is_of(line, one) for one in extract(model, line.text, EVERY_ACT))]
    assert len(wrong) <= (1 - _RIGHT) * len(said), wrong
    assert len(listed) >= 0.95 * len(said)


def test_an_explanation_says_in_words_how_and_whether(model: LanguageModel) -> None:
    options = Options(everything=True, explain=True)
    found = extract(model, "The mayor has never denied that the bridge was unsafe.", options)
    told = {feature.name: feature.value for one in found for feature in one.features}
    assert told["how"] == "denies, by “denied”"
    assert told["said"] == "no: negated, by “never denied”"


@pytest.mark.parametrize("line", list(lines("how.txt")), ids=lambda line: line.text)
def test_how_it_is_said_is_read_off_the_reporting_words(model: LanguageModel, line: Line) -> None:
    everything = extract(model, line.text, Options(everything=True))
    best = max((one for one in everything if reports(line, one)), key=lambda one: one.confidence)
    assert best.how == line.heading
