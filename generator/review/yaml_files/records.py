"""Read a YAML list of records, each validated, each with its line: all problems at once."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.errors import ContentErrors, Problem
from generator.plain_yaml import complaint, load_yaml
from generator.review.yaml_files.blocks import Block, dump_entry, split
from generator.validation import Location, Place, problems
from generator.yaml_places import YamlPlaces

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Record(Generic[Model]):
    """A validated entry, the line of the file where it begins, and its ``text`` as written."""

    value: Model
    line: int
    text: str = field(default="", repr=False, compare=False)  # none where the file was read as a whole

    def place(self, key: str) -> tuple[int, int]:
        """Return line and column, from 1, of one of its keys, or of the entry."""
        line, column = YamlPlaces(self.text).of((0, key)) if self.text else (1, 1)
        return self.line - 1 + (line or 1), column or 1


@dataclass(frozen=True, slots=True)
class _Reading:
    """An entry read: its value, or its problems; lines count from 1 in the entry."""

    value: BaseModel | None
    problems: tuple[Problem, ...] = ()


def read_bytes(path: Path, name: str) -> bytes | None:
    """Return the file's bytes, None without a file. Raises :class:`ContentErrors`."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # to read a pipe is to wait for whoever writes into it
            raise ContentErrors([Problem("cannot be read: this is no regular file", name)])
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ContentErrors([Problem(f"cannot be read: {error.strerror or error}", name)]) from error


def read_records(data: bytes, name: str, model: type[Model]) -> list[Record[Model]]:
    """Parse and validate the file's bytes. Raises :class:`ContentErrors`."""
    text = _decoded(data, name)
    blocks = split(text)
    readings = [] if blocks is None else [_read_block(model, block.text) for block in blocks]
    whole = [reading for reading in readings if reading is not None]
    if blocks is None or len(whole) < len(blocks):
        blocks, whole = _read_whole(text, name, model)
    read = list(zip(blocks, whole, strict=True))
    wrong = [_placed(problem, block, name) for block, reading in read for problem in reading.problems]
    if wrong:
        raise ContentErrors(wrong)
    return [
        Record(reading.value, block.start + 1, block.text)
        for block, reading in read
        if isinstance(reading.value, model)
    ]


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentErrors([Problem("this is not UTF-8", name, line, 1)]) from error


def _placed(problem: Problem, block: Block, name: str) -> Problem:
    return replace(problem, file=name, line=block.start + (problem.line or 1))


@lru_cache(maxsize=20_000)
def _read_block(model: type[BaseModel], text: str) -> _Reading | None:
    """Read one entry by itself; None where it depends on the rest of the file."""
    try:
        data = load_yaml(text)
    except YAMLError:
        return None
    return _validated(model, data[0], text) if isinstance(data, list) and len(data) == 1 else None


def _validated(model: type[BaseModel], data: Any, text: str) -> _Reading:
    if not isinstance(data, dict):
        return _Reading(None, (Problem("an entry must be a mapping of keys to values"),))
    try:
        return _Reading(model.model_validate(data))
    except ValidationError as error:
        found = problems(error, model, "", _places(text))
        return _Reading(None, tuple(map(_bare, found)))


def _places(text: str) -> Callable[[Location], Place]:
    """Return a function from a key of the block's one entry to its line and column."""
    places = YamlPlaces(text)
    return lambda location: places.of((0, *location))


def _bare(problem: Problem) -> Problem:
    """Drop the name for the entry as a whole from a message."""
    return replace(problem, message=problem.message.removeprefix("'the whole' "))


def _read_whole(text: str, name: str, model: type[BaseModel]) -> tuple[list[Block], list[_Reading]]:
    """Read flow style and whatever else is YAML: slower, and with its errors."""
    try:
        data = load_yaml(text)
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        message, line, column = complaint(error)
        raise ContentErrors([Problem(message, name, line + 1, column + 1)]) from error
    if data is None:
        return [], []
    if not isinstance(data, list):
        raise ContentErrors([Problem("must be a list", name, 1, 1, "begin each entry with a hyphen")])
    starts = [item.start_mark.line for item in node.value]
    return [Block(start, start, "") for start in starts], [
        _validated(model, one, _alone(one)) for one in data
    ]


def _alone(data: Any) -> str:
    """Format an entry written in flow style as a block of its own; its columns are lost."""
    return dump_entry(data) if isinstance(data, dict) else "- {}\n"


def raise_all(found: Iterable[Problem]) -> None:
    """Raise all problems at once, if there are any."""
    if found := list(found):
        raise ContentErrors(found)
