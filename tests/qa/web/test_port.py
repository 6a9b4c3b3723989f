from __future__ import annotations

import socket

import pytest

from corpus.errors import SettingsError
from qa.settings import Settings
from qa.web.port import check_address
from qa.web.serving import allowed_hosts

LOGIN = (("ann", "secret"),)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_free_port_of_this_machine_is_fine() -> None:
    check_address(Settings(port=free_port()))


def test_busy_port_is_told_with_another_one_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port} of 127.0.0.1"):
            check_address(Settings(port=port))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "news.example"])
def test_other_addresses_need_a_login(host: str) -> None:
    with pytest.raises(SettingsError, match="QA_AUTH"):
        check_address(Settings(host=host, port=free_port()))


def test_every_address_needs_names() -> None:
    with pytest.raises(SettingsError, match="QA_HOSTS"):
        check_address(Settings(host="0.0.0.0", auth=LOGIN, port=free_port()))


def test_every_address_with_login_and_names_is_fine() -> None:
    settings = Settings(host="0.0.0.0", auth=LOGIN, hosts=("news.example",), port=free_port())
    check_address(settings)
    assert allowed_hosts(settings) == ["127.0.0.1", "localhost", "news.example"]
