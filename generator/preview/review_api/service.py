"""Serve the review of a page: load the briefing, describe its review, write decisions.

The service reads what the builder found from the archive and never extracts anything
itself: a page that can be looked at has been built, so its extraction is known there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePosixPath

from generator.building.hashing import hashed
from generator.building.loader import REGISTRY, BriefingLoader, SourceChanged, SourceKey
from generator.building.options import current_time
from generator.building.publication import publication
from generator.building.sightings import digest_of
from generator.building.store.archive import Archive
from generator.errors import BriefingError, ConflictError
from generator.model import Extraction
from generator.preview.review_api.actions import (
    Change,
    DecisionContext,
    decide,
    merge,
    moved_along,
    told_kinds,
)
from generator.preview.review_api.lookup import (
    NOT_YET,
    archive_to_read,
    page_fragments,
    source_of,
    speakers_of,
)
from generator.preview.review_api.newcomers import KnownNames, ask_about
from generator.preview.review_api.schemas import (
    AcceptAll,
    Add,
    Alter,
    Attribute,
    DecisionRequest,
    Judge,
    Place,
    ReviewError,
    ReviewState,
    Single,
    Undo,
    unprocessable,
)
from generator.preview.review_api.state import ReviewContext, describe_review
from generator.reading import Document
from generator.rendering.teller import Teller
from generator.review import Correction, CorrectionFactory, Review, Sidecar, reviewed
from generator.review.annotations import annotations_by_key
from generator.review.corrections import sidecar
from generator.settings import FILE as SETTINGS
from generator.settings import Site, load_site

CHANGED = "The review was changed elsewhere in the meantime; nothing was written. This is its current state."


@dataclass(frozen=True, slots=True)
class LoadedBriefing:
    """A briefing to review: ``found`` is the machine's alone, ``version`` hashes all it depends on."""

    version: str
    path: PurePosixPath
    document: Document
    found: Extraction
    corrections: Sidecar
    loader: BriefingLoader
    seen: tuple[str, ...] = ()  # who speaks in other briefings

    def review(self, corrections: tuple[Correction, ...]) -> Review:
        return reviewed(self.document.source, self.found, corrections, self.loader.registry)


