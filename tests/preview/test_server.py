"""What the preview's server answers, and to whom."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from generator.errors import UsageError
from generator.preview.broadcaster import Broadcaster
from generator.preview.hosts import Additions, AllowedHosts, allowed, parse_authority
from generator.preview.messages import Message
from generator.preview.server import Preview, application, inside

PAGE = "<!doctype html><html><head><title>One</title></head><body><main><p>Text.</p></main></body></html>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    preview = tmp_path / "preview"
    (preview / "one").mkdir(parents=True)
    (preview / "index.html").write_text(PAGE)
    (preview / "one" / "index.html").write_text(PAGE)
    (preview / "style.css").write_text("p { color: red }")
    (tmp_path / "preview-secret").mkdir()
    (tmp_path / "preview-secret" / "index.html").write_text("secret")
    (preview / "link.html").symlink_to(tmp_path / "preview-secret" / "index.html")
    return preview


@dataclass
class Client:
    """One request at a time, without a network."""

    app: ASGIApp

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8800") as client:
                return await client.request(method, path, **options)

        return asyncio.run(send())

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)


@pytest.fixture
def client(folder: Path) -> Client:
    return Client(application(Preview(folder, AllowedHosts("127.0.0.1", 8800), Broadcaster(), Message)))


def test_a_page_is_served_with_the_scripts_that_keep_it_up_to_date(client: Client, folder: Path) -> None:
    answer = client.get("/one/")
    assert answer.status_code == 200
    assert 'data-page="one/index.html"' in answer.text
    assert "live.js" not in (folder / "one" / "index.html").read_text()


def test_nothing_is_cached(client: Client) -> None:
    for path in ("/", "/style.css", "/_preview/live.js", "/missing"):
        assert client.get(path).headers["cache-control"] == "no-store"


def test_a_folder_without_its_slash_is_sent_there(client: Client) -> None:
    answer = client.get("/one", follow_redirects=False)
    assert answer.headers["location"] == "/one/"


def test_a_sheet_is_served_as_it_is(client: Client) -> None:
    answer = client.get("/style.css")
    assert answer.text == "p { color: red }"
    assert answer.headers["content-type"].startswith("text/css")


FOREIGN = ("drawing.svg", "odd.xml", "sheet.xhtml", "saved.html", "saved.HTML", "saved.htm", "notes.txt")
SPELLINGS = ("/", "//", "/./", "/%2e/", "/one//../")


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_file_that_we_did_not_make_is_nobodys_page(folder: Path, name: str, spelling: str) -> None:
    (folder / name).write_text("<html><title>x</title><script>steal()</script></html>")
    preview = Preview(
        folder, AllowedHosts("127.0.0.1", 8800), Broadcaster(), Message,
        lambda page, client, host: Additions("token", {"Set-Cookie": "token"}),
        foreign=lambda page: page in FOREIGN,
    )  # fmt: skip
    answer = Client(application(preview)).get(f"http://127.0.0.1:8800{spelling}{name}")
    assert "token" not in answer.text
    assert "set-cookie" not in answer.headers
    if answer.status_code == 200:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("sandbox")
        assert "allow-same-origin" not in policy


def test_a_pdf_is_served_as_one_whatever_it_holds_and_can_be_read(folder: Path, client: Client) -> None:
    (folder / "told.pdf").write_text("<html><script>steal()</script></html>")
    headers = client.get("/told.pdf").headers
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" not in headers  # browsers' readers refuse to work in a sandbox


def test_a_page_of_ours_is_no_foreign_one(client: Client) -> None:
    assert "content-security-policy" not in client.get("/one/").headers


def test_a_page_that_is_missing_waits_to_become_one(client: Client) -> None:
    answer = client.get("/later/")
    assert answer.status_code == 404
    assert 'data-page="later/index.html" data-version=""' in answer.text


def test_a_script_in_the_address_is_text(client: Client) -> None:
    answer = client.get("/%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["/" + "a" * 300, "/a" * 2_000, "/one/index.html/x"])
def test_a_path_that_no_file_can_have_is_missing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_writing_methods_are_refused(client: Client) -> None:
    assert client.request("POST", "/one/").status_code == 405


TRAVERSALS = (
    "../preview-secret/index.html",
    "one/../../preview-secret/index.html",
    "/etc/passwd",
    "..",
    "a\0b",
)
ODD_PATHS = ("a\\..\\b", "C:/x", ".briefing-site", "link.html")


@pytest.mark.parametrize("path", TRAVERSALS + ODD_PATHS)
def test_traversal_leads_nowhere(folder: Path, path: str) -> None:
    found = inside(folder, path)
    assert found is None or (found.is_relative_to(folder) and not found.exists())


@pytest.mark.parametrize(
    "path", ["/%2e%2e/preview-secret/index.html", "/..%2fpreview-secret/index.html", "/link.html"]
)
def test_percent_coded_traversal_leads_nowhere(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "secret</" not in answer.text.replace("preview-secret", "")


# --- whom it answers ------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8800", "localhost:8800", "LOCALHOST:8800", "[::1]:8800", "127.0.0.2:8800"]
)
def test_it_answers_to_the_names_of_this_machine(client: Client, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


REBINDING = [
    "evil.example",
    "evil.example:8800",
    "127.0.0.1.evil.example:8800",
    "localhost.evil.example:8800",
]
ODD = [
    "127.0.0.1",
    "127.0.0.1:80",
    "127.0.0.1:8801",
    "user@127.0.0.1:8800",
    "127.0.0.1:8800@evil.example",
    "",
    "[::1",
]


@pytest.mark.parametrize("host", REBINDING + ODD)
@pytest.mark.parametrize("path", ["/", "/_preview/events", "/_preview/live.js"])
def test_rebinding_is_refused(client: Client, host: str, path: str) -> None:
    assert client.get(path, headers={"Host": host}).status_code == 421


def test_two_host_headers_are_refused(client: Client) -> None:
    headers = [("Host", "127.0.0.1:8800"), ("Host", "evil.example")]
    assert client.get("/", headers=headers).status_code == 421


def test_elsewhere_it_answers_to_addresses_and_to_the_name_given_but_to_no_other() -> None:
    hosts = AllowedHosts("desk.example", 8800)
    assert hosts.allows("desk.example:8800")
    assert hosts.allows("192.168.1.7:8800")
    assert not hosts.allows("evil.example:8800")


@pytest.mark.parametrize("text", ["", "a/b", "a b", "a@b", "a\r\nb", "[::1", "a:port"])
def test_what_is_no_authority_is_none(text: str) -> None:
    assert parse_authority(text) is None


def test_a_name_that_is_refused_is_told_how_to_be_answered(client: Client) -> None:
    answer = client.get("/", headers={"Host": "localhost:9000"})
    assert answer.status_code == 421
    assert "briefing serve --allow-host localhost:9000" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_name_that_somebody_vouches_for_is_answered_and_no_other() -> None:
    hosts = AllowedHosts("127.0.0.1", 8800, allowed(["localhost:9000", "Desk.example"]))
    for name in ("localhost:9000", "desk.example", "DESK.example:8800", "127.0.0.1:8800"):
        assert hosts.allows(name), name
    for name in ("localhost:9001", "desk.example:9000", "evil.example", "desk.example.evil.example", ""):
        assert not hosts.allows(name), name


@pytest.mark.parametrize("name", ["", "http://desk.example", "a b", "*", "*.example", "a/b", "desk:port"])
def test_what_is_no_name_of_a_host_is_not_allowed(name: str) -> None:
    with pytest.raises(UsageError, match="is no name of a host"):
        allowed([name])


def test_pages_of_one_browser_share_a_stream_and_are_told_what_each_missed(folder: Path) -> None:
    async def first_event() -> str:
        broadcaster = Broadcaster()
        app = application(Preview(folder, AllowedHosts("127.0.0.1", 8800), broadcaster, Message))
        sent: list[str] = []

        async def receive() -> dict[str, object]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message.get("body", b"").decode())
            if sent[-1]:
                assert broadcaster.open_pages == {"index.html", "one/index.html", "none.html"}
                broadcaster.close()

        shown = [("index.html", "old"), ("one/index.html", VERSION), ("none.html", "")]
        query = "&".join(f"page={page}&version={version}" for page, version in shown).encode()
        scope = {"type": "http", "method": "GET", "path": "/_preview/events", "query_string": query}
        scope["headers"] = [(b"host", b"127.0.0.1:8800")]  # type: ignore[assignment]
        await app(scope, receive, send)
        return "".join(sent)

    event = asyncio.run(first_event())
    assert json.loads(event.removeprefix("data: "))["pages"] == ["index.html"]


VERSION = hashlib.sha256(PAGE.encode()).hexdigest()[:16]


def test_a_page_that_is_missed_is_told_of(folder: Path) -> None:
    asked: list[None] = []
    preview = Preview(
        folder, AllowedHosts("127.0.0.1", 8800), Broadcaster(), Message, missed=lambda: asked.append(None)
    )
    client = Client(application(preview))
    client.get("/one/")
    assert not asked
    client.get("/two/")
    assert len(asked) == 1
