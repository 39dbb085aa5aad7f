"""A port to listen on: the one asked for, or the next that is free."""

from __future__ import annotations

import socket
from contextlib import suppress

from generator.errors import UsageError

DEFAULT_PORT = 8800
_TRIES = 50


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on ``port`` or the next free one above. Raises :class:`UsageError`."""
    for candidate in range(port, min(port + _TRIES, 65_536)) if port else (0,):
        with suppress(OSError):
            return _bind(host, candidate)
    family = _family(host)
    if family is None:
        raise UsageError(
            f"{host!r} is no address of this machine", hint="leave --host out for this machine only"
        )
    raise UsageError(f"no port from {port} on is free", hint="name another with --port")


def _family(host: str) -> socket.AddressFamily | None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return None
    # A name such as localhost is both: the older one is where everybody looks.
    families = {family for family, *_ in found}
    return socket.AF_INET if socket.AF_INET in families else socket.AF_INET6


def _bind(host: str, port: int) -> socket.socket:
    family = _family(host)
    if family is None:
        raise OSError(host)
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made
