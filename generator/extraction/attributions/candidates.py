"""Candidates: frames with their words cut out, by grammar and by quotation marks.

All spans are code points of the paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.extraction.attributions.frames import Frame, find_frames
from generator.extraction.attributions.holders import NOBODY, Holder, find_holders, run_before
from generator.extraction.attributions.reporting import NO_COUNTS, reporting_table
from generator.extraction.grammar import Grammar, Range
from generator.extraction.stretches import Layout, Stretch
from generator.model import Span

_LOOSE = frozenset(" \t\n\r,.;:—–-\u00a0()")
DASHES = frozenset(("-", "–", "—", "--", "―"))
_NEAREST_VERBS = 4
_WEAK = 0.1
_LONGEST_LABEL = 12
MOST_FLOATING = 40
_NEVER_TOO_MANY = 100
_WORDS_FOR_ONE = 3  # in print there is one candidate for six words, in paragraphs of a hundred and more
_PARTICLES = frozenset(("of", "the", "de", "da", "di", "van", "von", "der", "al", "bin", "for", "and"))
_UNKNOWN = Span(0, 0)
_NO_TOKENS = Range(0, 0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible attribution, its source and content still open between options.

    ``quotations`` are the numbers of the outer quotations that the content takes in
    whole by rule (quote frames only).
    """

    rule: str
    pattern: str
    anchor: int
    cue: tuple[int, ...]
    focus: int
    content: tuple[Span, ...]
    holders: tuple[Holder, ...]
    quotations: tuple[int, ...] = ()
    parts: tuple[Range, ...] = ()
    phrase: Range = _NO_TOKENS
    voice: str = "subject"
    choice: int = 0
    cue_span: Span = _UNKNOWN


Worth = Callable[[Grammar, int, str], bool]


def _any(g: Grammar, anchor: int, pattern: str) -> bool:
    return True


def find_candidates(g: Grammar, layout: Layout, worth: Worth = _any) -> list[Candidate]:
    """All candidates of a paragraph, in the order of their cues.

    ``worth`` tells by the cue's word and construction which are worth cutting out.
    """
    marked = list(_by_marks(g, layout)) if layout.stretches else []
    taken = {(c.anchor, c.content) for c in marked}
    by_grammar = _by_grammar(g, layout, worth)
    found = marked + [c for c in by_grammar if (c.anchor, c.content) not in taken]
    found.extend(_by_label(g, layout))
    found = _affordable(found, len(g.tokens))
    found.sort(key=lambda c: (c.anchor, c.pattern, c.content))
    return [replace(c, cue_span=_extent(g, c.cue)) for c in found]


