"""One briefing, from document and extraction to what its template is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from generator.model import Extraction, Source, Span
from generator.reading.frontmatter import FrontMatter
from generator.reading.markup import NoteReference, Piece, Text
from generator.rendering.annotator import Annotator
from generator.rendering.charts import Passage, strip
from generator.rendering.citations import bibtex, markdown, plain
from generator.rendering.context import (
    AccountView,
    AssertionView,
    BriefingView,
    Citations,
    FactsView,
    Line,
    NoteView,
    NoticeView,
    OriginView,
    ProvenanceView,
    Role,
    Words,
)
from generator.rendering.editor_notes import References, view_note
from generator.rendering.embeds import pair_with_embed
from generator.rendering.excerpts import cut, joined, passages
from generator.rendering.facts import Place, view_facts
from generator.rendering.former import former_marks
from generator.rendering.headings import contents, with_ids
from generator.rendering.i18n import PageLocale
from generator.rendering.publication import Briefing, Publication, visible_extraction
from generator.rendering.recordings import media_view
from generator.rendering.speaker_views import Reviewer, Spoken, spoken
from generator.rendering.teller import Teller
from generator.rendering.weaving import Mark, weave
from generator.slugs import permalinks

_LINE = 80  # characters that may stand in one line of the text
_DESCRIPTION = 300  # characters, where assertions describe a page


@dataclass(frozen=True, slots=True)
class PublishedBriefing:
    """A briefing cut to what its page may show: the start of everything made of it."""

    briefing: Briefing
    extraction: Extraction
    body: tuple[Piece, ...]
    shown: tuple[Span, ...]
    spoken: Spoken
    reviewer: Reviewer
    teller: Teller

    @property
    def source(self) -> Source:
        return self.briefing.document.source

    def text(self, span: Span) -> str:
        return " ".join(self.source.text[span.start : span.end].split())

    def opening(self) -> tuple[Words, ...]:
        """The first sentence that may be shown."""
        return self.teller.first(self.shown)


def published_briefing(briefing: Briefing, publication: Publication, locale: PageLocale) -> PublishedBriefing:
    """Return what ``publication`` may show of ``briefing``."""
    document = briefing.document
    extraction = visible_extraction(briefing.extraction, publication)
    body, text = document.body, document.source.text
    allowed = passages(document.source, extraction) if document.front.excerpt else ()
    if document.front.excerpt:
        body = cut(body, text, allowed)
    teller = Teller(document.source, allowed)
    url = document.front.source.url if document.front.source else None
    reviewer = Reviewer(publication, locale)
    said = spoken(document.source, extraction, briefing.pages, briefing.photos, url, reviewer, teller)
    return PublishedBriefing(briefing, extraction, body, _shown(briefing, body), said, reviewer, teller)


def _shown(briefing: Briefing, body: Sequence[Piece]) -> tuple[Span, ...]:
    referred = {piece.number for piece in body if isinstance(piece, NoteReference)}
    notes = [note for note in briefing.document.notes if note.number in referred]
    pieces = [*body, *(piece for note in notes for piece in note.pieces)]
    return joined(piece.span for piece in pieces if isinstance(piece, Text))


def compose(
    published: PublishedBriefing, publication: Publication, locale: PageLocale, macros: Any
) -> BriefingView:
    """The view of one briefing; ``macros`` are those of ``parts/marks.html``."""
    document, front = published.briefing.document, published.briefing.document.front
    source, said = published.source, published.spoken
    facts, places = facts_views(published, locale)
    assertions = assertion_views(published)
    accounts = _accounts(published, publication)
    disputes = [pair for pair in accounts if pair.confirmed]
    media, preview = media_view(front), publication.preview
    annotator = Annotator(source, said, published.shown, macros, disputes, preview=preview, media=media)
    marks = annotator.marks(published.extraction, assertions, places)
    taken = {mark.ident for mark in marks if mark.ident}
    marks += former_marks(published.briefing.published, source.text, published.shown, taken)
    notes = _notes(published, marks)
    headed = with_ids(published.body, source.text, of_page=document.is_page)
    return BriefingView(
        address=document.address,
        title=document.title,
        summary=front.summary,
        date=front.date,
        dated=front.dated,
        updated=front.updated,
        authors=front.authors,
        holder=next((speaker for speaker in said.speakers if speaker.holds), None),
        tags=front.tags,
        kind=source.kind,
        lang=source.lang,
        draft=front.draft,
        embargo=locale.moment(front.embargo) if front.embargo else None,
        excerpt=front.excerpt,
        correction=front.correction,
        corrections=_corrections(front),
        origin=OriginView(**front.source.model_dump(exclude={"media"})) if front.source else None,
        body=Markup(weave(headed.pieces, source.text, marks, References(notes, macros))),  # noqa: S704
        statements=said.statements,
        speakers=said.speakers,
        assertions=assertions,
        accounts=accounts,
        facts=facts,
        notes=notes,
        strip=strip(_passages(published), len(source.text)),
        provenance=_provenance(published, publication),
        citations=_citations(published, publication, locale),
        contents=contents(headed.headings),
        media=media,
    )


def facts_views(published: PublishedBriefing, locale: PageLocale) -> tuple[FactsView, tuple[Place, ...]]:
    """The sidebar's facts, and the places in the text that they lead to."""
    found = published.briefing.extraction.attributions
    unsaid = [span for one in found if not one.said for span in one.content]
    own = published.briefing.document.front.facts
    return view_facts(
        published.source, published.extraction.facts, own, published.spoken, published.shown, locale, unsaid
    )


