"""Propose what the encoder takes for a statement: extents, sources and cues that grammar did not propose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.extraction.attributions.candidates import Candidate, cut_content
from generator.extraction.attributions.contents import Content
from generator.extraction.attributions.frames import Frame
from generator.extraction.attributions.holders import NOBODY, Holder, find_holders
from generator.extraction.attributions.tags import Tags, Told
from generator.extraction.grammar import Grammar, Range
from generator.extraction.stretches import Layout
from generator.model import Span

RULE = PATTERN = "read"
_LIKELY, _THINKABLE = 0.0, -1.4  # log-odds of one in two, of one in five
_SHORTEST = 3  # tokens
_LONGEST = 120
_ENDS = 2  # for each beginning
_MOST_OPTIONS = 4
_LONGEST_GAP = 25
_ALIKE = 0.6
_CELL = 64  # tokens; keeps the search for extents local in a very long paragraph
_CUE_WORDS = {"NOUN": 1, "VERB": 2}

Extent = tuple[Range, ...]


def extents(g: Grammar, told: Told) -> list[Extent]:
    """Stretches of tokens that look like statements, by either corpus; no two alike."""
    found: dict[Extent, None] = {}
    for tags in told.tags:
        runs = list(_runs(g, tags))
        found |= dict.fromkeys(((run,) for run in runs), None)
        found |= dict.fromkeys(_joined(g, tags, runs), None)
        found |= dict.fromkeys(_from_beginnings(g, tags), None)
    return list(found)


def _runs(g: Grammar, tags: Tags) -> Iterator[Range]:
    """Tokens in a row that are likely content, up to the next beginning."""
    first = None
    for i in range(len(g.tokens) + 1):
        inside = i < len(g.tokens) and tags.content[i] > _LIKELY
        if first is not None and (not inside or (tags.start[i] > _LIKELY and i - first >= _SHORTEST)):
            if i - first >= _SHORTEST:
                yield Range(first, i)
            first = None
        if inside and first is None:
            first = i


def _joined(g: Grammar, tags: Tags, runs: Sequence[Range]) -> Iterator[Extent]:
    """Runs that go on behind their source and cue, without a beginning of their own."""
    group: list[Range] = []
    for run in runs:
        if group and _goes_on(g, tags, group[-1], run):
            group.append(run)
            continue
        if len(group) > 1:
            yield tuple(group)
        group = [run]
    if len(group) > 1:
        yield tuple(group)


def _goes_on(g: Grammar, tags: Tags, before: Range, run: Range) -> bool:
    """Return whether only a source and its cue stand between two runs, and the second does not begin anew."""
    gap = range(before.end, run.first)
    return (
        len(gap) <= _LONGEST_GAP
        and any(tags.cue[i] > _LIKELY for i in gap)
        and all(max(tags.source[i], tags.cue[i]) > _THINKABLE or not g.tokens[i].text.isalnum() for i in gap)
        and max(tags.start[run.first : run.first + 2]) < _LIKELY
    )


def _from_beginnings(g: Grammar, tags: Tags) -> Iterator[Extent]:
    """Pair each thinkable beginning with the likeliest ends of its sentence and the next."""
    for first in (i for i, value in enumerate(tags.start) if value > _THINKABLE):
        ends, total = [], 0.0
        for i in range(first, min(len(g.tokens), first + _LONGEST)):
            total += tags.content[i]
            if tags.end[i] > _THINKABLE and i - first >= _SHORTEST - 1:
                ends.append((tags.end[i] + total / (i - first + 1), -i))
        for _, i in sorted(ends, reverse=True)[:_ENDS]:
            yield (Range(first, 1 - i),)


# --- extents and sources for what grammar found ------------------------------------------


class Proposals:
    """Proposed extents, and which of them lie near some tokens."""

    def __init__(self, proposed: Sequence[Extent]) -> None:
        self.extents = proposed
        self._by_cell: dict[int, list[Extent]] = {}
        for extent in proposed:
            for cell in _cells(extent):
                self._by_cell.setdefault(cell, []).append(extent)

    def near(self, tokens: Sequence[Range]) -> list[Extent]:
        """The extents that may share tokens with these."""
        return list({extent: None for cell in _cells(tokens) for extent in self._by_cell.get(cell, ())})


def _cells(tokens: Sequence[Range]) -> set[int]:
    return {
        cell for first, end in tokens if first < end for cell in range(first // _CELL, (end - 1) // _CELL + 1)
    }


def options_for(g: Grammar, layout: Layout, candidate: Candidate, proposed: Proposals) -> list[Content]:
    """The proposed extents that might be this candidate's content, the likest first."""
    if candidate.quotations:
        return []
    base = _ranges_of(g, candidate.content)
    agent = g.agent(candidate.anchor)
    own = candidate.cue if agent is None else (*candidate.cue, agent)
    size = _size(base)
    alike: dict[float, list[Extent]] = {}
    for extent in proposed.near(base):
        shared = _shared(extent, base)
        length = _size(extent)
        if shared and shared * 2 >= min(length, size):
            alike.setdefault(-shared / (length + size - shared), []).append(extent)
    found: list[Content] = []
    for likeness in sorted(alike):
        if len(found) >= _MOST_OPTIONS:
            break
        free = (e for e in alike[likeness] if not any(part.holds(i) for part in e for i in own))
        contents = (cut_content(g, layout, candidate.anchor, extent) for extent in free)
        found += sorted(c for c in contents if c and not any(s.overlaps(candidate.cue_span) for s in c))
    return found[:_MOST_OPTIONS]


def _size(tokens: Sequence[Range]) -> int:
    return sum(end - first for first, end in tokens)


