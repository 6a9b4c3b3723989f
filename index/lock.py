"""The right to write to a store's folder, which one process has at a time."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.errors import StoreError, StoreLockedError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the right to write; it ends with the process at the latest.

    Raises:
        StoreLockedError: Somebody else holds it; the message says who.
        StoreError: The folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "lock", timeout=0, is_singleton=False, thread_local=False)
    owner = folder / "lock.json"
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreLockedError(
            f"the store {folder} is being written to by {_read_owner(owner)}; "
            "try again when that is done"
        ) from error
    except OSError as error:
        raise StoreError(f"the store {folder} cannot be written to: {error}") from error
    try:
        _write_owner(owner)
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _write_owner(path: Path) -> None:
    about = {"process": os.getpid(), "host": socket.gethostname(), "since": time.time()}
    # The lock holds without it.
    with suppress(OSError):
        path.write_text(json.dumps(about))


def _read_owner(path: Path) -> str:
    try:
        about = json.loads(path.read_text())
        since = time.strftime("%H:%M:%S", time.localtime(about["since"]))
        return f"process {about['process']} on {about['host']} since {since}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
