"""``content/NAME.review.yaml``: reading it with places, writing it without losing anything.

Every write re-reads the file under a lock, changes one entry, checks that all others
still read as they did, and renames. A file that is not the one expected is a
:class:`~generator.errors.ConflictError`, never overwritten.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from generator.errors import ConflictError, ContentErrors, Problem
from generator.review.corrections import Correction
from generator.review.files import locked, replace_file
from generator.review.selectors import Selector
from generator.review.yamlblocks import Block, dump_entry, split, with_block, with_replaced
from generator.validation import Location, Place, problems

SUFFIX = ".review.yaml"
HEAD = "# What people corrected in “{name}”, one entry each; kept by the words, not by the place.\n\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction and the line of the file, from 1, where it begins."""

    correction: Correction
    line: int


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The corrections of one source; ``sha256`` is of the file's bytes, None where there is no file."""

    entries: tuple[Entry, ...] = ()
    sha256: str | None = None

    @property
    def corrections(self) -> tuple[Correction, ...]:
        return tuple(entry.correction for entry in self.entries)

    def line_of(self, identifier: str) -> int | None:
        """Where a correction begins in the file, to point an editor to it."""
        return next((entry.line for entry in self.entries if entry.correction.id == identifier), None)


def path_for(source: PurePosixPath | Path) -> PurePosixPath:
    """The sidecar of a source: ``a/b.md`` has ``a/b.review.yaml``."""
    return PurePosixPath(source).with_suffix(SUFFIX)


def new_id() -> str:
    """A name for a correction that no other has."""
    return secrets.token_hex(4)


# --- reading -----------------------------------------------------------------


def load(path: Path, name: str) -> Sidecar:
    """Read the file; errors call it ``name``. Raises :class:`ContentErrors`, all problems at once."""
    data = _read(path, name)
    return Sidecar() if data is None else parse(data, name)


def parse(data: bytes, name: str) -> Sidecar:
    """The corrections in the file's bytes. Raises :class:`ContentErrors`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentErrors([Problem("this is not UTF-8", file=name, line=line, column=1)]) from error
    return Sidecar(_entries(text, name), hashlib.sha256(data).hexdigest())


def _read(path: Path, name: str) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise ContentErrors([Problem(message, file=name)]) from error


@dataclass(frozen=True, slots=True)
class _Reading:
    """One block read: a correction, or what is wrong with it; lines count from 0 in the block."""

    correction: Correction | None
    problems: tuple[Problem, ...] = ()
    named: bool = True


def _entries(text: str, name: str) -> tuple[Entry, ...]:
    blocks = split(text)
    readings = None if blocks is None else [_read_block(block.text) for block in blocks]
    if blocks is None or readings is None or any(reading is None for reading in readings):
        blocks, readings = _read_whole(text, name)
    wrong = [
        _placed(problem, block.start, name)
        for block, reading in zip(blocks, readings, strict=True)
        if reading
        for problem in reading.problems
    ]
    entries = [
        (Entry(reading.correction, block.start + 1), reading.named)
        for block, reading in zip(blocks, readings, strict=True)
        if reading and reading.correction
    ]
    wrong += _doubled([entry for entry, named in entries if named], name)
    if wrong:
        raise ContentErrors(wrong)
    return _renamed(entry for entry, _ in entries)


def _placed(problem: Problem, start: int, name: str) -> Problem:
    return Problem(problem.message, name, start + (problem.line or 1), problem.column, problem.hint)


def _doubled(entries: Sequence[Entry], name: str) -> list[Problem]:
    first: dict[str, int] = {}
    wrong = []
    for entry in entries:
        identifier = entry.correction.id
        if identifier in first:
            hint = f"the other is in line {first[identifier]}; leave an id out and it gets one"
            wrong.append(Problem(f"the id {identifier!r} is taken", name, entry.line, 1, hint))
        first.setdefault(identifier, entry.line)
    return wrong


def _renamed(entries: Any) -> tuple[Entry, ...]:
    """Entries without an id that say the very same get different ones."""
    taken: dict[str, int] = {}
    kept = []
    for entry in entries:
        identifier = entry.correction.id
        taken[identifier] = taken.get(identifier, 0) + 1
        if taken[identifier] > 1:
            other = entry.correction.model_copy(update={"id": f"{identifier}-{taken[identifier]}"})
            kept.append(Entry(other, entry.line))
        else:
            kept.append(entry)
    return tuple(kept)


@lru_cache(maxsize=20_000)
def _read_block(text: str) -> _Reading | None:
    """Read one block by itself; None where it means something only with the rest of the file."""
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(data, list) or len(data) != 1:
        return None
    return _validated(data[0], text)


def _validated(data: Any, text: str) -> _Reading:
    if not isinstance(data, dict):
        hint = "as in “- {action: confirm, target: attribution, content: …}”"
        return _Reading(None, (Problem("a correction must be a mapping of keys to values", hint=hint),))
    named = data.get("id") is not None
    identifier = data["id"] if named else hashlib.sha256(text.strip().encode()).hexdigest()[:8]
    try:
        correction = Correction.model_validate({**data, "id": identifier})
    except ValidationError as error:
        return _Reading(None, tuple(_explained(problems(error, Correction, "", _Places(text).of))), named)
    return _Reading(correction, (), named)


def _explained(found: Any) -> list[Problem]:
    """What concerns a correction as a whole reads better without pydantic's empty name."""
    return [
        Problem(
            problem.message.removeprefix("'the whole' "),
            None,
            problem.line,
            problem.column,
            problem.hint,
        )
        for problem in found
    ]


