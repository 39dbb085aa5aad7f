"""Compare what another version of the extraction makes of briefings that are published already.

A published site tells in its search index who says what in each briefing. Two sites are
compared by it: a deployed copy, whatever machine it was made on, is as good as a record.
Briefings whose text was edited are left out, for there it is the edit that shows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import UsageError
from generator.problem_formats import plural
from generator.review.versions.compare import compare_said
from generator.review.versions.published import JOINT, Change, Said

_PARTS = "search/part-*.js"
_EXAMPLE = 60  # characters of a statement that stand for it
_ENCODING = "utf-16-le"  # offsets count UTF-16


@dataclass(frozen=True, slots=True)
class Published:
    """A briefing as a site publishes it: its text, and its statements."""

    text: str
    said: tuple[Said, ...]


def published_in(folder: Path) -> dict[str, Published]:
    """The briefings of a published site, by address; what cannot be read is left out."""
    return published_parts(sorted(folder.glob(_PARTS)))


def published_parts(files: Iterable[Path]) -> dict[str, Published]:
    """The briefings in those of the files that are parts of a search index."""
    parts = (path for path in files if path.match(_PARTS))
    return {address: one for path in parts for address, one in _entries(path)}


def published_before(folder: Path) -> dict[str, Published]:
    """The same for a folder that somebody names. Raises :class:`UsageError` where no site stands there."""
    if not any(folder.glob(_PARTS)):
        raise UsageError(f"{folder} holds no published site", hint="name the output of an earlier build")
    return published_in(folder)


def version_changes(
    before: Mapping[str, Published], after: Mapping[str, Published]
) -> dict[str, tuple[Change, ...]]:
    """The statements that differ, by address, in briefings whose text is the same."""
    found = {
        address: tuple(compare_said(old.said, after[address].said))
        for address, old in before.items()
        if address in after and after[address].text == old.text
    }
    return {address: changes for address, changes in found.items() if changes}


def told(changes: Sequence[Change]) -> str:
    """``2 annotations would change: 1 added, 1 with another speaker; first “The sea wall …”``."""
    kinds = Counter(map(_kind, changes))
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    words = changes[0].words or ""
    short = words if len(words) <= _EXAMPLE else f"{words[:_EXAMPLE].rsplit(' ', 1)[0]} …"
    return f"{plural(len(changes), 'annotation')} would change: {counts}; first “{short.strip('“”')}”"


def _kind(change: Change) -> str:
    if change.change != "changed":
        return change.change
    return "with another speaker" if change.was is None else "with other words"


def _entries(path: Path) -> Iterator[tuple[str, Published]]:
    try:
        script = path.read_text("utf-8")
        entries = json.loads(script[script.index("[") : script.rindex("]") + 1])
        yield from [(str(entry["address"]), _published(entry)) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError, IndexError):  # damaged, or of a version long ago
        return


def _published(entry: dict[str, Any]) -> Published:
    text, names = str(entry["text"]), entry["speakers"]
    wide = text.encode(_ENCODING, "surrogatepass")
    return Published(text, tuple(_said(one, names, wide) for one in entry["said"]))


def _said(one: Sequence[Any], names: Sequence[str], wide: bytes) -> Said:
    parts = (wide[2 * start : 2 * end].decode(_ENCODING, "replace") for start, end in one[2])
    return Said(
        words=JOINT.join(" ".join(part.split()) for part in parts) or "…",
        speakers=tuple(names[number] for number in one[0]),
    )
