"""Words: what stays the same when only marks, spaces or case are retyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Span
from generator.review.anchoring.words import Words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Open the gate,” she said", '"open the gate", she said'),
        ("Don’t wait", "don't wait"),
        ("a café in Málaga", "a cafe\u0301 in Ma\u0301laga"),
        ("the dam – built in 1931 –", "the dam, built in 1931,"),
        ("soft\u00adhyphen\u200b here", "softhyphen here"),
        ("line\nbreak\u00a0and  space", "line break and space"),
    ],
)
def test_retyping_leaves_the_words_alone(one, other):
    assert Words.of(one).forms == Words.of(other).forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 percent", "−5 percent"),
        ("12.5 metres", "125 metres"),
        ("$40", "€40"),
        ("40 %", "40"),
        ("we will", "we won't"),
    ],
)
def test_what_changes_the_sense_changes_the_words(one, other):
    assert Words.of(one).forms != Words.of(other).forms


def test_a_name_is_the_same_with_and_without_its_possessive():
    assert Words.of("Marlow’s dam").forms[0] == Words.of("Marlow").forms[0]


def test_scripts_without_spaces_have_a_word_a_character():
    assert Words.of("水位は上昇した").forms == tuple("水位は上昇した")


def test_words_that_reach_into_a_span_are_inside_it():
    text = "one two three four"
    assert list(Words.of(text).inside(Span(5, 9))) == [1, 2]
    assert list(Words.of(text).inside(Span(3, 4))) == []


@given(st.text(max_size=200))
def test_every_word_lies_in_the_text_and_in_order(text):
    words = Words.of(text)
    edges = [edge for pair in zip(words.starts, words.ends, strict=True) for edge in pair]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end in zip(words.starts, words.ends, strict=True))
