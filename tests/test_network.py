"""The tests' own guard works: what reaches beyond this machine is stopped."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.conftest import NetworkBlockedError, is_local


def test_connecting_beyond_this_machine_is_stopped(blocked: list[str]) -> None:
    with socket.socket() as door, pytest.raises(NetworkBlockedError):
        door.connect(("192.0.2.1", 80))
    assert blocked.pop() == "192.0.2.1"


def test_looking_up_a_name_is_stopped(blocked: list[str]) -> None:
    with pytest.raises(NetworkBlockedError):
        urllib.request.urlopen("http://example.com/")
    assert blocked.pop() == "example.com"


def test_this_machine_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as door,
    ):
        assert door.getpeername() == server.getsockname()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", b"::1", "localhost", None])
def test_loopback_counts_as_this_machine(host: object) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "example.com", "2001:db8::1", "localhost.example"])
def test_everything_else_does_not(host: object) -> None:
    assert not is_local(host)
