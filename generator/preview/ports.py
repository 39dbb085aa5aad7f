"""A port to listen on: the one asked for, or the next that is free."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from ipaddress import ip_address

from generator.errors import UsageError

DEFAULT_PORT = 8800
_TRIES = 50
_HOME = "leave --host out for this machine only"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on ``port`` or the next free one above. Raises :class:`UsageError`."""
    family = _family(host)
    if family is None:
        raise UsageError(f"{host!r} is no name or address", hint=_HOME)
    for candidate in range(port, min(port + _TRIES, 65_536)) if port else (0,):
        try:
            return _bind(family, host, candidate)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise UsageError(f"{host!r} is no address of this machine", hint=_HOME) from error
            if error.errno in (errno.EACCES, errno.EPERM) and candidate == port:
                hint = "ports below 1024 are the administrator's; name another with --port"
                raise UsageError(f"port {port} may not be used: {error.strerror}", hint=hint) from error
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise UsageError(f"cannot listen on {host}: {error.strerror}", hint=_HOME) from error
    raise UsageError(f"no port from {port} on is free", hint="name another with --port")


def is_every(listening: socket.socket) -> bool:
    """Return whether it listens on every address of this machine."""
    return ip_address(str(listening.getsockname()[0]).partition("%")[0]).is_unspecified


def network_addresses(listening: socket.socket) -> list[str]:
    """The addresses at which others reach a socket that listens on every address; else none."""
    if not is_every(listening):
        return []
    v6 = listening.family is socket.AF_INET6
    probes = [(socket.AF_INET, "192.0.2.1"), *([(socket.AF_INET6, "2001:db8::1")] if v6 else [])]
    found = [own for family, far in probes if (own := _own_address(family, far))]
    return [own for own in found if not ip_address(own).is_loopback]


def _own_address(family: socket.AddressFamily, far: str) -> str | None:
    """The address from which this machine would speak to ``far``; nothing is sent."""
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((far, 9))
        return str(probe.getsockname()[0])
    return None


def _family(host: str) -> socket.AddressFamily | None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return None
    # A name such as localhost is both: the older one is where everybody looks.
    families = {family for family, *_ in found}
    return socket.AF_INET if socket.AF_INET in families else socket.AF_INET6


def _bind(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made