def _corrections(front: FrontMatter) -> tuple[NoticeView, ...]:
    """The public notices, the newest first, and the one without a day before all."""
    dated = sorted(front.corrections, key=lambda one: one.date, reverse=True)
    undated = (NoticeView(front.correction),) if front.correction else ()
    return (*undated, *(NoticeView(one.text, one.date) for one in dated))


def public_notices(briefing: Briefing) -> tuple[NoticeView, ...]:
    """The notices of the page and those that earlier versions had, the newest first, the undated last."""
    days: dict[str, date | None] = {text: day for day, text in briefing.notices}
    days |= {one.text: one.date or days.get(one.text) for one in _corrections(briefing.document.front)}
    dated = [NoticeView(text, day) for text, day in days.items() if day]
    undated = [NoticeView(text) for text, day in days.items() if not day]
    return (*sorted(dated, key=lambda one: str(one.date), reverse=True), *undated)


def assertion_views(published: PublishedBriefing) -> tuple[AssertionView, ...]:
    """The key assertions, the best first; they are numbered in the order of the text."""
    assertions = published.extraction.assertions
    fragments = permalinks("a", [(one.id, published.text(one.span)) for one in assertions])
    crowded = _crowded(published.source.text, [one.span.start for one in assertions])
    names = {speaker.name: speaker for speaker in published.spoken.speakers}
    in_order = sorted(range(len(assertions)), key=lambda index: assertions[index].span)
    numbers = {index: number for number, index in enumerate(in_order, start=1)}
    made_by = {one.id: one for one in published.spoken.attributions}
    return tuple(
        AssertionView(
            id=one.id,
            number=numbers[index],
            fragment=fragments[index],
            text=published.text(one.span),
            line=_worded(one.wording)
            if one.wording
            else published.teller.assertion(
                one.span, made_by.get(one.attribution or ""), one.refers, one.speakers
            ),
            reworded=one.wording is not None,
            speakers=tuple(names[name] for name in one.speakers if name in names),
            verdict=one.verdict,
            link=one.link,
            why=one.why,
            review=published.reviewer.of(
                one.provenance,
                made_by[one.attribution].confidence if one.attribution in made_by else None,
            ),
            crowded=one.span.start in crowded,
        )
        for index, one in enumerate(assertions)
    )


def _worded(wording: str) -> Line:
    """Return the line of an editor's own words, marked as ours."""
    return Line("", (Words(wording, Role.MEANS),), whole=True)


