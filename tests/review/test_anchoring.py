"""Anchoring one passage: exact first, then fuzzy, and rather silent than wrong."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.model import Span
from generator.review.anchoring.anchor import Tolerance, anchor
from generator.review.anchoring.selectors import (
    Ambiguous,
    Anchored,
    Found,
    Moved,
    Orphaned,
    Selector,
    describe,
)
from generator.review.anchoring.words import Words
from tests.review.passages import TEXT

QUOTE = "“Nobody asked me to close them,”"


def span_of(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def selector_of(words: str) -> Selector:
    return describe(TEXT, span_of(words))


def words_at(text: str, answer: object) -> str:
    assert isinstance(answer, Found), answer
    (span,) = answer.spans
    return text[span.start : span.end]


def test_a_selector_remembers_whole_words_around_the_passage():
    selector = selector_of(QUOTE)
    assert selector.exact == QUOTE
    assert selector.prefix == "Brandt told the inquiry on Tuesday. "
    assert selector.suffix == " she said. “Had they asked, I would have"
    assert TEXT[selector.start :].startswith(QUOTE)


def test_surroundings_grow_until_they_tell_a_passage_from_its_likes():
    text = "A: Thank you.\nB: So it is agreed, then, by all of us who are here.\n" * 2 + "A: Thank you."
    selector = describe(text, Span(3, 13))
    assert text.count(selector.prefix + selector.exact + selector.suffix) == 1


def test_words_that_did_not_move_are_anchored():
    assert anchor(selector_of(QUOTE), TEXT) == Anchored((span_of(QUOTE),))


def test_words_pushed_down_by_a_new_paragraph_are_anchored():
    text = "A note from the editor, in three sentences.\n\n" + TEXT
    assert anchor(selector_of(QUOTE), text) == Anchored((span_of(QUOTE, text),))


def test_a_paragraph_that_moved_takes_its_words_along():
    paragraphs = TEXT.split("\n\n")
    text = "\n\n".join([*paragraphs[:1], *paragraphs[2:], paragraphs[1]])
    for words in (QUOTE, "Commissioner Ilse Brandt", "“Had they asked, I would have closed them at once.”"):
        assert words_at(text, anchor(selector_of(words), text)) == words


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("“Nobody asked me to close them,”", '"Nobody asked me to close them,"', None),
        (
            "“Nobody asked me to close them,”",
            "«Nobody asked me to close them»,",
            "«Nobody asked me to close them»",
        ),
        (
            "“Nobody asked me to close them,”",
            "“Nobody asked me to close them”,",
            "“Nobody asked me to close them”",
        ),
        ("“Nobody asked me to close them,”", "“Nobody  asked me\u00a0to close them,”", None),
        ("“Nobody asked me to close them,”", "“Nobody asked me to clsoe them,”", None),
        ("About 340 people were taken", "About 340 people — were taken", None),
    ],
)
def test_retyped_words_are_found_with_their_marks(old, new, found):
    text = TEXT.replace(old, new)
    answer = anchor(selector_of(old), text)
    assert isinstance(answer, Moved)
    assert words_at(text, answer) == (found or new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stood 4.5 metres high by dawn", "stood 5.4 metres high by dawn"),
        ("About 340 people were taken to the school", "About 430 people were taken to the school"),
        (QUOTE, "“Nobody asked me not to close them,”"),
        ("I telephoned three times before midnight", "I telephoned twice before midnight"),
        ("it lists two calls, both after midnight", "it lists a dozen telegrams and several letters"),
    ],
)
def test_another_number_or_a_negation_is_never_bridged(old, new):
    assert isinstance(anchor(selector_of(old), TEXT.replace(old, new)), Orphaned | Ambiguous)


def test_a_verdict_tolerates_no_other_word_though_an_attribution_would():
    old = "The river authority published its own log in March"
    text = TEXT.replace(old, "The river authority released its own log in March")
    assert isinstance(anchor(selector_of(old), text), Moved)
    assert isinstance(anchor(selector_of(old), text, tolerance=Tolerance.WORDS), Orphaned)


def test_words_that_were_deleted_are_orphaned():
    assert isinstance(anchor(selector_of(QUOTE), TEXT.replace(QUOTE, "")), Orphaned)


def test_short_words_are_not_taken_from_elsewhere():
    text = TEXT.replace("“Yes,” Ms. Brandt answered", "Ms. Brandt nodded") + " “Yes,” he said at last."
    answer = anchor(selector_of("“Yes,”"), text)
    assert isinstance(answer, Orphaned | Ambiguous)
    assert answer.candidates[0].spans == (span_of("“Yes,”", text),)


def test_a_passage_pasted_twice_is_ambiguous_or_still_the_old_one():
    paragraph = TEXT.split("\n\n")[2]
    text = TEXT.replace(paragraph, f"{paragraph}\n\n{paragraph}")
    old = anchor(selector_of("“I telephoned three times before midnight,”"), text)
    assert old == Anchored((span_of("“I telephoned three times before midnight,”", text),))
    pushed = "A new opening.\n\n" + text
    assert isinstance(anchor(selector_of("“I telephoned three times before midnight,”"), pushed), Ambiguous)


def test_words_that_stood_twice_are_told_apart_by_their_surroundings():
    second = describe(TEXT, span_of("midnight, and no reply"))
    text = TEXT.replace("before midnight", "before eleven", 1)
    assert words_at(text, anchor(second, text)) == "midnight, and no reply"


def test_words_whose_place_was_rewritten_are_not_found_in_a_headline_that_says_the_same():
    body = "Nobody asked me to close them"
    text = TEXT.replace("Two versions of a flood", body).replace(QUOTE, "“Nobody ever told me to shut them,”")
    assert not isinstance(anchor(selector_of(QUOTE), text), Found)


def test_without_surroundings_only_long_words_that_stand_once_are_found():
    assert isinstance(anchor(Selector("Had they asked, I would"), TEXT), Found)
    assert isinstance(anchor(Selector("Yes"), TEXT), Orphaned)
    assert isinstance(anchor(Selector("midnight"), TEXT), Ambiguous)


def test_a_passage_without_any_word_is_known_by_its_surroundings_only():
    selector = describe(TEXT, span_of(":"))
    assert isinstance(anchor(selector, TEXT), Anchored)
    assert isinstance(anchor(selector, TEXT.replace("March:", "March")), Orphaned)
    assert isinstance(anchor(Selector("…"), TEXT), Orphaned)


def test_an_empty_text_orphans_everything():
    assert anchor(selector_of(QUOTE), "") == Orphaned()


def test_the_score_falls_as_the_prefix_degrades():
    selector = selector_of("4.5 metres high by dawn")
    text = "x\n\n" + TEXT.replace("high by dawn.", "high by dawn, they say.")
    words = selector.prefix.split(" ")
    scores = []
    for kept in range(len(words), 0, -1):
        prefix = " ".join(["other"] * (len(words) - kept) + words[len(words) - kept :])
        answer = anchor(Selector(selector.exact, prefix, selector.suffix, selector.start), text)
        scores.append(answer.score if isinstance(answer, Found) else answer.candidates[0].score)
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


words_of_text = [s.shift(0) for s in map(Span, Words.of(TEXT).starts, Words.of(TEXT).ends)]
passages = st.tuples(st.integers(0, len(words_of_text) - 1), st.integers(0, 25)).map(
    lambda pair: Span(words_of_text[pair[0]].start, words_of_text[min(sum(pair), len(words_of_text) - 1)].end)
)


@given(passages)
def test_every_passage_of_an_unchanged_text_is_anchored_where_it_is(span):
    assert anchor(describe(TEXT, span), TEXT) == Anchored((span,))


@given(passages, st.integers(0, len(TEXT)), st.text(max_size=60))
def test_what_was_typed_elsewhere_never_leads_to_other_words(span, place, typed):
    assume(not span.start < place < span.end)
    text = TEXT[:place] + typed + TEXT[place:]
    answer = anchor(describe(TEXT, span), text)
    if isinstance(answer, Found):
        moved = span.shift(len(typed)) if place <= span.start else span
        assert Words.of(words_at(text, answer)).forms == Words.of(TEXT[span.start : span.end]).forms
        assert answer.spans[0].overlaps(moved)


@given(passages, st.data())
@settings(max_examples=200)
def test_a_passage_that_is_gone_is_never_applied_to_less_than_most_of_its_words(span, data):
    exact = TEXT[span.start : span.end]
    text = TEXT[: span.start] + data.draw(st.text(max_size=len(exact))) + TEXT[span.end :]
    answer = anchor(describe(TEXT, span), text)
    if isinstance(answer, Found):
        before, after = Words.of(exact).forms, Words.of(words_at(text, answer)).forms
        assert len(set(before) & set(after)) >= 0.6 * len(set(before))


straight = str.maketrans("“”’", '""\'')


@given(passages)
def test_straightened_quotation_marks_lose_nothing_that_stood_once(span):
    text = TEXT.translate(straight)
    forms = Words.of(TEXT[span.start : span.end]).forms
    every = Words.of(TEXT).forms
    once = sum(every[i : i + len(forms)] == forms for i in range(len(every))) == 1
    answer = anchor(describe(TEXT, span), text)
    if once:
        assert isinstance(answer, Found)
    if isinstance(answer, Found):
        assert answer.spans == (span,)


@given(st.text(min_size=1, max_size=120), st.text(max_size=120), st.data())
def test_no_unicode_text_brings_an_error_or_a_span_outside(text, other, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    answer = anchor(describe(text, Span(start, end)), other)
    spans = answer.spans if isinstance(answer, Found) else [s for c in answer.candidates for s in c.spans]
    assert all(0 <= span.start < span.end <= len(other) for span in spans)


JULY = "The fair opens on the fourth of July. In June it rained."


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [("of ", ""), ("of", ""), ("fourth of ", ""), ("  of  ", ""), ("", "In"), ("", ". In "), ("of", "in")],
)
def test_by_hand_a_prefix_or_suffix_of_any_length_tells_a_single_word(prefix, suffix):
    found = anchor(Selector("July", prefix, suffix), JULY)
    assert words_at(JULY, found) == "July"


def test_by_hand_a_prefix_that_stands_before_two_of_the_words_tells_neither():
    twice = "The end of July was dry. The start of July was not."
    assert not isinstance(anchor(Selector("July", "of "), twice), Found)
    assert words_at(twice, anchor(Selector("July", "start of "), twice)) == "July"


def test_by_hand_a_prefix_that_is_not_there_is_not_believed():
    assert isinstance(anchor(Selector("July", "fifth of "), JULY), Orphaned)
    assert isinstance(anchor(Selector("July"), JULY), Orphaned)
