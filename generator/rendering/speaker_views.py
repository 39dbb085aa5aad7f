"""The speakers of a page and what they say: numbered, lettered, linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.model import (
    Attribution,
    Extraction,
    Kind,
    Provenance,
    Source,
    SourceKind,
    Span,
    Speaker,
    SpeakerKind,
)
from generator.rendering.citations import in_source
from generator.rendering.context import Jump, Review, SpeakerView, StatementView
from generator.rendering.embeds import with_embed
from generator.rendering.i18n import PageLocale
from generator.rendering.publication import Publication
from generator.rendering.speaker_labels import colour, letters
from generator.rendering.teller import Teller, is_question, is_quoted, line
from generator.slugs import Fragments, permalinks


@dataclass(frozen=True, slots=True)
class Spoken:
    """All statements in the order of the text, and all speakers, who says most first."""

    statements: tuple[StatementView, ...]
    speakers: tuple[SpeakerView, ...]
    attributions: tuple[Attribution, ...]  # one a statement

    def speaker(self, name: str) -> SpeakerView | None:
        return next((speaker for speaker in self.speakers if speaker.name == name), None)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Puts an annotation's confidence and provenance as the page says them."""

    publication: Publication
    locale: PageLocale

    def of(self, provenance: Provenance, confidence: float | None) -> Review:
        reviewed = provenance.is_reviewed
        known = confidence is not None and not reviewed
        return Review(
            status=provenance.status,
            uncertain=known and (confidence or 0) < self.publication.sure,
            percent=self.locale.percent(min(0.99, max(0.01, confidence or 0))) if known else None,
            by=provenance.by if reviewed and self.publication.name_reviewers else None,
            at=provenance.at.date() if reviewed and provenance.at else None,
        )


def spoken(
    source: Source,
    extraction: Extraction,
    pages: Mapping[str, str],
    photos: Mapping[str, str],
    url: str | None,
    reviewer: Reviewer,
    teller: Teller,
) -> Spoken:
    """The views of a published extraction; ``url`` is where the source was first published."""
    views = _Views(source, extraction, url, reviewer, teller)
    speakers = views.speakers(pages, photos)
    return Spoken(views.statements(speakers), tuple(speakers.values()), extraction.attributions)


