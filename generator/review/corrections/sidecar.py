"""Read and write ``content/NAME.review.yaml``, keeping everything else in it as it is.

Every write re-reads the file under a lock, changes one entry, checks that all others
are unchanged, and renames. A file that is not the expected one raises
:class:`~generator.errors.ConflictError` and is never overwritten.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from generator.content_files import CORRECTIONS
from generator.errors import ConflictError, Problem
from generator.review.anchoring.selectors import Selector
from generator.review.corrections.correction import Correction
from generator.review.yaml_files.blocks import dump_entry, split, with_block, with_replaced
from generator.review.yaml_files.locking import locked, replace_file
from generator.review.yaml_files.records import Record, raise_all, read_bytes, read_records

SUFFIX = CORRECTIONS
HEAD = "# Corrections of “{name}”, one entry each; found again by their words, not by their place.\n\n"


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The corrections of one source; ``sha256`` is of the file's bytes, None without a file."""

    records: tuple[Record[Correction], ...] = ()
    sha256: str | None = None

    @property
    def corrections(self) -> tuple[Correction, ...]:
        return tuple(record.value for record in self.records)

    def line_of(self, identifier: str) -> int | None:
        """Return the line where a correction begins in the file."""
        return next((record.line for record in self.records if record.value.id == identifier), None)


def path_for(source: PurePosixPath | Path) -> PurePosixPath:
    """Return the review file of a source: ``a/b.review.yaml`` for ``a/b.md``."""
    return PurePosixPath(source).with_suffix(SUFFIX)


def new_id() -> str:
    """Return a new random id for a correction."""
    return secrets.token_hex(4)


# --- reading -----------------------------------------------------------------


def load(path: Path, name: str) -> Sidecar:
    """Read the file, called ``name`` in errors. Raises ``ContentErrors``, all problems at once."""
    data = read_bytes(path, name)
    return Sidecar() if data is None else parse(data, name)


def parse(data: bytes, name: str) -> Sidecar:
    """Parse the file's bytes. Raises ``ContentErrors``."""
    records = read_records(data, name, Correction)
    raise_all(_doubled(records, name))
    return Sidecar(tuple(_named(records)), hashlib.sha256(data).hexdigest())


def _doubled(records: Iterable[Record[Correction]], name: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for record in records:
        identifier = record.value.id
        if identifier and identifier in first:
            hint = f"first used in line {first[identifier]}; an id may be left out"
            yield Problem(f"duplicate id {identifier!r}", name, record.line, 1, hint)
        first.setdefault(identifier, record.line)


def _named(records: Iterable[Record[Correction]]) -> Iterator[Record[Correction]]:
    """Give corrections without an id one made of what they say, unique even for equal ones."""
    taken: Counter[str] = Counter()
    for record in records:
        correction = record.value
        if not correction.id:
            said = correction.model_dump_json(exclude_defaults=True)
            identifier = hashlib.sha256(said.encode()).hexdigest()[:8]
            taken[identifier] += 1
            nth = f"-{taken[identifier]}" if taken[identifier] > 1 else ""
            correction = correction.model_copy(update={"id": identifier + nth})
        yield Record(correction, record.line)


# --- writing -----------------------------------------------------------------


def append(path: Path, correction: Correction, expected: str | None = None, *, name: str = "") -> Sidecar:
    """Add a correction at the end.

    ``expected`` is the hash of the file that the correction is based on ("" for no file
    yet, None for any). Raises :class:`ConflictError`, and ``ContentErrors``
    where the file cannot be read.
    """
    return _edit(path, expected, name, lambda text, before: _appended(text, before, dump(correction)))


def replace(path: Path, correction: Correction, expected: str | None = None, *, name: str = "") -> Sidecar:
    """Replace the correction with the same id."""
    return _edit(path, expected, name, lambda text, s: _spliced(text, s, correction.id, dump(correction)))


def remove(path: Path, identifier: str, expected: str | None = None, *, name: str = "") -> Sidecar:
    """Remove a correction."""
    return _edit(path, expected, name, lambda text, before: _spliced(text, before, identifier, ""))


def dump(correction: Correction) -> str:
    """Format the correction as its block of YAML."""
    given = correction.model_dump(exclude_defaults=True)
    order = list(Correction.model_fields)
    entry = {key: _dumped(given[key]) for key in order if key in given}
    if correction.speakers is not None:
        entry["speakers"] = list(correction.speakers)
    return dump_entry({key: entry[key] for key in order if key in entry})


def _dumped(value: Any) -> Any:
    if isinstance(value, Selector):
        return {key: part for key, part in asdict(value).items() if part not in ("", None)}
    if isinstance(value, list | tuple):
        return [_dumped(one) for one in value]
    return value


Edit = Callable[[str, Sidecar], str]


def _edit(path: Path, expected: str | None, name: str, edit: Edit) -> Sidecar:
    name = name or path.name
    with locked(path.parent):
        data = read_bytes(path, name)
        before = Sidecar() if data is None else parse(data, name)
        if expected is not None and expected != (before.sha256 or ""):
            hint = "read them again, and decide again"
            raise ConflictError(Problem("the corrections have changed in the meantime", name, hint=hint))
        text = HEAD.format(name=path.name.removesuffix(SUFFIX)) if data is None else data.decode("utf-8")
        new = edit(text, before).encode("utf-8")
        result = _checked(before, new, name)
        if read_bytes(path, name) != data:  # by an editor that takes no lock
            raise ConflictError(
                Problem("the corrections are being edited by another program", name, hint="try again")
            )
        replace_file(path, new)
    return result


def _appended(text: str, before: Sidecar, block: str) -> str:
    if split(text) is not None:
        return with_block(text, block)
    if before.records:
        raise _unfit()
    return block  # an empty list, written [] or null


def _spliced(text: str, before: Sidecar, identifier: str, block: str) -> str:
    line = before.line_of(identifier)
    if line is None:
        raise ConflictError(
            Problem(f"the correction {identifier!r} no longer exists", hint="read the file again")
        )
    old = next((one for one in split(text) or () if one.start == line - 1), None)
    if old is None:
        raise _unfit()
    return with_replaced(text, old, block)


def _checked(before: Sidecar, data: bytes, name: str) -> Sidecar:
    """Parse the new file and check that at most one correction was added, removed or changed."""
    after = parse(data, name)
    one, other = ({c.id: c for c in sidecar.corrections} for sidecar in (before, after))
    if sum(one.get(identifier) != other.get(identifier) for identifier in one.keys() | other.keys()) > 1:
        raise _unfit()
    return after


def _unfit() -> ConflictError:
    hint = "begin each correction with a hyphen at the start of a line"
    return ConflictError(Problem("this file cannot be changed safely as it is written", hint=hint))