class _Places:
    """Line and column, from 1 within the block, of a key; parsed only once something is wrong."""

    def __init__(self, text: str) -> None:
        self.root = YAML(typ="rt", pure=True).load(text)[0]

    def of(self, location: Location) -> Place:
        node = self.root
        line, column = node.lc.line, node.lc.col
        for part in location:
            try:
                line, column = node.lc.item(part) if isinstance(part, int) else node.lc.key(part)
                node = node[part]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
        return line + 1, column + 1


def _read_whole(text: str, name: str) -> tuple[list[Block], list[_Reading | None]]:
    """The slow way: for flow style, anchors, and whatever else is YAML; and for its errors."""
    try:
        data = YAML(typ="safe", pure=True).load(text)
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"broken YAML: {error.problem or error.context}"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise ContentErrors([Problem(message, name, line, column)]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        message = f"broken YAML: {str(error).splitlines()[0]}"
        raise ContentErrors([Problem(message, name, 1, 1)]) from error
    if data is None:
        return [], []
    if not isinstance(data, list):
        raise ContentErrors(
            [Problem("must be a list of corrections", name, 1, 1, "begin each with a hyphen")]
        )
    starts = [item.start_mark.line for item in node.value]
    blocks = [Block(start, start, "") for start in starts]
    return blocks, [_validated(one, _alone(one)) for one in data]


def _alone(data: Any) -> str:
    return dump_entry(data) if isinstance(data, dict) else "- {}\n"


# --- writing -----------------------------------------------------------------


def append(path: Path, correction: Correction, expected: str | None = None, *, name: str = "") -> Sidecar:
    """Add a correction at the end.

    ``expected`` is the hash of the file that the correction was made upon ("" for no file
    yet, None for whatever is there). Raises :class:`ConflictError`, and ``ContentErrors``
    where the file cannot be read.
    """
    return _edit(path, expected, name, lambda text, before: _appended(text, before, dump(correction)))


def replace(path: Path, correction: Correction, expected: str | None = None, *, name: str = "") -> Sidecar:
    """Put a correction in the place of the one with its id; for an anchor that a person accepted."""
    return _edit(path, expected, name, lambda text, s: _spliced(text, s, correction.id, dump(correction)))


def remove(path: Path, identifier: str, expected: str | None = None, *, name: str = "") -> Sidecar:
    """Take a correction back."""
    return _edit(path, expected, name, lambda text, before: _spliced(text, before, identifier, ""))


def dump(correction: Correction) -> str:
    """The correction as its block of YAML."""
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
        data = _read(path, name)
        before = Sidecar() if data is None else parse(data, name)
        if expected is not None and expected != (before.sha256 or ""):
            hint = "read it again, and say it again if it still holds"
            raise ConflictError(Problem("the corrections were changed elsewhere meanwhile", name, hint=hint))
        text = HEAD.format(name=path.name.removesuffix(SUFFIX)) if data is None else data.decode("utf-8")
        new = edit(text, before).encode("utf-8")
        result = _checked(before, new, name)
        if _read(path, name) != data:  # somebody's editor, which knows no locks
            raise ConflictError(Problem("the corrections are being edited elsewhere", name, hint="try again"))
        replace_file(path, new)
    return result


def _appended(text: str, before: Sidecar, block: str) -> str:
    if split(text) is not None:
        return with_block(text, block)
    if before.entries:
        raise _unfit()
    return block  # an empty list, written [] or null


def _spliced(text: str, before: Sidecar, identifier: str, block: str) -> str:
    line = before.line_of(identifier)
    if line is None:
        raise ConflictError(Problem(f"there is no correction {identifier!r} any more", hint="read it again"))
    old = next((one for one in split(text) or () if one.start == line - 1), None)
    if old is None:
        raise _unfit()
    return with_replaced(text, old, block)


def _checked(before: Sidecar, data: bytes, name: str) -> Sidecar:
    """The new file read back: no correction but one may have come, gone or changed."""
    after = parse(data, name)
    one, other = ({c.id: c for c in sidecar.corrections} for sidecar in (before, after))
    if sum(one.get(identifier) != other.get(identifier) for identifier in one.keys() | other.keys()) > 1:
        raise _unfit()
    return after


def _unfit() -> ConflictError:
    hint = "write each correction as an entry of its own, from a hyphen at the start of a line"
    return ConflictError(Problem("a tool cannot change this file safely as it is written", hint=hint))
