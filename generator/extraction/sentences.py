"""What the ranking of key assertions asks of each sentence, read once from its parse."""

from __future__ import annotations

from dataclasses import dataclass

from generator.extraction.boilerplate import dateline_end, is_boilerplate
from generator.extraction.language import ParsedParagraph
from generator.model import Span

_VERBS = frozenset(("VERB", "AUX"))
SHORTEST = 4  # words of a statement


@dataclass(frozen=True, slots=True)
class SentenceSummary:
    """One sentence of a paragraph: its span, without dateline, relative to the paragraph.

    ``stating`` is false of boilerplate, questions and fragments: they are no assertions.
    """

    span: Span
    stating: bool


def summarise(parse: ParsedParagraph) -> tuple[SentenceSummary, ...]:
    """The sentences of one paragraph, in order."""
    begin = dateline_end(parse.text)
    return tuple(
        summary
        for sentence in parse.sentences
        if (summary := _summary(parse, sentence.start, sentence.end, begin)) is not None
    )


def _summary(parse: ParsedParagraph, first: int, end: int, begin: int) -> SentenceSummary | None:
    tokens = parse.tokens
    while first < end and (tokens[first].start < begin or not tokens[first].text.strip()):
        first += 1
    while end > first and not tokens[end - 1].text.strip():
        end -= 1
    if first == end:
        return None
    span = Span(tokens[first].start, tokens[end - 1].end)
    text = parse.text[span.start : span.end]
    words = sum(token.text[:1].isalnum() for token in tokens[first:end])
    verbal = any(token.pos in _VERBS for token in tokens[first:end])
    stating = (
        verbal and words >= SHORTEST and not text.rstrip("\"”'’ ").endswith("?") and not is_boilerplate(text)
    )
    return SentenceSummary(span, stating)
