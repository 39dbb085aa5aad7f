"""Contents: where the words that are reported begin and end.

Grammar proposes the subtree; people also stop before a trailing clause, or go on to
the end of the sentence. Each proposal is an option; the boundary model of ``scorer`` chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.extraction.attributions.candidates import Candidate, cut_content
from generator.extraction.attributions.frames import addressee
from generator.extraction.grammar import Grammar, Range
from generator.extraction.stretches import Layout
from generator.model import Span

Content = tuple[Span, ...]

_DETACHED = frozenset((
    "conj", "advcl", "relcl", "parataxis", "acl", "appos", "npadvmod", "ccomp", "dep", "prep", "advmod",
    "xcomp",
))  # fmt: skip
_LOOSE = frozenset(("advcl", "parataxis", "relcl", "conj", "prep", "npadvmod", "advmod", "acl"))
_DIVIDING = frozenset((",", "-", "–", "—", "--", ";", ":"))
_MOST_CUTS = 4
_MOST_EXTENSIONS = 3
_WIDER_CLAUSES = 3
_MOST_AROUND = 8
_FARTHEST_FROM_CUE = 6  # tokens


def content_options(g: Grammar, layout: Layout, candidate: Candidate) -> list[Content]:
    """The subtree first, then what differs from it; no two alike."""
    options = [candidate.content]
    if candidate.quotations or candidate.rule == "colon" or not candidate.parts:
        return options
    around = candidate.voice in ("prep", "owner", "none") or "around" in candidate.pattern
    if len(candidate.parts) > 1 or around:
        options += _around(g, layout, candidate)
    else:
        parts = (*_cuts(g, candidate), *_extensions(g, candidate))
        options += [cut_content(g, layout, candidate.anchor, [part]) for part in parts]
    return distinct(option for option in options if not _holds_agent(g, candidate, option))


def _holds_agent(g: Grammar, candidate: Candidate, content: Content) -> bool:
    """Return whether ``by Mr. Holm`` of ``was accused of lying by Mr. Holm`` is in what is drawn."""
    agent = g.agent(candidate.anchor)
    return agent is not None and any(span.start <= g.tokens[agent].start < span.end for span in content)


def distinct(options: Iterable[Content]) -> list[Content]:
    """Without options that hold nothing, or what one before them holds."""
    return [content for content in dict.fromkeys(options) if content]


def _cuts(g: Grammar, candidate: Candidate) -> Iterator[Range]:
    """Without a clause or phrase that hangs loosely at the end."""
    part, node, cuts = candidate.parts[0], candidate.focus, 0
    while cuts < _MOST_CUTS and (last := _last_child(g, node, part)) is not None:
        first = max(g.hull(last).first, node + 1)
        if g.tokens[last].dep in _DETACHED and _is_loose(g, last, first):
            start = _before_link(g, first)
            if start > part.first:
                cuts += 1
                yield Range(part.first, start)
        node = last


def _last_child(g: Grammar, node: int, part: Range) -> int | None:
    """The last dependant, right of ``node`` and within ``part``, that is no punctuation."""
    for kid in reversed(g.kids[node]):
        if kid <= node:
            return None
        if g.tokens[kid].dep not in ("punct", "cc", "case") and kid < part.end:
            return kid
    return None


def _is_loose(g: Grammar, top: int, first: int) -> bool:
    return g.tokens[top].dep in _LOOSE or g.tokens[first - 1].text in _DIVIDING


def _before_link(g: Grammar, first: int) -> int:
    while first > 0 and (g.tokens[first - 1].dep == "cc" or g.tokens[first - 1].pos == "PUNCT"):
        first -= 1
    return first


def _extensions(g: Grammar, candidate: Candidate) -> Iterator[Range]:
    """On to the end of the reporting clause, of those above it, of the sentence; or from its start."""
    part, anchor = candidate.parts[0], candidate.anchor
    sentence = g.sentence(anchor)
    if part.end > anchor:
        yield from (Range(part.first, end) for end in _ends(g, anchor, part, sentence))
    if part.first < anchor and sentence.first < part.first:
        yield Range(sentence.first, part.end)
    near = anchor + 1 < part.first <= anchor + _FARTHEST_FROM_CUE and g.tokens[anchor + 1].dep != "punct"
    if near and anchor + 1 not in candidate.cue and not _is_addressed(g, anchor, part.first):
        yield Range(anchor + 1, part.end)


def _ends(g: Grammar, anchor: int, part: Range, sentence: Range) -> list[int]:
    ends: list[int] = []
    node: int | None = anchor
    while node is not None and len(ends) < _MOST_EXTENSIONS:
        end = g.hull(node).end
        if end > (ends[-1] if ends else part.end):
            ends.append(end)
        node = g.head(node)
    if sentence.end > (ends[-1] if ends else part.end):
        ends.append(sentence.end)
    behind = (kid for kid in g.kids[anchor] if kid >= part.end and g.tokens[kid].dep != "punct")
    nearer = [g.hull(kid).end for kid in behind][:1]
    return ends if not nearer or nearer[0] in ends else [*nearer, *ends]


def _is_addressed(g: Grammar, anchor: int, first: int) -> bool:
    """``told the Daily Post the mine was shut``: between the verb and the clause stands who is told."""
    told = addressee(g, anchor)
    return told is not None and g.hull(told).end <= first


def _around(g: Grammar, layout: Layout, candidate: Candidate) -> list[Content]:
    """Around an adverbial: one side of it, a narrower or a wider clause."""
    phrase, node = candidate.phrase, candidate.focus
    clauses = [Range(candidate.parts[0].first, candidate.parts[-1].end)]
    for _ in range(_WIDER_CLAUSES):
        head = g.head(node)
        if head is None:
            break
        node = head
        if g.tokens[node].pos in ("VERB", "AUX"):
            clauses.append(g.hull(node))
    found: list[Content] = []
    for clause in (*clauses, g.sentence(candidate.anchor)):
        before = Range(clause.first, min(phrase.first, clause.end))
        after = Range(max(phrase.end, clause.first), clause.end)
        sides = [side for side in (before, after) if side.end > side.first and _is_open(candidate, side)]
        choices = [sides, *([side] for side in sides)] if len(sides) > 1 else [sides]
        found += [cut_content(g, layout, candidate.anchor, parts) for parts in choices if parts]
    return found[:_MOST_AROUND]


def _is_open(candidate: Candidate, side: Range) -> bool:
    """Return whether words on a side of an adverbial may be reported.

    ``is old and, according to the mayor, unsafe``: what stands before was not the mayor's.
    """
    if candidate.rule != "according-to":
        return True
    return any(part.first < side.end and side.first < part.end for part in candidate.parts)
