"""Where a briefing lies while it is reviewed: read, decided upon, written.

It reads what the builder has found from the archive and never extracts by itself: a
page that can be looked at has been made, and what it was made from is known there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath

from generator.building.archive import Archive
from generator.building.desk import REGISTRY, Desk, Overtaken, SourceKey, hashed
from generator.building.inputs import digest_of
from generator.errors import BriefingError, ConflictError
from generator.model import Extraction
from generator.preview.reviewing.annotations import reviewables
from generator.preview.reviewing.deciding import Case, Change, decided, merged
from generator.preview.reviewing.decisions import Asked, Decision, Undo
from generator.preview.reviewing.fragments import fragments
from generator.preview.reviewing.locating import archive_to_read, source_of
from generator.preview.reviewing.refusing import Refused, refused
from generator.preview.reviewing.state import Circumstances, State, state_of
from generator.reading import Document
from generator.review import Correction, Hand, Review, Sidecar, reviewed
from generator.review.corrections import sidecar
from generator.settings import FILE as SETTINGS
from generator.settings import Site, load_site

NOT_YET = "The text has just changed. Wait until the page has followed."
CHANGED = "The review was changed elsewhere meanwhile; nothing was written. This is how it stands now."


def current_time() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class _Lying:
    """A briefing on the bench: ``found`` is the machine's alone, ``version`` hashes what it depends on."""

    version: str
    path: PurePosixPath
    document: Document
    found: Extraction
    corrections: Sidecar
    desk: Desk

    def review(self, corrections: tuple[Correction, ...]) -> Review:
        return reviewed(self.document.source, self.found, corrections, self.desk.registry)


