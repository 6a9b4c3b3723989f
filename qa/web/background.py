"""Run slow work beside the page, and hear from it how far it has come."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator

from index.ingest import Progress, Summary

# Seconds between two tellings: often enough to be seen, too seldom to weigh on the work.
PAUSE = 0.2


def run_with_progress(
    work: Callable[[Callable[[Progress], None]], Summary],
) -> Iterator[Progress | Summary]:
    """Run work in a thread; yield its progress from time to time, and at the end its summary.

    Args:
        work: Takes what to call with its progress.

    Raises:
        Exception: What the work raised.
    """
    told: queue.SimpleQueue[Progress | Summary | BaseException] = queue.SimpleQueue()

    def run() -> None:
        try:
            told.put(work(told.put))
        except BaseException as error:  # noqa: BLE001 - handed over to the one who waits
            told.put(error)

    threading.Thread(target=run, name="indexing", daemon=True).start()
    last = 0.0
    while True:
        news = told.get()
        if isinstance(news, BaseException):
            raise news
        if isinstance(news, Summary):
            yield news
            return
        if time.monotonic() - last >= PAUSE:
            last = time.monotonic()
            yield news
