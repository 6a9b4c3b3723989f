"""Speak to a Chroma server: reach it, and tell its troubles in one sentence."""

from __future__ import annotations

import http.client
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from corpus.errors import StoreError

if TYPE_CHECKING:
    from chromadb.api.client import Client

# Seconds until a server that does not answer counts as gone.
GREETING = 3.0
# Seconds that one request may take.
REQUEST = 120.0
# Where `chroma run` listens unless told otherwise.
DEFAULT_PORT = 8000

_ADDRESS = re.compile(r"(?P<scheme>https?)://(?P<host>[\w.-]+|\[[0-9a-f:]+\])(:(?P<port>\d+))?/?")


def connect(url: str) -> Client:
    """Return a client for the Chroma server at ``http://host:port``.

    Raises:
        StoreError: The address is none, nothing answers there, or it is not Chroma.
    """
    match = _ADDRESS.fullmatch(url)
    is_secure = url.startswith("https:")
    port = int((match and match["port"]) or (443 if is_secure else DEFAULT_PORT))
    if match is None or not 0 < port < 65536:
        raise StoreError(f"{url!r} is no address of a server; write http://host:port")
    host = match["host"]
    _greet(f"{match['scheme']}://{host}:{port}", url)
    import chromadb
    import httpx
    from chromadb.config import Settings

    with speaking(url):
        settings = Settings(anonymized_telemetry=False)
        client = cast("Client", chromadb.HttpClient(host, port, is_secure, settings=settings))
        # Chroma waits for ever, and has no setting for that.
        session = cast("Any", client)._server._session
        session.timeout = httpx.Timeout(REQUEST, connect=GREETING)
        return client


@contextmanager
def speaking(url: str) -> Iterator[None]:
    """Tell what goes wrong while speaking to a server as a StoreError."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise StoreError(f"the Chroma server {url} fails: {reason[:200]}") from error


def _greet(address: str, url: str) -> None:
    """Raise unless a Chroma server answers; cheaper than loading Chroma to find out."""
    try:
        with urllib.request.urlopen(f"{address}/api/v2/heartbeat", timeout=GREETING) as response:
            if "nanosecond heartbeat" in json.load(response):
                return
    except (urllib.error.HTTPError, http.client.HTTPException, ValueError):
        pass
    except OSError as error:
        raise StoreError(
            f"no server answers at {url} ({getattr(error, 'reason', error)}); "
            "start it with `chroma run`"
        ) from error
    raise StoreError(f"what answers at {url} is not a Chroma server")