@dataclass(slots=True)
class ReviewService:
    """The review of a running preview; ``by`` signs corrections. One thread at a time is served."""

    site: Site
    by: str | None = None
    now: Callable[[], datetime] = current_time
    _history: dict[PurePosixPath, list[Change]] = field(default_factory=dict)
    _desk: tuple[str, BriefingLoader] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, page: str) -> ReviewState | None:
        """Describe the review of a page; None for a page that is no briefing's. Raises ``ReviewError``."""
        with self._lock, archive_to_read(self.site) as archive:
            briefing = self._load(archive, page)
            return self._state(briefing, briefing.corrections) if briefing else None

    def decide(self, request: DecisionRequest) -> ReviewState:
        """Write a decision and return the state after it.

        Raises ``ReviewError``; then nothing was written.
        """
        with self._lock, archive_to_read(self.site) as archive:
            briefing = self._load(archive, request.page)
            if briefing is None:
                raise ReviewError(404, "There is no briefing of that name.")
            self._check_version(briefing, request)
            if isinstance(request.decision, AcceptAll):
                return self._accept_all(briefing, request.decision.on)
            changes = self._changes(briefing, request.decision)
            undo = isinstance(request.decision, Undo)
            if not undo:
                self._try(briefing, changes)
            after = self._write_all(briefing, changes, undo=undo)
            if isinstance(request.decision, Place):
                after = self._place_others(briefing, changes[0], after)
            return self._state(briefing, after, changes[0])

    def _accept_all(self, briefing: LoadedBriefing, keys: Sequence[str]) -> ReviewState:
        """Accept several annotations; nothing is written where one of them cannot be."""
        decisions = [Judge(do="accept", on=key) for key in dict.fromkeys(keys)]
        changes = [change for one in decisions for change in self._changes(briefing, one)]
        self._try(briefing, changes)
        return self._state(briefing, self._write_all(briefing, changes), changes[-1])

    def _place_others(self, briefing: LoadedBriefing, change: Change, after: Sidecar) -> Sidecar:
        """Move the other lost corrections of the same words along: one decision is enough for a statement."""
        if change.before is None or change.after is None:
            return after
        for outcome in briefing.review(after.corrections).unapplied:
            other = outcome.correction
            if other.target is change.before.target and other.content == change.before.content:
                moved = Change(other, moved_along(other, change.after))
                with suppress(ReviewError):  # one that still cannot be applied stays as it is, and listed
                    self._try(replace(briefing, corrections=after), [moved])
                    after = self._write(briefing, moved, after.sha256 or "")
                    self._remember(briefing.path, moved, undo=False)
        return after

    # --- loading --------------------------------------------------------------

    def _load(self, archive: Archive | None, page: str) -> LoadedBriefing | None:
        path = source_of(archive, self.site, page) if archive else None
        if archive is None or path is None:
            return None
        loader = self._desk_for(archive)
        digest = digest_of(self.site.content / path) or ""
        try:
            document = loader.read(path, SourceKey(digest, digest))
            if document.front.withdrawn is not None:
                return None
            corrections = loader.sidecar(path)
        except SourceChanged as error:
            raise ReviewError(409, NOT_YET) from error
        except BriefingError as error:
            raise unprocessable(str(error)) from error
        found = archive.extraction(loader.extraction_key(path, SourceKey(digest, digest)))
        if found is None:
            raise ReviewError(409, NOT_YET)
        version = hashed(digest, loader.version, digest_of(self.site.root / REGISTRY))[:16]
        return LoadedBriefing(version, path, document, found, corrections, loader, speakers_of(archive))

    def _desk_for(self, archive: Archive) -> BriefingLoader:
        """Load settings and registry, again only when they change; the archive is opened each time."""
        root = self.site.root
        digest = f"{digest_of(root / SETTINGS)} {digest_of(root / REGISTRY)}"
        if self._desk is None or self._desk[0] != digest:
            try:
                self._desk = digest, BriefingLoader(load_site(root, trusted=self.site.trusted), archive)
            except BriefingError as error:
                raise unprocessable(str(error)) from error
        loader = self._desk[1]
        loader.look_in(archive)
        return loader

    def _state(
        self, briefing: LoadedBriefing, corrections: Sidecar, change: Change | None = None
    ) -> ReviewState:
        review = briefing.review(corrections.corrections)
        context = ReviewContext(
            version=briefing.version,
            sidecar=corrections.sha256 or "",
            by=self.by,
            fragments=page_fragments(briefing.document, review.extraction, briefing.loader.site),
            names=[*(record.value.name for record in briefing.loader.registry.records), *briefing.seen],
            undo=self._undo(briefing.path),
            chosen=_chosen(review, change) if change else None,
            acts=briefing.loader.site.settings.extraction.acts,
            sure=publication(briefing.loader.site, None, preview=True).sure,
            teller=Teller(briefing.document.source),
        )
        return describe_review(briefing.document.source.text, review, context)

    # --- deciding -------------------------------------------------------------

    def _check_version(self, briefing: LoadedBriefing, request: DecisionRequest) -> None:
        if request.version != briefing.version:
            raise ReviewError(409, NOT_YET, self._state(briefing, briefing.corrections))
        if request.sidecar != (briefing.corrections.sha256 or ""):
            raise ReviewError(409, CHANGED, self._state(briefing, briefing.corrections))

    def _changes(self, briefing: LoadedBriefing, decision: Single) -> list[Change]:
        """Return what a decision changes; the first change is what it is about."""
        history = self._history.get(briefing.path, [])
        corrections = briefing.corrections.corrections
        if isinstance(decision, Undo):
            return _undone(history, corrections)
        source = briefing.document.source
        factory = CorrectionFactory(source.text, self.by, self.now().replace(microsecond=0))
        review = briefing.review(corrections)
        change = decide(DecisionContext(source, review, factory), decision)
        changes = [merge(history[-1] if history else None, change, corrections)]
        if isinstance(decision, Attribute | Add | Alter):
            known = KnownNames(review.extraction, briefing.loader.registry, briefing.seen)
            if not decision.new:
                ask_about(decision, annotations_by_key(review.extraction).get(change.key or ""), known)
            if not isinstance(decision, Alter) and decision.kind:
                named = known.new(decision.speakers) or decision.speakers
                changes += told_kinds(named, decision.kind, factory)
        return changes

    def _try(self, briefing: LoadedBriefing, changes: Sequence[Change]) -> None:
        """Refuse corrections of which one would not be applied once written."""
        corrections = briefing.corrections.corrections
        for change in changes:
            corrections = _changed(corrections, change)
        written = {change.after.id for change in changes if change.after}
        if not written:
            return
        for outcome in briefing.review(corrections).unapplied:
            if outcome.correction.id in written:
                raise unprocessable(f"That cannot be applied: {outcome.message}.")

    def _write_all(
        self, briefing: LoadedBriefing, changes: Sequence[Change], *, undo: bool = False
    ) -> Sidecar:
        after = briefing.corrections
        for change in changes:
            after = self._write(briefing, change, after.sha256 or "")
            self._remember(briefing.path, change, undo=undo)
        return after

    def _write(self, briefing: LoadedBriefing, change: Change, expected: str) -> Sidecar:
        relative = sidecar.path_for(briefing.path)
        path, name = self.site.content / relative, f"content/{relative}"
        try:
            if change.after is None:
                gone = change.before.id if change.before else ""
                return sidecar.remove(path, gone, expected, name=name)
            write = sidecar.append if change.before is None else sidecar.replace
            return write(path, change.after, expected, name=name)
        except ConflictError as error:
            fresh = None
            with suppress(BriefingError):
                fresh = self._state(briefing, briefing.loader.sidecar(briefing.path))
            raise ReviewError(409, f"{error}. Nothing was written.", fresh) from error
        except BriefingError as error:
            raise unprocessable(str(error)) from error

    # --- history --------------------------------------------------------------

    def _remember(self, path: PurePosixPath, change: Change, *, undo: bool) -> None:
        history = self._history.setdefault(path, [])
        if undo:
            history.pop()
        else:
            history.append(change)

    def _undo(self, path: PurePosixPath) -> str | None:
        """Describe what undo would take back, such as ``confirm attribution``."""
        history = self._history.get(path)
        if not history:
            return None
        last = _last_decision(history)[0]
        correction = last.after or last.before
        return f"{correction.action} {correction.target}".replace("-", " ") if correction else None


