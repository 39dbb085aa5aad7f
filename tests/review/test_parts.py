"""Passages of several parts: whole and in order, or not at all."""

from generator.review.anchoring.parts import anchor_all
from generator.review.anchoring.selectors import Ambiguous, Anchored, Found, Lost, Orphaned, describe
from tests.review.passages import TEXT
from tests.review.test_anchoring import span_of

FIRST, SECOND = "“I telephoned three times before midnight,”", "“and nobody picked up.”"
SPLIT = [describe(TEXT, span_of(FIRST)), describe(TEXT, span_of(SECOND))]


def test_a_split_quotation_is_anchored_in_both_its_parts():
    assert anchor_all(SPLIT, TEXT) == Anchored((span_of(FIRST), span_of(SECOND)))


def test_words_put_between_the_parts_do_not_part_them():
    text = TEXT.replace("Tomas Ekeland said,", "Tomas Ekeland, who was on duty, said under oath,")
    answer = anchor_all(SPLIT, text)
    assert isinstance(answer, Found)
    assert answer.spans == (span_of(FIRST, text), span_of(SECOND, text))


def test_a_split_quotation_that_lost_a_part_is_orphaned_and_shows_the_other():
    text = TEXT.replace(f", {SECOND}", ".")
    answer = anchor_all(SPLIT, text)
    assert isinstance(answer, Orphaned)
    assert answer.candidates[0].spans == (span_of(FIRST, text),)


def test_parts_that_changed_places_are_not_one_quotation():
    text = TEXT.replace(FIRST, "@").replace(SECOND, FIRST).replace("@", SECOND)
    assert isinstance(anchor_all(SPLIT, text), Lost)


def test_a_short_part_is_found_where_its_long_sibling_says():
    reply = "“Yes,” she told the court. “I closed every gate of the lower dam before the rain came.”"
    text = f"{TEXT}\n\n{reply}"
    parts = [describe(text, span_of(words, text)) for words in (reply[:6], reply[27:])]
    rewritten = text.replace(
        "incomplete.\n\n“Yes,” she told the court.", "incomplete.\n\nShe was asked. “Yes,” she swore."
    )
    answer = anchor_all(parts, rewritten)
    assert isinstance(answer, Found)
    assert [rewritten[s.start : s.end] for s in answer.spans] == [reply[:6], reply[27:]]


def test_parts_found_in_two_copies_of_a_passage_are_ambiguous():
    paragraph = TEXT.split("\n\n")[2]
    text = "New.\n\n" + TEXT.replace(paragraph, f"{paragraph}\n\n{paragraph}")
    assert isinstance(anchor_all(SPLIT, text), Ambiguous)