@dataclass(slots=True)
class Bench:
    """One for a run of the preview; ``by`` signs. Of several threads one works, the others wait."""

    site: Site
    by: str | None = None
    now: Callable[[], datetime] = current_time
    _done: dict[PurePosixPath, list[Change]] = field(default_factory=dict)
    _desk: tuple[str, Desk] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, page: str) -> State | None:
        """How the review of a page stands; None for a page that is no briefing's. Raises ``Refused``."""
        with self._lock, archive_to_read(self.site) as archive:
            lying = self._lay(archive, page)
            return self._state(lying, lying.corrections) if lying else None

    def decide(self, asked: Asked) -> State:
        """Write what was decided; the state after it. Raises ``Refused``, and then nothing was written."""
        with self._lock, archive_to_read(self.site) as archive:
            lying = self._lay(archive, asked.page)
            if lying is None:
                raise Refused(404, "There is no briefing of that name.")
            self._check_version(lying, asked)
            change = self._change(lying, asked.decision)
            if not isinstance(asked.decision, Undo):
                self._try(lying, change)
            after = self._write(lying, change, asked.sidecar)
            self._remember(lying.path, change, undo=isinstance(asked.decision, Undo))
            return self._state(lying, after, change)

    # --- what lies there ------------------------------------------------------

    def _lay(self, archive: Archive | None, page: str) -> _Lying | None:
        path = source_of(archive, self.site, page) if archive else None
        if archive is None or path is None:
            return None
        desk = self._desk_for(archive)
        digest = digest_of(self.site.content / path) or ""
        try:
            document = desk.read(path, SourceKey(digest, digest))
            corrections = desk.sidecar(path)
        except Overtaken as error:
            raise Refused(409, NOT_YET) from error
        except BriefingError as error:
            raise refused(str(error)) from error
        found = archive.extraction(str(path), hashed(digest, desk.version))
        if found is None:
            raise Refused(409, NOT_YET)
        version = hashed(digest, desk.version, digest_of(self.site.root / REGISTRY))[:16]
        return _Lying(version, path, document, found, corrections, desk)

    def _desk_for(self, archive: Archive) -> Desk:
        """Settings and registry as they are now; read anew only when they change."""
        root = self.site.root
        digest = f"{digest_of(root / SETTINGS)} {digest_of(root / REGISTRY)}"
        if self._desk is None or self._desk[0] != digest:
            try:
                self._desk = digest, Desk(load_site(root), archive)
            except BriefingError as error:
                raise refused(str(error)) from error
        return self._desk[1]

    def _state(self, lying: _Lying, corrections: Sidecar, change: Change | None = None) -> State:
        review = lying.review(corrections.corrections)
        registry = lying.desk.registry
        around = Circumstances(
            version=lying.version,
            sidecar=corrections.sha256 or "",
            by=self.by,
            fragments=fragments(lying.document, review.extraction, lying.desk.site),
            names=[record.value.name for record in registry.records],
            undo=self._undo(lying.path),
            chosen=_chosen(review, change) if change else None,
        )
        return state_of(lying.document.source.text, review, around)

    # --- what is decided ------------------------------------------------------

    def _check_version(self, lying: _Lying, asked: Asked) -> None:
        if asked.version != lying.version:
            raise Refused(409, NOT_YET, self._state(lying, lying.corrections))
        if asked.sidecar != (lying.corrections.sha256 or ""):
            raise Refused(409, CHANGED, self._state(lying, lying.corrections))

    def _change(self, lying: _Lying, decision: Decision) -> Change:
        done = self._done.get(lying.path, [])
        corrections = lying.corrections.corrections
        if isinstance(decision, Undo):
            return _undone(done, corrections)
        hand = Hand(lying.document.source.text, self.by, self.now())
        change = decided(Case(lying.document.source, lying.review(corrections), hand), decision)
        return merged(done[-1] if done else None, change, corrections)

    def _try(self, lying: _Lying, change: Change) -> None:
        """Nothing is written that would then not be applied."""
        if change.after is None:
            return
        review = lying.review(_changed(lying.corrections.corrections, change))
        lost = {outcome.correction.id: outcome for outcome in review.unapplied}
        if outcome := lost.get(change.after.id):
            raise refused(f"That cannot be applied: {outcome.message}.")

    def _write(self, lying: _Lying, change: Change, expected: str) -> Sidecar:
        beside = sidecar.path_for(lying.path)
        path, name = self.site.content / beside, f"content/{beside}"
        try:
            if change.after is None:
                gone = change.before.id if change.before else ""
                return sidecar.remove(path, gone, expected, name=name)
            write = sidecar.append if change.before is None else sidecar.replace
            return write(path, change.after, expected, name=name)
        except ConflictError as error:
            fresh = None
            with suppress(BriefingError):
                fresh = self._state(lying, lying.desk.sidecar(lying.path))
            raise Refused(409, f"{error}. Nothing was written.", fresh) from error
        except BriefingError as error:
            raise refused(str(error)) from error

    # --- what can be taken back -----------------------------------------------

    def _remember(self, path: PurePosixPath, change: Change, *, undo: bool) -> None:
        done = self._done.setdefault(path, [])
        if undo:
            done.pop()
        else:
            done.append(change)

    def _undo(self, path: PurePosixPath) -> str | None:
        done = self._done.get(path)
        if not done:
            return None
        correction = done[-1].after or done[-1].before
        return f"{correction.action} {correction.target}".replace("-", " ") if correction else None


def _undone(done: list[Change], corrections: tuple[Correction, ...]) -> Change:
    """The last change taken back, unless somebody has gone on with it since."""
    if not done:
        raise refused("Nothing was decided here since the preview was started.")
    left = done[-1].after
    if left is not None and left not in corrections:
        done.pop()
        raise refused("That was changed in the file since. Undo it there.")
    return done[-1].undone()


def _changed(corrections: tuple[Correction, ...], change: Change) -> tuple[Correction, ...]:
    before, after = change.before, change.after
    if after is None:
        return tuple(c for c in corrections if before is None or c.id != before.id)
    if before is None:
        return (*corrections, after)
    return tuple(after if c.id == after.id else c for c in corrections)


def _chosen(review: Review, change: Change) -> str | None:
    """The key of what the change was about: as before, or the annotation that has just come."""
    found = reviewables(review.extraction)
    if change.key in found:
        return change.key
    if change.after is None:
        return None
    outcome = next((o for o in review.outcomes if o.correction.id == change.after.id), None)
    content = outcome.placed.content if outcome else ()
    same = (one for one in found.values() if one.target is change.after.target and one.spans == content)
    return next((one.key for one in same), None)
