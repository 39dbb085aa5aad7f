"""Define the review's endpoints, and the script that a page loads to use them."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from generator.preview.hosts import HEADERS, Additions
from generator.preview.review_api.auth import COOKIE_PATH, RequestGuard
from generator.preview.review_api.schemas import DecisionRequest, ReviewError, ReviewState
from generator.preview.review_api.service import ReviewService

Handler = Callable[[Request], Awaitable[ReviewState | None]]


@dataclass(frozen=True, slots=True)
class ReviewApi:
    """``GET`` returns the state of a page's review, ``POST`` decides; ``token`` is for this run only."""

    service: ReviewService
    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def guard(self) -> RequestGuard:
        return RequestGuard(self.port, self.token)

    def routes(self) -> list[Route]:
        """Return the routes, all below ``/_preview/``."""
        return [
            Route(COOKIE_PATH, _endpoint(self._look), methods=["GET"]),
            Route(COOKIE_PATH, _endpoint(self._decide), methods=["POST"]),
        ]

    def additions(self, page: str, client: str | None, host: str) -> Additions:
        """Return what a page gets: nothing where the client is not on this machine."""
        if not self.guard.knows(client, host):
            return Additions()
        script = f'<script defer src="/_preview/review.js" data-page="{escape(page)}"></script>'
        return Additions(script, {"Set-Cookie": self.guard.cookie})

    async def _look(self, request: Request) -> ReviewState | None:
        self.guard.check_reading(request)
        return await run_in_threadpool(self.service.look, request.query_params.get("page", ""))

    async def _decide(self, request: Request) -> ReviewState | None:
        body = await self.guard.read_body(request)
        try:
            decision = DecisionRequest.model_validate_json(body)
        except ValidationError as error:
            raise ReviewError(422, "This decision is not valid.") from error
        return await run_in_threadpool(self.service.decide, decision)


def _endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            state = await handler(request)
        except ReviewError as error:
            return _json(error.state, error.status, error.message, error.asks)
        return _json(state)

    return endpoint


def _json(
    state: ReviewState | None,
    status: int = 200,
    message: str | None = None,
    asks: Mapping[str, Sequence[str]] | None = None,
) -> JSONResponse:
    content = {"state": asdict(state) if state else None, "message": message, "asks": asks}
    return JSONResponse(content, status, HEADERS)
