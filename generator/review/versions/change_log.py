"""Keep ``content/NAME.changes.yaml``: what changed between two published versions.

``briefing build --record`` appends a version to it. The newest version also keeps its
``state``, what was published, so that the next one can be compared with it, in a fresh
clone too. Only what the gate lets through gets into it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from generator.content_files import CHANGES
from generator.errors import ConflictError, Problem
from generator.review.versions.compare import compare
from generator.review.versions.published import PublishedState, Version
from generator.review.yaml_files.blocks import dump_entry, split, with_block, with_replaced
from generator.review.yaml_files.locking import locked, replace_file
from generator.review.yaml_files.records import Record, read_bytes, read_records

SUFFIX = CHANGES
HEAD = "# What changed between the published versions of “{name}”, kept by `briefing build --record`.\n\n"
_STATE = re.compile(r"^  state:", re.MULTILINE)  # where a tool writes it


def path_for(source: PurePosixPath | Path) -> PurePosixPath:
    """Return the change log of a source: ``a/b.changes.yaml`` for ``a/b.md``."""
    return PurePosixPath(source).with_suffix(SUFFIX)


def load(path: Path, name: str) -> tuple[Version, ...]:
    """Read the versions, the oldest first. Raises ``ContentErrors``."""
    return tuple(record.value for record in _records(read_bytes(path, name), name))


def _records(data: bytes | None, name: str) -> list[Record[Version]]:
    return [] if data is None else read_records(data, name, Version)


def pending(
    versions: Sequence[Version], state: PublishedState, at: datetime, notice: str | None = None
) -> Version | None:
    """Return the version that ``state`` would be; None where nothing changed."""
    last = versions[-1] if versions else None
    if last is not None and last.version == state.version and last.notice == notice:
        return None
    changes = compare(last.state, state) if last is not None and last.state else ()
    return Version(version=state.version, at=at, notice=notice, changes=changes, state=state)


def record(
    path: Path, state: PublishedState, at: datetime, notice: str | None = None, *, name: str = ""
) -> Version | None:
    """Append a version, if anything changed, and return it.

    ``notice`` is the public correction notice on the page. Raises
    ``ContentErrors`` where the file cannot be read, ``ConflictError`` where another
    program is writing it.
    """
    name = name or path.name
    with locked(path.parent):
        data = read_bytes(path, name)
        records = _records(data, name)
        version = pending([record.value for record in records], state, at, notice)
        if version is None:
            return None
        text = HEAD.format(name=path.name.removesuffix(SUFFIX)) if data is None else data.decode("utf-8")
        new = with_block(_without_state(text, records), dump(version)).encode("utf-8")
        _check(new, records, version, name)
        replace_file(path, new)
    return version


def dump(version: Version) -> str:
    """Format a version as its block of YAML."""
    return dump_entry(version.model_dump(exclude_none=True, exclude_defaults=True))


def _without_state(text: str, records: Sequence[Record[Version]]) -> str:
    """Drop the state of the last version, which is no longer the newest."""
    blocks = split(text) or []
    if not records or not blocks:
        return text
    kept = _STATE.split(blocks[-1].text, maxsplit=1)[0]
    return with_replaced(text, blocks[-1], kept)


def _check(data: bytes, before: Sequence[Record[Version]], added: Version, name: str) -> None:
    """Parse the new file and check that it holds the old versions and the new one, nothing else."""
    after = [record.value for record in read_records(data, name, Version)]
    expected = [record.value.model_copy(update={"state": None}) for record in before]
    if after != [*expected, added]:
        hint = "begin each version with a hyphen at the start of a line, and put `state` last"
        raise ConflictError(Problem("this file cannot be changed safely as it is written", name, hint=hint))
