"""Bound the connections of the preview: one too many is told so, and whoever is connected goes on."""

from __future__ import annotations

import asyncio
import sys

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

if sys.platform != "win32":
    import resource

MOST = 2_000  # open pages, each with a stream
_TOLD = 100  # of those that are too many; any other is cut off at once
_PATIENCE = 1.0  # seconds for one that is too many to ask something, which is then answered
_SILENCE = 30.0  # seconds for any other to begin to ask
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nRetry-After: 5\r\n"
    b"Content-Length: 25\r\nConnection: close\r\n\r\ntoo many pages are open.\n"
)


def most_connections() -> int:
    """Return how many there may be: half of the files that the system lets us open are for other things."""
    if sys.platform == "win32":
        return MOST
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if files == resource.RLIM_INFINITY else min(MOST, files // 2)


class Connection(H11Protocol):
    """One client. Uvicorn's own limit would refuse what everybody asks, once it is reached."""

    refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        over = len(self.connections) - most_connections()
        self.refused = over > 0
        if over > _TOLD:
            transport.abort()
        elif self.refused:
            self.loop.call_later(_PATIENCE, transport.abort)
        else:
            self.timeout_keep_alive_task = self.loop.call_later(_SILENCE, self.timeout_keep_alive_handler)

    def data_received(self, data: bytes) -> None:
        if self.refused:
            self.transport.write(_FULL)
            self.transport.close()
        else:
            super().data_received(data)


def server_settings(app: ASGIApp) -> uvicorn.Config:
    """Return how the preview is served: quietly, each client on a :class:`Connection`."""
    return uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
