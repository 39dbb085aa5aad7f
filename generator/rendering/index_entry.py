"""Take from one briefing, once, what the pages across briefings need to know of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model import Act, Kind, SpeakerKind, Status
from generator.rendering.briefing_view import PublishedBriefing, assertion_views, public_notices
from generator.rendering.context import SpeakerView
from generator.rendering.search import SearchDocument, search_document
from generator.rendering.search_words import SearchWords
from generator.rendering.summaries import BriefingSummary, CorrectedBriefing, QuoteRow, SpeakerRef


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """``said`` is by speaker's name, in the order of the text; unnamed sources are not in it."""

    summary: BriefingSummary
    said: dict[str, tuple[QuoteRow, ...]]
    search: SearchDocument
    words: SearchWords
    corrected: CorrectedBriefing | None = None


Lines = Mapping[str, tuple[QuoteRow, ...]]


def lines_of(published: PublishedBriefing) -> Lines:
    """Return what each speaker says, as it stands outside of the text, unnamed sources too."""
    return {
        speaker.name: tuple(_own_lines(published, speaker) if speaker.holds else _lines(published, speaker))
        for speaker in published.spoken.speakers
    }


def index_entry(published: PublishedBriefing, lines: Lines) -> IndexEntry:
    """Return what a briefing gives to lists, speaker pages and search; ``lines`` as of :func:`lines_of`."""
    summary = _summary(published)
    named = [s for s in published.spoken.speakers if s.address and s.kind is not SpeakerKind.UNNAMED]
    said = {speaker.name: lines[speaker.name] for speaker in named}
    notices = public_notices(published.briefing)
    corrected = CorrectedBriefing(summary.address, summary.title, summary.lang, notices) if notices else None
    return IndexEntry(summary, said, *search_document(summary, published), corrected)


def _summary(published: PublishedBriefing) -> BriefingSummary:
    document, statements = published.briefing.document, published.spoken.statements
    front = document.front
    return BriefingSummary(
        address=document.address,
        title=document.title,
        date=front.date,
        summary=front.summary,
        tags=front.tags,
        lang=published.source.lang,
        kind=published.source.kind,
        speakers=tuple(SpeakerRef(speaker.name, speaker.address) for speaker in published.spoken.speakers),
        statements=sum(bool(statement.speakers) and not statement.whole for statement in statements),
        turns=sum(statement.whole for statement in statements),
        reviewed=sum(not statement.review.by_machine for statement in statements),
        draft=front.draft,
        embargo=front.embargo,
        authors=front.authors,
        dated=front.dated,
        updated=front.updated,
    )


def _lines(published: PublishedBriefing, speaker: SpeakerView) -> Iterator[QuoteRow]:
    """Return what a speaker states; the questions only of somebody who does nothing but ask."""
    pairs = zip(published.spoken.attributions, published.spoken.statements, strict=True)
    own = [(one.how, view) for one, view in pairs if speaker.name in one.speakers]
    for manner, view in [(how, view) for how, view in own if not view.asks] or own:
        yield _line(
            published,
            speaker,
            fragment=view.fragment,
            words=view.words,
            via=view.via,
            lang=view.lang or published.source.lang,
            kind=view.kind,
            act=view.act,
            uncertain=view.review.uncertain,
            status=view.review.status,
            how=view.cue,
            asks=view.asks,
            manner=manner,
        )


def _own_lines(published: PublishedBriefing, speaker: SpeakerView) -> Iterator[QuoteRow]:
    """Of a speech its key assertions, or its first words: all of it is its speaker's."""
    own = [one for one in assertion_views(published) if speaker in one.speakers and one.line.lead == ""]
    told = [(one.fragment, one.line.words, one.review.status) for one in own]
    for fragment, words, status in told or [("text", published.opening(), Status.MACHINE)]:
        yield _line(
            published,
            speaker,
            fragment=fragment,
            words=words,
            via=(),
            lang=published.source.lang,
            kind=Kind.DIRECT,
            act=Act.SAYS,
            uncertain=False,
            status=status,
            asks=False,
        )


def _line(published: PublishedBriefing, speaker: SpeakerView, **values: Any) -> QuoteRow:
    document = published.briefing.document
    return QuoteRow(
        briefing=document.address,
        briefing_title=document.title,
        date=document.front.date,
        title=speaker.title,
        **values,
    )
