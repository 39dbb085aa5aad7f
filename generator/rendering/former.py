"""Links that were published before: what is bounded otherwise, or found no more, keeps its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from generator.model import Span
from generator.rendering.weaving import Mark
from generator.review.anchoring.context import occurrences
from generator.review.anchoring.words import Words
from generator.review.versions.published import JOINT
from generator.slugs import Fragments


def former_marks(published: Sequence[str], text: str, shown: Sequence[Span], taken: Set[str]) -> list[Mark]:
    """Return a mark with its former id around the words of each statement that the page has no more.

    ``published`` are the words of statements that were on the page once, ``taken`` the ids
    that it has now. Words that the text has no more, or that may not be shown, get none.
    """
    fragments = Fragments()
    wanted = {fragments.of("q", words): words.split(JOINT)[0] for words in published}
    missing = {ident: words for ident, words in wanted.items() if ident not in taken}
    if not missing:
        return []
    searched = Words.of(text)
    return [
        Mark(span, "span", "", ident)
        for ident, words in missing.items()
        for span in _first(words, searched)
        if any(one.contains(span) for one in shown)
    ]


def _first(passage: str, searched: Words) -> Iterator[Span]:
    """Yield where the words stand first, if they do."""
    forms = Words.of(passage).forms
    start = next(occurrences(forms, searched), None) if forms else None
    if start is not None:
        yield Span(searched.starts[start], searched.ends[start + len(forms) - 1])