class _Views:
    def __init__(
        self, source: Source, extraction: Extraction, url: str | None, reviewer: Reviewer, teller: Teller
    ) -> None:
        self.source, self.extraction, self.url, self.reviewer = source, extraction, url, reviewer
        self.teller = teller
        self.via = _via(extraction.attributions)
        self.texts = [self._text(one.content) for one in extraction.attributions]
        identifiers = [one.id for one in extraction.attributions]
        self.fragments = permalinks("q", list(zip(identifiers, self.texts, strict=True)))
        self.spoken = _spoken_blocks(source)
        self.said: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(extraction.attributions):
            for name in one.speakers:
                self.said[name].append(number)
        self.ordinals = {
            (name, number): ordinal
            for name, said in self.said.items()
            for ordinal, number in enumerate(said, start=1)
        }
        self.asks = [self._asks(number) for number in range(len(self.texts))]
        self.words = {
            name: sum(len(self.texts[n].split()) for n in said if not self.asks[n])
            for name, said in self.said.items()
        }
        self.holder = self._holder()
        if self.holder:
            others = sum(count for name, count in self.words.items() if name != self.holder)
            self.said.setdefault(self.holder, [])
            self.words[self.holder] = max(1, len(source.text.split()) - others)

    def _text(self, spans: Sequence[Span]) -> str:
        return line(" ".join(self.source.text[s.start : s.end] for s in spans))

    def speakers(self, pages: Mapping[str, str], photos: Mapping[str, str]) -> dict[str, SpeakerView]:
        known = {speaker.name: speaker for speaker in self.extraction.speakers}
        first = {name: said[0] if said and name != self.holder else -1 for name, said in self.said.items()}
        names = sorted(self.said, key=lambda name: (-self.words[name], first[name]))
        appearance = {
            name: number for number, name in enumerate(sorted(names, key=first.__getitem__), start=1)
        }
        found = [known.get(name) or self._unlisted(name) for name in names]
        total = sum(self.words.values()) or 1
        fragments = Fragments()
        return {
            speaker.name: SpeakerView(
                number=number,
                name=speaker.name,
                slug=fragments.of("", speaker.name).removeprefix("-"),
                kind=speaker.kind,
                title=speaker.titles[0] if speaker.titles else None,
                titles=speaker.titles,
                letter=letter,
                colour=colour(appearance[speaker.name]),
                address=None if speaker.kind is SpeakerKind.UNNAMED else pages.get(speaker.name),
                jumps=self._jumps(speaker.name),
                turns=sum(self._is_whole(n) for n in self.said[speaker.name]),
                holds=speaker.name == self.holder,
                share=self.words[speaker.name] / total,
                photo=photos.get(speaker.name),
            )
            for number, (speaker, letter) in enumerate(zip(found, letters(found), strict=True), start=1)
        }

    def _holder(self) -> str | None:
        """Return who holds a speech, as the extraction calls them: the registry may have renamed them."""
        hint = self.source.sole_speaker
        if hint is None:
            return None
        known = (one.name for one in self.extraction.speakers if hint.name in (one.name, *one.aliases))
        return next(known, hint.name)

    def _unlisted(self, name: str) -> Speaker:
        """Somebody of whom the extraction tells nothing: who holds a speech, or has no name."""
        hint = self.source.sole_speaker
        if hint and name == self.holder:
            return Speaker(name, SpeakerKind.PERSON, (hint.title,) if hint.title else ())
        return Speaker(name, SpeakerKind.UNNAMED)

    def _is_whole(self, number: int) -> bool:
        return all(span in self.spoken for span in self.extraction.attributions[number].content)

    def _asks(self, number: int) -> bool:
        """Return whether a turn asks, and states nothing."""
        return self._is_whole(number) and is_question(self.texts[number])

    def _jumps(self, name: str) -> tuple[Jump, ...]:
        return tuple(
            Jump(ordinal, self.fragments[n], self.teller.briefly(one, 90), one.kind)
            for ordinal, n in enumerate(self.said[name], start=1)
            for one in (self.extraction.attributions[n],)
        )

    def statements(self, speakers: Mapping[str, SpeakerView]) -> tuple[StatementView, ...]:
        slim = {name: replace(view, jumps=()) for name, view in speakers.items()}
        return tuple(with_embed(view, self.reviewer.publication) for view in self._statements(slim))

    def _statements(self, slim: Mapping[str, SpeakerView]) -> Iterator[StatementView]:
        for number, one in enumerate(self.extraction.attributions):
            yield StatementView(
                id=one.id,
                number=number + 1,
                ordinal=self._ordinal(one, number),
                fragment=self.fragments[number],
                kind=one.kind,
                act=one.act,
                text=self.texts[number],
                words=self.teller.statement(one),
                via=self._via(number),
                lead=self.teller.lead(one),
                inverted=self.teller.is_inverted(one),
                cue=self._text(one.cue),
                rule=one.rule,
                speakers=tuple(slim[name] for name in one.speakers),
                review=self.reviewer.of(one.provenance, one.confidence),
                lang=one.lang if one.lang != self.source.lang else None,
                in_source=self._in_source(one),
                whole=self._is_whole(number),
                asks=self.asks[number],
            )

    def _in_source(self, one: Attribution) -> str | None:
        """A link to words that are quoted: those that only report may be this text's own."""
        return in_source(self.url, self._text(one.content[:1])) if one.kind is Kind.DIRECT else None

    def _via(self, number: int) -> tuple[str, ...]:
        """Return who tells it, where that is not the text itself."""
        own = self.extraction.attributions[number].speakers
        teller = self.via.get(number, (self.holder,) if self.holder else ())
        return () if set(teller) & set(own) else teller

    def _ordinal(self, one: Attribution, number: int) -> int:
        return self.ordinals[one.speakers[0], number] if one.speakers else number + 1


def _via(attributions: Sequence[Attribution]) -> dict[int, tuple[str, ...]]:
    """Return whose words each statement stands in: the speakers of the quotation, or turn, around it."""
    starts = sorted((one.content[0], number) for number, one in enumerate(attributions))
    found: dict[int, tuple[str, ...]] = {}
    around: list[tuple[Span, tuple[str, ...]]] = []
    spans = sorted(
        ((span, one.speakers) for one in attributions if is_quoted(one) for span in one.content),
        key=lambda pair: (pair[0].start, -pair[0].end),
    )
    upcoming = 0
    for first, number in starts:
        while upcoming < len(spans) and spans[upcoming][0].start <= first.start:
            around.append(spans[upcoming])
            upcoming += 1
        around = [(span, who) for span, who in around if span.end > first.start]
        held = [who for span, who in around if span.contains(first) and span != first]
        if held:
            found[number] = held[-1]
    return found


def _spoken_blocks(source: Source) -> frozenset[Span]:
    """The spans that are speech as wholes: a transcript's turns, a speech's paragraphs."""
    turns = {span for turn in source.turns for span in turn.content}
    speech = {block.span for block in source.blocks} if source.kind is SourceKind.SPEECH else set()
    return frozenset(turns | speech)
