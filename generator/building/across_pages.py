"""The pages across briefings: index, months, speakers, tags, search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from generator.model import SpeakerKind
from generator.rendering import (
    Across,
    BriefingSummary,
    Month,
    Page,
    Renderer,
    SaidLine,
    SearchDocument,
    SpeakerSummary,
    TagSummary,
    part_count,
    part_of,
    tag_address,
)

ON_THE_INDEX = 100  # more than a person scrolls through; older ones are by month


@dataclass(slots=True)
class Shelf:
    """What is known of all briefings of a site."""

    summaries: list[BriefingSummary] = field(default_factory=list)
    said: dict[str, list[SaidLine]] = field(default_factory=dict)
    kinds: dict[str, SpeakerKind] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    search: list[SearchDocument] = field(default_factory=list)

    def add(self, across: Across, kinds: Mapping[str, SpeakerKind]) -> None:
        self.summaries.append(across.summary)
        self.search.append(across.search)
        self.addresses |= {ref.name: ref.address for ref in across.summary.speakers if ref.address}
        for name, lines in across.said.items():
            self.said.setdefault(name, []).extend(lines)
            self.kinds.setdefault(name, kinds[name])


def pages_across(renderer: Renderer, shelf: Shelf) -> Iterator[Page]:
    """All pages that are made of more than one briefing."""
    summaries = sorted(shelf.summaries, key=newest_first)
    speakers = sorted(_speakers(shelf), key=lambda s: (-s.statements, s.name))
    tags = list(_tags(summaries))
    months = _months(summaries) if len(summaries) > ON_THE_INDEX else []
    yield renderer.index(summaries[:ON_THE_INDEX], months, speakers, tags)
    for month in months:
        yield renderer.month(month, [s for s in summaries if month_of(s.date) == month.name])
    yield renderer.speakers(sorted(speakers, key=lambda s: s.name.casefold()))
    for speaker in speakers:
        yield renderer.speaker(speaker, _by_date(shelf.said[speaker.name]))
    for tag in tags:
        yield renderer.tag(tag, [s for s in summaries if tag.address in map(tag_address, s.tags)])
    yield from _search(renderer, shelf.search)
    yield renderer.not_found()
    yield from renderer.assets()


def newest_first(summary: BriefingSummary) -> tuple[int, str]:
    """The order of lists: by date, the undated last, then by address."""
    return (-summary.date.toordinal() if summary.date else 0, summary.address)


def month_of(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else "undated"


def _speakers(shelf: Shelf) -> Iterator[SpeakerSummary]:
    for name, lines in shelf.said.items():
        latest = max(lines, key=lambda line: line.date or date.min)
        briefings = len({line.briefing for line in lines})
        yield SpeakerSummary(
            name, shelf.addresses[name], shelf.kinds[name], latest.title, briefings, len(lines)
        )


def _tags(summaries: Iterable[BriefingSummary]) -> Iterator[TagSummary]:
    names = {tag_address(tag): tag for summary in summaries for tag in summary.tags}
    counts = Counter(address for s in summaries for address in {tag_address(tag) for tag in s.tags})
    for address, name in sorted(names.items()):
        yield TagSummary(name, address, counts[address])


def _months(summaries: Iterable[BriefingSummary]) -> list[Month]:
    counts = Counter(month_of(summary.date) for summary in summaries)
    return [Month(name, counts[name]) for name in sorted(counts, reverse=True)]


def _by_date(lines: Sequence[SaidLine]) -> list[SaidLine]:
    return sorted(lines, key=lambda line: (-line.date.toordinal() if line.date else 0, line.briefing))


def _search(renderer: Renderer, documents: Sequence[SearchDocument]) -> Iterator[Page]:
    count = part_count(sum(len(document.entry) for document in documents))
    parts = []
    for number in range(count):
        members = [d for d in documents if part_of(d.address, count) == number]
        parts.append(renderer.search_part(number, members))
    yield from parts
    yield renderer.search([part.path for part in parts])