def _affordable(found: list[Candidate], words: int) -> list[Candidate]:
    """All of them, or where there are more than in anything that people write, the first choice of each."""
    most = max(_NEVER_TOO_MANY, words // _WORDS_FOR_ONE)
    return found if len(found) <= most else sorted(found, key=lambda c: c.choice)[:most]


def _extent(g: Grammar, tokens: Sequence[int]) -> Span:
    return Span(g.tokens[min(tokens)].start, g.tokens[max(tokens)].end)


# --- by grammar -------------------------------------------------------------------


def _by_grammar(g: Grammar, layout: Layout, worth: Worth) -> Iterator[Candidate]:
    for frame in find_frames(g):
        if not worth(g, frame.anchor, frame.pattern):
            continue
        content = cut_content(g, layout, frame.anchor, frame.content)
        if content:
            yield _candidate(g, frame, content)


def _candidate(g: Grammar, frame: Frame, content: tuple[Span, ...]) -> Candidate:
    holders = tuple(find_holders(g, frame))
    return Candidate(
        frame.rule, frame.pattern, frame.anchor, frame.cue, frame.focus, content, holders,
        parts=frame.content, phrase=frame.phrase or g.hull(frame.anchor), voice=frame.voice,
    )  # fmt: skip


def cut_content(g: Grammar, layout: Layout, anchor: int, parts: Sequence[Range]) -> tuple[Span, ...]:
    """The words of token ranges: loose punctuation off, quotations taken in whole.

    Inside a quotation an attribution keeps to that quotation; none takes in its own cue.
    """
    cue = Span(g.tokens[anchor].start, g.tokens[anchor].end)
    found: list[Span] = []
    for part in parts:
        span = strip_span(g.parse.text, Span(g.tokens[part.first].start, g.tokens[part.end - 1].end))
        if span is not None:
            span = _snap(g.parse.text, layout, span, anchor)
        if span is not None and not span.overlaps(cue) and _has_words(g.parse.text, span):
            found.append(span)
    return merge_spans(found, g.parse.text)


def _has_words(text: str, span: Span) -> bool:
    return any(char.isalnum() for char in text[span.start : span.end])


def _snap(text: str, layout: Layout, span: Span, anchor: int) -> Span | None:
    own = layout.inside[anchor]
    if own >= 0:
        inner = layout.quotations[own].inner(text)
        start, end = max(span.start, inner.start), min(span.end, inner.end)
        return Span(start, end) if start < end else None
    for number in layout.across(span):
        mark = layout.quotations[number].span
        common = min(span.end, mark.end) - max(span.start, mark.start)
        if common > 2:
            span = Span(min(span.start, mark.start), max(span.end, mark.end))
        elif common > 0:
            span = _without_mark(span, mark)
    return strip_span(text, span)


def _without_mark(span: Span, mark: Span) -> Span:
    if span.start < mark.start:
        return Span(span.start, mark.start)
    return Span(min(mark.end, span.end - 1), span.end)


def strip_span(text: str, span: Span) -> Span | None:
    """Without loose punctuation at the edges; None where nothing is left."""
    start, end = span
    while start < end and text[start] in _LOOSE:
        start += 1
    while end > start and text[end - 1] in _LOOSE and not _closes_bracket(text, start, end):
        end -= 1
    return Span(start, end) if start < end else None


def _closes_bracket(text: str, start: int, end: int) -> bool:
    if text[end - 1] == ".":  # an abbreviation keeps its full stop: "the U.S."
        return end - 3 >= start and text[end - 3] == "." and text[end - 2].isupper()
    return text[end - 1] == ")" and "(" in text[start:end]


def merge_spans(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """In order, without overlap; neighbours with only white space between are one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and (span.start <= merged[-1].end or not text[merged[-1].end : span.start].strip()):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


# --- by quotation marks -------------------------------------------------------------


def _by_marks(g: Grammar, layout: Layout) -> Iterator[Candidate]:
    for stretch in layout.stretches:
        numbers = _introduced(g, layout, stretch)
        if not numbers:
            continue
        cues = () if _is_signature(g, stretch) else _cues(g, stretch)
        for anchor, rule in cues:
            yield from _quoting(g, layout, stretch, anchor, rule, numbers)
        yield from _unspoken(g, layout, stretch, numbers)


def _introduced(g: Grammar, layout: Layout, stretch: Stretch) -> list[int]:
    """The quotations that a stretch may introduce, floating ones after them included."""
    if stretch.after is None and stretch.before is None:
        return []
    if stretch.after is not None:
        numbers = [stretch.after]
        following = stretch.after + 1
        if stretch.before is not None:
            numbers.append(stretch.before)
            following = stretch.before + 1
    else:
        numbers = [stretch.before] if stretch.before is not None else []
        following = numbers[0] + 1
    for number in range(following, min(len(layout.quotations), following + MOST_FLOATING)):
        if not _floats(g, layout, number):
            break
        numbers.append(number)
    return numbers


def _floats(g: Grammar, layout: Layout, number: int) -> bool:
    """Return whether no words, but for an “and”, lead to a quotation or follow it within its sentence."""
    beside = layout.leading(number), layout.closing(number)
    return all(
        stretch is None or (stretch.end - stretch.first <= 1 and not any(_cues(g, stretch)))
        for stretch in beside
    )


def _cues(g: Grammar, stretch: Stretch) -> Iterator[tuple[int, str]]:
    """The verbs of a stretch that may report, those nearest to the marks first."""
    verbs = [
        i
        for i in range(stretch.first, stretch.end)
        if g.tokens[i].pos in ("VERB", "AUX") and g.tokens[i].dep not in ("aux", "auxpass")
    ]
    if not any(reporting_table().strength(g.word(v), "quote-after") > _WEAK for v in verbs):
        known = set(verbs)
        verbs += [i for i in range(stretch.first, stretch.end) if i not in known and _mistaken(g, i)]
    near = verbs[:_NEAREST_VERBS] if stretch.after is not None else []
    if stretch.before is not None:
        near += [v for v in verbs[-_NEAREST_VERBS:] if v not in near]
    for verb in near:
        yield (
            verb,
            "according-to" if g.tokens[verb].lower == "according" else "quotation",
        )


def _mistaken(g: Grammar, i: int) -> bool:
    """A reporting verb that the tagger took for a noun: ``“…,” the editorial *read*``."""
    token = g.tokens[i]
    if token.pos not in ("NOUN", "PROPN", "ADJ", "ADP") or token.lower != token.text:
        return False
    stems = (
        token.lower,
        token.lower.removesuffix("s"),
        token.lower.removesuffix("d"),
        token.lower.removesuffix("ed"),
    )
    return any(reporting_table().rows.get((stem, "quote-after"), NO_COUNTS).attributed >= 3 for stem in stems)


def _quoting(
    g: Grammar,
    layout: Layout,
    stretch: Stretch,
    anchor: int,
    rule: str,
    numbers: list[int],
) -> Iterator[Candidate]:
    sides = ("after", stretch.after), ("before", stretch.before)
    side = "+".join(name for name, number in sides if number is not None)
    pattern = f"quote-{side}"
    voice = "prep" if rule == "according-to" else "subject"
    cue = (anchor, anchor + 1) if rule == "according-to" else (anchor,)
    for choice, chosen in enumerate(_choices(layout, stretch, numbers)):
        frame = Frame(rule, pattern, anchor, cue, (), anchor, voice)
        holders = _beside_marks(g, layout, stretch, frame)
        content = tuple(layout.quotations[n].span for n in chosen)
        yield Candidate(
            rule, pattern, anchor, cue, anchor, content, holders, tuple(chosen), choice=choice
        )  # fmt: skip


def _choices(layout: Layout, stretch: Stretch, numbers: list[int]) -> list[list[int]]:
    """All that is introduced; each side alone, where there are two; the first alone, where more float."""
    if stretch.after is not None and stretch.before is not None:
        return [numbers, [stretch.after], numbers[1:]]
    return [numbers, numbers[:1]] if len(numbers) > 1 else [numbers]


def _beside_marks(g: Grammar, layout: Layout, stretch: Stretch, frame: Frame) -> tuple[Holder, ...]:
    """The grammar's sources that lie outside quotations, and the noun beside the verb."""
    found = [h for h in find_holders(g, frame) if h.head is None or layout.inside[h.head] < 0]
    if frame.voice == "subject":
        beside = _noun_beside(g, stretch, frame.anchor) or run_before(g, frame.anchor)
        if beside is not None and all(h.head != beside.head for h in found):
            at = 0 if all(h.head is None for h in found) else 1
            found.insert(at, beside)
    return tuple(found) or (NOBODY,)


def _noun_beside(g: Grammar, stretch: Stretch, verb: int) -> Holder | None:
    """``said Kim``: the noun phrase right after the verb, else right before it."""
    for way, i in (("right-after", verb + 1), ("right-before", verb - 1)):
        if not stretch.first <= i < stretch.end:
            continue
        node = i
        while g.tokens[node].pos not in ("NOUN", "PROPN", "PRON") or (
            g.tokens[node].dep in ("compound", "poss", "amod", "det", "nmod")
        ):
            head = g.tokens[node].head
            if head in (node, verb) or not stretch.first <= head < stretch.end:
                break
            node = head
        if g.tokens[node].pos in ("NOUN", "PROPN", "PRON"):
            hull = g.hull(node)
            first, end = max(hull.first, stretch.first), min(hull.end, stretch.end)
            if way == "right-after":
                first = max(first, verb + 1)
            else:
                end = min(end, verb)
            if first < end:
                return Holder(way, node, Range(first, end))
    return None


def _unspoken(g: Grammar, layout: Layout, stretch: Stretch, numbers: list[int]) -> Iterator[Candidate]:
    """``“…” – Kim Lee`` and ``Kim Lee: “…”`` have a mark for a cue."""
    tokens = g.tokens[stretch.first : stretch.end]
    if not tokens:
        return
    content = tuple(layout.quotations[n].span for n in numbers)
    if stretch.before is not None and stretch.after is None and tokens[-1].text == ":":
        label = _label(g, Range(stretch.first, stretch.end - 1))
        if _names(g, label):
            holder = Holder("label", label.end - 1, label)
            yield Candidate(
                "colon", "colon-quote", stretch.end - 1, (stretch.end - 1,), stretch.first,
                content, (holder,), tuple(numbers),
            )  # fmt: skip
    if len(tokens) > _LONGEST_LABEL:
        return
    if stretch.after is not None and stretch.before is None and tokens[0].text in DASHES:
        end = stretch.end - (tokens[-1].text == ".")
        label = Range(stretch.first + 1, end)
        if label.end > label.first:
            holder = Holder("signature", label.first, label)
            yield Candidate(
                "signature", "dash-quote", stretch.first, (stretch.first,), label.first,
                content, (holder,), tuple(numbers),
            )  # fmt: skip


def _is_signature(g: Grammar, stretch: Stretch) -> bool:
    """``“…” – Commissioner Geoff Starling``: a dash, then nothing but a name and a title."""
    first, *words = g.tokens[stretch.first : stretch.end]
    if stretch.after is None or stretch.before is not None or first.text not in DASHES:
        return False
    named = [word.text for word in words if word.text[:1].isalpha() and word.text not in _PARTICLES]
    return 0 < len(named) <= _LONGEST_LABEL and all(word[:1].isupper() for word in named[:2])


def _label(g: Grammar, words: Range) -> Range:
    """The words before a colon, without a headline: ``TURNOUT FALLS - Kim Lee: “…”``."""
    first, end = words
    start = max((i + 1 for i in range(first, end) if g.tokens[i].text in DASHES), default=first)
    headline = "".join(token.text for token in g.tokens[first:start])
    return Range(start if headline.isupper() or end - first > _LONGEST_LABEL else first, end)


def _names(g: Grammar, label: Range) -> bool:
    """Return whether the words before a colon may be a name; ``Kim Lee said:`` is a clause."""
    return label.first < label.end <= label.first + _LONGEST_LABEL and not any(
        token.pos == "VERB" and token.tag in ("VBD", "VBZ", "VBP")
        for token in g.tokens[label.first : label.end]
    )


# --- by a label at the paragraph's start ----------------------------------------------


def _by_label(g: Grammar, layout: Layout) -> Iterator[Candidate]:
    """``Report: nothing was found``, as headlines write."""
    for i, token in enumerate(g.tokens[: _LONGEST_LABEL + 1]):
        if token.text == ":" and 0 < i < len(g.tokens) - 1 and layout.inside[i] < 0:
            rest = Range(i + 1, len(g.tokens))
            content = cut_content(g, layout, i, [rest])
            label = _label(g, Range(0, i))
            if content and _names(g, label):
                holder = Holder("label", i - 1, label)
                yield Candidate("colon", "colon-line", i, (i,), i + 1, content, (holder,))
            return
