"""The ground every test stands on: no network, a bare environment, fixed seeds.

A test that reaches for an address beyond this machine fails, even when the code under test swallows
the error: the attempt itself is counted.
"""

from __future__ import annotations

import ipaddress
import os
import random
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

# Anything that could change what the product does, or lead its libraries to a service.
PREFIXES = (
    "QA_", "PORT", "STORE", "OPENAI", "ANTHROPIC", "AZURE", "OLLAMA", "COHERE", "MISTRAL", "GOOGLE",
    "GEMINI", "HF_", "HUGGING", "TRANSFORMERS_", "LLAMA", "CHROMA", "GRADIO", "TIKTOKEN", "NLTK",
    "OTEL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "XDG_",
)  # fmt: skip


class NetworkBlockedError(RuntimeError):
    """A test reached for the network; not an OSError, so that nobody takes it for an outage."""


def pytest_configure(config: pytest.Config) -> None:
    """Settle environment, home and hypothesis before any module of the product is imported."""
    settings.register_profile("sourcier", deadline=None, derandomize="CI" in os.environ)
    settings.load_profile("sourcier")
    home = Path(tempfile.mkdtemp(prefix="sourcier-home-"))
    patch = pytest.MonkeyPatch()
    for name in list(os.environ):
        if name.upper().startswith(PREFIXES):
            patch.delenv(name)
    patch.setenv("HOME", str(home))
    patch.setenv("USERPROFILE", str(home))
    config.add_cleanup(patch.undo)
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))


@pytest.fixture(scope="session", autouse=True)
def blocked() -> Iterator[list[str]]:
    """Replace the doors to the network by ones that open on this machine only."""
    attempts: list[str] = []

    def guard(host: object) -> None:
        if not is_local(host):
            attempts.append(str(host))
            raise NetworkBlockedError(f"a test reached for {host}; only this machine is allowed")

    class GuardedSocket(socket.socket):
        """A socket that connects to this machine only."""

        def connect(self, address: Any, /) -> None:
            guard(host_of(self, address))
            super().connect(address)

        def connect_ex(self, address: Any, /) -> int:
            guard(host_of(self, address))
            return super().connect_ex(address)

        def sendto(self, data: Any, *rest: Any) -> int:
            guard(host_of(self, rest[-1]))
            return super().sendto(data, *rest)

    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *arguments: Any, **named: Any) -> Any:
        guard(host)
        return look_up(host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", GuardedSocket)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield attempts


@pytest.fixture(autouse=True)
def bare_ground(blocked: list[str]) -> Iterator[None]:
    """Fix the seeds before each test, and fail it if it reached for the network."""
    random.seed(0)
    np.random.seed(0)
    blocked.clear()
    yield
    if blocked:
        pytest.fail(f"reached for the network: {', '.join(blocked)}")


def host_of(door: socket.socket, address: Any) -> object:
    """Return the host of an address; sockets that are files are this machine's."""
    return address[0] if door.family in (socket.AF_INET, socket.AF_INET6) else None


def is_local(host: object) -> bool:
    """True for this machine's names and addresses, and for "no host", which means any of them."""
    if isinstance(host, bytes):
        host = host.decode()
    if host is None or host in ("", "localhost", "0.0.0.0", "::"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False
