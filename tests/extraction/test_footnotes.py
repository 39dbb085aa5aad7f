"""Footnotes are an editor's: they feed neither statements nor facts."""

from hypothesis import given
from hypothesis import strategies as st

from generator.extraction.analysis import ParagraphAnalysis
from generator.extraction.extractor import analyse
from generator.extraction.language import unparsed
from generator.model import Block, BlockKind, Span

SAID = "“We lost 40 boats in August 2019,” said Ana Vole of Harrow Council."


def test_a_footnote_feeds_neither_statements_nor_facts():
    footnote = analyse(Block(BlockKind.FOOTNOTE, Span(0, len(SAID))), unparsed(SAID))
    paragraph = analyse(Block(BlockKind.PARAGRAPH, Span(0, len(SAID))), unparsed(SAID))
    assert footnote == ParagraphAnalysis(SAID)
    assert paragraph != ParagraphAnalysis(SAID)


@given(st.text(min_size=1))
def test_whatever_a_footnote_says_nothing_is_found_in_it(text):
    assert analyse(Block(BlockKind.FOOTNOTE, Span(0, len(text))), unparsed(text)) == ParagraphAnalysis(text)
