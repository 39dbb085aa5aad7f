"""Who may ask for a review: the pages of this preview, on this machine, in this run.

Each condition stops something of its own. The client's address keeps out the network,
the Host header a page that rebound its name to this machine, the token every page that
is not ours, or of an earlier run, the origin and the content type a form elsewhere
that is sent here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

from generator.preview.hosts import AllowedHosts, is_loopback, parse_authority
from generator.preview.reviewing.refusing import Refused

TOKEN_HEADER = "X-Briefing-Token"
MOST_BYTES = 64 * 1024
_TYPE = "application/json"


def is_here(client: str | None) -> bool:
    """Whether a client's address is of this machine; an IPv4 address may come dressed as IPv6."""
    if client is None:
        return False
    try:
        address = ip_address(client)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return is_loopback(str(mapped or address))


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets requests through or raises :class:`Refused`; ``port`` is the server's own."""

    port: int
    token: str

    def knows(self, client: str | None, host: str) -> bool:
        """Whether a page that is asked for by this client, under this name, may review."""
        return is_here(client) and AllowedHosts("127.0.0.1", self.port).allows(host)

    def check_reading(self, request: Request) -> None:
        """Let only our own pages read what nobody may publish."""
        client = request.client.host if request.client else None
        if not self.knows(client, _only(request, "host")):
            raise Refused(403, "A review is possible only on the machine that runs the preview.")
        sent = _only(request, TOKEN_HEADER).encode("latin-1", "replace")
        if not secrets.compare_digest(sent, self.token.encode()):
            raise Refused(403, "The preview was started anew since this page came. Load the page again.")
        if "origin" in request.headers:
            self._check_origin(request)

    async def read_body(self, request: Request) -> bytes:
        """The body of a request that writes."""
        self.check_reading(request)
        self._check_origin(request)
        if _only(request, "content-type") != _TYPE:
            raise Refused(415, "A decision is sent as application/json.")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise Refused(413, f"A decision has at most {MOST_BYTES // 1024} KB.")
        return body

    def _check_origin(self, request: Request) -> None:
        """The page that asks has the very name that it asks under."""
        scheme, _, authority = _only(request, "origin").partition("://")
        origin = parse_authority(authority)
        if scheme != "http" or origin is None or origin != parse_authority(_only(request, "host")):
            raise Refused(403, "Only a page of this preview may review.")


def _only(request: Request, header: str) -> str:
    """A header that is there once; missing, or there twice, it says nothing."""
    found = request.headers.getlist(header)
    return found[0] if len(found) == 1 else ""
