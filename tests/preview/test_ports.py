"""A port in use."""

from __future__ import annotations

import socket

import pytest

from generator.errors import UsageError
from generator.preview import serving
from generator.preview.ports import listen, network_addresses
from generator.preview.session import Reporter


def test_a_port_in_use_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port) as found:
            assert port < found.getsockname()[1] <= port + 50


def test_an_address_of_another_machine_is_said_to_be_none_of_ours() -> None:
    with pytest.raises(UsageError):
        listen("192.0.2.1", 8800)


def test_an_address_that_is_none_of_ours_is_not_said_to_have_no_free_port() -> None:
    with pytest.raises(UsageError, match=r"'192\.0\.2\.1' is no address of this machine"):
        listen("192.0.2.1", 8800)


def test_what_is_neither_name_nor_address_is_said_to_be_so() -> None:
    with pytest.raises(UsageError, match="is no name or address"):
        listen("no such host", 8800)


def test_of_every_address_those_are_named_at_which_others_reach_it() -> None:
    with listen("0.0.0.0", 0) as everywhere, listen("127.0.0.1", 0) as here:
        assert network_addresses(here) == []
        assert not {"0.0.0.0", "127.0.0.1"} & set(network_addresses(everywhere))


def test_the_addresses_for_others_in_the_network_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "network_addresses", lambda _: ["198.51.100.7", "2001:db8::7"])
    lines: list[str] = []
    with listen("0.0.0.0", 0) as everywhere:
        port = everywhere.getsockname()[1]
        serving.announce(Reporter(lines.append, lambda _: None), "http://here/", "0.0.0.0", port, everywhere)
    assert lines == [
        "warning: everybody who can reach this machine can read drafts and embargoed briefings here",
        "preview at http://here/ (Ctrl-C ends)",
        f"in the network at http://198.51.100.7:{port}/",
        f"in the network at http://[2001:db8::7]:{port}/",
    ]
