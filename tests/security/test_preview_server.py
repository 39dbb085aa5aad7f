"""Nobody but the preview's own pages gets anything out of it, and nobody can hold it up."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncGenerator, Iterator, MutableMapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import pytest
import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp

from generator.preview import connections
from generator.preview.broadcaster import Broadcaster
from generator.preview.connections import server_settings
from generator.preview.hosts import AllowedHosts
from generator.preview.messages import Message
from generator.preview.review_api import auth
from generator.preview.review_api.schemas import ReviewError
from generator.preview.server import Preview, application, inside
from tests.preview.test_server import PAGE, Client

OURS = "http://127.0.0.1:8800"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("index.html", "speakers/index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE)
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Client:
    return Client(application(Preview(folder, AllowedHosts("127.0.0.1", 8800), Broadcaster(), Message)))


@pytest.mark.parametrize("path", ["//speakers", "//example.org", "///speakers", "/a//b"])
def test_no_address_redirects_to_another_host(client: Client, path: str) -> None:
    answer = client.get(f"{OURS}{path}", follow_redirects=False)
    assert answer.status_code == 404
    assert "location" not in answer.headers


@pytest.mark.parametrize("path", ["/speakers//", "//", "a//b", "/a"])
def test_an_empty_part_names_no_file(folder: Path, path: str) -> None:
    assert inside(folder, path) is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"])
def test_the_stream_of_changes_takes_no_other_method(client: Client, method: str) -> None:
    assert client.request(method, "/_preview/events?page=index.html").status_code == 405


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_pages_take_no_other_method(client: Client, method: str) -> None:
    for path in ("/", "/index.html", "/_preview/live.js"):
        assert client.request(method, path).status_code == 405


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://evil.example",
        "http://127.0.0.1:8801",
        "http://127.0.0.1.evil.example:8800",
        "",
        "http://",
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/_preview/events?page=index.html", "/_preview/live.js"]
)
def test_a_page_of_another_origin_gets_no_answer(client: Client, origin: str, path: str) -> None:
    assert client.get(path, headers={"Origin": origin}).status_code == 403


def test_a_page_of_ours_gets_an_answer(client: Client) -> None:
    assert client.get("/index.html", headers={"Origin": OURS}).status_code == 200
    assert client.get("/index.html").status_code == 200


def test_more_streams_than_anybody_needs_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.preview.broadcaster._MOST_STREAMS", 0)
    client = Client(application(Preview(folder, AllowedHosts("127.0.0.1", 8800), Broadcaster(), Message)))
    assert client.get("/_preview/events?page=index.html").status_code == 503


def test_streams_beyond_the_most_are_refused_with_a_message_and_the_others_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.preview.broadcaster._MOST_STREAMS", 2)
    broadcaster = Broadcaster()
    client = Client(application(Preview(folder, AllowedHosts("127.0.0.1", 8800), broadcaster, Message)))

    async def told() -> list[str]:
        streams = [broadcaster.stream(frozenset({"index.html"}), Message()) for _ in range(2)]
        for stream in streams:
            await anext(stream)
        refused = await asyncio.to_thread(client.get, "/_preview/events?page=index.html")
        assert (refused.status_code, refused.text) == (503, "too many pages are open")
        assert (await asyncio.to_thread(client.get, "/index.html")).status_code == 200
        broadcaster.publish(Message(reload=True))
        got = [await asyncio.wait_for(anext(stream), 20) for stream in streams]
        for stream in streams:
            await cast("AsyncGenerator[str, None]", stream).aclose()
        assert not broadcaster.is_full
        return got

    assert asyncio.run(told()) == [Message(reload=True).event()] * 2


def test_one_stream_cannot_ask_for_any_number_of_pages(client: Client) -> None:
    query = "&".join(f"page={number}" for number in range(101))
    assert client.get(f"/_preview/events?{query}").status_code == 503


def test_a_reader_that_takes_nothing_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.preview.broadcaster._MOST_WAITING", 10)

    async def slow() -> list[str]:
        broadcaster = Broadcaster()
        stream = broadcaster.stream(frozenset(), Message())
        got = [await anext(stream)]
        for _ in range(1_000):
            broadcaster.publish(Message(reload=True))
        await asyncio.sleep(0)
        got += [event async for event in stream]
        return got

    assert len(asyncio.run(slow())) <= 12  # and the stream has ended: the browser asks again


def test_a_body_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "MOST_SECONDS", 0.05)

    async def drop_by_drop() -> MutableMapping[str, Any]:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b" ", "more_body": True}

    headers = [
        (b"host", b"127.0.0.1:8800"), (b"origin", OURS.encode()), (b"content-type", b"application/json"),
        (b"cookie", b"briefing-8800=t"),
    ]  # fmt: skip
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "client": ("127.0.0.1", 1)}
    guard = auth.RequestGuard(8800, "t")
    began = time.monotonic()
    with pytest.raises(ReviewError) as caught:
        asyncio.run(guard.read_body(Request(scope, drop_by_drop)))
    assert caught.value.status == 408
    assert time.monotonic() - began < 5


# --- connections ---------------------------------------------------------------------


@contextmanager
def served(app: ASGIApp) -> Iterator[int]:
    """Serve a preview on a port of this machine, as ``briefing serve`` does."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(server_settings(app))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(20)


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def asked(client: socket.socket, path: str, until: bytes) -> bytes:
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:8800\r\n\r\n".encode())
    return received(client, until)


def received(client: socket.socket, until: bytes) -> bytes:
    """Return what comes up to some bytes, or to the end."""
    found = b""
    while until not in found and (more := client.recv(65_536)):
        found += more
    return found


def test_one_connection_too_many_is_told_and_the_others_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST", 3)
    broadcaster = Broadcaster()
    app = application(Preview(folder, AllowedHosts("127.0.0.1", 8800), broadcaster, Message))
    with served(app) as port, ExitStack() as stack:
        streaming, reading, silent = (stack.enter_context(connected(port)) for _ in range(3))
        assert b" 200 OK" in asked(streaming, "/_preview/events?page=index.html", b"\n\n")
        assert b" 200 OK" in asked(reading, "/index.html", b"</html>")
        for _ in range(5):
            with connected(port) as another:
                refused = asked(another, "/index.html", b"open.\n")
                assert refused.startswith(b"HTTP/1.1 503 ")
                assert another.recv(1) == b""  # and it is closed
        assert b" 200 OK" in asked(reading, "/index.html", b"</html>")
        broadcaster.publish(Message(reload=True))
        assert b"reload" in received(streaming, b"reload")
        silent.close()
        assert taken(port)


def taken(port: int) -> bool:
    """Tell whether a new client is soon answered; the server first has to see that another has gone."""
    for _ in range(1_000):
        with connected(port) as client:
            if b" 200 OK" in asked(client, "/index.html", b"</html>"):
                return True
    return False


def test_a_connection_that_says_nothing_is_cut_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 1)
    monkeypatch.setattr(connections, "_SILENCE", 0.2)
    monkeypatch.setattr(connections, "_PATIENCE", 0.1)
    app = application(Preview(folder, AllowedHosts("127.0.0.1", 8800), Broadcaster(), Message))
    with served(app) as port, connected(port) as silent, connected(port) as too_many:
        for client in (too_many, silent):
            with suppress(ConnectionResetError):
                assert client.recv(1) == b""


def test_half_of_the_files_a_program_may_open_are_left_for_other_things(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 1024))
    assert connections.most_connections() == 128
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert connections.most_connections() == 2_000
