"""The way through the extraction: paragraphs first, then the document as a whole.

Source ─language→ ParsedParagraph ─analyse→ ParagraphAnalysis   (one by one, kept by content)
analyses ─attributions→ ─speakers→ ─assertions, accounts, facts→ Extraction
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from generator.extraction.analysis import ParagraphAnalysis
from generator.extraction.assertions import accounts, propositions, sentences
from generator.extraction.assertions import key_assertions as assertions
from generator.extraction.assertions.statements import Grounds
from generator.extraction.attributions.drafts import draft
from generator.extraction.attributions.listing import without_repeats
from generator.extraction.facts import dates, numbers
from generator.extraction.language import LanguageModel, ParsedParagraph, unparsed
from generator.extraction.mentions import mention_detection
from generator.extraction.options import DEFAULT_OPTIONS, Options
from generator.extraction.speakers import coreference, entities, references  # fmt: skip
from generator.extraction.speakers import resolving as speakers
from generator.model import (
    Block,
    BlockKind,
    Entity,
    Extraction,
    Facts,
    Reference,
    Source,
    Speaker,
    SpeakerKind,
)

if TYPE_CHECKING:
    from generator.extraction.attributions.scorer import Scorer


class AnalysisStore(Protocol):
    """Keeps analyses by key; the archive is one, a dict is another."""

    def get_many(self, keys: Sequence[str]) -> dict[str, ParagraphAnalysis]: ...

    def put_many(self, analyses: dict[str, ParagraphAnalysis]) -> None: ...


class TookTooLong(Exception):
    """Reading a text takes longer than the ``seconds`` that it may; what was read is in the store."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Extractor:
    """Finds who said what in a :class:`Source`. Loads the pipeline at first need.

    Without a ``model`` (no pipeline is set for the language) quotation marks alone are found.
    """

    def __init__(
        self,
        model: LanguageModel | None,
        store: AnalysisStore | None = None,
        options: Options = DEFAULT_OPTIONS,
        seconds: float = math.inf,
    ) -> None:
        self.seconds = seconds
        self.model = model
        self.store = store
        self.options = options

    def extract(self, source: Source) -> Extraction:
        """The whole extraction of one text."""
        return assemble(source, self.analyses(source), self.options)

    def analyses(self, source: Source) -> list[ParagraphAnalysis]:
        """One analysis a block of ``source``, from the store where it knows the words.

        Raises :class:`TookTooLong` between two paragraphs.
        """
        texts = [source.text[b.span.start : b.span.end] for b in source.blocks]
        pipeline = self.model.name if self.model else ""
        explain = self.options.explain
        keys = [
            analysis_key(pipeline, b, t, explain=explain) for b, t in zip(source.blocks, texts, strict=True)
        ]
        known = self.store.get_many(keys) if self.store else {}
        fresh: dict[str, ParagraphAnalysis] = {}
        todo = {k: (b, t) for k, b, t in zip(keys, source.blocks, texts, strict=True) if k not in known}
        parses = self._parse([text for _, text in todo.values()])
        until = monotonic() + self.seconds
        late = False
        for (key, (block, _)), parse in zip(todo.items(), parses, strict=True):
            fresh[key] = analyse(block, parse, explain=explain)
            late = monotonic() > until and len(fresh) < len(todo)
            if late:
                break
        if self.store and fresh:
            self.store.put_many(fresh)
        if late:
            raise TookTooLong(self.seconds)
        return [known[k] if k in known else fresh[k] for k in keys]

    def _parse(self, texts: Sequence[str]) -> Iterable[ParsedParagraph]:
        if self.model is None:
            return [unparsed(text) for text in texts]
        return self.model.parse(texts) if texts else ()


def analysis_key(pipeline: str, block: Block, text: str, *, explain: bool = False) -> str:
    """Return what an analysis depends on, as one hash (the rules' version is the store's concern)."""
    parts = "\0".join((pipeline, block.kind, str(block.quoted), "explained" if explain else "", text))
    return hashlib.sha256(parts.encode()).hexdigest()


def analyse(
    block: Block, parse: ParsedParagraph, *, explain: bool = False, scorer: Scorer | None = None
) -> ParagraphAnalysis:
    """All that one paragraph tells by itself; with the shipped scorer, unless there is another one."""
    from generator.extraction.attributions.paragraphs import find_reports

    if block.kind is BlockKind.FOOTNOTE:
        return ParagraphAnalysis(parse.text)  # an editor's, not the text's
    found_dates = dates.find(parse)
    return ParagraphAnalysis(
        parse.text,
        reports=find_reports(parse, explain=explain, scorer=scorer),
        mentions=mention_detection.find(parse, block),
        sentences=sentences.summarise(parse, heading=block.kind is BlockKind.HEADING),
        dates=found_dates,
        numbers=numbers.find(parse, [mention.span for mention in found_dates]),
        propositions=propositions.find(parse),
        contrasts=propositions.find_contrasts(parse),
    )


def assemble(
    source: Source, analyses: Sequence[ParagraphAnalysis], options: Options = DEFAULT_OPTIONS
) -> Extraction:
    """Put together the document's findings from those of its paragraphs."""
    drafts = draft(source, analyses, options)
    reading = coreference.read(source, [a.mentions for a in analyses], drafts)
    who, attributions = speakers.resolve(reading, drafts)
    attributions = attributions if options.everything else without_repeats(attributions)
    who = (*_holder(source, who), *who)
    said = tuple(one for one in attributions if one.said)
    people, organisations, places = entities.gather(source, reading)
    meant = references.find(source, reading)
    named = (*people, *organisations)
    facts = Facts(
        people=people,
        organisations=organisations,
        places=places,
        dates=dates.gather(source, [a.dates for a in analyses]),
        numbers=numbers.gather(source, [a.numbers for a in analyses]),
    )
    return Extraction(
        speakers=who,
        attributions=attributions,
        assertions=assertions.referring(
            assertions.rank(source, [a.sentences for a in analyses], said),
            meant,
            named,
        ),
        accounts=accounts.find(source, [_grounds(a) for a in analyses], said, who, _naming(named, meant)),
        facts=facts,
    )


def _grounds(analysis: ParagraphAnalysis) -> Grounds:
    sentences = tuple(sentence.span for sentence in analysis.sentences)
    return Grounds(analysis.propositions, analysis.contrasts, analysis.numbers, sentences)


def _naming(named: Sequence[Entity], meant: Sequence[Reference]) -> list[Reference]:
    """The places that name somebody or mean them."""
    return [*meant, *(Reference(span, entity.name) for entity in named for span in entity.mentions)]


def _holder(source: Source, speakers: Sequence[Speaker]) -> tuple[Speaker, ...]:
    """The speaker of a speech, who says all of it that nobody else is said to."""
    hint = source.sole_speaker
    if hint is None or any(hint.name == speaker.name for speaker in speakers):
        return ()
    titles = (hint.title,) if hint.title else ()
    return (Speaker(hint.name, SpeakerKind.PERSON, titles, hint.aliases),)
