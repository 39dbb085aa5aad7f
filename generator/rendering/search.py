"""The search index: plain scripts, so that it opens from ``file://`` and offline.

Each part is a call of ``briefingSearch`` with an array. Which part a briefing is in
depends on its address alone, so that an edit changes one part; how many parts there
are depends on how much there is, so that each stays small.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from generator.model import Kind, Span
from generator.rendering.briefing_view import PublishedBriefing
from generator.rendering.summaries import BriefingSummary
from generator.rendering.teller import is_quoted

PART_SIZE = 150_000  # characters of JSON that a part is meant to hold
FOLDER = "search"
_KINDS = {Kind.DIRECT: "d", Kind.MIXED: "m", Kind.INDIRECT: "i"}


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One briefing for the search: ``entry`` is its JSON, as the script reads it."""

    address: str
    entry: str


def search_document(summary: BriefingSummary, published: PublishedBriefing) -> SearchDocument:
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
    return SearchDocument(summary.address, _safe_in_script(text))


def _safe_in_script(text: str) -> str:
    """JSON that every browser reads as a script, and that never ends one."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("<", "\\u003c")


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


def part_of(address: str, count: int) -> int:
    """The part, from 0, that the briefing at ``address`` is in."""
    return zlib.crc32(address.encode()) % count


def part_script(documents: Iterable[SearchDocument]) -> bytes:
    """The script of one part."""
    entries = ",\n".join(document.entry for document in sorted(documents, key=lambda d: d.address))
    return f"briefingSearch([\n{entries}\n]);\n".encode("utf-8", "replace")
