"""Brings messages from the thread that builds to every open page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from generator.preview.messages import Message

_MOST_STREAMS = 1_000
_MOST_WAITING = 500  # messages for one stream
_KEEP_ALIVE = 15.0  # seconds; proxies and browsers give up on a silent connection


@dataclass(slots=True, eq=False)
class Subscriber:
    """One stream: the output files that its pages show."""

    pages: frozenset[str]
    lost: bool = False
    inbox: asyncio.Queue[Message | None] = field(default_factory=asyncio.Queue)


@dataclass(slots=True)
class Broadcaster:
    """Knows who listens, and tells them.

    :meth:`stream` runs in the event loop; all else may be called from any thread.
    """

    _subscribers: set[Subscriber] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None
    _closed: bool = False

    @property
    def open_pages(self) -> frozenset[str]:
        """The output files that somebody has open."""
        return frozenset().union(*(subscriber.pages for subscriber in tuple(self._subscribers)))

    @property
    def is_full(self) -> bool:
        """Whether there are as many streams as one editor's browsers can need, and far more."""
        return len(self._subscribers) >= _MOST_STREAMS

    def publish(self, message: Message) -> None:
        """Tell every open page; from any thread, and without harm before the server runs."""
        self._soon(message)

    def close(self) -> None:
        """End every stream, so that the server can stop at once."""
        self._closed = True
        self._soon(None)

    def _soon(self, message: Message | None) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._spread, message)

    def _spread(self, message: Message | None) -> None:
        for subscriber in self._subscribers:
            if subscriber.inbox.qsize() < _MOST_WAITING:
                subscriber.inbox.put_nowait(message)
            elif not subscriber.lost:  # one that takes nothing: it comes again, and is told at once
                subscriber.lost = True
                subscriber.inbox.put_nowait(None)

    async def stream(self, pages: frozenset[str], first: Message) -> AsyncIterator[str]:
        """The events for some pages of one browser, ``first`` at once."""
        self._loop = asyncio.get_running_loop()
        subscriber = Subscriber(pages)
        self._subscribers.add(subscriber)
        try:
            yield first.event()
            while not self._closed:
                try:
                    message = await asyncio.wait_for(subscriber.inbox.get(), _KEEP_ALIVE)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if message is None:
                    break
                yield message.event()
        finally:
            self._subscribers.discard(subscriber)
