"""A whole site of samples, written to a folder; the builder's part in the smallest form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.model import SpeakerKind
from generator.rendering import (
    Briefing,
    Month,
    Page,
    Publication,
    QuoteRow,
    Renderer,
    SpeakerSummary,
    TagSummary,
    Theme,
    speaker_address,
    tag_address,
)
from generator.rendering.context import PartView
from tests.rendering.samples import crowded, ferry, hearing, right_to_left, silent, unbroken
from tests.rendering.searching import search_pages

PUBLICATION = Publication(
    title="The Annotated Ledger", description="Briefings in which it is marked who says what.", version="0.1"
)


def write_site(folder: Path, publication: Publication = PUBLICATION, theme: Theme | None = None) -> Path:
    """All samples as a site."""
    renderer = Renderer(theme or Theme(), publication)
    for page in pages(renderer, [ferry(), hearing(), silent(), right_to_left(), unbroken(), crowded()]):
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.content)
    return folder


def pages(renderer: Renderer, briefings: Sequence[Briefing]) -> Iterator[Page]:
    made = [renderer.briefing(briefing) for briefing in briefings]
    yield from (one.page for one in made)
    summaries = sorted((one.index_entry.summary for one in made), key=lambda s: str(s.date), reverse=True)
    said: dict[str, list[QuoteRow]] = defaultdict(list)
    for one in made:
        for name, lines in one.index_entry.said.items():
            said[name] += lines
    speakers = [_speaker(name, lines) for name, lines in sorted(said.items())]
    yield from (renderer.speaker(speaker, said[speaker.name]) for speaker in speakers)
    tags = sorted({tag for summary in summaries for tag in summary.tags})
    for tag in tags:
        tagged = [summary for summary in summaries if tag in summary.tags]
        yield renderer.tag(TagSummary(tag, tag_address(tag), len(tagged)), tagged)
    months = [Month("2031-03", 1), Month("2031-04", 3), Month("2031-05", 2)]
    counted = [TagSummary(tag, tag_address(tag), sum(tag in s.tags for s in summaries)) for tag in tags]
    first = PartView("", 1, 2, None, "archive/page/2")
    yield renderer.index(summaries[:-1], months, speakers[:12], counted, part=first)
    yield renderer.index(summaries[-1:], [], [], [], part=PartView("archive/page/2", 2, 2, "", None))
    yield renderer.tags(counted)
    yield from (
        renderer.month(month, [s for s in summaries if str(s.date).startswith(month.name)])
        for month in months
    )
    yield renderer.speakers(speakers)
    yield from search_pages(renderer, [one.index_entry for one in made])
    yield renderer.not_found()
    yield renderer.redirect("old/ferry", "town/ferry", "The ferry that nobody ordered")
    yield from renderer.assets()


def _speaker(name: str, lines: Sequence[QuoteRow]) -> SpeakerSummary:
    briefings = len({line.briefing for line in lines})
    return SpeakerSummary(
        name,
        speaker_address(name),
        SpeakerKind.PERSON,
        lines[0].title,
        briefings,
        sum(not line.asks for line in lines),
    )
