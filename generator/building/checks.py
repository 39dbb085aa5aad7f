"""Find what stands in the way of publishing: one gate for ``check`` and ``build --strict``.

Both make the whole site where nobody sees it, and ask a :class:`Gate` what is wrong with it. Errors are
what a reader would stumble over, or what an editor decided and the text no longer shows; notes are what
somebody should look at. What was found of a source is kept, and looked for again once what it depends on
has changed (:mod:`generator.building.findings`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath

from generator.building.builder import Builder
from generator.building.colocated_files import SiteFiles, broken_links
from generator.building.findings import Finder
from generator.building.problems import SITE, by_place, note_of
from generator.building.report import Report
from generator.building.store.kept_findings import FILES, HELD, SHOWN, Findings, KeptFindings
from generator.content_files import iter_sources
from generator.errors import Problem, Severity
from generator.review import problems as review_problems
from generator.review.people.ambiguities import Sighting, ambiguities
from generator.settings import FILE as SETTINGS

# Lists, which come and go with what they list.
_MADE_OF_OTHERS = re.compile(r"(tags|archive)(/.*)?|speakers/.*/page/\d+")


def gone(before: Iterable[str], now: Collection[str]) -> Iterator[Problem]:
    """Name addresses of a published site that another one has no more, by the files of both."""
    ends = "/index.html"
    lost = sorted(path.removesuffix(ends) for path in before if path.endswith(ends) and path not in now)
    hint = "add it to `aliases` of the page that follows it, or to [site] redirects; or withdraw the text"
    for address in [one for one in lost if not _MADE_OF_OTHERS.fullmatch(one)]:
        message = f"the address {address!r} was published, and leads nowhere now"
        yield Problem(message, hint=hint, severity=Severity.NOTE)


@dataclass(slots=True)
class Gate:
    """Looks at a site that was made and is not yet seen."""

    builder: Builder
    finder: Finder = field(init=False)
    kept: dict[str, KeptFindings] = field(init=False)

    def __post_init__(self) -> None:
        archive = self.builder.archive
        self.kept = {kind: KeptFindings(archive, kind) for kind in (SHOWN, HELD, FILES)}
        self.finder = Finder(self.builder)

    def obstacles(self, report: Report, *, drafts: bool = False) -> tuple[Problem, ...]:
        """List all that is wrong with the site, errors first.

        ``report`` says what its making met; ``drafts`` are looked at too, where that is asked
        for, and stop nothing.
        """
        found = [*report.problems, *self._problems(drafts=drafts)]
        strict = (replace(p, severity=Severity.ERROR) if p.severity is Severity.WARNING else p for p in found)
        return tuple(sorted(dict.fromkeys(strict), key=by_place))

    def keep(self) -> None:
        """Keep what was found, whatever comes of the site."""
        for kept in self.kept.values():
            kept.keep()
        self.builder.archive.commit()

    def _problems(self, *, drafts: bool) -> Iterator[Problem]:
        if SITE in self.builder.problems:
            return  # settings, registry or templates: nothing can be asked before they are mended
        shown = self.builder.sources.shown
        self.finder.begin()
        known = self._of_sources(SHOWN, shown)
        for one in known.values():
            yield from one.problems
        yield from _counts([one for path, one in known.items() if not self.finder.sources[path].page])
        if drafts:
            yield from self._of_drafts(self.finder.sources.keys() - shown)
        yield from self._redirects()
        yield from self._authors()
        yield from self._identity()
        content = self.builder.inputs.root / "content"
        yield from review_problems.stray_files(content, iter_sources(content))
        sightings = [Sighting(f"content/{path}", s) for path, one in known.items() for s in one.people]
        yield from map(note_of, ambiguities(self.builder.context.loader.registry, sightings))

    def _of_sources(self, kind: str, paths: Iterable[PurePosixPath]) -> dict[PurePosixPath, Findings]:
        """Return what is found of sources that were read."""
        finder, kept = self.finder, self.kept[kind]
        key_of, find = (
            (finder.key_of_shown, finder.of_shown) if kind == SHOWN else (finder.key_of_held, finder.of_held)
        )
        asked = [path for path in sorted(paths) if finder.can_ask(path)]
        found = {}
        for left, path in zip(range(len(asked), 0, -1), asked, strict=True):
            self.builder.options.progress("checked", left)
            found[path] = kept.of(str(path), key_of(path), partial(find, path))
        return {path: one for path, one in found.items() if one is not None}

    def _of_drafts(self, paths: Iterable[PurePosixPath]) -> Iterator[Problem]:
        """Yield what will stop a build once these are published: today it stops nothing."""
        known, root = self.finder.sources, self.builder.inputs.root

        def address(path: PurePosixPath) -> str | None:
            return known[path].address if path in known else None

        files = SiteFiles(self.builder.inputs, address)
        for path, one in self._of_sources(HELD, paths).items():
            info = known[path]
            broken = broken_links(root, path, info.references, files, excerpt=info.excerpt)
            yield from map(note_of, (*one.problems, *broken))

    def _redirects(self) -> Iterator[Problem]:
        """Old addresses that lead to no page."""
        for old, new in self.builder.context.loader.site.settings.site.redirects.items():
            if not self.builder.output.file(f"{new}/index.html").is_file():
                yield Problem(f"the redirect of {old!r} leads to {new!r}, which is no page", SETTINGS)

    def _authors(self) -> Iterator[Problem]:
        """Documents that name their author to whoever downloads them."""
        documents = (path for path in self.builder.artifacts.paths() if path.lower().endswith(".pdf"))
        for path in sorted(documents):
            key, find = self.finder.key_of_file(path), partial(self.finder.of_file, path)
            found = self.kept[FILES].of(path, key, find)
            yield from found.problems if found is not None else ()

    def _identity(self) -> Iterator[Problem]:
        """A menu or a logo that leads to nothing."""
        site = self.builder.context.loader.site.settings.site
        for title, target in site.menu.items():
            if ":" not in target and not self.builder.has_page(target):
                yield Problem(f"the menu's {title!r} leads to {target!r}, which is no page", SETTINGS)
        if site.logo and not self.builder.output.file(site.logo).is_file():
            yield Problem(f"the logo {site.logo!r} is not there", SETTINGS, hint="put it into static/")


def _counts(known: Collection[Findings]) -> Iterator[Problem]:
    """Return what nobody has reviewed: one note a kind, for a line a briefing hides the errors."""
    waiting: Counter[str] = Counter()
    total: Counter[str] = Counter()
    briefings: Counter[str] = Counter()
    for kind in (kind for one in known for kind in one.counts):
        left = kind.total - kind.reviewed
        waiting[kind.kind] += left
        total[kind.kind] += kind.total
        briefings[kind.kind] += left > 0
    for name, left in waiting.items():
        if left:
            where = f"in {briefings[name]:,} of {len(known):,} briefings"
            yield Problem(
                f"not reviewed: {left:,} of {total[name]:,} {name}s, {where}", severity=Severity.NOTE
            )