def _crowded(text: str, starts: Sequence[int]) -> set[int]:
    """Every second of those that start within a line of one another, in one paragraph."""
    crowded: set[int] = set()
    ordered = sorted(starts)
    for before, start in pairwise(ordered):
        near = start - before < _LINE and "\n" not in text[before:start]
        if near and before not in crowded:
            crowded.add(start)
    return crowded


def _accounts(published: PublishedBriefing, publication: Publication) -> tuple[AccountView, ...]:
    ids = (attribution.id for attribution in published.spoken.attributions)
    views = dict(zip(ids, published.spoken.statements, strict=True))
    found = (
        AccountView(
            subject=pair.subject,
            sides=(views[pair.attributions[0]], views[pair.attributions[1]]),
            why=pair.why,
            confirmed=pair.provenance.is_reviewed,
            held_back=not pair.provenance.is_reviewed and "account-pair" in publication.confirmed_only,
        )
        for pair in published.extraction.accounts
    )
    return tuple(pair_with_embed(one, publication) for one in found)


def _notes(published: PublishedBriefing, marks: Sequence[Mark]) -> tuple[NoteView, ...]:
    referred = {piece.number for piece in published.body if isinstance(piece, NoteReference)}
    notes = [note for note in published.briefing.document.notes if note.number in referred]
    return tuple(view_note(note, published.source.text, marks) for note in notes)


def _passages(published: PublishedBriefing) -> list[list[Passage]]:
    """Return what each speaker says, first speaker first; a speech's holder says what nobody else does."""
    said = published.spoken
    passages: dict[str, list[Passage]] = {speaker.name: [] for speaker in said.speakers}
    for attribution, view in zip(said.attributions, said.statements, strict=True):
        for name in attribution.speakers:
            passages[name] += [(span, view.fragment) for span in attribution.content]
    for speaker in said.speakers:
        if speaker.holds:
            others = joined(span for own in passages.values() for span, _ in own)
            passages[speaker.name] = [(span, "text") for span in _between(others, len(published.source.text))]
    return list(passages.values())


def _between(spans: Sequence[Span], length: int) -> Iterator[Span]:
    """Return what of a text lies outside of the spans."""
    start = 0
    for span in spans:
        if start < span.start:
            yield Span(start, span.start)
        start = span.end
    if start < length:
        yield Span(start, length)


def description(published: PublishedBriefing) -> str:
    """Return the description for others: the editor's, what editors confirmed, or the title."""
    document = published.briefing.document
    if document.front.summary:
        return document.front.summary
    confirmed = [one for one in assertion_views(published) if not one.review.by_machine]
    told: list[str] = []
    length = 0
    for one in confirmed:
        sentence = one.told.rstrip(" .,;:") + "."
        length += len(sentence) + 1
        if told and length > _DESCRIPTION:
            break
        told.append(sentence)
    return " ".join(told) or document.title


def _provenance(published: PublishedBriefing, publication: Publication) -> ProvenanceView:
    reviewed = [s.review for s in published.spoken.statements if not s.review.by_machine]
    return ProvenanceView(
        statements=sum(bool(one.speakers) and not one.whole for one in published.spoken.statements),
        unattributed=sum(not one.speakers and not one.whole for one in published.spoken.statements),
        turns=sum(statement.whole for statement in published.spoken.statements),
        reviewed=len(reviewed),
        uncertain=sum(statement.review.uncertain for statement in published.spoken.statements),
        by=tuple(dict.fromkeys(review.by for review in reviewed if review.by)),
        at=max((review.at for review in reviewed if review.at), default=None),
        pipeline=published.briefing.pipeline,
        version=publication.version,
        sha256=published.briefing.document.sha256,
    )


def _citations(published: PublishedBriefing, publication: Publication, locale: PageLocale) -> Citations:
    document = published.briefing.document
    front, title, site = document.front, document.title, publication.title
    url = publication.address(f"{document.address}/index.html")
    authors, day = locale.listed(front.authors), locale.day(front.date) if front.date else ""
    return Citations(
        plain(title, authors, site, day, url),
        markdown(title, authors, site, day, url),
        bibtex(title, front.authors, site, front.date, url),
    )
