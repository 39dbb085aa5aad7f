"""Read a guide of ``docs/``: files to be saved and commands to be run, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.S | re.M)
_SAVED = re.compile(r"Save this as `([^`]+)`:$")


@dataclass(frozen=True, slots=True)
class Step:
    """A file to be saved at ``path``, or a command to be run in a shell, where there is none."""

    text: str
    path: str | None = None

    def save(self, folder: Path) -> None:
        """Write the file below ``folder``."""
        assert self.path is not None
        place = folder / self.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(self.text, "utf-8")


def steps(guide: str) -> Iterator[Step]:
    """Yield what a reader of the guide does. Raises ``ValueError`` where a block says neither."""
    for block in _FENCE.finditer(guide):
        saved = _SAVED.search(block["before"])
        if block["kind"] == "sh":
            yield from (Step(line) for line in block["body"].splitlines())
        elif saved:
            yield Step(block["body"], saved[1])
        else:
            raise ValueError(f"a block is neither a command nor a file to be saved: {block['body'][:60]!r}")