def _last_decision(history: list[Change]) -> list[Change]:
    """Return the changes that the last decision made."""
    first = next(at for at in reversed(range(len(history))) if not history[at].joined)
    return history[first:]


def _undone(history: list[Change], corrections: tuple[Correction, ...]) -> list[Change]:
    """Reverse the last decision, unless one of its corrections was changed since."""
    if not history:
        raise unprocessable("Nothing has been decided here since the preview was started.")
    last = _last_decision(history)
    if any(change.after is not None and change.after not in corrections for change in last):
        del history[-len(last) :]
        raise unprocessable("That was changed in the file since. Undo it there.")
    return [change.undone() for change in reversed(last)]


def _changed(corrections: tuple[Correction, ...], change: Change) -> tuple[Correction, ...]:
    before, after = change.before, change.after
    if after is None:
        return tuple(c for c in corrections if before is None or c.id != before.id)
    if before is None:
        return (*corrections, after)
    return tuple(after if c.id == after.id else c for c in corrections)


def _chosen(review: Review, change: Change) -> str | None:
    """Find the key of what the change was about: as before, or the annotation just added."""
    found = annotations_by_key(review.extraction)
    if change.key in found:
        return change.key
    if change.after is None:
        return None
    outcome = next((o for o in review.outcomes if o.correction.id == change.after.id), None)
    content = outcome.placed.content if outcome else ()
    target = change.after.target
    same = (item for item in found.values() if item.target is target and item.spans == content)
    return next((item.key for item in same), None)
