"""Authenticate what the archive holds, so that nothing is believed that another has written there.

Every record is stored with a code that depends on a key of the user's, on its bytes and on the row it
stands in. The key never lies in the site's folder: it is the environment's, or a file in the user's
configuration folder. An archive made with another key is a stranger's, and is made anew.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

from generator.building.store.serialization import UnpackingError, pack, unpack
from generator.errors import UsageError
from generator.safe_files import open_new

VARIABLE = "BRIEFING_ARCHIVE_KEY"
_SHORTEST = 16  # characters
_SIZE = 16  # bytes of a code
_FILE = "archive.key"


@dataclass(frozen=True, slots=True)
class Seal:
    """Packs records, and unpacks those that were packed with the same ``key`` for the same row."""

    key: bytes

    def pack(self, record: object, *row: object) -> bytes:
        """The record as bytes that are good for this row alone."""
        return self.sign(pack(record), *row)

    def sign(self, packed: bytes, *row: object) -> bytes:
        """Bytes that another process has packed, good for this row alone."""
        return self._code(packed, row) + packed

    def unpack(self, data: bytes, *row: object) -> object:
        """The record that was packed for this row. Raises :class:`UnpackingError`."""
        return unpack(self.signed(data, *row))

    def signed(self, data: bytes, *row: object) -> bytes:
        """The bytes that were signed for this row. Raises :class:`UnpackingError`."""
        code, packed = data[:_SIZE], data[_SIZE:]
        if not hmac.compare_digest(code, self._code(packed, row)):
            raise UnpackingError("this was not written here")
        return packed

    @property
    def mark(self) -> str:
        """Tells whether an archive was made with this key, and does not tell the key."""
        return self._code(b"", ("archive",)).hex()

    def _code(self, packed: bytes, row: tuple[object, ...]) -> bytes:
        place = repr(row).encode("utf-8", "surrogatepass")
        code = hashlib.blake2b(len(place).to_bytes(8, "big"), key=self.key, digest_size=_SIZE)
        code.update(place)
        code.update(packed)
        return code.digest()


def user_seal(environment: Mapping[str, str] = os.environ) -> Seal:
    """The seal of this user. Raises ``OSError`` where no key can be kept, ``UsageError`` for a weak one."""
    given = environment.get(VARIABLE, "")
    if given and len(given) < _SHORTEST:
        hint = f"at least {_SHORTEST} characters that nobody can guess"
        raise UsageError(f"{VARIABLE} is too short", hint=hint)
    return _seal_of(given.encode() if given else _kept_key())


def passing_seal() -> Seal:
    """A seal for an archive that ends with the process."""
    return _seal_of(secrets.token_bytes(32))


def _seal_of(secret: bytes) -> Seal:
    return Seal(hashlib.blake2b(secret, digest_size=32, person=b"briefing-archive").digest())


def _kept_key() -> bytes:
    path = user_config_path("briefing", appauthor=False) / _FILE
    for _ in range(2):  # of two processes that start at once, one makes the key and the other one reads it
        with suppress(FileNotFoundError):
            if key := path.read_bytes():
                return key
            path.unlink()  # of a process that was killed, or whose disk was full, while it wrote
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    with open_new(path, 0o600) as file:
        file.write(secrets.token_hex(32).encode())
