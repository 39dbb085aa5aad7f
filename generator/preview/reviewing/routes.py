"""The end points of the review, and the script that asks them. Thin: all that counts is elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from html import escape

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from generator.preview.reviewing.bench import Bench
from generator.preview.reviewing.decisions import Asked
from generator.preview.reviewing.guard import Guard
from generator.preview.reviewing.refusing import Refused
from generator.preview.reviewing.state import State

PATH = "/_preview/review"
_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
Answering = Callable[[Request], Awaitable[State | None]]


@dataclass(frozen=True, slots=True)
class Reviewing:
    """``GET`` tells how a page's review stands, ``POST`` decides; ``token`` is of this run."""

    bench: Bench
    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def guard(self) -> Guard:
        return Guard(self.port, self.token)

    def routes(self) -> list[Route]:
        """The end points, to stand below ``/_preview/``."""
        return [
            Route(PATH, _answering(self._look), methods=["GET"]),
            Route(PATH, _answering(self._decide), methods=["POST"]),
        ]

    def scripts(self, page: str, client: str | None, host: str) -> str:
        """What a page gets in its head; a page that is looked at from elsewhere gets nothing."""
        if not self.guard.knows(client, host):
            return ""
        values = f'data-page="{escape(page)}" data-token="{self.token}"'
        return f'<script defer src="/_preview/review.js" {values}></script>'

    async def _look(self, request: Request) -> State | None:
        self.guard.check_reading(request)
        return await run_in_threadpool(self.bench.look, request.query_params.get("page", ""))

    async def _decide(self, request: Request) -> State | None:
        body = await self.guard.read_body(request)
        try:
            asked = Asked.model_validate_json(body)
        except ValidationError as error:
            raise Refused(422, "That is no decision that can be understood.") from error
        return await run_in_threadpool(self.bench.decide, asked)


def _answering(answer: Answering) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            state = await answer(request)
        except Refused as refusal:
            return _json(refusal.state, refusal.status, refusal.message)
        return _json(state)

    return endpoint


def _json(state: State | None, status: int = 200, message: str | None = None) -> JSONResponse:
    said = {"state": asdict(state) if state else None, "message": message}
    return JSONResponse(said, status, _HEADERS)
