"""What an editor gives for a number or a date holds: in the extraction, and on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.extraction.facts import number_expressions
from generator.model import DateFact, NumberFact, Span
from generator.rendering.figures import in_figures
from generator.rendering.i18n import page_locale
from generator.review.corrections.correction import Action
from generator.review.corrections.factory import CorrectionFactory
from generator.review.corrections.sidecar import dump
from generator.review.corrections.values import read_date, read_number
from tests.review.machine import extraction, review, span

QUAY = (
    "The board spends $4.2 million on it. More than fourteen boats were lost. "
    "About 14 percent of the sheds leak. "
    "Between 10 and 20 people work there, and three in ten sheds are empty. It opens on the fourth of March."
)
EN, DE = page_locale("en"), page_locale("de")


def found():
    """What the machine reads of the quay, in numbers and dates."""
    numbers = tuple(
        NumberFact(one.span, QUAY[slice(*one.span)], one.value, one.unit, "it", upper=one.upper)
        for one in number_expressions.find(QUAY)
    )
    dates = (DateFact(span("the fourth of March", QUAY), "the fourth of March", "2032-03-04"),)
    everything = extraction(QUAY)
    return replace(everything, facts=replace(everything.facts, numbers=numbers, dates=dates))


def ends(number):
    return number.value, number.upper


def corrected(words, value, **more):
    """What becomes of the number at some words, and what the page prints of it."""
    keys = {"action": "correct-fact", "target": "fact", "content": words, "value": value, **more}
    result = review(
        "- {" + ", ".join(f"{key}: {given!r}" for key, given in keys.items()) + "}\n", QUAY, found()
    )
    assert not result.unapplied, result.unapplied[0].message
    place = span(words, QUAY)
    (one,) = [n for n in result.extraction.facts.numbers if n.span.overlaps(place)]
    return one, in_figures(one, EN) if one.corrected else one.text


@pytest.mark.parametrize(
    ("words", "value", "number", "printed"),
    [
        ("$4.2 million", 4400000, 4_400_000, "$4.4 million"),
        ("$4.2 million", "4.4 million", 4_400_000, "$4.4 million"),
        ("$4.2 million", "about 4.4 million", 4_400_000, "about $4.4 million"),
        ("$4.2 million", "€4.4 million", 4_400_000, "€4.4 million"),
        ("$4.2 million", "4,412,345", 4_412_345, "$4,412,345"),
        ("More than fourteen", 16, 16, "16"),
        ("More than fourteen", "sixteen", 16, "sixteen"),
        ("More than fourteen", "about fourteen", 14, "about fourteen"),
        ("About 14 percent", 16, 16, "16%"),
        ("About 14 percent", "16.5 %", 16.5, "16.5 %"),
        ("Between 10 and 20", "12-22", 12, "12–22"),
        ("Between 10 and 20", 10, 10, "10"),
        ("three in ten", "40 percent", 40, "40 percent"),
        ("three in ten", "four in ten", 0.4, "four in ten"),
        ("three in ten", 0.4, 0.4, "40%"),
    ],
)
def test_readers_see_the_number_that_an_editor_gave(words, value, number, printed):
    assert (corrected(words, value)[0].value, corrected(words, value)[1]) == (number, printed)
    assert corrected(words, value)[0].text == words, "the words of the text stay beside it"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("$4.2 million", 4200000),
        ("$4.2 million", "4.2 million"),
        ("More than fourteen", 14),
        ("About 14 percent", "14 %"),
    ],
)
def test_the_number_that_the_text_has_is_not_marked_as_corrected(words, value):
    assert not corrected(words, value)[0].corrected


def test_a_unit_that_is_corrected_is_printed_and_one_that_the_text_leaves_out_is_no_correction():
    assert corrected("$4.2 million", 4200000, unit="euros")[1] == "€4.2 million"
    one, printed = corrected("More than fourteen", 14, unit="boats")
    assert (one.unit, one.corrected, printed) == ("boats", False, "More than fourteen")


def test_what_a_number_counts_can_be_taken_away():
    assert corrected("$4.2 million", 4400000, about="")[0].about is None


def test_a_number_that_was_corrected_and_then_confirmed_stays_corrected():
    by_hand = (
        "- {action: correct-fact, target: fact, content: $4.2 million, value: $4.4 million}\n"
        "- {action: confirm, target: fact, content: $4.2 million}\n"
    )
    one = review(by_hand, QUAY, found()).extraction.facts.numbers[0]
    assert (one.value, one.wording, one.corrected) == (4_400_000, "$4.4 million", True)


def test_what_is_confirmed_is_never_marked_as_corrected_though_it_is_found_no_longer():
    hand, facts = CorrectionFactory(QUAY), found().facts
    confirmed = [hand.number(Action.CONFIRM, one) for one in facts.numbers]
    confirmed += [hand.date(Action.CONFIRM, one) for one in facts.dates]
    nothing = replace(found(), facts=replace(facts, numbers=(), dates=()))
    for machine in (found(), nothing):
        after = review("".join(map(dump, confirmed)), QUAY, machine).extraction.facts
        assert [(one.value, one.upper) for one in after.numbers] == [
            (n.value, n.upper) for n in facts.numbers
        ]
        assert not any(one.corrected for one in (*after.numbers, *after.dates))


def test_a_number_is_added_where_the_text_has_none_in_figures():
    by_hand = (
        "- {action: add, target: fact, kind: number, content: boats were lost, value: 4.4 thousand, "
        "about: boats}\n"
    )
    one = next(
        n for n in review(by_hand, QUAY, found()).extraction.facts.numbers if n.text == "boats were lost"
    )
    assert (one.value, in_figures(one, EN), one.corrected) == (4400, "4.4 thousand", True)


@pytest.mark.parametrize("value", ["many", "4,4 million", "16 boats", ".nan", ".inf", "4.400.000", "40"])
def test_what_is_no_number_is_told_and_changes_nothing(value):
    words = "three in ten" if value == "40" else "$4.2 million"
    by_hand = f"- action: correct-fact\n  target: fact\n  content: {words}\n  value: {value}\n"
    result = review(by_hand, QUAY, found())
    assert result.extraction == found()
    assert "is written" in str(result.unapplied[0].message)


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2031-03-04", "2031-03-04"),
        ("4 March 2031", "2031-03-04"),
        ("March 2031", "2031-03"),
        ("2031-Q1", "2031-Q1"),
    ],
)
def test_a_date_is_given_in_iso_or_in_words(value, date):
    by_hand = f"- {{action: correct-fact, target: fact, content: the fourth of March, value: {value}}}\n"
    (one,) = review(by_hand, QUAY, found()).extraction.facts.dates
    assert (one.value, one.corrected, one.text) == (date, True, "the fourth of March")


@pytest.mark.parametrize("value", ["in spring", "2031-13", "'2031-02-30'", "4 March", "tomorrow"])
def test_what_is_no_date_is_told_and_no_date_is_lost(value):
    by_hand = f"- {{action: correct-fact, target: fact, content: the fourth of March, value: {value}}}\n"
    result = review(by_hand, QUAY, found())
    assert result.extraction == found()
    assert "is not a date" in str(result.unapplied[0].message)


def test_numbers_are_written_as_the_language_of_the_page_does():
    number = NumberFact(Span(0, 1), "x", 4_412_345.5, "EUR", None, corrected=True)
    assert (in_figures(number, EN), in_figures(number, DE)) == ("€4,412,345.5", "4.412.345,5 €")


@given(st.floats(min_value=0, max_value=1e12).map(lambda value: float(f"{value:.6g}")), st.sampled_from([EN]))
def test_what_is_printed_of_a_number_is_read_as_that_number(value, locale):
    printed = in_figures(NumberFact(Span(0, 1), "x", value, None, None, corrected=True), locale)
    read = read_number(printed)
    assert read is not None
    assert read.value == pytest.approx(value)


@given(st.text(max_size=20))
def test_no_text_is_read_as_a_number_or_date_by_accident_of_its_marks(text):
    for read in (read_number(text), read_date(text)):
        assert read is None or any(letter.isalnum() for letter in text)
