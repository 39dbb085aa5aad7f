"""Lead from sources that changed to pages that must be made: state, speakers, and whom that concerns."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator.building.briefing_pages import BriefingPages
from generator.building.context import BuildContext
from generator.building.inputs import Inputs
from generator.building.loader import CONTENT, SourceKey, took_too_long
from generator.building.options import BuildOptions
from generator.building.problems import ADDRESSES, Problems, note_of
from generator.building.queue import BuildQueue
from generator.building.store.archive import Archive
from generator.building.store.site_index import SiteIndex
from generator.building.store.source_info import SourceInfo, source_info, taken_addresses
from generator.building.warm_cache import Left, Text, fill
from generator.building.workers import Workers, cores
from generator.content_files import place_of
from generator.errors import ContentError, ContentErrors

_MUCH = 100_000  # bytes of sources that are worth starting other processes for


@dataclass(slots=True)
class SourceStage:
    """Reads what a :class:`BuildQueue` has to read, and puts into it what follows from that."""

    inputs: Inputs
    archive: Archive
    context: BuildContext
    site_index: SiteIndex
    sources: BriefingPages
    problems: Problems
    options: BuildOptions
    _filled: bool = False

    def read(self, path: PurePosixPath, work: BuildQueue) -> None:
        """See how a source stands, and what others need to know of that."""
        key, before = self.sources.key(path), self.site_index.sources.get(path)
        self.problems.settle(f"content/{path}")
        after = None
        if key is not None:
            try:
                after = source_info(self.context.loader.read(path, key))
                after = self._look_at_corrections(path, after)
            except (ContentError, ContentErrors) as error:
                self.problems.tell(f"content/{path}", error.problems)
                self._give_up(path, work)
                return
            self.site_index.keep_source(after, key.whole)
        work.to_make[path] = None
        work.files |= before is None or after is None or before.references != after.references
        work.moved |= before is None or after is None or before.place != after.place

    def _give_up(self, path: PurePosixPath, work: BuildQueue) -> None:
        """Leave a preview's page as it was; of a site that others read, it is as if the source were gone.

        What is told of that site does not depend then on what was known before, and nothing of it is kept.
        """
        work.done(path)
        if not self.options.preview and path in self.site_index.sources:
            self.site_index.leave_out(path)
            work.files = work.moved = True

    def _look_at_corrections(self, path: PurePosixPath, known: SourceInfo) -> SourceInfo:
        """Raise ``ContentErrors`` for what is wrong in them, unless nobody will see the briefing."""
        self.problems.settle(f"corrections of {path}")
        try:
            self.context.loader.sidecar(path)
        except ContentErrors as error:
            if not known.withdrawn and (self.options.preview or known.is_public(self.options.now())):
                raise
            self.problems.tell(f"corrections of {path}", map(note_of, error.problems))
            return replace(known, noted=True)
        return known

    def view(self, work: BuildQueue) -> None:
        """Once all is read: who is shown now, under which address, and whom that concerns."""
        work.view = False
        if work.beside:
            work.to_make |= dict.fromkeys(self._referring(work.beside))
            work.beside.clear()
        if self.options.preview and not work.moved:
            return  # everybody is shown, and nobody has come or gone
        before, shown = self.sources.shown, self._public()
        if work.moved or shown != before:
            work.moved, work.faults = False, True
            self.problems.tell(ADDRESSES, taken_addresses(self.site_index.sources[p] for p in sorted(shown)))
            changed = (shown ^ before) & self.site_index.sources.keys()
            moved = {place_of(str(path)) for path in {*changed, *work.to_make}}
            work.to_make |= dict.fromkeys(sorted({*changed, *self._referring(moved)}))
            work.files |= bool(changed)
        self.sources.shown = shown
        if not self.options.preview:
            # What costs much is done and kept first; what is written can then be undone as a whole.
            missing = (path for path in work.to_make if path in shown and self._is_missing(path))
            work.to_extract = OrderedDict.fromkeys(missing)

    def _referring(self, places: Set[str]) -> list[PurePosixPath]:
        """The sources that link to or show what stands, or stood, in these places."""
        return sorted(path for path, known in self.site_index.sources.items() if known.refers_to(places))

    def _present(self) -> Iterator[PurePosixPath]:
        known = set(map(str, self.inputs.known))  # a path of ten thousand is made more slowly than its name
        return (path for path in self.site_index.sources if f"{CONTENT}/{path}" in known)

    def _public(self) -> frozenset[PurePosixPath]:
        now, preview, known = self.options.now(), self.options.preview, self.site_index.sources
        return frozenset(path for path in self._present() if preview or known[path].is_public(now))

    # --- ahead of the pages, where they are made all at once ---

    def extract_next(self, work: BuildQueue) -> None:
        """Analyse the next source; where there is much to analyse, all of them by several processes."""
        if not self._filled:
            self._filled = True
            self._fill(work)
        if not work.to_extract:
            return
        path = work.next_to_extract()
        key = self._to_extract(path)
        if key is not None and not self.context.loader.is_extracted(path, key):
            self.context.loader.extract(path, key)

    def _to_extract(self, path: PurePosixPath) -> SourceKey | None:
        """Return the key of a source that must be extracted; None where its page is right, or a notice."""
        key, known = self.sources.key(path), self.site_index.sources.get(path)
        if key is None or known is None or known.withdrawn or self.sources.is_right(path):
            return None
        return key

    def _fill(self, work: BuildQueue) -> None:
        """Have processes extract the sources; what they leave, the ordinary way does."""
        workers = Workers(self._processes(work), self.options.cluster)
        if workers.processes > 1 or workers.cluster is not None:
            left = fill(self.archive, self._texts(list(work.to_extract)), workers, self._done(work))
            for one in left:
                self._tell_left(one)
                work.to_extract.pop(one.path, None)
                work.done(one.path)

    def _processes(self, work: BuildQueue) -> int:
        """Return how many there shall be: as many as asked for, else all where it is worth starting them."""
        asked = self.options.jobs
        if asked is not None:
            return min(asked, len(work.to_extract))
        return cores() if self._is_enough(list(work.to_extract)) else 1

    def _is_enough(self, paths: Iterable[PurePosixPath]) -> bool:
        size = 0
        for path in paths:
            size += (self.inputs.root / CONTENT / path).stat().st_size if self._is_missing(path) else 0
            if size > _MUCH:
                return True
        return False

    def _is_missing(self, path: PurePosixPath) -> bool:
        key = self._to_extract(path)
        return key is not None and not self.context.loader.is_extracted(path, key)

    def _texts(self, paths: Iterable[PurePosixPath]) -> Iterator[Text]:
        """Yield what is to be analysed, a text that several sources have once."""
        yielded = set[str]()
        for path in paths:
            key = self._to_extract(path)
            text = self.context.loader.text(path, key) if key is not None else None
            if text is not None and text.key not in yielded:
                yielded.add(text.key)
                yield text

    def _done(self, work: BuildQueue) -> Callable[[PurePosixPath], None]:
        def done(path: PurePosixPath) -> None:
            work.to_extract.pop(path, None)
            self.options.progress(*work.stage)

        return done

    def _tell_left(self, left: Left) -> None:
        error = took_too_long(left.path, self.context.loader.site.settings.limits.seconds)
        if not left.late:
            hint = "memory may have run out: try --jobs 1, or split it"
            error = ContentError("reading it killed two processes", file=f"content/{left.path}", hint=hint)
        self.problems.tell(f"content/{left.path}", error.problems)
