"""``briefing extract``: files anywhere, one JSON object each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from generator.building.loader import REGISTRY, SourceLoader
from generator.commands.extraction_json import Json, to_json
from generator.content_files import SOURCE_SUFFIXES, is_source
from generator.errors import BriefingError, ContentError, ContentErrors, Problem, Severity, UsageError
from generator.extraction.options import Options
from generator.model import Act, Extraction
from generator.reading import Document, read_document
from generator.review import Registry, load_registry, reviewed
from generator.review.corrections.sidecar import load, path_for
from generator.review.gate import without_rejected
from generator.review.problems import lost_corrections
from generator.settings import FILE, load_settings
from generator.validation import suggestion


@dataclass(slots=True)
class Extracting:
    """Goes through files one by one; ``problems`` fills as it goes."""

    files: Sequence[Path]
    source_loader: SourceLoader
    published: date | None = None
    explain: bool = False
    registry: Registry | None = None  # where corrections and registry are applied
    problems: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[Json]:
        for path in self.files:
            try:
                yield self._extract(path)
            except BriefingError as error:
                self.problems += error.problems

    def _extract(self, path: Path) -> Json:
        if path.suffix and not is_source(path):
            hint = f"copy its words into a file that ends in {' or '.join(SOURCE_SUFFIXES)}"
            raise ContentError(f"{path.suffix} files are not read", file=str(path), hint=hint)
        document = read_document(
            path.parent,
            PurePosixPath(path.name),
            prefix=_prefix(path),
            lang=self.source_loader.settings.language.texts,
            limits=self.source_loader.settings.limits,
        )
        wrong = [problem for problem in document.warnings if problem.severity is Severity.ERROR]
        if wrong:
            raise ContentErrors(wrong)
        extraction = self.source_loader.extract(document, self.published)
        if self.registry is not None:
            extraction = self._as_reviewed(path, document, extraction)
        return to_json(document, extraction, explain=self.explain, reviewed=self.registry is not None)

    def _as_reviewed(self, path: Path, document: Document, found: Extraction) -> Extraction:
        """Apply the corrections beside the file; those that cannot be are told."""
        beside = Path(path_for(path))
        corrections = load(beside, str(beside))
        review = reviewed(document.source, found, corrections.corrections, self.registry or Registry())
        text, places = document.source.text, document.offsets.line_column
        self.problems += lost_corrections(review, corrections, text, str(beside), str(path), places)
        return without_rejected(review.extraction)


def extracting(
    files: Sequence[Path],
    site: Path,
    *,
    acts: str | None = None,
    everything: bool = False,
    published: date | None = None,
    explain: bool = False,
    as_reviewed: bool = False,
) -> Extracting:
    """Set up an extraction of ``files`` with the settings of ``site``.

    Unless told which acts: every one, and ``as_reviewed`` those that the site publishes, since its
    corrections were made upon them.
    """
    settings = load_settings(site / FILE)
    wanted = frozenset(settings.extraction.acts) if acts is None and as_reviewed else _acts(acts)
    options = Options(wanted, settings.extraction.listed, everything, explain)
    registry = load_registry(site / REGISTRY, str(REGISTRY)) if as_reviewed else None
    return Extracting(files, SourceLoader(settings, options), published, explain, registry)


def _acts(text: str | None) -> frozenset[Act]:
    if text is None:
        return frozenset(Act)
    known = [act.value for act in Act]
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if word not in known:
            raise UsageError(f"unknown act {word!r}", hint=suggestion(word, known))
    return frozenset(Act(word) for word in words)


def _prefix(path: Path) -> str:
    parent = path.parent.as_posix()
    return "" if parent == "." else f"{parent}/"
