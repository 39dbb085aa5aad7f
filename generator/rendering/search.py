"""The search index: plain scripts, so that it opens from ``file://`` and offline, read as far as is needed.

What a briefing says stands in a part, a call of ``briefingSearch`` with an array; parts belong to groups,
and of each group there are scripts that tell which of its briefings hold a word (``search_words``). Which
part and group a briefing is in depends on its address alone, so that an edit changes one part, the words
that it changes, and the list of the group; how many there are depends on how much there is.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from generator.model import Kind, Span
from generator.rendering.briefing_view import PublishedBriefing
from generator.rendering.search_words import BUCKETS, SearchWords, safe_in_script, search_words
from generator.rendering.summaries import BriefingSummary
from generator.rendering.teller import is_quoted

PART_SIZE = 30_000  # characters of JSON that a part is meant to hold
_PARTS_OF_GROUP = 128
FOLDER = "search"
_KINDS = {Kind.DIRECT: "d", Kind.MIXED: "m", Kind.INDIRECT: "i"}


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One briefing for the search: ``entry`` is its JSON, as the script reads it."""

    address: str
    entry: str


@dataclass(frozen=True, slots=True)
class SearchLayout:
    """How many scripts an index has: powers of two, so that they seldom change."""

    parts: int
    groups: int
    buckets: int  # of words, in each group

    @classmethod
    def of(cls, characters: int) -> SearchLayout:
        """The layout of an index of so many characters."""
        parts = part_count(characters)
        return cls(parts, max(1, parts // _PARTS_OF_GROUP), min(BUCKETS, parts))


def search_document(
    summary: BriefingSummary, published: PublishedBriefing
) -> tuple[SearchDocument, SearchWords]:
    """The briefing's shown text, and in it who says what; offsets count UTF-16, as scripts do."""
    shown = _ShownText(published.source.text, published.shown)
    names = [speaker.name for speaker in published.spoken.speakers]
    numbers = {name: number for number, name in enumerate(names)}
    said = [
        [
            [numbers[name] for name in one.speakers],
            _KINDS[one.kind],
            shown.places(one.content),
            view.fragment,
            [] if is_quoted(one) else shown.places(published.teller.sentences(one)),
            int(view.review.uncertain),
            list(view.via),
        ]
        for one, view in zip(published.spoken.attributions, published.spoken.statements, strict=True)
    ]
    entry = {
        "address": summary.address,
        "title": summary.title,
        "date": summary.date.isoformat() if summary.date else "",
        "summary": summary.summary or "",
        "tags": summary.tags,
        "lang": summary.lang,
        "speakers": names,
        "said": said,
        "text": shown.text,
    }
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    return SearchDocument(summary.address, safe_in_script(text)), _words(summary, published, shown.text)


def _words(summary: BriefingSummary, published: PublishedBriefing, text: str) -> SearchWords:
    source, said = published.source.text, published.spoken.attributions
    return search_words(
        "\n".join((summary.title, summary.summary or "", *summary.tags)),
        text,
        (source[span.start : span.end] for one in said for span in one.content),
        (name for one in said for name in one.speakers),
        (_KINDS[one.kind] for one in said),
    )


class _ShownText:
    """The shown passages as one text, a line each; where an offset of the source is in it, in UTF-16."""

    def __init__(self, source: str, shown: Sequence[Span]) -> None:
        self.source, self.shown = source, shown
        self.ends = [span.end for span in shown]
        self.wide = max(source, default="") > "\uffff"  # holds what takes two units of UTF-16
        self.text = "\n".join(source[span.start : span.end] for span in shown)
        self.starts = [0, *accumulate(self._length(*span) + 1 for span in shown)]

    def at(self, offset: int) -> int:
        index = min(bisect_left(self.ends, offset), len(self.shown) - 1)
        span = self.shown[index]
        return self.starts[index] + self._length(span.start, min(max(offset, span.start), span.end))

    def places(self, spans: Iterable[Span]) -> list[list[int]]:
        return [[self.at(span.start), self.at(span.end)] for span in spans]

    def _length(self, start: int, end: int) -> int:
        return _utf16(self.source[start:end]) if self.wide else end - start


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def part_count(characters: int) -> int:
    """Return how many parts an index of so many characters has: a power of two, so that it seldom changes."""
    count = 1
    while count * PART_SIZE < characters:
        count *= 2
    return count


def part_script(documents: Iterable[SearchDocument]) -> bytes:
    """The script of one part."""
    entries = ",\n".join(document.entry for document in sorted(documents, key=lambda d: d.address))
    return f"briefingSearch([\n{entries}\n]);\n".encode("utf-8", "replace")
