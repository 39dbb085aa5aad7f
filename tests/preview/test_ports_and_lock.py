"""A port in use, and a site in use."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from generator.errors import OutputError, UsageError
from generator.preview.lock import SiteLock
from generator.preview.ports import listen


def test_a_port_in_use_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port) as found:
            assert port < found.getsockname()[1] <= port + 50


def test_an_address_of_another_machine_is_said_to_be_none_of_ours() -> None:
    with pytest.raises(UsageError):
        listen("192.0.2.1", 8800)


def test_a_second_preview_of_a_site_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    first, second = SiteLock(tmp_path / "x" / "serve.lock"), SiteLock(tmp_path / "x" / "serve.lock")
    first.take()
    first.say("http://127.0.0.1:8800/")
    with pytest.raises(UsageError, match=r"already being previewed at http://127\.0\.0\.1:8800/"):
        second.take()
    first.release()
    second.take()
    second.release()


def test_a_lock_left_by_a_crash_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "serve.lock").write_text('{"pid": 1, "address": "http://127.0.0.1:1/"}')
    lock = SiteLock(tmp_path / "serve.lock")
    lock.take()
    lock.release()


def test_a_site_that_may_not_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("A file, where a folder should be.")
    with pytest.raises(OutputError, match="cannot write"):
        SiteLock(tmp_path / "cache" / "serve.lock").take()
