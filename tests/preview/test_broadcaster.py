"""Messages from the builder's thread to open pages."""

from __future__ import annotations

import asyncio
import threading

from generator.preview.broadcaster import Broadcaster
from generator.preview.messages import Message


def test_a_message_from_another_thread_reaches_every_open_page() -> None:
    async def run() -> list[str]:
        broadcaster = Broadcaster()
        streams = [broadcaster.stream(frozenset({page}), Message()) for page in ("a", "b")]
        for stream in streams:
            await anext(stream)
        assert broadcaster.open_pages == {"a", "b"}
        thread = threading.Thread(target=broadcaster.publish, args=(Message(pages=("a",)),))
        thread.start()
        found = [await anext(stream) for stream in streams]
        thread.join()
        return found

    found = asyncio.run(run())
    assert found == [Message(pages=("a",)).event()] * 2


def test_closing_ends_every_stream_at_once() -> None:
    async def run() -> list[str]:
        broadcaster = Broadcaster()
        stream = broadcaster.stream(frozenset({"a"}), Message())
        await anext(stream)
        broadcaster.close()
        return [event async for event in stream]

    assert asyncio.run(run()) == []


def test_a_page_that_is_closed_is_forgotten() -> None:
    async def run() -> Broadcaster:
        broadcaster = Broadcaster()
        stream = broadcaster.stream(frozenset({"a"}), Message())
        await anext(stream)
        await stream.aclose()  # type: ignore[attr-defined]
        return broadcaster

    assert not asyncio.run(run()).open_pages


def test_publishing_before_anybody_listens_is_no_error() -> None:
    Broadcaster().publish(Message())
