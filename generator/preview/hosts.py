"""Decide by which names a browser may call the preview.

A page elsewhere can point a name of its own at 127.0.0.1 and so reach a server on this
machine (DNS rebinding). It cannot choose the Host header: that names the attacker's
domain. So the header is parsed and compared, part by part, with what we answer to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from generator.errors import UsageError

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}  # of every answer of the preview
# Of a file that we did not make: opened by itself, its scripts run as nobody's and reach no page of ours.
SANDBOX = {"Content-Security-Policy": "sandbox allow-scripts allow-forms allow-popups"}


@dataclass(frozen=True, slots=True)
class Additions:
    """What a page is served with beside itself: tags for its head, and headers."""

    tags: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Authority:
    """A host, lower case and without brackets, and a port."""

    host: str
    port: int | None


def parse_authority(text: str) -> Authority | None:
    """Parse a Host header or the authority of an origin; None where it is neither."""
    if not text or any(character in text for character in "/\\?#@ \t\r\n"):
        return None
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    return Authority(host.rstrip(".").lower(), port) if host else None


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is this machine and no other."""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """What a preview that listens on ``host`` and ``port`` answers to.

    On loopback: loopback names alone. Elsewhere also the name given and any plain
    address, which no rebinding can forge. ``also`` are names that somebody vouches for:
    of a forwarded port, of a proxy, of this machine in its network.
    """

    host: str
    port: int
    also: frozenset[Authority] = frozenset()

    def allows(self, header: str) -> bool:
        """Return whether a request with this Host header is for us."""
        found = parse_authority(header)
        if found is None:
            return False
        if found in self.also:
            return True
        if (found.port or 80) != self.port:
            return False
        if is_loopback(found.host) or Authority(found.host, None) in self.also:
            return True
        return not is_loopback(self.host) and (found.host == self.host.lower() or bool(_address(found.host)))


def allowed(names: Iterable[str]) -> frozenset[Authority]:
    """Return what ``--allow-host`` names: each a host, or a host and a port. Raises :class:`UsageError`."""
    return frozenset(_allowed(name) for name in names)


def _allowed(name: str) -> Authority:
    found = parse_authority(name)
    if found is None or "*" in name:
        hint = "write it as the browser's address line has it: name or name:port, without http://"
        raise UsageError(f"--allow-host {name!r} is no name of a host", hint=hint)
    return found
