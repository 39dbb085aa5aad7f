"""Our own records into bytes and back.

Pickle is fast and knows our data classes, but reading a pickle can call anything it
names. Records are authenticated before they are read (:mod:`generator.building.store.seal`); and
all the same only our own plain records and a few plain types of the standard library are let in.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import pathlib
import pickle
import sys
import zlib
from collections.abc import Callable
from enum import Enum
from typing import Any

from pydantic import BaseModel
from pydantic_core import TzInfo

_LARGEST = 256_000_000  # bytes of a record: what is found in the longest source is a tenth of it


class UnpackingError(Exception):
    """The bytes are damaged, or hold what no record of ours holds."""


def _member(enumeration: type, name: str) -> Enum:
    """Stand in for ``getattr``, by which Python 3.11.2 pickles members of enumerations."""
    if not (isinstance(enumeration, type) and issubclass(enumeration, Enum)):
        raise UnpackingError(f"{enumeration!r} is no enumeration of ours")
    return enumeration[name]


_PLAIN: dict[tuple[str, str], Callable[..., Any]] = {
    ("builtins", "getattr"): _member,
    ("datetime", "date"): dt.date,
    ("datetime", "datetime"): dt.datetime,
    ("datetime", "timedelta"): dt.timedelta,
    ("datetime", "timezone"): dt.timezone,
    ("pydantic_core._pydantic_core", "TzInfo"): TzInfo,
    ("pathlib", "PurePosixPath"): pathlib.PurePosixPath,
    ("pathlib._local", "PurePosixPath"): pathlib.PurePosixPath,
    ("builtins", "frozenset"): frozenset,
    ("builtins", "set"): set,
}
_known: dict[tuple[str, str], Callable[..., Any]] = dict(_PLAIN)


def pack(record: object) -> bytes:
    """The record as bytes."""
    return zlib.compress(pickle.dumps(record, protocol=5), 1)


def unpack(data: bytes) -> Any:
    """The record that :func:`pack` was given. Raises :class:`UnpackingError`."""
    try:
        return _Reader(io.BytesIO(_decompressed(data))).load()
    except UnpackingError:
        raise
    except Exception as error:  # damaged bytes can make pickle raise anything
        raise UnpackingError(f"{type(error).__name__}: {error}") from error


def _decompressed(data: bytes) -> bytes:
    """The bytes that were compressed: a thousandth of them in a small file must not fill the memory."""
    reader = zlib.decompressobj()
    found = reader.decompress(data, _LARGEST)
    if reader.unconsumed_tail:
        raise UnpackingError(f"the record is larger than {_LARGEST // 1_000_000} MB")
    if not reader.eof:
        raise UnpackingError("the record is cut off")
    return found


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Callable[..., Any]:
        key = (module, name)
        if key not in _known:
            _known[key] = _record_class(module, name)
        return _known[key]


def _record_class(module: str, name: str) -> Callable[..., Any]:
    """A record of ours: a data class, a named tuple, an enumeration, a model of pydantic's."""
    if not module.startswith("generator.") or "." in name:
        raise UnpackingError(f"{module}.{name} is no record of ours")
    if module not in sys.modules:
        __import__(module)
    found = getattr(sys.modules[module], name, None)
    if not (isinstance(found, type) and found.__module__ == module and _is_record(found)):
        raise UnpackingError(f"{module}.{name} is no record of ours")
    return found


def _is_record(found: type) -> bool:
    return dataclasses.is_dataclass(found) or issubclass(found, Enum | tuple | BaseModel)
