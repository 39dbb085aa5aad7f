"""Turns of a transcript: where a line opens with who speaks.

``NAME: …``, with a time before or behind the name (``[00:12:30.500] NAME:``, ``NAME (12:30):``) or
after its colon, with ``>>`` before it; ``Q`` and ``A`` of the one who asks and the one who answers,
with a colon, a full stop or wide space; and ``Mr. ORTIZ.`` of hearings.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import accumulate

from generator.model import Block, BlockKind, SourceKind, Span, Turn

_WORDS = tomllib.loads(files("generator.reading").joinpath("labels.toml").read_text("utf-8"))
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_LINE = r"(?=[^\S\n]*(?:\n|\Z))"  # nothing more on this line


def _time(name: str) -> str:
    return rf"[\[(<]?(?P<{name}>{_CLOCK})[\])>]?"


_LEAD = rf"(?:>>+\s*)?(?:{_time('time')}(?:\s+[-–—]\s+|\s*))?(?:>>+\s*)?"
_NAME = r"(?P<name>[^\W\d_][^:\n\"“”!?;]{0,80}?)"
_COLON = re.compile(
    rf"{_LEAD}{_NAME}(?:\s+{_time('later')})?\s?:(?=\s|\Z)(?:[^\S\n]*{_time('after')}{_LINE})?"
)
_STAMPED = re.compile(rf"{_NAME}\s+{_time('time')}{_LINE}")
_ASKED = re.compile(rf"{_LEAD}(?P<name>[QA])(?:\.(?=\s)|(?=\s\s|\t)|(?<=Q)(?= [A-Z“\"(\[…]))")
_TITLES = "|".join(_WORDS["titles"])
_CAPITALS = r"(?:Mc|Mac|De|Van|O['’])?[A-Z][A-Z'’\-]+"
_HEARD = re.compile(
    rf"{_LEAD}(?P<name>(?:(?:{_TITLES})\.? )+(?:[A-Z]\. )?{_CAPITALS}(?:,? {_CAPITALS}\.?)*"
    r"(?: of [A-Z]\w+(?: [A-Z]\w+)?)?)\.(?=\s+\S)"
)
_HEARD_IN_SMALL = re.compile(
    rf"(?P<name>(?:(?!The){_TITLES})\.? (?:[A-Z]\. )?[A-Z][\w'’\-]+(?: [A-Z][\w'’\-]+)?)\.(?=\s+[A-Z“\"\[(])"
)
_LONGEST = 160
_MAX_WORDS = 9
_SPOKEN = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_DIRECTION = re.compile(rf"[\[(][^\])]*[\])]|{_CLOCK}")
_ASKING = frozenset(("q", "a", "question", "answer"))
_PARTICLES = frozenset(_WORDS["particles"])
_NOBODY = frozenset(_WORDS["nobody"])
_CREDITS = frozenset(_WORDS["credits"])
_SOMEBODY = frozenset(_WORDS["somebody"])
_ALL_LABELLED = 3  # paragraphs of which each has its label make a transcript, if one comes back


@dataclass(frozen=True, slots=True)
class _Label:
    """Who opens a line: the span of the name, where what is said begins, the time as printed."""

    name: str
    span: Span
    end: int
    time: str | None
    returning: bool = False  # counts only where it comes back


def split_turns(
    text: str, blocks: Sequence[Block], breaks: Sequence[int], kind: SourceKind | None
) -> tuple[tuple[Block, ...], tuple[Turn, ...], SourceKind]:
    """Blocks cut where a turn starts inside of them, the turns, and the kind.

    Under ``kind: transcript`` every label counts; where no kind is given the pattern must be
    certain; in an article only the questions and answers of an interview are turns, in a speech none.
    """
    if kind not in (None, SourceKind.TRANSCRIPT, SourceKind.ARTICLE):
        return tuple(blocks), (), kind or SourceKind.ARTICLE
    places = [block.span.start for block in blocks if block.kind in _SPOKEN]
    labels = _spoken_labels(text, [*places, *(place + 1 for place in breaks)])
    if kind is SourceKind.ARTICLE:
        labels = _of_interview(labels)
    if not labels or (kind is None and not _is_certain(blocks, labels)):
        return tuple(blocks), (), kind or SourceKind.ARTICLE
    cut = _cut(blocks, labels)
    return tuple(cut), tuple(_turns(text, cut, labels)), kind or SourceKind.TRANSCRIPT


def opens_with_turn(lines: Sequence[str], kind: SourceKind | None) -> bool:
    """Tell whether the first of some lines is a turn.

    Under ``kind: transcript`` its label is enough; else who is named must open another line too.
    """
    if kind is SourceKind.SPEECH:
        return False
    labels = _spoken_labels("\n".join(lines), accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
    first = labels.pop(0, None)
    if first is None or kind is SourceKind.TRANSCRIPT:
        return first is not None
    return any(label.name == first.name for label in labels.values())


def looks_like_transcript(text: str, blocks: Sequence[Block], breaks: Sequence[int]) -> bool:
    """Tell whether half of the paragraphs open with names in capitals, or of two words: maybe turns."""
    places = [block.span.start for block in blocks if block.kind in _SPOKEN]
    labels = _spoken_labels(text, [*places, *(place + 1 for place in breaks)])
    names = {name for name in (one.name for one in labels.values()) if name.isupper() or " " in name}
    return len(names) >= 2 and len(labels) * 2 >= len(_cut(blocks, labels))


# --- labels ---------------------------------------------------------------------


def _spoken_labels(text: str, places: Iterable[int]) -> dict[int, _Label]:
    """The labels by the place where they open a line, without those that are nobody's."""
    found = {place: label for place in places if (label := _match(text, place)) is not None}
    times = Counter(label.name for label in found.values())
    return {
        place: label
        for place, label in found.items()
        if not _is_nobody(label.name)
        and (times[label.name] > 1 or not (label.returning or _is_a_phrase(label.name)))
    }


