"""What a paragraph costs grows with its length, whatever stands in it.

Counted are calls, which are the same on every machine; a clock would tell how busy it is.
"""

from __future__ import annotations

import cProfile
from pathlib import PurePosixPath

import pytest

from benchmarks.fuzz import ordinary_english
from generator.extraction.attributions.candidates import find_candidates
from generator.extraction.extractor import Extractor
from generator.extraction.grammar import Grammar
from generator.extraction.language import LanguageModel
from generator.extraction.quotations import find_quotations
from generator.extraction.stretches import lay_out
from generator.reading.sources import parse_document

REPEATED = {
    "quotations, each with its verb": "“a” she said. ",
    "quotations and verbs without a full stop": "“a” said ",
    "reports in one sentence": "he said she knew that ",
    "short reports": "She said that he knew. ",
    "a list of titles": "“a”, ",
    "prepositions on one another": "the claim of ",
    "colons on one another": "a: ",
    "a list of names": "Ana Lee, Bob Ray, ",
    "dates in marks": "“on 1 May 2020”, ",
}


@pytest.mark.parametrize("words", REPEATED.values(), ids=REPEATED)
def test_three_times_the_paragraph_costs_about_three_times_the_work(
    model: LanguageModel, words: str, *, thorough: bool
) -> None:
    calls(model, words * 20)  # loads what is loaded once
    length = 6_000 if thorough else 1_200
    short, long = (calls(model, words * (size // len(words))) for size in (length, 3 * length))
    assert long < 4 * short


def calls(model: LanguageModel, text: str) -> int:
    document = parse_document(text, "", PurePosixPath("a.txt"), "a.txt")
    profile = cProfile.Profile()
    profile.runcall(Extractor(model).extract, document.source)
    return sum(entry.callcount for entry in profile.getstats())


def test_a_sentence_too_long_to_be_one_is_read_in_pieces(model: LanguageModel) -> None:
    (parse,) = model.parse(["the claim of " * 500 + "the mayor."])
    assert max(sentence.end - sentence.start for sentence in parse.sentences) <= 300
    assert [token.i for token in parse.tokens] == list(range(len(parse.tokens)))
    for token in parse.tokens:
        own = parse.sentences[token.sentence]
        assert own.start <= token.i < own.end
        assert own.start <= token.head < own.end
        assert (token.head == token.i) == (token.dep == "ROOT")
    assert sorted(kid for kids in parse.children for kid in kids) == [
        token.i for token in parse.tokens if token.head != token.i
    ]


def test_quotations_with_a_verb_each_ask_for_no_more_candidates_than_people_write(
    model: LanguageModel,
) -> None:
    (parse,) = model.parse(["“a” said " * 300])
    grammar = Grammar(parse)
    found = find_candidates(grammar, lay_out(parse, find_quotations(parse.text)))
    assert 100 < len(found) <= len(parse.tokens) / 3
    assert all(len(candidate.content) <= 2 for candidate in found)  # a verb between two ends the first


def test_verbs_between_marks_take_less_than_four_times_the_calls_of_ordinary_english(
    model: LanguageModel,
) -> None:
    size = 3_000
    calls(model, ordinary_english(size))  # loads what is loaded once
    assert calls(model, "“a” said " * (size // 9)) < 4 * calls(model, ordinary_english(size))
