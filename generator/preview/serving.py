"""``briefing serve`` and ``briefing watch``: set everything up, run, take everything down."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.lock import BUILD, SERVE, SiteLock
from generator.building.options import BuildOptions
from generator.building.output import InPlace, Staged
from generator.building.published import PublishedFolder
from generator.building.publishing import SITE, check_place
from generator.building.store.archive import FILE as ARCHIVE
from generator.building.store.archive import Archive
from generator.preview.broadcaster import Broadcaster
from generator.preview.connections import server_settings
from generator.preview.hosts import AllowedHosts, allowed, is_loopback
from generator.preview.messages import Message
from generator.preview.ports import DEFAULT_PORT, is_every, listen, network_addresses
from generator.preview.review_api import ReviewApi, ReviewService, reviewer
from generator.preview.review_api.lookup import PREVIEW
from generator.preview.server import Preview, application
from generator.preview.session import Reporter, Session
from generator.preview.supervisor import run_sessions
from generator.preview.watcher import FileSystem, Watcher
from generator.settings import Site, load_site

_PATIENCE = 2.0  # seconds for a paragraph that is being parsed to come to its end


def watch(root: Path, reporter: Reporter, options: BuildOptions, *, poll: bool = False) -> None:
    """Build into ``site/``, and again on every change, until interrupted."""
    site = load_site(root.absolute(), trusted=options.trust)
    lock, settings = SiteLock(site.cache / BUILD, "watched"), site.settings.output
    check_place(site, site.output)
    staged = Staged(site.output, site.cache, keep=site.settings.site.keep)
    builds = site.settings.site.keep
    published = PublishedFolder(site.output, settings.keep, site.cache, builds)
    lock.take(settings.wait if options.wait is None else options.wait, reporter.say)
    try:
        watcher = Watcher(site.root, FileSystem(site.root, poll=poll, say=reporter.say))
        watcher.start()
        reporter.say(f"watching {site.content}; Ctrl-C ends")

        def session(archive: Archive) -> Session:
            staged.discard()
            builder = Builder(Inputs(site.root), archive, staged, SITE, options)
            return Session(builder, watcher, reporter, published=published)

        run_sessions(site, watcher, reporter, session)
    except KeyboardInterrupt:
        reporter.say("stopped")
    finally:
        staged.discard()
        lock.release()


def serve(
    root: Path,
    reporter: Reporter,
    options: BuildOptions,
    *,
    port: int = DEFAULT_PORT,
    host: str = "127.0.0.1",
    open_browser: bool = False,
    follow: bool = False,
    poll: bool = False,
    allow_hosts: Sequence[str] = (),
) -> None:
    """Preview the site, and review it there, until interrupted."""
    also = allowed(allow_hosts)
    site = load_site(root.absolute(), trusted=options.trust)
    lock = SiteLock(site.cache / SERVE, "previewed")
    lock.take()
    try:
        with listen(host, port) as listening:
            address = _address(host, listening)
            lock.tell(address)
            announce(reporter, address, host, port, listening)
            hosts = AllowedHosts(host, listening.getsockname()[1], also)
            builder = _Thread(site, reporter, options, follow=follow, poll=poll)
            reviewing = ReviewApi(ReviewService(site, reviewer(site.root)), hosts.port)
            preview = Preview(
                site.cache / PREVIEW,
                hosts,
                builder.broadcaster,
                builder.state,
                reviewing.additions,
                builder.missed,
                partial(_is_copied, site),
            )
            server = _Server(application(preview, reviewing.routes()), builder)
            builder.start()
            if open_browser:
                webbrowser.open(address)
            with suppress(KeyboardInterrupt):
                server.run(sockets=[listening])
            builder.stop()
    finally:
        lock.release()
    reporter.say("stopped")


def announce(reporter: Reporter, address: str, host: str, port: int, listening: socket.socket) -> None:
    """Say where the preview is, here and for others, and what that means for drafts."""
    found = listening.getsockname()[1]
    if port and found != port:
        reporter.say(f"port {port} is in use; took {found}")
    if not is_loopback(host):
        there = "this machine" if is_every(listening) else host
        reporter.say(f"warning: everybody who can reach {there} can read drafts and embargoed briefings here")
    reporter.say(f"preview at {address} (Ctrl-C ends)")
    for other in network_addresses(listening):
        reporter.say(f"in the network at {_url(other, found)}")


def _address(host: str, listening: socket.socket) -> str:
    """Return where a browser on this machine finds it; "every address" is none that one can go to."""
    if is_every(listening):
        host = "127.0.0.1" if listening.family is socket.AF_INET else "::1"
    return _url(host, listening.getsockname()[1])


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _is_copied(site: Site, page: str) -> bool:
    """Return whether a page is a file of ``static/`` or ``content/``, which may hold anybody's scripts."""
    return any((folder / page).is_file() for folder in (site.root / "static", site.content))


class _Thread(threading.Thread):
    """Builds beside the server; it opens the archive itself, as SQLite wants it."""

    def __init__(
        self, site: Site, reporter: Reporter, options: BuildOptions, *, follow: bool, poll: bool
    ) -> None:
        super().__init__(name="builder", daemon=True)
        self.site, self.reporter, self.options, self.broadcaster = site, reporter, options, Broadcaster()
        self.follow = follow
        self.kept = (site.cache / PREVIEW, site.cache / ARCHIVE)
        files = FileSystem(site.root, site.cache, poll=poll, say=reporter.say)
        self.watcher = Watcher(site.root, files, kept=frozenset([site.cache, *self.kept]))
        self.session: Session | None = None

    def state(self) -> Message:
        """Return what a page that has just been opened is told."""
        return self.session.state if self.session else Message()

    def missed(self) -> None:
        """A page was asked for that is not there: make it anew where somebody deleted what we know."""
        if not all(path.exists() for path in self.kept):
            self.watcher.wake()

    def run(self) -> None:
        self.watcher.start()
        run_sessions(self.site, self.watcher, self.reporter, self._begin)

    def _begin(self, archive: Archive) -> Session:
        output = InPlace(self.site.cache / PREVIEW)
        builder = Builder(Inputs(self.site.root), archive, output, PREVIEW, self.options)
        builder.urgent = lambda: self.broadcaster.open_pages
        builder.interrupted = lambda: self.watcher.waiting
        self.session = Session(builder, self.watcher, self.reporter, self.broadcaster, self.follow)
        return self.session

    def stop(self) -> None:
        """End soon; a parse in C cannot be interrupted, and is not waited for."""
        self.watcher.stop()
        self.join(_PATIENCE)
        self.watcher.close()


class _Server(uvicorn.Server):
    """Ends at once: first the streams, which would never end by themselves."""

    def __init__(self, app: ASGIApp, builder: _Thread) -> None:
        super().__init__(server_settings(app))
        self.builder = builder

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.builder.broadcaster.close()
        self.builder.watcher.stop()
        super().handle_exit(sig, frame)
