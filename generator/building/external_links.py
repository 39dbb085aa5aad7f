"""Ask pages elsewhere whether they are there, for ``check --external``."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from generator import __version__
from generator.building.colocated_files import place_in
from generator.building.loader import SourceLoader
from generator.building.lock import Say
from generator.content_files import iter_sources
from generator.errors import BriefingError, Problem, Severity
from generator.problem_formats import plural
from generator.reading import Document
from generator.reading.links import targets
from generator.settings import Site

_AT_ONCE = 4
_SECONDS = 10.0
_ASK_IN_FULL = (400, 403, 404, 405, 406, 501)  # answers of servers that know no HEAD
_UNTOLD = (401, 403, 407, 429)  # it may well be there, for whoever reads it in a browser
_AGENT = f"annotated-briefings/{__version__} (check of links)"


def broken_elsewhere(site: Site, say: Say, seconds: float = _SECONDS) -> list[Problem]:
    """Return a problem for each link of a text to a page elsewhere that does not answer as it should."""
    links = list(_links(site))
    asked = sorted({_asked(url) for _, url in links})
    if asked:
        say(f"asking {plural(len(asked), 'page')} elsewhere")
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = dict(zip(asked, pool.map(lambda url: _answer(url, seconds), asked), strict=True))
    return [
        _problem(site, path, url, *wrong)
        for path, url in links
        if (wrong := answers[_asked(url)]) is not None
    ]


def _problem(site: Site, path: str, url: str, wrong: str, severity: Severity) -> Problem:
    line, column = place_in(site.content / path, url)
    return Problem(f"the link {url!r} {wrong}", f"content/{path}", line, column, severity=severity)


def _links(site: Site) -> Iterator[tuple[str, str]]:
    """Yield each address elsewhere with the source that links to it; `check` tells what cannot be read."""
    loader = SourceLoader(site.settings)
    for path in iter_sources(site.content):
        with suppress(BriefingError):
            yield from ((str(path), url) for url in dict.fromkeys(_elsewhere(loader.read(site, path))))


def _elsewhere(document: Document) -> Iterator[str]:
    if document.front.withdrawn is not None:
        return
    origin = document.front.source
    pieces = [*document.body, *(piece for note in document.notes for piece in note.pieces)]
    of_source = filter(None, (origin.url, origin.media) if origin else ())
    for url in (*of_source, *targets(pieces)):
        with suppress(ValueError):
            parts = urlsplit(url)
            if parts.scheme in ("http", "https") and parts.hostname:
                yield url


def _asked(url: str) -> str:
    """Return an address as a request has it: without its fragment, in ASCII."""
    return quote(urldefrag(url).url, safe="!#$%&'()*+,/:;=?@[]~")


def _answer(url: str, seconds: float) -> tuple[str, Severity] | None:
    """Ask for a page; return what is wrong with the answer, or None."""
    try:
        status = _status("HEAD", url, seconds)
        if status in _ASK_IN_FULL:
            status = _status("GET", url, seconds)
    except (OSError, ValueError, http.client.HTTPException) as error:
        return f"cannot be reached: {_reason(error)}", Severity.WARNING
    if status < 400:
        return None
    return f"answers {status}", Severity.NOTE if status in _UNTOLD else Severity.WARNING


def _status(method: str, url: str, seconds: float) -> int:
    headers = {"User-Agent": _AGENT, "Accept": "*/*"}
    request = Request(url, method=method, headers=headers)  # noqa: S310 (http and https alone)
    try:
        with _opener().open(request, timeout=seconds) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def _opener() -> OpenerDirector:
    """Return what opens pages of the web, and no files: a redirect may name anything."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPRedirectHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return "no answer in time"
    if isinstance(cause, ssl.SSLError):
        return f"its certificate is not accepted ({cause.reason or cause})"
    return str(getattr(cause, "strerror", None) or cause or type(cause).__name__)