def _shared(one: Sequence[Range], other: Sequence[Range]) -> int:
    """Return how many tokens are in both; within each, no two ranges overlap."""
    return sum(max(0, min(a.end, b.end) - max(a.first, b.first)) for a in one for b in other)


def with_linked(g: Grammar, layout: Layout, told: Told, candidate: Candidate) -> Candidate:
    """The candidate, and the source to which its content is linked among the possible ones."""
    begin = min(bisect_left(g.starts, candidate.content[0].start), len(g.tokens) - 1)
    linked = _linked_source(g, told, begin)
    if (
        linked is None
        or _cut_at_mark(g, layout, candidate, linked)
        or any(h.tokens is not None and _near(h.tokens, linked.tokens) for h in candidate.holders)
    ):
        return candidate
    if linked.tokens is not None and any(linked.tokens.first <= i < linked.tokens.end for i in candidate.cue):
        return candidate
    return replace(candidate, holders=(*candidate.holders, linked))


def _cut_at_mark(g: Grammar, layout: Layout, candidate: Candidate, linked: Holder) -> bool:
    """Return whether a source stops at a title in marks that grammar has whole: “a notice titled “…””."""
    if linked.tokens is None:
        return False
    end = g.tokens[linked.tokens.end - 1].end
    opening = layout.across(Span(end, end))
    return bool(opening) and any(
        h.tokens and h.tokens.first == linked.tokens.first for h in candidate.holders
    )


def _near(one: Range, other: Range | None) -> bool:
    return other is not None and one.first < other.end and other.first < one.end and one.end == other.end


def _linked_source(g: Grammar, told: Told, begin: int) -> Holder | None:
    first = told.likeliest(0, begin)
    if first is None:
        return None
    end = first + 1
    while end < len(g.tokens) and any(
        t.source[end] > _LIKELY and t.source_start[end] < _LIKELY for t in told.tags
    ):
        end += 1
    return Holder(RULE, _main(g, Range(first, end)), Range(first, end))


# --- candidates of its own ------------------------------------------------------------------


def candidates_for(
    g: Grammar, layout: Layout, told: Told, proposed: Sequence[Extent], found: Sequence[Candidate]
) -> list[Candidate]:
    """Candidates for extents that are linked to a cue of which grammar made nothing like them."""
    known: dict[int, list[set[int]]] = {}
    for candidate in found:
        known.setdefault(candidate.anchor, []).append(_tokens_of(g, candidate.content))
    made = []
    for extent in proposed:
        anchor = told.likeliest(1, extent[0].first)
        words = {i for part in extent for i in range(*part)}
        if anchor is None or layout.inside[extent[0].first] >= 0:
            continue
        cue = _cue_from(g, told, anchor)
        if words & {anchor, *map(g.agent, cue)}:
            continue  # "was accused of lying by Ann Lee": she does not belong to what she said
        if any(len(words & other) > _ALIKE * len(words | other) for other in known.get(anchor, ())):
            continue
        content = cut_content(g, layout, anchor, extent)
        if not content:
            continue
        known.setdefault(anchor, []).append(words)
        made.append(_candidate(g, told, extent, cue, content))
    return made


def _cue_from(g: Grammar, told: Told, anchor: int) -> list[int]:
    """The tokens of the cue that begins at ``anchor``."""
    cue = [anchor]
    while cue[-1] + 1 < len(g.tokens) and any(t.cue[cue[-1] + 1] > _LIKELY for t in told.tags):
        cue.append(cue[-1] + 1)
    return cue


def _candidate(
    g: Grammar, told: Told, extent: Extent, cue: Sequence[int], content: tuple[Span, ...]
) -> Candidate:
    # "Stopped short of promising": what the words before the last verb say of it is asked from there.
    main = max(cue, key=lambda i: (_CUE_WORDS.get(g.tokens[i].pos, 0), i))
    focus = _main(g, extent[0])
    linked = _linked_source(g, told, extent[0].first)
    by_grammar = find_holders(g, Frame(RULE, PATTERN, main, tuple(cue), (), focus))
    holders = [h for h in (linked, *by_grammar, NOBODY) if h is not None]
    distinct = {h.tokens: h for h in reversed(holders)}
    return Candidate(
        RULE, PATTERN, main, tuple(cue), focus, content,
        tuple(h for h in holders if distinct.get(h.tokens) is h),
        parts=extent, cue_span=Span(g.tokens[cue[0]].start, g.tokens[cue[-1]].end),
    )  # fmt: skip


def construction(g: Grammar, anchor: int) -> str:
    """Return the construction of a word that the encoder alone took for a report: ``called for``."""
    if anchor + 1 < len(g.tokens) and g.tokens[anchor + 1].pos in ("ADP", "SCONJ"):
        return f"prep_{g.tokens[anchor + 1].lower}"
    if g.child(anchor, "xcomp") is None:
        return PATTERN
    return "xcomp" if g.child(anchor, "dobj") is None else "dobj+xcomp"


def _main(g: Grammar, tokens: Range) -> int:
    """The token of a stretch on which the others hang."""
    for i in range(*tokens):
        head = g.tokens[i].head
        if (head == i or not tokens.first <= head < tokens.end) and g.tokens[i].pos != "PUNCT":
            return i
    return tokens.first


def _ranges_of(g: Grammar, content: Sequence[Span]) -> list[Range]:
    return [Range(bisect_left(g.starts, s.start), bisect_left(g.starts, s.end)) for s in content]


def _tokens_of(g: Grammar, content: Sequence[Span]) -> set[int]:
    return {i for part in _ranges_of(g, content) for i in range(*part)}
