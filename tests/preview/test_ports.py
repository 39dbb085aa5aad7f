"""A port in use."""

from __future__ import annotations

import socket

import pytest

from generator.errors import UsageError
from generator.preview.ports import listen


def test_a_port_in_use_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port) as found:
            assert port < found.getsockname()[1] <= port + 50


def test_an_address_of_another_machine_is_said_to_be_none_of_ours() -> None:
    with pytest.raises(UsageError):
        listen("192.0.2.1", 8800)