def _match(text: str, start: int) -> _Label | None:
    end = min(len(text), start + _LONGEST)
    for pattern in (_COLON, _STAMPED, _ASKED, _HEARD, _HEARD_IN_SMALL):
        match = pattern.match(text, start, end)
        if match is not None and _is_name(match["name"]):
            times = match.groupdict()
            time = next((times[key] for key in ("time", "later", "after") if times.get(key)), None)
            returning = pattern in (_HEARD_IN_SMALL, _STAMPED)
            return _Label(match["name"].strip(), Span(*match.span("name")), match.end(), time, returning)
    return None


def _is_name(name: str) -> bool:
    return name[:1].isupper() and len(_BRACKETS.sub("", name).split()) <= _MAX_WORDS


def _is_nobody(name: str) -> bool:
    """ "First", "Step 2", "Note", "The harbour. Photo": what opens a line and speaks not."""
    words = name.casefold().rstrip(".").split()
    if words[-1] in _CREDITS:
        return True
    return words[0] in _NOBODY and all(word in _NOBODY or not word.isalpha() for word in words)


def _is_a_phrase(name: str) -> bool:
    """ "The result", "He was clear": words in lower case, none of which is somebody."""
    bare = _BRACKETS.sub("", name).partition(",")[0]
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", bare)]
    small = [word for word in bare.split() if word.islower() and word not in _PARTICLES]
    return bool(small) and not any(word in _SOMEBODY or word.removesuffix("s") in _SOMEBODY for word in words)


def _of_interview(labels: Mapping[int, _Label]) -> dict[int, _Label]:
    """Questions and answers, where there are two of each at least."""
    asked = {place: label for place, label in labels.items() if label.name.rstrip(".").casefold() in _ASKING}
    letters = Counter(label.name[:1] for label in asked.values())
    return asked if min(letters["Q"], letters["A"]) > 1 else {}


def _is_certain(blocks: Sequence[Block], labels: Mapping[int, _Label]) -> bool:
    """Two speakers who each return, and labels on half of the paragraphs; or one, and on all."""
    times = Counter(label.name for label in labels.values())
    returning = sum(count > 1 for count in times.values())
    paragraphs = len(_cut(blocks, labels))
    if returning >= 2:
        return len(labels) * 2 >= paragraphs
    named = all(not _is_a_phrase(name) for name in times)
    return returning == 1 and len(times) > 1 and named and paragraphs == len(labels) >= _ALL_LABELLED


# --- turns ------------------------------------------------------------------------


def _cut(blocks: Sequence[Block], labels: Mapping[int, _Label]) -> list[Block]:
    found: list[Block] = []
    ordered = sorted(labels)
    at = 0
    for block in blocks:
        begin = block.span.start
        while at < len(ordered) and ordered[at] < block.span.end:
            if ordered[at] > begin and block.kind in _SPOKEN:
                found.append(replace(block, span=Span(begin, ordered[at] - 1)))
                begin = ordered[at]
            at += 1
        found.append(replace(block, span=Span(begin, block.span.end)))
    return found


def _turns(text: str, blocks: Sequence[Block], labels: Mapping[int, _Label]) -> list[Turn]:
    turns: list[tuple[_Label, list[Span]]] = []
    for block in blocks:
        label = labels.get(block.span.start) if block.kind in _SPOKEN else None
        if label is not None:
            turns.append((label, []))
        if not turns or block.kind not in _SPOKEN:
            continue
        span = _spoken(text, block, label)
        if span is not None:
            turns[-1][1].append(span)
    return [Turn(label.span, tuple(content), label.time) for label, content in turns if content]


def _spoken(text: str, block: Block, label: _Label | None) -> Span | None:
    start = label.end if label else block.span.start
    while start < block.span.end and text[start].isspace():
        start += 1
    is_direction = _DIRECTION.fullmatch(text[start : block.span.end].strip())
    return None if start >= block.span.end or is_direction else Span(start, block.span.end)
