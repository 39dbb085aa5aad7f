"""Admit review requests from the pages of this preview only, on this machine, in this run.

Each check stops an attack of its own: the client's address the network, the Host header
DNS rebinding, the token every foreign page and every earlier run, the origin and the
content type a form on another site. The token is a cookie that no script can read, and that
a browser sends along with requests of this preview's own pages alone: a document in a sandbox
is of no site, and a page of another site or port gets as far as the origin.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from pathlib import Path

from starlette.requests import Request

from generator.preview.hosts import AllowedHosts, is_loopback, parse_authority
from generator.preview.review_api.schemas import ReviewError

COOKIE_PATH = "/_preview/review"
MOST_BYTES = 64 * 1024
MOST_SECONDS = 10.0
_TYPE = "application/json"
_SAME = "same-origin"  # browsers tell it of each request; other programs need not
VARIABLE = "BRIEFING_REVIEWER"
_GIT_TIMEOUT = 5.0  # seconds


def is_here(client: str | None) -> bool:
    """Tell whether a client's address is of this machine; IPv4 may be mapped into IPv6."""
    if client is None:
        return False
    try:
        address = ip_address(client)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return is_loopback(str(mapped or address))


@dataclass(frozen=True, slots=True)
class RequestGuard:
    """Admit requests or raise :class:`ReviewError`; ``port`` is the server's own."""

    port: int
    token: str

    def knows(self, client: str | None, host: str) -> bool:
        """Tell whether a page requested by this client, under this host name, may review."""
        return is_here(client) and AllowedHosts("127.0.0.1", self.port).allows(host)

    @property
    def cookie_name(self) -> str:
        """Cookies know no ports: each preview of this machine has a name of its own."""
        return f"briefing-{self.port}"

    @property
    def cookie(self) -> str:
        """Return the header that gives a page the token, for review requests and no others."""
        return f"{self.cookie_name}={self.token}; Path={COOKIE_PATH}; HttpOnly; SameSite=Strict"

    def check_reading(self, request: Request) -> None:
        """Admit a request that reads, from our own pages only."""
        client = request.client.host if request.client else None
        if not self.knows(client, _only(request, "host")):
            raise ReviewError(403, "A review is possible only on the machine that runs the preview.")
        if request.headers.get("sec-fetch-site", _SAME) != _SAME:
            raise ReviewError(403, "Only a page of this preview may review.")
        sent = request.cookies.get(self.cookie_name, "").encode("latin-1", "replace")
        if not secrets.compare_digest(sent, self.token.encode()):
            raise ReviewError(403, "The preview was restarted since this page was loaded. Reload the page.")
        if "origin" in request.headers:
            self._check_origin(request)

    async def read_body(self, request: Request) -> bytes:
        """Admit a request that writes, and return its body."""
        self.check_reading(request)
        self._check_origin(request)
        if _only(request, "content-type") != _TYPE:
            raise ReviewError(415, "A decision must be sent as application/json.")
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await _body(request)
        except TimeoutError as error:
            raise ReviewError(408, f"A decision must be sent within {MOST_SECONDS:g} seconds.") from error

    def _check_origin(self, request: Request) -> None:
        """Require the page's origin to be the host that it requests."""
        scheme, _, authority = _only(request, "origin").partition("://")
        origin = parse_authority(authority)
        if scheme != "http" or origin is None or origin != parse_authority(_only(request, "host")):
            raise ReviewError(403, "Only a page of this preview may review.")


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise ReviewError(413, f"A decision can have at most {MOST_BYTES // 1024} KB.")
    return body


def _only(request: Request, header: str) -> str:
    """Return a header that is present once; missing or repeated, it counts as empty."""
    found = request.headers.getlist(header)
    return found[0] if len(found) == 1 else ""


# --- the name under a correction --------------------------------------------


def reviewer(root: Path, environment: Mapping[str, str] = os.environ) -> str | None:
    """Return ``$BRIEFING_REVIEWER``, or the name that git signs with, or None."""
    named = " ".join(environment.get(VARIABLE, "").split())
    return named or _git_name(root)


def _git_name(root: Path) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "config", "user.name"]
    try:
        found = subprocess.run(  # noqa: S603 (a fixed command)
            command, cwd=root, capture_output=True, text=True, timeout=_GIT_TIMEOUT, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return " ".join(found.stdout.split()) or None
