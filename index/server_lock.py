"""The right to write to a store on a Chroma server, which one process has at a time.

Chroma makes a collection of one name once only, and tells everybody else that it is there: that is
the lock. Its metadata say who holds it and are refreshed while it is held, so that the lock of a
process that was killed can be told from one in use.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from corpus.errors import StoreError, StoreLockedError
from index.connection import speaking
from index.vectors import open_collection

if TYPE_CHECKING:
    from chromadb.api.client import Client

LOCK = "sourcier-lock"
# Seconds between two signs of life, and without one until a lock counts as left behind.
BEAT = 10.0
LEFT_BEHIND = 120.0


@contextmanager
def locked_server(client: Client, url: str) -> Iterator[Callable[[], bool]]:
    """Hold the right to write; gives a function that tells whether it is still held.

    Raises:
        StoreLockedError: Somebody else holds it; the message says who.
        StoreError: The server fails.
    """
    token = uuid.uuid4().hex
    with speaking(url):
        _take(client, url, token)
    is_done = threading.Event()
    beating = threading.Thread(target=_beat, args=(client, token, is_done), daemon=True)
    beating.start()
    try:
        yield lambda: _read(client).get("token") == token
    finally:
        is_done.set()
        beating.join()
        # A server that has gone meanwhile takes the lock for left behind later.
        with suppress(StoreError), speaking(url):
            if _read(client).get("token") == token:
                client.delete_collection(LOCK)


def _take(client: Client, url: str, token: str) -> None:
    from chromadb.errors import ChromaError

    for _ in range(2):
        try:
            client.create_collection(LOCK, metadata=_about(token), embedding_function=None)
            return
        except ChromaError:
            owner = _read(client)
            if owner and not _is_left_behind(owner):
                raise StoreLockedError(
                    f"the store on {url} is being written to by process {owner['process']} on "
                    f"{owner['host']}; try again when that is done"
                ) from None
            if owner:
                client.delete_collection(LOCK)
    raise StoreLockedError(f"the store on {url} is being written to; try again later")


def _about(token: str) -> dict[str, Any]:
    return {
        "token": token,
        "process": os.getpid(),
        "host": socket.gethostname(),
        "beat": time.time(),
    }


def _read(client: Client) -> dict[str, Any]:
    from chromadb.errors import NotFoundError

    try:
        return dict(open_collection(client, LOCK).metadata or {})
    except NotFoundError:
        return {}


def _is_left_behind(owner: dict[str, Any]) -> bool:
    if owner.get("host") == socket.gethostname():
        try:
            os.kill(int(owner.get("process", 0)), 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
    return time.time() - float(owner.get("beat", 0)) > LEFT_BEHIND


def _beat(client: Client, token: str, is_done: threading.Event) -> None:
    from chromadb.errors import ChromaError

    while not is_done.wait(BEAT):
        with suppress(ChromaError, OSError, ValueError):
            collection = open_collection(client, LOCK)
            if (collection.metadata or {}).get("token") == token:
                collection.modify(metadata=_about(token))
