"""The tagger: what a small net says of single words, and what happens where it cannot read."""

from __future__ import annotations

from dataclasses import replace

from generator.extraction.attributions.counts import fitted_tables
from generator.extraction.attributions.paragraphs import find_reports
from generator.extraction.attributions.quotations import find_quotations
from generator.extraction.attributions.scorer import fitted_scorer
from generator.extraction.attributions.stretches import lay_out
from generator.extraction.attributions.tagger import Tags
from generator.extraction.grammar import Grammar
from generator.extraction.language import LanguageModel, ParsedParagraph

SENTENCE = "The harbour master told the council that the new ferry would cost twice as much."


def parsed(model: LanguageModel, text: str) -> ParsedParagraph:
    return next(iter(model.parse([text])))


def tags_of(parse: ParsedParagraph) -> Tags | None:
    layout = lay_out(parse, find_quotations(parse.text))
    return fitted_scorer().tagger.tag(Grammar(parse), layout, fitted_tables().reporting)


def test_every_word_is_judged_once_by_every_label(model: LanguageModel) -> None:
    parse = parsed(model, SENTENCE)
    tags = tags_of(parse)
    assert tags is not None
    columns = (tags.content, tags.source, tags.cue, tags.start, tags.end)
    assert [len(column) for column in columns] == [len(parse.tokens)] * 5


def test_the_words_of_a_report_its_source_and_its_cue_are_told_apart(model: LanguageModel) -> None:
    tags = tags_of(parsed(model, SENTENCE))
    assert tags is not None
    words = SENTENCE.rstrip(".").split()
    assert words[max(range(len(words)), key=tags.cue.__getitem__)] == "told"
    assert words[max(range(len(words)), key=tags.source.__getitem__)] == "master"
    ferry, council = words.index("ferry"), words.index("council")
    assert tags.content[ferry] > 0 > tags.content[council]


def test_with_a_pipeline_of_other_vectors_reports_are_found_without_the_tagger(model: LanguageModel) -> None:
    blind = replace(parsed(model, SENTENCE), tensor=None)
    assert tags_of(blind) is None
    assert [SENTENCE[s.start : s.end] for r in find_reports(blind).found for s in r.source] == [
        "The harbour master"
    ]
