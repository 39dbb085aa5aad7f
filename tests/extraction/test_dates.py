"""Dates: the cases of ``fixtures/dates.txt``, and what every value keeps to."""

from __future__ import annotations

import pickle
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.extraction.facts import date_expressions, dates
from generator.extraction.facts.calendar_values import (
    Anchored,
    Calendar,
    Decade,
    Expression,
    Interval,
    Reckoned,
    Season,
    Shift,
    Tense,
    Unit,
    Weekday,
)
from generator.extraction.language import LanguageModel
from generator.model import Block, BlockKind, DateFact, Source, Span

FIXTURE = Path(__file__).parent / "fixtures" / "dates.txt"
TABLE = FIXTURE.with_name("dates_of_every_kind.txt")
PUBLISHED = date(2025, 1, 8)
VALUE = re.compile(
    r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?|\d{4}-\d\d(/\d{4}-\d\d)?|\d{4}(/\d{4})?"
    r"|\d{4}-W\d\d|\d{4}-Q[1-4]|\d{1,3}X|\d{4}-2[1-4]"
)
DAYS = st.dates(min_value=date(1600, 1, 1), max_value=date(2400, 1, 1))
TENSES = st.sampled_from(Tense)


class Case(NamedTuple):
    title: str
    published: date | None
    text: str
    expected: list[str]


def cases() -> list[Case]:
    found = []
    for part in FIXTURE.read_text(encoding="utf-8").split("\n### ")[1:]:
        title, *lines = part.strip().split("\n")
        published: date | None = PUBLISHED
        if lines[0].startswith("published: "):
            day = lines.pop(0).removeprefix("published: ")
            published = None if day == "never" else date.fromisoformat(day)
        expected = [line.removeprefix("=> ") for line in lines if line.startswith("=> ")]
        text = "\n".join(line for line in lines if not line.startswith("=> "))
        found.append(Case(title, published, text, expected))
    return found


def rows() -> list[tuple[date | None, str, list[str]]]:
    """The lines of the table: day of publication, text, dates with their values."""
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if re.match(r"\d{4}-|never \|", line):
            day, text, dates_in_it = (part.strip() for part in line.split("|"))
            expected = [part.strip() for part in dates_in_it.split(";") if part.strip()]
            found.append((None if day == "never" else date.fromisoformat(day), text, expected))
    return found


def source_of(text: str, published: date | None) -> Source:
    blocks = [
        Block(BlockKind.PARAGRAPH, Span(*match.span())) for match in re.finditer(r"(?:.+\n?)+(?<!\n)", text)
    ]
    return Source(text, tuple(blocks), date=published)


def gather(model: LanguageModel, text: str, published: date | None = PUBLISHED) -> tuple[DateFact, ...]:
    source = source_of(text, published)
    parses = model.parse(text[b.span.start : b.span.end] for b in source.blocks)
    return dates.gather(source, [dates.find(parse) for parse in parses])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_dates_as_an_editor_reads_them(case: Case, model: LanguageModel) -> None:
    facts = gather(model, case.text, case.published)
    assert [f"{fact.text} = {fact.within or fact.value or 'relative'}" for fact in facts] == case.expected


@pytest.mark.parametrize(("published", "text", "expected"), rows(), ids=str)
def test_dates_of_every_kind(
    published: date | None, text: str, expected: list[str], model: LanguageModel
) -> None:
    facts = gather(model, text, published)
    assert [f"{fact.text} = {fact.within or fact.value or '-'}" for fact in facts] == expected


def test_a_date_tells_what_happened(model: LanguageModel) -> None:
    (fact,) = gather(model, "On Monday the council rejected the plan.")
    assert fact.about == "the council rejected the plan"


def test_a_date_at_a_noun_tells_the_noun(model: LanguageModel) -> None:
    (fact,) = gather(model, "They remembered the great flood of 1953.")
    assert fact.about == "great flood"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The board will finish the wall by the end of 2032.", "The board will finish the wall"),
        ("Prices doubled at the beginning of 2021.", "Prices doubled"),
        ("The dam broke in the middle of March 2020.", "The dam broke"),
        ("They met at the end of the summit of 2019.", "summit"),
        ("The mill was shut for the rest of 2018.", "The mill was shut"),
        ("The second half of 2017 was dry.", "second half"),
    ],
)
def test_a_part_of_a_year_is_nothing_that_happens(text: str, told: str, model: LanguageModel) -> None:
    (fact,) = gather(model, text)
    assert fact.about == told


