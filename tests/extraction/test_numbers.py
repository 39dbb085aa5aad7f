"""Numbers: the cases of ``fixtures/numbers.txt``, and spans that hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.extraction.facts import dates, number_expressions, numbers
from generator.extraction.facts.numbers import NumberMention
from generator.extraction.language import LanguageModel

FIXTURE = Path(__file__).parent / "fixtures" / "numbers.txt"
TABLE = FIXTURE.with_name("numbers_of_every_kind.txt")
EXPECTED = re.compile(r"(?P<text>.+?) = (?P<value>[\d.]+) (?P<unit>[^(]+?)(?: \((?P<about>.+)\))?$")


class Case(NamedTuple):
    title: str
    text: str
    expected: list[str]


def cases() -> list[Case]:
    found = []
    for part in FIXTURE.read_text(encoding="utf-8").split("\n### ")[1:]:
        title, *lines = part.strip().split("\n")
        expected = [line.removeprefix("=> ") for line in lines if line.startswith("=> ")]
        found.append(Case(title, "\n".join(line for line in lines if not line.startswith("=>")), expected))
    return found


def find(model: LanguageModel, text: str) -> tuple[NumberMention, ...]:
    (parse,) = model.parse([text])
    return numbers.find(parse, [mention.span for mention in dates.find(parse)])


def in_print(text: str, mention: NumberMention, *, about: bool) -> str:
    upper = "" if mention.upper is None else f"..{mention.upper:.15g}"
    told = f" ({mention.about})" if about else ""
    return f"{text[slice(*mention.span)]} = {mention.value:.15g}{upper} {mention.unit or '-'}{told}"


def rows() -> list[tuple[str, list[str]]]:
    """The lines of the table: text, numbers with their values."""
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        text, bar, expected = line.partition(" |")
        if bar and not text.startswith(" "):
            found.append((text, [part.strip() for part in expected.split(";") if part.strip()]))
    return found


@pytest.mark.parametrize(("text", "expected"), rows(), ids=str)
def test_numbers_of_every_kind(text: str, expected: list[str], model: LanguageModel) -> None:
    found = [mention for mention in find(model, text) if numbers.is_telling(mention)]
    asked = [*(line.endswith(")") for line in expected), *[False] * len(found)]
    assert [in_print(text, m, about=about) for m, about in zip(found, asked, strict=False)] == expected


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_numbers_as_an_editor_reads_them(case: Case, model: LanguageModel) -> None:
    found = find(model, case.text)
    shown = []
    for mention, expected in zip(found, [*case.expected, *[""] * len(found)], strict=False):
        shown.append(in_print(case.text, mention, about=expected.endswith(")")))
    assert shown == case.expected
    assert all(EXPECTED.match(line) for line in case.expected)


def test_a_number_inside_of_a_date_is_left_out(model: LanguageModel) -> None:
    assert find(model, "The mill burned on May 4, 1987, after 12 years.")[0].value == 12


def test_a_caption_gives_no_numbers(model: LanguageModel) -> None:
    assert find(model, "FILE PHOTO: Ada Quill stands by 12 boats in Port Ansel, April 3, 2016.") == ()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty-one", 21),
        ("a hundred", 100),
        ("three hundred and fifty thousand", 350_000),
        ("two million three hundred thousand", 2_300_000),
        ("half a million", 500_000),
    ],
)
def test_numbers_in_words(words: str, value: float) -> None:
    assert number_expressions.spelled_value(words) == value


@given(st.text(alphabet="0123456789,.-$€% milonthusadpercetokg\n", max_size=60))
def test_spans_lie_in_the_text(text: str) -> None:
    for quantity in number_expressions.find(text):
        assert 0 <= quantity.span.start <= quantity.number.start < quantity.number.end <= quantity.span.end
        assert quantity.span.end <= len(text)
