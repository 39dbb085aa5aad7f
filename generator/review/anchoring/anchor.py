"""Find a passage of an older text in the current one. Pure.

Exact first, then fuzzy. A place must reach a floor, must beat the second best by a
margin, and a short passage needs a context that agrees: no answer is better than a wrong
one. A changed number or negation is never tolerated. Only :class:`Anchored` and
:class:`Moved` may be applied.

The thresholds were set under random edits (benchmarks/anchoring.py); the figures are
in docs/review.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from generator.model import Span
from generator.review.anchoring import fuzzy
from generator.review.anchoring.context import Context, ContextMatch, occurrences
from generator.review.anchoring.edges import has_marks, with_edges
from generator.review.anchoring.selectors import (
    Ambiguous,
    Anchor,
    Anchored,
    Candidate,
    Found,
    Moved,
    Orphaned,
    Selector,
    stands_twice,
)
from generator.review.anchoring.words import SearchText, Words

AGREES = 0.5  # from here on contexts agree; agreement by chance stays below .3
BEYOND_DOUBT = 0.75  # both sides together: no further check is needed
ONE_SIDE = 0.85  # the better side, where the other is gone, as when a paragraph moved
MARGIN = 0.2  # lead that the best place needs over the second
DISTINCTIVE_WORDS = 8  # a passage this long is known by its words alone,
DISTINCTIVE_LETTERS = 30  # if it has as many letters
UNIQUE_WORDS = 2  # the same where the little context that is known agrees
UNIQUE_LETTERS = 8
FAST_CONTEXT = 16  # code points of verbatim context that make a search unnecessary
MOST_CANDIDATES = 3


class Tolerance(IntEnum):
    """How much of the wording may have changed."""

    WORDS = 0  # marks, spaces and capitals only
    SPELLING = 1  # a few words, none of them a number or a negation


def anchor(
    selector: Selector,
    text: SearchText | str,
    *,
    near: int | None = None,
    tolerance: Tolerance = Tolerance.SPELLING,
) -> Anchor:
    """Find one passage again. ``near`` is where it should begin, if not at its old start."""
    searched = SearchText(text) if isinstance(text, str) else text
    found = _verbatim(selector, searched.text, selector.start if near is None else near)
    if found:
        return Anchored((found,))
    return _in_given_context(selector, searched) or _search(selector, searched, tolerance)


def _in_given_context(selector: Selector, searched: SearchText) -> Found | None:
    """Find a passage written by hand, without a position, where all words given for it stand once.

    However few they are: who writes “of” before “July” has looked.
    """
    before, passage, behind = (Words.of(part) for part in (selector.prefix, selector.exact, selector.suffix))
    if selector.start is not None or not passage.forms or not (before.forms or behind.forms):
        return None
    given = before.forms + passage.forms + behind.forms
    places = list(occurrences(given, searched.words))
    if len(places) != 1:
        return None
    first = places[0] + len(before)
    span = with_edges(selector.exact, passage, searched, first, first + len(passage))
    same = searched.text[span.start : span.end] == selector.exact
    return Anchored((span,)) if same else Moved((span,), 1.0)


def _verbatim(selector: Selector, text: str, near: int | None) -> Span | None:
    """Find the passage with all its context, where it should be or where its words occur once."""
    before, behind = selector.prefix, selector.suffix
    if len(before.strip()) + len(behind.strip()) < FAST_CONTEXT:
        return None
    phrase = before + selector.exact + behind
    begin = -1 if near is None else near - len(before)
    if begin < 0 or not text.startswith(phrase, begin):
        begin = text.find(phrase)
        if begin < 0 or stands_twice(text, selector.exact):
            return None
    start = begin + len(before)
    return Span(start, start + len(selector.exact))


@dataclass(frozen=True, slots=True)
class _Place:
    """A place under consideration.

    ``match`` is the agreement of its context, ``likeness`` that of its words;
    it is not ``faithful`` where the words may mean something else, nor ``marked``
    where quotation marks were put around them or taken away.
    """

    span: Span
    match: ContextMatch
    likeness: float
    faithful: bool
    marked: bool

    @property
    def score(self) -> float:
        return round(self.likeness * (0.5 + 0.5 * self.match.mean), 3)

    def candidate(self) -> Candidate:
        return Candidate((self.span,), self.score, self.likeness == 1.0 and self.marked)


@dataclass(frozen=True, slots=True)
class _Query:
    """What is looked for: a selector, taken apart once."""

    selector: Selector
    passage: Words
    context: Context
    searched: SearchText

    @classmethod
    def of(cls, selector: Selector, searched: SearchText) -> _Query:
        context = Context.of(selector.prefix, selector.suffix, selector.start)
        return cls(selector, Words.of(selector.exact), context, searched)

    def text_at(self, span: Span) -> str:
        return self.searched.text[span.start : span.end]

    def place(self, start: int, end: int, likeness: float = 1.0, *, faithful: bool = True) -> _Place:
        """Build a place from words ``[start, end)`` of the text."""
        span = with_edges(self.selector.exact, self.passage, self.searched, start, end)
        match = self.context.at(self.searched.words, start, end)
        marked = has_marks(self.text_at(span)) == has_marks(self.selector.exact)
        return _Place(span, match, likeness, faithful, marked)

    def found(self, place: _Place) -> Found:
        if self.text_at(place.span) == self.selector.exact and place.match.best >= AGREES:
            return Anchored((place.span,), place.score)
        return Moved((place.span,), place.score)


def _search(selector: Selector, searched: SearchText, tolerance: Tolerance) -> Anchor:
    query = _Query.of(selector, searched)
    if not query.passage.forms:
        return Orphaned()
    size = len(query.passage)
    same = [query.place(i, i + size) for i in occurrences(query.passage.forms, searched.words)]
    if len(same) > 1:
        return _best_of(query, same)
    if same:
        return _only(query, same[0])
    return _nearest(query, _similar(query), tolerance)


def _best_of(query: _Query, places: list[_Place]) -> Anchor:
    """Choose between places with the very words: by context, and between equals the old position."""
    best, second, *_ = ranked = sorted(places, key=lambda place: -place.match.mean)
    unmoved = next((place for place in ranked if place.span.start == query.selector.start), None)
    if unmoved and unmoved.match.mean == best.match.mean and best.match.worst >= ONE_SIDE:
        return query.found(unmoved)
    ahead = best.match.mean - second.match.mean >= MARGIN
    copied = any(place.match.best >= ONE_SIDE for place in ranked[1:])
    if best.match.best >= AGREES and ahead and not copied:
        return _only(query, best)
    return Ambiguous(tuple(place.candidate() for place in ranked[:MOST_CANDIDATES]))


def _only(query: _Query, place: _Place) -> Anchor:
    """Judge the one place that has the words, or has them best."""
    if place.match.mean >= BEYOND_DOUBT:
        return query.found(place)
    known = is_distinctive(query.passage, contradicted=place.match.contradicted) and place.marked
    if _was_changed_elsewhere(query, place, known=known):
        return Ambiguous((place.candidate(),))
    return query.found(place) if known or place.match.best >= ONE_SIDE else Orphaned((place.candidate(),))


def _was_changed_elsewhere(query: _Query, place: _Place, *, known: bool) -> bool:
    """Tell whether the passage seems to be where it was, in other words."""
    if not known:
        return query.context.occurs_elsewhere(query.searched.words, len(query.passage), place.span)
    rivals = (p for p in _similar(query) if not p.span.overlaps(place.span))
    return any(p.likeness >= fuzzy.FLOOR and p.match.mean > place.match.mean for p in rivals)


def is_distinctive(passage: Words, *, contradicted: bool) -> bool:
    """Tell whether words that occur once are enough to recognise a passage.

    A longer passage is required where its context differs from the remembered one.
    """
    words, letters = len(passage), sum(map(len, passage.forms))
    if contradicted:
        return words >= DISTINCTIVE_WORDS and letters >= DISTINCTIVE_LETTERS
    return words >= UNIQUE_WORDS and letters >= UNIQUE_LETTERS


def _similar(query: _Query) -> list[_Place]:
    """List the places with nearly the same words, best first."""
    found = [
        query.place(match.start, match.end, match.likeness, faithful=match.keeps_meaning)
        for match in fuzzy.matches(query.passage.forms, query.searched.words)
    ]
    return sorted(found, key=lambda place: -place.score)


def _nearest(query: _Query, similar: list[_Place], tolerance: Tolerance) -> Anchor:
    """Choose the most similar place, if it is beyond doubt; none has the very words."""
    candidates = tuple(place.candidate() for place in similar[:MOST_CANDIDATES])
    best = next((place for place in similar if place.faithful), None)
    if best is None or tolerance is Tolerance.WORDS or best.match.mean < AGREES:
        return Orphaned(candidates)
    close = any(best.score - place.score < MARGIN for place in similar if place is not best)
    if close or _was_changed_elsewhere(query, best, known=False):
        return Ambiguous(candidates)
    return query.found(best)