def test_a_span_of_time_is_nothing_that_happens(model: LanguageModel) -> None:
    (fact,) = gather(model, "The river rose in nine hours last week.")
    assert fact.about == "The river rose in nine hours"


def test_mentions_can_be_kept(model: LanguageModel) -> None:
    (parse,) = model.parse(["The dam broke last week."])
    found = dates.find(parse)
    assert pickle.loads(pickle.dumps(found)) == found


@given(st.text(alphabet="JanMay. ,0123456789-/’'sthedayoflastweekMonday\n", max_size=60))
def test_spans_lie_in_the_text_and_never_overlap(text: str) -> None:
    found = date_expressions.find(text)
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(
    st.one_of(
        st.builds(Calendar, st.none() | st.integers(1500, 2099), st.integers(1, 12), st.integers(1, 31)),
        st.builds(Calendar, st.none(), st.integers(1, 12), turn=st.sampled_from([-1, 0, 1])),
        st.builds(Weekday, st.integers(0, 6), st.sampled_from([-1, 0, 1]), st.sampled_from([-1, 0, 1])),
        st.builds(Reckoned, st.sampled_from(Unit), st.integers(-400, 400)),
        st.builds(Shift, st.sampled_from(Unit), st.integers(-400, 400)),
        st.builds(Season, st.just(24), st.just((12, 2)), st.none(), st.sampled_from([-1, 0, 1])),
        st.builds(Decade, st.integers(150, 209).map(lambda n: n * 10)),
        st.builds(Interval, st.builds(Calendar, st.just(1999)), st.builds(Calendar, st.integers(2000, 2050))),
        st.just(Anchored()),
    ),
    DAYS,
    TENSES,
)
def test_every_value_is_iso_or_none(expression: Expression, today: date, tense: Tense) -> None:
    value = expression.resolve(today, tense)
    assert value is None or VALUE.fullmatch(value)


@given(st.integers(0, 6), DAYS)
def test_a_weekday_lies_within_the_week(day: int, today: date) -> None:
    past = date.fromisoformat(Weekday(day).resolve(today, Tense.PAST) or "")
    ahead = date.fromisoformat(Weekday(day).resolve(today, Tense.FUTURE) or "")
    assert today - timedelta(days=6) <= past <= today <= ahead <= today + timedelta(days=6)
    assert past.weekday() == ahead.weekday() == day


@given(st.integers(1, 12), st.integers(1, 28), DAYS)
def test_the_past_is_never_ahead_of_publication(month: int, day: int, today: date) -> None:
    value = Calendar(month=month, day=day).resolve(today, Tense.PAST)
    assert date.fromisoformat(value or "") <= today + timedelta(days=1)


def test_the_29th_of_february_is_of_a_leap_year() -> None:
    assert Calendar(month=2, day=29).resolve(date(2025, 3, 5), Tense.UNKNOWN) == "2024-02-29"
    assert Calendar(month=2, day=29).resolve(date(2026, 8, 5), Tense.UNKNOWN) is None


def test_a_year_beyond_the_calendar_has_no_value() -> None:
    assert Shift(Unit.YEAR, -3000).resolve(date(2025, 1, 1), Tense.PAST) is None
    assert Shift(Unit.DAY, -1).resolve(date(1, 1, 1), Tense.PAST) is None


@given(st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR]), st.integers(-60, 60), DAYS)
def test_what_is_reckoned_from_a_day_is_iso(unit: Unit, by: int, day: date) -> None:
    assert VALUE.fullmatch(Reckoned(unit, by).from_anchor(str(day)) or "")


@given(
    st.sampled_from([Unit.DAY, Unit.WEEK]), st.integers(-60, 60), st.sampled_from(["1999", "1999-05", "199X"])
)
def test_no_day_is_reckoned_from_what_is_no_day(unit: Unit, by: int, anchor: str) -> None:
    assert Reckoned(unit, by).from_anchor(anchor) is None


def test_a_week_has_no_day_but_a_stretch(model: LanguageModel) -> None:
    (fact,) = gather(model, "The dam broke last week.")
    assert (fact.value, fact.within) == (None, "2025-W01")


def test_a_range_begins_with_its_first_day(model: LanguageModel) -> None:
    (fact,) = gather(model, "The fair was held on 5-7 August 2023.")
    assert (fact.value, fact.within) == ("2023-08-05", "2023-08-05/2023-08-07")
