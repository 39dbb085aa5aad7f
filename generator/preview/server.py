"""The preview's web server: the pages as they stand on disk, and a stream of changes.

Files are served as they are; only into pages, and only on the way out, two scripts are
put that keep them up to date. Nothing of the preview is ever in a published page.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from generator.preview.broadcaster import Broadcaster
from generator.preview.hosts import HEADERS, SANDBOX, Additions, AllowedHosts, parse_authority
from generator.preview.messages import Message

PREFIX = "/_preview/"
_ASSETS = Path(__file__).with_name("assets")
_SCRIPTS = ("idiomorph.js", "live.js", "stream.js", "review.js")
_REVIEW = ("words.js", "asking.js", "panel.js", "review.js")
_SHEETS = ("overlay.css", "review.css", "review-page.css")
_SERVED = {**dict.fromkeys(_SCRIPTS, "text/javascript"), **dict.fromkeys(_SHEETS, "text/css")}
_MOST_PAGES = 100  # of one stream
_LONGEST_PATH, _LONGEST_NAME = 1_000, 255  # a file system refuses others with an error
MakesAdditions = Callable[[str, str | None, str], Additions]
_NOTHING_MORE = Additions()
_MISSING = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Not here</title>
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'"></head>
<body><main><h1>There is no page here</h1>
<p><code>{path}</code> is not part of the preview. Should it become one, this page turns into it.</p>
<p><a href="/index.html">All briefings</a></p></main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Preview:
    """What the server needs to know; ``state`` gives the problems that stand now, as a message.

    ``additions`` gives further scripts and headers for a page: of its path, the client's address, and
    the name that the client calls the server by. ``missed`` is called where a page is asked
    for that is not there: somebody may have deleted the folder. ``foreign`` tells whether a page
    is a file that was copied: it is served as it is, and told nothing of the preview.
    """

    folder: Path
    hosts: AllowedHosts
    broadcaster: Broadcaster
    state: Callable[[], Message]
    additions: MakesAdditions = lambda page, client, host: Additions()
    missed: Callable[[], None] = lambda: None
    foreign: Callable[[str], bool] = lambda page: False


def application(preview: Preview, routes: Sequence[BaseRoute] = ()) -> ASGIApp:
    """The server as an ASGI application; ``routes`` are further end points below ``/_preview/``."""
    own = [
        Route(f"{PREFIX}events", _Events(preview)),
        Route(f"{PREFIX}{{name}}", _asset),
        Route("/{path:path}", _Pages(preview), methods=["GET", "HEAD"]),
    ]
    return _Guard(Starlette(routes=[*routes, *own]), preview.hosts)


@dataclass(frozen=True, slots=True)
class _Guard:
    """Answers only to our own names, whatever the end point."""

    app: ASGIApp
    hosts: AllowedHosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self.hosts.allows(_host(scope)):
            await PlainTextResponse(_refusal(_host(scope)), 421, HEADERS)(scope, receive, send)
        elif scope["type"] == "http" and not _is_own(scope):
            await PlainTextResponse("Only a page of this preview may ask.\n", 403, HEADERS)(
                scope, receive, send
            )
        else:
            await self.app(scope, receive, send)


def _host(scope: Scope) -> str:
    """The Host header; none, or several, is nobody's name."""
    found = _values(scope, b"host")
    return found[0] if len(found) == 1 else ""


def _is_own(scope: Scope) -> bool:
    """Return whether no page of another origin asks; what is opened or embedded by itself names no origin."""
    found = [parse_authority(value.partition("://")[2]) for value in _values(scope, b"origin")]
    return not found or (len(found) == 1 and found[0] == parse_authority(_host(scope)))


def _values(scope: Scope, header: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == header]


def _refusal(name: str) -> str:
    """Say how to be answered. The name is the caller's; text of this type is never read as HTML."""
    if parse_authority(name) is None:
        return "This preview answers to a request that names one host.\n"
    return (
        f"This preview does not answer to the name {name[:_LONGEST_NAME]!r}, so that no page elsewhere can "
        f"read it.\nIf the name is yours, start it with: briefing serve --allow-host {name[:_LONGEST_NAME]}\n"
    )


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _SERVED:
        return PlainTextResponse("not found", 404, HEADERS)
    return Response(_asset_bytes(name), media_type=_SERVED[name], headers=HEADERS)


def _asset_bytes(name: str) -> bytes:
    """A file, or one script of several rooms, with names that the page's own scripts do not see."""
    if name != "review.js":
        return (_ASSETS / name).read_bytes()
    rooms = b"\n".join((_ASSETS / "review" / room).read_bytes() for room in _REVIEW)
    return b'"use strict";\n(() => {\n' + rooms + b"})();\n"


