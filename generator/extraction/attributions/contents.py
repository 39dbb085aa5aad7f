"""Contents: where the words that are reported begin and end.

Grammar proposes the subtree; people also stop before a trailing clause, or go on to
the end of the sentence. Each proposal is an option; the boundary model of ``scorer`` chooses.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.extraction.attributions.candidates import Candidate, cut_content
from generator.extraction.attributions.frames import addressee
from generator.extraction.attributions.stretches import Layout
from generator.extraction.grammar import Grammar, Range
from generator.model import Span

_DETACHED = frozenset(
    (
        "conj",
        "advcl",
        "relcl",
        "parataxis",
        "acl",
        "appos",
        "npadvmod",
        "ccomp",
        "dep",
        "prep",
        "advmod",
        "xcomp",
    )
)
_SURELY_DETACHED = frozenset(("advcl", "parataxis", "relcl"))
_MOST_CUTS = 4
_MOST_EXTENSIONS = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One way to draw the content; ``piece`` are the tokens left out or added, ``joint`` its top."""

    kind: str
    content: tuple[Span, ...]
    piece: Range | None = None
    joint: int | None = None


def content_options(g: Grammar, layout: Layout, candidate: Candidate) -> list[Option]:
    """The subtree first, then what differs from it; no two alike."""
    options = [Option("base", candidate.content)]
    if candidate.quotations or candidate.rule == "colon" or not candidate.parts:
        return options
    if (
        len(candidate.parts) > 1
        or candidate.voice in ("prep", "owner", "none")
        or "around" in candidate.pattern
    ):
        options += _clause_options(g, layout, candidate)
    else:
        options += _cuts(g, layout, candidate)
        options += _extensions(g, layout, candidate)
    return distinct([option for option in options if not _holds_agent(g, candidate, option)])


def _holds_agent(g: Grammar, candidate: Candidate, option: Option) -> bool:
    """Return whether ``by Mr. Holm`` of ``was accused of lying by Mr. Holm`` is in what is drawn."""
    agent = g.agent(candidate.anchor)
    return agent is not None and any(
        span.start <= g.tokens[agent].start < span.end for span in option.content
    )


def distinct(options: list[Option]) -> list[Option]:
    """Without options that draw what one before them draws."""
    kept: list[Option] = []
    seen: set[tuple[Span, ...]] = set()
    for option in options:
        if option.content and option.content not in seen:
            seen.add(option.content)
            kept.append(option)
    return kept


def _cuts(g: Grammar, layout: Layout, candidate: Candidate) -> list[Option]:
    """Without a clause or phrase that hangs loosely at the end."""
    part = candidate.parts[0]
    cuts: list[Option] = []
    node = candidate.focus
    while len(cuts) < _MOST_CUTS:
        last = _last_child(g, node, part)
        if last is None:
            break
        piece = Range(max(g.hull(last).first, node + 1), part.end)
        if g.tokens[last].dep in _DETACHED and _loose(g, last, piece):
            start = _before_link(g, piece.first)
            if start > part.first:
                content = cut_content(g, layout, candidate.anchor, [Range(part.first, start)])
                cuts.append(Option("cut", content, piece, last))
        node = last
    return cuts


def _last_child(g: Grammar, node: int, part: Range) -> int | None:
    """The last dependant, right of ``node`` and within ``part``, that is no punctuation."""
    for kid in reversed(g.kids[node]):
        if kid <= node:
            return None
        if g.tokens[kid].dep not in ("punct", "cc", "case") and kid < part.end:
            return kid
    return None


def _loose(g: Grammar, top: int, piece: Range) -> bool:
    before = g.tokens[piece.first - 1].text if piece.first else ""
    return (
        g.tokens[top].dep in _SURELY_DETACHED
        or before in (",", "-", "–", "—", "--", ";", ":")
        or (g.tokens[top].dep in ("conj", "prep", "npadvmod", "advmod", "acl"))
    )


def _before_link(g: Grammar, first: int) -> int:
    while first > 0 and (g.tokens[first - 1].dep == "cc" or g.tokens[first - 1].pos == "PUNCT"):
        first -= 1
    return first


def _extensions(g: Grammar, layout: Layout, candidate: Candidate) -> list[Option]:
    """On to the end of the reporting clause, of those above it, of the sentence; or from its start."""
    part, anchor = candidate.parts[0], candidate.anchor
    sentence = g.sentence(anchor)
    found: list[Option] = []
    if part.end > anchor:
        ends: list[tuple[int, int]] = []
        node: int | None = anchor
        while node is not None and len(ends) < _MOST_EXTENSIONS:
            end = g.hull(node).end
            if end > part.end and (not ends or end > ends[-1][0]):
                ends.append((end, node))
            node = g.head(node)
        if sentence.end > (ends[-1][0] if ends else part.end):
            ends.append((sentence.end, candidate.focus))
        nearer = _next_sibling_end(g, anchor, part)
        if nearer is not None and nearer not in [end for end, _ in ends]:
            ends.insert(0, (nearer, anchor))
        for end, top in ends:
            content = cut_content(g, layout, anchor, [Range(part.first, end)])
            found.append(Option("extended", content, Range(part.end, end), top))
    if part.first < anchor and sentence.first < part.first:
        content = cut_content(g, layout, anchor, [Range(sentence.first, part.end)])
        found.append(Option("from-start", content, Range(sentence.first, part.first), candidate.focus))
    near = part.first > anchor + 1 and g.tokens[anchor + 1].dep != "punct" and part.first - anchor <= 6
    if near and not _is_addressed(g, anchor, part.first):
        content = cut_content(g, layout, anchor, [Range(anchor + 1, part.end)])
        found.append(Option("from-cue", content, Range(anchor + 1, part.first), candidate.focus))
    return found


def _is_addressed(g: Grammar, anchor: int, first: int) -> bool:
    """``told the Daily Post the mine was shut``: between the verb and the clause stands who is told."""
    told = addressee(g, anchor)
    return told is not None and g.hull(told).end <= first


def _next_sibling_end(g: Grammar, anchor: int, part: Range) -> int | None:
    for kid in g.kids[anchor]:
        if kid >= part.end and g.tokens[kid].dep != "punct":
            return g.hull(kid).end
    return None


def _clause_options(g: Grammar, layout: Layout, candidate: Candidate) -> list[Option]:
    """Around an adverbial: one side of it, a narrower or a wider clause."""
    phrase = candidate.phrase
    found: list[Option] = []

    def add(kind: str, whole: Range, top: int) -> None:
        sides = [
            Range(whole.first, min(phrase.first, whole.end)),
            Range(max(phrase.end, whole.first), whole.end),
        ]
        ranges = [side for side in sides if side.end > side.first]
        if ranges:
            found.append(Option(kind, cut_content(g, layout, candidate.anchor, ranges), whole, top))
        if len(ranges) > 1:
            for side, name in zip(ranges, ("before", "after"), strict=True):
                content = cut_content(g, layout, candidate.anchor, [side])
                found.append(Option(f"{kind}-{name}", content, side, top))

    add("clause", Range(candidate.parts[0].first, candidate.parts[-1].end), candidate.focus)
    node = candidate.focus
    for _ in range(3):
        head = g.head(node)
        if head is None:
            break
        node = head
        if g.tokens[node].pos in ("VERB", "AUX"):
            add("wider", g.hull(node), node)
    add("sentence", g.sentence(candidate.anchor), candidate.focus)
    return found[:8]
