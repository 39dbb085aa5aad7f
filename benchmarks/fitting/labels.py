"""Which candidates are right, as the joint metric of the scorer counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.fitting.articles import Article, Paragraph
from generator.extraction.attributions.candidates import Candidate
from generator.extraction.attributions.holders import Holder
from generator.model import Span

DETECTED = 0.5  # Jaccard index of content words


@dataclass(frozen=True, slots=True)
class Match:
    """The gold attribution that a candidate is about, and how well each option fits it."""

    gold: int
    fits: list[float]

    @property
    def found(self) -> bool:
        return max(self.fits) >= DETECTED


class Judge:
    """Compares candidates of one article with its gold."""

    def __init__(self, article: Article) -> None:
        from score import TokenIndex

        self.gold = article.gold
        self.index = TokenIndex(article.text)
        self.contents = [self.index.covered(a.content) for a in article.gold]
        self.cues = [self.index.covered(a.cue) for a in article.gold]

    def match(
        self,
        paragraph: Paragraph,
        candidate: Candidate,
        options: Sequence[Sequence[Span]],
    ) -> Match | None:
        """The best gold with this cue (or a cue without words); None where no option fits at all."""
        words = [self._covered(paragraph, content) for content in options]
        cue = self._covered(paragraph, [candidate.cue_span])
        best: Match | None = None
        for n, content in enumerate(self.contents):
            if self.cues[n] and cue and not (cue & self.cues[n]):
                continue
            if not any(content & w for w in words):
                continue
            fits = [jaccard(content, w) for w in words]
            if best is None or max(fits) > max(best.fits):
                best = Match(n, fits)
        return best

    def source_right(self, paragraph: Paragraph, gold: int, holder: Holder) -> bool:
        """Return whether a possible source is that of the gold attribution."""
        spans = (paragraph.g.chars(holder.tokens),) if holder.tokens is not None else ()
        return self.spans_right(paragraph, gold, spans)

    def spans_right(self, paragraph: Paragraph, gold: int, source: Sequence[Span]) -> bool:
        """The same for a source as it is printed."""
        from score import Attribution, source_is_right

        spans = tuple(span.shift(paragraph.offset) for span in source)
        return bool(source_is_right(self.gold[gold], Attribution(spans, (), ()), self.index))

    def _covered(self, paragraph: Paragraph, spans: Sequence[Span]) -> Any:
        return self.index.covered([s.shift(paragraph.offset) for s in spans])


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Shared words among all words of both."""
    return len(one & other) / len(one | other) if one and other else 0.0
