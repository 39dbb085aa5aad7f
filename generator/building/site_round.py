"""One round over a whole site: everything that is out of date is made, and published if all is well."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from generator.building.builder import Builder
from generator.building.checks import Gate, gone
from generator.building.hashing import hashed
from generator.building.inputs import Inputs
from generator.building.lock import Say
from generator.building.options import BuildOptions
from generator.building.output import Output, Staged, Whole
from generator.building.published import PublishedFolder
from generator.building.publisher import Contents
from generator.building.publishing import CHECK, SITE
from generator.building.report import Report
from generator.building.store.archive import Archive
from generator.building.store.artifacts import recorded_files
from generator.building.store.last_report import keep_report
from generator.building.store.snapshot import Snapshot, keep_sightings, keep_snapshot, snapshot_of
from generator.building.unchanged import site_key, stands, surroundings_key
from generator.building.version_changes import (
    Published,
    published_before,
    published_in,
    published_parts,
    told,
    version_changes,
)
from generator.building.versions import rules_version
from generator.errors import ContentErrors, Problem, Severity
from generator.problem_formats import plural
from generator.settings import Site


def build_anew(
    site: Site,
    inputs: Inputs,
    archive: Archive,
    output: Staged | Whole,
    target: str,
    options: BuildOptions,
    say: Say,
    *,
    untouched: bool,
) -> Report:
    """Make what is out of date in ``output``, publish it, and keep what is reported of it.

    ``inputs`` have been scanned just now; ``untouched``: all files stand in the output as they were left.
    """
    now = options.now()
    builder = Builder(inputs, archive, output, target, options)
    version = hashed(rules_version(), builder.context.loader.version)
    published = f"published {target}"
    same = archive.version_of(published) == version
    before = {} if same else published_in(output.folder)
    surroundings = surroundings_key(site, options)
    last = snapshot_of(archive, target, surroundings, now) if untouched else None
    with discarded(output):
        report = build_site(builder, last, strict=options.strict)
    archive.keep_version(published, version)
    keep_report(archive, target, site_key(site, builder.inputs, options), report, now)
    keep_snapshot(archive, target, surroundings, builder.snapshot(report.next_embargo))
    _keep_sightings(archive, inputs)
    _tell_changes(before, output.folder, say)
    return report


def build_site(builder: Builder, last: Snapshot | None = None, *, strict: bool = False) -> Report:
    """Make what is out of date, and let it be seen if all is well. Raises ``ContentErrors``.

    With a snapshot of the ``last`` build it goes on from there. Where it is ``strict``, what ``check``
    finds stops it too.
    """
    make_site(builder, last)
    report, gate = builder.report(), Gate(builder) if strict else None
    if gate is not None:
        report = replace(report, problems=gate.obstacles(report))
    if report.errors:
        builder.undo()
    else:
        builder.keep()
    if gate is not None:
        gate.keep()
    if report.errors:
        raise ContentErrors(report.errors)
    return report


def make_site(builder: Builder, last: Snapshot | None = None) -> None:
    """Make every page that is not as its inputs say, and let none of them be seen yet."""
    if isinstance(builder.output, Whole):
        builder.afresh()
    if last is None or not builder.go_on(last):
        builder.compare()
    for _ in builder.work():
        pass


def _keep_sightings(archive: Archive, inputs: Inputs) -> None:
    keep_sightings(archive, inputs.sightings, map(str, inputs.known))


def _tell_changes(before: dict[str, Published], place: Path, say: Say) -> None:
    """Say how many statements are not what another version of the extraction had published."""
    changes = version_changes(before, published_in(place)) if before else {}
    if changes:
        count = plural(sum(map(len, changes.values())), "annotation")
        say(
            f"the extraction has another version than at the last build: {count} changed "
            f"in {plural(len(changes), 'published briefing')} "
            "(see which before a build: briefing check --against DIR)"
        )


# --- a round that nobody sees -------------------------------------------------------


def check_anew(
    site: Site,
    inputs: Inputs,
    archive: Archive,
    options: BuildOptions,
    contents: Contents,
    standing: frozenset[str],
    against: Path | None,
) -> Report:
    """Make what is out of date where nobody sees it, and keep what is wrong with it."""
    before = published_before(against) if against else {}
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        recorded = recorded_files(archive, SITE)
        output, target = _unseen(site, recorded, contents, Path(folder))
        surroundings, untouched = surroundings_key(site, options), stands(recorded, contents)
        with discarded(output):
            builder = Builder(inputs, archive, output, target, options)
            make_site(
                builder, snapshot_of(archive, target, surroundings, options.now()) if untouched else None
            )
            report, gate = builder.report(), Gate(builder)
            found = (
                *gate.obstacles(report, drafts=True),
                *(() if report.errors else gone(standing, builder.artifacts.paths())),
            )
            changes = _changes_against(before, builder)
            builder.undo()
            gate.keep()
    key = hashed(site_key(site, builder.inputs, options), *sorted(standing))
    report = replace(report, problems=found)
    keep_report(archive, CHECK, key, report, options.now())
    _keep_sightings(archive, inputs)
    archive.commit()
    return replace(report, problems=(*found, *changes))


def _unseen(
    site: Site, recorded: Collection[str], contents: Contents, folder: Path
) -> tuple[Staged | Whole, str]:
    """An output in ``folder``, and its target: of the published site only what changed, if it is known."""
    published = PublishedFolder(site.output.absolute(), site.settings.output.keep, site.cache.absolute())
    output = published.output(recorded, contents)
    if isinstance(output, Whole):
        return Whole(folder / "site"), CHECK
    output.staging.place = folder
    return output, SITE


def _changes_against(before: dict[str, Published], builder: Builder) -> tuple[Problem, ...]:
    """A note for each briefing in which statements would not be what they were."""
    if not before:
        return ()
    parts = map(builder.output.file, sorted(builder.artifacts.paths()))
    changes = version_changes(before, published_parts(parts))
    files = {known.address: f"content/{path}" for path, known in builder.site_index.sources.items()}
    return tuple(
        Problem(told(some), files.get(address, address), severity=Severity.NOTE)
        for address, some in sorted(changes.items())
    )


@contextmanager
def discarded(output: Output) -> Iterator[None]:
    """Leave nothing of an output that was not committed, at Ctrl-C too."""
    try:
        yield
    finally:
        output.discard()