@dataclass(frozen=True, slots=True)
class _Events:
    """``/_preview/events?page=…&version=…``: what changed; a page that missed something is told at once.

    Several pages of one browser share a stream: ``page`` and ``version`` come once for each.
    """

    preview: Preview

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = Request(scope).query_params
        pages, versions = query.getlist("page"), query.getlist("version")
        if scope["method"] != "GET":  # a HEAD too would never end
            await PlainTextResponse("not allowed", 405, {**HEADERS, "Allow": "GET"})(scope, receive, send)
            return
        if self.preview.broadcaster.is_full or len(pages) > _MOST_PAGES:
            await PlainTextResponse("too many pages are open", 503, HEADERS)(scope, receive, send)
            return
        missed = {page for page, version in zip_longest(pages, versions) if version != self._version(page)}
        first = Message(pages=tuple(sorted(missed)), problems=self.preview.state().problems)
        stream = self.preview.broadcaster.stream(frozenset(pages), first)
        headers = {**HEADERS, "X-Accel-Buffering": "no"}
        answer = StreamingResponse(stream, media_type="text/event-stream", headers=headers)
        await answer(scope, receive, send)

    def _version(self, page: str | None) -> str:
        return _version(_read(self.preview.folder, page or "") or b"")


@dataclass(frozen=True, slots=True)
class _Pages:
    """Every other address is a file of the preview folder."""

    preview: Preview

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._answer(Request(scope).path_params["path"], scope)
        await answer(scope, receive, send)

    def _answer(self, path: str, scope: Scope) -> Response:
        folder = self.preview.folder
        target = inside(folder, path)
        if target is not None and target.is_dir():
            if path and not path.endswith("/"):
                return RedirectResponse(f"/{path}/", 307, HEADERS)
            path, target = f"{path}index.html", inside(folder, f"{path}index.html")
        if target is None or not target.is_file():
            return self._missing(path)
        own = target.relative_to(folder.resolve()).as_posix()  # however the path was written
        if target.suffix == ".html" and not self.preview.foreign(own):
            data = _read(folder, path)
            client = scope["client"][0] if scope.get("client") else None
            more = self.preview.additions(path, client, _host(scope))
            return self._missing(path) if data is None else _page(path, data, 200, more)
        kind = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
        return FileResponse(target, media_type=kind, headers=_headers_of(kind))

    def _missing(self, path: str) -> Response:
        wanted = f"{path}index.html" if path.endswith("/") or not path else path
        self.preview.missed()
        return _page(wanted, _MISSING.format(path=escape(path)).encode(), 404)


def inside(folder: Path, path: str) -> Path | None:
    """The file of ``folder`` that a decoded request path names; None where it would lead out."""
    parts = path.split("/")
    if len(path) > _LONGEST_PATH or any(
        len(part.encode("utf-8", "replace")) > _LONGEST_NAME for part in parts
    ):
        return None
    if "" in parts[:-1]:  # ``//host`` would be another host's address where we redirect to it
        return None
    if "\0" in path or "\\" in path or ":" in path or ".." in parts or any(p.startswith(".") for p in parts):
        return None
    target = (folder / path).resolve()
    return target if target.is_relative_to(folder.resolve()) else None


def _headers_of(kind: str) -> dict[str, str]:
    """Of a copied file; a browser's own PDF reader refuses to work in a sandbox, and needs none."""
    return HEADERS if kind == "application/pdf" else {**HEADERS, **SANDBOX}


def _read(folder: Path, path: str) -> bytes | None:
    target = inside(folder, path)
    try:
        return target.read_bytes() if target is not None else None
    except OSError:
        return None


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16] if data else ""


def _page(path: str, data: bytes, status: int, more: Additions = _NOTHING_MORE) -> Response:
    """A page with the preview's scripts; they come first, so that they see what the page's own change."""
    version = _version(data) if status == 200 else ""
    scripts = (
        f'<script defer src="{PREFIX}idiomorph.js"></script>'
        f'<script defer src="{PREFIX}live.js" data-page="{escape(path)}" data-version="{version}"></script>'
        f"{more.tags}"
    ).encode()
    head, tag, rest = data.partition(b"</title>")
    body = head + tag + scripts + rest if tag else scripts + data
    headers = {**HEADERS, **more.headers, "X-Briefing-Version": version}
    return Response(body, status, headers, media_type="text/html")
